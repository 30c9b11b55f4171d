"""Rows of pandas tables as steps in time: shifted ones, and windows that are summed up."""

from collections.abc import Callable

from kerascheck.facts.call import Call, Instance
from kerascheck.facts.libraries.arguments import Arguments
from kerascheck.facts.libraries.samples import with_length
from kerascheck.facts.libraries.tables import plain_fields
from kerascheck.values import Data, Kind, Times, Unknown, Value

WINDOWS = "pandas.Window"
"""The kind of the object that `rolling`, `resample` and their kin return."""
WINDOWED = ("rolling", "expanding", "ewm", "resample")
_WITHIN = frozenset(
    [
        "mean",
        "median",
        "min",
        "max",
        "first",
        "last",
        "ffill",
        "bfill",
        "pad",
        "nearest",
        "interpolate",
    ]
)
"""What gives values between the smallest and the largest of a window."""
_OTHERS = ["sum", "std", "var", "sem", "skew", "kurt", "quantile", "count", "apply", "asfreq"]


def shifted(data: Data, args: Arguments) -> Value:
    """`shift`, `pct_change`: rows are steps in time."""
    times = data.times
    if times is None and args.call.name.rpartition(".")[2] == "shift":
        times = Times("`shift`: rows are steps in time", args.site)
    return _in_time(data, args).but(times=times)


def _in_time(data: Data, args: Arguments) -> Data:
    kept_clues = tuple(clue for clue in data.clues if clue.source == "names")
    return data.step("shift", args.site, temporal=True, clues=kept_clues)


def windows(data: Data, args: Arguments) -> Value:
    """`rolling`, `expanding`, `ewm` and `resample`: windows over the rows, to be summed up.

    There are as many as rows, or with `resample` one for each span of time.
    """
    made = Instance(WINDOWS, args.site)
    of = _in_time(data, args)
    if args.call.name.rpartition(".")[2] == "resample":
        count = Unknown("number of spans of time", args.site)
        parents = (data.rows, *data.parents)
        of = of.but(shape=with_length(of.shape, count), rows=object(), parents=parents)
    made.state["of"] = of
    return made


def _summed(name: str) -> Callable[[Call], Value]:
    def sum_up(call: Call) -> Value:
        of = call.receiver.state.get("of") if isinstance(call.receiver, Instance) else None
        if not isinstance(of, Data):
            return call.unknown("windows over data that are not known")
        why = Unknown("values of windows", call.site)
        low, high = (of.low, of.high) if name in _WITHIN else (None, None)
        # What is known of single columns holds for the rows, and not for sums of them.
        return Data(**plain_fields(of)).but(encoding=why, classes=why, low=low, high=high)

    return sum_up


def _tables(call: Call) -> Value:
    """`agg` and `ohlc`, which may make several columns of one."""
    return Data(kind=Kind.FRAME, shape=call.unknown("columns for each aggregation"))


WINDOW_METHODS: dict[str, Callable[[Call], Value]] = {
    **{f"{WINDOWS}.{name}": _summed(name) for name in (*sorted(_WITHIN), *_OTHERS)},
    **{f"{WINDOWS}.{name}": _tables for name in ("agg", "aggregate", "ohlc")},
}
