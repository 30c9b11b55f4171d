"""Numbers of parameters that comments and docstrings tell of a model in plain words.

Only exact numbers count: one that is round, or said to be about right, is no claim.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kerascheck.sources.comments import comments

_NUMBER = r"(?P<number>\d{1,3}(?:[,_]\d{3})+|\d{4,})(?![\d.,_]*\d)"
_WHICH = r"(?P<which>(?:non-?\s?)?trainable|total)"
_NOUN = r"(?:params?|parameters)\b"
_CLAIMS = (
    re.compile(rf"(?<![\d.,_*x]){_NUMBER}\s+(?:{_WHICH}\s+)?{_NOUN}", re.IGNORECASE),
    re.compile(rf"(?:{_WHICH}\s+)?{_NOUN}\s*(?:[:=]|is|are)\s*{_NUMBER}", re.IGNORECASE),
)
_ROUGHLY = re.compile(
    r"(?:about|around|approx\w*\.?|roughly|nearly|almost|over|than|under|up to|at least|at most|"
    r"some|circa|[~≈<>±])\s*$",
    re.IGNORECASE,
)
_MIND = re.compile(r"\d{4}|\d[,_]\d{3}")


@dataclass(frozen=True)
class Said:
    """A number of parameters in a text: `which` is `total`, `trainable`, or empty if not said."""

    number: int
    which: str
    line: int
    column: int
    end_column: int


def said(text: str) -> Iterator[Said]:
    """The numbers of parameters that the comments and docstrings of a Python text tell."""
    lowered = text.lower()
    if "param #" in lowered:
        # The output of `summary()`, which names its layers; the model has often changed since.
        return
    if "param" not in lowered or not any(claim.search(text) for claim in _CLAIMS):
        return
    for comment in comments(text):
        yield from _in_line(comment.text, comment.line, comment.column)
    lines = text.split("\n")
    for first, last in _docstrings(text):
        for number in range(first, last + 1):
            yield from _in_line(lines[number - 1], number, 0)


def _in_line(line: str, number: int, column: int) -> Iterator[Said]:
    if "kerascheck" in line or not _MIND.search(line):
        return
    for claim in _CLAIMS:
        for found in claim.finditer(line):
            which = (found["which"] or "").lower()
            value = int(found["number"].replace(",", "").replace("_", ""))
            rough = _ROUGHLY.search(line[: found.start("number")]) or value % 1000 == 0
            if not rough and not which.startswith("non"):
                start, end = found.span("number")
                yield Said(value, which, number, column + start, column + end)


def _docstrings(text: str) -> Iterator[tuple[int, int]]:
    """The first and last lines of texts that stand alone as statements."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                yield node.lineno, node.end_lineno or node.lineno
