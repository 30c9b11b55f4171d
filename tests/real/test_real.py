"""Programs as people post them when training goes wrong, and what they look like repaired.

Each program in `programs/` is written for this project after a mistake that is reported in public
again and again; `# expect: KC101` stands on the line of a finding, and `# expect as a note: KC219`
where a warning would be too much. Its repaired twin has the same name with `_fixed` behind it.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding, Severity
from kerascheck.pipeline import check

FILES = sorted(
    path
    for path in (Path(__file__).parent / "programs").iterdir()
    if path.suffix in {".py", ".ipynb"}
)
TWINS = [path for path in FILES if path.stem.endswith("_fixed")]
BUGGY = [path for path in FILES if path not in TWINS]
SCRIPTS = [path for path in FILES if path.suffix == ".py"]

FAMILIES = {
    "activation",
    "callback",
    "dropout",
    "finetune",
    "gan",
    "generator",
    "hidden",
    "labels",
    "loss",
    "migrate",
    "rate",
    "scaling",
    "sequence",
    "shape",
    "validation",
}
"""What the name of a program begins with: the kind of its mistake."""

EXPECTED = re.compile(r"#\s*expect(?: (?P<note>as a note))?:\s*(?P<codes>KC\d+(?:\s*,\s*KC\d+)*)")

Place = tuple[int, int, str]
"""Block, line and code of a finding."""


def name_of(path: Path) -> str:
    return path.name


def blocks(path: Path) -> list[str]:
    """The pieces of code of a program: a script has one, a notebook one a code cell."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return [text]
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def expected(path: Path, *, notes: bool = False) -> Iterator[Place]:
    """The places of the findings that must be warnings or errors, or of those that are notes."""
    for block, text in enumerate(blocks(path)):
        for number, line in enumerate(text.splitlines(), 1):
            match = EXPECTED.search(line)
            if match and bool(match["note"]) == notes:
                for code in match["codes"].split(","):
                    yield block, number, code.strip()


def findings(path: Path) -> list[Finding]:
    settings = Settings(min_confidence="low")
    rules = registry.select(registry.load(), settings, path.name)
    return list(check(path.name, path.read_bytes(), rules, settings).findings)


def place(finding: Finding) -> Place:
    return finding.at.block, finding.at.line, finding.code


def described(found: list[Finding]) -> str:
    return "\n".join(
        f"block {f.at.block} line {f.at.line}: {f.code} {f.severity.label}: {f.message}"
        for f in found
    )


@pytest.mark.parametrize("path", BUGGY, ids=name_of)
def test_the_rules_name_the_mistake_on_its_line_and_nothing_else(path: Path) -> None:
    found = findings(path)
    wanted, notes = set(expected(path)), set(expected(path, notes=True))
    seen = {place(f) for f in found if f.severity == Severity.INFO}
    alarms = {place(f) for f in found if f.severity > Severity.INFO}
    assert wanted | notes, "the program says nothing of what is expected"
    assert notes <= seen, f"missing: {sorted(notes - seen)}; found:\n{described(found)}"
    assert wanted <= alarms, f"missing: {sorted(wanted - alarms)}; found:\n{described(found)}"
    assert alarms <= wanted, f"too much: {sorted(alarms - wanted)}; found:\n{described(found)}"


@pytest.mark.parametrize("path", TWINS, ids=name_of)
def test_the_repaired_program_gets_nothing_worse_than_a_note(path: Path) -> None:
    wrong = [f for f in findings(path) if f.severity > Severity.INFO]
    assert not wrong, described(wrong)


def test_every_program_has_a_repaired_twin_that_differs() -> None:
    buggy = {path.stem: path for path in BUGGY}
    twins = {path.stem.removesuffix("_fixed"): path for path in TWINS}
    assert buggy.keys() == twins.keys()
    for stem, path in buggy.items():
        before = EXPECTED.sub("", path.read_text("utf-8"))
        assert path.suffix == twins[stem].suffix
        assert before.split() != twins[stem].read_text("utf-8").split(), stem
        assert not list(expected(twins[stem])), stem


def test_every_kind_of_mistake_has_programs() -> None:
    assert len(BUGGY) >= 80
    assert {path.stem.split("_")[0] for path in BUGGY} == FAMILIES
    assert sum(path.suffix == ".ipynb" for path in BUGGY) >= 3


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_is_python_with_a_docstring_of_one_line_and_no_other_help(path: Path) -> None:
    text = path.read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert "\n" not in docstring
    assert 10 <= len(text.splitlines()) <= 65
    comments = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]
    assert all(EXPECTED.fullmatch(comment) for comment in comments), comments
