"""Sides of an `if` that only mark that something is missing: `else: labels = None`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from kerascheck.values import Locator

_BLANK = re.compile(
    r"None|-\s*1|0|(['\"])\1|\[\s*\]|\(\s*\)|\{\s*\}|\w+\.(?:zeros|empty)\(\s*\(?[01],?\)?\s*\)"
    r"|\w+\.array\(\s*\[\s*\]\s*\)"
)
"""Values that stand for none."""


def marks_missing(body: cst.BaseSuite, locator: Locator) -> bool:
    """Whether a block does nothing but give blank values, and say so."""
    marks = 0
    for line in body.body:
        parts: Sequence[cst.CSTNode] = [line]
        if isinstance(line, cst.SimpleStatementLine):
            parts = line.body
        for part in parts:
            match part:
                case (
                    cst.Assign(value=value) | cst.AnnAssign(value=value) | cst.Return(value=value)
                ) if value is not None:
                    if not _BLANK.fullmatch(locator.text(value)):
                        return False
                    marks += 1
                case cst.Expr() | cst.Pass():
                    pass
                case _:
                    return False
    return marks > 0
