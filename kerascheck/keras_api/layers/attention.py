"""Attention layers."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class AdditiveAttention(Layer):
    """Bahdanau's attention."""

    use_scale: Bool = True
    dropout: Float = 0.0


class Attention(Layer):
    """Luong's dot-product attention."""

    use_scale: Bool = False
    score_mode: Str = "dot"
    dropout: Float = 0.0
    seed: Value = None


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
