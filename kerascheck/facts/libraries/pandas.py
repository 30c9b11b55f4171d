"""What the functions of pandas do to data: readers, encoders, tables made of columns."""

from collections.abc import Mapping
from typing import Any

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries import frame_methods, frequencies
from kerascheck.facts.libraries.amounts import amount
from kerascheck.facts.libraries.arguments import Arguments
from kerascheck.facts.libraries.frame_windows import WINDOW_METHODS
from kerascheck.facts.libraries.labels import grouped, joined, named, plain, relabel
from kerascheck.facts.libraries.literals import Literal, array, as_data
from kerascheck.facts.libraries.samples import Samples
from kerascheck.facts.libraries.shapes import concatenated
from kerascheck.facts.libraries.tables import Log, Table, plain_fields
from kerascheck.facts.written import HISTORY
from kerascheck.values import (
    Clue,
    Data,
    Encoding,
    Kind,
    Shape,
    Step,
    Times,
    Unknown,
    Value,
    open_ended,
)


def _read(call: Call) -> Value:
    """A file as a table; read twice it gives the same rows twice."""
    path = call.args[0] if call.args else call.get("filepath_or_buffer", None, call.get("io"))
    name = call.name.rpartition(".")[2]
    given = call.get("names", None, call.get("usecols"))
    columns = _strings(given)
    width: Any = Unknown("columns of a file", call.site) if columns is None else len(columns)
    rows = Samples(path) if isinstance(path, str) else object()
    why = Unknown("values of a file", call.site)
    return plain(
        Kind.FRAME,
        call.site,
        name,
        shape=(amount("rows of a file", call.site), width),
        columns=columns,
        encoding=why,
        classes=why,
        rows=rows,
        temporal=bool(call.get("parse_dates")) if call.complete else False,
        times=_by_date(call, name),
    )


def _by_date(call: Call, name: str) -> Times | None:
    """That the rows of a file are a series, if dates are read as their index."""
    index = call.get("index_col")
    parsed = call.get("parse_dates")
    given = parsed is True or (isinstance(parsed, list) and index in parsed)
    if call.complete and given and isinstance(index, (str, int)) and not isinstance(index, bool):
        return Times(f"`{name}` with dates as the index", call.site)
    return None


def _strings(value: Value) -> tuple[str, ...] | None:
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, str) for v in value):
        return tuple(v for v in value if isinstance(v, str))
    return None


def _frame(call: Call) -> Value:
    """`DataFrame(…)` of a dict of columns, an array or a list of rows."""
    given, columns = call.get("data", 0), _strings(call.get("columns", 2))
    if isinstance(given, Mapping):
        return _of_columns(given, call)
    if isinstance(given, Instance) and given.kind == HISTORY:
        return _of_history(given, call)
    data = as_data(given, call.site)
    if data is None:
        return plain(
            Kind.FRAME,
            call.site,
            "DataFrame",
            columns=columns,
            shape=Unknown("a table of values that are not known", call.site),
        )
    shape: Shape | Unknown = data.shape
    if columns is not None:
        first: Any = amount("number of rows", call.site)
        shape = (shape[0] if isinstance(shape, tuple) and shape else first, len(columns))
    elif isinstance(shape, tuple) and len(shape) == 1:
        shape = (shape[0], 1)
    names = columns if columns is not None else data.columns
    if isinstance(data, Literal) and data.rank == 2 and columns is not None:
        return _of_columns(
            {name: [row[i] for row in data.items] for i, name in enumerate(columns)}, call
        )
    return Data(**{**plain_fields(data), "kind": Kind.FRAME, "columns": names, "shape": shape})


def _of_history(given: Instance, call: Call) -> Data:
    """The log of a training, a column a key; columns that are asked for may be empty ones."""
    whole = call.complete and call.get("columns", 2) is None
    return Log(
        kind=Kind.FRAME,
        shape=Unknown("a table of the history of a training", call.site),
        columns=_strings(call.get("columns", 2)),
        fit=given.state.get("fit") if whole else None,
        steps=(Step("DataFrame", call.site),),
    )


def _of_columns(given: Mapping[Any, Value], call: Call) -> Value:
    if not all(isinstance(key, str) for key in given):
        return plain(
            Kind.FRAME,
            call.site,
            "DataFrame",
            shape=Unknown("a table of columns that are not known", call.site),
        )
    rows = object()
    series: dict[str, Data] = {}
    for key, value in given.items():
        data = as_data(value, call.site)
        if data is not None:
            rows = data.rows if isinstance(value, Data) else rows
            series[key] = data
    lengths = [d.shape[0] for d in series.values() if isinstance(d.shape, tuple) and d.shape]
    length: Any = lengths[0] if lengths else amount("number of rows", call.site)
    columns = {name: _column(data, name, rows, call) for name, data in series.items()}
    return Table(
        kind=Kind.FRAME, shape=(length, len(given)), columns=tuple(given), rows=rows, series=columns
    ).step("DataFrame", call.site)


def _column(data: Data, name: str, rows: object, call: Call) -> Data:
    changes = {
        "kind": Kind.SERIES,
        "name": name,
        "rows": rows,
        "clues": data.clues or named(name, call.site),
    }
    return (
        data.but(items=data.items, **changes) if isinstance(data, Literal) else data.but(**changes)
    )


def _series(call: Call) -> Value:
    given = call.get("data", 0)
    if isinstance(given, (list, tuple, range)):
        return array(given, call.site, Kind.SERIES)
    data = as_data(given, call.site)
    if data is None:
        return plain(
            Kind.SERIES,
            call.site,
            "Series",
            shape=Unknown("a series of values that are not known", call.site),
        )
    return data.but(kind=Kind.SERIES)


def _get_dummies(call: Call) -> Value:
    """`get_dummies`: one-hot rows of a series; of a table, columns that are features."""
    data = as_data(call.get("data", 0), call.site)
    if data is None:
        return call.unknown("indicator columns of data that are not known")
    n: Any = data.classes
    if data.kind is Kind.FRAME and not _one_column(data):
        return data.step(
            "get_dummies",
            call.site,
            columns=None,
            clues=(),
            shape=_rows_by(data, Unknown("number of columns", call.site)),
        )
    encoding: Encoding | Unknown = Encoding.ONE_HOT
    if call.get("drop_first", 6, False) is not False:
        # A row of zeros stands for the first class, so that these are not one-hot rows.
        n = Unknown("columns after `drop_first`", call.site)
        encoding = n
    task = "binary" if n == 2 else "multiclass"
    text = "`get_dummies` makes one-hot labels"
    if isinstance(n, Unknown) and any(c.task == "binary" and c.weight >= 0.9 for c in data.clues):
        task = "binary"
    clue = Clue(task, 0.97, "labels", text, call.site, n)
    return relabel(
        data,
        "get_dummies",
        call.site,
        (clue,),
        kind=Kind.FRAME,
        columns=None,
        encoding=encoding,
        classes=n,
        low=0.0,
        high=1.0,
        shape=_rows_by(data, n),
        dtype=None,
    )


def _one_column(data: Data) -> bool:
    return data.columns is not None and len(data.columns) == 1


def _rows_by(data: Data, width: Any) -> Shape | Unknown:
    if isinstance(data.shape, tuple) and data.shape:
        return (data.shape[0], width)
    return (amount("number of rows"), width)


def _factorize(call: Call) -> Value:
    data = as_data(call.get("values", 0), call.site)
    if data is None:
        return call.unknown("codes of data that are not known")
    codes = grouped(data, "factorize", call.site, data.classes, weight=0.90)
    return (codes, frame_methods.unique(data, call.site))


def _cut(call: Call) -> Value:
    """`cut` and `qcut`: labels of as many classes as there are bins."""
    data = as_data(call.get("x", 0), call.site)
    if data is None:
        return call.unknown("bins of data that are not known")
    bins, labels = call.get("bins", 1, call.get("q", 1)), call.get("labels")
    n: Any = Unknown("number of bins", call.site)
    if isinstance(labels, (list, tuple, range)):
        n = n if open_ended(labels) else len(labels)
    elif isinstance(bins, int):
        n = bins
    elif isinstance(bins, (list, tuple)) and not open_ended(bins):
        n = len(bins) - 1
    name = call.name.rpartition(".")[2]
    made = grouped(data, name, call.site, n, weight=0.95)
    if isinstance(labels, (list, tuple)) and all(isinstance(item, str) for item in labels):
        return made.but(encoding=Encoding.STRING, low=None, high=None)
    if labels is None:
        return made.but(encoding=Unknown("intervals", call.site), low=None, high=None)
    return made


def _concat(call: Call) -> Value:
    given = call.get("objs", 0)
    if not isinstance(given, (list, tuple)):
        return Data(kind=Kind.FRAME, shape=Unknown("tables put together", call.site))
    parts = [item for item in given if isinstance(item, Data)]
    axis = call.get("axis", 1, 0)
    if not parts:
        return Data(kind=Kind.FRAME, shape=Unknown("tables put together", call.site))
    first = parts[0]
    if axis in (1, "columns"):
        names = [
            p.columns if p.kind is Kind.FRAME else ((p.name,) if p.name else None) for p in parts
        ]
        whole = None not in names and len(parts) == len(given)
        columns = tuple(c for group in names for c in group or ()) if whole else None
        width: Any = Unknown("number of columns") if columns is None else len(columns)
        return Data(
            kind=Kind.FRAME,
            rows=first.rows,
            parents=first.parents,
            columns=columns,
            shape=_rows_by(first, width),
            part=first.part,
        )
    same = all(p.columns == first.columns for p in parts)
    shape = concatenated([p.shape for p in parts], 0)
    fields: dict[str, Any] = joined(parts)
    return Data(
        kind=first.kind,
        shape=shape,
        columns=first.columns if same else None,
        clues=first.clues if first.kind is Kind.SERIES else (),
        **fields,
        encoding=first.encoding if first.kind is Kind.SERIES else Unknown("tables put together"),
    )


def _merge(call: Call) -> Value:
    left = call.get("left", 0)
    if isinstance(left, Data):
        return frame_methods.merged(left, Arguments(call, 1))
    return Data(kind=Kind.FRAME, shape=Unknown("a joined table", call.site))


def _numeric(call: Call) -> Value:
    data = as_data(call.args[0] if call.args else call.get("arg"), call.site)
    return data if data is not None else call.unknown("numbers that are not known")


def _datetime(call: Call) -> Value:
    data = as_data(call.get("arg", 0), call.site)
    if data is None:
        return call.unknown("a date")
    return data.step("to_datetime", call.site, temporal=True, clues=())


def _date_range(call: Call) -> Value:
    count = call.get("periods", 2)
    length: Any = count if isinstance(count, int) else Unknown("number of dates", call.site)
    return Data(shape=(length,), temporal=True)


def _value_counts(call: Call) -> Value:
    data = as_data(call.get("values", 0), call.site)
    if data is None:
        return call.unknown("counts of data that are not known")
    share = call.get("normalize", 3, False) is True
    return frequencies.counts(data, "value_counts", call.site, share=share, ranked=True)


def _condition(call: Call) -> Value:
    data = as_data(call.args[0] if call.args else None, call.site)
    if data is None:
        return call.unknown("a condition on a value that is not known")
    return frame_methods.truth(data, Arguments(call, 1))


_READERS = (
    "read_csv read_table read_excel read_json read_pickle read_parquet read_hdf read_feather"
    " read_sql read_sql_query read_fwf read_html"
)
FUNCTIONS: dict[str, Handler] = {
    **{f"pandas.{name}": _read for name in _READERS.split()},
    "pandas.io.parsers.read_csv": _read,
    "pandas.DataFrame": _frame,
    "pandas.DataFrame.from_dict": _frame,
    "pandas.Series": _series,
    "pandas.get_dummies": _get_dummies,
    "pandas.factorize": _factorize,
    "pandas.cut": _cut,
    "pandas.qcut": _cut,
    "pandas.concat": _concat,
    "pandas.merge": _merge,
    "pandas.to_numeric": _numeric,
    "pandas.to_datetime": _datetime,
    "pandas.date_range": _date_range,
    "pandas.value_counts": _value_counts,
    **{f"pandas.{name}": _condition for name in ("isnull", "isna", "notnull", "notna")},
    "pandas.set_option": lambda call: None,
}
METHODS: dict[str, Handler] = {
    f"{frame_methods.GROUPS}.size": frame_methods.group_sizes,
    f"{frame_methods.GROUPS}.count": frame_methods.group_sizes,
    **{
        f"{frame_methods.GROUPS}.{name}": frame_methods.group_data
        for name in ("sum", "mean", "max", "min", "agg", "first", "last", "transform")
    },
    f"{frame_methods.GROUPS}.apply": frame_methods.of_groups,
    **WINDOW_METHODS,
}
