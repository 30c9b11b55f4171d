"""Pooling: over windows, global and adaptive."""

from typing import Any, ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.dims import need_rank, one_tensor, settled, wrong
from kerascheck.values import Bool, Layer, Spec, Str, Unknown, Value


class Pooling(Layer):
    """What the poolings over windows have in common; not a class of Keras."""

    axes: ClassVar[int] = 0
    """The number of axes that the window moves over."""

    pool_size: Value
    strides: Value = None
    padding: Str = "valid"
    data_format: Str | None = None

    def check(self) -> None:
        windows.sizes(self.pool_size, self.axes, "pool_size")
        self._strides()
        windows.check_format(self.data_format)

    def output(self, x: Spec) -> Spec:
        dims = windows.window_input(x, self.axes, self.kind)
        first = windows.channels_first(self.data_format)
        between, channels = windows.split(dims, first)
        window = windows.sizes(self.pool_size, self.axes, "pool_size")
        still = (1,) * self.axes
        result = windows.slide(
            between, window, self._strides(), still, self._padding(), "pool_size"
        )
        return Spec(windows.joined(dims[0], result, channels, first), self.compute_dtype)

    def _padding(self) -> Any:
        if isinstance(self.padding, Unknown) or self.padding in ("valid", "same"):
            return self.padding
        help = "poolings of Keras take it in lower case only"
        raise wrong("padding", self.padding, "must be 'valid' or 'same'", help)

    def _strides(self) -> tuple[Any, ...]:
        name = "pool_size" if self.strides is None else "strides"
        value = self.pool_size if self.strides is None else self.strides
        return windows.sizes(value, self.axes, name, zero=True)


class MaxPooling(Pooling):
    """Maximum over windows; not a class of Keras."""

    pool_size: Value = 2


class MaxPooling1D(MaxPooling):
    """Maximum over windows of 1 dimension."""

    axes: ClassVar[int] = 1


class MaxPooling2D(MaxPooling):
    """Maximum over windows of 2 dimensions."""

    axes: ClassVar[int] = 2
    pool_size: Value = (2, 2)


class MaxPooling3D(MaxPooling):
    """Maximum over windows of 3 dimensions."""

    axes: ClassVar[int] = 3
    pool_size: Value = (2, 2, 2)


class AveragePooling(Pooling):
    """Mean over windows; not a class of Keras."""


class AveragePooling1D(AveragePooling):
    """Mean over windows of 1 dimension."""

    axes: ClassVar[int] = 1


class AveragePooling2D(AveragePooling):
    """Mean over windows of 2 dimensions."""

    axes: ClassVar[int] = 2


class AveragePooling3D(AveragePooling):
    """Mean over windows of 3 dimensions."""

    axes: ClassVar[int] = 3


class GlobalPooling(Layer):
    """Pooling over all of space or time; not a class of Keras."""

    axes: ClassVar[int] = 0
    data_format: Str | None = None
    keepdims: Bool = False

    def check(self) -> None:
        windows.check_format(self.data_format)

    def output(self, x: Spec, **call: Any) -> Spec:
        dims = windows.window_input(x, self.axes, self.kind)
        first = windows.channels_first(self.data_format)
        between, channels = windows.split(dims, first)
        kept = (1,) * len(between) if self.keepdims else ()
        return Spec(windows.joined(dims[0], kept, channels, first), self.compute_dtype)


class GlobalMaxPooling1D(GlobalPooling):
    """Maximum over the 1 dimension between batch and channels."""

    axes: ClassVar[int] = 1


class GlobalMaxPooling2D(GlobalPooling):
    """Maximum over the 2 dimensions between batch and channels."""

    axes: ClassVar[int] = 2


class GlobalMaxPooling3D(GlobalPooling):
    """Maximum over the 3 dimensions between batch and channels."""

    axes: ClassVar[int] = 3


class GlobalAveragePooling1D(GlobalPooling):
    """Mean over the 1 dimension between batch and channels."""

    axes: ClassVar[int] = 1


class GlobalAveragePooling2D(GlobalPooling):
    """Mean over the 2 dimensions between batch and channels."""

    axes: ClassVar[int] = 2


class GlobalAveragePooling3D(GlobalPooling):
    """Mean over the 3 dimensions between batch and channels."""

    axes: ClassVar[int] = 3


class AdaptivePooling(Layer):
    """Pooling to a given output size; not a class of Keras."""

    axes: ClassVar[int] = 0
    output_size: Value
    data_format: Str | None = None

    def check(self) -> None:
        self._sides()
        self._first()

    def output(self, x: Spec) -> Spec:
        first = self._first()
        # Keras asks for no rank here: it takes the batch and the channels of whatever comes.
        dims = need_rank(one_tensor(x), least=2 if first else 1)
        sides = windows.settle(self._sides(), "output_size")
        channels = dims[1] if first else dims[-1]
        return Spec(windows.joined(dims[0], sides, channels, first), self.compute_dtype)

    def _sides(self) -> tuple[Any, ...]:
        size = self.output_size
        if isinstance(size, (Unknown, int)):
            return (size,) * self.axes
        if isinstance(size, (tuple, list)) and len(size) == self.axes:
            return tuple(size)
        raise wrong("output_size", size, f"must be an integer or a tuple of {self.axes} integers")

    def _first(self) -> bool:
        found = settled(self.data_format)
        if found in (None, "", "channels_last", "channels_first"):
            return bool(found == "channels_first")
        raise wrong("data_format", found, "must be 'channels_last' or 'channels_first'")


class AdaptiveMaxPooling1D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 1 dimension."""

    axes: ClassVar[int] = 1


class AdaptiveMaxPooling2D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 2 dimensions."""

    axes: ClassVar[int] = 2


class AdaptiveMaxPooling3D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 3 dimensions."""

    axes: ClassVar[int] = 3


class AdaptiveAveragePooling1D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 1 dimension."""

    axes: ClassVar[int] = 1


class AdaptiveAveragePooling2D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 2 dimensions."""

    axes: ClassVar[int] = 2


class AdaptiveAveragePooling3D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 3 dimensions."""

    axes: ClassVar[int] = 3
