"""Notebooks: cells, magics, and the line of the file for each line of a cell."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.finding import Span
from kerascheck.sources import FILE, Source, read_source
from kerascheck.sources.parse import Parsed, SyntaxProblem, parse


def code(source: object, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, **more}


def notebook(*cells: object, **more: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, **more}, indent=1).encode()


def read(*cells: object, **more: Any) -> Source:
    return read_source("n.ipynb", notebook(*cells, **more))


def test_cells_are_counted_over_all_cells() -> None:
    source = read(code("a = 1"), {"cell_type": "markdown", "source": "# x"}, code(["b\n", "c"]))
    assert [(block.number, block.label, block.text) for block in source.blocks] == [
        (1, "cell 1", "a = 1"),
        (3, "cell 3", "b\nc"),
    ]
    assert str(source.location(Span("n.ipynb", 1, 2, 0, 2, 1))) == "n.ipynb:cell 3:2:1"


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as they are"])
@pytest.mark.parametrize("indent", [None, 1, "\t"], ids=["one line", "indented", "tabs"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_each_line_of_a_cell_is_found_in_the_file(
    ascii_only: bool, indent: int | str | None, line_break: str
) -> None:
    lines = ["é = 'ü'\n", "\n", 'print("source")\n', "\\\t\U0001f40d\n", "last"]
    misleading = {"text": ['"source": [\n', "last"], "source": lines}
    raw = json.dumps(
        {
            "cells": [
                code(["x\n", "last"]),
                {"outputs": [misleading], "source": lines, "cell_type": "code"},
            ]
        },
        indent=indent,
        ensure_ascii=ascii_only,
    ).replace("\n", line_break)
    source = read_source("n.ipynb", raw.encode())
    assert source.blocks[1].text == "".join(lines)
    file = raw.split("\n")
    for number, line in enumerate(lines, 1):
        at = source.location(Span("n.ipynb", 1, number, 0, number, 1))
        assert json.dumps(line, ensure_ascii=ascii_only) in file[at.physical_line - 1]
    if indent is not None:
        begins = source.blocks[1].physical
        assert begins == tuple(range(begins[0], begins[0] + len(lines)))


def test_a_source_in_one_string_stands_on_one_line() -> None:
    source = read(code("a\nb\nc"))
    assert len(set(source.blocks[0].physical)) == 1
    location = source.location(Span("n.ipynb", 0, 3, 0, 3, 1))
    assert (location.cell, location.line) == (1, 3)
    assert (
        b'"source": "a\\nb\\nc"'
        in notebook(code("a\nb\nc")).split(b"\n")[location.physical_line - 1]
    )


def test_pieces_that_are_no_lines_are_joined() -> None:
    source = read(code(["a = ", "1\nb", "", " = 2\r\n", "c\r"]))
    block = source.blocks[0]
    assert block.text == "a = 1\nb = 2\nc\n"
    first = block.physical[0]
    assert block.physical == (first, first + 1, first + 4, first + 4)


def test_format_3_has_worksheets_and_inputs() -> None:
    cells = [
        {"cell_type": "code", "input": ["a = 1\n", "b"], "language": "python", "prompt_number": 7}
    ]
    raw = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}, indent=0).encode()
    source = read_source("n.ipynb", raw)
    block = source.blocks[0]
    assert (block.text, block.execution_count) == ("a = 1\nb", 7)
    assert raw.split(b"\n")[block.physical[1] - 1] == b'"b"'


def test_metadata_of_cells_is_kept() -> None:
    first, second = read(
        code("a", id="abc", execution_count=3, metadata={"tags": ["x", "kerascheck-skip"]}),
        code("b", metadata={"kerascheck": {"ignore": ["KC101", 5]}}),
    ).blocks
    assert (first.identity, first.execution_count, first.skip) == ("abc", 3, True)
    assert (second.ignored, second.skip) == (("KC101",), False)


def test_what_is_no_python_is_replaced_and_noted() -> None:
    source = read(
        code(["%matplotlib inline\n", "x = !ls -l\n", "%time y = f(1)\n", "y"]),
        code("%%bash\nls | wc\n"),
        code("%%capture out\n%%time\nz = f(2)"),
    )
    assert [(item.span.block, item.what, item.text) for item in source.skipped] == [
        (0, "magic", "%matplotlib inline"),
        (0, "shell", "x = !ls -l"),
        (1, "cell", "%%bash"),
        (2, "magic", "%%capture out"),
        (2, "magic", "%%time"),
    ]
    assert source.line_text(0, 1) == "%matplotlib inline"
    assert source.line_text(1, 2) == "ls | wc"
    assert source.blocks[2].text.split("\n")[2] == "z = f(2)"
    assert all(isinstance(parse(source, index), Parsed) for index in range(3))


def test_an_indented_cell_is_read_as_ipython_reads_it() -> None:
    source = read(code("  a = 1\n  if a:\n    b = 2\n"))
    assert source.blocks[0].text == "a = 1\nif a:\n  b = 2\n"
    assert source.location(Span("n.ipynb", 0, 3, 2, 3, 3)).column == 5


def test_a_broken_cell_leaves_the_others() -> None:
    source = read(code("x = (((\n"), code(5), code("y = 1"))
    assert [block.number for block in source.blocks] == [1, 3]
    assert source.problems[0].message == "cell 2 has no text in its source"
    first = parse(source, 0)
    assert isinstance(first, SyntaxProblem)
    assert str(source.location(first.span)).startswith("n.ipynb:cell 1:1:")
    assert isinstance(parse(source, 1), Parsed)


@pytest.mark.parametrize(
    "metadata",
    [{"kernelspec": {"language": "R", "name": "ir"}}, {"language_info": {"name": "r"}}],
    ids=["kernel", "language"],
)
def test_a_notebook_in_another_language_has_no_blocks(metadata: object) -> None:
    source = read(code("x <- 1"), metadata=metadata)
    assert source.blocks == ()
    assert source.problems == ()
    assert source.skipped[0].text == "the notebook is written in r"


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        pytest.param(
            b'{\n "cells": [\n  {"source": "a" "b"}]}',
            "the notebook is not valid JSON: expecting ',' delimiter",
            "3:18",
            id="broken JSON",
        ),
        pytest.param(b"", "the notebook is not valid JSON: expecting value", "1:1", id="nothing"),
        pytest.param(
            b"[" * 100_000, "the notebook is nested too deeply", "1:1", id="deeply nested"
        ),
        pytest.param(
            b"1" * 10_000, "the notebook holds a number that is too long", "1:1", id="long number"
        ),
        pytest.param(
            b'["cells"]', "the file is no notebook: a JSON object is expected", "1:1", id="a list"
        ),
        pytest.param(
            b'{"cells": 1}',
            "the file is no notebook: it has no list of `cells`",
            "1:1",
            id="no cells",
        ),
        pytest.param(
            b'{"a": "\xff"}', "byte 0xff on line 1 is not valid UTF-8", "1:8", id="no UTF-8"
        ),
    ],
)
def test_a_notebook_that_cannot_be_read_is_a_problem(data: bytes, message: str, place: str) -> None:
    source = read_source("n.ipynb", data)
    assert source.blocks == ()
    assert [problem.message for problem in source.problems] == [message]
    assert source.problems[0].span.block == FILE
    assert str(source.location(source.problems[0].span)) == f"n.ipynb:{place}"


def test_limits_of_size() -> None:
    data = notebook(code("x = 1\n" * 50))
    assert "more than 100" in read_source("n.ipynb", data, max_notebook=100).problems[0].message
    limited = read_source("n.ipynb", data, max_text=100)
    assert limited.problems[0].message == ("the cells hold 300 characters of code, more than 100")
    assert limited.blocks == ()


def test_half_a_character_does_not_reach_the_text() -> None:
    raw = b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}'
    source = read_source("n.ipynb", raw)
    assert source.blocks[0].text == "x = '\ufffd'"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "source", "cell_type", "metadata", "tags", "kernelspec", "worksheets"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(JSON, st.lists(JSON, max_size=3))
def test_any_json_can_be_read(metadata: object, sources: list[object]) -> None:
    cells = [code(source, metadata=metadata) for source in sources]
    for value in (metadata, {"cells": metadata}, {"cells": cells, "metadata": metadata}):
        source = read_source("n.ipynb", json.dumps(value).encode())
        for block in source.blocks:
            assert len(block.physical) == len(block.lines)
