"""Functions that move numbers: other shapes of the same numbers, parts of them, several as one."""

from collections.abc import Sequence

from kerascheck.keras_api.dims import axis_of, broadcast, is_int, lift, product, settled
from kerascheck.keras_api.ops.operands import (
    axes_of,
    extent,
    extents,
    known,
    on_dims,
    strong,
    sum_of,
    whole,
)
from kerascheck.values import BuildError, Dim, Shape, Spec, UndeterminedError, Unknown, Value
from kerascheck.values.shapes import shape_text


def reshape(x: Value, shape: Value) -> Spec:
    """`reshape`: one -1 is what is left over, where all the rest is known."""
    spec, wanted = strong(x), extents(shape)
    return Spec(reshaped(spec.dims, wanted), spec.dtype)


def tf_reshape(x: Value, shape: Value) -> Spec:
    """`tf.reshape`, which sees that the known axes cannot make up the new shape."""
    spec, wanted = strong(x), extents(shape)
    result = reshaped(spec.dims, wanted)
    least = product(dim for dim in spec.dims if isinstance(dim, int))
    total = product(wanted)
    one_open = spec.dims.count(None) == 1 and -1 not in wanted
    rest = lift(lambda a, b: a % b if b else 0, total, least)
    if one_open and isinstance(rest, int) and rest:
        problem = f"cannot make {shape_text(wanted)} of {shape_text(spec.dims)}: "
        problem += f"{least} does not divide {total}"
        raise BuildError("reshape", problem, keras="must be evenly divisible by")
    return Spec(result, spec.dtype)


def reshaped(old: Shape, new: Shape) -> Shape:
    """The shape that `reshape` gives, -1 filled in; `BuildError` where the numbers differ."""
    free = [i for i, dim in enumerate(new) if is_int(dim) and dim == -1]
    if len(free) > 1 or any(isinstance(dim, int) and dim < -1 for dim in new):
        problem = f"cannot make the shape {shape_text(new)}: at most one number may be -1"
        raise BuildError("reshape", problem, keras="There must be at most one unknown dimension")
    before, after = product(old), product(dim for i, dim in enumerate(new) if i not in free)
    left = lift(lambda a, b: a // b if b else -1, before, after)
    if isinstance(before, int) and isinstance(after, int):
        exact = before == after if not free else after != 0 and before % after == 0
        if not exact:
            raise _other_size(old, new, before, after)
    return tuple(left if i in free else dim for i, dim in enumerate(new))


def _other_size(old: Shape, new: Shape, before: int, after: int) -> BuildError:
    by = f"{after} does not divide {before}" if -1 in new else f"that is {before} and {after}"
    problem = f"cannot make {shape_text(new)} of {shape_text(old)}: {by} numbers"
    if -1 in new:
        problem = f"cannot make {shape_text(new)} of {shape_text(old)}: {by}"
    return BuildError("reshape", problem, keras="The total size of the tensor must be unchanged")


def ravel(x: Value) -> Spec:
    """All numbers in one axis."""
    spec = strong(x)
    return Spec((product(spec.dims),), spec.dtype)


def batch_flatten(x: Value) -> Spec:
    """`K.batch_flatten`: all axes but the first as one."""
    spec = strong(x)
    rest = product(spec.dims[1:])
    # TensorFlow multiplies the axes when it runs, unless all of them are known before.
    if spec.dims[0] is None or rest is None:
        return Spec((None, None), spec.dtype)
    return Spec((spec.dims[0], rest), spec.dtype)


def expand_dims(x: Value, axis: Value = -1) -> Spec:
    """New axes of size 1; without an axis, a last one."""
    spec = strong(x)
    wanted = settled(axis)
    count = len(wanted) if isinstance(wanted, (list, tuple)) else 1
    rank = spec.rank + count
    axes = [rank - 1] if wanted is None else axes_of(wanted, rank)
    rest = iter(spec.dims)
    return Spec(tuple(1 if i in axes else next(rest) for i in range(rank)), spec.dtype)


def squeeze(x: Value, axis: Value = None) -> Spec:
    """Axes of size 1 taken away: those that are named, or all that are known to be 1."""
    spec = strong(x)
    if axis is None:
        if any(isinstance(dim, Unknown) for dim in spec.dims):
            raise UndeterminedError("`squeeze` of dimensions that are not known")
        return Spec(tuple(dim for dim in spec.dims if dim != 1), spec.dtype)
    axes = axes_of(axis, spec.rank)
    for i in axes:
        dim = spec.dims[i]
        if not isinstance(dim, Unknown) and dim != 1 and dim is not None:
            problem = f"cannot squeeze axis {i} of {shape_text(spec.dims)}, whose size is not 1"
            raise BuildError("reshape", problem, keras=f"Cannot squeeze axis {i}")
    return Spec(tuple(dim for i, dim in enumerate(spec.dims) if i not in axes), spec.dtype)


def squeeze_one(x: Value, axis: Value = None) -> Spec:
    """`squeeze` of Keras, which refuses an open dimension, too."""
    spec = strong(x)
    if axis is not None:
        for i in axes_of(axis, spec.rank):
            if spec.dims[i] is None:
                problem = f"cannot squeeze axis {i} of {shape_text(spec.dims)}, whose size is open"
                raise BuildError("reshape", problem, keras=f"Cannot squeeze axis {i}")
    return squeeze(x, axis)


def transpose(x: Value, axes: Value = None) -> Spec:
    """Axes in another order, reversed where none is given."""
    spec = strong(x)
    order = settled(axes)
    if order is None:
        return Spec(spec.dims[::-1], spec.dtype)
    places = [axis_of(axis, spec.rank, "axes") for axis in order] if len(order) else []
    if len(set(places)) != spec.rank or len(places) != spec.rank:
        problem = f"has the order {tuple(order)}, but its input has {spec.rank} axes"
        raise BuildError("rank", problem, keras="axis must be a list of the same length")
    return Spec(tuple(spec.dims[i] for i in places), spec.dtype)


def swapaxes(x: Value, axis1: Value, axis2: Value) -> Spec:
    """Two axes exchanged."""
    spec = strong(x)
    shape = list(spec.dims)
    one, two = axis_of(axis1, spec.rank), axis_of(axis2, spec.rank)
    shape[one], shape[two] = shape[two], shape[one]
    return Spec(tuple(shape), spec.dtype)


def moveaxis(x: Value, source: Value, destination: Value) -> Spec:
    """Axes moved to other places."""
    spec = strong(x)
    old, new = axes_of(source, spec.rank), axes_of(destination, spec.rank)
    if len(old) != len(new):
        raise BuildError("rank", f"moves {len(old)} axes to {len(new)} places")
    placed = dict(zip(new, old, strict=True))
    rest = iter(i for i in range(spec.rank) if i not in old)
    order = [placed[i] if i in placed else next(rest) for i in range(spec.rank)]
    return Spec(tuple(spec.dims[i] for i in order), spec.dtype)


def matrix_transpose(x: Value) -> Spec:
    """The last two axes exchanged."""
    return swapaxes(x, -1, -2)


def rotated(x: Value, k: Value = 1, axes: Value = (0, 1)) -> Spec:
    """`rot90`; in Keras the shape turns whatever the number of turns."""
    one, two = settled(axes)
    spec = strong(x)
    if spec.rank < 2:
        raise BuildError("rank", f"needs at least 2 axes, but gets {shape_text(spec.dims)}")
    return swapaxes(x, one, two)


def tile(x: Value, repeats: Value) -> Spec:
    """Copies side by side; the shorter of shape and numbers gets ones in front."""
    spec, times = strong(x), extents(repeats)
    shape = (1,) * (len(times) - spec.rank) + spec.dims
    times = (1,) * (len(shape) - len(times)) + times
    tiled = (lift(lambda a, b: a * b, dim, n) for dim, n in zip(shape, times, strict=True))
    return Spec(tuple(tiled), spec.dtype)


def tile_all(x: Value, repeats: Value) -> Spec:
    """`tf.tile`, which needs a number an axis."""
    spec, times = strong(x), extents(repeats)
    if len(times) != spec.rank:
        problem = f"needs {spec.rank} multiples, one an axis, but gets {len(times)}"
        raise BuildError("rank", problem, keras="Shape must be rank")
    return tile(x, repeats)


def repeat(x: Value, repeats: Value, axis: Value = None) -> Spec:
    """Each element several times, along an axis or of all in one."""
    spec = strong(x)
    if axis is None:
        spec, axis = ravel(x), 0
    at = axis_of(axis, spec.rank)
    times = settled(repeats)
    if isinstance(times, (list, tuple)) and len(times) == 1:
        times = times[0]
    if not isinstance(times, (list, tuple)):
        shape = on_dims(spec.dims, lambda dim: lift(lambda a, b: a * b, dim, extent(times)), at)
        return Spec(shape, spec.dtype)
    size = spec.dims[at]
    if isinstance(size, int) and size != len(times):
        raise BuildError("merge", f"has {len(times)} repeats for an axis of {size}")
    total = None if size is None else sum_of(extent(item) for item in times)
    return Spec(on_dims(spec.dims, lambda _: total, at), spec.dtype)


def repeat_vector(x: Value, n: Value) -> Spec:
    """`K.repeat`: a 2-D tensor several times along a new second axis."""
    spec = strong(x)
    if spec.rank != 2:
        raise BuildError("rank", f"needs a 2-D input, but gets {spec.rank}-D")
    return Spec((spec.dims[0], extent(n), spec.dims[1]), spec.dtype)


def ops_broadcast_to(x: Value, shape: Value) -> Spec:
    """`keras.ops.broadcast_to`, which takes any shape that goes with the tensor's."""
    spec, wanted = strong(x), extents(shape)
    broadcast(spec.dims, wanted)
    return Spec(wanted, spec.dtype)


def broadcast_to(x: Value, shape: Value) -> Spec:
    """A larger shape that the tensor fits into."""
    spec, wanted = strong(x), extents(shape)
    if len(wanted) < spec.rank:
        problem = f"cannot broadcast {shape_text(spec.dims)} to {shape_text(wanted)}"
        raise BuildError("merge", problem, keras="Cannot broadcast shape")
    fixed = tuple(None if is_int(dim) and dim == -1 else dim for dim in wanted)
    fitted = broadcast(spec.dims, fixed)
    if any(
        isinstance(new, int) and isinstance(old, int) and old != new
        for new, old in zip(fixed, fitted, strict=True)
    ):
        problem = f"cannot broadcast {shape_text(spec.dims)} to {shape_text(wanted)}"
        raise BuildError("merge", problem, keras="Dimensions must be equal")
    tail = (1,) * (len(wanted) - spec.rank) + spec.dims
    filled = (
        old if is_int(new) and new == -1 else new for old, new in zip(tail, wanted, strict=True)
    )
    return Spec(tuple(filled), spec.dtype)


def roll(x: Value, shift: Value = None, axis: Value = None) -> Spec:
    """Numbers moved round; the axes must be there."""
    spec = strong(x)
    axes_of(axis, spec.rank)
    return spec


def diag(x: Value, k: Value = 0) -> Spec:
    """`diag`: a matrix with this diagonal, or the diagonal of a matrix."""
    spec, shift = strong(x), whole(k)
    if spec.rank == 1:
        side = lift(lambda n: n + abs(shift), spec.dims[0])
        return Spec((side, side), spec.dtype)
    if spec.rank != 2:
        raise BuildError("rank", f"needs a 1-D or 2-D input, but gets {spec.rank}-D")
    return Spec((_diagonal(spec.dims, shift),), spec.dtype)


def diagonal(x: Value, offset: Value = 0, axis1: Value = 0, axis2: Value = 1) -> Spec:
    """The diagonal of two axes, as the last axis."""
    spec = strong(x)
    if spec.rank < 2:
        raise BuildError("rank", f"needs at least 2 axes, but gets {spec.rank}")
    one, two = axis_of(axis1, spec.rank), axis_of(axis2, spec.rank)
    rest = tuple(dim for i, dim in enumerate(spec.dims) if i not in (one, two))
    size = _diagonal((spec.dims[one], spec.dims[two]), whole(offset))
    return Spec((*rest, size), spec.dtype)


def _diagonal(sides: Sequence[Dim], shift: int) -> Dim:
    return lift(
        lambda a, b: max(0, min(b - shift if shift > 0 else a + shift, a, b)), sides[0], sides[1]
    )


def same_but(shapes: Sequence[Shape], axis: int | None, what: str) -> Shape:
    """The shape that several have in common but for an axis; `BuildError` where they differ."""
    common = list(shapes[0])
    for shape in shapes[1:]:
        if len(shape) != len(common):
            raise _unlike(shapes[0], shape, what)
        for i, (a, b) in enumerate(zip(common, shape, strict=True)):
            if i == axis:
                continue
            if isinstance(a, int) and isinstance(b, int) and a != b:
                raise _unlike(shapes[0], shape, what)
            common[i] = known(a, b)
    return tuple(common)


def _unlike(first: Shape, other: Shape, what: str) -> BuildError:
    problem = f"cannot {what} {shape_text(first)} and {shape_text(other)}"
    return BuildError("merge", problem, keras="requires inputs with matching shapes")


def difference(x: Value, n: Value = 1, axis: Value = -1) -> Spec:
    """`keras.ops.diff`: the axis gets shorter by one for every turn."""
    spec = strong(x)
    at, turns = axis_of(axis, spec.rank), whole(n)
    return Spec(on_dims(spec.dims, lambda d: lift(lambda a: max(a - turns, 0), d), at), spec.dtype)
