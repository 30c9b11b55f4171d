"""Specs in lists, tuples and dicts, as layers take and give them."""

from collections.abc import Callable
from typing import Any

from kerascheck.values import (
    Spec,
    Specs,
    Tensor,
    Unknown,
    Value,
)

_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})


def mapped(value: Value, of: Callable[[Tensor], Any]) -> Any:
    """A structure of lists, tuples and dicts with `of(tensor)` for each tensor in it."""
    if isinstance(value, Tensor):
        return of(value)
    if isinstance(value, dict):
        return {key: mapped(item, of) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(mapped(item, of) for item in value)
    return value


def specs_of(value: Value) -> Any:
    """A structure with the spec of each tensor in it."""
    return mapped(value, lambda tensor: tensor.spec)


def flatten(specs: Specs) -> list[Spec]:
    """The specs in a structure, in the order of Keras: dicts by sorted key."""
    if isinstance(specs, Spec):
        return [specs]
    if isinstance(specs, dict):
        return [spec for key in sorted(specs, key=str) for spec in flatten(specs[key])]
    if isinstance(specs, (list, tuple)):
        return [spec for item in specs for spec in flatten(item)]
    return []


def pick(specs: Specs, index: int) -> Spec:
    """The spec of one of the tensors that a call gives."""
    flat = flatten(specs)
    return flat[index] if index < len(flat) else Spec(Unknown("an output that is not known"))


def cast(value: Any, dtype: str | Unknown) -> Any:
    """Specs of floats as specs of `dtype`; everything else as it is."""
    if isinstance(value, Spec):
        if value.dtype == dtype or (isinstance(value.dtype, str) and value.dtype not in _FLOATS):
            return value
        return Spec(value.shape, dtype)
    if isinstance(value, (list, tuple)) and value:
        return type(value)(cast(item, dtype) for item in value)
    if isinstance(value, dict):
        return {key: cast(item, dtype) for key, item in value.items()}
    return value
