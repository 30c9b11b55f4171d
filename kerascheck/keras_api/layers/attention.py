"""Attention layers."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api.dims import given, need_rank, positive, settled, wrong
from kerascheck.keras_api.layers.heads import (
    Scored,
    check_rate,
    check_window,
    differ,
    same_lengths,
    values_given,
)
from kerascheck.values import (
    Bool,
    BuildError,
    Float,
    Int,
    Layer,
    Shape,
    Spec,
    Specs,
    Str,
    Unknown,
    Value,
    Weight,
)
from kerascheck.values.shapes import shape_text


class AdditiveAttention(Scored):
    """Bahdanau's attention."""

    use_scale: Bool = True
    dropout: Float = 0.0

    def check(self) -> None:
        check_rate(self.dropout)

    def build(self, inputs: Any = None, mask: Any = None, **call: Any) -> Iterator[Weight]:
        query, _, _ = self.named(inputs)
        if self.use_scale:
            yield Weight("scale", (given(query.dims[-1], "the last dimension of the query"),))


class Attention(Scored):
    """Luong's dot-product attention."""

    use_scale: Bool = False
    score_mode: Str = "dot"
    dropout: Float = 0.0
    seed: Value = None

    def check(self) -> None:
        check_rate(self.dropout)
        if not isinstance(self.score_mode, Unknown) and self.score_mode not in ("dot", "concat"):
            raise wrong("score_mode", self.score_mode, "must be 'dot' or 'concat'")

    def build(self, inputs: Any = None, mask: Any = None, **call: Any) -> Iterator[Weight]:
        if self.use_scale:
            yield Weight("scale", ())
        if settled(self.score_mode) == "concat":
            yield Weight("concat_score_weight", ())


class MultiHeadAttention(Layer):
    """Attention with several heads."""

    num_heads: Int
    key_dim: Int
    value_dim: Int | None = None
    dropout: Float = 0.0
    use_bias: Bool = True
    output_shape: Value = None
    attention_axes: Value = None
    sliding_window: Value = None
    flash_attention: Value = None
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    use_gate: Bool = False
    seed: Value = None

    def check(self) -> None:
        positive(self.num_heads, "num_heads")
        positive(self.key_dim, "key_dim")
        if self.value_dim is not None:
            positive(self.value_dim, "value_dim")
        axes = self.attention_axes
        if axes and not isinstance(axes, (int, list, tuple)):
            raise wrong("attention_axes", axes, "must be an integer, a list or a tuple")
        check_window(self.sliding_window)
        check_rate(self.dropout, self.flash_attention)

    def output(
        self,
        query: Any = None,
        value: Any = None,
        key: Any = None,
        *masks: Any,
        return_attention_scores: Any = False,
        **call: Any,
    ) -> Specs:
        query, value, key = values_given(self.kind, query, value, key)
        dims = need_rank(query, least=2)
        same_lengths(need_rank(value, least=2), need_rank(key, least=2))
        for spec, name in ((query, "query"), (value, "value"), (key, "key")):
            given(spec.dims[-1], f"the last dimension of the {name}")
        self._check_axes(len(value.dims) + 1)
        shape = (*dims[:-1], *(self._projected or dims[-1:]))
        if not return_attention_scores:
            return Spec(shape, self.compute_dtype)
        scores = (dims[0], self.num_heads, dims[1], dims[1])
        return Spec(shape, self.compute_dtype), Spec(scores, self.compute_dtype)

    def _check_axes(self, rank: int) -> None:
        """Refuse axes that projected values, which have `rank` axes, do not have."""
        axes: Any = self.attention_axes
        for axis in axes if isinstance(axes, (list, tuple)) else () if axes is None else (axes,):
            number = settled(axis)
            if not isinstance(number, int):
                raise wrong("attention_axes", axes, "must have integers")
            if not -rank <= (number if number >= 0 else rank - 1 + number) < rank:
                problem = f"has `attention_axes={axes}`, but its inputs have {rank - 1} axes"
                raise BuildError("rank", problem, argument="attention_axes")

    @property
    def _projected(self) -> Shape:
        """The `output_shape`, empty where the output is as wide as the query."""
        shape: Any = settled(self.output_shape)
        if not shape:
            return ()
        if isinstance(shape, int):
            shape = (shape,)
        if not isinstance(shape, (list, tuple)):
            raise wrong("output_shape", shape, "must be an integer, a list or a tuple")
        return tuple(positive(size, "output_shape", zero=True) for size in shape)

    def build(
        self, query: Any, value: Any = None, key: Any = None, *masks: Any, **call: Any
    ) -> Iterator[Weight]:
        self.output(query, value, key)
        query, value, key = values_given(self.kind, query, value, key)
        heads, width = self.num_heads, self.key_dim
        deep = width if self.value_dim is None else self.value_dim
        widths = [("query", query, width), ("key", key, width), ("value", value, deep)]
        if self.use_gate:
            widths.append(("gate", query, deep))
        for name, spec, size in widths:
            yield Weight(f"{name}/kernel", (spec.dims[-1], heads, size))
            if self.use_bias:
                yield Weight(f"{name}/bias", (heads, size))
        shape: Any = self._projected or query.dims[-1:]
        yield Weight("attention_output/kernel", (heads, deep, *shape))
        if self.use_bias:
            yield Weight("attention_output/bias", shape)


class GroupQueryAttention(Layer):
    """Attention whose heads share keys and values in groups."""

    head_dim: Int
    num_query_heads: Int
    num_key_value_heads: Int
    dropout: Float = 0.0
    use_bias: Bool = True
    sliding_window: Value = None
    flash_attention: Value = None
    kernel_initializer: Value = "glorot_uniform"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    bias_constraint: Value = None
    use_gate: Bool = False
    seed: Value = None

    def check(self) -> None:
        positive(self.head_dim, "head_dim")
        positive(self.num_query_heads, "num_query_heads", zero=True)
        positive(self.num_key_value_heads, "num_key_value_heads")
        many, few = self.num_query_heads, self.num_key_value_heads
        if isinstance(many, int) and isinstance(few, int) and many % few:
            problem = f"cannot be shared by groups of `num_key_value_heads={few}`"
            help = "choose a multiple of `num_key_value_heads`"
            raise wrong("num_query_heads", many, problem, help)
        check_window(self.sliding_window)
        check_rate(self.dropout, self.flash_attention)

    def output(
        self,
        query: Any = None,
        value: Any = None,
        key: Any = None,
        *masks: Any,
        return_attention_scores: Any = False,
        **call: Any,
    ) -> Specs:
        query, value, key = values_given(self.kind, query, value, key)
        dims, values, keys = (need_rank(spec, 3) for spec in (query, value, key))
        for spec, name in ((query, "query"), (value, "value"), (key, "key")):
            given(spec.dims[-1], f"the last dimension of the {name}")
        if differ(dims[-1], values[-1]):
            problem = f"needs a query and a value of the same width, but gets {shape_text(dims)}"
            keras = "The last dimension of `query_shape` and `value_shape` must be equal"
            raise BuildError("merge", f"{problem} and {shape_text(values)}", keras=keras)
        same_lengths(values, keys)
        made = Spec(dims, self.compute_dtype)
        if not return_attention_scores:
            return made
        scores = (dims[0], self.num_query_heads, dims[1], keys[1])
        return made, Spec(scores, self.compute_dtype)

    def build(
        self, query: Any, value: Any = None, key: Any = None, *masks: Any, **call: Any
    ) -> Iterator[Weight]:
        self.output(query, value, key)
        query, value, key = values_given(self.kind, query, value, key)
        many, few, width = self.num_query_heads, self.num_key_value_heads, self.head_dim
        parts = [("query", query, many), ("key", key, few), ("value", value, few)]
        if self.use_gate:
            parts.append(("gate", query, many))
        for name, spec, heads in parts:
            yield Weight(f"{name}/kernel", (spec.dims[-1], heads, width))
            if self.use_bias:
                yield Weight(f"{name}/bias", (heads, width))
        features = query.dims[-1]
        yield Weight("attention_output/kernel", (many, width, features))
        if self.use_bias:
            yield Weight("attention_output/bias", (features,))
