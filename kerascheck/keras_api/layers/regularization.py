"""Dropout, noise and penalties."""

from kerascheck.values import Float, Layer, Str, Value


class ActivityRegularization(Layer):
    """Adds a penalty on the activations to the loss."""

    l1: Float = 0.0
    l2: Float = 0.0


class Dropout(Layer):
    """Sets a fraction `rate` of the inputs to 0 in training."""

    rate: Float
    noise_shape: Value = None
    seed: Value = None


class AlphaDropout(Layer):
    """Dropout that keeps mean and variance, for selu networks."""

    rate: Float
    noise_shape: Value = None
    seed: Value = None


class GaussianDropout(Layer):
    """Multiplies by normal noise around 1 in training."""

    rate: Float
    seed: Value = None


class GaussianNoise(Layer):
    """Adds normal noise in training."""

    stddev: Float
    seed: Value = None


class SpatialDropout1D(Layer):
    """Drops whole channels of a sequence."""

    rate: Float
    seed: Value = None


class SpatialDropout2D(Layer):
    """Drops whole feature maps of an image."""

    rate: Float
    data_format: Str | None = None
    seed: Value = None


class SpatialDropout3D(Layer):
    """Drops whole feature maps of a volume."""

    rate: Float
    data_format: Str | None = None
    seed: Value = None
