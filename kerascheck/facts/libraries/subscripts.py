"""Elements, slices and columns of data, and what is stored into them."""

import re
from dataclasses import replace
from typing import Any

from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.amounts import Amount, Length, amount
from kerascheck.facts.libraries.arguments import of_matrix
from kerascheck.facts.libraries.blocks import cut_blocks, leaves_classes
from kerascheck.facts.libraries.labels import subset
from kerascheck.facts.libraries.literals import (
    Condition,
    Identity,
    Literal,
    Selection,
    alike,
    array,
    as_data,
)
from kerascheck.facts.libraries.shapes import everything, slice_length
from kerascheck.facts.libraries.tables import (
    Table,
    View,
    booleans,
    by_name,
    by_position,
    column_fields,
    open_length,
    unknown_shape,
    values_not_known,
)
from kerascheck.values import (
    NEGATED,
    NEGATIVE_INDEX,
    NO_ROWS,
    Clue,
    Data,
    Encoding,
    Frequencies,
    Kind,
    Position,
    Shape,
    Site,
    Step,
    Taken,
    Times,
    Unknown,
    UnknownRange,
    Value,
    count_of,
)

_STREAMS = (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR)
_CONDITION = re.compile(r"[=!<>]=|[<>] |a condition$|where$")
"""The step of what is true of some elements, or of their places."""
_ITEMS = 1_000
"""Elements up to which the items of an array are followed one by one."""


def subscript(value: Value, key: Value, site: Site) -> Value:
    """`value[key]` of data or frequencies; the key may be anything that Python allows."""
    if isinstance(value, Frequencies):
        return frequencies.pick(value, key, site)
    if isinstance(value, View):
        return _through_view(value, key, site)
    if not isinstance(value, Data):
        return Unknown("an element of a value that is not followed", site)
    if value.kind in (Kind.FRAME, Kind.SERIES):
        return _of_table(value, key, site)
    if value.kind in _STREAMS:
        return _batch(value, key, site)
    return of_matrix(value, _of_array(value, key if isinstance(key, tuple) else (key,), site))


def _batch(value: Data, key: Value, site: Site) -> Value:
    if value.y is None and not isinstance(value.x, Data):
        return Unknown("a batch of data", site)
    given = streamed(value)
    if value.kind is Kind.SEQUENCE:
        return given  # Its items are batches, and not the parts of one.
    return given[key] if key in (0, 1) and isinstance(given, tuple) else given


def streamed(value: Data) -> Value:
    """What a dataset or a generator gives in one turn of a loop."""
    if value.y is None:
        return _one(value, value.x)
    return (_one(value, value.x), _one(value, value.y))


def _one(stream: Data, part: Value) -> Value:
    """What a stream gives at once: a batch of samples, or, before `batch`, one sample."""
    if not isinstance(part, Data) or not isinstance(part.shape, tuple) or not part.shape:
        return part
    if stream.kind is Kind.DATASET and not stream.batched:
        return part.but(shape=part.shape[1:])
    single = stream.batch is not None and stream.batch.size == 1
    return part.but(shape=(1 if single else amount("the size of a batch"), *part.shape[1:]))


def _through_view(view: View, key: Value, site: Site) -> Value:
    data = view.of
    if view.how in ("str", "dt", "cat"):
        return data.step(f".{view.how}[…]", site)
    parts = key if isinstance(key, tuple) else (key,)
    rows = parts[0] if parts else slice(None)
    labels = view.how == "loc" and isinstance(rows, slice) and not everything(rows)
    if data.kind is not Kind.FRAME:
        found = _of_array(data, parts, site)
        return _some_rows(found) if labels else found
    pick = by_position if view.how in ("iloc", "iat", "ix") else by_name
    if len(parts) > 1 and (isinstance(rows, int) or view.how in ("at", "iat")):
        column = pick(data, parts[1], site)
        if view.how in ("at", "iat") and isinstance(column, Data):
            return column.but(shape=(), rows=object())
        return _rows(column, rows, site) if isinstance(column, Data) else column
    taken = data if everything(rows) else _rows(data, rows, site)
    taken = _some_rows(taken) if labels else taken
    return taken if len(parts) < 2 else pick(taken, parts[1], site)


def _some_rows(taken: Value) -> Any:
    """The rows between two labels, the second one included: how many these are is not known."""
    if not isinstance(taken, Data) or not isinstance(taken.shape, tuple) or not taken.shape:
        return taken
    return taken.but(shape=(amount("number of rows between two labels"), *taken.shape[1:]))


def _of_table(data: Data, key: Value, site: Site) -> Value:
    if data.kind is Kind.SERIES:
        return _of_array(data, (key,), site)
    if isinstance(key, (str, list)) and not (isinstance(key, list) and booleans(key)):
        return by_name(data, key, site)
    if isinstance(key, tuple) and key and all(isinstance(part, str) for part in key):
        return data.step("a column", site, **column_fields(data, ".".join(map(str, key)), site))
    if isinstance(key, (slice, Data, list)):
        return data if everything(key) else _rows(data, key, site)
    if isinstance(key, int):
        return by_name(data, str(key), site)
    return data.but(kind=Kind.SERIES, shape=unknown_shape(key), columns=None, **values_not_known())


def _rows(data: Data, key: Value, site: Site) -> Data:
    """Some rows of data; which ones decides what else has the same rows."""
    shape = data.shape
    if isinstance(key, int):
        rest = shape[1:] if isinstance(shape, tuple) else Unknown("shape of one row")
        return data.but(shape=rest, **subset(data, ("row", key)))
    length: Any = amount("number of rows that are selected")
    mark: object = key
    if isinstance(key, slice):
        length = slice_length(shape[0], key) if isinstance(shape, tuple) and shape else length
        length = 0 if _backwards(key) else length
        mark = (key.start, key.stop, key.step)
    elif isinstance(key, list):
        count, mark = _chosen(key), tuple(key)
        length = length if count is None else count
    elif isinstance(key, range):
        length = len(key)
    elif isinstance(key, Data) and key.dtype != "bool" and isinstance(key.shape, tuple):
        length = key.shape[0] if key.shape else length
    new = (length, *shape[1:]) if isinstance(shape, tuple) and shape else shape
    if isinstance(key, Data) and _item(key):
        new = Unknown("rows at a place that may be one number, or several", site)
    order = {"times": _times(data, key), "blocks": cut_blocks(data.blocks, key)}
    taken = data.but(shape=new, **{**subset(data, mark), **order})
    if isinstance(key, slice) and length == 0:
        taken = taken.step(NO_ROWS, site)
    chosen = isinstance(key, Data) and data.encoding is Encoding.INT and _by_value(data, key)
    if chosen or leaves_classes(data.blocks, key):
        # Some classes may be left, or one.
        why = Unknown("the number of classes that are selected", site)
        clues = tuple(replace(clue, n=None) for clue in data.clues)
        taken = taken.but(classes=why, clues=clues)
        taken = taken if chosen else taken.but(low=None, high=None)
    if isinstance(key, Data) and key.steps and key.steps[-1].text == NEGATED:
        taken = taken.after(Step(NEGATIVE_INDEX, site, key))
    if isinstance(key, Condition) and not isinstance(data, Table):
        fields = {name: getattr(taken, name) for name in Data.__dataclass_fields__}
        return Selection(**fields, of=key.of, equals=key.equals)
    return taken


def _item(key: Data) -> bool:
    """Whether it is an item of data whose axes are not known, so that it may be a number."""
    match key.rows:
        case Taken(key=(_, _, _)):  # A slice.
            return False
        case Taken():
            return key.rank is None and key.dtype != "bool"
    return False


def _chosen(key: list[Value] | range) -> int | None:
    """How many rows a list of places takes, or one that says of each row whether it is taken."""
    return sum(map(bool, key)) if booleans(key) else count_of(key)


def _backwards(key: slice) -> bool:
    """Whether a slice ends where it begins or before, so that it is empty for any array."""
    start, stop = 0 if key.start is None else key.start, key.stop
    known = isinstance(start, int) and isinstance(stop, int) and key.step is None
    return known and (0 <= stop <= start or stop <= start < 0)


def _by_value(data: Data, key: Data) -> bool:
    """Whether labels are selected by what they are, by a condition or the places where it holds."""
    known = (key.rows, *key.parents)
    same = any(rows == data.rows for rows in known)
    return same and any(_CONDITION.match(step.text) for step in key.steps)


def _times(data: Data, key: Value) -> Times | None:
    """What the rows that a key takes still are in the order of time."""
    if isinstance(key, slice) and key.step is None:
        return data.times
    if isinstance(key, Data) and data.times is not None:
        if key.steps and key.steps[-1].text == "permutation":
            return data.times.mix(key.steps[-1].site)
        return key.times
    return None


def _of_array(data: Data, keys: tuple[Value, ...], site: Site) -> Value:
    if isinstance(data, Literal):
        exact = _exact(data, keys, site)
        if exact is not None:
            return exact
    if len(keys) == 1 and _lookup(data, keys[0]):
        return _encoded(data, keys[0], site)
    if len(keys) == 1 and isinstance(keys[0], Condition):
        return _rows(data, keys[0], site)
    if len(keys) == 1 and isinstance(data, Identity) and isinstance(keys[0], Unknown):
        # One row for one class, or a row for each of many.
        why = Unknown("rows of the identity matrix", site)
        return data.step("eye(…)[…]", site, shape=why, **subset(data, keys[0]))
    taken = data
    first = next((k for k in keys if k is not None), slice(None))
    leading_new = bool(keys) and keys[0] is None
    shape = _indexed(data.shape, keys)
    if shape == () and _in_cells(data):
        shape = Unknown("what stands in a cell of a column", site)
    if first is not Ellipsis and not everything(first) and not leading_new:
        taken = _rows(data, first, site)
    changed: dict[str, Any] = {"shape": shape}
    if _drops_columns(data, keys):
        changed |= {**values_not_known(), "clues": _soft_clues(data), "columns": None}
        if data.low is not None:
            changed |= {"low": data.low, "high": data.high}
    if any(isinstance(key, slice) and key.step == -1 for key in keys[1:]):
        return taken.step("[…, ::-1]", site, **changed)
    if any(isinstance(key, list) for key in keys[1:]):
        return taken.step("[…, […]]", site, **changed)
    return taken.but(**changed)


def _in_cells(data: Data) -> bool:
    """Whether nothing says what the rows of a column are: each may be an array of its own.

    The rows of what a tokenizer makes of texts are lists.
    """
    if data.dtype == "object" and data.low is not None:
        return True
    known = data.dtype is not None or data.low is not None or bool(data.clues)
    return not (known or isinstance(data, Literal)) and isinstance(data.encoding, Unknown)


def _soft_clues(data: Data) -> tuple[Clue, ...]:
    return tuple(clue for clue in data.clues if clue.weight < 0.9)


def _drops_columns(data: Data, keys: tuple[Value, ...]) -> bool:
    """Whether single columns are taken of rows that mean something only as a whole."""
    wide = data.rank is None or data.rank > 1
    later = [k for k in keys[1:] if k is not None and k is not Ellipsis and not everything(k)]
    return wide and bool(later)


def _lookup(data: Data, key: Value) -> bool:
    """Whether `data[key]` is `np.eye(n)[y]`: rows of the identity by label."""
    return isinstance(data, Identity) and isinstance(key, (Data, list))


def _encoded(table: Data, key: Value, site: Site) -> Value:
    labels = as_data(key, site)
    if labels is None:
        return Unknown("rows of the identity matrix", site)
    n = table.classes
    task = "binary" if n == 2 else "multiclass"
    clue = Clue(task, 0.97, "labels", "rows of the identity matrix are one-hot labels", site, n)
    shape: Shape | Unknown = labels.shape
    if isinstance(shape, tuple):
        shape = (*shape, n)
    return labels.step(
        "eye(…)[…]",
        site,
        shape=shape,
        encoding=Encoding.ONE_HOT,
        classes=n,
        clues=(clue,),
        low=0.0,
        high=1.0,
        kind=Kind.ARRAY,
        dtype="float64",
    )


def _exact(data: Literal, keys: tuple[Value, ...], site: Site) -> Value:
    """The very elements of a literal, or None if the key is not plain enough."""

    def take(items: Any, rest: tuple[Value, ...]) -> Any:
        if not rest:
            return items
        key, more = rest[0], rest[1:]
        if isinstance(key, slice):
            return tuple(take(item, more) for item in items[key])
        return take(items[key], more)

    if not all(_static(key) for key in keys) or not isinstance(data.shape, tuple):
        return None
    if len(keys) > len(data.shape):
        return None
    try:
        items = take(data.items, keys)
    except (IndexError, TypeError, ValueError):
        return Unknown("an index outside of the array", site)
    if not isinstance(items, tuple):
        return items
    if everything(keys[0]):
        return alike(data, items, site, name="")
    mark = (keys[0].start, keys[0].stop, keys[0].step) if isinstance(keys[0], slice) else keys[0]
    return alike(data, items, site, **subset(data, mark))


def _static(key: Value) -> bool:
    if isinstance(key, slice):
        return all(b is None or isinstance(b, int) for b in (key.start, key.stop, key.step))
    return isinstance(key, int) and not isinstance(key, bool)


def _indexed(shape: Shape | Unknown, keys: tuple[Value, ...]) -> Shape | Unknown:
    """The shape of an element or slice."""
    if isinstance(shape, Unknown):
        return shape
    # One index takes an axis away, a list of them does not; what is not known may be either.
    known = (Amount, Position, UnknownRange)
    lone = isinstance(keys[0], Unknown) and not isinstance(keys[0], known)
    if lone or any(isinstance(key, (Unknown, Data)) for key in keys[1:]):
        return Unknown("shape of a selection that is not known")
    used = sum(1 for key in keys if key is not None and key is not Ellipsis)
    if used > len(shape):
        return Unknown("too many indices")
    dims = list(shape)
    result: list[Any] = []
    for place, key in enumerate(keys):
        if key is None:
            result.append(1)
        elif key is Ellipsis:
            after = sum(1 for k in keys[place + 1 :] if k is not None)
            result.extend(dims[: len(dims) - after])
            dims = dims[len(dims) - after :]
        else:
            dim = dims.pop(0)
            kept = _axis(dim, key)
            if isinstance(key, Data) and kept is None:
                return Unknown("shape of a selection that is not known")
            result.extend(() if kept is None else kept)
    return (*result, *dims)


def _axis(dim: Any, key: Value) -> tuple[Any, ...] | None:
    """The axes that are left of one, or None if none is."""
    if isinstance(key, slice):
        return (open_length(dim, key) if not isinstance(dim, int) else slice_length(dim, key),)
    if isinstance(key, Data):
        if key.rank == 0 and key.dtype in ("int32", "int64"):
            return ()
        if key.dtype == "bool" or key.rank != 1 or not isinstance(key.shape, tuple):
            one = key.rank == 1 or (key.rank is None and not _item(key))
            return (amount("number of rows that are selected"),) if one else None
        return (key.shape[0],)
    count = _chosen(key) if isinstance(key, (list, range)) else None
    if count is not None:
        return (count,)
    if isinstance(key, (list, UnknownRange)):
        return (amount("number of rows that are selected"),)
    return None


def length(value: Value) -> Any:
    """`len(value)`: the number of rows, or of classes for frequencies."""
    if isinstance(value, Frequencies):
        return frequencies.class_count(value, value.steps[-1].site if value.steps else None)
    if isinstance(value, Data) and value.kind in _STREAMS:
        return amount("number of batches not known")
    if isinstance(value, Selection) and value.of is not None and value.steps:
        return frequencies.one_class(value.of, value.equals, "len", value.steps[-1].site)
    if isinstance(value, Data) and isinstance(value.shape, tuple) and value.shape:
        first = value.shape[0]
        if isinstance(first, Unknown):
            return Length(first.why, first.site, first)
        return amount("number of rows not known") if first is None else first
    if isinstance(value, Data) and isinstance(value.shape, Unknown):
        return amount(value.shape.why, value.shape.site)
    return Unknown("the length of a value that is not followed")


def iterate(value: Value, site: Site, count: int | None = None) -> list[Value] | None:
    """The items that iteration gives, None if they are not known.

    Frequencies whose number is not known give one that stands for all. `count` is how many items
    there must be where the script unpacks them into as many names.
    """
    if isinstance(value, Frequencies):
        if value.mapped:
            return frequencies.keys(value, site, count)
        return frequencies.elements(value, site, count)
    if not isinstance(value, Data):
        return None
    if value.kind is Kind.FRAME:
        return list(value.columns) if value.columns is not None else None
    if isinstance(value, Literal) and len(value.items) <= _ITEMS:
        return [array(item, site) if isinstance(item, tuple) else item for item in value.items]
    if count is not None and value.kind in (Kind.ARRAY, Kind.LIST):
        return [subscript(value, i, site) for i in range(count)]
    return None
