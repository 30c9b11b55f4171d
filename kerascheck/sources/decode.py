"""Text from bytes, as Python and notebooks define it."""

import codecs
import re
from dataclasses import dataclass

from kerascheck.finding import Span
from kerascheck.sources.source import FILE, Problem

_NEWLINE = re.compile(r"\r\n?|\n")
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?$")
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_UNFIT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})
"""Codecs that are no encodings of source files; two of them take quadratic time."""
_SHOWN = 160
"""How many characters of an unreadable line are shown."""


@dataclass
class UnreadableError(Exception):
    """The text of a file cannot be had; `line` counts from 1, `column` from 0."""

    message: str
    line: int = 1
    column: int = 0
    text: str = ""

    def problem(self, path: str) -> Problem:
        """The same as data."""
        at = Span(path, FILE, self.line, self.column, self.line, self.column + 1)
        return Problem(self.message, at, self.text)


def decode_python(data: bytes) -> str:
    """The text of a Python file by its byte order mark or coding comment; raises `UnreadableError`."""
    codec = codec_of(data)
    if codec == "utf-8":
        return decode_utf8(data)
    name = _cookie(data) or codec
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, name) from None
    except (LookupError, ValueError):
        message = f"`{name}` is no encoding for Python files"
        raise UnreadableError(message, _cookie_line(data)) from None


def codec_of(data: bytes) -> str:
    """The codec of a Python file by its byte order mark or coding comment; `UnreadableError`."""
    name = _cookie(data.removeprefix(codecs.BOM_UTF8))
    if name is None or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        raise UnreadableError(f"unknown encoding `{name}`", _cookie_line(data)) from None
    canonical = codec.name.replace("_", "-")
    if canonical in _UNFIT:
        raise UnreadableError(f"`{name}` is no encoding for Python files", _cookie_line(data))
    return canonical


def decode_utf8(data: bytes) -> str:
    """UTF-8 without its byte order mark; raises `UnreadableError`."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise UnreadableError(f"the file is {name}, not UTF-8")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(data.removeprefix(codecs.BOM_UTF8), error, "UTF-8") from None


def newlines(text: str) -> str:
    r"""The text with each line break as `\n`. Form feeds and the like break no line in Python."""
    return _NEWLINE.sub("\n", text) if "\r" in text else text


def excerpt(line: str) -> str:
    """A line to show, cut if it is long."""
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _undecodable(data: bytes, error: UnicodeDecodeError, name: str) -> UnreadableError:
    before = newlines(data[: error.start].decode("latin-1"))
    line = before.count("\n") + 1
    start = len(before) - before.rfind("\n") - 1
    rest = re.split(rb"[\r\n]", data[error.start - start : error.start + _SHOWN])[0]
    text = rest.decode("utf-8", "replace")
    column = len(rest[:start].decode("utf-8", "replace"))
    byte = data[error.start] if error.start < len(data) else 0
    message = f"byte 0x{byte:02x} on line {line} is not valid {name}"
    return UnreadableError(message, line, column, excerpt(text))


def _cookie(data: bytes) -> str | None:
    """The encoding that the first or second line declares, if any."""
    if b"coding" not in data[:4096]:
        return None
    for line in re.split(rb"\r\n?|\n", data[:4096])[:2]:
        found = _COOKIE.match(line)
        if found:
            return found[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _cookie_line(data: bytes) -> int:
    first = re.split(rb"\r\n?|\n", data[:4096].removeprefix(codecs.BOM_UTF8))[0]
    return 1 if _COOKIE.match(first) else 2
