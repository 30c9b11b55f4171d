"""What is stored into data by `data[key] = value`."""

from kerascheck.facts.libraries.amounts import is_number
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


def _stored_columns(value: Data, key: Value, item: Value, site: Site) -> Data:
    if not isinstance(key, str):
        fresh = [step for step in getattr(item, "steps", ()) if step not in value.steps]
        return value.but(steps=(*value.steps, *fresh) if isinstance(key, list) else value.steps)
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
