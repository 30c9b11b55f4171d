"""LSTMs whose products are convolutions."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class ConvLSTM(Layer):
    """What the convolutional LSTMs have in common; not a class of Keras."""

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


class ConvLSTM1D(ConvLSTM):
    """Convolutional LSTM over sequences of sequences."""


class ConvLSTM2D(ConvLSTM):
    """Convolutional LSTM over sequences of images."""


class ConvLSTM3D(ConvLSTM):
    """Convolutional LSTM over sequences of volumes."""
