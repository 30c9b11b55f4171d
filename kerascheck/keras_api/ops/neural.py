"""Functions of neural networks: windows over axes, normalizations, losses."""

from typing import Any

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.dims import axis_of, is_int, lift, product, settled
from kerascheck.keras_api.ops.linear import fit
from kerascheck.keras_api.ops.operands import (
    extents,
    known,
    promoted,
    strong,
    tensor,
    whole,
)
from kerascheck.values import BuildError, Dim, Spec, UndeterminedError, Value
from kerascheck.values.shapes import shape_text


def _format(data_format: Value) -> bool:
    """Whether channels come first; TensorFlow writes `NCHW` for it."""
    found = settled(data_format)
    if isinstance(found, str) and found[:1] == "N":
        return found[1:2] == "C"
    return windows.channels_first(found)


def _padding(padding: Value) -> Any:
    found = settled(padding)
    if not isinstance(found, str):
        raise UndeterminedError("paddings that are given by number")
    return found.lower()


def _sides(value: Value, n: int, name: str, first: bool) -> tuple[Any, ...]:
    """A number for all sides, one a side, or one for every axis as TensorFlow has it."""
    found = settled(value)
    if isinstance(found, (list, tuple)):
        if len(found) == n + 2 and n:
            found = found[2:] if first else found[1:-1]
        elif len(found) == 1:
            found = tuple(found) * n
    return windows.sizes(found, n, name)


def _between(x: Value, least: int = 3) -> tuple[Spec, int]:
    spec = strong(x)
    if spec.rank < least:
        problem = f"needs at least {least} axes, but gets {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="expected more dimensions")
    return spec, spec.rank - 2


def pool(
    x: Value,
    pool_size: Value,
    strides: Value = None,
    padding: Value = "valid",
    data_format: Value = None,
) -> Spec:
    """Pooling over all axes between batch and channels."""
    spec, n = _between(x, 2)
    first = _format(data_format)
    size = _sides(pool_size, n, "pool_size", first)
    pace = size if strides is None else _sides(strides, n, "strides", first)
    between, channels = windows.split(spec.dims, first)
    result = windows.slide(between, size, pace, (1,) * n, _padding(padding), "pool_size")
    return Spec(windows.joined(spec.dims[0], result, channels, first), spec.dtype)


def image_pool(
    x: Value,
    pool_size: Value,
    strides: Value,
    padding: Value,
    data_format: Value = None,
) -> Spec:
    """`tf.nn.max_pool2d`, for images only."""
    spec = strong(x)
    if spec.rank != 4:
        problem = f"needs a 4-D input, but gets {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="Shape must be rank 4")
    return pool(x, pool_size, strides, padding, data_format)


def backend_pool(
    x: Value,
    pool_size: Value,
    strides: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
) -> Spec:
    """`K.pool2d`, whose strides are 1 where none are given."""
    return pool(x, pool_size, strides, padding, data_format)


def adaptive_pool(x: Value, output_size: Value, data_format: Value = None) -> Spec:
    """Pooling to a given size."""
    spec, n = _between(x)
    first = _format(data_format)
    size = windows.sizes(output_size, n, "output_size")
    channels = windows.split(spec.dims, first)[1]
    return Spec(windows.joined(spec.dims[0], size, channels, first), spec.dtype)


def conv(
    x: Value,
    kernel: Value,
    strides: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
    dilation_rate: Value = 1,
) -> Spec:
    """`keras.ops.conv`; the kernel ends in input and output channels."""
    _same_channels(x, kernel, data_format)
    return tf_conv(x, kernel, strides, padding, data_format, dilation_rate)


def tf_conv(
    x: Value,
    kernel: Value,
    strides: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
    dilation_rate: Value = 1,
) -> Spec:
    """A convolution of TensorFlow, whose kernel may be for a part of the channels."""
    filters = tensor(kernel).dims[-1]
    return _convolved(x, kernel, strides, padding, data_format, dilation_rate, filters)


def _same_channels(x: Value, kernel: Value, data_format: Value) -> None:
    spec, window = strong(x), tensor(kernel).dims
    channels, inside = windows.split(spec.dims, _format(data_format))[1], window[-2]
    if isinstance(channels, int) and isinstance(inside, int) and channels != inside:
        problem = f"has a kernel for {inside} channels, but its input has {channels}"
        keras = "The number of input channels must match the kernel's input channels"
        raise BuildError("dimension", problem, keras=keras)


def _convolved(
    x: Value,
    kernel: Value,
    strides: Value,
    padding: Value,
    data_format: Value,
    dilation_rate: Value,
    filters: Dim,
) -> Spec:
    spec, n = _between(x)
    first, window = _format(data_format), tensor(kernel).dims
    if len(window) != spec.rank:
        problem = f"has the kernel {shape_text(window)} for {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="Kernel shape must have the same length as input")
    between, channels = windows.split(spec.dims, first)
    inside = window[-2]
    if isinstance(channels, int) and isinstance(inside, int) and channels % inside:
        problem = f"has a kernel for {inside} channels, but its input has {channels}"
        raise BuildError(
            "dimension", problem, keras="must be evenly divisible by kernel's channels"
        )
    result = windows.slide(
        between,
        window[:-2],
        _sides(1 if strides is None else strides, n, "strides", first),
        _sides(1 if dilation_rate is None else dilation_rate, n, "dilation_rate", first),
        _padding(padding),
    )
    return Spec(windows.joined(spec.dims[0], result, filters, first), spec.dtype)


def depthwise_conv(
    x: Value,
    kernel: Value,
    strides: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
    dilation_rate: Value = 1,
) -> Spec:
    """A convolution of each channel by itself."""
    _same_channels(x, kernel, data_format)
    filters = product(tensor(kernel).dims[-2:])
    return _convolved(x, kernel, strides, padding, data_format, dilation_rate, filters)


def separable_conv(
    x: Value,
    depthwise_kernel: Value,
    pointwise_kernel: Value,
    strides: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
    dilation_rate: Value = 1,
) -> Spec:
    """A depthwise convolution, then one over channels only."""
    spec = depthwise_conv(x, depthwise_kernel, strides, padding, data_format, dilation_rate)
    first = _format(data_format)
    between, _ = windows.split(spec.dims, first)
    filters = tensor(pointwise_kernel).dims[-1]
    return Spec(windows.joined(spec.dims[0], between, filters, first), spec.dtype)


def conv_transpose(
    x: Value,
    kernel: Value,
    strides: Value = 1,
    padding: Value = "valid",
    output_padding: Value = None,
    data_format: Value = None,
    dilation_rate: Value = 1,
) -> Spec:
    """A transposed convolution; the kernel ends in output and input channels."""
    spec, n = _between(x)
    first, window = _format(data_format), tensor(kernel).dims
    between, channels = windows.split(spec.dims, first)
    fit(channels, window[-1], spec.dims, window)
    extra = settled(output_padding)
    more = (extra,) * n if extra is None or is_int(extra) else tuple(extra)
    sides = zip(
        between,
        window[:-2],
        _sides(strides, n, "strides", first),
        _sides(dilation_rate, n, "dilation_rate", first),
        more,
        strict=True,
    )
    kind = _padding(padding)
    result = tuple(windows.spread(d, k, s, r, kind, e) for d, k, s, r, e in sides)
    return Spec(windows.joined(spec.dims[0], result, window[-2], first), spec.dtype)


def to_output_shape(x: Value, kernel: Value, output_shape: Value) -> Spec:
    """`tf.nn.conv2d_transpose` and `K.conv2d_transpose`: the shape is given."""
    spec, shape = strong(x), extents(output_shape)
    return Spec((spec.dims[0] if shape[0] == -1 else shape[0], *shape[1:]), spec.dtype)


def batch_normalization(x: Value) -> Spec:
    """Any normalization with statistics: the shape stays."""
    return strong(x)


def normalize(x: Value) -> Spec:
    """`keras.ops.normalize`, which is said to be `float32`."""
    return Spec(strong(x).shape)


def gated(x: Value, axis: Value = -1) -> Spec:
    """`glu`: an axis becomes half as long."""
    spec = strong(x)
    at = axis_of(axis, spec.rank)
    size = spec.dims[at]
    if isinstance(size, int) and size % 2:
        raise BuildError(
            "dimension",
            f"needs an even axis {at}, but gets {shape_text(spec.dims)}",
            keras="axis size must be divisible by 2",
        )
    half = lift(lambda n: n // 2, size)
    return Spec((*spec.dims[:at], half, *spec.dims[at + 1 :]), spec.dtype)


def attended(query: Value, key: Value, value: Value) -> Spec:
    """`dot_product_attention`: the shape of the query."""
    q, k, v = tensor(query), tensor(key), tensor(value)
    return Spec(q.shape, promoted(q.dtype, k.dtype, v.dtype))


def depth_to_space(x: Value, block_size: Value, data_format: Value = None) -> Spec:
    """Channels spread over squares."""
    (batch, (high, wide), channels), first, side, dtype = _squares(x, block_size, data_format)
    if isinstance(channels, int) and channels % side**2:
        problem = f"has {channels} channels, which {side * side} does not divide"
        raise BuildError("dimension", problem, keras="must be divisible by block_size squared")
    spread = (lift(lambda n: n * side, high), lift(lambda n: n * side, wide))
    fewer = lift(lambda n: n // side**2, channels)
    return Spec(windows.joined(batch, spread, fewer, first), dtype)


def space_to_depth(x: Value, block_size: Value, data_format: Value = None) -> Spec:
    """Squares gathered in channels."""
    (batch, (high, wide), channels), first, side, dtype = _squares(x, block_size, data_format)
    for size in (high, wide):
        if isinstance(size, int) and size % side:
            problem = f"has an image of {high}x{wide}, which {side} does not divide"
            raise BuildError("dimension", problem, keras="must be divisible by block_size")
    closer = (lift(lambda n: n // side, high), lift(lambda n: n // side, wide))
    return Spec(windows.joined(batch, closer, lift(lambda n: n * side**2, channels), first), dtype)


def _squares(x: Value, block_size: Value, data_format: Value) -> tuple[Any, bool, int, Any]:
    spec = strong(x)
    if spec.rank != 4:
        problem = f"needs a 4-D input, but gets {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="Input must be a 4D tensor")
    first = _format(data_format)
    between, channels = windows.split(spec.dims, first)
    return (spec.dims[0], between, channels), first, whole(block_size), spec.dtype


def dropped(x: Value) -> Spec:
    """Dropout: the shape stays."""
    return strong(x)


def bias_added(x: Value, bias: Value) -> Spec:
    """A bias for the last axis."""
    spec, vector = strong(x), tensor(bias)
    if vector.rank != 1:
        return spec
    fit(spec.dims[-1], vector.dims[0], spec.dims, vector.dims)
    return Spec((*spec.dims[:-1], known(spec.dims[-1], vector.dims[0])), spec.dtype)


def embedded(x: Value, ids: Value) -> Spec:
    """`tf.nn.embedding_lookup`: a row an id."""
    table = strong(x)
    return Spec((*tensor(ids).dims, *table.dims[1:]), table.dtype)
