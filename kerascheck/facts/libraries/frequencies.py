"""Class counts and what is computed from them, up to the weights that reach `class_weight`.

A number per class either grows with the count of its class or shrinks with it; every operation
here says which, or gives an unknown where that cannot be proved.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import exp, inf, isfinite, isnan, log, log2, log10, sqrt
from typing import Any

from kerascheck.facts.libraries.amounts import Amount, amount, is_amount, is_number
from kerascheck.facts.libraries.counting import (
    REDUCTIONS,
    Counts,
    Each,
    aggregate,
    alike,
    as_mapping,
    by_class,
    class_count,
    counts,
    elements,
    keys,
    lost,
    of_all,
    of_several,
    one_class,
    pick,
    same,
    to_counts,
    unordered,
)
from kerascheck.values import Frequencies, Site, Unknown, Value

__all__ = [
    "REDUCTIONS",
    "Counts",
    "aggregate",
    "as_mapping",
    "as_weights",
    "by_class",
    "class_count",
    "combine",
    "counts",
    "elements",
    "keys",
    "literal_direction",
    "mapped",
    "negated",
    "of_all",
    "of_several",
    "one_class",
    "pick",
    "scaled",
    "unordered",
]


def combine(op: str, left: Value, right: Value, site: Site) -> Value:
    """Arithmetic of which at least one side is frequencies."""
    if isinstance(left, Frequencies) and isinstance(right, Frequencies):
        return _both(op, to_counts(left), to_counts(right), site)
    frequencies, other = (left, right) if isinstance(left, Frequencies) else (right, left)
    assert isinstance(frequencies, Frequencies)
    if frequencies.mapped or not (is_number(other) or isinstance(other, Amount)):
        return lost(site)
    swapped = frequencies is right
    return _constant(op, to_counts(frequencies), other, swapped=swapped, site=site)


def _constant(op: str, f: Counts, c: Any, *, swapped: bool, site: Site) -> Value:
    """`f op c`, or `c op f` if `swapped`, for one number `c` for all classes."""
    positive = is_amount(c)
    turn = _turn(op, f, c, positive=positive, swapped=swapped)
    if not turn:
        return lost(site)
    known = not isinstance(c, Amount)
    compute = _OPERATIONS[op]

    def function(v: float) -> float:
        return float(compute(c, v) if swapped else compute(v, c))

    values = _values(f.values, function) if known else None
    low, high = _bounds(f, function) if known else _unbounded(op, f)
    text = op if isinstance(c, Amount) else (f"{c:g} {op} …" if swapped else f"{op} {c:g}")
    return replace(
        f.step(text, site), direction=f.direction * turn, values=values, low=low, high=high
    )


def _turn(op: str, f: Counts, c: Any, *, positive: bool, swapped: bool) -> int:
    """1 if the operation keeps the order of the numbers, -1 if it turns it, 0 if neither."""
    if op == "+":
        return 1
    if op == "-":
        return -1 if swapped else 1
    if op == "*" or (op == "/" and not swapped):
        return 1 if positive else (-1 if is_number(c) and c < 0 else 0)
    if op == "/" and swapped and f.low >= 0:
        return -1 if positive else (1 if is_number(c) and c < 0 else 0)
    if op == "**" and not swapped and is_number(c) and f.low >= 0:
        return int(c > 0) - int(c < 0)
    return 0


def _unbounded(op: str, f: Counts) -> tuple[float, float]:
    """Bounds after an operation with an amount that is not known."""
    if op == "-" or f.low < 0:
        return -inf, inf
    return 0.0, inf


def _both(op: str, a: Counts, b: Counts, site: Site) -> Value:
    """Arithmetic of numbers with numbers."""
    if a.mapped or b.mapped or a.ranked != b.ranked:
        return lost(site)
    if a.index is not None and b.index is not None and not same(a.index, b.index):
        positive = a.low >= 0 and b.low >= 0
        distinct = isinstance(a.index, int) and isinstance(b.index, int)
        if op in ("+", "*") and positive and distinct:
            return _amount(op, a, b, site)
        return lost(site)
    if (a.index is None) != (b.index is None) or not alike(a, b):
        return lost(site)
    aligned = a.direction == b.direction
    positive = a.low >= 0 and b.low >= 0
    keeps = (op == "+" and aligned) or (op == "-" and not aligned)
    keeps = keeps or (positive and ((op == "*" and aligned) or (op == "/" and not aligned)))
    if not keeps:
        return lost(site)
    low = -inf if op == "-" else 0.0 if positive else -inf
    return replace(a.step(op, site), values=None, low=low, high=inf)


def _amount(op: str, a: Counts, b: Counts, site: Site) -> Value:
    if a.values and b.values and len(a.values) == len(b.values) == 1:
        return _OPERATIONS[op](a.values[0], b.values[0])
    return amount("a number of samples that is not known", site)


def negated(f: Frequencies, site: Site) -> Value:
    """`-f`."""
    return combine("*", f, -1, site)


def scaled(f: Frequencies, name: str, site: Site) -> Value:
    """An increasing function of the numbers: `log`, `log1p`, `sqrt`, `exp`, …; else unknown."""
    function, least = _INCREASING.get(name, (None, 0.0))
    value = to_counts(f)
    if function is None or f.mapped or value.low < least:
        return lost(site)
    low, high = _bounds(value, function)
    return replace(
        value.step(name, site), values=_values(value.values, function), low=low, high=high
    )


def mapped(values: Sequence[Value], site: Site, keys: Sequence[Value] | None = None) -> Value:
    """A dict from classes to numbers, made number by number; unknown if they are not alike.

    `keys` are those of the dict where known. With two classes whose numbers are crossed, each
    class has a number that moves against its own count.
    """
    parts = [to_counts(value) for value in values if isinstance(value, Frequencies)]
    if not parts or len(parts) < len(values) or len({part.direction for part in parts}) > 1:
        return Unknown("weights that are not known", site)
    first = parts[0]
    turn = 1 if keys is None else _crossing(list(keys), [part.index for part in parts])
    if not turn or not all(alike(part, first) for part in parts):
        return Unknown("weights of which it is not known which class each is for", site)
    numbers = [part.values[0] for part in parts if part.values and len(part.values) == 1]
    exact = tuple(numbers) if len(numbers) == len(parts) else None
    names = tuple(keys) if keys is not None else tuple(part.index for part in parts)
    return replace(
        first, direction=first.direction * turn, values=exact, mapped=True, index=None, names=names
    )


def _crossing(keys: list[Value], indices: list[Value]) -> int:
    """1 if each key is the class that its number belongs to, -1 for two that are swapped."""
    if len(keys) == 1 and isinstance(indices[0], Each):
        return 1
    if len(keys) == 1 and indices[0] is None and isinstance(keys[0], Unknown):
        return 1
    if any(index is None for index in indices):
        return 0
    if all(same(key, index) for key, index in zip(keys, indices, strict=True)):
        return 1
    if any(isinstance(key, Unknown) for key in keys):
        return 0
    swapped = len(keys) == 2 and all(
        same(key, index) for key, index in zip(keys, reversed(indices), strict=True)
    )
    return -1 if swapped else 0


def as_weights(value: Value, site: Site) -> Frequencies | dict[int, float] | Unknown:
    """What reaches `class_weight`: numbers per class, literal or by how they follow the counts.

    A dict of plain numbers comes back with its keys; one of frequencies as frequencies; anything
    else is unknown.
    """
    if isinstance(value, Frequencies):
        return value
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, dict) or not value:
        return Unknown("class weights that are not known", site)
    if any(isinstance(item, Frequencies) for item in value.values()):
        result = mapped(list(value.values()), site, list(value))
        return result if isinstance(result, Frequencies) else Unknown("class weights", site)
    numbers = {k: v for k, v in value.items() if isinstance(k, int) and is_number(v)}
    if len(numbers) == len(value):
        return numbers
    return Unknown("class weights that are not known", site)


def literal_direction(weights: Mapping[int, float], counts: Sequence[float]) -> int | None:
    """1 if literal weights grow with literal counts, -1 if they shrink, None if neither.

    `counts` are in the order of the classes. Strict order is asked for: equal weights of
    unequal classes say nothing.
    """
    if len(weights) < 2 or set(weights) != set(range(len(counts))):
        return None
    pairs = sorted((counts[key], weights[key]) for key in weights)
    steps = {(w2 > w1) - (w2 < w1) for (c1, w1), (c2, w2) in pairwise(pairs) if c2 > c1}
    equal = any(c1 == c2 and w1 != w2 for (c1, w1), (c2, w2) in pairwise(pairs))
    direction = steps.pop() if len(steps) == 1 and not equal else 0
    return direction or None


def _values(
    values: tuple[float, ...] | None, function: Callable[[float], float]
) -> tuple[float, ...] | None:
    if values is None:
        return None
    try:
        return tuple(function(value) for value in values)
    except (ArithmeticError, ValueError, TypeError):
        return None


def _bounds(f: Counts, function: Callable[[float], float]) -> tuple[float, float]:
    """The interval after a monotone function; open where a bound cannot be computed."""
    ends = [_limit(function, end) for end in (f.low, f.high)]
    known = sorted(end for end in ends if end is not None)
    if len(known) == 2:
        return known[0], known[1]
    return (min(known[0], 0.0), inf) if known else (-inf, inf)


def _limit(function: Callable[[float], float], end: float) -> float | None:
    try:
        value = function(end)
    except ZeroDivisionError:
        return inf
    except (ArithmeticError, ValueError, TypeError):
        return None
    return None if isnan(value) else value


def _power(base: float, exponent: float) -> float:
    if isfinite(base) and abs(base) > 1e6 and abs(exponent) > 40:
        raise OverflowError
    result = float(base) ** exponent
    return result if isinstance(result, float) else float("nan")


def _log(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -inf if value == 0 else function(value)


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": _power,
}
_INCREASING: dict[str, tuple[Callable[[float], float], float]] = {
    "log": (_log(log), 0.0),
    "log2": (_log(log2), 0.0),
    "log10": (_log(log10), 0.0),
    "log1p": (lambda value: log(1 + value), 0.0),
    "sqrt": (sqrt, 0.0),
    "exp": (exp, -inf),
    "float": (float, -inf),
    "square": (lambda value: value * value, 0.0),
}
