"""Transposed convolutions."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.arguments import activation
from kerascheck.keras_api.dims import wrong
from kerascheck.values import Bool, Int, Layer, Spec, Str, Unknown, Value, Weight


class ConvTranspose(Layer):
    """What the transposed convolutions of one and two dimensions have in common."""

    axes: ClassVar[int] = 0
    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    output_padding: Value = None
    data_format: Str | None = None
    dilation_rate: Value = 1
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None

    def check(self) -> None:
        _check_transposed(self)
        activation(self.activation)

    def output(self, x: Spec) -> Spec:
        return _transposed(self, x)[0]

    def build(self, x: Spec) -> Iterator[Weight]:
        return _weights_of_transposed(self, x)


class Conv1DTranspose(ConvTranspose):
    """Transposed convolution over time steps."""

    axes: ClassVar[int] = 1


class Conv2DTranspose(ConvTranspose):
    """Transposed convolution over images."""

    axes: ClassVar[int] = 2
    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class Conv3DTranspose(Layer):
    """Transposed convolution over volumes; Keras orders its parameters differently."""

    axes: ClassVar[int] = 3
    filters: Int
    kernel_size: Value
    strides: Value = (1, 1, 1)
    padding: Str = "valid"
    data_format: Str | None = None
    output_padding: Value = None
    dilation_rate: Value = (1, 1, 1)
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None

    def check(self) -> None:
        _check_transposed(self)
        activation(self.activation)

    def output(self, x: Spec) -> Spec:
        return _transposed(self, x)[0]

    def build(self, x: Spec) -> Iterator[Weight]:
        return _weights_of_transposed(self, x)


def _check_transposed(layer: ConvTranspose | Conv3DTranspose) -> None:
    windows.count(layer.filters, "filters")
    windows.whole(layer.kernel_size, layer.axes, "kernel_size")
    strides = windows.sizes(layer.strides, layer.axes, "strides")
    windows.check_strides(strides, windows.sizes(layer.dilation_rate, layer.axes, "dilation_rate"))
    windows.padding_of(layer.padding)
    windows.check_format(layer.data_format)
    for extra, stride in zip(_extra(layer), strides, strict=True):
        known = not isinstance(extra, Unknown) and not isinstance(stride, Unknown)
        if known and extra is not None and extra >= stride:
            problem = f"must be less than the strides, {stride}"
            raise wrong("output_padding", layer.output_padding, problem)


def _extra(layer: ConvTranspose | Conv3DTranspose) -> tuple[Any, ...]:
    if layer.output_padding is None:
        return (None,) * layer.axes
    return windows.sizes(layer.output_padding, layer.axes, "output_padding", zero=True)


def _transposed(layer: ConvTranspose | Conv3DTranspose, x: Spec) -> tuple[Spec, Int]:
    """The output, and the number of channels of the input."""
    dims = windows.window_input(x, layer.axes, layer.kind)
    first = windows.channels_first(layer.data_format)
    between, last = windows.split(dims, first)
    channels = windows.known_channels(last, first)
    padding = windows.padding_of(layer.padding)
    axes = zip(
        between,
        windows.whole(layer.kernel_size, layer.axes, "kernel_size"),
        windows.sizes(layer.strides, layer.axes, "strides"),
        windows.sizes(layer.dilation_rate, layer.axes, "dilation_rate"),
        _extra(layer),
        strict=True,
    )
    result = [windows.spread(d, k, s, r, padding, e) for d, k, s, r, e in axes]
    filters = windows.count(layer.filters, "filters")
    shape = windows.joined(dims[0], windows.settle(result, "strides"), filters, first)
    return Spec(shape, layer.compute_dtype), channels


def _weights_of_transposed(layer: ConvTranspose | Conv3DTranspose, x: Spec) -> Iterator[Weight]:
    channels = _transposed(layer, x)[1]
    kernel = windows.whole(layer.kernel_size, layer.axes, "kernel_size")
    yield Weight("kernel", (*kernel, layer.filters, channels))
    if layer.use_bias:
        yield Weight("bias", (layer.filters,))
