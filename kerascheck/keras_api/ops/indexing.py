"""Parts of tensors by place: slices, rows by number, one-hot rows."""

from kerascheck.keras_api.dims import axis_of, broadcast, is_int, lift, settled
from kerascheck.keras_api.ops.operands import (
    dtype_named,
    extent,
    extents,
    on_dims,
    strong,
    sum_of,
    tensor,
    whole,
)
from kerascheck.keras_api.ops.reshaping import ravel
from kerascheck.values import (
    BuildError,
    Dim,
    Shape,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)
from kerascheck.values.shapes import shape_text


def getitem(x: Value, key: Value) -> Spec:
    """`x[key]` with numbers, slices, `None`, `...` and tensors of places or truth values."""
    spec = tensor(x)
    keys = list(key) if isinstance(key, tuple) else [key]
    for item in keys:
        settled(item)
    used = sum(_axes_used(item) for item in keys)
    if used > spec.rank:
        problem = f"has {used} indices for {shape_text(spec.dims)}, which has {spec.rank} axes"
        raise BuildError("rank", problem, keras="too many indices")
    gaps = sum(item is ... for item in keys)
    if gaps > 1:
        raise BuildError("rank", "has more than one `...`", keras="only have one ellipsis")
    if not gaps:
        keys.append(...)
    shape: list[Dim] = []
    at = 0
    for item in keys:
        if item is ...:
            rest = spec.rank - used
            shape.extend(spec.dims[at : at + rest])
            at += rest
        elif item is None:
            shape.append(1)
        else:
            taken = _axes_used(item)
            shape.extend(_taken(spec.dims[at : at + taken], item))
            at += taken
    return Spec(tuple(shape), spec.dtype)


def _axes_used(key: Value) -> int:
    if key is None or key is ...:
        return 0
    mask = isinstance(key, Spec) and key.dtype == "bool"
    return tensor(key).rank if mask else 1


def _taken(dims: Shape, key: Value) -> Shape:
    if isinstance(key, slice):
        return (sliced(dims[0], key),)
    if isinstance(key, (Spec, list)):
        places = tensor(key)
        return (None,) if places.dtype == "bool" else places.dims
    if not is_int(key):
        raise TypeError("not an index")
    number: int = whole(key)
    size = dims[0]
    if isinstance(size, int) and not -size <= number < size:
        raise BuildError(
            "dimension", f"has no place {number} on an axis of {size}", keras="out of bounds"
        )
    return ()


def sliced(size: Dim, key: slice) -> Dim:
    """The length of a slice of an axis; a bound that only a run knows leaves it open."""
    bounds = (key.start, key.stop, key.step)
    for bound in bounds:
        if isinstance(bound, Unknown):
            return bound
    if any(isinstance(bound, (Tensor, Spec)) for bound in bounds):
        return None
    if bounds in ((None, None, None), (None, None, 1), (0, None, None), (None, None, -1)):
        return size
    return lift(lambda n: len(range(*key.indices(n))), size)


def take(x: Value, indices: Value, axis: Value = None) -> Spec:
    """`keras.ops.take`: rows by number, of all numbers without an axis."""
    spec, places = strong(x), tensor(indices)
    if axis is None:
        return Spec(places.dims, spec.dtype)
    at = axis_of(axis, spec.rank)
    return Spec((*spec.dims[:at], *places.dims, *spec.dims[at + 1 :]), spec.dtype)


def gather(x: Value, indices: Value, axis: Value = None, batch_dims: Value = 0) -> Spec:
    """`tf.gather`: the axis is the first one after those of the batch."""
    spec, places = strong(x), tensor(indices)
    batch = whole(batch_dims)
    batch = batch + places.rank if batch < 0 else batch
    at = batch if axis is None else axis_of(axis, spec.rank)
    if at >= spec.rank:
        raise BuildError("rank", f"needs more than {spec.rank} axes")
    return Spec((*spec.dims[:at], *places.dims[batch:], *spec.dims[at + 1 :]), spec.dtype)


def backend_gather(x: Value, indices: Value) -> Spec:
    """`K.gather`: rows of the first axis."""
    return gather(x, indices, 0)


def gather_nd(x: Value, indices: Value, batch_dims: Value = 0) -> Spec:
    """`tf.gather_nd`: the last axis of the indices says where."""
    spec, places, batch = strong(x), tensor(indices), whole(batch_dims)
    depth = places.dims[-1]
    if not isinstance(depth, int):
        raise UndeterminedError("the number of indices a place is not known")
    return Spec((*places.dims[:-1], *spec.dims[batch + depth :]), spec.dtype)


def take_along_axis(x: Value, indices: Value, axis: Value = None) -> Spec:
    """Numbers by place along an axis, for each of the others."""
    spec, places = strong(x), tensor(indices)
    if axis is None:
        spec, axis = ravel(x), 0
    if spec.rank != places.rank:
        problem = f"has {shape_text(places.dims)} places for {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="must have the same number of dimensions")
    at = axis_of(axis, spec.rank)
    shape = on_dims(spec.dims, lambda _: places.dims[at], at)
    return Spec(broadcast(shape, places.dims), spec.dtype)


def part(x: Value, start: Value, shape: Value) -> Spec:
    """`keras.ops.slice` and `tf.slice`: -1 is all that follows."""
    spec, sizes = strong(x), extents(shape)
    first = settled(start)
    if len(sizes) != spec.rank:
        problem = f"has {len(sizes)} sizes for {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="The number of dimensions in `inputs` must match")
    begins: Shape = (None,) * spec.rank if isinstance(first, Spec) else extents(first)
    if len(begins) != spec.rank:
        problem = f"has {len(begins)} places to start at for {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="The number of dimensions in `start_indices`")
    result = tuple(
        lift(lambda n, b: n - b, dim, begin) if is_int(size) and size == -1 else size
        for dim, begin, size in zip(spec.dims, begins, sizes, strict=True)
    )
    if any(isinstance(size, int) and size < 0 for size in result):
        problem = f"starts a slice of {shape_text(spec.dims)} at {shape_text(begins)}"
        raise BuildError("size", problem, keras="Negative dimension size")
    return Spec(result, spec.dtype)


def masked(x: Value, mask: Value, axis: Value = None) -> Spec:
    """`tf.boolean_mask`: the masked axes become one, whose size is open."""
    spec, where = strong(x), tensor(mask)
    at = 0 if axis is None else axis_of(axis, spec.rank)
    return Spec((*spec.dims[:at], None, *spec.dims[at + where.rank :]), spec.dtype)


def one_hot(x: Value, num_classes: Value, axis: Value = -1, dtype: Value = None) -> Spec:
    """A new axis of classes; `float32` where no dtype is given."""
    spec = tensor(x)
    at = axis_of(axis, spec.rank + 1)
    shape = (*spec.dims[:at], extent(num_classes), *spec.dims[at:])
    return Spec(shape, dtype_named(dtype, "float32"))


def multi_hot(x: Value, num_classes: Value, axis: Value = -1, dtype: Value = None) -> Spec:
    """The classes of one sample together."""
    spec, hot = strong(x), one_hot(x, num_classes, axis)
    shape = hot.dims[-1:] if hot.rank == 2 else (hot.dims[0], *hot.dims[2:])
    return Spec(shape, spec.dtype)


def scattered(indices: Value, updates: Value, shape: Value) -> Spec:
    """`scatter`: zeros of a shape, with some numbers put in."""
    return Spec(extents(shape), strong(updates).dtype)


def sequence_mask(lengths: Value, maxlen: Value = None, dtype: Value = None) -> Spec:
    """`tf.sequence_mask`: a row of truth values a length."""
    return Spec((*tensor(lengths).dims, extent(maxlen)), dtype_named(dtype, "bool"))


def nonzero(x: Value) -> Specs:
    """`keras.ops.nonzero`: places, an array an axis."""
    return tuple(Spec((None,), "int32") for _ in range(tensor(x).rank))


def searched(sequence: Value, values: Value) -> Spec:
    """`searchsorted`: a place a value."""
    sum_of(tensor(sequence).dims)
    return Spec(tensor(values).dims, "int32")
