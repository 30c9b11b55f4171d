"""What is stored into data by `data[key] = value`."""

from kerascheck.facts.libraries.amounts import amount, is_number
from kerascheck.facts.libraries.blocks import filled_blocks
from kerascheck.facts.libraries.bounds import highest, lowest
from kerascheck.facts.libraries.labels import named
from kerascheck.facts.libraries.literals import as_data
from kerascheck.facts.libraries.tables import Log, Table, View, plain_fields, with_width
from kerascheck.values import Data, Encoding, Kind, Site, Unknown, Value

_BLANK = frozenset({"zeros", "ones", "empty"})
"""Steps of arrays that are made to be filled."""


def stored(value: Data, key: Value, item: Value, site: Site) -> Data:
    """The data after `value[key] = item`."""
    if isinstance(value, Log):
        value.add(key)
        return value
    if value.kind is Kind.FRAME:
        return _stored_columns(value, key, item, site)
    if isinstance(value, View):
        return value.of
    blocks = filled_blocks(value, key, item, site)
    return _stored_values(value, item, site).but(blocks=blocks)


def has_columns(table: Data, key: Value) -> bool:
    """Whether a table is known to have the column or the columns that a key names."""
    names = key if isinstance(key, list) else [key]
    if table.columns is not None:
        return all(name in table.columns for name in names)
    width = table.shape[1] if isinstance(table.shape, tuple) and len(table.shape) == 2 else None
    return isinstance(width, int) and all(
        isinstance(name, int) and 0 <= name < width for name in names
    )


def widened(table: Data, key: Value) -> Data:
    """The table with the columns that a key names; open where it is not known what these are.

    A condition, a slice and a list of truth values pick rows, and add no column.
    """
    if isinstance(key, (Data, slice)) or key is None or has_columns(table, key):
        return table.but()
    names = key if isinstance(key, list) else [key]
    if names and all(isinstance(name, bool) for name in names):
        return table.but()
    if table.columns is None or not all(isinstance(name, str) for name in names):
        return table.but(columns=None, shape=with_width(table, None))
    new = [name for name in dict.fromkeys(names) if name not in table.columns]
    columns = (*table.columns, *new)
    return table.but(columns=columns, shape=with_width(table, len(columns)))


def placed(table: Data, keys: list[Value]) -> Data:
    """The table after `df.loc[rows, columns] = …`, which makes what it lacks of both."""
    made = widened(table, keys[1]) if len(keys) == 2 else table.but()
    count = made.shape[0] if isinstance(made.shape, tuple) and made.shape else None
    row = keys[0] if keys else None
    picked = isinstance(row, (Data, slice, list))
    there = isinstance(row, int) and isinstance(count, int) and row < count
    if isinstance(count, int) and not picked and not there and (len(keys) == 1 or not count):
        assert isinstance(made.shape, tuple)
        return made.but(shape=(amount("rows that are added one by one"), *made.shape[1:]))
    return made


def with_names(table: Data, names: Value) -> Data:
    """The table under other names of its columns."""
    plain = Data(**plain_fields(table))
    given = list(names) if isinstance(names, (list, tuple)) else None
    if given is None or not all(isinstance(name, str) for name in given):
        return plain.but(columns=None)
    return plain.but(columns=tuple(given), shape=with_width(table, len(given)))


def _stored_columns(value: Data, key: Value, item: Value, site: Site) -> Data:
    if not isinstance(key, str):
        fresh = [step for step in getattr(item, "steps", ()) if step not in value.steps]
        steps = (*value.steps, *fresh) if isinstance(key, list) else value.steps
        return widened(value, key).but(steps=steps)
    columns = value.columns
    if columns is not None and key not in columns:
        columns = (*columns, key)
    known = as_data(item, site)
    if known is None:
        known = Data(shape=Unknown(f"column {key!r} of values that are not known"))
    shape = value.shape[:1] if isinstance(value.shape, tuple) else known.shape
    column = known.but(
        kind=Kind.SERIES,
        shape=shape,
        name=key,
        columns=None,
        rows=value.rows,
        parents=value.parents,
        clues=known.clues or named(key, site),
    )
    old = value.series if isinstance(value, Table) else {}
    shape_now = with_width(value, None if columns is None else len(columns))
    fields = {**plain_fields(value), "columns": columns, "shape": shape_now}
    if value.times is None:
        # A column of earlier or later rows makes the rows steps in time.
        fields["times"] = known.times
    return Table(**fields, series={**old, key: column})


def _stored_values(value: Data, item: Value, site: Site) -> Data:
    soft = value.soft or value.predicted is not None
    if (
        isinstance(item, (int, float))
        and is_number(item)
        and value.low is not None
        and value.high is not None
    ):
        low, high = min(value.low, float(item)), max(value.high, float(item))
        encoding: Encoding | Unknown = Unknown("an array that is filled element by element")
        if value.rank == 1 and (low, high) == (0, 1) and isinstance(item, int):
            encoding = Encoding.BINARY
        two = value.encoding is Encoding.BINARY
        clues = tuple(clue for clue in value.clues if two and clue.task == "binary")
        return value.but(low=low, high=high, encoding=encoding, clues=clues, soft=soft)
    other = as_data(item, site)
    # `x[i] = x[i] / 255` in a loop: what is stored is made of what it takes the place of.
    own = other is None or other.rows == value.rows or value.rows in other.parents
    lows = [value.low, None if other is None or own else other.low]
    highs = [value.high, None if other is None or own else other.high]
    steps = value.steps
    if other is not None and not own and all(step.text in _BLANK for step in steps):
        # What is stored first is what the array is made of.
        steps = (*steps, *other.steps)
        if [step.text for step in value.steps] == ["empty"]:
            lows, highs = lows[1:], highs[1:]
    why = Unknown("an array that is filled element by element", site)
    return value.but(
        steps=steps,
        encoding=why,
        classes=why,
        clues=(),
        soft=soft,
        low=lowest(lows),
        high=highest(highs),
    )
