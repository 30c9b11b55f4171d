"""The places of nodes are those that Python's own parser gives."""

import ast
import warnings
from collections.abc import Iterator
from typing import Any

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerascheck.finding import Span
from kerascheck.sources import Block, Source
from kerascheck.sources.parse import Parsed, parse
from kerascheck.sources.positions import Positions
from kerascheck.sources.statements import units

Range = tuple[int, int, int, int]
TWINS: tuple[tuple[type[cst.CSTNode], type[ast.AST]], ...] = (
    (cst.Call, ast.Call),
    (cst.Attribute, ast.Attribute),
    (cst.Subscript, ast.Subscript),
    (cst.List, ast.List),
    (cst.Dict, ast.Dict),
    (cst.Tuple, ast.Tuple),
    (cst.Lambda, ast.Lambda),
    (cst.GeneratorExp, ast.GeneratorExp),
    (cst.ListComp, ast.ListComp),
    (cst.BinaryOperation, ast.BinOp),
    (cst.Comparison, ast.Compare),
    (cst.IfExp, ast.IfExp),
    (cst.FunctionDef, ast.FunctionDef),
    (cst.For, ast.For),
    (cst.If, ast.If),
    (cst.ExceptHandler, ast.ExceptHandler),
    (cst.Name, ast.Name),
)
"""Nodes that stand in both trees; the CST has more of some, such as attributes of imports."""


def parsed(text: str) -> Parsed:
    """A script, parsed."""
    result = parse(Source("x.py", "script", (Block(text),)), 0)
    assert isinstance(result, Parsed), result
    return result


def spans(code: Parsed, kind: type[cst.CSTNode]) -> set[Range]:
    """The ranges of the nodes of a kind, asked for by the statement that they stand in."""
    return {
        rounded(code.locator.span(statement, node))
        for statement, node in nodes(code)
        if isinstance(node, kind)
    }


def nodes(code: Parsed) -> Iterator[tuple[Any, Any]]:
    """Each node of a block with its statement (or the clause whose head it stands in)."""
    locator = code.locator
    assert isinstance(locator, Positions)
    assert locator._tree is not None
    found = {id(unit.node): unit for unit in units(code.module, locator._tree).values()}
    for unit in found.values():
        pending: list[Any] = [unit.node]
        while pending:
            node = pending.pop()
            yield unit.node, node
            pending += [
                child
                for child in node.children
                if child is not unit.stop
                and not isinstance(child, (cst.BaseSuite, cst.Else, cst.Finally))
                and id(child) not in found
                and not isinstance(child, (cst.BaseSmallStatement,))
            ]
            if node is unit.node:
                pending += getattr(node, "body", ()) if unit.stop is None else ()


def differences(text: str) -> list[tuple[str, set[Range]]]:
    """The ranges that `ast` has and the locator does not give, by kind of node."""
    code = parsed(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    missing = []
    for concrete, abstract in TWINS:
        expected = {_place(node, text) for node in outside_f_strings(tree, abstract)}
        left = expected - spans(code, concrete)
        if left:
            missing.append((concrete.__name__, left))
    return missing


def outside_f_strings(tree: ast.AST, kind: type[ast.AST]) -> Iterator[Any]:
    """The nodes of a kind; before Python 3.12 `ast` gave wrong places in f-strings."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, kind):
            yield node
        if isinstance(node, ast.Call):
            # LibCST gives a lone generator no parentheses of its own.
            pending += [node.func, *node.keywords]
            for child in node.args:
                lone = isinstance(child, ast.GeneratorExp) and len(node.args) == 1
                pending += ast.iter_child_nodes(child) if lone else [child]
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            # LibCST has no tuple in `x[a, b]`, but a list of elements.
            pending += [node.value, *node.slice.elts]
        elif not isinstance(node, ast.JoinedStr):
            pending.extend(ast.iter_child_nodes(node))


def rounded(span: Span) -> Range:
    """A span without path and block."""
    return span.line, span.column, span.end_line, span.end_column


def _place(node: Any, text: str) -> Range:
    lines = text.split("\n")

    def characters(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode())

    return (
        node.lineno,
        characters(node.lineno, node.col_offset),
        node.end_lineno,
        characters(node.end_lineno, node.end_col_offset),
    )


SNIPPETS = {
    "a call": "x = f(1)",
    "semicolons": "x = f(1); y = g(2);z=h(3)",
    "a suite on the line of its if": "if a(0): y = f(1); z = g(\n  2)\nelse: h(3)",
    "tabs": "class A:\n\tdef f(self):\n\t\tx = (1,\n   2); g(x)",
    "form feeds": "\x0cx = f(1)\n\x0c\nif a:\n  \x0c b = c(d)",
    "letters of several bytes": 'é = f("é", g(é)); h(é)\nif ü: "\U0001f40d", k(ä)',
    "decorators": "@dec(a)\n# c\n@b.c\nasync def f(x: int = g(1), *, y=(2)) -> h(2):\n  await x(1)",
    "try": (
        "try:\n f()\nexcept (A, B) as e:\n  g(e)\nexcept C(1): pass\nelse:\n  h()\nfinally:\n i(1)"
    ),
    "match": (
        "match f(a):\n   case g(x=1) if h(x): i(1)\n   # c\n   case (1 | 2):\n      j(2)\n"
        "   case [a, (b), *c] | (d): pass"
    ),
    "loops": "for x in f(1): g(x)\nelse: h(1)\nwhile k(2):\n  pass\nelse:\n  l(3)",
    "elif": "if a:\n  f()\nelif b(1):\n  g()\n  # c\nelif c(2): d(3)\nelse:\n  h()",
    "an if alone in else": "if a:\n  f()\nelse:\n  if b(1):\n    g(2)",
    "continuation lines": "x = \\\n f(1)\nwhile f(): \\\n  g(1)",
    "with": "with f(1) as a, g(2) as b:\n  h()\nasync def c():\n  async with (d(1) as e,\n   f): g()",
    "parentheses": "x = ((f(1)), [g(2)], {a: b(3)}, ((c)), (yield), (1,), ())",
    "comprehensions": "sum(x(1) for x in y)\n[a(b) for b in c(d) if e(b)]\n(z for z in w)",
    "strings side by side": "x = f('a' 'b'\n  'c', g(1))",
    "strings of several lines": 'if a:\n  """x\ny\n"""; f(1)\n"""a\n\n  é"""; g(2)',
    "comments": "# a\nif a:\n    # c\n    f(1)  # d\n\n    # e\n    g([  # f\n   2,\n # g\n h(3)])\n# z",
    "classes": "class A(B, metaclass=C(1)): x = f(2)\nclass D:\n  'd'\n  def e(self): return g(1)",
    "tabs as eight spaces": "if 1:\n        \tx = f(1)\n        \ty = g(x)",
    "no line break at the end": "def f():\n  return g(1)",
    "a subscript": "z[1, a(2)] = b[c(1):d(2)][e]",
    "lambda": "f = lambda x, y=g(1): h(\n\tx)",
    "operators": "a = -b(1) + c(2) * (d - e) ** f if g < h < i(3) else not j",
    "assignments": "a = b, c = d(1)\ne: int = f(2)\ng += h(3)\ndel i[j(4)]\nassert k(5), l(6)",
    "imports": "import a.b as c, d\nfrom . import (e,\n  f as g)\nh(1)",
    "nothing": "",
    "a comment": "# c",
}


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS)
def test_places_are_those_of_python(text: str) -> None:
    code = parsed(text)
    assert differences(text) == []
    assert isinstance(code.locator, Positions)
    assert code.locator._all is None


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS)
def test_each_statement_has_a_place_without_placing_the_whole_block(text: str) -> None:
    code = parsed(text)
    seen = [code.locator.span(statement, node) for statement, node in nodes(code)]
    assert isinstance(code.locator, Positions)
    assert code.locator._all is None
    assert all(span.line >= 1 and span.column >= 0 for span in seen)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Compound statements around some code."""

    def indented(text: str, by: str) -> str:
        return "\n".join(by + line if line else line for line in text.split("\n"))

    heads = st.sampled_from(
        ["if a(1):", "for b in c(é):", "@d(2)\ndef f(x=g(1)):", "class A(B(3)):", "with h(4) as i:"]
    )
    joined = st.lists(inner, min_size=1, max_size=3).map("\n".join)
    tails = st.sampled_from(["", "\n# c", "\n\n"])
    return st.builds(
        lambda head, body, by, tail: f"{head}\n{indented(body, by)}{tail}",
        heads,
        joined,
        st.sampled_from([" ", "    ", "\t"]),
        tails,
    )


STATEMENTS = st.sampled_from(
    [
        "x = f(1)",
        "y = (g(2), [h(x)])  # c",
        "k(1); l(2)",
        "if m(1): n(2)",
        "# c\no(p(q))",
        "r = s(\n  1,\n t(2))",
        "ä = u('é', v(1))",
        "",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.recursive(STATEMENTS, _blocks, max_leaves=8))
def test_places_in_any_nest_of_statements(text: str) -> None:
    text += "\npass\n"
    try:
        ast.parse(text)
    except SyntaxError:
        return
    assert differences(text) == []


def test_a_node_is_found_by_the_statement_it_stands_in_or_by_another() -> None:
    code = parsed("if a:\n    x = f(1)\ny = g(2)\n")
    outer, last = code.module.body
    assert isinstance(outer, cst.If)
    assert isinstance(last, cst.SimpleStatementLine)
    assign = last.body[0]
    assert isinstance(assign, cst.Assign)
    expected = (3, 4, 3, 8)
    assert rounded(code.locator.span(last, assign.value)) == expected
    assert rounded(code.locator.span(assign, assign.value)) == expected
    assert rounded(code.locator.span(outer, assign.value)) == expected
    assert rounded(code.locator.span(None, assign.value)) == expected
    assert rounded(code.locator.span(last, object())) == (3, 0, 3, 8)


def test_the_range_of_a_compound_statement_is_all_of_it() -> None:
    code = parsed("@d\ndef f(x):\n    y = 1\n    return y\n")
    function = code.module.body[0]
    assert rounded(code.locator.span(function, function)) == (2, 0, 4, 12)


def test_the_text_of_a_node_is_what_is_written() -> None:
    code = parsed("x = f( 1,  # one\n  (g))\n")
    line = code.module.body[0]
    assert isinstance(line, cst.SimpleStatementLine)
    assign = line.body[0]
    assert isinstance(assign, cst.Assign)
    assert code.locator.text(assign.value) == "f( 1,  # one\n  (g))"
    assert code.locator.text(assign.value) is code.locator.text(assign.value)
    assert code.locator.text(None) == ""


def test_without_a_tree_of_python_the_whole_block_is_placed() -> None:
    text = "if a:\n    x = f(1)\n"
    module = cst.parse_module(text)
    locator = Positions("x.py", 0, text, module, None)
    outer = module.body[0]
    assert isinstance(outer, cst.If)
    line = outer.body.body[0]
    assert isinstance(line, cst.SimpleStatementLine)
    assign = line.body[0]
    assert isinstance(assign, cst.Assign)
    assert rounded(locator.span(line, assign.value)) == (2, 8, 2, 12)
