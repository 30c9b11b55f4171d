"""Suppressions: which findings a comment silences, and which comments are wrong."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.directives import directives
from kerascheck.finding import Finding, Label, Span
from kerascheck.sources import Source, read_source
from kerascheck.suppress import Outcome, apply

RULES = {
    "softmax-on-single-unit": "KC101",
    "unscaled-image-input": "KC102",
    "too-few-units": "KC201",
    "metric-mismatch": "KC302",
}


def finding(
    source: Source, part: str, code: str = "KC101", *, labels: tuple[str, ...] = (), block: int = 0
) -> Finding:
    """A finding at a text that stands once in a block."""
    return Finding(
        _span(source, part, block),
        "message",
        [Label(_span(source, label, block), "") for label in labels],
        code=code,
    )


def _span(source: Source, part: str, block: int) -> Span:
    text = source.blocks[block].text
    assert text.count(part) == 1
    start = text.index(part)
    end = start + len(part)
    return Span(
        source.path,
        block,
        text.count("\n", 0, start) + 1,
        start - text.rfind("\n", 0, start) - 1,
        text.count("\n", 0, end) + 1,
        end - text.rfind("\n", 0, end) - 1,
    )


def applied(source: Source, *findings: Finding) -> Outcome:
    return apply({source.path: source}, findings, RULES)


def script(text: str) -> Source:
    return read_source("x.py", text.encode())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "f(HERE)  # kerascheck: ignore[KC101] on purpose", "on purpose", id="same line"
        ),
        pytest.param("f(HERE)  # kerascheck: ignore[softmax-on-single-unit]", "", id="by name"),
        pytest.param("f(HERE)  # kerascheck: ignore[KC201, kc101]: why not", "why not", id="list"),
        pytest.param("f(HERE)  # other # kerascheck: ignore[KC101] x", "x", id="after another"),
        pytest.param("f(HERE)  # kerascheck:ignore[KC101]x # noqa", "x", id="before another"),
        pytest.param("f(HERE)  # noqa: KC101", "", id="noqa"),
        pytest.param("f(HERE)  # NOQA: F401,KC101 reason", "reason", id="noqa of several tools"),
        pytest.param("# kerascheck: ignore[KC101] a\nf(\n  1,\n  HERE)", "a", id="line above"),
        pytest.param(
            "# kerascheck: ignore[KC101] a\n\n# more\nf(HERE)", "a", id="above, with lines between"
        ),
        pytest.param(
            "# kerascheck: ignore[KC101] a\n@d\n@e(HERE)\ndef f(): pass", "a", id="above decorators"
        ),
        pytest.param(
            "m.compile(\n  a,\n  HERE,\n)  # kerascheck: ignore[KC101] a", "a", id="closing bracket"
        ),
        pytest.param(
            "m.compile(  # kerascheck: ignore[KC101] a\n  a,\n  HERE,\n)", "a", id="first line"
        ),
        pytest.param(
            "m.compile(\n  a,\n  HERE,\n  b,  # kerascheck: ignore[KC101] a\n)", "a", id="argument"
        ),
        pytest.param(
            "m = S([\n  D(\n    HERE,\n  ),  # kerascheck: ignore[KC101] a\n])", "a", id="element"
        ),
        pytest.param(
            "m = S([\n  # kerascheck: ignore[KC101] a\n  D(\n    HERE,\n  ),\n])",
            "a",
            id="above an element",
        ),
        pytest.param("# kerascheck: file-ignore[KC101] a\n\nx = 1\nf(HERE)", "a", id="whole file"),
        pytest.param("x = (((\nf(HERE)  # kerascheck: ignore[KC101] a", "a", id="broken code"),
        pytest.param("é('ü', HERE)  # kerascheck: ignore[KC101] ä", "ä", id="not ASCII"),
    ],
)
def test_findings_that_are_silenced(text: str, reason: str) -> None:
    source = script(text)
    found = finding(source, "HERE")
    outcome = applied(source, found)
    assert outcome.kept == ()
    assert outcome.suppressed == ((found, reason),)
    assert [notice for notice in outcome.notices if "KC101" in notice.codes] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("f(HERE)  # kerascheck: ignore[KC201]", id="another code"),
        pytest.param("f(HERE)  # noqa", id="noqa without codes"),
        pytest.param("f(HERE)  # noqa: F401", id="noqa of another tool"),
        pytest.param("f(HERE)\ng()  # kerascheck: ignore[KC101]", id="next line"),
        pytest.param("# kerascheck: ignore[KC101]\ng()\nf(HERE)", id="statement after the next"),
        pytest.param("# kerascheck: ignore[KC101]\nfor x in y:\n  f(HERE)", id="body of a loop"),
        pytest.param("if x:  # kerascheck: ignore[KC101]\n  f(HERE)", id="body of an if"),
        pytest.param("'# kerascheck: ignore[KC101]', f(HERE)", id="in a string"),
        pytest.param("f(HERE)  # kerascheck: ignore", id="without codes"),
        pytest.param("f(HERE)  # kerascheck: labels[one-hot]", id="a fact"),
        pytest.param(
            "m = S([\n  a(),  # kerascheck: ignore[KC101]\n  HERE,\n])", id="another element"
        ),
    ],
)
def test_findings_that_stay(text: str) -> None:
    source = script(text)
    found = finding(source, "HERE")
    outcome = applied(source, found)
    assert outcome.kept == (found,)
    assert outcome.suppressed == ()


def test_a_comment_at_any_label_suffices() -> None:
    source = script("d = D(1)  # kerascheck: ignore[KC101] known\nx = 2\nm.compile(loss)\n")
    found = finding(source, "loss", labels=("x", "D(1)"))
    outcome = applied(source, found)
    assert outcome.suppressed == ((found, "known"),)
    assert outcome.notices == ()


def test_a_comment_in_another_file_at_a_label_suffices() -> None:
    main, other = script("f(HERE)"), read_source("y.py", b"g(THERE)  # kerascheck: ignore[KC101]")
    found = finding(main, "HERE")
    label = Label(finding(other, "THERE").at, "made here")
    found = Finding(found.at, "message", [label], code="KC101")
    outcome = apply({"x.py": main, "y.py": other}, [found], RULES)
    assert outcome.kept == ()
    assert apply({"x.py": main, "y.py": other}.get, [found], RULES) == outcome


NOTICES = {
    "f(x)  # kerascheck: ignore[KC10l]": ("unknown", "unknown code `KC10l`; did you mean `KC101`?"),
    "f(x)  # kerascheck: ignore[too-few-unit]": (
        "unknown",
        "unknown code `too-few-unit`; did you mean `too-few-units`?",
    ),
    "f(x)  # kerascheck: ignore[qqq]": ("unknown", "unknown code `qqq`"),
    "f(x)  # noqa: KC77777": ("unknown", "unknown code `KC77777`"),
    "f(x)  # kerascheck: ignore": (
        "malformed",
        "`ignore` needs the codes of the rules to ignore, as in `ignore[KC101]`",
    ),
    "f(x)  # kerascheck: ignore[]": ("malformed", "the list after `ignore` is empty"),
    "f(x)  # kerascheck: ignore[KC101": (
        "malformed",
        "the list after `ignore` has no closing `]`",
    ),
    "f(x)  # kerascheck: ignroe[KC101]": (
        "malformed",
        "unknown suppression `ignroe`; did you mean `ignore`?",
    ),
    "f(x)  # kerascheck ignore[KC101]": ("malformed", "a colon is missing after `kerascheck`"),
    "f(x)  # kerascheck: ignore[KC101]": (
        "unused",
        "unused suppression: no finding of `KC101` here",
    ),
    "f(x)  # noqa: KC201": ("unused", "unused suppression: no finding of `KC201` here"),
    "# kerascheck: file-ignore[metric-mismatch]": (
        "unused",
        "unused suppression: no finding of `metric-mismatch` in this file",
    ),
}


@pytest.mark.parametrize(("text", "expected"), NOTICES.items(), ids=NOTICES)
def test_wrong_suppressions_are_told(text: str, expected: tuple[str, str]) -> None:
    source = script(f"import x\n{text}\n")
    notices = applied(source).notices
    assert [(notice.kind, notice.message) for notice in notices] == [expected]
    column = text.index("#")
    assert notices[0].span == Span("x.py", 0, 2, column, 2, len(text))
    assert notices[0].text == text[column:]


@pytest.mark.parametrize(
    "text",
    ["# about kerascheck", "# kerascheck is a linter", "# kerascheck: labels[one-hot] classes[10]"],
)
def test_other_comments_are_left_alone(text: str) -> None:
    assert applied(script(text)).notices == ()


def test_of_several_codes_only_the_idle_ones_are_unused() -> None:
    source = script("f(HERE)  # kerascheck: ignore[KC101, too-few-units]")
    notices = applied(source, finding(source, "HERE")).notices
    assert [notice.codes for notice in notices] == [("too-few-units",)]


def test_a_rule_that_did_not_run_leaves_its_suppressions_alone() -> None:
    source = script("f(x)  # kerascheck: ignore[KC101, KC201]")
    outcome = apply({"x.py": source}, [], RULES, active={"KC201"})
    assert [notice.codes for notice in outcome.notices] == [("KC201",)]


def test_notices_can_be_limited_to_one_file() -> None:
    bad = "f(x)  # kerascheck: ignore[KC101, nope]"
    sources = {name: read_source(name, bad.encode()) for name in ("x.py", "y.py")}
    outcome = apply(sources, [], RULES, path="x.py")
    assert {notice.span.path for notice in outcome.notices} == {"x.py"}
    assert len(outcome.notices) == 2


def notebook(*cells: Mapping[str, object]) -> Source:
    whole = {"cells": [{"cell_type": "code", "source": "f(HERE)", **cell} for cell in cells]}
    return read_source("n.ipynb", json.dumps(whole).encode())


def test_a_tag_silences_a_cell() -> None:
    source = notebook({"metadata": {"tags": ["kerascheck-skip"]}}, {})
    inside, outside = finding(source, "HERE"), finding(source, "HERE", block=1)
    outcome = applied(source, inside, outside)
    assert outcome.kept == (outside,)
    assert outcome.notices == ()


def test_metadata_silences_rules_in_a_cell() -> None:
    source = notebook({"metadata": {"kerascheck": {"ignore": ["KC101", "nope", "KC201"]}}}, {})
    inside, outside = finding(source, "HERE"), finding(source, "HERE", block=1)
    outcome = applied(source, inside, outside)
    assert outcome.kept == (outside,)
    assert sorted((notice.kind, notice.codes) for notice in outcome.notices) == [
        ("unknown", ("nope",)),
        ("unused", ("KC201",)),
    ]


def test_a_comment_in_one_cell_does_not_reach_another_but_a_file_comment_does() -> None:
    comment = {"source": "f(HERE)  # kerascheck: ignore[KC101]"}
    source = notebook(comment, {})
    assert len(applied(source, finding(source, "HERE", block=1)).kept) == 1
    source = notebook({}, {"source": "# kerascheck: file-ignore[KC101] all"})
    assert applied(source, finding(source, "HERE")).kept == ()


@given(st.text(alphabet="#kerascheck: ignore[]KC10,noqa\n'x()", max_size=60))
def test_any_comment_is_understood_or_told(text: str) -> None:
    source = script(f"# kerascheck: {text}\n# noqa: {text}\nf(HERE_)  # kerascheck:ignore[{text}")
    found = finding(source, "HERE_")
    outcome = applied(source, found)
    assert len(outcome.kept) + len(outcome.suppressed) == 1


@given(st.text(max_size=60))
def test_any_text_of_a_comment_can_be_read(text: str) -> None:
    for item in directives(f"# {text} # kerascheck: ignore[{text}"):
        assert item.text


@given(st.lists(st.sampled_from(sorted(RULES)), min_size=1, max_size=4))
def test_suppressing_all_findings_silences_all(names: list[str]) -> None:
    source = script(f"f(HERE)  # kerascheck: ignore[{', '.join(names)}]")
    found = [finding(source, "HERE", RULES[name]) for name in names]
    outcome = applied(source, *found)
    assert outcome.kept == ()
    assert outcome.notices == ()
