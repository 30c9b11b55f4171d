"""Functions that take axes away: sums, means, extremes, and what runs along an axis."""

from kerascheck.keras_api.dims import product
from kerascheck.keras_api.ops.operands import (
    axes_of,
    dtype_named,
    extent,
    flag,
    floated,
    numeric,
    strong,
    tensor,
)
from kerascheck.values import BuildError, Shape, Spec, Str, Unknown, Value

_WIDER = {"bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32"}
_WIDER["uint16"] = "uint32"


def reduced(x: Spec, axis: Value, keepdims: Value) -> Shape:
    """A shape without the axes of a reduction, or with 1 in their place."""
    axes = axes_of(axis, x.rank)
    if flag(keepdims):
        return tuple(1 if i in axes else dim for i, dim in enumerate(x.dims))
    return tuple(dim for i, dim in enumerate(x.dims) if i not in axes)


def keep(x: Value, axis: Value = None, keepdims: Value = False) -> Spec:
    """A reduction that keeps the dtype, such as `max`."""
    spec = tensor(x)
    return Spec(reduced(spec, axis, keepdims), numeric(spec))


def total(x: Value, axis: Value = None, keepdims: Value = False, dtype: Value = None) -> Spec:
    """`sum` and `prod` of Keras, which widen small integers."""
    spec = keep(x, axis, keepdims)
    wide = spec.dtype if isinstance(spec.dtype, Unknown) else _WIDER.get(spec.dtype, spec.dtype)
    return Spec(spec.shape, dtype_named(dtype, wide))


def mean(x: Value, axis: Value = None, keepdims: Value = False) -> Spec:
    """`mean`, `std`, `var`, `median`: floats."""
    spec = tensor(x)
    return Spec(reduced(spec, axis, keepdims), floated(spec.dtype))


def log_sum(x: Value, axis: Value = None, keepdims: Value = False) -> Spec:
    """`keras.ops.logsumexp`, which is said to be `float32` whatever it gets."""
    return Spec(reduced(tensor(x), axis, keepdims))


def truth(x: Value, axis: Value = None, keepdims: Value = False) -> Spec:
    """`all` and `any`."""
    return Spec(reduced(tensor(x), axis, keepdims), "bool")


def counted(x: Value, axis: Value = None) -> Spec:
    """`keras.ops.count_nonzero`."""
    return Spec(reduced(tensor(x), axis, False), "int32")


def tf_counted(x: Value, axis: Value = None, keepdims: Value = False, dtype: Value = None) -> Spec:
    """`tf.math.count_nonzero`."""
    return Spec(reduced(tensor(x), axis, keepdims), dtype_named(dtype, "int64"))


def place(x: Value, axis: Value = None, keepdims: Value = False) -> Spec:
    """`argmax` and `argmin` of Keras."""
    return Spec(reduced(tensor(x), axis, keepdims), "int32")


def tf_place(x: Value, axis: Value = None, dtype: Value = None) -> Spec:
    """`tf.argmax`: the first axis where none is given."""
    spec = tensor(x)
    return Spec(reduced(spec, 0 if axis is None else axis, False), dtype_named(dtype, "int64"))


def backend_place(x: Value, axis: Value = -1) -> Spec:
    """`K.argmax`: the last axis where none is given."""
    return tf_place(x, axis)


def quantiles(
    x: Value, q: Value, axis: Value = None, method: Value = "linear", keepdims: Value = False
) -> Spec:
    """`quantile`: several in front of the shape of one."""
    spec, of = mean(x, axis, keepdims), tensor(q)
    more = of.dims[:1] if isinstance(q, Spec) or of.dims != (1,) else ()
    return Spec((*more, *spec.dims), spec.dtype)


def averaged(x: Value, axis: Value = None, weights: Value = None) -> Spec:
    """`keras.ops.average`."""
    return mean(x, axis)


def moments(x: Value, axes: Value, keepdims: Value = False) -> tuple[Spec, Spec]:
    """Mean and variance."""
    spec = keep(x, axes, keepdims)
    return spec, spec


def along(x: Value, axis: Value = -1) -> Spec:
    """A function along an axis that must be there, or along all: `softmax`, `flip`."""
    spec = strong(x)
    axes_of(axis, spec.rank)
    return spec


def running(x: Value, axis: Value = None, dtype: Value = None) -> Spec:
    """`cumsum`, which flattens without an axis."""
    spec = _flat(x, axis)
    kind = dtype_named(dtype, spec.dtype)
    return Spec(spec.shape, "int32" if kind == "bool" else kind)


def tf_running(x: Value, axis: Value = 0) -> Spec:
    """`tf.cumsum` and `K.cumsum`."""
    return along(x, axis)


def ordered(x: Value, axis: Value = -1) -> Spec:
    """`sort`, which flattens without an axis."""
    return _flat(x, axis)


def order(x: Value, axis: Value = -1) -> Spec:
    """`argsort`."""
    return Spec(_flat(x, axis).shape, "int32")


def _flat(x: Value, axis: Value) -> Spec:
    spec = strong(x)
    if axis is None:
        return Spec((product(spec.dims),), spec.dtype)
    axes_of(axis, spec.rank)
    return spec


def best(x: Value, k: Value = 1) -> tuple[Spec, Spec]:
    """`top_k`: the values and their places on the last axis."""
    spec = strong(x)
    shape = (*spec.dims[:-1], extent(k))
    return Spec(shape, spec.dtype), Spec(shape, "int32")


def tf_best(x: Value, k: Value = 1) -> tuple[Spec, Spec]:
    """`tf.math.top_k`, which compares the number with the last axis."""
    size = strong(x).dims[-1]
    if isinstance(size, int) and isinstance(k, int) and k > size:
        raise BuildError("dimension", f"takes {k} of an axis of {size}", keras="must have last")
    return best(x, k)


def among_best(targets: Value) -> Spec:
    """`in_top_k`: one truth value a target."""
    return Spec(tensor(targets).shape, "bool")


def by_segment(x: Value, count: Value = None) -> Spec:
    """`segment_sum`: a row a segment."""
    spec = strong(x)
    return Spec((extent(count), *spec.dims[1:]), spec.dtype)


def kind_of(x: Value) -> Str:
    """`keras.ops.dtype` and `K.dtype`."""
    return numeric(tensor(x))
