"""The `full` format: frames, notes, and text that would disturb a terminal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kerascheck.finding import Finding, Label, Severity, Span
from kerascheck.report import Run, render
from kerascheck.report.style import encodable
from kerascheck.result import Result


def show(source: Any, finding: Finding, **others: Any) -> str:
    finding = replace(finding, code="KC101", rule="a-rule", severity=Severity.WARNING)
    sources = {source.path: source, **others}
    result = Result(source.path, keras=True, findings=(finding,), sources=sources)
    return render("full", Run([result]))


def test_a_finding_with_a_label_above_and_all_notes(logits: Result) -> None:
    finding = replace(
        logits.findings[0], branch="`n > 2` is true (line 3)", keras="logits are expected"
    )
    assert (
        render("full", Run([replace(logits, findings=(finding,))]))
        == """\
error[KC112]: the loss expects probabilities, but the model outputs raw scores
 --> train.py:8:10
  |
3 |     layers.Dense(10),
  |     ---------------- no activation: raw scores
  ⋮
8 |     loss="sparse_categorical_crossentropy",
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ from_logits=False
  |
  = why:    negative scores are clipped, and most of the gradient is lost
  = branch: `n > 2` is true (line 3)
  = keras:  logits are expected
  = help:   pass `from_logits=True` to the loss
  = more:   kerascheck rule KC112

"""
    )


def test_neighbours_one_line_gap_and_two_labels_on_one_line(
    script: Callable[..., Any],
) -> None:
    source = script("a = 1\nb = 2\nc = 3\nfit(x, y)\n")
    finding = Finding(
        source.span("x"),
        "message",
        labels=[
            Label(source.span("y"), "the labels"),
            Label(source.span("b = 2"), "first"),
            Label(source.span("a = 1"), ""),
        ],
    )
    assert (
        show(source, finding)
        == """\
warning[KC101]: message
 --> train.py:4:5
  |
1 | a = 1
  | -----
2 | b = 2
  | ----- first
3 | c = 3
4 | fit(x, y)
  |     ^
  |        - the labels
  |
  = more:   kerascheck rule KC101

"""
    )


def test_wide_line_numbers_widen_the_margin(script: Callable[..., Any]) -> None:
    source = script("x = 1\ny = 2\n", "guide.md", shift=98)
    finding = Finding(source.span("y = 2"), "message", labels=[Label(source.span("x"), "here")])
    assert (
        show(source, finding)
        == """\
warning[KC101]: message
   --> guide.md:100:1
    |
 99 | x = 1
    | - here
100 | y = 2
    | ^^^^^
    |
    = more:   kerascheck rule KC101

"""
    )


def test_labels_in_other_cells_and_other_files_have_their_own_frames(
    script: Callable[..., Any], notebook: Callable[..., Any]
) -> None:
    source = notebook("import keras\nm = Dense(1)", "x", "m.compile(loss='mse')")
    other = script("WIDTH = 7\n", "settings.py")
    finding = Finding(
        source.span("'mse'", 2),
        "message",
        labels=[
            Label(source.span("Dense(1)"), "the output"),
            Label(other.span("7"), "the width"),
        ],
    )
    assert (
        show(source, finding, **{"settings.py": other})
        == """\
warning[KC101]: message
 --> lesson.ipynb:cell 3:1:16
  |
1 | m.compile(loss='mse')
  |                ^^^^^
  |
 ::: cell 1
  |
2 | m = Dense(1)
  |     -------- the output
  |
 ::: settings.py
  |
1 | WIDTH = 7
  |         - the width
  |
  = more:   kerascheck rule KC101

"""
    )


def test_a_place_of_several_lines_is_underlined_on_the_first(script: Callable[..., Any]) -> None:
    source = script()
    whole = source.span('model.compile(\n    optimizer="adam",')
    assert """\
6 | model.compile(
  | ^^^^^^^^^^^^^^ all of it
  |
""" in show(source, Finding(whole, "message", mark="all of it"))


def test_tabs_and_wide_characters_keep_the_underline_in_place(script: Callable[..., Any]) -> None:
    source = script("\tname = '日本' + bad\n")
    assert """\
1 |     name = '日本' + bad
  |                     ^^^ here
""" in show(source, Finding(source.span("bad"), "message", mark="here"))


def test_combining_marks_take_no_column(script: Callable[..., Any]) -> None:
    source = script("e\N{COMBINING ACUTE ACCENT} = bad\n")
    assert "  |     ^^^\n" in show(source, Finding(source.span("bad"), "message"))


def test_control_characters_of_a_file_do_not_reach_the_terminal(
    script: Callable[..., Any],
) -> None:
    source = script("x = '\x1b[2J' + bad\n")
    text = show(source, Finding(source.span("bad"), "a\x1b[31m message\nin two lines"))
    assert "\x1b" not in text
    assert "1 | x = '\N{REPLACEMENT CHARACTER}[2J' + bad\n  |              ^^^\n" in text
    assert text.startswith("warning[KC101]: a\N{REPLACEMENT CHARACTER}[31m message in two lines\n")


def test_very_long_lines_are_cut_around_the_place(script: Callable[..., Any]) -> None:
    source = script("x" * 500 + "bad" + "y" * 500 + "\n")
    lines = show(source, Finding(source.span("bad"), "message", mark="here")).splitlines()
    code, under = lines[3], lines[4]
    assert code == "1 | …" + "x" * 40 + "bad" + "y" * 117 + "…"
    assert under == "  | " + " " * 41 + "^^^ here"


def test_an_empty_place_still_has_a_mark(script: Callable[..., Any]) -> None:
    source = script("x = 1\n")
    at = Span("train.py", 0, 1, 5, 1, 5)
    assert "1 | x = 1\n  |      ^\n" in show(source, Finding(at, "message"))


def test_a_finding_without_its_source_still_says_where(script: Callable[..., Any]) -> None:
    finding = Finding(
        Span("gone.py", 0, 1, 0, 1, 1), "message", code="KC101", severity=Severity.INFO
    )
    run = Run([Result("gone.py", keras=True, findings=(finding,))])
    assert (
        render("full", run)
        == """\
info[KC101]: message
 --> gone.py
  = more:   kerascheck rule KC101

"""
    )


def test_colours_only_add_escape_sequences(logits: Result) -> None:
    import re

    plain = render("full", Run([logits]))
    coloured = render("full", Run([logits]), color=True)
    assert "\x1b[1;31merror[KC112]\x1b[0m" in coloured
    assert "\x1b[1;31m^^^^" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in plain


def test_other_encodings_get_the_nearest_plain_text() -> None:
    assert (
        encodable("  ⋮ 3 \N{MULTIPLICATION SIGN} 4 \N{EN DASH} 日本", "ascii") == "  ... 3 x 4 - ??"
    )
    assert encodable("  ⋮ 日本", "utf-8") == "  ⋮ 日本"
    assert encodable("3 \N{MULTIPLICATION SIGN} 4", "latin-1") == "3 \N{MULTIPLICATION SIGN} 4"


def test_findings_of_a_file_are_in_the_order_of_their_places(
    many: Callable[[int, int, int], Result],
) -> None:
    result = many(2, 2, 0)
    shuffled = replace(result, findings=tuple(reversed(result.findings)))
    assert render("full", Run([shuffled])) == render("full", Run([result]))
