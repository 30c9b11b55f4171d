"""Which samples data hold: rows that several reads share, splits, and data made of any value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from kerascheck.facts.libraries.appended import appended
from kerascheck.values import Data, Encoding, Int, Kind, Shape, Site, Unknown, Value


@dataclass(frozen=True)
class Samples:
    """Rows named by where they come from: two reads of one source and part are equal."""

    source: object
    part: str = ""


class Same:
    """A hashable stand-in for a list or other object; equal only to one of the same object."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def source_of(value: Value) -> object:
    """What identifies a path or name: the text itself, else the very object."""
    if isinstance(value, str):
        return value
    # One unknown may stand for several paths, as in f"{base}/train" and f"{base}/test".
    return Same(object() if isinstance(value, Unknown) else value)


def as_data(value: Value, site: Site) -> Data:
    """Any value as data: unknown fields for an unknown value, whose identity becomes the rows."""
    if isinstance(value, Data):
        return value
    if isinstance(value, Unknown):
        why = Unknown(value.why, value.site)
        return Data(shape=why, encoding=why, classes=why, rows=value)
    if isinstance(value, (list, tuple)):
        return _listed(value, site)
    if isinstance(value, (int, float, str)):
        return Data(shape=(), rows=Same(value))
    return Data(shape=Unknown("shape not known", site), rows=Same(value))


def as_array(value: Value, site: Site) -> Data:
    """Any value as the data that a function works on which makes arrays of lists."""
    data = as_data(value, site)
    return data.but(kind=Kind.ARRAY) if data.kind is Kind.LIST else data


def _listed(values: Sequence[Value], site: Site) -> Data:
    orders: dict[str, Any] = appended(values)
    base = Data(kind=Kind.LIST, shape=shape_of(values, site), rows=Same(values), **orders)
    whole = [v for v in values if isinstance(v, int)]
    if values and len(whole) == len(values):
        low, high = min(whole), max(whole)
        two = low >= 0 and high <= 1
        encoding = Encoding.BINARY if two else Encoding.INT
        return base.but(encoding=encoding, classes=high + 1, low=low, high=high)
    if values and all(isinstance(v, str) for v in values):
        return base.but(encoding=Encoding.STRING, classes=len(set(values)))
    if values and all(isinstance(v, (int, float)) for v in values):
        return base.but(encoding=Encoding.FLOAT, dtype="float64")
    return base


def shape_of(value: Value, site: Site) -> Shape | Unknown:
    """The shape that an array of nested lists would have; unknown if they are ragged."""
    if isinstance(value, Data):
        return value.shape
    if isinstance(value, (int, float, str)):
        return ()
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, (list, tuple)):
        return Unknown("shape not known", site)
    inner = {_key(shape_of(item, site)): item for item in value}
    if any(isinstance(item, Unknown) for item in value):
        return Unknown("a list whose items are not all known", site)
    if len(inner) != 1:
        return (0,) if not value else Unknown("a list of items of different shapes", site)
    first = shape_of(value[0], site)
    return first if isinstance(first, Unknown) else (len(value), *first)


def _key(shape: Shape | Unknown) -> object:
    return shape if isinstance(shape, tuple) else "unknown"


def whole(value: Value, site: Site, why: str) -> Int:
    """The value if it is an integer, else an unknown one (the same, if it is one already)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return value if isinstance(value, Unknown) else Unknown(why, site)


def length(data: Data) -> Int:
    """The number of samples."""
    shape = data.shape
    if isinstance(shape, Unknown):
        return shape
    first = shape[0] if shape else None
    return Unknown("number of samples not known") if first is None else first


def with_length(shape: Shape | Unknown, count: Int) -> Shape | Unknown:
    """The shape for another number of samples."""
    return shape if isinstance(shape, Unknown) or not shape else (count, *shape[1:])


def with_last(shape: Shape | Unknown, size: Int) -> Shape | Unknown:
    """The shape for another size of the last axis; the number of samples is kept."""
    return shape if isinstance(shape, Unknown) or len(shape) < 2 else (*shape[:-1], size)


def subset(data: Data, rows: object, part: str, count: Int, text: str, site: Site) -> Data:
    """Some of the samples of `data`: new rows, with the old ones among the parents."""
    changed = data.step(text, site, rows=rows, part=part, shape=with_length(data.shape, count))
    return changed.but(parents=(data.rows, *data.parents), blocks=None, times=None)


def parts_of(part: str) -> tuple[str, str]:
    """What the two parts of a split are for, given what the whole is for."""
    if part == "train":
        return "train", "validation"
    if part in ("test", "validation"):
        return "validation", "test"
    return "train", "test"


def split_sizes(count: Int, test: Value, train: Value, site: Site) -> tuple[Int, Int]:
    """How many samples scikit-learn puts in the training and the test part.

    The test part is rounded up and the training part down, as in
    https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html
    """
    unknown = Unknown("size of a part not known", site)
    if isinstance(count, Unknown) or isinstance(test, Unknown) or isinstance(train, Unknown):
        return unknown, unknown
    if test is None and train is None:
        test = 0.25
    n_test = _size(count, test, ceil)
    n_train = _size(count, train, floor)
    if n_test is None and n_train is None:
        return unknown, unknown
    if n_test is None:
        n_test = count - (n_train or 0)
    if n_train is None:
        n_train = count - n_test
    return n_train, n_test


def _size(count: int, size: Value, rounded: Callable[[float], int]) -> int | None:
    if isinstance(size, float) and 0 < size < 1:
        return rounded(count * size)
    return size if isinstance(size, int) and not isinstance(size, bool) else None
