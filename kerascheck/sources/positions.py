"""Where the nodes of a syntax tree stand, worked out only for the statements that are asked for.

LibCST's own metadata computes the position of every node of a file, for twice the time of
parsing it. Here the start of each statement comes from `ast`, whose tree has the same statements
in the same order, and the nodes inside one statement are placed by generating the code of that
statement alone.
"""

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from kerascheck.finding import Span

Range = tuple[int, int, int, int]
"""Line and column of the start and of the end; lines from 1, columns from 0."""


class Positions:
    """The `Locator` of one block: the places of its nodes."""

    def __init__(
        self, path: str, block: int, text: str, module: cst.Module, tree: ast.Module | None
    ) -> None:
        self.path = path
        self.block = block
        self._lines = text.split("\n")
        self._module = module
        self._tree = tree
        self._starts: dict[int, tuple[int, int]] | None = None
        self._ranges: dict[int, dict[int, Range]] = {}

    def span(self, statement: object, node: object) -> Span:
        """The range of `node`, which is part of `statement`."""
        ranges = self._of(statement)
        found = ranges.get(id(node)) or ranges.get(id(statement)) or (1, 0, 1, 0)
        return Span(self.path, self.block, *found)

    def text(self, node: object) -> str:
        """The source text of `node`."""
        return self._module.code_for_node(node) if isinstance(node, cst.CSTNode) else ""

    def _of(self, statement: object) -> dict[int, Range]:
        known = self._ranges.get(id(statement))
        if known is None:
            start = self._start(statement)
            if start is None or not isinstance(statement, cst.CSTNode):
                known = self._whole()
            else:
                known = self._placed(statement, *start)
            self._ranges[id(statement)] = known
        return known

    def _start(self, statement: object) -> tuple[int, int] | None:
        if self._starts is None:
            self._starts = {}
            if self._tree is not None:
                _index(self._module.body, self._tree.body, self._starts)
        return self._starts.get(id(statement))

    def _placed(self, statement: cst.CSTNode, line: int, offset: int) -> dict[int, Range]:
        """The nodes of one statement, from where its first token stands in the block."""
        source = self._lines[line - 1] if line <= len(self._lines) else ""
        column = _characters(source, offset)
        indent = source[: len(source) - len(source.lstrip(" \t\f"))]
        state = _Recorder(self._module, [indent] if indent else [])
        _generate(statement, state)
        first = state.ranges.get(id(statement))
        if first is None:
            return self._whole()
        down, right, top = line - first[0], column - first[1], first[0]
        return {
            key: (
                r[0] + down,
                r[1] + (right if r[0] == top else 0),
                r[2] + down,
                r[3] + (right if r[2] == top else 0),
            )
            for key, r in state.ranges.items()
        }

    def _whole(self) -> dict[int, Range]:
        """All nodes of the block; for what `ast` could not place."""
        known = self._ranges.get(0)
        if known is None:
            state = _Recorder(self._module, [])
            self._module._codegen(state)
            known = self._ranges[0] = state.ranges
        return known


class _Recorder(CodegenState):
    """Generates code and notes where each node begins and ends; a node's parentheses are not
    part of it, nor is the space around it."""

    def __init__(self, module: cst.Module, indent: list[str]) -> None:
        super().__init__(module.default_indent, module.default_newline, indent_tokens=indent)
        self.ranges: dict[int, Range] = {}
        self.line, self.column = 1, 0
        self._open: list[tuple[int, int]] = []

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def add_token(self, value: str) -> None:
        newlines = value.count("\n") or value.count("\r")
        if newlines:
            self.line += newlines
            self.column = len(value) - 1 - max(value.rfind("\n"), value.rfind("\r"))
        else:
            self.column += len(value)
        self.tokens.append(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._open.append((self.line, self.column))

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._open.pop()
        self.ranges.setdefault(id(node), (*start, self.line, self.column))

    @contextmanager
    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> Iterator[None]:
        start = self.line, self.column
        try:
            yield
        finally:
            end = self.line, self.column
            if start_node is not None and id(start_node) in self.ranges:
                start = self.ranges[id(start_node)][:2]
            if end_node is not None and id(end_node) in self.ranges:
                end = self.ranges[id(end_node)][2:]
            self.ranges[id(node)] = (*start, *end)


def _generate(statement: cst.CSTNode, state: _Recorder) -> None:
    if isinstance(statement, cst.BaseSmallStatement):
        statement._codegen(state, default_semicolon=False)
    else:
        statement._codegen(state)


def _characters(line: str, offset: int) -> int:
    """A column in characters from one in UTF-8 bytes."""
    if line.isascii():
        return offset
    return len(line.encode()[:offset].decode(errors="replace"))


def _index(
    nodes: Sequence[Any], statements: Sequence[ast.stmt], starts: dict[int, tuple[int, int]]
) -> None:
    """Pair the statements of both trees, and note where each begins."""
    stack: list[tuple[Sequence[Any], Sequence[ast.stmt]]] = [(nodes, statements)]
    while stack:
        left, right = stack.pop()
        position = 0
        for node in left:
            if position >= len(right):
                break
            other = right[position]
            starts[id(node)] = (other.lineno, other.col_offset)
            if isinstance(node, cst.SimpleStatementLine):
                for small in node.body:
                    if position < len(right):
                        place = right[position]
                        starts[id(small)] = (place.lineno, place.col_offset)
                    position += 1
            else:
                position += 1
                stack.extend(_inner(node, other))


def _inner(node: Any, other: Any) -> Iterator[tuple[Sequence[Any], Sequence[ast.stmt]]]:
    """The blocks of statements inside a compound statement, in both trees."""
    body = getattr(node, "body", None)
    if isinstance(body, (cst.IndentedBlock, cst.SimpleStatementSuite)):
        yield body.body, other.body
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, cst.If):
        yield [orelse], other.orelse
    elif orelse is not None:
        yield orelse.body.body, other.orelse
    for handler, twin in zip(
        getattr(node, "handlers", ()), getattr(other, "handlers", ()), strict=False
    ):
        yield handler.body.body, twin.body
    if getattr(node, "finalbody", None) is not None:
        yield node.finalbody.body.body, other.finalbody
    if isinstance(node, cst.Match):
        for case, twin in zip(node.cases, other.cases, strict=False):
            yield case.body.body, twin.body
