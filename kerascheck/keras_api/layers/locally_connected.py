"""The locally connected layers of Keras 1 and 2, which Keras 3 no longer has.

The formulas are those of Keras 2 (`keras/src/layers/locally_connected`).
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.dims import given, lift, product, settled, wrong
from kerascheck.values import Bool, Int, Layer, Shape, Spec, Str, Unknown, Value, Weight


class LocallyConnected(Layer):
    """What the locally connected layers have in common; not a class of Keras.

    Keras 2 keeps the weights in one of three ways, by `implementation`: the windows side by side,
    a dense kernel with a mask, or the connections alone. The first knows no padding.
    """

    axes: ClassVar[int] = 0
    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    data_format: Str | None = None
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    implementation: Int = 1

    def check(self) -> None:
        windows.count(self.filters, "filters")
        windows.whole(self.kernel_size, self.axes, "kernel_size")
        windows.sizes(self.strides, self.axes, "strides")
        padding = windows.padding_of(self.padding)
        windows.check_format(self.data_format)
        if isinstance(self.implementation, Unknown) or isinstance(padding, Unknown):
            return
        if self.implementation == 1 and padding != "valid":
            help = "use 'valid', or `implementation=2`"
            raise wrong("padding", self.padding, "must be 'valid' with `implementation=1`", help)

    def output(self, x: Spec) -> Spec:
        first = windows.channels_first(self.data_format)
        _, _, result = self._flow(x)
        filters = windows.count(self.filters, "filters")
        return Spec(windows.joined(x.dims[0], result, filters, first), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        between, channels, result = self._flow(x)
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        mode = settled(self.implementation)
        places: Any = product(result)
        size: Any = product(kernel)
        length: Any = product(between)
        if mode == 1:
            yield Weight("kernel", (places, size * channels, self.filters))
        elif mode == 2:
            yield Weight("kernel", (length, channels, places, self.filters))
        elif mode == 3:
            yield Weight("kernel", (self._links(between, result) * channels * self.filters,))
        else:
            raise wrong("implementation", mode, "must be 1, 2 or 3")
        if self.use_bias:
            yield Weight("bias", (*result, self.filters))

    def _flow(self, x: Spec) -> tuple[Any, Int, Any]:
        """The axes between batch and channels, the channels, and what becomes of the axes."""
        dims = windows.window_input(x, self.axes, self.kind)
        first = windows.channels_first(self.data_format)
        between, last = windows.split(dims, first)
        channels = windows.known_channels(last, first)
        for dim in between:
            given(dim, "each size of the input", "should be fully-defined")
        result = windows.slide(
            between,
            windows.whole(self.kernel_size, self.axes, "kernel_size"),
            windows.sizes(self.strides, self.axes, "strides"),
            (1,) * self.axes,
            windows.padding_of(self.padding),
        )
        return between, channels, result

    def _links(self, between: Shape, result: Shape) -> Any:
        """The number of pairs of places, before and after, that a window connects."""
        kernel = windows.whole(self.kernel_size, self.axes, "kernel_size")
        strides = windows.sizes(self.strides, self.axes, "strides")
        padded = settled(windows.padding_of(self.padding)) == "same"
        axes = zip(between, result, kernel, strides, strict=True)
        return product(lift(_linked, *axis, padded) for axis in axes)


def _linked(length: int, places: int, kernel: int, stride: int, padded: bool) -> int:
    before = kernel // 2 if padded else 0
    starts = [place * stride - before for place in range(places)]
    return sum(min(length, start + kernel) - max(0, start) for start in starts)


class LocallyConnected1D(LocallyConnected):
    """Convolution over time steps whose weights are not shared between positions."""

    axes: ClassVar[int] = 1


class LocallyConnected2D(LocallyConnected):
    """Convolution over images whose weights are not shared between positions."""

    axes: ClassVar[int] = 2
    strides: Value = (1, 1)
