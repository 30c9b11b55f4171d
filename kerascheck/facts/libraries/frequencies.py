"""Class counts and what is computed from them, up to the weights that reach `class_weight`.

A number per class either grows with the count of its class or shrinks with it; every operation
here says which, or gives an unknown where that cannot be proved.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, inf, isfinite, isnan, log, log2, log10, sqrt
from typing import Any

from kerascheck.facts.libraries.amounts import Amount, amount, is_amount, is_number
from kerascheck.facts.libraries.literals import Condition, Literal, flat
from kerascheck.values import Data, Encoding, Frequencies, Site, Step, Unknown, Value

_CLASSES = 1_000
"""Numbers of classes up to which each class is followed by itself."""


class Each(Unknown):
    """Every class in turn: the index of a number that stands for those of all the classes."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Counts(Frequencies):
    """Frequencies with what is needed to follow them through arithmetic.

    `index` is the class of a single number, `None` for numbers of all the classes. `low` and
    `high` bound the numbers. `ranked` is true of numbers sorted by size, whose position says
    nothing about the class. `names` are the keys that the numbers are stored under, where known.
    """

    index: Value = None
    low: float = 0.0
    high: float = inf
    ranked: bool = False
    names: tuple[Value, ...] | None = None

    def step(self, text: str, site: Site, **changes: Any) -> "Counts":
        """A copy after one more step of its making."""
        return replace(self, steps=(*self.steps, Step(text, site)), **changes)


def counts(
    of: Data | None,
    text: str,
    site: Site,
    *,
    mapped: bool = False,
    share: bool = False,
    ranked: bool = False,
) -> Counts:
    """How often each class occurs in `of`, as numbers or, if `share`, as parts of the whole."""
    values, names = _tally(of, share=share, ranked=ranked, mapped=mapped)
    start = Counts(1, of, values, mapped, ranked=ranked, names=names, low=0.0 if share else 1.0)
    return _counts(start.step(text, site, high=1.0 if share else inf))


def _tally(
    of: Data | None, *, share: bool, ranked: bool, mapped: bool
) -> tuple[tuple[float, ...] | None, tuple[Value, ...] | None]:
    """The numbers themselves, of literal labels."""
    if not isinstance(of, Literal) or of.rank != 1:
        return None, None
    found: dict[Any, int] = {}
    for item in of.items:
        found[item] = found.get(item, 0) + 1
    order = sorted(found, key=lambda k: -found[k]) if ranked else list(found)
    if not (ranked or mapped):
        try:
            order = sorted(found)
        except TypeError:
            return None, None
    whole = len(of.items) if share else 1
    return tuple(found[key] / whole if share else found[key] for key in order), tuple(order)


def _counts(value: Frequencies) -> Counts:
    """The same with the fields of `Counts`, which those from elsewhere lack."""
    if isinstance(value, Counts):
        return value
    return Counts(value.direction, value.of, value.values, value.mapped, value.steps)


def combine(op: str, left: Value, right: Value, site: Site) -> Value:
    """Arithmetic of which at least one side is frequencies."""
    if isinstance(left, Frequencies) and isinstance(right, Frequencies):
        return _both(op, _counts(left), _counts(right), site)
    frequencies, other = (left, right) if isinstance(left, Frequencies) else (right, left)
    assert isinstance(frequencies, Frequencies)
    if frequencies.mapped or not (is_number(other) or isinstance(other, Amount)):
        return _lost(site)
    swapped = frequencies is right
    return _constant(op, _counts(frequencies), other, swapped=swapped, site=site)


def _lost(site: Site) -> Unknown:
    return Unknown("numbers that neither surely grow nor surely shrink with the count", site)


def _constant(op: str, f: Counts, c: Any, *, swapped: bool, site: Site) -> Value:
    """`f op c`, or `c op f` if `swapped`, for one number `c` for all classes."""
    positive = is_amount(c)
    turn = _turn(op, f, c, positive=positive, swapped=swapped)
    if not turn:
        return _lost(site)
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
        return _lost(site)
    if a.index is not None and b.index is not None and not _same(a.index, b.index):
        positive = a.low >= 0 and b.low >= 0
        distinct = isinstance(a.index, int) and isinstance(b.index, int)
        if op in ("+", "*") and positive and distinct:
            return _amount(op, a, b, site)
        return _lost(site)
    if (a.index is None) != (b.index is None) or not _alike(a, b):
        return _lost(site)
    aligned = a.direction == b.direction
    positive = a.low >= 0 and b.low >= 0
    keeps = (op == "+" and aligned) or (op == "-" and not aligned)
    keeps = keeps or (positive and ((op == "*" and aligned) or (op == "/" and not aligned)))
    if not keeps:
        return _lost(site)
    low = -inf if op == "-" else 0.0 if positive else -inf
    return replace(a.step(op, site), values=None, low=low, high=inf)


def _amount(op: str, a: Counts, b: Counts, site: Site) -> Value:
    if a.values and b.values and len(a.values) == len(b.values) == 1:
        return _OPERATIONS[op](a.values[0], b.values[0])
    return amount("a number of samples that is not known", site)


def _same(left: Value, right: Value) -> bool:
    return left is right or (isinstance(left, (int, str)) and left == right)


def _alike(a: Counts, b: Counts) -> bool:
    """Whether both count the same labels."""
    if a.of is None or b.of is None or a.of is b.of:
        return a.of is b.of
    return a.of.rows == b.of.rows and a.of.name == b.of.name != ""


def negated(f: Frequencies, site: Site) -> Value:
    """`-f`."""
    return combine("*", f, -1, site)


def scaled(f: Frequencies, name: str, site: Site) -> Value:
    """An increasing function of the numbers: `log`, `log1p`, `sqrt`, `exp`, …; else unknown."""
    function, least = _INCREASING.get(name, (None, 0.0))
    value = _counts(f)
    if function is None or f.mapped or value.low < least:
        return _lost(site)
    low, high = _bounds(value, function)
    return replace(
        value.step(name, site), values=_values(value.values, function), low=low, high=high
    )


def aggregate(f: Frequencies, name: str, site: Site) -> Value:
    """`sum`, `max`, `min`, `mean`, … of the numbers: one positive number for all classes."""
    value = _counts(f)
    if name in ("round", "abs", "float", "int"):
        return f if value.low >= 0 else _lost(site)
    if value.values is not None and value.index is None and name in _AGGREGATES:
        return _AGGREGATES[name](value.values)
    if value.low < 0 or name not in _AGGREGATES:
        return Unknown(f"the {name} of numbers that are not known", site)
    return amount(f"the {name} of class counts that are not known", site)


def class_count(f: Frequencies, site: Site | None = None) -> Value:
    """How many classes were counted; an amount if that is not known."""
    if f.values is not None:
        return len(f.values)
    if f.of is not None and isinstance(f.of.classes, int):
        return f.of.classes
    return amount("number of classes not known", site)


def pick(f: Frequencies, key: Value, site: Site) -> Value:
    """`f[key]`: the number of one class, or those of several."""
    value = _counts(f)
    if isinstance(key, slice):
        if (key.start, key.stop, key.step) == (None, None, None):
            return value
        return _lost(site)
    if value.index is not None or isinstance(key, (tuple, list, Data)):
        return _lost(site)
    if isinstance(key, Counts) and key.index is not None:
        return _lost(site)
    single: tuple[float, ...] | None = None
    names = value.names if value.mapped or value.ranked or value.names else None
    if value.values is not None and isinstance(key, (int, str)):
        place = names.index(key) if names is not None and key in names else None
        if (
            place is None
            and names is None
            and isinstance(key, int)
            and 0 <= key < len(value.values)
        ):
            place = key
        single = None if place is None else (value.values[place],)
    if isinstance(key, int) and key < 0:
        key = Unknown("the last class", site)
    return replace(value, index=key, values=single, mapped=False, ranked=False, names=None)


def elements(f: Frequencies, site: Site, count: int | None = None) -> list[Value]:
    """The numbers one by one, each with its class; one for all if their number is not known.

    `count` is how many there must be, where the script unpacks them into so many names.
    """
    value = _counts(f)
    n = len(value.values) if value.values is not None else class_count(f, site)
    if count is not None and not isinstance(n, int):
        n = count
    names = _names(value, n, site)
    single = [(v,) for v in value.values] if value.values is not None else [None] * len(names)
    return [
        replace(value, index=name, values=v, mapped=False, ranked=False, names=None)
        for name, v in zip(names, single, strict=False)
    ]


def keys(f: Frequencies, site: Site, count: int | None = None) -> list[Value]:
    """The classes that the numbers of `elements` belong to."""
    return [_counts(e).index for e in elements(f, site, count) if isinstance(e, Frequencies)]


def _names(value: Counts, n: Value, site: Site) -> list[Value]:
    if value.names is not None:
        return list(value.names)
    known = isinstance(n, int) and 0 < n <= _CLASSES
    if known and isinstance(n, int) and not value.ranked and not value.mapped:
        return list(range(n))
    length = n if known and isinstance(n, int) else 1
    kind = Unknown if value.ranked or length > 1 else Each
    return [kind("a class that is not known", site) for _ in range(length)]


def mapped(values: Sequence[Value], site: Site, keys: Sequence[Value] | None = None) -> Value:
    """A dict from classes to numbers, made number by number; unknown if they are not alike.

    `keys` are those of the dict where known. With two classes whose numbers are crossed, each
    class has a number that moves against its own count.
    """
    parts = [_counts(value) for value in values if isinstance(value, Frequencies)]
    if not parts or len(parts) < len(values) or len({part.direction for part in parts}) > 1:
        return Unknown("weights that are not known", site)
    first = parts[0]
    turn = 1 if keys is None else _crossing(list(keys), [part.index for part in parts])
    if not turn or not all(_alike(part, first) for part in parts):
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
    if all(_same(key, index) for key, index in zip(keys, indices, strict=True)):
        return 1
    if any(isinstance(key, Unknown) for key in keys):
        return 0
    swapped = len(keys) == 2 and all(
        _same(key, index) for key, index in zip(keys, reversed(indices), strict=True)
    )
    return -1 if swapped else 0


def as_mapping(f: Frequencies, site: Site) -> Value:
    """The numbers as a dict from class to number, as `dict(enumerate(f))` and `to_dict` give."""
    value = _counts(f)
    if value.index is not None:
        return _lost(site)
    return replace(value, mapped=True)


def unordered(f: Frequencies) -> Frequencies:
    """The numbers in an order that says nothing about the class, as `Counter.values()` has."""
    return replace(_counts(f), mapped=False, ranked=True)


def by_class(f: Frequencies) -> Frequencies:
    """The numbers in the order of the classes, as after `sort_index`."""
    value = _counts(f)
    names, values = value.names, value.values
    if names is not None and values is not None:
        pairs = sorted(zip(names, values, strict=True), key=lambda pair: str(pair[0]))
        names, values = tuple(n for n, _ in pairs), tuple(v for _, v in pairs)
    return replace(value, ranked=False, names=names, values=values)


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
_AGGREGATES: dict[str, Callable[[tuple[float, ...]], float]] = {
    "sum": lambda values: sum(values),
    "max": lambda values: max(values),
    "min": lambda values: min(values),
    "mean": lambda values: sum(values) / len(values),
    "median": lambda values: (
        sorted(values)[len(values) // 2]
        if len(values) % 2
        else sum(sorted(values)[len(values) // 2 - 1 : len(values) // 2 + 1]) / 2
    ),
}
REDUCTIONS = frozenset({*_AGGREGATES, "round", "abs", "int", "prod", "std", "var", "any", "all"})
"""Functions of all the numbers, and those that leave each as it is."""


def of_all(data: Data, name: str, site: Site) -> Value:
    """A number computed from all elements of data; counts of a class where it is such."""
    if isinstance(data, Condition) and name in ("sum", "mean", "count_nonzero"):
        return _one_class(data.of, data.equals, name, site)
    if isinstance(data, Literal):
        return _exactly(data, name, site)
    if data.encoding is Encoding.BINARY and data.predicted is None and name in ("sum", "mean"):
        return _one_class(data, 1, name, site)
    if name == "max" and data.encoding in (Encoding.INT, Encoding.BINARY):
        return data.classes - 1 if isinstance(data.classes, int) else data.classes
    bound = {"max": data.high, "min": data.low}.get(name)
    if bound is not None:
        return int(bound) if bound == int(bound) and "float" not in (data.dtype or "") else bound
    return Unknown(f"the {name} of data", site)


def _one_class(of: Data | None, index: Value, name: str, site: Site) -> Value:
    share = name == "mean"
    start = Counts(1, of, index=index, low=0.0 if share else 1.0, high=1.0 if share else inf)
    return start.step(f"{name} of one class", site)


def _exactly(data: Literal, name: str, site: Site) -> Value:
    leaves = list(flat(data.items, data.rank or 0))
    try:
        return _AGGREGATES[name](tuple(leaves)) if name in _AGGREGATES else _lost_number(name, site)
    except (ArithmeticError, TypeError, ValueError):
        return _lost_number(name, site)


def _lost_number(name: str, site: Site) -> Unknown:
    return Unknown(f"the {name} of data", site)
