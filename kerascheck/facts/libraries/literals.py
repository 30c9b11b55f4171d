"""Small arrays whose values stand in the source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from kerascheck.facts.libraries.appended import appended
from kerascheck.facts.libraries.samples import Same
from kerascheck.facts.libraries.shapes import size
from kerascheck.keras_api.straight import steady
from kerascheck.values import Data, Encoding, Kind, More, Shape, Site, Unknown, Value, count_of

LIMIT = 4096
"""Elements up to which the values themselves are kept."""


class Special(Data):
    """Data of which more is known than `Data` says.

    A copy that changes a field of `Data` is plain data, so that no function has to know of this.
    """

    def but(self, **changes: Any) -> Data:
        """A copy with some fields changed; plain unless a field of this class is among them."""
        common = {field.name for field in fields(Data)}
        old = {name: getattr(self, name) for name in common}
        own = {field.name for field in fields(self)} - common
        kind = type(self) if own & changes.keys() else Data
        return kind(**{**old, "written": None, **changes})


@dataclass(frozen=True, eq=False)
class Literal(Special):
    """An array with its values in nested tuples."""

    items: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class Condition(Special):
    """Truth values that say which labels `of` are in the class `equals`."""

    of: Data | None = None
    equals: Value = None


@dataclass(frozen=True, eq=False)
class Selection(Special):
    """The rows whose labels `of` are in the class `equals`; their number is its count."""

    of: Data | None = None
    equals: Value = None


class Identity(Special):
    """The identity matrix, whose rows by label are one-hot labels."""


def array(value: Value, site: Site, kind: Kind = Kind.ARRAY, **fixed: Any) -> Data:
    """Data with the values of a list, tuple, set, range or number of the script."""
    if isinstance(value, list):
        fixed = {"rows": Same(value), **appended(value), **fixed}
    items = nested(value)
    shape = shape_of(items)
    whole = isinstance(shape, tuple) and size(shape) is not None
    leaves = list(flat(items, len(shape))) if whole and isinstance(shape, tuple) else []
    # Of a list that a loop fills the length may be known, and not the items.
    known = bool(leaves) and len(leaves) == size(shape)
    known = known and all(isinstance(leaf, (int, float, str)) for leaf in leaves)
    if not known:
        return Data(kind=kind, shape=shape, **{**_repeated(items), **fixed})
    assert not isinstance(shape, Unknown)
    facts = {**describe(leaves, shape), **fixed}
    if len(leaves) > LIMIT or not shape:
        return Data(kind=kind, shape=shape, **facts)
    return Literal(kind=kind, shape=shape, items=items, **{**facts, "written": items})


def _repeated(items: Any) -> dict[str, Any]:
    """What is known of a list whose items are known, but not how often each of them comes."""
    if not isinstance(items, tuple):
        return {}
    leaves = [item for item in items if not (isinstance(item, More) and item.order == "same")]
    known = all(isinstance(leaf, (int, float, str)) for leaf in leaves)
    told = describe(leaves, (len(leaves),)) if leaves and known else {}
    return {name: fact for name, fact in told.items() if name not in ("even", "steady")}


def as_data(value: Value, site: Site) -> Data | None:
    """The value as data if it is an array or a list of numbers or strings, else None."""
    if isinstance(value, Data):
        return value
    if isinstance(value, (list, tuple, range)) and len(value):
        return array(value, site, Kind.LIST)
    return None


def nested(value: Value) -> Any:
    """Lists as tuples, at every level; literal arrays as their items."""
    if isinstance(value, Literal):
        return value.items
    if isinstance(value, (list, tuple, range)):
        return tuple(nested(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(value, key=repr))
    return value


def shape_of(items: Any) -> Shape | Unknown:
    """The shape of nested tuples; unknown if they are ragged. Data inside count as axes."""
    if isinstance(items, Data):
        return items.shape
    if isinstance(items, Unknown):
        return Unknown(items.why, items.site)
    if not isinstance(items, tuple):
        return ()
    if not items:
        return (0,)
    length = count_of(items)
    shapes = [shape_of(item) for item in items if not isinstance(item, Unknown)]
    if not shapes:
        return Unknown("array of values that are not known")
    inner = shapes[0]
    for shape in shapes[1:]:
        inner = _merged(inner, shape)
    if isinstance(inner, Unknown):
        return Unknown(inner.why, inner.site)
    if length is None:
        return (Unknown("length of a list that is not wholly known"), *inner)
    return (length, *inner)


def _merged(left: Shape | Unknown, right: Shape | Unknown) -> Shape | Unknown:
    """The shape of two rows, which must be the same as far as both are known."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    if len(left) != len(right):
        return Unknown("rows of different lengths")
    merged: list[int | Unknown | None] = []
    for a, b in zip(left, right, strict=True):
        if isinstance(a, int) and isinstance(b, int) and a != b:
            return Unknown("rows of different lengths")
        merged.append(a if isinstance(a, int) else b)
    return tuple(merged)


def flat(items: Any, depth: int) -> Iterator[Any]:
    """The elements of tuples nested `depth` deep."""
    if depth == 0:
        yield items
        return
    if isinstance(items, tuple):
        for item in items:
            yield from flat(item, depth - 1)


def describe(leaves: list[Any], shape: Shape) -> dict[str, Any]:
    """The dtype, bounds, encoding and number of classes that literal values have."""
    if any(isinstance(leaf, str) for leaf in leaves):
        return {"dtype": "str", "encoding": Encoding.STRING, "classes": len(set(leaves))}
    if not all(abs(leaf) < 1e300 for leaf in leaves):
        return {}
    dtype = "int64"
    if all(isinstance(leaf, bool) for leaf in leaves):
        dtype = "bool"
    elif any(isinstance(leaf, float) for leaf in leaves):
        dtype = "float64"
    facts: dict[str, Any] = {"dtype": dtype, "low": float(min(leaves)), "high": float(max(leaves))}
    width = shape[-1] if len(shape) > 1 else 1
    if len(shape) in (1, 2) and isinstance(width, int):
        lines = [steady(line) for line in _lines(leaves, width)]
        facts |= {"even": all(lines), "steady": any(lines)}
    if width == 1 and len(shape) <= 2:
        facts |= _column(leaves, dtype)
    elif len(shape) == 2 and isinstance(width, int):
        facts |= _table(leaves, width, dtype)
    return facts


def _lines(leaves: list[Any], width: int) -> list[list[Any]]:
    """The columns of a table, or the rows of one that is still to be transposed."""
    if width > 1 and len(leaves) < width * width:
        return [leaves[start : start + width] for start in range(0, len(leaves), width)]
    return [leaves[column::width] for column in range(width)]


def _column(leaves: list[Any], dtype: str) -> dict[str, Any]:
    if set(leaves) == {0, 1}:
        return {"encoding": Encoding.BINARY, "classes": 2}
    if dtype == "float64":
        return {"encoding": Encoding.FLOAT}
    if min(leaves) >= 0 and max(leaves) > 1:
        return {"encoding": Encoding.INT, "classes": max(leaves) + 1}
    return {}


def _table(leaves: list[Any], width: int, dtype: str) -> dict[str, Any]:
    if set(leaves) == {0, 1}:
        rows = [leaves[i : i + width] for i in range(0, len(leaves), width)]
        exclusive = all(sum(row) == 1 for row in rows)
        encoding = Encoding.ONE_HOT if exclusive else Encoding.MULTI_HOT
        return {"encoding": encoding, "classes": width}
    return {"encoding": Encoding.FLOAT} if dtype == "float64" else {}


def mapped(value: Literal, function: Callable[[Any], Any], site: Site) -> Data | None:
    """The literal with a function applied to each element, or None if that fails."""

    def apply(items: Any) -> Any:
        return tuple(apply(i) for i in items) if isinstance(items, tuple) else function(items)

    try:
        return alike(value, apply(value.items), site)
    except (ArithmeticError, TypeError, ValueError):
        return None


def paired(
    left: Literal, right: Literal, function: Callable[[Any, Any], Any], site: Site
) -> Data | None:
    """A function of the elements of two literals of one shape, or None if that fails."""
    if left.shape != right.shape:
        return None

    def apply(a: Any, b: Any) -> Any:
        if isinstance(a, tuple):
            return tuple(apply(x, y) for x, y in zip(a, b, strict=True))
        return function(a, b)

    try:
        return alike(left, apply(left.items, right.items), site)
    except (ArithmeticError, TypeError, ValueError):
        return None


def turned(value: Literal, site: Site, **changes: Any) -> Data:
    """A literal of rows and columns with its columns as rows."""
    return alike(value, tuple(zip(*value.items, strict=True)), site, **changes)


def alike(old: Data, items: Any, site: Site, **changes: Any) -> Data:
    """A literal with new values that keeps the rows, steps and clues of another."""
    origin = {"rows": old.rows, "parents": old.parents, "part": old.part, "name": old.name}
    kept = {"steps": old.steps, "clues": old.clues, "soft": old.soft, "temporal": old.temporal}
    return array(items, site, old.kind, **{**origin, **kept, **changes})
