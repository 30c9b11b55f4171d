"""Whether numbers that stand in the source go by equal steps, or are a linear function of others."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Any

_LEFT = 1e-6
"""A column of which no greater share is left says nothing that others do not say."""
_ROUNDED = 0.015
"""The share of a target that may be left over: numbers are rounded where they are written."""
_WIDEST = 64
"""Columns up to which the inputs are looked at."""
_HUGE = 1e100
"""Numbers whose squares no float can hold are not looked at."""

Column = list[float]


def straight(inputs: Sequence[Any], targets: Sequence[Any]) -> bool:
    """Whether each target of each row is one linear function of the row's inputs, plus a constant.

    Both are given as arrays in nested tuples, one or several of each, with the rows first. There
    must be at least two rows more than a linear function of so many inputs can always meet. Targets
    that are the same in all rows say nothing.
    """
    wanted = _columns(targets)
    given = _columns(inputs)
    if not wanted or not given or len(given) > _WIDEST:
        return False
    rows = len(given[0])
    if any(len(column) != rows for column in (*given, *wanted)):
        return False
    basis: list[Column] = []
    for column in ([1.0] * rows, *given):
        rest = _rest(column, basis)
        if _length(rest) > _LEFT * _length(column):
            basis.append([number / _length(rest) for number in rest])
    if rows <= len(basis) + 1:
        return False
    for column in wanted:
        varies = _length(_rest(column, basis[:1]))
        steady = varies <= _LEFT * _length(column)
        if steady or _length(_rest(column, basis)) > _ROUNDED * varies:
            return False
    return True


def steady(numbers: Sequence[float]) -> bool:
    """Whether numbers go up or down by equal steps; two of them always do, and count for nothing."""
    if len(numbers) < 3:
        return False
    step = numbers[1] - numbers[0]
    slack = 1e-9 * max(abs(numbers[0]), abs(numbers[-1]))
    return step != 0 and all(abs(b - a - step) <= slack for a, b in pairwise(numbers))


def _columns(arrays: Sequence[Any]) -> list[Column]:
    """The columns of all arrays, one for each number of a row; none if one is not of numbers."""
    columns: list[Column] = []
    for array in arrays:
        rows = [list(_numbers(row)) for row in array]
        if len({len(row) for row in rows}) != 1:
            return []
        for column in zip(*rows, strict=True):
            if not all(isinstance(n, (int, float)) and abs(n) < _HUGE for n in column):
                return []
            columns.append([float(number) for number in column])
    return columns


def _numbers(row: Any) -> list[Any]:
    return [n for item in row for n in _numbers(item)] if isinstance(row, tuple) else [row]


def _rest(column: Column, basis: list[Column]) -> Column:
    """What is left of a column once others, of length 1 and at right angles, are taken out."""
    for _ in range(2):  # The second time takes out what rounding has left.
        for other in basis:
            share = sum(a * b for a, b in zip(column, other, strict=True))
            column = [a - share * b for a, b in zip(column, other, strict=True)]
    return column


def _length(column: Column) -> float:
    return sqrt(sum(number * number for number in column))
