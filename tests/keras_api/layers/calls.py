"""Calls of single layers for explicit tests: known shapes, counts and errors."""

from typing import Any

import pytest

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.layers import LAYERS
from kerascheck.values import BuildError, Dim, Layer, Spec
from tests.keras_api.layers.oracle import SITE


def make(kind: str, **arguments: Any) -> Layer:
    """A layer whose arguments Keras's constructor takes."""
    layer = LAYERS[kind](site=SITE, **arguments)
    layer.check()
    return layer


def spec(*shape: Dim, dtype: str = "float32") -> Spec:
    """A symbolic tensor, the batch axis first."""
    return Spec(shape, dtype)


def shape(layer: Layer, *inputs: Dim) -> Any:
    """The shape that a layer gives for an input of a shape."""
    return graph.call(layer, (spec(*inputs),), {}).shape


def count(layer: Layer, *inputs: Dim) -> Any:
    """The number of parameters that a layer has when built for an input of a shape."""
    return tables.total(tables.weights(layer, (spec(*inputs),), {}))


def refused(kind: str, arguments: dict[str, Any], *inputs: Dim) -> BuildError:
    """The error of making a layer and calling it on an input of a shape."""
    with pytest.raises(BuildError) as caught:
        shape(make(kind, **arguments), *inputs)
    return caught.value
