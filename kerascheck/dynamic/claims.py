"""Reads what a script in the sandbox tells: JSON, an object a line, none of it to be trusted."""

import json
import math
import re
from typing import Any, NoReturn

_LINE = 2 << 20
"""The bytes of the longest line that is read."""
_ITEMS = 500_000
"""How many values all lines together may hold: each takes more room here than in the line."""
_DEPTH = 40
_DIGITS = 40
_FOOLING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What moves the cursor of a terminal, turns the direction of writing, or is no character."""


class Claims:
    """The lines that have come so far, at most `limit` bytes of them."""

    def __init__(self, limit: int) -> None:
        self.lines: list[dict[str, Any]] = []
        self.unreadable = 0
        self._limit = limit
        self._items = _ITEMS
        self._rest = bytearray()
        self._skipping = False

    def feed(self, data: bytes) -> bool:
        """Take what has been read from the pipe; False if that was too much."""
        self._limit -= len(data)
        if self._limit < 0:
            return False
        start = 0
        while (end := data.find(b"\n", start)) >= 0:
            self._rest += data[start:end]
            if not self._skipping:
                self._take(bytes(self._rest))
            self._rest.clear()
            self._skipping, start = False, end + 1
        self._rest += data[start:]
        if len(self._rest) > _LINE:
            self.unreadable += not self._skipping
            self._rest.clear()
            self._skipping = True
        return self._items >= 0

    def _take(self, line: bytes) -> None:
        try:
            value = json.loads(
                line.decode("utf-8"),
                parse_int=_integer,
                parse_float=_number,
                parse_constant=_refuse,
            )
            if not isinstance(value, dict):
                raise TypeError("it is no object")
            self.lines.append(self._clean(value, 0))
        except (ValueError, TypeError, RecursionError):
            self.unreadable += 1

    def _clean(self, value: Any, depth: int) -> Any:
        """The value with plain texts; raises `ValueError` if there is too much of it."""
        self._items -= 1
        if depth > _DEPTH or self._items < 0:
            raise ValueError("it is too deep or too large")
        if isinstance(value, str):
            return plain(value)
        if isinstance(value, list):
            return [self._clean(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {plain(key): self._clean(item, depth + 1) for key, item in value.items()}
        return value


def plain(text: str) -> str:
    """The text without what is no visible character; line ends and tabs stay."""
    return _FOOLING.sub("\N{REPLACEMENT CHARACTER}", text)


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("the number is too long")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits) if len(digits) <= _DIGITS else math.inf
    if not math.isfinite(value):
        raise ValueError("the number is too long or too large")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
