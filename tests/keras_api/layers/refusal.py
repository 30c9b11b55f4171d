"""What a layer refuses, for the tests of its errors."""

from typing import Any

from kerascheck.keras_api import graph
from kerascheck.values import BuildError, Layer


def refused(layer: Layer, *args: Any, **kwargs: Any) -> BuildError:
    """The error of the constructor or, with arguments, of the call."""
    try:
        layer.check()
        if args or kwargs:
            graph.call(layer, args, kwargs)
    except BuildError as error:
        return error
    raise AssertionError(f"{layer} takes {args} {kwargs}")
