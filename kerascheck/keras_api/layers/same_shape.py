"""Layers that leave every shape as it is."""

from typing import Any

from kerascheck.values import Layer, Spec, Specs, Str, Unknown


class SameShape(Layer):
    """A layer that gives each tensor in its shape, and in the dtype that the layer computes in.

    Keras declares the dtype of the layer even where the layer is given integers.
    """

    def output(self, inputs: Any, **call: Any) -> Specs:
        return same(inputs, self.compute_dtype)


def same(value: Any, dtype: Str | None = None) -> Specs:
    """The specs in a structure, in the same structure and with another dtype if one is given."""
    if isinstance(value, Spec):
        return value if dtype is None else Spec(value.shape, dtype)
    if isinstance(value, dict):
        return {key: same(item, dtype) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(same(item, dtype) for item in value)
    return Spec(value) if isinstance(value, Unknown) else None
