"""Where the nodes of a syntax tree stand, worked out only for the statements that are asked for.

LibCST's own metadata computes the position of every node of a file, for twice the time of
parsing it. Here the start of each statement comes from `ast`, whose tree has the same statements
in the same order, and the nodes inside one statement are placed by generating the code of that
statement alone.
"""

import ast

import libcst as cst

from kerascheck.finding import Span
from kerascheck.sources.recorder import Range, record
from kerascheck.sources.statements import Unit, units


class Positions:
    """The `Locator` of one block: the places of its nodes.

    A node's own parentheses are not part of its range, except those of a tuple or a generator.
    Without a `tree` (code that `ast` of this Python cannot read) all of the block is placed.
    """

    def __init__(
        self, path: str, block: int, text: str, module: cst.Module, tree: ast.Module | None
    ) -> None:
        self.path = path
        self.block = block
        self._lines = text.split("\n")
        self._module = module
        self._tree = tree
        self._units: dict[int, Unit] | None = None
        self._ranges: dict[int, dict[int, Range]] = {}
        self._all: dict[int, Range] | None = None
        self._texts: dict[int, tuple[cst.CSTNode, str]] = {}
        """By the identity of the nodes, which are kept so that no other one gets it."""

    def span(self, statement: object, node: object) -> Span:
        """The range of `node`, which is part of `statement`."""
        unit = self._unit(statement)
        ranges = self._of(unit) if unit else {}
        found = _range(ranges, node) or _range(self._whole(), node)
        if found is None:
            found = ranges.get(id(statement)) or (self._range_of(unit) if unit else (1, 0, 1, 0))
        return Span(self.path, self.block, *found)

    def text(self, node: object) -> str:
        """The source text of `node`; empty if it is none."""
        if not isinstance(node, cst.CSTNode):
            return ""
        known = self._texts.get(id(node))
        if known is None:
            try:
                known = node, self._module.code_for_node(node)
            except RecursionError:
                known = node, ""
            self._texts[id(node)] = known
        return known[1]

    def _unit(self, statement: object) -> Unit | None:
        if self._units is None:
            self._units = units(self._module, self._tree) if self._tree else {}
        return self._units.get(id(statement))

    def _of(self, unit: Unit) -> dict[int, Range]:
        """The ranges of the nodes of one unit."""
        known = self._ranges.get(id(unit.node))
        if known is None:
            try:
                known = self._placed(unit)
            except RecursionError:
                known = {}
            self._ranges[id(unit.node)] = known
        return known

    def _placed(self, unit: Unit) -> dict[int, Range]:
        """The nodes of one unit, moved to where its anchor stands in the block."""
        ranges = record(unit.node, self._module, unit.indent, stop=unit.stop, chained=unit.chained)
        anchor = ranges.get(id(unit.anchor))
        if anchor is None:
            return {}
        line, column, *_ = self._range_of(unit)
        top = anchor[0]
        down, right = line - top, 0 if unit.shifted else column - anchor[1]
        placed = {
            key: (
                start + down,
                left + (right if start == top else 0),
                end + down,
                last + (right if end == top else 0),
            )
            for key, (start, left, end, last) in ranges.items()
        }
        if unit.stop is not None and not unit.shifted:
            placed[id(unit.node)] = self._range_of(unit)
        return placed

    def _range_of(self, unit: Unit) -> Range:
        """The range of the anchor as `ast` has it, columns in characters."""
        twin = unit.twin
        end_line = twin.end_lineno or twin.lineno
        return (
            twin.lineno,
            self._characters(twin.lineno, twin.col_offset),
            end_line,
            self._characters(end_line, twin.end_col_offset or 0),
        )

    def _characters(self, line: int, offset: int) -> int:
        """A column in characters from one in UTF-8 bytes."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if text.isascii():
            return offset
        return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "replace"))

    def _whole(self) -> dict[int, Range]:
        """All nodes of the block, for those whose statement is not known."""
        if self._all is None:
            try:
                self._all = record(self._module, self._module, "")
            except RecursionError:
                self._all = {}
        return self._all


def _range(ranges: dict[int, Range], node: object) -> Range | None:
    """The range of a node, with the parentheses that make it what it is."""
    if isinstance(node, (cst.Tuple, cst.GeneratorExp)) and node.lpar and node.rpar:
        start, end = ranges.get(id(node.lpar[-1])), ranges.get(id(node.rpar[0]))
        if start and end:
            return (*start[:2], *end[2:])
    return ranges.get(id(node))
