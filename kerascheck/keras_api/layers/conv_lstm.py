"""LSTMs whose products are convolutions."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.arguments import activation
from kerascheck.keras_api.dims import given, need_rank, one_tensor
from kerascheck.values import (
    Bool,
    BuildError,
    Float,
    Int,
    Layer,
    Shape,
    Spec,
    Specs,
    Str,
    Value,
    Weight,
)


class ConvLSTM(Layer):
    """What the convolutional LSTMs have in common; not a class of Keras."""

    axes: ClassVar[int] = 0
    """The number of axes that the window moves over, the time axis left out."""

    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    data_format: Str | None = None
    dilation_rate: Value = 1
    activation: Value = "tanh"
    recurrent_activation: Value = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False

    def check(self) -> None:
        windows.count(self.filters, "filters", zero=True)
        windows.whole(self.kernel_size, self.axes, "kernel_size")
        windows.check_strides(
            windows.sizes(self.strides, self.axes, "strides", zero=True),
            windows.sizes(self.dilation_rate, self.axes, "dilation_rate"),
        )
        windows.padding_of(self.padding)
        windows.check_format(self.data_format)
        activation(self.activation)
        activation(self.recurrent_activation, "recurrent_activation")

    def output(self, x: Spec, initial_state: Any = None, **call: Any) -> Specs:
        state, _ = self._flow(x)
        batch, steps = x.dims[:2]
        shape = (batch, steps, *state) if self.return_sequences else (batch, *state)
        dtype = self.compute_dtype
        if self.return_state:
            return Spec(shape, dtype), Spec((batch, *state), dtype), Spec((batch, *state), dtype)
        return Spec(shape, dtype)

    def build(self, x: Spec, initial_state: Any = None, **call: Any) -> Iterator[Weight]:
        _, channels = self._flow(x)
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        filters = windows.count(self.filters, "filters", zero=True)
        yield Weight("kernel", (*kernel, channels, filters * 4))
        yield Weight("recurrent_kernel", (*kernel, filters, filters * 4))
        if self.use_bias:
            yield Weight("bias", (filters * 4,))

    def _flow(self, x: Any) -> tuple[Shape, Int]:
        """The shape of a state without the batch axis, and the channels of the input."""
        dims = need_rank(x, self.axes + 3, help=self._rank_help(one_tensor(x)))
        first = windows.channels_first(self.data_format)
        between, last = windows.split((dims[0], *dims[2:]), first)
        channels = windows.known_channels(last, first)
        for dim in between:
            given(dim, "each size of the frames", "only support static input shapes")
        if self.stateful and dims[0] is None:
            problem = "is `stateful`, so it needs the batch size, but that is None"
            help = "give the input a `batch_size`, as `Input(batch_shape=(8, …))`"
            raise BuildError("dimension", problem, help=help, keras="the batch size must be static")
        result = windows.slide(
            between,
            windows.whole(self.kernel_size, self.axes, "kernel_size"),
            windows.sizes(self.strides, self.axes, "strides", zero=True),
            windows.sizes(self.dilation_rate, self.axes, "dilation_rate"),
            windows.padding_of(self.padding),
        )
        filters = windows.count(self.filters, "filters", zero=True)
        return windows.joined(None, result, filters, first)[1:], channels

    def _rank_help(self, x: Spec) -> str:
        frame = {1: "steps", 2: "height, width", 3: "depth, height, width"}[self.axes]
        if x.rank == self.axes + 2:
            return (
                "it takes a sequence of frames: keep the time axis with `return_sequences=True` in "
                f"the layer before it, or `Reshape((time, {frame}, channels))`"
            )
        return f"give it (batch, time, {frame}, channels)"


class ConvLSTM1D(ConvLSTM):
    """Convolutional LSTM over sequences of sequences."""

    axes: ClassVar[int] = 1


class ConvLSTM2D(ConvLSTM):
    """Convolutional LSTM over sequences of images."""

    axes: ClassVar[int] = 2


class ConvLSTM3D(ConvLSTM):
    """Convolutional LSTM over sequences of volumes."""

    axes: ClassVar[int] = 3
