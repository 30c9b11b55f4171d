"""What a file holds: blocks of Python text, and where each of their lines stands in the file."""

from dataclasses import dataclass, field
from functools import cached_property

from kerascheck.finding import Span
from kerascheck.sources.comments import Comment, comments
from kerascheck.sources.remarks import Prose

FILE = -1
"""The `block` of a span that means the file itself: its lines are those of the file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a file or a part of it from being read.

    `text` is the line of the file at the start of `span`, cut if it is long, where there is one.
    """

    message: str
    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Text that is no Python and was left out.

    `what` is `magic`, `shell`, `help` (IPython's `?`), `cell` (all of a cell, such as `%%bash`)
    or `notebook` (in another language).
    """

    span: Span
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Location:
    """A span in the terms of users: lines and columns from 1, the end column excluded.

    In a notebook `cell` is the number of the cell, from 1 over all cells, `line` counts within it
    and `physical_line` is the line of the file. Elsewhere both are the line of the file.
    """

    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    physical_line: int
    physical_end_line: int

    def __str__(self) -> str:
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{self.path}:{cell}{self.line}:{self.column}"


@dataclass(frozen=True)
class Block:
    r"""A piece of Python text, with `\n` between lines.

    What is no Python is replaced by placeholders that keep the place of everything else.
    `written` has the lines as they are in the file, if some were replaced. `number` counts cells
    from 1, or the fences of Markdown; a script has 0. `margins` has, for each line, how many
    characters were taken away in front of it (of an indented cell, of a fence in a list);
    `physical` the line of the file. Empty tuples stand for no margin and for consecutive lines
    from `first_line`. `ignored` are the codes and names that the cell's metadata suppress;
    `skip` is true of a cell with the tag `kerascheck-skip`. `prose` is the text around a cell or fence.
    """

    text: str
    number: int = 0
    label: str = ""
    first_line: int = 1
    written: tuple[str, ...] = ()
    margins: tuple[int, ...] = ()
    physical: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()
    skip: bool = False
    identity: str = ""
    execution_count: int | None = None
    prose: Prose = field(default_factory=Prose)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines as the user wrote them, less their margins."""
        return self.written or tuple(self.text.split("\n"))

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments, if any may be meant for kerascheck; else none are looked for."""
        if "kerascheck" not in self.text and "noqa" not in self.text.lower():
            return ()
        return tuple(comments(self.text))

    def line_in_file(self, line: int) -> int:
        """The line of the file that holds the `line`-th of the block, both from 1."""
        if not self.physical:
            return self.first_line + line - 1
        return self.physical[min(max(line, 1), len(self.physical)) - 1]

    def margin(self, line: int) -> int:
        """How many characters were taken away in front of a line."""
        return self.margins[line - 1] if 0 < line <= len(self.margins) else 0


@dataclass(frozen=True)
class Source:
    """A file as it is checked. `path` is the one to display; `kind` is `script`, `notebook` or
    `markdown`. A file that cannot be read has `problems` and maybe no blocks."""

    path: str
    kind: str
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def location(self, span: Span) -> Location:
        """Where a span stands, in the terms of users; any span will do."""
        if not 0 <= span.block < len(self.blocks):
            lines = span.line, span.end_line
            return _location(self.path, None, lines, lines, (span.column, span.end_column))
        block = self.blocks[span.block]
        columns = (
            span.column + block.margin(span.line),
            span.end_column + block.margin(span.end_line),
        )
        physical = block.line_in_file(span.line), block.line_in_file(span.end_line)
        if self.kind == "notebook":
            lines = span.line, span.end_line
            return _location(self.path, block.number, lines, physical, columns)
        return _location(self.path, None, physical, physical, columns)

    def line_text(self, block: int, line: int) -> str:
        """A line as the user wrote it, so that the columns of spans fit; empty if there is none."""
        if 0 <= block < len(self.blocks):
            lines = self.blocks[block].lines
            return lines[line - 1] if 0 < line <= len(lines) else ""
        return next((item.text for item in self.problems if item.span.line == line), "")


def _location(
    path: str,
    cell: int | None,
    lines: tuple[int, int],
    physical: tuple[int, int],
    columns: tuple[int, int],
) -> Location:
    start, end = columns
    return Location(path, cell, lines[0], start + 1, lines[1], end + 1, *physical)
