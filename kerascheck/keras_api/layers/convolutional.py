"""Convolutions: plain, depthwise and separable."""

from collections.abc import Iterator
from typing import ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.arguments import activation
from kerascheck.keras_api.dims import settled, wrong
from kerascheck.values import (
    Bool,
    BuildError,
    Int,
    Layer,
    Shape,
    Spec,
    Str,
    Unknown,
    Value,
    Weight,
)


class Conv(Layer):
    """What the plain convolutions have in common; not a class of Keras."""

    axes: ClassVar[int] = 0
    """The number of axes that the window moves over."""

    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    data_format: Str | None = None
    dilation_rate: Value = 1
    groups: Int = 1
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
        filters, groups = (
            windows.count(self.filters, "filters"),
            windows.count(self.groups, "groups"),
        )
        windows.whole(self.kernel_size, self.axes, "kernel_size")
        windows.check_strides(
            windows.sizes(self.strides, self.axes, "strides"),
            windows.sizes(self.dilation_rate, self.axes, "dilation_rate"),
        )
        windows.padding_of(self.padding, causal=self.axes == 1)
        windows.check_format(self.data_format)
        _divided(filters, groups, "argument", "the number of filters")
        activation(self.activation)

    def output(self, x: Spec) -> Spec:
        return self._flow(x)[0]

    def build(self, x: Spec) -> Iterator[Weight]:
        channels = self._flow(x)[1]
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        shape = (*kernel, channels // windows.count(self.groups, "groups"), self.filters)
        rank = settled(self.extra.get("lora_rank"))
        yield Weight("kernel", shape, trainable=not rank)
        if self.use_bias:
            yield Weight("bias", (self.filters,))
        if rank:
            if self.kernel_constraint is not None:
                raise wrong("lora_rank", rank, "does not go with a `kernel_constraint`")
            yield Weight("lora_kernel_a", (*shape[:-1], windows.count(rank, "lora_rank")))
            yield Weight("lora_kernel_b", (rank, self.filters))

    def _flow(self, x: Spec) -> tuple[Spec, Int]:
        """The output, and the number of channels of the input."""
        dims = windows.window_input(x, self.axes, self.kind)
        first = windows.channels_first(self.data_format)
        between, last = windows.split(dims, first)
        channels = windows.known_channels(last, first)
        groups = windows.count(self.groups, "groups")
        _divided(channels, groups, "dimension", "the number of channels of the input")
        result = windows.slide(
            between,
            windows.whole(self.kernel_size, self.axes, "kernel_size"),
            windows.sizes(self.strides, self.axes, "strides"),
            windows.sizes(self.dilation_rate, self.axes, "dilation_rate"),
            windows.padding_of(self.padding, causal=self.axes == 1),
        )
        filters = windows.count(self.filters, "filters")
        return Spec(windows.joined(dims[0], result, filters, first), self.compute_dtype), channels


def _divided(channels: Int, groups: Int, kind: str, what: str) -> None:
    if isinstance(channels, Unknown) or isinstance(groups, Unknown) or channels % groups == 0:
        return
    problem = f"has `groups={groups}`, which does not divide {what}, {channels}"
    keras = "must be evenly divisible by the number of groups"
    raise BuildError(kind, problem, help="use a divisor", keras=keras, argument="groups")


class Conv1D(Conv):
    """Convolution over time steps."""

    axes: ClassVar[int] = 1


class Conv2D(Conv):
    """Convolution over images."""

    axes: ClassVar[int] = 2
    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class Conv3D(Conv):
    """Convolution over volumes."""

    axes: ClassVar[int] = 3
    strides: Value = (1, 1, 1)
    dilation_rate: Value = (1, 1, 1)


class DepthwiseConv(Layer):
    """What the depthwise convolutions have in common; not a class of Keras."""

    axes: ClassVar[int] = 0
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    depth_multiplier: Int = 1
    data_format: Str | None = None
    dilation_rate: Value = 1
    activation: Value = None
    use_bias: Bool = True
    depthwise_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    depthwise_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    depthwise_constraint: Value = None
    bias_constraint: Value = None

    def check(self) -> None:
        windows.count(self.depth_multiplier, "depth_multiplier")
        _check(self)
        activation(self.activation)

    def output(self, x: Spec) -> Spec:
        dims, result, channels, first = _flow(self, x)
        filters = windows.count(self.depth_multiplier, "depth_multiplier") * channels
        return Spec(windows.joined(dims[0], result, filters, first), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        channels = _flow(self, x)[2]
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        yield Weight("kernel", (*kernel, channels, self.depth_multiplier))
        if self.use_bias:
            yield Weight("bias", (self.depth_multiplier * channels,))


class DepthwiseConv1D(DepthwiseConv):
    """Convolution of each channel by itself, over time steps."""

    axes: ClassVar[int] = 1


class DepthwiseConv2D(DepthwiseConv):
    """Convolution of each channel by itself, over images."""

    axes: ClassVar[int] = 2
    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class SeparableConv(Layer):
    """What the separable convolutions have in common; not a class of Keras."""

    axes: ClassVar[int] = 0
    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    data_format: Str | None = None
    dilation_rate: Value = 1
    depth_multiplier: Int = 1
    activation: Value = None
    use_bias: Bool = True
    depthwise_initializer: Value = "glorot_uniform"
    pointwise_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    depthwise_regularizer: Value = None
    pointwise_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    depthwise_constraint: Value = None
    pointwise_constraint: Value = None
    bias_constraint: Value = None

    def check(self) -> None:
        windows.count(self.filters, "filters")
        windows.count(self.depth_multiplier, "depth_multiplier")
        _check(self)
        activation(self.activation)

    def output(self, x: Spec) -> Spec:
        dims, result, _, first = _flow(self, x)
        filters = windows.count(self.filters, "filters")
        return Spec(windows.joined(dims[0], result, filters, first), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        channels = _flow(self, x)[2]
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        multiplier = windows.count(self.depth_multiplier, "depth_multiplier")
        yield Weight("depthwise_kernel", (*kernel, channels, multiplier))
        ones = (1,) * self.axes
        yield Weight("pointwise_kernel", (*ones, multiplier * channels, self.filters))
        if self.use_bias:
            yield Weight("bias", (self.filters,))


class SeparableConv1D(SeparableConv):
    """Depthwise, then pointwise convolution over time steps."""

    axes: ClassVar[int] = 1


class SeparableConv2D(SeparableConv):
    """Depthwise, then pointwise convolution over images."""

    axes: ClassVar[int] = 2
    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


def _check(layer: DepthwiseConv | SeparableConv) -> None:
    windows.whole(layer.kernel_size, layer.axes, "kernel_size")
    windows.sizes(layer.strides, layer.axes, "strides")
    windows.sizes(layer.dilation_rate, layer.axes, "dilation_rate")
    windows.padding_of(layer.padding)
    windows.check_format(layer.data_format)


def _flow(layer: DepthwiseConv | SeparableConv, x: Spec) -> tuple[Shape, Shape, Int, bool]:
    """The shapes before and, between batch and channels, after; the channels and their place."""
    dims = windows.window_input(x, layer.axes, layer.kind)
    first = windows.channels_first(layer.data_format)
    between, last = windows.split(dims, first)
    channels = windows.known_channels(last, first)
    result = windows.slide(
        between,
        windows.whole(layer.kernel_size, layer.axes, "kernel_size"),
        windows.sizes(layer.strides, layer.axes, "strides"),
        windows.sizes(layer.dilation_rate, layer.axes, "dilation_rate"),
        windows.padding_of(layer.padding),
    )
    return dims, result, channels, first
