"""Functions of NumPy that change the length of an axis, or lay all axes in one."""

from typing import Any

from kerascheck.facts.libraries.arguments import Arguments
from kerascheck.facts.libraries.labels import subset
from kerascheck.facts.libraries.pointwise import elementwise
from kerascheck.facts.libraries.transforms import reordered, to_shape
from kerascheck.values import Data, Kind, Shape, Unknown, Value


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
    """`tile`: one number repeats the last axis."""
    times, shape = args.get("reps", 0), data.shape
    times = (times,) if isinstance(times, int) else times
    made = reordered("tile")(data, args)
    if not isinstance(made, Data):
        return made
    counts = [n for n in times if isinstance(n, int)] if isinstance(times, (tuple, list)) else []
    known = isinstance(times, (tuple, list)) and len(counts) == len(times)
    if not known or not isinstance(shape, tuple) or len(counts) > len(shape):
        return made.but(shape=Unknown("shape after `tile`"))
    each = [1] * (len(shape) - len(counts)) + counts
    new: list[Any] = [
        old if n == 1 else old * n if isinstance(old, int) else Unknown("a repeated axis")
        for old, n in zip(shape, each, strict=True)
    ]
    return made.but(shape=tuple(new))


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
