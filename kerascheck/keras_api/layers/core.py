"""The layers of `keras.layers.core`: Dense, Embedding and what frames a model."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api.dims import given, need_rank, positive
from kerascheck.keras_api.layers.inputs import input_spec
from kerascheck.values import (
    Bool,
    Float,
    Int,
    Layer,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Value,
    Weight,
)


class InputLayer(Layer):
    """The entry of a model; `shape` is without the batch axis, `batch_shape` with it."""

    shape: Value = None
    batch_size: Value = None
    dtype: Value = None
    sparse: Value = None
    ragged: Value = None
    batch_shape: Value = None
    input_tensor: Value = None
    optional: Bool = False

    def output(self, x: Spec | None = None) -> Spec:
        return x or input_spec(self.shape, self.batch_size, self.batch_shape, self.dtype)


class Dense(Layer):
    """A fully connected layer on the last axis."""

    units: Int
    activation: Value = None
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    lora_rank: Int | None = None
    lora_alpha: Value = None
    quantization_config: Value = None

    def check(self) -> None:
        positive(self.units, "units")

    def output(self, x: Spec) -> Spec:
        dims = need_rank(x, least=2)
        given(dims[-1], "the last dimension of the input", "The last dimension should be defined")
        return Spec((*dims[:-1], self.units), x.dtype)

    def build(self, x: Spec) -> Iterator[Weight]:
        features = given(x.dims[-1], "the last dimension of the input")
        yield Weight("kernel", (features, self.units))
        if self.use_bias:
            yield Weight("bias", (self.units,))


class EinsumDense(Layer):
    """A dense layer whose contraction is written as an einsum equation."""

    equation: Str
    output_shape: Value
    activation: Value = None
    bias_axes: Value = None
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    lora_rank: Int | None = None
    lora_alpha: Value = None
    gptq_unpacked_column_size: Value = None
    quantization_config: Value = None


class Embedding(Layer):
    """A table of `input_dim` vectors of length `output_dim`, looked up by integers."""

    input_dim: Int
    output_dim: Int
    embeddings_initializer: Value = "uniform"
    embeddings_regularizer: Value = None
    embeddings_constraint: Value = None
    mask_zero: Bool = False
    weights: Value = None
    lora_rank: Int | None = None
    lora_alpha: Value = None
    quantization_config: Value = None


class ReversibleEmbedding(Layer):
    """An embedding that can also be applied backwards, from vectors to logits."""

    input_dim: Int
    output_dim: Int
    tie_weights: Bool = True
    embeddings_initializer: Value = "uniform"
    embeddings_regularizer: Value = None
    embeddings_constraint: Value = None
    mask_zero: Bool = False
    reverse_dtype: Value = None
    logit_soft_cap: Value = None


class Identity(Layer):
    """Returns its input."""


class Lambda(Layer):
    """Any function as a layer."""

    function: Value
    output_shape: Value = None
    mask: Value = None
    arguments: Value = None

    def output(self, *inputs: Any, **call: Any) -> Specs:
        if self.body is None:
            raise UndeterminedError("the function of a `Lambda` is not followed")
        return self.body(inputs, call).outputs


class Masking(Layer):
    """Masks the time steps whose features all equal `mask_value`."""

    mask_value: Float = 0.0


class Wrapper(Layer):
    """The base of layers around another layer."""

    layer: Value
