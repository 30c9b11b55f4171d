"""Functions that nothing calls: what called them may have become a comment."""

import re
from collections.abc import Sequence

_DEF = re.compile(r"^(\s*)(?:async\s+)?def\s+(\w+)")


def retired(text: str, line: int) -> bool:
    """Whether a line, counted from 1, is in a function that comments alone call."""
    lines = text.splitlines()
    name = _function(lines, line)
    if not name:
        return False
    word = re.compile(rf"\b{re.escape(name)}\b")
    called = re.compile(rf"(?<!def )\b{re.escape(name)}\s*\(")
    live = [code for code, _ in map(_cut, lines) if word.search(code)]
    return len(live) == 1 and any(called.search(remark) for _, remark in map(_cut, lines))


def unmentioned(texts: Sequence[str], text: str, line: int) -> str:
    """The function around a line of a text, if none of the texts has its name again; else empty."""
    name = _function(text.splitlines(), line)
    word = re.compile(rf"\b{re.escape(name)}\b")
    code = [_cut(one)[0] for other in texts for one in other.splitlines()]
    return name if name and sum(len(word.findall(one)) for one in code) == 1 else ""


def _cut(line: str) -> tuple[str, str]:
    """The code of a line and the comment behind it; a `#` in a string ends the code, too."""
    code, _, remark = line.partition("#")
    return code, remark


def _function(lines: list[str], line: int) -> str:
    """The name of the outermost function around a line; empty at the level of the module."""
    here = lines[line - 1] if line <= len(lines) else ""
    depth = len(here) - len(here.lstrip())
    name = ""
    for above in reversed(lines[: line - 1]):
        found = _DEF.match(above)
        if found is not None and len(found[1]) < depth:
            depth, name = len(found[1]), found[2]
    return name
