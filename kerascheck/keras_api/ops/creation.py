"""Tensors that are made of a shape: zeros, ranges, random numbers; and questions about shapes."""

import math
from typing import Any

from kerascheck.keras_api.dims import product, settled
from kerascheck.keras_api.ops.elementwise import divided
from kerascheck.keras_api.ops.operands import (
    dtype_named,
    extent,
    extents,
    known,
    promoted,
    strong,
    tensor,
)
from kerascheck.values import BuildError, Dim, Spec, Tensor, UndeterminedError, Unknown, Value


def filled(shape: Value, dtype: Value = None) -> Spec:
    """`zeros`, `ones`, random numbers: floats of a shape."""
    return Spec(_sized(shape), dtype_named(dtype, "float32"))


def filled_with(shape: Value, value: Value, dtype: Value = None) -> Spec:
    """`keras.ops.full`: `float32` where no dtype is given."""
    return filled(shape, dtype)


def fill(shape: Value, value: Value) -> Spec:
    """`tf.fill`: of the dtype of the value."""
    return Spec(_sized(shape), strong(value).dtype)


def _sized(shape: Value) -> tuple[Dim, ...]:
    dims = extents(shape)
    if any(isinstance(dim, int) and dim < 0 for dim in dims):
        raise BuildError("reshape", "has a negative number in its shape", keras="must be >= 0")
    return dims


def integers(shape: Value, dtype: Value = None) -> Spec:
    """`keras.random.randint`."""
    return Spec(_sized(shape), dtype_named(dtype, "int32"))


def like(x: Value, dtype: Value = None) -> Spec:
    """`zeros_like` and its kind."""
    spec = strong(x)
    return Spec(spec.shape, dtype_named(dtype, spec.dtype))


def constant(value: Value, dtype: Value = None, shape: Value = None) -> Spec:
    """A tensor of given numbers; lists of floats are `float32` whatever NumPy says."""
    spec = strong(value)
    dims = spec.shape if isinstance(value, Spec) or shape is None else extents(shape)
    return Spec(dims, dtype_named(dtype, spec.dtype))


def variable(value: Value, shape: Value = None, dtype: Value = None) -> Spec:
    """`tf.Variable` and `keras.Variable`: of a value, or of an initializer and a shape."""
    return strong(value) if shape is None else filled(shape, dtype)


def backend_constant(value: Value, dtype: Value = None, shape: Value = None) -> Spec:
    """`K.constant` and `K.variable`: `float32` where no dtype is given."""
    spec = constant(value, dtype, shape)
    return Spec(spec.shape, dtype_named(dtype, "float32"))


def arange(start: Value, stop: Value = None, step: Value = None, dtype: Value = None) -> Spec:
    """`range` and `arange`; a bound that only a run knows leaves the length open."""
    bounds = [value for value in (start, stop, step) if value is not None]
    kinds = [tensor(value).dtype for value in bounds]
    return Spec((_length(start, stop, step),), dtype_named(dtype, promoted(*kinds)))


def backend_arange(
    start: Value, stop: Value = None, step: Value = 1, dtype: Value = "int32"
) -> Spec:
    """`K.arange`: `int32`."""
    return arange(start, stop, step, dtype)


def _length(start: Value, stop: Value, step: Value) -> Dim:
    first, last = (0, start) if stop is None else (start, stop)
    pace = 1 if step is None else step
    for bound in (first, last, pace):
        if isinstance(bound, Unknown):
            return bound
        if isinstance(bound, (Spec, Tensor)):
            return None
    values: Any = (first, last, pace)
    length: int = math.ceil((values[1] - values[0]) / values[2])
    return max(0, length)


def linspace(
    start: Value, stop: Value, num: Value = 50, dtype: Value = None, axis: Value = 0
) -> Spec:
    """Numbers at equal distances, for each number of the bounds."""
    spec = divided(start, stop)
    at = int(settled(axis)) % (spec.rank + 1)
    shape = (*spec.dims[:at], extent(num), *spec.dims[at:])
    return Spec(shape, dtype_named(dtype, spec.dtype))


def eye(rows: Value, columns: Value = None, dtype: Value = None, batch: Value = None) -> Spec:
    """The identity matrix, or several of them."""
    size = extent(rows)
    lead = () if batch is None else extents(batch)
    sides = (size, size if columns is None else extent(columns))
    return Spec((*lead, *sides), dtype_named(dtype, "float32"))


def backend_eye(rows: Value, dtype: Value = None) -> Spec:
    """`K.eye`: one number, or a shape."""
    if isinstance(rows, (list, tuple)):
        return eye(rows[0], rows[1], dtype)
    return eye(rows, None, dtype)


def drawn(logits: Value, num_samples: Value, dtype: Value = None) -> Spec:
    """`categorical`: draws for each row."""
    spec = tensor(logits)
    return Spec((spec.dims[0], extent(num_samples)), dtype_named(dtype, "int32"))


def tf_drawn(logits: Value, num_samples: Value, dtype: Value = None) -> Spec:
    """`tf.random.categorical`."""
    return drawn(logits, num_samples, "int64" if dtype is None else dtype)


def shape(x: Value, dtype: Value = None) -> tuple[Value, ...]:
    """`tf.shape`: what is open is a scalar that only a run knows."""
    kind = dtype_named(dtype, "int32")
    return tuple(Spec((), kind) if dim is None else dim for dim in tensor(x).dims)


def static_shape(x: Value) -> tuple[Dim, ...]:
    """`K.int_shape` and `x.get_shape()`: what is open is None."""
    return tensor(x).dims


def rank(x: Value) -> int:
    """`K.ndim` and `tf.rank`."""
    return tensor(x).rank


def size(x: Value) -> Any:
    """`tf.size`: the number of numbers."""
    count = product(tensor(x).dims)
    return Spec((), "int32") if count is None else count


def shaped(x: Value, shape: Value) -> Spec:
    """`tf.ensure_shape`, and what `set_shape` makes of a tensor."""
    spec = strong(x)
    wanted = settled(shape)
    if not isinstance(wanted, (list, tuple)):
        raise UndeterminedError("a shape that is not known")
    given = tuple(extent(item) for item in wanted)
    if isinstance(spec.shape, Unknown):
        return Spec(given, spec.dtype)
    if len(given) != spec.rank:
        raise BuildError("rank", f"has {len(given)} axes, but the tensor has {spec.rank}")
    for a, b in zip(spec.dims, given, strict=True):
        if isinstance(a, int) and isinstance(b, int) and a != b:
            raise BuildError("reshape", f"says {b} of an axis of {a}", keras="not compatible")
    return Spec(tuple(map(known, spec.dims, given)), spec.dtype)


def floatx() -> str:
    """`K.floatx()`, as it is unless the script changes it."""
    return "float32"


def image_data_format() -> str:
    """`K.image_data_format()`, as it is unless the script changes it."""
    return "channels_last"
