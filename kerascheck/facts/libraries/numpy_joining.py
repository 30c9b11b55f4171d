"""Functions of NumPy that put arrays together or take them apart."""

from typing import Any

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.blocks import joined_blocks
from kerascheck.facts.libraries.bounds import highest, lowest
from kerascheck.facts.libraries.labels import joined, subset
from kerascheck.facts.libraries.literals import as_data
from kerascheck.facts.libraries.shapes import concatenated, expanded
from kerascheck.values import Data, Encoding, More, Shape, Unknown, Value, count_of


def _parts(call: Call) -> tuple[list[Data], list[Unknown]] | None:
    """The arrays that are put together, and what stands for those that are not known.

    They are a list, or the arguments themselves.
    """
    given = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    if isinstance(given, Data) and len(call.args) > 1 and isinstance(call.args[1], Data):
        given = [arg for arg in call.args if isinstance(arg, Data)]
    if not isinstance(given, (list, tuple)):
        return None
    others = [item for item in given if isinstance(item, Unknown)]
    parts = [as_data(item, call.site) for item in given if not isinstance(item, Unknown)]
    known = [part for part in parts if part is not None]
    return (known, others) if known and None not in parts else None


def concatenate(default: int, *, new: bool = False) -> Handler:
    """`concatenate`, `vstack`, `hstack`, `append`; with `new`, `stack` along a new axis."""

    def handler(call: Call) -> Value:
        found = _parts(call)
        if found is None:
            return Data(shape=Unknown("data put together of parts not known", call.site))
        parts, others = found
        axis = call.get("axis", 2 if call.name.endswith("append") else 1, default)
        name = call.name.rpartition(".")[2]
        if name in ("vstack", "hstack", "dstack", "column_stack"):
            axis = default if name != "hstack" or (parts[0].rank or 2) > 1 else 0
        if not isinstance(axis, int):
            return Data(shape=Unknown("data put together along an unknown axis", call.site))
        made = _together(parts, axis, others, new=new or _lifts(name, parts), call=call)
        if name == "append" and call.get("axis", 2) is None and any(p.rank != 1 for p in parts):
            # Without an axis all that is given is laid in a row.
            made = made.but(shape=(Unknown("number of values in a row", call.site),), columns=None)
        return _opened(made, others) if others else made

    return handler


def _lifts(name: str, parts: list[Data]) -> bool:
    return name in ("vstack", "column_stack") and all(part.rank == 1 for part in parts)


def _opened(made: Data, others: list[Unknown]) -> Data:
    """What is known where further arrays are put together with those that are known.

    Further ones of a loop are like the first; any other one may have any values.
    """
    opened = made.but(rows=object(), blocks=None)
    if all(isinstance(other, More) for other in others):
        return opened
    why = Unknown("data put together with data not known")
    return opened.but(encoding=why, classes=why, clues=(), low=None, high=None, dtype=None)


def _together(
    parts: list[Data], axis: int, others: list[Unknown], *, new: bool, call: Call
) -> Data:
    given: list[Shape | Unknown] = [*[part.shape for part in parts], *others]
    shapes = [expanded(shape, axis) if new else shape for shape in given]
    shape = concatenated(shapes, axis)
    first = parts[0]
    along_rows = axis == 0
    if along_rows:
        rows: dict[str, Any] = joined(parts)
    else:
        rows = {"rows": first.rows, "parents": first.parents}
    alike = len({p.encoding if isinstance(p.encoding, Encoding) else "?" for p in parts}) == 1
    name = call.name.rpartition(".")[2]
    blocks = joined_blocks(parts, name, call.site) if along_rows and not new else None
    counts = {p.classes if isinstance(p.classes, int) else None for p in parts}
    keeps = along_rows and alike and not new
    why = Unknown("data put together", call.site)
    clues = first.clues if keeps and all(p.clues for p in parts) else ()
    classes: Any = why
    if keeps and None not in counts and first.encoding is not Encoding.ONE_HOT:
        classes = max(c for c in counts if c is not None)
    elif keeps and len(counts) == 1:
        classes = first.classes
    names = {part.name for part in parts}
    return Data(
        shape=shape,
        name=first.name if along_rows and not new and len(names) == 1 else "",
        encoding=first.encoding if keeps else why,
        classes=classes,
        clues=clues,
        steps=first.steps,
        dtype=first.dtype,
        part=first.part if len({p.part for p in parts}) == 1 else "",
        low=lowest([p.low for p in parts]),
        high=highest([p.high for p in parts]),
        temporal=any(p.temporal for p in parts),
        soft=any(p.soft for p in parts),
        predicted=first.predicted if keeps else None,
        blocks=blocks,
        **rows,
    ).step(name, call.site)


def split(call: Call) -> Value:
    data = as_data(call.get("ary", 0), call.site)
    at = call.get("indices_or_sections", 1)
    if data is None or call.get("axis", 2, 0) != 0:
        return call.unknown("parts of data")
    places = count_of(at) if isinstance(at, (list, tuple)) else None
    count = at if isinstance(at, int) else 0 if places is None else places + 1
    if not 0 < count <= 100:
        return call.unknown("a number of parts that is not known")
    shape = data.shape
    if isinstance(shape, tuple):
        shape = (Unknown("length of a part", call.site), *shape[1:])
    return [
        data.but(shape=shape, **subset(data, ("split", call.site.node, i))) for i in range(count)
    ]
