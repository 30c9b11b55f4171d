"""The fixes of all rules, on the programs of their documentation, the examples and the corpus."""

import json
from collections import Counter
from pathlib import Path

import pytest

from kerascheck import docs, registry
from kerascheck.config import Settings
from kerascheck.finding import Applicability, Edit, Evidence, Finding, Fix, Label, Severity, Span
from kerascheck.finding import applicable as can_be_applied
from kerascheck.fix import choose, moved, settle
from kerascheck.fixing import fix
from kerascheck.pipeline import check
from kerascheck.result import Change
from kerascheck.sources import Source, read_source
from kerascheck.sources.comments import comments
from kerascheck.sources.write import edited

ROOT = Path(__file__).parents[1]
RULES = registry.load()


def settings(*, unsafe: bool = True) -> Settings:
    every = tuple(rule.code for rule in RULES)
    return Settings(fix=True, unsafe_fixes=unsafe, min_confidence="low", extend_select=every)


def notebook(code: str) -> bytes:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": code}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}).encode()


def documented() -> list[tuple[str, bytes]]:
    found = []
    for rule in RULES:
        for number, example in enumerate(docs.parse(rule.doc).examples, 1):
            if example.language == "ipython":
                found.append((f"{rule.name}-{number}.ipynb", notebook(example.code)))
            else:
                found.append((f"{rule.name}-{number}.py", example.code.encode()))
    return found


PROGRAMS = documented()
FILES = [
    (str(path.relative_to(ROOT)), path.read_bytes())
    for folder in ("examples", "tests/corpus")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".ipynb") and not path.name.startswith("test_")
]


def changed(path: str, data: bytes, given: Settings) -> tuple[Change | None, list[Finding]]:
    result = fix(path, data, registry.select(RULES, given), given)
    assert not result.failed
    return result.change, list(result.findings)


UNCOVERED = frozenset({"KC709", "KC717", "KC806"})
"""Notes on what stands there by another name once an old one is replaced."""
AXES_OF_KERAS_1 = ("tests/corpus/good/calm_keras1.py",)
"""Programs whose order of axes stood in the settings of Keras 1, which Keras 3 does not read."""


@pytest.mark.parametrize(("path", "data"), PROGRAMS + FILES, ids=lambda value: str(value)[:50])
def test_fixes_resolve_what_they_are_for_and_nothing_else(path: str, data: bytes) -> None:
    given = settings()
    found = check(path, data, registry.select(RULES, given), given).findings
    wanted = [finding for finding in found if can_be_applied(finding, path, unsafe=True)]
    change, left = changed(path, data, given)
    if change is None:
        assert wanted == []
        return
    assert change.warnings == ()
    assert len(change.fixed) >= len({finding.code for finding in wanted})
    # A note, such as that epochs are fixed, may well come with what is repaired.
    before, after = (
        Counter(f.code for f in found),
        Counter(f.code for f in left if f.severity > Severity.INFO),
    )
    fresh = {code for code in after - before if code not in UNCOVERED}
    assert fresh == set() or path in AXES_OF_KERAS_1, "a fix makes another mistake"
    assert not [finding for finding in left if can_be_applied(finding, path, unsafe=True)]
    assert words(path, change.after) == words(path, data), "a comment is lost"
    again, _ = changed(path, change.after, given)
    assert again is None, "the second run changes something"


def words(path: str, data: bytes) -> list[str]:
    blocks = read_source(path, data).blocks
    return [comment.text for block in blocks for comment in comments(block.text)]


def test_a_rule_says_of_its_fixes_what_they_are() -> None:
    """A rule with a fix has a section on it; one that is safe somewhere says so."""
    kinds: dict[str, set[Applicability]] = {}
    every = settings()
    for path, data in PROGRAMS:
        for finding in check(path, data, registry.select(RULES, every), every).findings:
            if finding.fix:
                kinds.setdefault(finding.code, set()).add(finding.fix.applicability)
    assert len(kinds) > 10
    for rule in RULES:
        told = docs.fixes(docs.parse(rule.doc))
        made = kinds.get(rule.code, set())
        assert bool(told) or not made, f"{rule.code} has a fix and does not say of which kind"
        if told == "unsafe":
            assert Applicability.SAFE not in made, rule.code


def test_safe_fixes_alone_leave_the_unsafe_ones() -> None:
    data = (ROOT / "examples" / "output_layers.py").read_bytes()
    assert changed("output_layers.py", data, settings(unsafe=False))[0] is None
    change, _ = changed("output_layers.py", data, settings())
    assert change is not None
    assert len(change.fixed) >= 5


def source(text: str, path: str = "a.py") -> Source:
    return read_source(path, text.encode())


def span(text: str, part: str) -> Span:
    start = text.index(part)
    end = start + len(part)
    lines = text[:start].split("\n"), text[:end].split("\n")
    first, last = lines
    return Span("a.py", 0, len(first), len(first[-1]), len(last), len(last[-1]))


def finding(
    text: str, part: str, new: str, applicability: Applicability = Applicability.SAFE
) -> Finding:
    at = span(text, part)
    return Finding(at, "m", fix=Fix((Edit(at, new),), applicability), code="KC101")


def settled(text: str, found: Finding) -> Fix:
    done = settle(found, {"a.py": source(text)}).fix
    assert done is not None
    return done


def test_a_fix_that_loses_a_comment_is_not_safe() -> None:
    text = "f(\n    1,  # one\n    2,\n)\n"
    assert settled(text, finding(text, "1,  # one\n    2", "3")).applicability.name == "UNSAFE"
    assert settled(text, finding(text, "1", "3")).applicability.name == "SAFE"
    moved_along = finding(text, "1,  # one\n    2", "2,  # one\n    1")
    assert settled(text, moved_along).applicability.name == "SAFE"
    hash_in_string = 'f("#")\n'
    quoted = finding(hash_in_string, '"#"', '"x"')
    assert settled(hash_in_string, quoted).applicability.name == "SAFE"


def test_a_fix_of_what_is_not_certain_is_not_safe() -> None:
    text = "f(1)\n"
    sure = finding(text, "1", "2")
    likely = Finding(sure.at, "m", fix=sure.fix, evidence=Evidence.LIKELY)
    branch = Finding(sure.at, "m", fix=sure.fix, branch="if a is true")
    assert settled(text, sure).applicability is Applicability.SAFE
    assert settled(text, likely).applicability is Applicability.UNSAFE
    assert settled(text, branch).applicability is Applicability.UNSAFE


def test_a_fix_of_a_place_that_is_not_there_is_left_out() -> None:
    at = Span("a.py", 0, 9, 0, 9, 1)
    assert (
        settle(Finding(at, "m", fix=Fix((Edit(at, "x"),))), {"a.py": source("f()\n")}).fix is None
    )


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("import os\nf()\n", "import os\nimport keras\nk()\n"),
        ("import os  # first\nf()\n", "import os  # first\nimport keras\nk()\n"),
        ("import keras\nf()\n", "import keras\nk()\n"),
        ('"""Doc."""\n\nf()\n', '"""Doc."""\nimport keras\n\nk()\n'),
        ("#!/bin/sh\n\nf()\n", "#!/bin/sh\n\nimport keras\nk()\n"),
        ("f()\nimport os\n", "import keras\nk()\nimport os\n"),
        ("from __future__ import x\nf()\n", "from __future__ import x\nimport keras\nk()\n"),
        ("import os; a = (\n1)\nf()\n", "import os; a = (\n1)\nimport keras\nk()\n"),
        ("@a\ndef g():\n    f()\n", "import keras\n@a\ndef g():\n    k()\n"),
        ("if a:\n    import os\nf()\n", "import keras\nif a:\n    import os\nk()\n"),
    ],
)
def test_an_import_is_added_before_it_is_needed(text: str, fixed: str) -> None:
    at = span(text, "f()")
    found = Finding(at, "m", fix=Fix((Edit(at, "k()"),), imports=("import keras",)))
    assert edited(source(text), settled(text, found).edits) == [fixed]


def test_an_import_goes_to_the_cell_with_imports() -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
        for text in ("import os", "f()")
    ]
    read = read_source("a.ipynb", json.dumps({"cells": cells, "metadata": {}}).encode())
    at = Span("a.ipynb", 1, 1, 0, 1, 3)
    found = Finding(at, "m", fix=Fix((Edit(at, "k()"),), imports=("import keras", "import a")))
    fix_ = settle(found, {"a.ipynb": read}).fix
    assert fix_ is not None
    assert edited(read, fix_.edits) == ["import os\nimport keras\nimport a", "k()"]


def test_of_fixes_of_one_place_the_first_goes_ahead() -> None:
    text = "f(a, b, c)\n"
    wide, narrow, other = (finding(text, part, "x") for part in ("a, b", "b", "c"))
    assert choose([narrow, other, wide]) == [wide, other]


def test_a_fix_waits_if_it_changes_what_proves_another() -> None:
    text = "f(a, b)\n"
    first = finding(text, "a", "x")
    proved = Finding(first.at, "m", [Label(span(text, "b"), "because")], fix=first.fix)
    assert choose([proved, finding(text, "b", "y")]) == [proved]
    assert len(choose([first, finding(text, "b", "y")])) == 2


@pytest.mark.parametrize(
    ("part", "place"), [("a", (0, 1, 2)), ("bb", (0, 3, 0)), ("c", (0, 3, 4)), ("d", (0, 3, 8))]
)
def test_where_a_place_is_after_the_edits(part: str, place: tuple[int, int, int]) -> None:
    text = "f(a, bb, c, d)\n"
    edits = [Edit(span(text, " "), "\n\n"), Edit(span(text, "c"), "cc")]
    assert moved(span(text, part), source(text), edits) == place
    after = edited(source(text), edits)[0].split("\n")
    assert after[place[1] - 1].startswith(part, place[2])


def test_nothing_of_another_file_is_fixed() -> None:
    at = Span("b.py", 0, 1, 0, 1, 1)
    found = Finding(at, "m", fix=Fix((Edit(at, "x"),)), severity=Severity.ERROR)
    assert can_be_applied(found, "b.py", unsafe=True)
    assert not can_be_applied(found, "a.py", unsafe=True)
    assert not can_be_applied(found, "b.py", unsafe=False)
    shown = Fix((Edit(at, "x"),), Applicability.DISPLAY)
    assert not can_be_applied(Finding(at, "m", fix=shown), "b.py", unsafe=True)
