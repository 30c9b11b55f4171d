"""One call of a layer, made with Keras and with ours: the same shapes, weights and errors."""

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers import LAYERS
from kerascheck.values import BuildError, Layer, Model, Site, Spec, Unknown

SITE: Any = Site(None, None, None)  # type: ignore[arg-type]  # nothing is ever looked up there
INT = "int32"


@dataclass(frozen=True)
class T:
    """A symbolic tensor: its shape with the batch axis, and its dtype."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"


@dataclass(frozen=True)
class Made:
    """A layer by its class name and arguments; those of a wrapper may be layers themselves."""

    layer: str
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A layer that is called once; `args` are the positional arguments of the call."""

    made: Made
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of it: shapes and dtypes in order, counts; or an error, and which."""

    shapes: tuple[tuple[Any, ...], ...] = ()
    dtypes: tuple[str, ...] = ()
    trainable: Any = 0
    frozen: Any = 0
    error: str = field(default="", compare=False)
    failed: bool = False


def case(layer: str, config: Mapping[str, Any], *args: Any, **kwargs: Any) -> Case:
    """A case in one line: `case("Dense", {"units": 3}, T((None, 4)))`."""
    return Case(Made(layer, config), args, kwargs)


def ours(tried: Case) -> Outcome:
    """The outcome as we compute it; `UndeterminedError` and every other exception pass through."""
    try:
        layer = _our_layer(tried.made)
        args = tuple(_map(arg, lambda t: Spec(t.shape, t.dtype)) for arg in tried.args)
        kwargs = {
            key: _map(value, lambda t: Spec(t.shape, t.dtype))
            for key, value in tried.kwargs.items()
        }
        output = graph.call(layer, args, kwargs)
        owned = list(tables.distinct(tables.weights(layer, args, kwargs)))
    except BuildError as error:
        return Outcome(error=error.problem, failed=True)
    flat = structures.flatten(output)
    counts = {True: 0, False: 0}
    for _, weight in owned:
        assert not isinstance(weight.trainable, Unknown)
        assert isinstance(weight.count, int), weight
        counts[bool(weight.trainable)] += weight.count
    return Outcome(
        tuple(spec.dims for spec in flat),
        tuple(str(spec.dtype) for spec in flat),
        counts[True],
        counts[False],
    )


def keras(tried: Case) -> Outcome:
    """The outcome with the Keras that is installed."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    real: Any = import_module("keras")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            layer = _real_layer(tried.made, real)
            args = tuple(
                _map(arg, lambda t: real.KerasTensor(t.shape, t.dtype)) for arg in tried.args
            )
            kwargs = {
                key: _map(value, lambda t: real.KerasTensor(t.shape, t.dtype))
                for key, value in tried.kwargs.items()
            }
            # An input layer is called with nothing, by itself.
            output = layer(*args, **kwargs) if args else layer.output
        except Exception as error:  # noqa: BLE001 - Keras raises what its backend raises
            return Outcome(error=f"{type(error).__name__}: {error}", failed=True)
    flat = [tensor for tensor in real.tree.flatten(output) if hasattr(tensor, "shape")]
    return Outcome(
        tuple(tuple(tensor.shape) for tensor in flat),
        tuple(str(tensor.dtype) for tensor in flat),
        _size(layer.trainable_weights),
        _size(w for w in layer.non_trainable_weights if "seed_generator" not in w.path),
    )


def _size(weights: Any) -> int:
    total = 0
    for weight in weights:
        count = 1
        for dim in weight.shape:
            count *= dim
        total += count
    return total


def _our_layer(made: Made) -> Layer | Model:
    config = {key: _unwrapped(value, _our_layer) for key, value in made.config.items()}
    cls = LAYERS[made.layer]
    known = cls.parameters()
    extra = {key: config.pop(key) for key in list(config) if key not in known}
    layer = cls(site=SITE, extra=extra, **config)
    layer.check()
    return layer


def _real_layer(made: Made, real: Any) -> Any:
    config = {
        key: _unwrapped(value, lambda m: _real_layer(m, real)) for key, value in made.config.items()
    }
    return getattr(real.layers, made.layer)(**config)


def _unwrapped(value: Any, make: Any) -> Any:
    if isinstance(value, Made):
        return make(value)
    if isinstance(value, list):
        return [_unwrapped(item, make) for item in value]
    return value


def _map(value: Any, of: Any) -> Any:
    if isinstance(value, T):
        return of(value)
    if isinstance(value, dict):
        return {key: _map(item, of) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_map(item, of) for item in value)
    return value
