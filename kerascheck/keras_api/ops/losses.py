"""Losses as functions: of `keras.ops`, `K`, `tf.nn` and `keras.losses`."""

from kerascheck.keras_api.dims import axis_of
from kerascheck.keras_api.ops.elementwise import binary, shape_of_all
from kerascheck.keras_api.ops.operands import floated, strong, tensor
from kerascheck.values import BuildError, Shape, Spec, Unknown, Value
from kerascheck.values.shapes import shape_text


def each_loss(target: Value, output: Value) -> Spec:
    """`binary_crossentropy` of `keras.ops` and `K`: a loss a number."""
    one, two = tensor(target), strong(output)
    _alike(one.dims, two.dims)
    return two


def _alike(target: Shape, output: Shape) -> None:
    same = len(target) == len(output) and all(
        a == b or a is None or b is None or isinstance(a, Unknown) or isinstance(b, Unknown)
        for a, b in zip(target, output, strict=True)
    )
    if not same:
        problem = f"has targets of {shape_text(target)} for outputs of {shape_text(output)}"
        raise BuildError("merge", problem, keras="must have the same shape")


def class_loss(target: Value, output: Value, axis: Value = -1) -> Spec:
    """`categorical_crossentropy`: a loss a row of classes."""
    one, two = tensor(target), strong(output)
    _alike(one.dims, two.dims)
    return Spec(two.dims[:-1], two.dtype)


def sparse_loss(target: Value, output: Value, axis: Value = -1) -> Spec:
    """`sparse_categorical_crossentropy`: a loss a class number."""
    one, two = tensor(target), strong(output)
    at = axis_of(axis, two.rank)
    rest = two.dims[:at] + two.dims[at + 1 :]
    labels = one.dims[:-1] if one.rank == two.rank and one.dims[-1] == 1 else one.dims
    _alike(labels, rest)
    return Spec(rest, two.dtype)


def tf_loss(target: Value, output: Value) -> Spec:
    """`tf.nn.sigmoid_cross_entropy_with_logits`."""
    return Spec(shape_of_all(target, output), tensor(output).dtype)


def backend_class_loss(target: Value, output: Value, axis: Value = -1) -> Spec:
    """`K.categorical_crossentropy`: what one of the two knows is known."""
    one, two = tensor(target), tensor(output)
    _alike(one.dims, two.dims)
    shape = shape_of_all(target, output)
    at = axis_of(axis, len(shape))
    return Spec(shape[:at] + shape[at + 1 :], tensor(output).dtype)


def tf_class_loss(target: Value, output: Value, axis: Value = -1) -> Spec:
    """`tf.nn.softmax_cross_entropy_with_logits`."""
    spec = strong(output)
    at = axis_of(axis, spec.rank)
    return Spec(spec.dims[:at] + spec.dims[at + 1 :], spec.dtype)


def sample_loss(target: Value, output: Value) -> Spec:
    """The functions of `keras.losses`: a mean over the last axis."""
    spec = binary(target, output)
    return Spec(spec.dims[:-1], floated(spec.dtype))


def sparse_sample_loss(target: Value, output: Value) -> Spec:
    """`keras.losses.sparse_categorical_crossentropy`."""
    spec = strong(output)
    return Spec(spec.dims[:-1], spec.dtype)


def similarity(target: Value, output: Value, axis: Value = -1) -> Spec:
    """`keras.losses.cosine_similarity`."""
    spec = binary(target, output)
    at = axis_of(axis, spec.rank)
    return Spec(spec.dims[:at] + spec.dims[at + 1 :], floated(spec.dtype))
