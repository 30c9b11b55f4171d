"""Methods of pandas tables and series."""

import re
from typing import Any

from kerascheck.facts.call import Call, Instance
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.amounts import amount, rest
from kerascheck.facts.libraries.arguments import Arguments, Transform
from kerascheck.facts.libraries.frame_windows import WINDOWED, shifted, windows
from kerascheck.facts.libraries.labels import grouped, relabel, subset, two_valued
from kerascheck.facts.libraries.literals import Literal
from kerascheck.facts.libraries.shapes import size
from kerascheck.facts.libraries.storing import widened, with_names
from kerascheck.facts.libraries.subscripts import subscript
from kerascheck.facts.libraries.tables import Log, Table, plain_fields, values_not_known
from kerascheck.values import (
    Data,
    Encoding,
    Int,
    Kind,
    Position,
    Shape,
    Site,
    Times,
    Unknown,
    Value,
)

GROUPS = "pandas.GroupBy"
"""The kind of the object that `groupby` returns."""


def replaced(data: Data, new: Data) -> None:
    """Make a table what a method with `inplace=True`, or `pop`, has left of it.

    This is the one place where data change, since every name of the table sees the change.
    """
    for name in Data.__dataclass_fields__:
        object.__setattr__(data, name, getattr(new, name))
    if isinstance(data, Log):
        data.lose()


def _finish(data: Data, new: Data, args: Arguments) -> Value:
    if args.get("inplace", None) is True:
        replaced(data, new)
        return None
    return new


def _names(value: Value) -> list[str] | None:
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return [item for item in value if isinstance(item, str)]
    return None


def drop(data: Data, args: Arguments) -> Value:
    """`drop`: columns go and the rows stay, or the other way round."""
    labels, axis = args.get("labels", 0), args.get("axis", 1, 0)
    columns = args.get("columns", None)
    if columns is None and axis in (1, "columns"):
        columns = labels
    if columns is None:
        return _finish(data, _fewer_rows(data, labels, args), args)
    return _finish(data, _without(data, _names(columns)), args)


def _fewer_rows(data: Data, labels: Value, args: Arguments) -> Data:
    mark = labels if isinstance(labels, (Data, Unknown)) else args.site.node
    return data.but(
        shape=_rest_of_rows(data), **{**subset(data, ("drop", mark)), "times": data.times}
    )


def _rest_of_rows(data: Data) -> Shape | Unknown:
    if isinstance(data.shape, tuple) and data.shape:
        return (rest(data.shape[0], "number of rows that are left"), *data.shape[1:])
    return data.shape


def _open_rows(data: Data) -> Shape | Unknown:
    if isinstance(data.shape, tuple) and data.shape:
        return (amount("number of rows that are left"), *data.shape[1:])
    return data.shape


def _without(data: Data, names: list[str] | None) -> Data:
    columns: tuple[str, ...] | None = None
    if names is not None and data.columns is not None:
        columns = tuple(column for column in data.columns if column not in names)
    width: Any = Unknown("number of columns not known") if columns is None else len(columns)
    shape: Shape | Unknown = data.shape
    if isinstance(shape, tuple) and len(shape) > 1:
        known = isinstance(shape[1], int) and names is not None and columns is None
        width = shape[1] - len(names or ()) if known and isinstance(shape[1], int) else width
        shape = (shape[0], width)
    elif columns is not None:
        shape = (amount("number of rows not known"), width)
    return data.but(columns=columns, shape=shape, clues=())


def pop(data: Data, args: Arguments) -> Value:
    """`pop`: the column, which the table then lacks; of a list the item at a place or the last."""
    name = args.get("item", 0)
    if data.kind is Kind.LIST:
        place = Position("the last item", args.site) if name is None else name
        taken = subscript(data, place, args.site)
        replaced(data, data.but(shape=_open_rows(data), rows=object(), blocks=None, times=None))
        return taken
    column = subscript(data, name, args.site)
    if isinstance(name, str) and data.kind is Kind.FRAME:
        replaced(data, _without(data, [name]))
    return column


def without_column(table: Data, name: Value) -> None:
    """What `del table[name]` does; an unknown name takes one column of which none is known."""
    replaced(table, _without(table, _names(name)))


def rows_left(text: str) -> Transform:
    """What leaves some of the rows: `dropna`, `sample`, `head`, `query`, …"""

    def apply(data: Data, args: Arguments) -> Value:
        # `sample` may take rows several times.
        shape = _open_rows(data) if text == "sample" else _rest_of_rows(data)
        count = args.get("n", 0, 5 if text in ("head", "tail") else None)
        if text in ("head", "tail", "sample", "nlargest", "take") and isinstance(count, int):
            rest = shape[1:] if isinstance(shape, tuple) else None
            shape = shape if rest is None else (count, *rest)
        if text == "dropna" and args.get("axis", 0, 0) in (1, "columns"):
            return _finish(data, _without(data, None), args)
        fewer = {**subset(data, (text, args.site.node)), "times": data.times}
        if text == "sample" and data.times is not None:
            fewer["times"] = data.times.mix(args.site)
        elif text in ("nlargest", "take"):
            fewer["times"] = None
        return _finish(data, data.but(shape=shape, **fewer), args)

    return apply


def kept(data: Data, args: Arguments) -> Value:
    """What changes values or the index but neither the rows nor what the columns mean."""
    return _finish(data, data.but(), args)


def renamed(data: Data, args: Arguments) -> Value:
    """`rename`: columns under other names; of a series, and of rows, nothing that is known."""
    table = args.get("columns", None)
    if table is None and args.get("axis", None) in (1, "columns"):
        table = args.get("mapper", 0)
    if table is None or data.kind is not Kind.FRAME:
        return kept(data, args)
    old = data.columns
    if old is None or not isinstance(table, dict):
        return _finish(data, Data(**plain_fields(data)).but(columns=None), args)
    names = [table.get(name, name) for name in old]
    new = with_names(data, names)
    if isinstance(data, Table) and new.columns is not None:
        series = {
            name: data.series[was].but(name=name)
            for was, name in zip(old, new.columns, strict=True)
            if was in data.series
        }
        new = Table(**plain_fields(new), series=series)
    return _finish(data, new, args)


def insert(data: Data, args: Arguments) -> Value:
    """`insert`: one more column of a table, one more item of a list."""
    if data.kind is Kind.FRAME:
        replaced(data, widened(data, args.get("column", 1)))
        return None
    if data.kind is Kind.LIST:
        replaced(data, data.but(shape=_open_rows(data), rows=object(), blocks=None, times=None))
        return None
    return Unknown("`insert` of what is no table", args.site)


def set_item(data: Data, args: Arguments) -> Value:
    """`__setitem__`, where a call is wanted in place of a statement."""
    if data.kind is not Kind.FRAME:
        return Unknown("`__setitem__` of what is no table", args.site)
    replaced(data, widened(data, args.get("key", 0)))
    return None


def evaluated(data: Data, args: Arguments) -> Value:
    """`eval`: with `inplace` the table gets columns; else it is not known what is made."""
    if data.kind is Kind.FRAME and args.get("inplace", None) is not None:
        replaced(data, widened(data, Unknown("columns that `eval` makes")))
        return None
    return Unknown("what `eval` makes of a table", args.site)


def sort_values(data: Data, args: Arguments) -> Value:
    """`sort_values`: the same rows in another order, which is that of time if a date says so."""
    order = {**subset(data, ("sort", args.site.node)), "times": None}
    name = args.get("by", 0)
    name = name[0] if isinstance(name, list) and len(name) == 1 else name
    if args.get("ascending", 2, True) is True:
        order["times"] = dated(name, "sort_values", args.site)
    return _finish(data, data.but(**order), args)


def sort_index(data: Data, args: Arguments) -> Value:
    """`sort_index`: the rows by their index; a table by date stays one."""
    order = {**subset(data, ("sort", args.site.node)), "times": data.times}
    return _finish(data, data.but(**order), args)


def set_index(data: Data, args: Arguments) -> Value:
    """`set_index`: the column goes; a date as the index says that the rows are a series."""
    keys = args.get("keys", 0)
    times = dated(keys, "set_index", args.site)
    new = data.but(times=data.times if times is None else times)
    if args.get("drop", 1, True) is False:
        return _finish(data, new, args)
    if isinstance(keys, str):
        return _finish(data, _without(new, [keys]), args)
    return _finish(data, new.but(columns=None, shape=_width_open(data)), args)


def reset_index(data: Data, args: Arguments) -> Value:
    """`reset_index`: the index becomes the first column, if it is not dropped."""
    if data.kind not in (Kind.FRAME, Kind.SERIES) or args.get("drop", 1, False) is True:
        return kept(data, args)
    if data.kind is Kind.SERIES:
        length = data.shape[0] if isinstance(data.shape, tuple) and data.shape else None
        count: Int = Unknown("number of rows") if length is None else length
        made = {**plain_fields(data), "kind": Kind.FRAME, "columns": None, "clues": ()}
        return Data(**{**made, "shape": (count, 2), **values_not_known()})
    columns = None if data.columns is None else ("index", *data.columns)
    width: Int = Unknown("number of columns with that of the index")
    if columns is not None:
        width = len(columns)
    shape = _width_open(data)
    shape = (shape[0], width) if isinstance(shape, tuple) else shape
    return _finish(data, data.but(columns=columns, shape=shape), args)


def filtered(data: Data, args: Arguments) -> Value:
    """`filter`: columns by their names, or by what the names are like."""
    items = args.get("items", 0)
    if data.kind is not Kind.FRAME:
        return rows_left("filter")(data, args)
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return subscript(data, items, args.site)
    return data.but(columns=None, shape=_width_open(data))


def to_frame(data: Data, args: Arguments) -> Value:
    """`to_frame`: a table of one column."""
    if data.kind is Kind.FRAME or not isinstance(data.shape, tuple) or len(data.shape) != 1:
        return data.but(kind=Kind.FRAME, shape=data.shape if data.kind is Kind.FRAME else _NO_SHAPE)
    names = (data.name,) if data.name else None
    fields = {**plain_fields(data), "kind": Kind.FRAME, "columns": names}
    return Data(**{**fields, "shape": (data.shape[0], 1)})


_NO_SHAPE = Unknown("a table of values that are not known")


def taken(data: Data, args: Arguments) -> Value:
    """`take`: rows of a table, elements of an array."""
    if data.kind in (Kind.FRAME, Kind.SERIES):
        return rows_left("take")(data, args)
    return data.but(shape=Unknown("elements that are taken"), rows=object(), columns=None)


def merged(data: Data, args: Arguments) -> Value:
    """`merge`: the rows that match those of another table, with its columns."""
    shape = (Unknown("number of rows that match"), Unknown("number of columns not known"))
    return data.but(columns=None, shape=shape)


_DATE = re.compile(r"(^|[_ ])(date|time|datetime|date[_ ]?time|timestamp)$", re.IGNORECASE)


def dated(name: Value, text: str, site: Site) -> Times | None:
    """That rows are in the order of time, if the column that orders them is named as a date."""
    if isinstance(name, str) and _DATE.search(name):
        return Times(f"`{text}({name!r})`", site)
    return None


def translate(data: Data, args: Arguments) -> Value:
    """`map` and `replace` by a dict of literals: labels of as many classes as it has values."""
    table = args.get("arg", 0, args.get("to_replace", None))
    if args.get("value", 1) is not None:
        table = _pairs(table, args.get("value", 1))
    new = _values_unknown(data, args)
    if isinstance(table, dict) and data.kind is not Kind.FRAME:
        new = _by_table(data, table, args)
    return _finish(data, new, args)


def _pairs(old: Value, new: Value) -> Value:
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        try:
            return dict(zip(old, new, strict=True))
        except TypeError:
            return None
    return None


def _by_table(data: Data, table: dict[Value, Value], args: Arguments) -> Data:
    values = list(table.values())
    text = f"{args.call.name.rpartition('.')[2]}({{…}})"
    if values and all(isinstance(v, str) for v in values):
        return relabel(data, text, args.site, encoding=Encoding.STRING, classes=len(set(values)))
    if values and all(isinstance(v, int) for v in values):
        found = sorted({v for v in values if isinstance(v, int)})
        if found == [0, 1]:
            return two_valued(data, text, args.site)
        if len(found) > 2 and found == list(range(len(found))):
            return grouped(data, text, args.site, len(found), weight=0.85)
    return _values_unknown(data, args)


def _values_unknown(data: Data, args: Arguments) -> Data:
    why = Unknown(f"values after `{args.call.name.rpartition('.')[2]}`", args.site)
    return relabel(
        data,
        args.call.name.rpartition(".")[2],
        args.site,
        encoding=why,
        classes=why,
        low=None,
        high=None,
        dtype=None,
    )


def apply_function(data: Data, args: Arguments) -> Value:
    """`apply`, `applymap`, `transform`: values that a function makes."""
    if args.get("axis", 1) in (1, "columns") and data.kind is Kind.FRAME:
        new = _values_unknown(data, args)
        return new.but(kind=Kind.SERIES, columns=None, shape=Unknown("rows of `apply`"))
    new = _values_unknown(data, args)
    if data.kind is Kind.SERIES and _makes_rows(args):
        # Each value becomes a row: `column.apply(pd.Series)`.
        return new.but(kind=Kind.FRAME, columns=None, shape=Unknown("columns that `apply` makes"))
    return new


def _makes_rows(args: Arguments) -> bool:
    """Whether the text of a function that is applied speaks of a `Series` for each value."""
    function = args.get("func", 0)
    text = args.call.place("func", 0).text
    if hasattr(function, "locator") and hasattr(function, "body"):
        text += function.locator.text(function.body)
    return "Series" in text


def value_counts(data: Data, args: Arguments) -> Value:
    """`value_counts`: how often each class occurs, the most frequent first."""
    share = args.get("normalize", 0, False)
    if not isinstance(share, bool) or data.kind is Kind.FRAME:
        return Unknown("counts that are not known", args.site)
    ranked = args.get("sort", 1, True) is not False
    return frequencies.counts(data, "value_counts", args.site, share=share, ranked=ranked)


def groupby(data: Data, args: Arguments) -> Value:
    """`groupby`: an object that knows what it groups, and by what."""
    key = args.get("by", 0)
    made = Instance(GROUPS, args.site, list(args.call.args), dict(args.call.kwargs))
    made.state["of"] = subscript(data, key, args.site) if isinstance(key, str) else None
    return made


def group_sizes(call: Call) -> Value:
    """`groupby(column).size()`: how often each class occurs."""
    of = call.receiver.state.get("of") if isinstance(call.receiver, Instance) else None
    if isinstance(of, Data):
        return frequencies.counts(of, "groupby.size", call.site)
    return call.unknown("sizes of groups that are not known")


def group_data(call: Call) -> Value:
    """Other aggregations of groups: a new table."""
    return Data(kind=Kind.FRAME, shape=Unknown("one row a group")).step("groupby", call.site)


def of_groups(call: Call) -> Value:
    """`groupby(column).apply(function)`: what the function makes, which may be anything."""
    given = call.get("func", 0)
    return group_data(call) if isinstance(given, str) else call.unknown("what is made of groups")


def to_numpy(data: Data, args: Arguments) -> Value:
    """`to_numpy`, `as_matrix`: the values as an array."""
    plain = {name: getattr(data, name) for name in Data.__dataclass_fields__}
    return data if isinstance(data, Literal) else Data(**{**plain, "kind": Kind.ARRAY})


def unique(data: Data, site: Site) -> Data:
    """The classes of labels, once each and in order, as `np.unique` and `set` give them."""
    n = data.classes
    if isinstance(data, Literal):
        from kerascheck.facts.libraries.literals import array, flat

        return array(tuple(sorted(set(flat(data.items, data.rank or 0)))), site)
    if isinstance(n, int) and data.encoding in (Encoding.INT, Encoding.BINARY) and n <= 1_000:
        return _classes_from_zero(n, site)
    if data.encoding not in (Encoding.INT, Encoding.BINARY, Encoding.STRING):
        n = Unknown("number of different values", site)
    return Data(shape=(n,), encoding=data.encoding, classes=n, dtype=data.dtype)


def _classes_from_zero(n: int, site: Site) -> Data:
    from kerascheck.facts.libraries.literals import array

    return array(tuple(range(n)), site)


def _unique(data: Data, args: Arguments) -> Value:
    return unique(data, args.site)


def _nunique(data: Data, args: Arguments) -> Value:
    shape = unique(data, args.site).shape
    return shape[0] if isinstance(shape, tuple) else Unknown("number of different values")


def truth(data: Data, args: Arguments) -> Value:
    """`isin`, `isnull`, `between`: a condition on each value."""
    if data.rank is not None and data.rank > 1:
        return relabel(
            data,
            "a condition",
            args.site,
            low=0.0,
            high=1.0,
            dtype="bool",
            encoding=Unknown("conditions on a table"),
            classes=Unknown("a table"),
        )
    return two_valued(data, "a condition", args.site, dtype="bool")


def assign(data: Data, args: Arguments) -> Value:
    """`assign` and `merge`, `join`: the same kind of table with other columns."""
    return data.but(columns=None, shape=_width_open(data))


def _width_open(data: Data) -> Shape | Unknown:
    if isinstance(data.shape, tuple) and size(data.shape) is not None:
        return (data.shape[0], Unknown("number of columns not known"))
    return Unknown("shape of a joined table")


FRAME_METHODS: dict[str, Transform] = {
    "drop": drop,
    "rename": renamed,
    "insert": insert,
    "eval": evaluated,
    "__setitem__": set_item,
    "pop": pop,
    "map": translate,
    "replace": translate,
    "apply": apply_function,
    "applymap": apply_function,
    "transform": apply_function,
    "value_counts": value_counts,
    "groupby": groupby,
    "to_numpy": to_numpy,
    "as_matrix": to_numpy,
    "unique": _unique,
    "nunique": _nunique,
    "sort_values": sort_values,
    "sort_index": sort_index,
    "set_index": set_index,
    "to_frame": to_frame,
    "get": lambda data, args: subscript(data, args.get("key", 0), args.site),
    "select_dtypes": assign,
    "assign": assign,
    "merge": merged,
    "reset_index": reset_index,
    "filter": filtered,
    "take": taken,
    "join": assign,
    **dict.fromkeys(("isin", "isnull", "isna", "notnull", "notna", "between"), truth),
    **dict.fromkeys(("shift", "pct_change"), shifted),
    **dict.fromkeys(WINDOWED, windows),
    **dict.fromkeys(
        ["copy", "fillna", "interpolate", "ffill", "bfill"],
        kept,
    ),
    **{
        name: rows_left(name)
        for name in [
            "dropna",
            "drop_duplicates",
            "sample",
            "head",
            "tail",
            "query",
            "nlargest",
        ]
    },
}
