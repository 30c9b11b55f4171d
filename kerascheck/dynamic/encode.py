"""Values of the trace as JSON: what a worker needs to make them again."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from kerascheck.dynamic.assumed import Notes
from kerascheck.dynamic.worker.allowed import ALLOWED
from kerascheck.keras_api import activations
from kerascheck.values import (
    REQUIRED,
    Changing,
    Component,
    Layer,
    Loss,
    Metric,
    Model,
    Site,
    Spec,
    Tensor,
    Unknown,
    Value,
)
from kerascheck.values.mirror import fresh

Json = dict[str, Any]
_STAND_INS: Mapping[str, Value] = {
    "activation": "linear",
    "recurrent_activation": "linear",
    "initializer": None,
    "regularizer": None,
    "constraint": None,
    "standardize": None,
}
"""What stands for an object of the script, by the last word of the parameter."""


class UnplannedError(Exception):
    """Something cannot be built, and why; `site` is where knowledge ended."""

    def __init__(self, why: str, site: Site | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.site = site


Reference = Callable[[Value], Any]
"""Encodes a tensor, layer or model: as a reference to the step that makes it."""


def encode(value: Value, refer: Reference) -> Any:
    """A value as JSON; raises `UnplannedError` for what is not known or no plain value."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {"float": str(value)}
        case Unknown(why=why, site=site):
            raise UnplannedError(why, site)
        case Tensor() | Layer() | Model() | Changing():
            return refer(value)
        case range():
            return list(value)
        case list():
            return [encode(item, refer) for item in value]
        case tuple():
            return {"tuple": [encode(item, refer) for item in value]}
        case dict():
            pairs = [[encode(k, refer), encode(v, refer)] for k, v in value.items()]
            return {"dict": pairs}
        case slice():
            return {"slice": [encode(p, refer) for p in (value.start, value.stop, value.step)]}
    if value is ...:
        return {"ellipsis": True}
    return _object(value, refer)


def _object(value: Any, refer: Reference) -> Any:
    """An object of Keras by its class and arguments, or a function by its name."""
    path = getattr(value, "path", None)
    if isinstance(path, str):
        name = activations.from_path(path)
        if name and f"keras.activations.{name}" in ALLOWED:
            return {"function": f"keras.activations.{name}"}
        if path.startswith(("keras.initializers.", "keras.regularizers.", "keras.constraints.")):
            return {"object": {"class": path}} if path in ALLOWED else _unplanned(value)
        dtype = path.rpartition(".")[2]
        if path.startswith("tensorflow.") and dtype.rstrip("0123456789") in _DTYPES:
            return dtype
        return _unplanned(value)
    if isinstance(value, Component):
        path = f"keras.{value.family}.{value.kind}"
        told = {key: encode(item, refer) for key, item in value.config.items()}
        return {"object": {"class": path, "kwargs": told}} if path in ALLOWED else _unplanned(value)
    kind, kwargs = getattr(value, "kind", None), getattr(value, "kwargs", None)
    if isinstance(kind, str) and isinstance(kwargs, dict) and kind in ALLOWED:
        args = [encode(item, refer) for item in value.args]
        named = {key: encode(item, refer) for key, item in kwargs.items()}
        return {"object": {"class": kind, "args": args, "kwargs": named}}
    if isinstance(kind, str) and kind.endswith("Policy") and value.args:
        return encode(value.args[0], refer)
    return _unplanned(value)


_DTYPES = frozenset({"float", "int", "uint", "bool", "bfloat", "string", "double"})


def _unplanned(value: Any) -> Any:
    name = (
        getattr(value, "name", None) or getattr(value, "kind", None) or getattr(value, "path", "")
    )
    what = f"`{name}`" if isinstance(name, str) and name else "an object of the script"
    raise UnplannedError(f"{what} cannot be built without running the script")


def argument(name: str, value: Value, refer: Reference, notes: Notes, site: Site) -> Any:
    """An argument of a layer; sizes and code of the script get a stand-in, which is noted."""
    if isinstance(value, Unknown):
        value = notes.argument(name, value, site)
    word = name.rpartition("_")[2] if name not in _STAND_INS else name
    try:
        return encode(value, refer)
    except UnplannedError as error:
        # What a weight begins with, or is penalized for, is no matter of its shape.
        unknown = isinstance(value, Unknown) and word in ("activation", "standardize")
        if word not in _STAND_INS or unknown or isinstance(value, Layer):
            raise
        notes.doubts.append(f"`{name}`: {error.why}")
        return _STAND_INS[word]


def is_default(value: Value, default: Value) -> bool:
    """Whether an argument need not be given: older versions of Keras have fewer of them."""
    if default is REQUIRED:
        return False
    default = fresh(default)
    if isinstance(value, Unknown) or type(value) is not type(default):
        return value is default
    if isinstance(value, (bool, int, float, str, tuple)):
        return bool(value == default)
    return value is default


def shape_of(spec: Spec, site: Site) -> Any:
    """The shape of a spec with its batch axis; raises `UnplannedError` if it is not known."""
    if isinstance(spec.shape, Unknown):
        raise UnplannedError(spec.shape.why, spec.shape.site or site)
    for dim in spec.shape:
        if isinstance(dim, Unknown):
            raise UnplannedError(dim.why, dim.site or site)
    return {"tuple": list(spec.shape)}


def dtype_of(spec: Spec, site: Site) -> str:
    """The dtype of a spec; raises `UnplannedError` if it is not known."""
    if isinstance(spec.dtype, Unknown):
        raise UnplannedError(spec.dtype.why, spec.dtype.site or site)
    # Data in which there are texts are called otherwise by NumPy and pandas.
    return "string" if spec.dtype in ("str", "object") else spec.dtype


def object_of(value: Loss | Metric, path: str, config: Mapping[str, Value]) -> Any:
    """A loss or metric by its class and arguments."""
    if path not in ALLOWED:
        raise UnplannedError(f"`{path}` is not built", value.site)

    def refer(_: Value) -> Any:
        raise UnplannedError("it is made with a layer or a tensor", value.site)

    kwargs = {key: encode(item, refer) for key, item in config.items() if item is not None}
    return {"object": {"class": path, "args": [], "kwargs": kwargs}}
