"""Attributes of data: shapes, accessors and what pandas, NumPy and TensorFlow share."""

from collections.abc import Callable
from typing import Any

from kerascheck.facts.libraries import frequencies, images, tfdata
from kerascheck.facts.libraries.amounts import amount
from kerascheck.facts.libraries.labels import relabel, subset
from kerascheck.facts.libraries.literals import Literal, turned
from kerascheck.facts.libraries.shapes import Sizes, dimensions, size
from kerascheck.facts.libraries.subscripts import subscript
from kerascheck.facts.libraries.tables import View
from kerascheck.values import Clue, Data, Encoding, Frequencies, Kind, Site, Unknown, Value

_VIEWS = frozenset({"iloc", "loc", "at", "iat", "ix", "str", "dt", "cat"})
_DATES = frozenset(
    [
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "dayofweek",
        "weekday",
        "dayofyear",
        "quarter",
        "week",
        "date",
        "time",
    ]
)


def attribute(value: Value, name: str, site: Site) -> Value:
    """`value.name` of data, frequencies or a view of them; unknown if it is not followed."""
    if isinstance(value, Frequencies):
        return _of_frequencies(value, name, site)
    if isinstance(value, View):
        return _of_view(value, name, site)
    if not isinstance(value, Data):
        return Unknown(f"`{name}` of a value that is not followed", site)
    getter = _of_dataset(value.kind, name) or _GETTERS.get(name)
    if getter is not None:
        return getter(value, site)
    if name in _VIEWS:
        return View(of=value, how=name, kind=value.kind, shape=value.shape, rows=value.rows)
    if value.kind is Kind.FRAME and (value.columns is None or name in value.columns):
        return subscript(value, name, site)
    return Unknown(f"`{name}` of data", site)


def _of_dataset(kind: Kind, name: str) -> Callable[[Data, Site], Value] | None:
    if kind is Kind.DATASET:
        return tfdata.DATA_ATTRIBUTES.get(f"tensorflow.data.Dataset.{name}")
    if kind in (Kind.SEQUENCE, Kind.GENERATOR):
        return images.DATA_ATTRIBUTES.get(f"{images.ITERATOR}.{name}")
    return None


def _of_frequencies(value: Frequencies, name: str, site: Site) -> Value:
    if name in ("values", "T", "iloc", "loc"):
        return value
    if name in ("size", "shape"):
        count = frequencies.class_count(value, site)
        return (count,) if name == "shape" else count
    if name in ("index", "classes_"):
        keys = frequencies.keys(value, site)
        whole = all(not isinstance(key, Unknown) for key in keys)
        return keys if whole else Data(shape=dimensions([frequencies.class_count(value, site)]))
    return Unknown(f"`{name}` of class counts", site)


def _of_view(view: View, name: str, site: Site) -> Value:
    data = view.of
    if view.how == "cat" and name == "codes":
        words = "category codes number the classes"
        clue = Clue("classification", 0.90, "labels", words, site, data.classes)
        n = data.classes
        two = n == 2
        high = float(n - 1) if isinstance(n, int) else None
        encoding = Encoding.BINARY if two else Encoding.INT
        return relabel(
            data, ".cat.codes", site, (clue,), encoding=encoding, dtype="int8", low=0.0, high=high
        )
    if view.how == "cat" and name == "categories":
        return _classes(data)
    if view.how == "dt" and name in _DATES:
        why = Unknown("part of a date", site)
        return data.step(f".dt.{name}", site, encoding=why, classes=why, clues=(), dtype="int32")
    return Unknown(f"`{name}` of `.{view.how}`", site)


def _classes(data: Data) -> Data:
    """The classes of labels, once each."""
    return Data(shape=(data.classes,), encoding=data.encoding, classes=data.classes)


def _shape(value: Data, site: Site) -> Value:
    if isinstance(value.shape, Unknown):
        return Unknown(value.shape.why, site)
    return Sizes(Unknown("open dimension", site) if dim is None else dim for dim in value.shape)


def _ndim(value: Data, site: Site) -> Value:
    return Unknown("number of axes not known", site) if value.rank is None else value.rank


def _size(value: Data, site: Site) -> Value:
    known = size(value.shape)
    if known is not None:
        return known
    if value.rank == 1 and isinstance(value.shape, tuple) and value.shape[0] is not None:
        return value.shape[0]
    return amount("number of elements not known", site)


def _dtype(value: Data, site: Site) -> Value:
    return value.dtype or Unknown("dtype not known", site)


def _columns(value: Data, site: Site) -> Value:
    return Unknown("columns not known", site) if value.columns is None else list(value.columns)


def _values(value: Data, site: Site) -> Value:
    plain = {name: getattr(value, name) for name in Data.__dataclass_fields__}
    return Data(**{**plain, "kind": Kind.ARRAY})


def _transposed(value: Data, site: Site) -> Value:
    if value.rank == 1:
        return value
    if isinstance(value, Literal) and value.rank == 2:
        return turned(value, site, **subset(value, "T"))
    shape: Any = value.shape if isinstance(value.shape, Unknown) else value.shape[::-1]
    return Data(
        shape=shape,
        dtype=value.dtype,
        low=value.low,
        high=value.high,
        parents=(value.rows, *value.parents),
        steps=value.steps,
        even=value.even,
        steady=value.steady,
    )


def _index(value: Data, site: Site) -> Value:
    length = value.shape[:1] if isinstance(value.shape, tuple) else value.shape
    return Data(kind=Kind.ARRAY, shape=length, rows=value.rows, temporal=value.temporal)


_GETTERS: dict[str, Callable[[Data, Site], Value]] = {
    "shape": _shape,
    "ndim": _ndim,
    "size": _size,
    "dtype": _dtype,
    "columns": _columns,
    "values": _values,
    "array": _values,
    "data": _values,
    "real": _values,
    "T": _transposed,
    "index": _index,
}
