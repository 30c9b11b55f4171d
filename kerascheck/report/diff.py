"""What fixes change, as a unified diff; in a notebook one for each cell."""

import difflib
import re
from collections.abc import Iterator

from kerascheck.report.style import paint, visible
from kerascheck.result import Change
from kerascheck.sources.decode import codec_of, decode_utf8
from kerascheck.sources.read import kind_of, read_source

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_STYLES = {"-": "removed", "+": "added", "@": "gutter"}


def render(path: str, change: Change, *, color: bool = False, screen: bool = False) -> str:
    """The diff of a file that was changed. On a `screen` control characters are shown as marks."""
    cells = kind_of(path) == "notebook"
    lines = (line for pair in _pairs(path, change) for line in _diff(*pair, cells=cells))
    if screen:
        lines = ("".join(map(visible, line.rstrip("\r\n"))) + "\n" for line in lines)
    return "".join(_painted(line) if color else line for line in lines)


def _pairs(path: str, change: Change) -> Iterator[tuple[str, str, str]]:
    """The parts of a file that are compared: a name, the text before and after."""
    kind = kind_of(path)
    if kind == "notebook":
        before, after = read_source(path, change.before), read_source(path, change.after)
        for old, new in zip(before.blocks, after.blocks, strict=True):
            yield f"{path}:{old.label}", "\n".join(old.lines), "\n".join(new.lines)
    elif kind == "markdown":
        yield path, decode_utf8(change.before), decode_utf8(change.after)
    else:
        codec = codec_of(change.before)
        yield path, change.before.decode(codec), change.after.decode(codec)


def _diff(name: str, before: str, after: str, *, cells: bool) -> Iterator[str]:
    if cells:
        # No cell ends with a line break, which is nothing to tell of.
        before, after = (
            text if not text or text[-1] == "\n" else f"{text}\n" for text in (before, after)
        )
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), name, name)
    for line in lines:
        yield line
        if line[-1] not in "\r\n":
            yield "\n\\ No newline at end of file\n"


def _painted(line: str) -> str:
    style = _STYLES.get(line[:1])
    text = line.rstrip("\r\n")
    return paint(text, style, True) + line[len(text) :] if style else line
