"""Layers that change the shape and nothing else."""

from kerascheck.keras_api.dims import need_rank, product
from kerascheck.values import Int, Layer, Spec, Str, Unknown, Value


class Flatten(Layer):
    """Joins all axes but the batch axis."""

    data_format: Str | None = None

    def output(self, x: Spec) -> Spec:
        if isinstance(x.shape, Unknown):
            return Spec((None, x.shape), x.dtype)
        batch, *rest = need_rank(x, least=1)
        return Spec((batch, product(rest)), x.dtype)


class Reshape(Layer):
    """Gives each sample the shape `target_shape`; one -1 is inferred."""

    target_shape: Value


class Permute(Layer):
    """Reorders the axes of each sample; `dims` count from 1."""

    dims: Value


class RepeatVector(Layer):
    """Repeats a vector `n` times as a sequence."""

    n: Int


class Cropping1D(Layer):
    """Cuts time steps off both ends."""

    cropping: Value = (1, 1)


class Cropping2D(Layer):
    """Cuts the borders of an image."""

    cropping: Value = ((0, 0), (0, 0))
    data_format: Str | None = None


class Cropping3D(Layer):
    """Cuts the borders of a volume."""

    cropping: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None


class UpSampling1D(Layer):
    """Repeats each time step."""

    size: Value = 2


class UpSampling2D(Layer):
    """Enlarges an image."""

    size: Value = (2, 2)
    data_format: Str | None = None
    interpolation: Str = "nearest"


class UpSampling3D(Layer):
    """Enlarges a volume."""

    size: Value = (2, 2, 2)
    data_format: Str | None = None


class ZeroPadding1D(Layer):
    """Adds zeros before and after a sequence."""

    padding: Value = 1
    data_format: Str | None = None


class ZeroPadding2D(Layer):
    """Adds a border of zeros to an image."""

    padding: Value = (1, 1)
    data_format: Str | None = None


class ZeroPadding3D(Layer):
    """Adds a border of zeros to a volume."""

    padding: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None
