"""Columns of tables, by name and by position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kerascheck.facts.libraries.amounts import amount
from kerascheck.facts.libraries.labels import named
from kerascheck.facts.libraries.public_tables import several_labels
from kerascheck.facts.libraries.shapes import everything, slice_length
from kerascheck.values import Data, Kind, Shape, Site, Unknown, Value


@dataclass(frozen=True, eq=False)
class Table(Data):
    """A table of which some columns are known by themselves."""

    series: Mapping[str, Data] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Log(Data):
    """The history of a training as a table with all its keys, and with `added` columns.

    A copy is a plain table. What may rename or add columns in place makes `fit` unknown, so that
    every name of the table forgets it.
    """

    fit: Value = None
    added: frozenset[str] = frozenset()

    def but(self, **changes: Any) -> Data:
        """A copy with some fields changed, which may have other columns."""
        return Data(**plain_fields(self)).but(**changes)

    def add(self, key: Value) -> None:
        """Note a column that is stored into the table."""
        if isinstance(key, str):
            object.__setattr__(self, "added", self.added | {key})
        else:
            self.lose()

    def lose(self) -> None:
        """Forget whose history it is: its columns may have any name from now on."""
        object.__setattr__(self, "fit", None)


@dataclass(frozen=True, eq=False)
class View(Data):
    """`df.iloc`, `df.loc`, `s.str`, `s.cat` and the like: `how` it looks at `of`."""

    of: Data = field(default_factory=Data)
    how: str = ""


def booleans(key: Sequence[Value]) -> bool:
    return bool(key) and all(isinstance(item, bool) for item in key)


def unknown_shape(key: Value) -> Unknown:
    why = key.why if isinstance(key, Unknown) else "columns that are not known"
    return Unknown(why)


def values_not_known() -> dict[str, Any]:
    why = Unknown("values of a column that is not known")
    return {"encoding": why, "classes": why, "low": None, "high": None, "clues": ()}


def by_name(data: Data, key: Value, site: Site) -> Value:
    """Columns by name: one gives a series, a list of them a table; the rows stay."""
    if isinstance(key, slice):
        return data if everything(key) else data.but(shape=with_width(data, None), columns=None)
    if isinstance(key, str):
        if isinstance(data, Table) and key in data.series:
            known = data.series[key]
            return (
                known.but(rows=data.rows, parents=data.parents, blocks=None, times=data.times)
                if (known.rows != data.rows)
                else known
            )
        return Data(**plain_fields(data)).step(f"[{key!r}]", site, **column_fields(data, key, site))
    if isinstance(key, list):
        names = tuple(name for name in key if isinstance(name, str))
        whole = len(names) == len(key)
        columns = names if whole else None
        kept: dict[str, Any] = {"shape": with_width(data, len(key) if whole else None)}
        if whole and len(names) == 1:
            return data.but(columns=columns, clues=named(names[0], site), name=names[0], **kept)
        return data.but(columns=columns, clues=several_labels(names, site) if whole else (), **kept)
    if isinstance(key, (tuple, Data)):
        return data.but(shape=with_width(data, None), columns=None)
    return data.but(kind=Kind.SERIES, shape=unknown_shape(key), columns=None)


def plain_fields(data: Data) -> dict[str, Any]:
    return {name: getattr(data, name) for name in Data.__dataclass_fields__}


def column_fields(data: Data, name: str, site: Site) -> dict[str, Any]:
    length: Shape | Unknown = Unknown("length not known")
    if isinstance(data.shape, tuple) and data.shape:
        length = data.shape[:1]
    return {
        **values_not_known(),
        "kind": Kind.SERIES,
        "shape": length,
        "name": name,
        "columns": None,
        "dtype": None,
        "clues": named(name, site),
    }


def with_width(data: Data, width: int | None) -> Shape | Unknown:
    rows: Any = amount("number of rows not known")
    if isinstance(data.shape, tuple) and data.shape:
        rows = data.shape[0]
    return (rows, Unknown("number of columns not known") if width is None else width)


def by_position(data: Data, key: Value, site: Site) -> Value:
    """Columns by position."""
    names = data.columns
    if isinstance(key, slice):
        if everything(key):
            return data
        bounds = (key.start, key.stop, key.step)
        if names is not None and all(b is None or isinstance(b, int) for b in bounds):
            return by_name(data, list(names[key]), site)
        width = data.shape[1] if isinstance(data.shape, tuple) and len(data.shape) > 1 else None
        count = open_length(width, key)
        return data.but(shape=with_width(data, count), columns=None, clues=())
    if isinstance(key, int):
        if names is not None and -len(names) <= key < len(names):
            return by_name(data, names[key], site)
        one = Data(**plain_fields(data))
        return one.step(f"column {key}", site, **{**column_fields(data, "", site), "clues": ()})
    if isinstance(key, list) and all(isinstance(item, int) for item in key):
        return data.but(shape=with_width(data, len(key)), columns=None, clues=())
    return data.but(shape=with_width(data, None), columns=None, clues=())


def open_length(length: Any, key: slice) -> Any:
    """The length of a slice; one with fixed bounds is taken to fit into an unknown length."""
    start, stop = 0 if key.start is None else key.start, key.stop
    fixed = isinstance(start, int) and isinstance(stop, int) and key.step is None
    if not isinstance(length, int) and fixed and 0 <= start <= stop:
        return stop - start
    return slice_length(length, key)
