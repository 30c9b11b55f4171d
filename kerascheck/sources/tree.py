"""The parts of a node of a syntax tree that are code, without the blanks and marks between them."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import libcst as cst

_MARKS = frozenset(
    [
        "asynchronous",
        "colon",
        "comma",
        "dot",
        "equal",
        "equals",
        "footer",
        "header",
        "leading_lines",
        "lbrace",
        "lbracket",
        "lines_after_decorators",
        "lpar",
        "rbrace",
        "rbracket",
        "rpar",
        "semicolon",
        "separator",
        "trailing_whitespace",
    ]
)
"""Fields that hold blanks, comments and punctuation only."""


def parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes right below a node, those of blanks, comments and punctuation left out.

    `CSTNode.children` has them all, in the order of the text; for that it makes a copy of the
    node and takes several times as long.
    """
    for name in _fields(type(node)):
        part = getattr(node, name)
        if isinstance(part, cst.CSTNode):
            yield part
        elif isinstance(part, (list, tuple)):
            yield from part


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(kind)
        if field.name not in _MARKS and not field.name.startswith("whitespace")
    )
