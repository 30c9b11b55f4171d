"""Texts that Python takes and LibCST refuses, in a form that it reads, with the same places."""

import ast
import io
import tokenize
from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from keyword import iskeyword
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst

_GAP = "\f"
"""A blank for Python and for LibCST that next to no text has within a line."""


def without_tabs(text: str, tree: ast.Module) -> str:
    """The text with a space for each tab of an indentation, and the same blocks and places.

    LibCST loses count where tabs and spaces are mixed in ways that Python takes. Python counts a
    tab as eight columns and as one, and takes an indentation only if both give the same blocks.
    """
    strings: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            strings.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if number not in strings:
            code = line.lstrip(" \t")
            lines[number - 1] = line[: len(line) - len(code)].replace("\t", " ") + code
    return "\n".join(lines)


def spaced(text: str, read: Callable[[str], "cst.Module | None"]) -> "cst.Module | None":
    """The tree of a text in which a keyword touches a parenthesis; None if none does.

    Of `a if b else(c if d else e)` LibCST says that a blank must stand behind `else`. `read` gets
    the text with such blanks; they are taken out of its tree, so that the places are right.
    """
    gaps = [] if _GAP in text else list(_gaps(text))
    if not gaps:
        return None
    lines = text.split("\n")
    for line, column in reversed(gaps):
        code = lines[line - 1]
        lines[line - 1] = f"{code[:column]}{_GAP}{code[column:]}"
    module = read("\n".join(lines))
    if module is not None:
        _empty(module)
    return module


def _gaps(text: str) -> list[tuple[int, int]]:
    """Where a keyword and a parenthesis touch: lines from 1, columns from 0, in their order."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [
        left.end
        for left, right in pairwise(tokens)
        if left.end == right.start
        and (
            (iskeyword(left.string) and right.string == "(")
            or (left.string == ")" and iskeyword(right.string))
        )
    ]


def _empty(module: "cst.Module") -> None:
    """Take the blanks that were put in out of a tree."""
    import libcst as cst

    nodes: list[cst.CSTNode] = [module]
    while nodes:
        node = nodes.pop()
        if isinstance(node, cst.SimpleWhitespace) and node.value == _GAP:
            # Nodes are frozen, and LibCST checks only those that it makes.
            object.__setattr__(node, "value", "")
        for field in fields(node):
            part = getattr(node, field.name)
            parts = part if isinstance(part, (list, tuple)) else (part,)
            nodes += [part for part in parts if isinstance(part, cst.CSTNode)]
