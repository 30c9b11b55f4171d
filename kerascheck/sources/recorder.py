"""The ranges of nodes in the code that LibCST generates for them."""

from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst
from libcst._nodes.internal import CodegenState

Range = tuple[int, int, int, int]
"""Line and column of the start and of the end; lines from 1, columns from 0."""


class _StopError(Exception):
    """The code generation has come to the node where it is to stop."""


def record(
    node: cst.CSTNode,
    module: cst.Module,
    indent: str,
    *,
    stop: cst.CSTNode | None = None,
    chained: bool = False,
) -> dict[int, Range]:
    """The ranges, by the `id` of the nodes, in the code of `node` with so much indentation.

    The code ends before `stop`. `chained` is true of an `if` that is written `elif`.
    """
    state = _Recorder(module, [indent] if indent else [], stop)
    try:
        if chained and isinstance(node, cst.If):
            node._codegen(state, is_elif=True)
        else:
            node._codegen(state)
    except _StopError:
        pass
    return state.ranges


class _Recorder(CodegenState):
    """Notes where each node begins and ends, the space around it left out."""

    def __init__(self, module: cst.Module, indent: list[str], stop: cst.CSTNode | None) -> None:
        super().__init__(module.default_indent, module.default_newline, indent_tokens=indent)
        self.ranges: dict[int, Range] = {}
        self.line, self.column = 1, 0
        self._open: list[tuple[int, int]] = []
        self._stop = stop

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        # The text of a block has no other line breaks.
        newlines = value.count("\n")
        if newlines:
            self.line += newlines
            self.column = len(value) - 1 - value.rfind("\n")
        else:
            self.column += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        if node is self._stop:
            raise _StopError
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
            first, last = self.ranges.get(id(start_node)), self.ranges.get(id(end_node))
            start = first[:2] if first else start
            end = last[2:] if last else (self.line, self.column)
            self.ranges[id(node)] = (*start, *end)
