"""Which lines a comment speaks of.

Formatters move a comment to the closing bracket of what it stood beside, and people write it
above. So a comment beside code reaches all of the expression or statement that begins or ends
on its line, and, among the arguments of a call, the call; beside one element of a list it
reaches that element only. A comment on a line of its own reaches what begins on the next line
of code: a statement (the head of one with a body), or an element.
"""

import ast
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from kerascheck.sources.comments import Comment

Lines = tuple[int, int]
"""The first and the last line of a range."""
_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def reach(text: str, comments: Sequence[Comment]) -> list[list[Lines]]:
    """The ranges of lines of a block that each of its comments speaks of."""
    following = _next_code(text.split("\n"))
    anchors = [following[item.line] if item.own_line else item.line for item in comments]
    nodes = list(_nodes(text))
    starting = {line: line for line in anchors if line}
    ending = dict(starting)
    for first, last, _ in nodes:
        if last > starting.get(first, last):
            starting[first] = last
        if first < ending.get(last, first):
            ending[last] = first
    around = _innermost(nodes, set(starting))
    ranges = []
    for item, line in zip(comments, anchors, strict=True):
        found = [(item.line, item.line)]
        if line:
            found.append((line, starting[line]))
            if not item.own_line:
                found.append((ending[line], line))
                found += around.get(line, [])
        ranges.append(found)
    return ranges


def _next_code(lines: Sequence[str]) -> list[int | None]:
    """For each number of lines passed, the line of the code that follows."""
    following: list[int | None] = [None] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].strip()
        blank = not text or text.startswith("#")
        following[index] = following[index + 1] if blank else index + 1
    return following


def _innermost(nodes: Sequence[tuple[int, int, Any]], wanted: set[int]) -> dict[int, list[Lines]]:
    """For each line, the smallest expression around it if that is no list of elements."""
    best: dict[int, tuple[int, int, Any]] = {}
    ordered = sorted(wanted)
    for first, last, node in nodes:
        if last - first < 2:
            continue
        for line in _between(ordered, first, last):
            known = best.get(line)
            # Of two with the same lines the later is the inner one.
            if known is None or last - first <= known[1] - known[0]:
                best[line] = (first, last, node)
    return {
        line: [(first, last)]
        for line, (first, last, node) in best.items()
        if isinstance(node, ast.expr) and not isinstance(node, _DISPLAYS)
    }


def _between(ordered: Sequence[int], first: int, last: int) -> Sequence[int]:
    return ordered[bisect_right(ordered, first) : bisect_left(ordered, last)]


def _nodes(text: str) -> Iterator[tuple[int, int, Any]]:
    """First and last line of all statements and expressions; of a body's owner those of its head.

    None if the text is no Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.expr, ast.stmt, ast.keyword, ast.ExceptHandler)):
            first, last = node.lineno, node.end_lineno or node.lineno
            body = getattr(node, "body", None)
            decorators = getattr(node, "decorator_list", None)
            if decorators:
                first = min(first, decorators[0].lineno)
            if isinstance(body, list) and body:
                last = max(first, node.lineno, _first_line(body[0]) - 1)
            yield first, last, node


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno
