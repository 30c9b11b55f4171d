"""The comments of a block, found without parsing it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPECIAL = re.compile(r"#[^\n]*|'''|\"\"\"|['\"\n]")
_STRINGS = {
    "'": re.compile(r"[^'\\\n]*(?:\\.[^'\\\n]*)*'?", re.DOTALL),
    '"': re.compile(r'[^"\\\n]*(?:\\.[^"\\\n]*)*"?', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?', re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, `#` included. `own_line` is true if nothing but space stands before it."""

    line: int
    column: int
    text: str
    own_line: bool


def comments(text: str) -> Iterator[Comment]:
    """The comments in order. Broken code gives what can be told apart from strings."""
    line, start, position = 1, 0, 0
    while found := _SPECIAL.search(text, position):
        position = found.end()
        token = found.group()
        if token == "\n":
            line, start = line + 1, position
        elif token[0] == "#":
            column = found.start() - start
            own = not text[start : found.start()].strip(" \t\f")
            yield Comment(line, column, token.rstrip(), own)
        else:
            end = end_of_string(text, position, token)
            breaks = text.count("\n", position, end)
            if breaks:
                line, start = line + breaks, text.rfind("\n", position, end) + 1
            position = end


def end_of_string(text: str, position: int, quotes: str) -> int:
    """Where a string ends whose opening quotes end at `position`.

    One that is never closed ends with its line, or with the text if it is triple-quoted.
    """
    found = _STRINGS[quotes].match(text, position)
    return found.end() if found else position
