"""The JSON of a notebook, with the line of the file for each line of the cells' sources.

Only the objects and lists on the way to a source are walked here. Everything else, such as the
outputs with their images, is left to the standard library's decoder.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import Any

from kerascheck.sources.decode import newlines

_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can write and no file can hold."""
_DECODE = JSONDecoder().raw_decode

Value = tuple[Any, int]
"""A value, and the position after it."""
Reader = Callable[[int], Value]
"""Reads the value that starts at a position."""


@dataclass(slots=True)
class Lines:
    r"""The text of a cell, lines ended by `\n`, and the line of the file that each stands on.

    `strings` has the positions of the strings that it is made of, `list_at` that of their list.
    """

    text: str = ""
    physical: list[int] = field(default_factory=lambda: [1])
    strings: tuple[int, ...] = ()
    list_at: int | None = None


def read(text: str) -> Any:
    """The notebook as Python objects, each source as `Lines`; raises `JSONDecodeError`.

    A cell has the extra key `line`: the line of the file that it starts on.
    """
    reading = _Reading(text)
    value, end = reading.object(reading.space(0), reading.notebook)
    end = reading.space(end)
    if end < len(text):
        raise JSONDecodeError("Extra data", text, end)
    return value


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.break_ = "\n" if "\n" in text else "\r"
        self.counted, self.line = 0, 1
        self.cell: Mapping[str, Reader] = {"source": self.source, "input": self.source}
        cells = {"cells": lambda at: self.list(at, self.one_cell)}
        self.notebook: Mapping[str, Reader] = {
            **cells,
            "worksheets": lambda at: self.list(at, lambda start: self.object(start, cells)),
        }

    def space(self, position: int) -> int:
        """The position of what follows the white space."""
        found = _SPACE.match(self.text, position)
        return found.end() if found else position

    def one_cell(self, position: int) -> Value:
        line = self.line_at(position)
        value, end = self.object(position, self.cell)
        if isinstance(value, dict):
            value["line"] = line
        return value, end

    def object(self, position: int, readers: Mapping[str, Reader]) -> Value:
        """An object, some of whose values have readers of their own."""
        if not self.text.startswith("{", position):
            return _DECODE(self.text, position)
        result: dict[str, Any] = {}
        position = self.space(position + 1)
        if self.text.startswith("}", position):
            return result, position + 1
        while True:
            if not self.text.startswith('"', position):
                message = "Expecting property name enclosed in double quotes"
                raise JSONDecodeError(message, self.text, position)
            key, position = _DECODE(self.text, position)
            position = self.space(self.expect(":", self.space(position)))
            reader = readers.get(key)
            value, position = reader(position) if reader else _DECODE(self.text, position)
            result[key] = value
            position = self.space(position)
            if self.text.startswith("}", position):
                return result, position + 1
            position = self.space(self.expect(",", position))

    def list(self, position: int, reader: Reader) -> Value:
        """A list whose items are read by `reader`."""
        if not self.text.startswith("[", position):
            return _DECODE(self.text, position)
        result: list[Any] = []
        position = self.space(position + 1)
        if self.text.startswith("]", position):
            return result, position + 1
        while True:
            value, position = reader(position)
            result.append(value)
            position = self.space(position)
            if self.text.startswith("]", position):
                return result, position + 1
            position = self.space(self.expect(",", position))

    def source(self, position: int) -> Value:
        """A source: a string or a list of strings; other values are left as they are."""
        pieces: list[tuple[Any, int]] = []

        def piece(start: int) -> Value:
            value, end = _DECODE(self.text, start)
            pieces.append((value, start))
            return value, end

        if self.text.startswith("[", position):
            end = self.list(position, piece)[1]
        else:
            end = piece(position)[1]
        strings = [(value, start) for value, start in pieces if isinstance(value, str)]
        if len(strings) < len(pieces):
            return None, end
        return self.lines(strings, position), end

    def lines(self, strings: Sequence[tuple[str, int]], position: int) -> Lines:
        """The text that the strings make, each with the position where it stands in the file."""
        texts = []
        physical = [self.line_at(position)]
        ended = True
        for string, start in strings:
            text = _SURROGATE.sub("\ufffd", newlines(string))
            if not text:
                continue
            line = self.line_at(start)
            if ended:
                physical[-1] = line
            physical += [line] * text.count("\n")
            ended = text.endswith("\n")
            texts.append(text)
        list_at = position if self.text.startswith("[", position) else None
        return Lines("".join(texts), physical, tuple(start for _, start in strings), list_at)

    def expect(self, mark: str, position: int) -> int:
        """The position after a mark that must stand here."""
        if not self.text.startswith(mark, position):
            raise JSONDecodeError(f"Expecting '{mark}' delimiter", self.text, position)
        return position + 1

    def line_at(self, position: int) -> int:
        """The line of a position; each call looks on from the last."""
        self.line += self.text.count(self.break_, self.counted, position)
        self.counted = max(position, self.counted)
        return self.line
