"""One call of a function on tensors, by Keras or TensorFlow and by us: the same shapes and errors."""

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from kerascheck.keras_api import ops, structures
from kerascheck.values import BuildError, Spec
from tests.keras_api.layers.oracle import T, _map


@dataclass(frozen=True)
class Call:
    """A function by its canonical path, or an operator by its name, with `T` for a tensor."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The shapes and dtypes that came out, or that it failed, and how."""

    shapes: tuple[tuple[Any, ...], ...] = ()
    dtypes: tuple[str, ...] = ()
    failed: bool = False
    error: str = field(default="", compare=False)


def call(name: str, *args: Any, **kwargs: Any) -> Call:
    """A call in one line: `call("keras.ops.sum", T((2, 3)), axis=0)`."""
    return Call(name, args, kwargs)


def ours(tried: Call) -> Outcome:
    """The outcome as we compute it; every exception but `BuildError` passes through."""
    args = tuple(_map(arg, lambda t: Spec(t.shape, t.dtype)) for arg in tried.args)
    kwargs = {k: _map(v, lambda t: Spec(t.shape, t.dtype)) for k, v in tried.kwargs.items()}
    path, name = (tried.name, "") if "." in tried.name else ("", tried.name)
    try:
        output = ops.output(path, name, args, kwargs)
    except BuildError as error:
        return Outcome(failed=True, error=error.problem)
    flat = structures.flatten(output)
    return Outcome(tuple(spec.dims for spec in flat), tuple(str(spec.dtype) for spec in flat))


def real(tried: Call) -> Outcome:
    """The outcome of the library itself."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if tried.name.startswith(("tensorflow.", "keras.backend.")):
                return _traced(tried)
            return _symbolic(tried)
        except Exception as error:  # noqa: BLE001 - the libraries raise whatever they raise
            return Outcome(failed=True, error=f"{type(error).__name__}: {error}")


def _symbolic(tried: Call) -> Outcome:
    keras: Any = import_module("keras")
    args = tuple(_map(arg, lambda t: keras.KerasTensor(t.shape, t.dtype)) for arg in tried.args)
    kwargs = {
        k: _map(v, lambda t: keras.KerasTensor(t.shape, t.dtype)) for k, v in tried.kwargs.items()
    }
    output = _found(tried.name)(*args, **kwargs)
    return _outcome(keras.tree.flatten(output))


def _found(name: str) -> Any:
    if "." not in name:
        operator: Any = import_module("operator")
        plain = {"subtract": "sub", "multiply": "mul", "divide": "truediv", "power": "pow",
                 "floor_divide": "floordiv", "negative": "neg", "less": "lt"}  # fmt: skip
        return getattr(operator, plain.get(name, name))
    if name.startswith("keras.backend."):
        return getattr(import_module("keras.src.legacy.backend"), name.rpartition(".")[2])
    found: Any = import_module(name.partition(".")[0])
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def _traced(tried: Call) -> Outcome:
    """Call within a graph of TensorFlow, as in the model of `tf.keras` 2."""
    tf: Any = import_module("tensorflow")
    function = _found(tried.name)
    kept: list[Outcome] = []
    specs: list[Any] = []

    def count(t: T) -> int:
        specs.append(tf.TensorSpec(t.shape, t.dtype))
        return len(specs) - 1

    slots = [_map(arg, lambda t: _Slot(count(t))) for arg in tried.args]
    named = {key: _map(value, lambda t: _Slot(count(t))) for key, value in tried.kwargs.items()}

    def body(*tensors: Any) -> None:
        args = [_filled(slot, tensors) for slot in slots]
        kwargs = {key: _filled(slot, tensors) for key, slot in named.items()}
        kept.append(_outcome(tf.nest.flatten(function(*args, **kwargs))))

    tf.function(body, autograph=False).get_concrete_function(*specs)
    return kept[0]


@dataclass(frozen=True)
class _Slot:
    number: int


def _filled(value: Any, tensors: tuple[Any, ...]) -> Any:
    if isinstance(value, _Slot):
        return tensors[value.number]
    if isinstance(value, (list, tuple)):
        return type(value)(_filled(item, tensors) for item in value)
    return value


def _outcome(flat: list[Any]) -> Outcome:
    tensors = [tensor for tensor in flat if hasattr(tensor, "shape")]
    dtypes = (getattr(tensor.dtype, "name", tensor.dtype) for tensor in tensors)
    return Outcome(tuple(tuple(tensor.shape) for tensor in tensors), tuple(map(str, dtypes)))
