"""One step of a recurrent layer."""

from kerascheck.values import Bool, Float, Int, Layer, Value


class SimpleRNNCell(Layer):
    """One step of `SimpleRNN`."""

    units: Int
    activation: Value = "tanh"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None


class LSTMCell(Layer):
    """One step of `LSTM`."""

    units: Int
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
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None


class GRUCell(Layer):
    """One step of `GRU`."""

    units: Int
    activation: Value = "tanh"
    recurrent_activation: Value = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    reset_after: Bool = True
    seed: Value = None


class StackedRNNCells(Layer):
    """Several cells, one above the other."""

    cells: Value
