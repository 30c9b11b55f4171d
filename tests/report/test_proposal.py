"""The lines of a fix in the report."""

from collections.abc import Callable
from typing import Any

import pytest

from kerascheck.finding import Applicability, Edit, Finding, Fix, Span
from kerascheck.report import proposal
from kerascheck.sources import read_source

TEXT = "import os\nf(\n    1,\n    2,\n)\ng(3)\n"


def shown(*edits: Edit, kind: Applicability = Applicability.UNSAFE, text: str = TEXT) -> list[str]:
    source = read_source("a.py", text.encode())
    finding = Finding(edits[0].at, "m", fix=Fix(edits, kind))
    return list(proposal.render(finding, {"a.py": source}, 2, color=False))


def at(*place: int) -> Span:
    line, column, end_line, end_column = place
    return Span("a.py", 0, line, column, end_line, end_column)


TITLE = "   = fix [unsafe: changes training]:"


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        ([Edit(at(6, 2, 6, 3), "4")], [" 6 | g(4)"]),
        ([Edit(at(6, 2, 6, 3), "4"), Edit(at(6, 0, 6, 1), "h")], [" 6 | h(4)"]),
        ([Edit(at(2, 2, 5, 0), "1, 2")], [" 2 | f(1, 2)"]),
        ([Edit(at(3, 4, 3, 5), "5"), Edit(at(6, 2, 6, 3), "4")], [" 3 |     5,", " 6 | g(4)"]),
        ([Edit(at(6, 2, 6, 3), "\n  4\n")], [" 6 | g(", " 7 |   4", " 8 | )"]),
        ([Edit(at(1, 9, 1, 9), "\nimport keras")], [" 2 | import keras"]),
        ([Edit(at(1, 0, 1, 0), "import keras\n")], [" 1 | import keras"]),
        ([Edit(at(3, 0, 4, 0), "")], [" 3 |     2,"]),
    ],
    ids=["one", "two on a line", "joined", "two lines", "split", "behind", "in front", "out"],
)
def test_the_lines_as_they_would_be(edits: list[Edit], lines: list[str]) -> None:
    assert shown(*edits) == [TITLE, *lines]


def test_each_kind_of_fix_has_its_name() -> None:
    edit = Edit(at(6, 2, 6, 3), "4")
    assert shown(edit, kind=Applicability.SAFE)[0] == "   = fix [safe]:"
    assert shown(edit, kind=Applicability.DISPLAY)[0] == "   = fix [shown only]:"


def test_a_very_long_line_is_cut() -> None:
    text = f"f('{'a' * 300}', 1, '{'b' * 300}')\n"
    (line,) = shown(Edit(at(1, 306, 1, 307), "2"), text=text)[1:]
    assert "a', 2, 'b" in line
    assert len(line) < 200


def test_a_place_in_another_cell_is_named(notebook: Callable[..., Any]) -> None:
    source = notebook("x = 1", "fit(x)")
    edit = Edit(source.span("1", 0), "2")
    finding = Finding(source.span("x", 1), "m", fix=Fix((edit,)))
    lines = list(proposal.render(finding, {source.path: source}, 1, color=False))
    assert lines[1:] == [" ::: lesson.ipynb:cell 1:1:5", "1 | x = 2"]


def test_without_the_source_nothing_is_shown() -> None:
    finding = Finding(at(1, 0, 1, 1), "m", fix=Fix((Edit(at(1, 0, 1, 1), "x"),)))
    assert list(proposal.render(finding, {}, 1, color=False)) == []
