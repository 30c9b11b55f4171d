"""Edits in the cells of a notebook: where in the JSON they go, and how they are written there."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from kerascheck.finding import Edit, Span
from kerascheck.sources.notebook import cells
from kerascheck.sources.notebook_json import Lines, read
from kerascheck.sources.source import Block, Source
from kerascheck.sources.unwritable import UnwritableError

_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\"\\]"
)
"""One character of a string in JSON; a pair of escapes may stand for one beyond 16 bits."""
_ESCAPED = re.compile(r"\\u(?!00[01])[0-9a-fA-F]{4}")
_SPACED = '", "'
"""What a file on one line has somewhere if its commas are followed by spaces."""
_SPACE = re.compile(r"[ \t\r\n]*")
_RETURN, _FEED = re.compile(r"\r|\\r|\\u000[dD]"), re.compile(r"\n|\\n|\\u000[aA]")


class Cells:
    """The sources of the code cells in the text of a notebook."""

    def __init__(self, source: Source, text: str) -> None:
        self._source, self._text = source, text
        self._sources = [_lines(cell) for cell in cells(read(text))]
        self._cells: dict[int, _Cell] = {}
        self._ascii = text.isascii() and bool(_ESCAPED.search(text))

    def place(self, edit: Edit) -> tuple[int, int, str]:
        """Where the edit starts and ends in the text of the file, and what to write there."""
        block = self._source.blocks[edit.at.block]
        cell = self._cells.get(edit.at.block)
        if cell is None:
            lines = self._sources[block.number - 1]
            if lines is None or not lines.strings:
                raise UnwritableError("its cell has no text")
            cell = self._cells[edit.at.block] = _Cell(self._text, lines)
        start, end = cell.range(block, edit.at, gone=not edit.text)
        return start, end, self._written(cell, block, edit, end)

    def _written(self, cell: "_Cell", block: Block, edit: Edit, end: int) -> str:
        """The text of an edit as JSON; in a list of lines each of its lines is one."""
        first, *rest = edit.text.split("\n")
        written = self._json(first)
        line = cell.line(edit.at.line)
        margin = self._json(line[: block.margin(edit.at.line)])
        for number, text in enumerate(rest, 1):
            # The last line of a list may end with a break: no empty one follows it.
            last = number == len(rest) and not text and self._text.startswith('"', end)
            written += cell.line_break(edit.at.line) + ("" if last else cell.between)
            written += "" if last else margin + self._json(text)
        return written

    def _json(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=self._ascii)[1:-1]


class _Cell:
    """One source: a string, or a list of strings."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text, self._lines = text, lines
        self._raw: list[tuple[int, int]] = []
        self._firsts: set[int] = set()
        self._ends: list[int] = []
        for start in lines.strings:
            self._firsts.add(len(self._raw))
            self._raw += self._characters(start + 1)
            found = self._raw[-1][1] if len(self._raw) not in self._firsts else start + 1
            self._ends.append(found + 1)
        starts = [0]
        for line in lines.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        self._starts = starts

    def _characters(self, position: int) -> Iterator[tuple[int, int]]:
        """Where each character of a string stands, a line break of two being one."""
        while found := _CHARACTER.match(self._text, position):
            start, position = found.span()
            if _RETURN.fullmatch(found.group()):
                feed = _CHARACTER.match(self._text, position)
                if feed and _FEED.fullmatch(feed.group()):
                    position = feed.end()
            yield start, position

    def range(self, block: Block, at: Span, *, gone: bool) -> tuple[int, int]:
        """Where a span starts and ends in the file; `gone` is true of one that is taken out."""
        first = self._index(block, at.line, at.column)
        last = self._index(block, at.end_line, at.end_column)
        start = self._raw[first][0] if first < len(self._raw) else self._ends[-1] - 1
        if last == first:
            return start, start
        # A string of a list that is taken out goes with the comma behind it.
        if gone and first in self._firsts and last < len(self._raw):
            return start, self._raw[last][0]
        return start, self._raw[last - 1][1]

    def _index(self, block: Block, line: int, column: int) -> int:
        return self._starts[line - 1] + block.margin(line) + column

    def line(self, line: int) -> str:
        """A line of the cell as it is written there, from 1."""
        return self._lines.text[self._starts[line - 1] : self._starts[line] - 1]

    def line_break(self, line: int) -> str:
        r"""The JSON of the break at the end of a line: `\n` unless the cell has `\r\n`."""
        at = self._starts[line] - 1
        if at >= len(self._raw):
            at = self._lines.text.find("\n")
        if not 0 <= at < len(self._raw):
            return "\\n"
        start, end = self._raw[at]
        return self._text[start:end]

    @cached_property
    def between(self) -> str:
        """What ends one string of the list and starts the next; empty if there is no list."""
        strings = self._lines.strings
        if self._lines.list_at is None:
            return ""
        if len(strings) > 1:
            return self._text[self._ends[0] - 1 : strings[1] + 1]
        found = _SPACE.match(self._text, self._lines.list_at + 1)
        space = found.group() if found else ""
        return f'",{space or (" " if _SPACED in self._text else "")}"'


def _lines(cell: Any) -> Lines | None:
    if not isinstance(cell, dict):
        return None
    found = cell.get("input") if "source" not in cell else cell["source"]
    return found if isinstance(found, Lines) else None
