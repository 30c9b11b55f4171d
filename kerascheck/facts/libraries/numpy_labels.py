"""Functions of NumPy that make labels or count them."""

from typing import Any

from kerascheck.facts.call import Call
from kerascheck.facts.libraries import frame_methods, frequencies
from kerascheck.facts.libraries.labels import main, relabel, two_valued
from kerascheck.facts.libraries.literals import Condition, as_data
from kerascheck.facts.libraries.shapes import broadcast
from kerascheck.values import Data, Encoding, Unknown, Value


def where(call: Call) -> Value:
    """`where`: labels of two classes if it picks between two constants."""
    condition = call.get("condition", 0)
    a, b = call.get("x", 1), call.get("y", 2)
    data = as_data(condition, call.site)
    if data is None:
        return call.unknown("a condition that is not known")
    if a is None and b is None:
        places = Data(
            shape=(Unknown("number of places", call.site),), dtype="int64", rows=data.rows
        )
        # An array of places for each axis.
        return (places.step("where", call.site),) * max(data.rank or 1, 1)
    if isinstance(a, (int, float, str)) and isinstance(b, (int, float, str)):
        return _two_constants(data, a, b, call)
    parts = [part for part in (as_data(a, call.site), as_data(b, call.site)) if part is not None]
    if not parts:
        return Data(shape=data.shape, rows=data.rows, parents=data.parents)
    base = main(*parts) if len(parts) == 2 else parts[0]
    why = Unknown("a choice of values", call.site)
    return relabel(
        base,
        "where",
        call.site,
        shape=broadcast(data.shape, base.shape),
        encoding=why,
        classes=why,
        low=None,
        high=None,
    )


def _two_constants(data: Data, a: Any, b: Any, call: Call) -> Value:
    text = f"where(…, {a!r}, {b!r})"
    if data.predicted is not None:
        return data.step(text, call.site)
    if data.rank is not None and data.rank > 1 and data.shape[-1] != 1:  # type: ignore[index]
        why = Unknown("a table of constants", call.site)
        return relabel(data, text, call.site, encoding=why, classes=why)
    if {a, b} == {0, 1}:
        return two_valued(data, text, call.site, dtype="int64")
    strings = isinstance(a, str) and isinstance(b, str)
    encoding: Any = Encoding.STRING if strings else Unknown("two constants", call.site)
    low, high = (None, None) if isinstance(a, str) or isinstance(b, str) else sorted((a, b))
    return two_valued(data, text, call.site, encoding=encoding, low=low, high=high)


def unique(call: Call) -> Value:
    """`unique`: the classes, and with `return_counts` how often each occurs."""
    data = as_data(call.get("ar", 0, call.get("x", None)), call.site)
    if data is None:
        return call.unknown("the different values of data that are not known")
    classes = frame_methods.unique(data, call.site)
    if call.get("axis", 4) is not None:
        rest = data.shape[1:] if isinstance(data.shape, tuple) else None
        count = Unknown("number of different rows", call.site)
        whole = call.get("axis", 4) == 0 and rest is not None
        lost = Unknown("different rows of data", call.site)
        shape = (count, *rest) if whole and rest is not None else lost
        classes = Data(shape=shape, encoding=lost, classes=lost, dtype=data.dtype)
    wanted = [
        call.get(name, place)
        for name, place in (("return_index", 1), ("return_inverse", 2), ("return_counts", 3))
    ]
    if wanted == [None, None, None]:
        return classes
    if any(not isinstance(flag, bool) and flag is not None for flag in wanted):
        return call.unknown("the different values of data, with options that are not known")
    result: list[Value] = [classes]
    if wanted[0]:
        result.append(Data(shape=classes.shape, dtype="int64"))
    if wanted[1]:
        result.append(_inverse(data, call))
    if wanted[2]:
        result.append(frequencies.counts(data, "unique(return_counts=True)", call.site))
    return tuple(result)


def _inverse(data: Data, call: Call) -> Data:
    from kerascheck.facts.libraries.labels import grouped

    return grouped(data, "unique(return_inverse=True)", call.site, data.classes, weight=0.9)


def bincount(call: Call) -> Value:
    data = as_data(call.get("x", 0), call.site)
    if data is None or call.get("weights", 1) is not None:
        return call.unknown("counts of values that are not known")
    return frequencies.counts(data, "bincount", call.site)


def count_nonzero(call: Call) -> Value:
    data = as_data(call.get("a", 0), call.site)
    if isinstance(data, Condition):
        return frequencies.of_all(data, "count_nonzero", call.site)
    if data is not None and data.encoding is Encoding.BINARY:
        return frequencies.of_all(data, "sum", call.site)
    return call.unknown("a number of elements")


def digitize(call: Call) -> Value:
    from kerascheck.facts.libraries.labels import grouped

    data = as_data(call.get("x", 0), call.site)
    bins = as_data(call.get("bins", 1), call.site)
    if data is None:
        return call.unknown("bins of values that are not known")
    n: Any = Unknown("number of bins", call.site)
    if bins is not None and bins.rank == 1 and isinstance(bins.shape, tuple):
        edges = bins.shape[0]
        n = edges + 1 if isinstance(edges, int) else n
    return grouped(data, "digitize", call.site, n, weight=0.9)
