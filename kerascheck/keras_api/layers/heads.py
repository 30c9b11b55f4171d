"""What the attention layers have in common."""

from typing import Any

from kerascheck.keras_api.dims import need_rank, wrong
from kerascheck.values import (
    BuildError,
    Dim,
    Layer,
    Shape,
    Spec,
    Specs,
    UndeterminedError,
    Unknown,
    Value,
)
from kerascheck.values.shapes import shape_text


class Scored(Layer):
    """What `Attention` and `AdditiveAttention` have in common: they take one list."""

    def output(
        self,
        inputs: Any = None,
        mask: Any = None,
        training: Any = None,
        return_attention_scores: Any = False,
        use_causal_mask: Any = False,
    ) -> Specs:
        query, value, key = self.named(inputs, mask)
        dtype = self.compute_dtype
        least_query, least_value = need_rank(query, least=1), need_rank(value, least=1)
        made = Spec((*least_query[:-1], least_value[-1]), dtype)
        if not return_attention_scores:
            return made
        keys = need_rank(key, least=2)
        return made, Spec((*least_query[:-1], keys[-2]), dtype)

    def named(self, inputs: Any, mask: Any = None) -> tuple[Spec, Spec, Spec]:
        """Query, value and key, which is the value where it is not given."""
        if isinstance(inputs, Unknown):
            raise UndeterminedError(inputs.why, inputs)
        help = f"put them into a list: `{self.kind}()([query, value])`"
        if not isinstance(inputs, list):
            got = "one tensor" if isinstance(inputs, Spec) else f"a {type(inputs).__name__}"
            problem = f"needs a list [query, value] or [query, value, key], but gets {got}"
            keras = "layer must be called on a list of inputs"
            raise BuildError("inputs", problem, help=help, keras=keras)
        if not 2 <= len(inputs) <= 3:
            problem = f"needs a list [query, value] or [query, value, key], but gets {len(inputs)}"
            keras = "layer accepts inputs list of length 2 or 3"
            raise BuildError("inputs", problem, help=help, keras=keras)
        if isinstance(mask, (Spec, tuple)) or (isinstance(mask, list) and not 2 <= len(mask) <= 3):
            problem = "needs a list [query_mask, value_mask] as `mask`"
            raise BuildError("inputs", problem, keras="layer mask must be a list")
        query, value, *rest = map(tensor_of, inputs)
        return query, value, rest[0] if rest else value


def check_rate(dropout: Value, flash: Value = None) -> None:
    """Refuse a dropout that is no number, and one with flash attention."""
    if isinstance(dropout, Unknown):
        return
    if not isinstance(dropout, (int, float)):
        raise wrong("dropout", dropout, "must be a number between 0 and 1")
    if dropout > 0 and not isinstance(flash, Unknown) and flash:
        help = "set `dropout=0.0`, or leave `flash_attention` out"
        raise wrong("dropout", dropout, "does not go with `flash_attention=True`", help)


def check_window(window: Value) -> None:
    """Refuse a sliding window that is neither None nor a positive integer."""
    if window is None or isinstance(window, Unknown):
        return
    if not (isinstance(window, int) and window > 0):
        raise wrong("sliding_window", window, "must be None or a positive integer")


def tensor_of(value: Any) -> Spec:
    """A tensor among the inputs; undetermined if it is something else."""
    if isinstance(value, Unknown):
        raise UndeterminedError(value.why, value)
    if not isinstance(value, Spec):
        raise UndeterminedError("one of the inputs is not a tensor that is followed")
    return value


def values_given(kind: str, query: Any, value: Any, key: Any) -> tuple[Spec, Spec, Spec]:
    """Query, value and key; the key is the value where it is not given."""
    if isinstance(query, (list, tuple)) or query is None or value is None:
        got = "a list" if isinstance(query, (list, tuple)) else "only one tensor"
        raise BuildError(
            "inputs",
            f"needs `query` and `value` as two arguments, but gets {got}",
            help=f"call it as `{kind}(…)(query, value)`; for self-attention `(x, x)`",
            keras="missing a required argument: 'value'",
        )
    return tensor_of(query), tensor_of(value), tensor_of(value if key is None else key)


def same_lengths(values: Shape, keys: Shape) -> None:
    """Refuse values and keys that differ in any but the first and the last axis."""
    inner = (values[1:-1], keys[1:-1])
    if len(inner[0]) != len(inner[1]) or any(map(differ, *inner)):
        problem = f"needs a value and a key of the same length, but gets {shape_text(values)}"
        keras = "All dimensions of `value` and `key`, except the last one, must be equal"
        raise BuildError("merge", f"{problem} and {shape_text(keys)}", keras=keras)


def differ(a: Dim, b: Dim) -> bool:
    """Whether two dimensions are not the same for Keras, to which an open one equals no number."""
    return not isinstance(a, Unknown) and not isinstance(b, Unknown) and a != b
