"""How often each class occurs: counts of labels, of one class or of all, and what is read of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from kerascheck.facts.libraries.amounts import amount
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
    return to_counts(start.step(text, site, high=1.0 if share else inf))


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


def to_counts(value: Frequencies) -> Counts:
    """The same with the fields of `Counts`, which those from elsewhere lack."""
    if isinstance(value, Counts):
        return value
    return Counts(value.direction, value.of, value.values, value.mapped, value.steps)


def lost(site: Site) -> Unknown:
    return Unknown("numbers that neither surely grow nor surely shrink with the count", site)


def same(left: Value, right: Value) -> bool:
    return left is right or (isinstance(left, (int, str)) and left == right)


def alike(a: Counts, b: Counts) -> bool:
    """Whether both count the same labels."""
    if a.of is None or b.of is None or a.of is b.of:
        return a.of is b.of
    return a.of.rows == b.of.rows and a.of.name == b.of.name != ""


def aggregate(f: Frequencies, name: str, site: Site) -> Value:
    """`sum`, `max`, `min`, `mean`, … of the numbers: one positive number for all classes."""
    value = to_counts(f)
    if name in ("round", "abs", "float", "int"):
        return f if value.low >= 0 else lost(site)
    if value.values is not None and value.index is None and name in _AGGREGATES:
        return _AGGREGATES[name](value.values)
    if value.low < 0 or name not in _AGGREGATES:
        return Unknown(f"the {name} of numbers that are not known", site)
    return amount(f"the {name} of class counts that are not known", site)


def of_several(values: Sequence[Value], name: str, site: Site) -> Value:
    """`sum`, `max`, … of a list of counts: one positive number for all classes."""
    parts = [value for value in values if isinstance(value, Frequencies)]
    positive = all(to_counts(part).low >= 0 for part in parts)
    if len(parts) == len(values) and positive and name in _AGGREGATES:
        return amount(f"the {name} of class counts that are not known", site)
    return Unknown(f"the {name} of values that are not known", site)


def class_count(f: Frequencies, site: Site | None = None) -> Value:
    """How many classes were counted; an amount if that is not known."""
    if f.values is not None:
        return len(f.values)
    if f.of is not None and isinstance(f.of.classes, int):
        return f.of.classes
    return amount("number of classes not known", site)


def pick(f: Frequencies, key: Value, site: Site) -> Value:
    """`f[key]`: the number of one class, or those of several."""
    value = to_counts(f)
    if isinstance(key, slice):
        if (key.start, key.stop, key.step) == (None, None, None):
            return value
        return lost(site)
    if value.index is not None or isinstance(key, (tuple, list, Data)):
        return lost(site)
    if isinstance(key, Counts) and key.index is not None:
        return lost(site)
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
    value = to_counts(f)
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
    return [to_counts(e).index for e in elements(f, site, count) if isinstance(e, Frequencies)]


def _names(value: Counts, n: Value, site: Site) -> list[Value]:
    if value.names is not None:
        return list(value.names)
    known = isinstance(n, int) and 0 < n <= _CLASSES
    if known and isinstance(n, int) and not value.ranked and not value.mapped:
        return list(range(n))
    length = n if known and isinstance(n, int) else 1
    kind = Unknown if value.ranked or length > 1 else Each
    return [kind("a class that is not known", site) for _ in range(length)]


def as_mapping(f: Frequencies, site: Site) -> Value:
    """The numbers as a dict from class to number, as `dict(enumerate(f))` and `to_dict` give."""
    value = to_counts(f)
    if value.index is not None:
        return lost(site)
    return replace(value, mapped=True)


def unordered(f: Frequencies) -> Frequencies:
    """The numbers in an order that says nothing about the class, as `Counter.values()` has."""
    return replace(to_counts(f), mapped=False, ranked=True)


def by_class(f: Frequencies) -> Frequencies:
    """The numbers in the order of the classes, as after `sort_index`."""
    value = to_counts(f)
    names, values = value.names, value.values
    if names is not None and values is not None:
        pairs = sorted(zip(names, values, strict=True), key=lambda pair: str(pair[0]))
        names, values = tuple(n for n, _ in pairs), tuple(v for _, v in pairs)
    return replace(value, ranked=False, names=names, values=values)


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
        return one_class(data.of, data.equals, name, site)
    if isinstance(data, Literal):
        return _exactly(data, name, site)
    if data.encoding is Encoding.BINARY and data.predicted is None and name in ("sum", "mean"):
        return one_class(data, 1, name, site)
    if name == "max" and data.encoding in (Encoding.INT, Encoding.BINARY):
        return data.classes - 1 if isinstance(data.classes, int) else data.classes
    bound = {"max": data.high, "min": data.low}.get(name)
    if bound is not None:
        return int(bound) if bound == int(bound) and "float" not in (data.dtype or "") else bound
    return Unknown(f"the {name} of data", site)


def one_class(of: Data | None, index: Value, name: str, site: Site) -> Counts:
    """How many samples one class has, or their share for a `mean`."""
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
