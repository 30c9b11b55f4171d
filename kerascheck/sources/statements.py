"""The statements of a LibCST tree, paired with those of `ast`, which knows where they stand."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import libcst as cst


class Unit(NamedTuple):
    """A piece of code that is placed at once: a line of statements, or the head of a block.

    `anchor` is the node in it that begins where `twin`, a node of `ast`, does; `shifted` if only
    its line can be relied upon. `indent` is the indentation of the line, `stop` the first
    node after the head. `chained` is true of an `elif`.
    """

    node: cst.CSTNode
    anchor: cst.CSTNode
    twin: Any
    indent: str
    stop: cst.CSTNode | None = None
    chained: bool = False
    shifted: bool = False


class _MismatchError(Exception):
    """The two trees do not have the same statements."""


_Pair = tuple[Any, Sequence[Any], str]
"""A suite, the statements of `ast` in it, and the indentation around it."""


def units(module: cst.Module, tree: ast.Module) -> dict[int, Unit]:
    """The unit of each statement, clause and small statement, by its `id`.

    Empty if the trees do not match.
    """
    found: dict[int, Unit] = {}
    pending: list[_Pair] = [(module, tree.body, "")]
    try:
        while pending:
            suite, twins, indent = pending.pop()
            pending.extend(_suite(suite, twins, indent, module.default_indent, found))
    except _MismatchError:
        return {}
    return found


def _suite(
    suite: Any, twins: Sequence[Any], indent: str, default: str, found: dict[int, Unit]
) -> Iterator[_Pair]:
    """Note the units right in a suite, and give the suites inside them."""
    if isinstance(suite, cst.SimpleStatementSuite):
        _line(suite, twins, indent, found)
        return
    if isinstance(suite, cst.IndentedBlock):
        indent += default if suite.indent is None else suite.indent
    position = 0
    for statement in suite.body:
        if isinstance(statement, cst.SimpleStatementLine):
            count = len(statement.body)
            _line(statement, twins[position : position + count], indent, found)
            position += count
        elif position < len(twins):
            yield from _compound(statement, twins[position], indent, default, found)
            position += 1
    if position != len(twins):
        raise _MismatchError


def _line(node: Any, twins: Sequence[Any], indent: str, found: dict[int, Unit]) -> None:
    """Note a line of small statements."""
    if len(twins) != len(node.body) or not twins:
        raise _MismatchError
    unit = Unit(node, node.body[0], twins[0], indent)
    found[id(node)] = unit
    found.update((id(small), unit) for small in node.body)


def _compound(
    node: Any, twin: Any, indent: str, default: str, found: dict[int, Unit]
) -> Iterator[_Pair]:
    """Note a compound statement and its clauses, and give the suites in them."""
    chained = False
    while True:
        if isinstance(node, cst.Match):
            found[id(node)] = Unit(node, node, twin, indent, node.cases[0])
            inner = indent + (default if node.indent is None else node.indent)
            yield from _cases(node, twin, inner, found)
            return
        found[id(node)] = Unit(node, node, twin, indent, node.body, chained)
        yield node.body, twin.body, indent
        handlers = getattr(node, "handlers", ())
        for handler, other in zip(handlers, getattr(twin, "handlers", ()), strict=False):
            found[id(handler)] = Unit(handler, handler, other, indent, handler.body)
            yield handler.body, other.body, indent
        final = getattr(node, "finalbody", None)
        if final is not None:
            yield final.body, twin.finalbody, indent
        orelse = getattr(node, "orelse", None)
        if not isinstance(orelse, cst.If):
            break
        # A loop, as a chain of `elif` may be longer than Python can recurse.
        node, twin, chained = orelse, twin.orelse[0], True
    if orelse is not None:
        yield orelse.body, twin.orelse, indent


def _cases(node: cst.Match, twin: Any, indent: str, found: dict[int, Unit]) -> Iterator[_Pair]:
    """Note the cases of a match: `ast` knows the place of a pattern, but not of its case."""
    for case, other in zip(node.cases, twin.cases, strict=False):
        found[id(case)] = Unit(case, case.pattern, other.pattern, indent, case.body, shifted=True)
        yield case.body, other.body, indent
