"""Functions that work number by number: shapes broadcast, dtypes follow Keras's promotion."""

from kerascheck.keras_api.dims import broadcast
from kerascheck.keras_api.ops.operands import (
    FLOATS,
    dtype_named,
    floated,
    numeric,
    promoted,
    strong,
    tensor,
)
from kerascheck.values import Shape, Spec, Specs, Str, Unknown, Value


def same(x: Value) -> Spec:
    """A function that keeps shape and dtype."""
    return strong(x)


def structure(x: Value) -> Specs:
    """What gives back the tensors that it is given, in lists or dicts."""
    if isinstance(x, (list, tuple)):
        return type(x)(structure(item) for item in x)
    if isinstance(x, dict):
        return {key: structure(item) for key, item in x.items()}
    return strong(x)


def floating(x: Value) -> Spec:
    """A function whose result is not whole, such as `exp`."""
    spec = tensor(x)
    return Spec(spec.shape, floated(spec.dtype))


def inverse(x: Value) -> Spec:
    """`keras.ops.reciprocal`, which is said to be `float32`."""
    return Spec(tensor(x).shape)


def truths(x: Value) -> Spec:
    """A question about each number, such as `isnan`."""
    return Spec(tensor(x).shape, "bool")


def squared(x: Value) -> Spec:
    """A function of numbers that counts truth values as integers, as `square` and `clip`."""
    spec = strong(x)
    return Spec(spec.shape, "int32" if spec.dtype == "bool" else spec.dtype)


def whole_part(x: Value) -> Spec:
    """`real` and the like of complex numbers."""
    spec = strong(x)
    return Spec(
        spec.shape,
        {"complex64": "float32", "complex128": "float64"}.get(str(spec.dtype), spec.dtype),
    )


def shape_of_all(*operands: Value) -> Shape:
    """The shape of an operation on several operands."""
    shape: Shape = ()
    for operand in operands:
        shape = broadcast(shape, tensor(operand).dims)
    return shape


def binary(x: Value, y: Value) -> Spec:
    """`add`, `maximum`, …"""
    return Spec(shape_of_all(x, y), promoted(tensor(x).dtype, tensor(y).dtype))


def divided(x: Value, y: Value) -> Spec:
    """An operation on two that gives floats."""
    return Spec(shape_of_all(x, y), promoted(tensor(x).dtype, tensor(y).dtype, "float"))


def angle(x: Value, y: Value) -> Spec:
    """`keras.ops.arctan2`, where Python's numbers count as `float32`."""
    kinds = (tensor(side).dtype if isinstance(side, Spec) else "float32" for side in (x, y))
    return Spec(shape_of_all(x, y), promoted(*kinds, "float"))


def remainder(x: Value, y: Value) -> Spec:
    """`mod`, which makes integers of truth values."""
    spec = binary(x, y)
    return Spec(spec.shape, "int32" if spec.dtype == "bool" else spec.dtype)


def compared(x: Value, y: Value) -> Spec:
    """`equal`, `less`, `logical_and`, …"""
    return Spec(shape_of_all(x, y), "bool")


def first_dtype(x: Value, y: Value) -> Spec:
    """An operation of TensorFlow on two, which have one dtype; numbers take that of the tensor."""
    one, two = tensor(x), tensor(y)
    return Spec(shape_of_all(x, y), shared(one, two))


def tf_divided(x: Value, y: Value) -> Spec:
    """`tf.divide`: integers give `float64`."""
    spec = first_dtype(x, y)
    if isinstance(spec.dtype, Unknown) or spec.dtype in FLOATS or "complex" in spec.dtype:
        return spec
    small = spec.dtype in {"int8", "uint8", "int16", "uint16"}
    return Spec(spec.shape, "float32" if small else "float64")


def shared(*specs: Spec) -> Str:
    """The one dtype of several operands in TensorFlow: that of the first that is no constant."""
    for spec in specs:
        if spec.dtype not in ("bool", "int", "float"):
            return spec.dtype
    return promoted(*(spec.dtype for spec in specs))


def summed(xs: Value) -> Spec:
    """`tf.add_n`: a list of tensors of one shape."""
    items = xs if isinstance(xs, (list, tuple)) else [xs]
    return Spec(shape_of_all(*items), shared(*(tensor(item) for item in items)))


def chosen(condition: Value, x: Value = None, y: Value = None) -> Specs:
    """`where`: with one argument, the places where it is true."""
    if x is None and y is None:
        rank = tensor(condition).rank
        return tuple(Spec((None,), "int32") for _ in range(rank))
    dtype = promoted(tensor(x).dtype, tensor(y).dtype)
    return Spec(shape_of_all(condition, x, y), dtype)


def tf_chosen(condition: Value, x: Value = None, y: Value = None) -> Spec:
    """`tf.where`: with one argument, an array of places."""
    if x is None and y is None:
        return Spec((None, tensor(condition).rank), "int64")
    return Spec(shape_of_all(condition, x, y), shared(tensor(x), tensor(y)))


def switched(condition: Value, x: Value, y: Value) -> Spec:
    """`K.switch` of tensors, whose condition has the same rank, or one scalar for all."""
    one, two = tensor(x), tensor(y)
    return Spec(broadcast(one.dims, two.dims), shared(one, two))


def clipped(x: Value, low: Value = None, high: Value = None) -> Spec:
    """`clip`: the bounds do not change the shape in Keras."""
    return squared(x)


def tf_clipped(x: Value, low: Value, high: Value) -> Spec:
    """`tf.clip_by_value`: the bounds must fit the shape."""
    spec = strong(x)
    shape_of_all(x, low, high)
    return spec


def cast(x: Value, dtype: Value) -> Spec:
    """The same numbers in another dtype."""
    spec = tensor(x)
    return Spec(spec.shape, dtype_named(dtype, numeric(spec)))


def cast_to_floatx(x: Value) -> Spec:
    """`K.cast_to_floatx`."""
    return Spec(tensor(x).shape, "float32")
