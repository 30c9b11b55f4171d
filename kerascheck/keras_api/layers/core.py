"""The layers of `keras.layers.core`: Dense, Embedding and what frames a model."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api.arguments import activation, plain, size
from kerascheck.keras_api.dims import given, need_rank, one_tensor, positive, settled, wrong
from kerascheck.keras_api.einsum import Contraction, contraction, parse
from kerascheck.keras_api.layers.inputs import input_spec
from kerascheck.keras_api.layers.same_shape import SameShape, same
from kerascheck.keras_api.lora import check_lora, check_table, with_lora
from kerascheck.values import (
    Bool,
    BuildError,
    Float,
    Int,
    Layer,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Unknown,
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
        if x is not None:
            return x
        if "type_spec" in self.extra:
            raise BuildError(
                "input-shape",
                "has no argument `type_spec` any more",
                help="say what one sample looks like, as in `shape=(28, 28, 1)`",
                keras="Input() got an unexpected keyword argument 'type_spec'",
                argument="type_spec",
            )
        # The names of Keras 2, which the class still takes and the function `Input` does not.
        shape = self.extra.get("input_shape", self.shape)
        batch_shape = self.extra.get("batch_input_shape", self.batch_shape)
        tensor = self.extra.get("tensor", self.input_tensor)
        kinds = (self.sparse, self.ragged)
        return input_spec(shape, self.batch_size, batch_shape, self.dtype, tensor, kinds)


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
        positive(int(self.units) if isinstance(self.units, bool) else self.units, "units")
        activation(self.activation)
        check_lora(self.lora_rank, self.kernel_constraint, "kernel_constraint")

    def output(self, inputs: Any, **call: Any) -> Spec:
        help = "give each sample an axis of features: `x = np.expand_dims(x, -1)`"
        dims = need_rank(inputs, least=2, help=help)
        given(dims[-1], "the last dimension of the input", "The last dimension should be defined")
        units = self.units
        if type(self.activation) is int:
            # `Dense(50, 10)` of the first Keras has 10 units; since then it is refused.
            units = Unknown("the sizes of the input and the output, as the first Keras has them")
        return Spec((*dims[:-1], units), self.compute_dtype)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        features = given(need_rank(inputs, least=2)[-1], "the last dimension of the input")
        yield from with_lora("kernel", (features, self.units), self.lora_rank)
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

    def check(self) -> None:
        activation(self.activation)
        check_lora(self.lora_rank, self.kernel_constraint, "kernel_constraint")
        self._sizes()
        if isinstance(self.equation, str):
            parse(self.equation)

    def output(self, inputs: Any, **call: Any) -> Spec:
        shapes = self._contraction(one_tensor(inputs))
        for _ in self._weights(shapes):
            pass
        return Spec(shapes.output, self.compute_dtype)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        named = iter(self._weights(self._contraction(one_tensor(inputs))))
        yield from with_lora("kernel", next(named), self.lora_rank)
        for shape in named:
            yield Weight("bias", shape)

    def _contraction(self, x: Spec) -> Contraction:
        equation, axes = settled(self.equation), settled(self.bias_axes)
        return contraction(equation, axes, x.dims, settled(self._sizes()))

    def _sizes(self) -> Any:
        """`output_shape` as a tuple, without the batch axis."""
        sizes = self.output_shape
        if isinstance(sizes, int):
            sizes = (sizes,)
        if isinstance(sizes, Unknown) or not plain(sizes):
            return Unknown("an `output_shape` that is not followed")
        if not isinstance(sizes, (list, tuple)):
            raise wrong("output_shape", sizes, "must be an integer or a tuple")
        known = (isinstance(item, Unknown) for item in sizes)
        return tuple(
            item if unknown else size(item, "output_shape", none=True)
            for item, unknown in zip(sizes, known, strict=True)
        )

    def _weights(self, shapes: Contraction) -> Iterator[tuple[Int, ...]]:
        for part in (shapes.kernel, shapes.bias):
            if part is not None:
                what = "every dimension that its weights have"
                yield tuple(given(dim, what, "Found invalid dimension 'None'") for dim in part)


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

    def check(self) -> None:
        positive(self.input_dim, "input_dim")
        positive(self.output_dim, "output_dim")
        check_lora(self.lora_rank, self.embeddings_constraint, "embeddings_constraint")
        check_table(self.weights, (self.input_dim, self.output_dim))

    def output(self, inputs: Any, **call: Any) -> Spec:
        return Spec((*one_tensor(inputs).dims, self.output_dim), self.compute_dtype)

    def build(self, inputs: Any = None, **call: Any) -> Iterator[Weight]:
        yield from with_lora("embeddings", (self.input_dim, self.output_dim), self.lora_rank)


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

    def check(self) -> None:
        positive(self.input_dim, "input_dim")
        positive(self.output_dim, "output_dim")
        rank = self.extra.get("lora_rank")
        check_lora(rank, self.embeddings_constraint, "embeddings_constraint")
        if plain(rank) and rank and plain(self.tie_weights) and not self.tie_weights:
            # The layer is locked after the factors are made, before the second table is.
            raise wrong("tie_weights", False, "does not go with `lora_rank`")

    def output(self, inputs: Any, reverse: Bool = False, **call: Any) -> Spec:
        dims = one_tensor(inputs).dims
        if not reverse:
            return Spec((*dims, self.output_dim), self.compute_dtype)
        dims = need_rank(inputs, least=1)
        return Spec((*dims[:-1], self.input_dim), self.compute_dtype)

    def build(self, inputs: Any = None, **call: Any) -> Iterator[Weight]:
        rank = self.extra.get("lora_rank")
        yield from with_lora("embeddings", (self.input_dim, self.output_dim), rank)
        if not self.tie_weights:
            yield Weight("reverse_embeddings", (self.output_dim, self.input_dim))


class Identity(Layer):
    """Returns its input."""

    def output(self, inputs: Any, **call: Any) -> Specs:
        return same(inputs)


class Lambda(Layer):
    """Any function as a layer.

    With an `output_shape`, which is without the batch axis, Keras does not ask the function.
    """

    function: Value
    output_shape: Value = None
    mask: Value = None
    arguments: Value = None

    def output(self, *inputs: Any, **call: Any) -> Specs:
        shape = settled(self.output_shape)
        dtype = self.compute_dtype
        if shape is None:
            if self.body is None:
                raise UndeterminedError("the function of a `Lambda` is not followed")
            # Keras declares the dtype of the layer for what goes in and what comes out.
            return same(self.body(tuple(same(x, dtype) for x in inputs), call).outputs, dtype)
        if not plain(shape):
            raise UndeterminedError("the `output_shape` of a `Lambda` is a function")
        given_to = inputs[0] if inputs else call.get("inputs")
        return _declared(shape, _batch(given_to), dtype)


def _batch(value: Any) -> Any:
    """The first dimension of the first tensor in a structure."""
    while isinstance(value, (list, tuple, dict)) and value:
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return need_rank(value, least=1)[0]


def _declared(shape: Any, batch: Any, dtype: Str) -> Specs:
    """What an `output_shape` says: a tuple of dimensions, or shapes in a structure."""
    if isinstance(shape, Unknown):
        return Spec(shape, dtype)
    if isinstance(shape, dict):
        return {key: _declared(item, batch, dtype) for key, item in shape.items()}
    nested = isinstance(shape, (list, tuple)) and shape
    if nested and all(isinstance(item, (list, tuple, dict)) for item in shape):
        return type(shape)(_declared(item, batch, dtype) for item in shape)
    if isinstance(shape, tuple) and all(
        dim is None or isinstance(dim, (int, Unknown)) for dim in shape
    ):
        return Spec((batch, *shape), dtype)
    help = "write a tuple without the batch axis, as in `output_shape=(10,)`"
    raise wrong("output_shape", shape, "is not a tuple of integers", help)


class Masking(SameShape):
    """Masks the time steps whose features all equal `mask_value`."""

    mask_value: Float = 0.0

    def output(self, inputs: Any, **call: Any) -> Spec:
        return Spec(need_rank(inputs, least=1), self.compute_dtype)


class Wrapper(Layer):
    """The base of layers around another layer, without a call of its own."""

    layer: Value
