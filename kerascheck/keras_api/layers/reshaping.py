"""Layers that change the shape and nothing else."""

from dataclasses import dataclass

from kerascheck.values import Int, Layer, Str, Value


@dataclass(frozen=True, eq=False)
class Flatten(Layer):
    """Joins all axes but the batch axis."""

    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class Reshape(Layer):
    """Gives each sample the shape `target_shape`; one -1 is inferred."""

    target_shape: Value


@dataclass(frozen=True, eq=False)
class Permute(Layer):
    """Reorders the axes of each sample; `dims` count from 1."""

    dims: Value


@dataclass(frozen=True, eq=False)
class RepeatVector(Layer):
    """Repeats a vector `n` times as a sequence."""

    n: Int


@dataclass(frozen=True, eq=False)
class Cropping1D(Layer):
    """Cuts time steps off both ends."""

    cropping: Value = (1, 1)


@dataclass(frozen=True, eq=False)
class Cropping2D(Layer):
    """Cuts the borders of an image."""

    cropping: Value = ((0, 0), (0, 0))
    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class Cropping3D(Layer):
    """Cuts the borders of a volume."""

    cropping: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class UpSampling1D(Layer):
    """Repeats each time step."""

    size: Value = 2


@dataclass(frozen=True, eq=False)
class UpSampling2D(Layer):
    """Enlarges an image."""

    size: Value = (2, 2)
    data_format: Str | None = None
    interpolation: Str = "nearest"


@dataclass(frozen=True, eq=False)
class UpSampling3D(Layer):
    """Enlarges a volume."""

    size: Value = (2, 2, 2)
    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class ZeroPadding1D(Layer):
    """Adds zeros before and after a sequence."""

    padding: Value = 1
    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class ZeroPadding2D(Layer):
    """Adds a border of zeros to an image."""

    padding: Value = (1, 1)
    data_format: Str | None = None


@dataclass(frozen=True, eq=False)
class ZeroPadding3D(Layer):
    """Adds a border of zeros to a volume."""

    padding: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None
