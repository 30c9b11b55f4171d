"""Normalization layers."""

from kerascheck.values import Bool, Float, Int, Layer, Value


class BatchNormalization(Layer):
    """Normalizes over the batch; keeps moving averages for inference."""

    axis: Value = -1
    momentum: Float = 0.99
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    moving_mean_initializer: Value = "zeros"
    moving_variance_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None
    renorm: Bool = False
    renorm_clipping: Value = None
    renorm_momentum: Float = 0.99
    synchronized: Bool = False


class GroupNormalization(Layer):
    """Normalizes over groups of channels."""

    groups: Int = 32
    axis: Value = -1
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None


class LayerNormalization(Layer):
    """Normalizes each sample over its features."""

    axis: Value = -1
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None


class RMSNormalization(Layer):
    """Divides by the root mean square of the features."""

    axis: Value = -1
    epsilon: Float = 1e-06


class SpectralNormalization(Layer):
    """Wraps a layer and bounds the spectral norm of its kernel."""

    layer: Value
    power_iterations: Int = 1


class UnitNormalization(Layer):
    """Scales each sample to length one."""

    axis: Value = -1
