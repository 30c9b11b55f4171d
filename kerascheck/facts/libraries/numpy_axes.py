"""Functions of NumPy that change the length of an axis, or lay all axes in one."""

from typing import Any

from kerascheck.facts.libraries.amounts import Amount
from kerascheck.facts.libraries.arguments import Arguments
from kerascheck.facts.libraries.labels import subset
from kerascheck.facts.libraries.literals import Literal, describe
from kerascheck.facts.libraries.pointwise import elementwise
from kerascheck.facts.libraries.transforms import reordered, to_shape
from kerascheck.values import Data, Kind, Position, Shape, Unknown, Value, open_ended


def cumulated(data: Data, args: Arguments) -> Value:
    """`cumsum`: as the data, but NumPy lays all axes in one if it is told none."""
    made = elementwise("cumsum")(data, args)
    table = data.kind in (Kind.FRAME, Kind.SERIES)
    if table or data.rank == 1 or args.get("axis", 0) is not None or not isinstance(made, Data):
        return made
    return made.but(shape=Unknown("shape after `cumsum` without an axis"))


def differences(data: Data, args: Arguments) -> Value:
    """`diff`: of a table as many rows; of an array one less along the axis."""
    made = elementwise("diff")(data, args)
    if data.kind in (Kind.FRAME, Kind.SERIES) or not isinstance(made, Data):
        return made
    axis, times, shape = args.get("axis", 1, -1), args.get("n", 0, 1), data.shape
    if not isinstance(shape, tuple) or not isinstance(axis, int):
        return made.but(shape=Unknown("shape after `diff`"))
    at = axis % len(shape) if shape else 0
    shape = _less(shape, at, times)
    return made.but(shape=shape, **(subset(data, ("diff", args.site.node)) if at == 0 else {}))


def _less(shape: Shape, axis: int, count: Value) -> Shape:
    """The shape with fewer elements along an axis."""
    old = shape[axis] if axis < len(shape) else None
    new: Any = Unknown("a shorter axis")
    if isinstance(old, int) and isinstance(count, int):
        new = max(old - count, 0)
    return (*shape[:axis], new, *shape[axis + 1 :])


def tile(data: Data, args: Arguments) -> Value:
    """`tile`: one number repeats the last axis, more of them than there are axes add axes in front."""
    times, shape = args.get("reps", 0, args.get("multiples", None)), data.shape
    made = reordered("tile")(data, args)
    if not isinstance(made, Data):
        return made
    counts = [times] if isinstance(times, (int, Position, Amount)) else times
    lost = Unknown("values after `tile`", args.site)
    if not isinstance(counts, (tuple, list)) or open_ended(counts) or not isinstance(shape, tuple):
        return made.but(shape=Unknown("shape after `tile`"), encoding=lost, classes=lost)
    added = max(len(counts) - len(shape), 0)
    each = [*[1] * (len(shape) - len(counts)), *counts]
    sizes = tuple(_times(old, n) for old, n in zip((*[1] * added, *shape), each, strict=True))
    if not added and (each[-1] == 1 or len(shape) == 1):
        return made.but(shape=sizes)
    rows: dict[str, Any] = {"encoding": lost, "classes": lost, "clues": ()}
    if isinstance(data, Literal) and len(shape) == 1 and len(sizes) == 2 and each[-1] == 1:
        told = describe(list(data.items), (1, len(data.items)))
        rows |= {name: told[name] for name in ("encoding", "classes") if name in told}
    return made.but(shape=sizes, **rows)


def _times(size: Any, count: Value) -> Any:
    """The size of an axis that is repeated so often."""
    if count == 1 or size == 1:
        return size if count == 1 else count if isinstance(count, (int, Unknown)) else _REPEATED
    return size * count if isinstance(size, int) and isinstance(count, int) else _REPEATED


_REPEATED = Unknown("a repeated axis")


def delete(data: Data, args: Arguments) -> Value:
    """`delete`: of the rows, along another axis, or, without an axis, of all elements in a row."""
    axis, shape, which = args.get("axis", 1), data.shape, args.get("obj", 0)
    if axis == 0 or data.rank == 1:
        return reordered("delete")(data, args)
    if axis is None:
        lost = (Unknown("number of elements that are left"),)
        return data.step("delete", args.site, shape=lost, columns=None, rows=object())
    if not isinstance(shape, tuple) or not isinstance(axis, int):
        return data.step("delete", args.site, shape=Unknown("shape after `delete`"), columns=None)
    count = 1 if isinstance(which, int) else None
    return data.step(
        "delete", args.site, shape=_less(shape, axis % len(shape), count), columns=None
    )


def two_axes(data: Data, args: Arguments) -> Value:
    """`atleast_2d`: a vector becomes a row."""
    shape = data.shape
    if isinstance(shape, Unknown):
        return data.but(shape=Unknown("shape after `atleast_2d`"))
    return data if len(shape) > 1 else to_shape(data, (1, *(shape or (1,))), args.site)
