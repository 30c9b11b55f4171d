"""Arithmetic on shapes whose dimensions may be unknown."""

from collections.abc import Sequence
from math import prod
from typing import Any

from kerascheck.facts.libraries.amounts import Tail
from kerascheck.values import More, Shape, Site, Unknown, Value

Dim = Any
"""An int, an unknown, or `None`."""


class Sizes(tuple[Value, ...]):
    """What `shape` of data gives: one size for each axis, even where a size is not known."""

    __slots__ = ()


def same(left: Dim, right: Dim) -> bool:
    """Whether two dimensions are surely equal."""
    return left is right or (isinstance(left, int) and isinstance(right, int) and left == right)


def size(shape: Shape | Unknown) -> int | None:
    """The number of elements, or None if not known."""
    if isinstance(shape, Unknown) or not all(isinstance(dim, int) for dim in shape):
        return None
    return prod(dim for dim in shape if isinstance(dim, int))


def dimensions(value: Value) -> Shape | Unknown:
    """The shape that an argument such as `size=` or `shape=` gives: an int or a sequence."""
    if isinstance(value, (list, tuple)):
        if any(isinstance(dim, More) for dim in value):
            return Unknown("a shape with any number of axes")
        return tuple(dim if isinstance(dim, (int, Unknown)) else _other(dim) for dim in value)
    if isinstance(value, bool) or value is None:
        return Unknown("shape not known")
    if isinstance(value, int):
        return (value,)
    return value if isinstance(value, Unknown) else Unknown("shape not known")


def resized(shape: Shape | Unknown, size: Value, site: Site) -> Shape | Unknown:
    """The shape of an image after a resize; `size` is width and height, against its own order."""
    if not isinstance(shape, tuple) or len(shape) not in (2, 3):
        return shape
    given = reversed(size) if isinstance(size, (tuple, list)) and len(size) == 2 else (None, None)
    why = Unknown("size of the image not known", site)
    return (*(side if isinstance(side, int) else why for side in given), *shape[2:])


def _other(dim: Value) -> Dim:
    if isinstance(dim, float) and dim.is_integer():
        return int(dim)
    return Unknown("dimension not known")


def reshaped(shape: Shape | Unknown, target: Shape | Unknown) -> Shape | Unknown:
    """The shape after `reshape`; at most one dimension of `target` is -1."""
    if isinstance(target, Unknown) or -1 not in target:
        return target
    total = size(shape)
    rest = size(tuple(dim for dim in target if dim != -1))
    free: Dim = Unknown("dimension that `reshape` computes")
    if total is not None and rest:
        free = total // rest
    elif not isinstance(shape, Unknown):
        free = _leftover(shape, target, free)
    return tuple(free if dim == -1 else dim for dim in target)


def overfull(shape: Shape | Unknown, target: Shape | Unknown) -> bool:
    """Whether an array surely has too many or too few elements for a shape.

    Sizes that are not known have to be the same ones on both sides. Axes without any elements are
    left alone.
    """
    if isinstance(shape, Unknown) or isinstance(target, Unknown):
        return False
    left = list(shape)
    numbers: list[int] = []
    for dim in target:
        if isinstance(dim, int):
            numbers.append(dim)
        else:
            place = next((i for i, other in enumerate(left) if other is dim), None)
            if place is None:
                return False
            left.pop(place)
    free = numbers.count(-1)
    given = size(tuple(left))
    wanted = prod(number for number in numbers if number != -1)
    if not given or wanted <= 0 or free > 1 or min(numbers, default=1) < -1:
        return False
    return bool(given % wanted) if free else given != wanted


def _leftover(shape: Shape, target: Shape, free: Dim) -> Dim:
    """The dimension that is left when the known ones of both sides cancel."""
    known = [dim for dim in target if dim != -1]
    left = list(shape)
    for dim in known:
        match = next((i for i, other in enumerate(left) if same(dim, other)), None)
        if match is not None:
            left.pop(match)
        elif dim != 1:
            known_product = prod(d for d in known if isinstance(d, int))
            tail = [d for d in shape[1:] if isinstance(d, int)]
            whole = len(tail) == len(shape) - 1 and all(isinstance(d, int) for d in known)
            return shape[0] if whole and prod(tail) == known_product else free
    left = [dim for dim in left if dim != 1]
    return left[0] if len(left) == 1 else (free if left else 1)


def broadcast(left: Shape | Unknown, right: Shape | Unknown) -> Shape | Unknown:
    """The shape of an element-wise operation on both."""
    if isinstance(left, Unknown):
        return left
    if isinstance(right, Unknown):
        return right
    long, short = (left, right) if len(left) >= len(right) else (right, left)
    result = list(long)
    for place in range(1, len(short) + 1):
        a, b = long[-place], short[-place]
        if a == 1:
            result[-place] = b
        elif not same(a, b) and b != 1 and isinstance(a, Unknown):
            result[-place] = b if isinstance(b, int) else Unknown("broadcast dimension")
    return tuple(result)


def total(dims: Sequence[Dim]) -> Dim:
    """The sum of dimensions along the axis of a concatenation."""
    if dims and all(isinstance(dim, int) for dim in dims):
        return sum(dims)
    return Unknown("length of data put together")


def concatenated(shapes: Sequence[Shape | Unknown], axis: int) -> Shape | Unknown:
    """The shape of arrays put together along an axis."""
    known = [shape for shape in shapes if not isinstance(shape, Unknown)]
    if not known:
        return Unknown("shape of data put together")
    first = known[0]
    if not -len(first) <= axis < len(first) or any(len(s) != len(first) for s in known):
        return Unknown("shape of data put together")
    axis %= len(first)
    along = [shape[axis] for shape in known] if len(known) == len(shapes) else []
    merged = [
        next((s[i] for s in known if isinstance(s[i], int)), first[i]) for i in range(len(first))
    ]
    merged[axis] = total(along)
    return tuple(merged)


def without(shape: Shape | Unknown, axis: Value, *, keep: bool = False) -> Shape | Unknown:
    """The shape after an aggregation over one axis or several."""
    if isinstance(shape, Unknown):
        return shape
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    places = {a % len(shape) for a in axes if isinstance(a, int) and -len(shape) <= a < len(shape)}
    if len(places) != len(axes):
        return Unknown("shape after an aggregation over an axis that is not known")
    if keep:
        return tuple(1 if i in places else dim for i, dim in enumerate(shape))
    return tuple(dim for i, dim in enumerate(shape) if i not in places)


def squeezed(shape: Shape | Unknown, axis: Value = None) -> Shape | Unknown:
    """The shape without axes of length one: those named, or all."""
    if isinstance(shape, Unknown):
        return shape
    if axis is not None:
        return without(shape, axis)
    if any(isinstance(dim, Unknown) for dim in shape[1:]):
        return Unknown("shape after `squeeze`")
    return tuple(dim for dim in shape if dim != 1)


def expanded(shape: Shape | Unknown, axis: Value) -> Shape | Unknown:
    """The shape with a new axis of length one."""
    if isinstance(shape, Unknown):
        return shape
    if not isinstance(axis, int) or not -len(shape) - 1 <= axis <= len(shape):
        return Unknown("shape after `expand_dims`")
    place = axis % (len(shape) + 1)
    return (*shape[:place], 1, *shape[place:])


def slice_length(length: Dim, part: slice) -> Dim:
    """How many elements a slice takes of an axis."""
    bounds = (part.start, part.stop, part.step)
    if bounds == (None, None, None):
        return length
    if isinstance(length, int) and all(b is None or isinstance(b, int) for b in bounds):
        if part.step == 0:
            return Unknown("a slice with step 0")
        return len(range(*part.indices(length)))
    start, stop, step = bounds
    if isinstance(start, int) and start < 0 and stop is None and step is None:
        return -start
    if isinstance(start, Tail) and start.of is length and stop is None and step is None:
        return start.rest
    return Unknown("length of a slice")


def everything(key: Value) -> bool:
    """Whether a subscript leaves an axis as it is: `:` or `...`."""
    if isinstance(key, slice):
        return key.start in (None, 0) and key.stop is None and key.step in (None, 1)
    return key is Ellipsis
