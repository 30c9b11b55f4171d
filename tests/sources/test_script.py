"""Scripts: encodings, line breaks, magics that were left in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.finding import Span
from kerascheck.sources import FILE, Source, read_source
from kerascheck.sources.parse import Parsed, SyntaxProblem, parse


def text_of(data: bytes) -> str:
    source = read_source("x.py", data)
    assert source.problems == ()
    return source.blocks[0].text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("é = 1\n".encode(), "é = 1\n", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfx = 1\n", "x = 1\n", id="byte order mark"),
        pytest.param(
            b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
            "# -*- coding: latin-1 -*-\nx = 'é'\n",
            id="coding comment",
        ),
        pytest.param(
            b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'\n",
            id="coding comment on the second line",
        ),
        pytest.param(
            "x = 1\n# coding: latin-1\ny = 'é'\n".encode(),
            "x = 1\n# coding: latin-1\ny = 'é'\n",
            id="no coding comment after code",
        ),
        pytest.param(b"a = 1\r\nb = 2\rc = 3\n", "a = 1\nb = 2\nc = 3\n", id="line breaks"),
        pytest.param(b"a = '\x0b\x0c\x1c'\n", "a = '\x0b\x0c\x1c'\n", id="no line breaks"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_the_text_is_decoded_as_python_does(data: bytes, text: str) -> None:
    assert text_of(data) == text


@pytest.mark.parametrize(
    ("data", "message", "line", "column", "shown"),
    [
        pytest.param(
            b"x = 1\r\ny = '\xff'\r\nz = 2\r\n",
            "byte 0xff on line 2 is not valid UTF-8",
            2,
            5,
            "y = '\ufffd'",
            id="no UTF-8",
        ),
        pytest.param(
            b"# coding: ascii\ny = '\xc3\xa9'",
            "byte 0xc3 on line 2 is not valid ascii",
            2,
            5,
            "y = 'é'",
            id="not the encoding that the comment says",
        ),
        pytest.param(b"\n# coding: nope\n", "unknown encoding `nope`", 2, 0, "", id="unknown"),
        pytest.param(
            b"# coding: rot13\n", "`rot13` is no encoding for Python files", 1, 0, "", id="rot13"
        ),
        pytest.param(
            b"# coding: idna\n", "`idna` is no encoding for Python files", 1, 0, "", id="idna"
        ),
        pytest.param("x".encode("utf-16"), "the file is UTF-16, not UTF-8", 1, 0, "", id="UTF-16"),
    ],
)
def test_text_that_cannot_be_decoded_is_a_problem(
    data: bytes, message: str, line: int, column: int, shown: str
) -> None:
    source = read_source("x.py", data)
    assert source.blocks == ()
    problem = source.problems[0]
    assert problem.message == message
    assert problem.span == Span("x.py", FILE, line, column, line, column + 1)
    assert str(source.location(problem.span)) == f"x.py:{line}:{column + 1}"
    assert source.line_text(FILE, line) == shown


def test_a_file_that_is_too_long_is_not_read() -> None:
    source = read_source("x.py", b"x = 1\n" * 100, max_text=500)
    assert source.blocks == ()
    assert source.problems[0].message == "the file has 600 bytes, more than 500; it was not read"


def test_magics_in_a_script_are_replaced_only_if_it_is_no_python_otherwise() -> None:
    source = read_source("x.py", b"import keras\n%matplotlib inline\n!pip install x\ny = f(1)\n")
    assert [(item.what, item.text, item.span.line) for item in source.skipped] == [
        ("magic", "%matplotlib inline", 2),
        ("shell", "!pip install x", 3),
    ]
    assert source.line_text(0, 2) == "%matplotlib inline"
    assert isinstance(parse(source, 0), Parsed)
    continued = b"x = (100\n% 7)\n"
    assert read_source("x.py", continued).blocks[0].text == continued.decode()
    assert read_source("x.py", continued).skipped == ()


def test_a_location_of_a_script_is_that_of_the_file() -> None:
    source = read_source("dir/x.py", b"a\nb = c\n")
    location = source.location(Span("dir/x.py", 0, 2, 4, 2, 5))
    assert str(location) == "dir/x.py:2:5"
    assert (location.cell, location.physical_line, location.end_column) == (None, 2, 6)
    assert source.line_text(0, 2) == "b = c"
    assert source.line_text(0, 99) == ""


@pytest.mark.parametrize("kind", ["script", "notebook", "markdown"])
@given(data=st.binary(max_size=200))
def test_any_bytes_can_be_read(kind: str, data: bytes) -> None:
    used(read_source("x", data, kind=kind))


@given(
    st.text(
        alphabet=st.sampled_from("ax1 \t\n\f\r\\'\"#%!?()[]{}:;=.,@é\0\U0001f40d\u2028"),
        max_size=60,
    )
)
def test_any_text_can_be_read_and_parsed(text: str) -> None:
    used(read_source("x.py", text.encode()))
    used(read_source("x.md", f"```python\n{text}\n```".encode()))


def used(source: Source) -> None:
    """Ask everything of a source."""
    for index, block in enumerate(source.blocks):
        assert len(block.lines) >= block.text.count("\n") + 1
        assert list(block.comments) is not None
        result = parse(source, index)
        if isinstance(result, SyntaxProblem):
            location = source.location(result.span)
            assert location.line <= location.end_line
            assert 1 <= result.span.line <= block.text.count("\n") + 1
            assert result.message
    for problem in source.problems:
        assert str(source.location(problem.span))
