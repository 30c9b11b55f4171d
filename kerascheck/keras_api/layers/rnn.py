"""Recurrent layers, and the wrappers around layers over time."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class RNN(Layer):
    """Runs a cell over the time steps."""

    cell: Value
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    zero_output_for_mask: Bool = False


class SimpleRNN(Layer):
    """Fully connected recurrent layer."""

    units: Int
    activation: Value = "tanh"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    seed: Value = None


class LSTM(Layer):
    """Long short-term memory."""

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
    unroll: Bool = False
    use_cudnn: Str = "auto"


class GRU(Layer):
    """Gated recurrent unit."""

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
    unroll: Bool = False
    reset_after: Bool = True
    use_cudnn: Str = "auto"


class Bidirectional(Layer):
    """Runs a recurrent layer in both directions."""

    layer: Value
    merge_mode: Str = "concat"
    weights: Value = None
    backward_layer: Value = None


class TimeDistributed(Layer):
    """Applies a layer to each time step."""

    layer: Value
