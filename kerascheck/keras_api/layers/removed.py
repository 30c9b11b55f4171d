"""Layers of Keras 0.x to 2 that Keras 3 no longer has."""

from kerascheck.keras_api.layers.convolutional import Conv1D, Conv2D
from kerascheck.keras_api.layers.core import Dense
from kerascheck.keras_api.layers.rnn_cells import LSTMCell
from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class LocallyConnected(Layer):
    """What the locally connected layers have in common; not a class of Keras."""

    filters: Int
    kernel_size: Value
    strides: Value = 1
    padding: Str = "valid"
    data_format: Str | None = None
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    implementation: Int = 1


class LocallyConnected1D(LocallyConnected):
    """Convolution over time steps whose weights are not shared between positions."""


class LocallyConnected2D(LocallyConnected):
    """Convolution over images whose weights are not shared between positions."""

    strides: Value = (1, 1)


class AtrousConvolution1D(Conv1D):
    """Dilated convolution of Keras 1; its `atrous_rate` is `dilation_rate` here."""


class AtrousConvolution2D(Conv2D):
    """Dilated convolution of Keras 1; its `atrous_rate` is `dilation_rate` here."""


class TimeDistributedDense(Dense):
    """A dense layer on each time step, before Dense itself took any rank."""


class MaxoutDense(Layer):
    """The maximum of `nb_feature` dense layers."""

    output_dim: Int
    nb_feature: Int = 4
    init: Value = "glorot_uniform"
    weights: Value = None
    W_regularizer: Value = None
    b_regularizer: Value = None
    activity_regularizer: Value = None
    W_constraint: Value = None
    b_constraint: Value = None
    bias: Bool = True


class Highway(Layer):
    """A dense layer with a gate that lets its input pass."""

    init: Value = "glorot_uniform"
    activation: Value = None
    weights: Value = None
    W_regularizer: Value = None
    b_regularizer: Value = None
    activity_regularizer: Value = None
    W_constraint: Value = None
    b_constraint: Value = None
    bias: Bool = True


class Merge(Layer):
    """Joins the outputs of several models by `mode`: sum, mul, concat, ave, max, dot or cos."""

    layers: Value = None
    mode: Value = "sum"
    concat_axis: Value = -1
    dot_axes: Value = -1
    output_shape: Value = None
    output_mask: Value = None
    arguments: Value = None
    node_indices: Value = None
    tensor_indices: Value = None


class ThresholdedReLU(Layer):
    """Passes what is above `theta`; kept in `tf.keras`."""

    theta: Float = 1.0


class ParametricSoftplus(Layer):
    """Softplus with two learned parameters a unit."""

    alpha_init: Value = 0.2
    beta_init: Value = 5.0
    weights: Value = None
    shared_axes: Value = None


class SReLU(Layer):
    """Rectifier of an S shape with four learned parameters a unit."""

    t_left_init: Value = "zero"
    a_left_init: Value = "glorot_uniform"
    t_right_init: Value = "glorot_uniform"
    a_right_init: Value = "one"
    shared_axes: Value = None


class CuDNNGRU(Layer):
    """GRU on a GPU; tanh and sigmoid are fixed."""

    units: Int
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
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False


class CuDNNLSTM(Layer):
    """LSTM on a GPU; tanh and sigmoid are fixed."""

    units: Int
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
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False


class PeepholeLSTMCell(LSTMCell):
    """One step of an LSTM whose gates see the cell state."""


class AbstractRNNCell(Layer):
    """The base of recurrent cells in `tf.keras`."""


class RandomHeight(Layer):
    """Random change of the height of images."""

    factor: Value
    interpolation: Str = "bilinear"
    seed: Value = None


class RandomWidth(Layer):
    """Random change of the width of images."""

    factor: Value
    interpolation: Str = "bilinear"
    seed: Value = None


class DenseFeatures(Layer):
    """One row from a dict of features, by TensorFlow's feature columns."""

    feature_columns: Value


class SequenceFeatures(Layer):
    """Sequences from a dict of features, by TensorFlow's feature columns."""

    feature_columns: Value


class RandomFourierFeatures(Layer):
    """Random features that approximate a kernel."""

    output_dim: Int
    kernel_initializer: Value = "gaussian"
    scale: Value = None
