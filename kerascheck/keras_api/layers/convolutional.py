"""Convolutions: plain, transposed, depthwise and separable."""

from kerascheck.values import Bool, Int, Layer, Str, Value


class Conv(Layer):
    """What the plain convolutions have in common; not a class of Keras."""

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


class Conv1D(Conv):
    """Convolution over time steps."""


class Conv2D(Conv):
    """Convolution over images."""

    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class Conv3D(Conv):
    """Convolution over volumes."""

    strides: Value = (1, 1, 1)
    dilation_rate: Value = (1, 1, 1)


class ConvTranspose(Layer):
    """What the transposed convolutions of one and two dimensions have in common."""

    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    output_padding: Value = None
    data_format: Str | None = None
    dilation_rate: Value = 1
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None


class Conv1DTranspose(ConvTranspose):
    """Transposed convolution over time steps."""


class Conv2DTranspose(ConvTranspose):
    """Transposed convolution over images."""

    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class Conv3DTranspose(Layer):
    """Transposed convolution over volumes; Keras orders its parameters differently."""

    filters: Int
    kernel_size: Value
    strides: Value = (1, 1, 1)
    padding: Str = "valid"
    data_format: Str | None = None
    output_padding: Value = None
    dilation_rate: Value = (1, 1, 1)
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None


class DepthwiseConv(Layer):
    """What the depthwise convolutions have in common; not a class of Keras."""

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


class DepthwiseConv1D(DepthwiseConv):
    """Convolution of each channel by itself, over time steps."""


class DepthwiseConv2D(DepthwiseConv):
    """Convolution of each channel by itself, over images."""

    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)


class SeparableConv(Layer):
    """What the separable convolutions have in common; not a class of Keras."""

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


class SeparableConv1D(SeparableConv):
    """Depthwise, then pointwise convolution over time steps."""


class SeparableConv2D(SeparableConv):
    """Depthwise, then pointwise convolution over images."""

    strides: Value = (1, 1)
    dilation_rate: Value = (1, 1)
