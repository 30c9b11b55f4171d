"""Parsing: clear words for what is no Python, and no crash however deep it nests."""

import subprocess
import sys

import libcst as cst
import pytest

from kerascheck.sources import Block, Source
from kerascheck.sources.depth import deepest_line
from kerascheck.sources.parse import Parsed, SyntaxProblem, parse


def of(text: str) -> Parsed | SyntaxProblem:
    return parse(Source("x.py", "script", (Block(text),)), 0)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        pytest.param("x = 1\nprint 'a'\n", "print statement", 2, id="print"),
        pytest.param("if a:\n  print f(x), y\n", "print statement", 2, id="print in a block"),
        pytest.param("try:\n  a\nexcept E, e:\n  b\n", "except Error, name", 3, id="except"),
        pytest.param("raise E, 'x'\n", "raise Error, value", 1, id="raise"),
        pytest.param("exec 'x'\n", "exec statement", 1, id="exec"),
        pytest.param("a <> b\n", "operator `<>`", 1, id="unequal"),
        pytest.param("x = 0777\n", "octal number", 1, id="octal number"),
    ],
)
def test_python_2_is_called_by_its_name(text: str, message: str, line: int) -> None:
    problem = of(text)
    assert isinstance(problem, SyntaxProblem)
    assert problem.message.startswith("this is Python 2 (")
    assert message in problem.message
    assert problem.span.line == line


@pytest.mark.parametrize("text", ["m.summary()013.\n", "a[0]07\n", "x = 1 y = 0.07\n"])
def test_zeros_after_a_slip_are_no_octal_number(text: str) -> None:
    problem = of(text)
    assert isinstance(problem, SyntaxProblem)
    assert "Python 2" not in problem.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("x = 1\ny = = 2\n", (2, 4), id="an operator"),
        pytest.param("é = ( + \n", (1, 4), id="an open parenthesis"),
        pytest.param("x = 1\n  y = 2\n", (2, None), id="indentation"),
        pytest.param("x = '\n", (1, 4), id="an open string"),
        pytest.param("if a:\n", (1, None), id="a body that is missing"),
        pytest.param("x = 1\n\0\n", (2, 0), id="a null character"),
    ],
)
def test_a_syntax_problem_has_a_place(text: str, place: tuple[int, int | None]) -> None:
    problem = of(text)
    assert isinstance(problem, SyntaxProblem)
    assert problem.message
    assert problem.span.line == place[0]
    assert place[1] in (None, problem.span.column)
    assert (problem.span.end_line, problem.span.end_column) > (
        problem.span.line,
        problem.span.column,
    )


@pytest.mark.parametrize(
    "text",
    ["x = 1 is 1\n", "x = '\\d'\n", "assert (x, 1)\n", "await f()\n", "return 1\n", "0xfor x\n"],
)
def test_warnings_do_not_leak(text: str) -> None:
    of(text)


DEEP = {
    "parentheses": "x = " + "(" * 10_000 + "1" + ")" * 10_000,
    "parentheses that Python reads": "x = " + "(" * 150 + "1" + ")" * 150,
    "lists": "x = " + "[" * 120 + "]" * 120,
    "a sum": f"x = {'+'.join('1' * 50_000)}",
    "calls": f"x = a{'.b()' * 3_000}",
    "subscripts": f"x = a{'[0]' * 3_000}",
    "attributes": f"x = a{'.b' * 3_000}",
    "elif": "if a: pass\n" + "elif b: pass\n" * 3_000,
    "strings": "x = " + "'a' " * 3_000,
    "strings of formats": "x = (" + "f'a'\n" * 3_000 + ")",
    "and": "x = " + " and ".join(["a"] * 3_000),
    "lambdas": f"x = {'lambda: ' * 500}1",
    "comprehensions": f"x = [1 {'for a in b ' * 3_000}]",
    "signs": f"x = {'-' * 3_000}1",
    "dots": f"import a{'.b' * 3_000}",
    "a decorator": f"@a{'.b()' * 3_000}\ndef f(): pass",
    "a guard": f"match a:\n  case b if {' + '.join(['a'] * 3_000)}: pass",
    "blocks": "".join(" " * i + "if a:\n" for i in range(60)) + " " * 60 + "pass",
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_code_is_a_problem(name: str) -> None:
    problem = of(DEEP[name])
    assert isinstance(problem, SyntaxProblem)
    assert "nested" in problem.message or "too many" in problem.message


SHALLOW = {
    "a long list": f"x = [{', '.join(['1'] * 5_000)}]",
    "a long sum": f"x = {' + '.join(['a'] * 200)}",
    "a long elif": "if a: pass\n" + "elif b: pass\n" * 200,
    "many strings": "x = (" + "'abc'\n" * 400 + ")",
    "strings in a list": "x = [" + "'abc',\n" * 2_000 + "]",
    "many statements": "x = f(1)\n" * 1_000,
    "ten blocks": "".join(" " * i + "if a:\n" for i in range(10)) + " " * 10 + "pass",
    "smiling comments": "# :(\nx = ':('\n" * 300,
    "documentation": "def f():\n  '''it's (a) long'''\n" * 300,
}


@pytest.mark.parametrize("name", SHALLOW)
def test_long_code_is_not_deep(name: str) -> None:
    assert isinstance(of(SHALLOW[name]), Parsed)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of the stack cannot be set")
def test_what_is_not_too_deep_fits_a_small_stack() -> None:
    """The most that passes, each by itself, on a quarter of the usual stack."""
    code = """
import resource, sys
resource.setrlimit(resource.RLIMIT_STACK, (2 << 20, 2 << 20))
import os
if len(sys.argv) < 2:
    os.execv(sys.executable, [sys.executable, "-c", sys.orig_argv[2], "again"])
from kerascheck.sources import Block, Source
from kerascheck.sources.parse import Parsed, parse
texts = ["x = " + "(" * 99 + ")" * 99, "x = " + "[" * 99 + "]" * 99, "x = " + "f(" * 99 + ")" * 99,
         "x = a" + ".b()" * 145, "x = a" + "[0]" * 290, "x = " + "-" * 290 + "1",
         "x = " + "'a' " * 790, "if a: pass\\n" + "elif b: pass\\n" * 295,
         "".join(" " * i + "if a:\\n" for i in range(38)) + " " * 38 + "pass"]
for text in texts:
    assert isinstance(parse(Source("x.py", "script", (Block(text),)), 0), Parsed), text[:20]
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_code_that_this_python_cannot_read_counts_its_logical_lines() -> None:
    assert deepest_line("x = (\n1,\n2)\n", None) is None
    assert deepest_line("x = 1\ny = (" + "1,\n" * 1_000 + ")", None) is not None


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_syntax_of_later_pythons_is_read() -> None:
    result = of('import a\nx = f"{d["a"]}"\ny = g(1)\n')
    assert isinstance(result, Parsed)
    statement = result.module.body[2]
    span = result.locator.span(statement, statement)
    assert (span.line, span.end_line) == (3, 3)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
def test_what_no_python_reads_stays_a_problem() -> None:
    assert isinstance(of('x = f(a=1, f"{b}")\n'), SyntaxProblem)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "def f(x):\n \tfor i in x:\n         g(i)\n \treturn 1\n", id="both in a line"
        ),
        pytest.param(
            'def f(x):\n \t"""A\n\ttab."""\n \tfor i in x:\n         g(i)\n \treturn 1\n',
            id="a text",
        ),
    ],
)
def test_tabs_and_spaces_that_python_takes_are_read(code: str) -> None:
    parsed = of(code)
    assert isinstance(parsed, Parsed)
    last = parsed.module.body[0].body.body[-1]  # type: ignore[union-attr]
    assert parsed.locator.text(last).strip() == "return 1"
    assert ("A\n\ttab." in parsed.module.code) is ("tab" in code)


def test_tabs_and_spaces_that_python_refuses_stay_a_problem() -> None:
    assert isinstance(of("def f():\n\tx = 1\n        y = 2\n"), SyntaxProblem)


@pytest.mark.parametrize(
    "line",
    [
        "y = [0 if a else(1 if b else(2 if c else 3)) for a in d]",
        "y = (1 if b else c)if(d)else e",
        "s = 'else('; y = 1 if(a)else(b if c else 2)  # else(",
    ],
)
def test_a_keyword_that_touches_a_parenthesis_is_read(line: str) -> None:
    code = f"if a:\n    {line}\n    z = g(1)\n"
    with pytest.raises(SyntaxError, match="at least one space"):
        cst.parse_module(code)
    parsed = of(code)
    assert isinstance(parsed, Parsed)
    assert parsed.module.code == code
    first, *_, last = parsed.module.body[0].body.body  # type: ignore[union-attr]
    span = parsed.locator.span(first, first)
    assert (span.line, span.column, span.end_line) == (2, 4, 2)
    assert parsed.locator.text(last).strip() == "z = g(1)"


def test_where_a_name_stands_behind_such_a_keyword() -> None:
    text = "y = 1 if(a)else(b if c else d)"
    parsed = of(text)
    assert isinstance(parsed, Parsed)
    statement = parsed.module.body[0]
    value = statement.body[0].value.orelse.orelse  # type: ignore[union-attr, index]
    span = parsed.locator.span(statement, value)
    assert text[span.column : span.end_column] == "d"


def test_what_only_libcst_refuses_may_be_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kerascheck.sources.parse.spaced", lambda *_: None)
    problem = of("y = 1 if(a)else(b if c else d)")
    assert isinstance(problem, SyntaxProblem)
    assert problem.legal
    assert problem.message.startswith("not understood by its reader: LibCST")
    broken = of("y = 1 2")
    assert isinstance(broken, SyntaxProblem)
    assert not broken.legal
