"""Gaps of exercises: comments such as `# YOUR CODE HERE` where code is still to be written."""

import ast
import re
import warnings
from collections.abc import Sequence

from kerascheck.sources.comments import Comment, comments

GAP = re.compile(
    r"\bTODO\b|\byour[ _](?:own[ _])?(?:code|solution|answer)\b(?![ _\w]*\bends?\b)|\bstart[ _]+code\b|"
    r"\b(?:add|insert|write|put|fill|complete|implement)\b[^#\n]*\b(?:here|below|yourself)\b|"
    r"\byour\b(?![^#\n]*\bends?\b)[^#\n]*\bhere\b|\bfill (?:this |it )?in\b",
    re.IGNORECASE,
)
"""What the comment at a gap says."""
EMPTY = re.compile(r"\s*[^\W\d][\w.,\[\] \t'\"]*=(?=\s*(?:#.*)?$)")
"""The part of a line up to its end, or to a comment, that gives no value to what it names."""
_BLANK = re.compile(r"\?\?+|<(?:fill|your|insert)\b[\w ]*>", re.IGNORECASE)
"""What stands for code in a line, where no comment does."""
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_SWALLOWED = re.compile(r"#[^(\[{]*[)\]}]\W*")
"""A comment that has the closing bracket of the code before it."""
_LAYER = re.compile(r"\blayers?\b|\boutput\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:[=(\[{,+*/|&-]|\breturn|\bimport|\bin|\bnot|\band|\bor)\s*$")
"""How a line ends whose value is still missing."""
_DEEP = 5
"""So many comments may stand in one another."""
_CLOSING = re.compile(r"[\s)\]},;]*")


def unwritten(text: str, line: int) -> bool:
    """Whether code that cannot be read is a gap: next to `line` a value or a body is missing.

    A comment alone is no gap, for most of them stay where the code has been written since. In a
    template several names may get no value at all, as in `images =`: nobody forgets that twice.
    Or the values stand in comments, to be replaced, and without the marks of these it is Python.
    """
    lines = text.split("\n")
    if _parses(uncovered(text)):
        return True
    if EMPTY.match(lines[line - 1]) and sum(map(bool, map(EMPTY.match, lines))) > 1:
        return True
    notes = list(comments(text))
    if any(_swallows(lines, comment, line) for comment in notes):
        return True
    if _BLANK.search(_code_of(lines, notes, line)):
        return True
    if not GAP.search(text):
        return False
    for comment in notes:
        if not GAP.search(comment.text):
            continue
        if comment.own_line and _bodiless(lines, comment, line):
            return True
        code = lines[comment.line - 1][: comment.column]
        if abs(comment.line - line) <= 1 and not comment.own_line and _OPEN.search(code):
            return True
    return False


def _swallows(lines: Sequence[str], comment: Comment, line: int) -> bool:
    """Whether a comment stands for all that is in brackets, the closing one included: `fit(# x)`.

    What that breaks may be as far below as the code goes on.
    """
    if not _SWALLOWED.fullmatch(comment.text):
        return False
    if comment.line != line and not (comment.line < line and GAP.search(comment.text)):
        return False
    above = [lines[comment.line - 1][: comment.column]]
    if comment.own_line:
        above = [text.split("#")[0] for text in lines[: comment.line - 1]]
    code = [text.rstrip() for text in above if text.strip()]
    return bool(code) and code[-1].endswith(("(", "[", "{"))


def _code_of(lines: Sequence[str], notes: Sequence[Comment], line: int) -> str:
    """A line without the comment behind it, and without texts that are closed in it."""
    ends = [note.column for note in notes if note.line == line]
    return _TEXT.sub("''", lines[line - 1][: ends[0] if ends else None])


def _parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(text) and bool(ast.parse(text).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def uncovered(text: str) -> str:
    """The text with the values in it that only a comment gives: `size = ## 0.2` as `size =    0.2`.

    Empty if it has not several of them. No column moves.
    """
    lines, found = text.split("\n"), set()
    for _ in range(_DEEP):
        covered = [c for c in comments("\n".join(lines)) if not c.own_line]
        covered = [c for c in covered if _OPEN.search(lines[c.line - 1][: c.column])]
        if not covered:
            break
        for comment in covered:
            code = lines[comment.line - 1]
            mark = len(comment.text) - len(comment.text.lstrip("#"))
            rest = code[comment.column + mark :]
            lines[comment.line - 1] = code[: comment.column] + " " * mark + rest
            found.add(comment.line)
    return "\n".join(lines) if len(found) > 1 else ""


def _bodiless(lines: Sequence[str], comment: Comment, line: int) -> bool:
    """Whether a comment is all that stands below a `def …:` or its like, and `line` behind it."""
    above = [text for text in lines[: comment.line - 1] if text.strip()]
    if not above or not above[-1].split("#")[0].rstrip().endswith(":"):
        return False
    below = (n for n in range(comment.line, len(lines)) if _codes(lines[n]))
    following = next(below, len(lines) - 1)
    depth = _depth(lines[following]) if _codes(lines[following]) else 0
    return depth <= _depth(above[-1]) and comment.line - 1 <= line <= following + 1


def _codes(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def layer_wanted(text: str, end_line: int, last_line: int) -> bool:
    """Whether a comment behind the last layer of a model says that another layer goes there.

    The layer ends in `end_line` and its statement, such as the list of layers, in `last_line`.
    """
    if not GAP.search(text):
        return False
    lines = text.split("\n")
    notes = {comment.line: comment for comment in comments(text) if comment.own_line}
    for number in range(end_line + 1, len(lines) + 1):
        note = notes.get(number)
        if note is not None and GAP.search(note.text):
            if number <= last_line or _LAYER.search(note.text):
                return True
        elif note is None:
            blank = not lines[number - 1].strip()
            if not (_CLOSING.fullmatch(lines[number - 1]) if number <= last_line else blank):
                return False
    return False
