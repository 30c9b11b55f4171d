"""Pooling: over windows, global and adaptive."""

from kerascheck.values import Bool, Layer, Str, Value


class MaxPooling(Layer):
    """Maximum over windows; not a class of Keras."""

    pool_size: Value = 2
    strides: Value = None
    padding: Str = "valid"
    data_format: Str | None = None


class MaxPooling1D(MaxPooling):
    """Maximum over windows of 1 dimension."""


class MaxPooling2D(MaxPooling):
    """Maximum over windows of 2 dimensions."""

    pool_size: Value = (2, 2)


class MaxPooling3D(MaxPooling):
    """Maximum over windows of 3 dimensions."""

    pool_size: Value = (2, 2, 2)


class AveragePooling(Layer):
    """Mean over windows; not a class of Keras."""

    pool_size: Value
    strides: Value = None
    padding: Str = "valid"
    data_format: Str | None = None


class AveragePooling1D(AveragePooling):
    """Mean over windows of 1 dimension."""


class AveragePooling2D(AveragePooling):
    """Mean over windows of 2 dimensions."""


class AveragePooling3D(AveragePooling):
    """Mean over windows of 3 dimensions."""


class GlobalPooling(Layer):
    """Pooling over all of space or time; not a class of Keras."""

    data_format: Str | None = None
    keepdims: Bool = False


class GlobalMaxPooling1D(GlobalPooling):
    """Maximum over the 1 dimension between batch and channels."""


class GlobalMaxPooling2D(GlobalPooling):
    """Maximum over the 2 dimensions between batch and channels."""


class GlobalMaxPooling3D(GlobalPooling):
    """Maximum over the 3 dimensions between batch and channels."""


class GlobalAveragePooling1D(GlobalPooling):
    """Mean over the 1 dimension between batch and channels."""


class GlobalAveragePooling2D(GlobalPooling):
    """Mean over the 2 dimensions between batch and channels."""


class GlobalAveragePooling3D(GlobalPooling):
    """Mean over the 3 dimensions between batch and channels."""


class AdaptivePooling(Layer):
    """Pooling to a given output size; not a class of Keras."""

    output_size: Value
    data_format: Str | None = None


class AdaptiveMaxPooling1D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 1 dimension."""


class AdaptiveMaxPooling2D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 2 dimensions."""


class AdaptiveMaxPooling3D(AdaptivePooling):
    """Maximum over windows that give `output_size`, in 3 dimensions."""


class AdaptiveAveragePooling1D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 1 dimension."""


class AdaptiveAveragePooling2D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 2 dimensions."""


class AdaptiveAveragePooling3D(AdaptivePooling):
    """Mean over windows that give `output_size`, in 3 dimensions."""
