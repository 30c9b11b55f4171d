"""Layers of Keras 0.x to 2 that Keras 3 no longer has.

The formulas are those of the last version that had the layer.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from kerascheck.keras_api.dims import given, need_rank, positive, settled
from kerascheck.keras_api.layers.convolutional import Conv1D, Conv2D
from kerascheck.keras_api.layers.core import Dense
from kerascheck.keras_api.layers.merging import Add, Average, Concatenate, Maximum, Multiply
from kerascheck.keras_api.layers.recurrence import FEATURES, Recurrent
from kerascheck.keras_api.layers.rnn_cells import LSTMCell
from kerascheck.values import (
    Bool,
    Dim,
    Float,
    Int,
    Layer,
    Shape,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Value,
    Weight,
)


class AtrousConvolution1D(Conv1D):
    """Dilated convolution of Keras 1; its `atrous_rate` is `dilation_rate` here."""


class AtrousConvolution2D(Conv2D):
    """Dilated convolution of Keras 1; its `atrous_rate` is `dilation_rate` here."""


class TimeDistributedDense(Dense):
    """A dense layer on each time step, before Dense itself took any rank."""

    def check(self) -> None:
        # A second number is the size of the output in Keras 0, where that of the input is first.
        if type(self.activation) is not int:
            super().check()

    def output(self, inputs: Any, **call: Any) -> Spec:
        if type(self.activation) is int:
            raise UndeterminedError("Keras 0 has the sizes of the input and of the output")
        need_rank(inputs, 3, help="use `Dense` for samples that are no sequences")
        return super().output(inputs)


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

    def check(self) -> None:
        positive(self.output_dim, "output_dim")
        positive(self.nb_feature, "nb_feature")

    def output(self, x: Spec) -> Spec:
        return Spec((need_rank(x, 2)[0], self.output_dim), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        features = given(need_rank(x, 2)[1], FEATURES)
        yield Weight("W", (self.nb_feature, features, self.output_dim))
        if self.bias:
            yield Weight("b", (self.nb_feature, self.output_dim))


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

    def output(self, x: Spec) -> Spec:
        return Spec(need_rank(x, 2), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        features = given(need_rank(x, 2)[1], FEATURES)
        for suffix in ("", "_carry"):
            yield Weight(f"W{suffix}", (features, features))
            if self.bias:
                yield Weight(f"b{suffix}", (features,))


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

    def output(self, *inputs: Any, **call: Any) -> Specs:
        mode = settled(self.mode)
        if mode == "concat":
            concatenate = Concatenate(site=self.site, axis=self.concat_axis)
            return concatenate.output(*inputs, **call)
        plain = {"sum": Add, "mul": Multiply, "ave": Average, "max": Maximum}
        if mode not in plain:
            raise UndeterminedError(f"what `Merge` gives with `mode={mode!r}` is not followed")
        return plain[mode](site=self.site).output(*inputs, **call)


class ThresholdedReLU(Layer):
    """Passes what is above `theta`; kept in `tf.keras`."""

    theta: Float = 1.0

    def output(self, x: Spec) -> Spec:
        return Spec(x.shape, self.compute_dtype)


class ParametricSoftplus(Layer):
    """Softplus with two learned parameters a unit."""

    alpha_init: Value = 0.2
    beta_init: Value = 5.0
    weights: Value = None
    shared_axes: Value = None

    def output(self, x: Spec) -> Spec:
        return Spec(x.shape, self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        shape = _shared(x.dims, self.shared_axes)
        return (Weight(name, shape) for name in ("alphas", "betas"))


class SReLU(Layer):
    """Rectifier of an S shape with four learned parameters a unit."""

    t_left_init: Value = "zero"
    a_left_init: Value = "glorot_uniform"
    t_right_init: Value = "glorot_uniform"
    a_right_init: Value = "one"
    shared_axes: Value = None

    def output(self, x: Spec) -> Spec:
        return Spec(x.shape, self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        shape = _shared(x.dims, self.shared_axes)
        return (Weight(name, shape) for name in ("t_left", "a_left", "t_right", "a_right"))


def _shared(dims: Shape, axes: Value) -> tuple[Int, ...]:
    """The shape of one weight a unit, with one for all of the axes that share it."""
    shared = settled(axes)
    shared = () if shared is None else shared if isinstance(shared, (list, tuple)) else (shared,)
    numbers = {settled(axis) for axis in shared}
    return tuple(
        1 if axis in numbers else given(dim, "each dimension of the input")
        for axis, dim in enumerate(dims[1:], 1)
    )


class CuDNN(Recurrent):
    """What the layers for cuDNN have in common; not a class of Keras."""

    def check(self) -> None:
        this: Any = self
        positive(this.units, "units")

    def gate_weights(self, features: Dim) -> Iterator[Weight]:
        this: Any = self
        width = this.units * self.gates
        yield Weight("kernel", (given(features, FEATURES), width))
        yield Weight("recurrent_kernel", (this.units, width))
        # cuDNN adds a bias to each of the two products.
        yield Weight("bias", (width * 2,))


class CuDNNGRU(CuDNN):
    """GRU on a GPU; tanh and sigmoid are fixed."""

    gates: ClassVar[int] = 3

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


class CuDNNLSTM(CuDNN):
    """LSTM on a GPU; tanh and sigmoid are fixed."""

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2

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

    def gate_weights(self, features: Dim) -> Iterator[Weight]:
        yield from super().gate_weights(features)
        for gate in ("input", "forget", "output"):
            yield Weight(f"{gate}_gate_peephole_weights", (self.units,))


class AbstractRNNCell(Layer):
    """The base of recurrent cells in `tf.keras`."""

    def build(self, *inputs: Any, **call: Any) -> Iterable[Weight]:
        raise UndeterminedError("the weights of a cell of the script are not known")


class RandomHeight(Layer):
    """Random change of the height of images."""

    factor: Value
    interpolation: Str = "bilinear"
    seed: Value = None

    def output(self, x: Spec, **call: Any) -> Spec:
        return Spec((*need_rank(x, 3, 4)[:-3], None, *x.dims[-2:]), self.compute_dtype)


class RandomWidth(Layer):
    """Random change of the width of images."""

    factor: Value
    interpolation: Str = "bilinear"
    seed: Value = None

    def output(self, x: Spec, **call: Any) -> Spec:
        return Spec((*need_rank(x, 3, 4)[:-2], None, x.dims[-1]), self.compute_dtype)


class DenseFeatures(Layer):
    """One row from a dict of features, by TensorFlow's feature columns."""

    feature_columns: Value

    def build(self, *inputs: Any, **call: Any) -> Iterable[Weight]:
        raise UndeterminedError("the weights of feature columns are not followed")


class SequenceFeatures(Layer):
    """Sequences from a dict of features, by TensorFlow's feature columns."""

    feature_columns: Value

    def build(self, *inputs: Any, **call: Any) -> Iterable[Weight]:
        raise UndeterminedError("the weights of feature columns are not followed")


class RandomFourierFeatures(Layer):
    """Random features that approximate a kernel."""

    output_dim: Int
    kernel_initializer: Value = "gaussian"
    scale: Value = None

    def check(self) -> None:
        positive(self.output_dim, "output_dim")

    def output(self, x: Spec) -> Spec:
        return Spec((need_rank(x, 2)[0], self.output_dim), self.compute_dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        features = given(need_rank(x, 2)[1], FEATURES)
        yield Weight("unscaled_kernel", (features, self.output_dim), trainable=False)
        yield Weight("bias", (self.output_dim,), trainable=False)
        # Unlike other layers, this one is not trainable unless it says so.
        learned: Any = self.extra.get("trainable", False)
        yield Weight("kernel_scale", (1,), trainable=learned)
