"""Edits of blocks, written into the bytes of their file: every other byte stays as it is."""

import codecs
import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Protocol

from kerascheck.finding import Edit, Span
from kerascheck.sources.decode import UnreadableError, codec_of
from kerascheck.sources.read import read_source
from kerascheck.sources.source import Block, Source
from kerascheck.sources.unwritable import UnwritableError

_NEWLINE = re.compile(r"\r\n?|\n")


def write(source: Source, data: bytes, edits: Sequence[Edit]) -> bytes:
    """The file `data`, read as `source`, with the edits in it; raises `UnwritableError`.

    The edits lie in blocks of this source and do not overlap. A line break in the text of one is
    written as the file writes them, with the margin of the line. What was written is read again:
    the blocks must be the old ones with the edits, and nothing else.
    """
    wanted = edited(source, edits)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data.removeprefix(mark)
    try:
        codec = codec_of(data) if source.kind == "script" else "utf-8"
        text = body.decode(codec)
        faithful = text.encode(codec) == body
    except (UnicodeError, UnreadableError):
        faithful = False
    if not faithful:
        raise UnwritableError("its encoding does not give the same bytes back")
    try:
        written = mark + _edited(source, text, edits).encode(codec)
    except UnicodeEncodeError as error:
        raise UnwritableError(f"its encoding cannot write {error.object[error.start]!r}") from None
    again = read_source(source.path, written, kind=source.kind)
    if [block.text for block in again.blocks] != wanted:
        raise UnwritableError("the text around it is not kept as it is")
    return written


def edited(source: Source, edits: Sequence[Edit]) -> list[str]:
    """The text of each block of the source with the edits in it; raises `UnwritableError`."""
    texts = [block.text for block in source.blocks]
    for edit in sorted(edits, key=lambda edit: edit.at, reverse=True):
        if not 0 <= edit.at.block < len(texts):
            raise UnwritableError("it is about a place that is not there")
        text = texts[edit.at.block]
        start, end = offsets(text, edit.at)
        texts[edit.at.block] = text[:start] + edit.text + text[end:]
    return texts


def offsets(text: str, at: Span) -> tuple[int, int]:
    """Where a span of a block starts and ends in the text of it, from 0."""
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found = []
    for line, column in ((at.line, at.column), (at.end_line, at.end_column)):
        if not (0 < line <= len(lines) and 0 <= column <= len(lines[line - 1])):
            raise UnwritableError("it is about a place that is not there")
        found.append(starts[line - 1] + column)
    return found[0], found[1]


def _edited(source: Source, text: str, edits: Sequence[Edit]) -> str:
    """The text of the file, its line breaks as they are, with the edits in it."""
    file: _File
    if source.kind == "notebook":
        from kerascheck.sources.write_notebook import Cells

        file = Cells(source, text)
    else:
        file = _Lines(source, text)
    pieces = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.at):
        _touchable(source.blocks[edit.at.block], edit.at)
        start, end, new = file.place(edit)
        if not done <= start <= end:
            raise UnwritableError("its edits overlap")
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def _touchable(block: Block, at: Span) -> None:
    """Raise an error for an edit of a placeholder, such as that of a magic."""
    if not block.written:
        return
    shown = block.text.split("\n")
    for line in range(at.line, at.end_line + 1):
        if line > len(shown) or line > len(block.lines):
            raise UnwritableError("it is about a place that is not there")
        first = at.column if line == at.line else 0
        last = at.end_column if line == at.end_line else len(shown[line - 1])
        start, end = _replaced(shown[line - 1], block.lines[line - 1])
        if start < end and first <= end and start <= last:
            raise UnwritableError("it is about a line that is no Python")


def _replaced(shown: str, written: str) -> tuple[int, int]:
    """The columns between which a line is shown otherwise than it is written."""
    if len(shown) != len(written):
        same = (at for at, (a, b) in enumerate(zip(shown, written, strict=False)) if a != b)
        return next(same, min(len(shown), len(written))), len(shown) + 1
    other = [at for at, (a, b) in enumerate(zip(shown, written, strict=True)) if a != b]
    return (other[0], other[-1] + 1) if other else (0, 0)


class _File(Protocol):
    def place(self, edit: Edit) -> tuple[int, int, str]: ...


class _Lines:
    """A file whose blocks are lines of it: a script, or Markdown."""

    def __init__(self, source: Source, text: str) -> None:
        self._source, self._text = source, text
        breaks = [found.span() for found in _NEWLINE.finditer(text)]
        edges = [(0, 0), *breaks, (len(text), len(text))]
        self._lines = [(before[1], after[0]) for before, after in pairwise(edges)]
        self._breaks = [text[start:end] for start, end in breaks]

    def place(self, edit: Edit) -> tuple[int, int, str]:
        """Where the edit starts and ends in the text of the file, and what to write there."""
        block = self._source.blocks[edit.at.block]
        start = self._offset(block, edit.at.line, edit.at.column)
        end = self._offset(block, edit.at.end_line, edit.at.end_column)
        return start, end, edit.text.replace("\n", self._new_line(block, edit.at.line))

    def _offset(self, block: Block, line: int, column: int) -> int:
        number = block.line_in_file(line) - 1
        start, end = self._lines[number] if number < len(self._lines) else (0, 0)
        start += block.margin(line)
        if line > len(block.lines) or self._text[start:end] != block.lines[line - 1]:
            raise UnwritableError("the file shows its line in another way")
        return start + column

    def _new_line(self, block: Block, line: int) -> str:
        """The line break at this line, or the nearest one, and the margin of the line."""
        number = block.line_in_file(line) - 1
        start = self._lines[number][0]
        margin = self._text[start : start + block.margin(line)].replace(">>>", "...")
        near = self._breaks[min(number, len(self._breaks) - 1)] if self._breaks else "\n"
        return near + margin
