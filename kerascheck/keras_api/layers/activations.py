"""Activation functions as layers."""

from kerascheck.values import Float, Layer, Value


class Activation(Layer):
    """Applies the activation that is given by name or as a function."""

    activation: Value


class ELU(Layer):
    """Exponential linear unit."""

    alpha: Float = 1.0


class LeakyReLU(Layer):
    """Rectifier with a slope for negative inputs; `alpha` before Keras 3."""

    negative_slope: Float = 0.3


class PReLU(Layer):
    """Rectifier with a learned slope for negative inputs."""

    alpha_initializer: Value = "Zeros"
    alpha_regularizer: Value = None
    alpha_constraint: Value = None
    shared_axes: Value = None


class ReLU(Layer):
    """Rectifier, with an upper bound, slope and threshold if given."""

    max_value: Value = None
    negative_slope: Float = 0.0
    threshold: Float = 0.0


class Softmax(Layer):
    """Softmax along `axis`."""

    axis: Value = -1
