"""Layers around models of other libraries: what those give is not in the script.

`TorchModuleWrapper` says its `output_shape` itself, which is with the batch axis.
"""

from collections.abc import Iterator
from typing import Any

from kerascheck.values import Layer, Spec, Str, UndeterminedError, Unknown, Value, Weight


class TFSMLayer(Layer):
    """A TensorFlow SavedModel."""

    filepath: Value
    call_endpoint: Str = "serve"
    call_training_endpoint: Value = None


class JaxLayer(Layer):
    """A JAX function."""

    call_fn: Value
    init_fn: Value = None
    params: Value = None
    state: Value = None
    seed: Value = None
    native_serialization_platforms: Value = None


class FlaxLayer(Layer):
    """A Flax module."""

    module: Value
    method: Value = None
    variables: Value = None


class TorchModuleWrapper(Layer):
    """A PyTorch module."""

    module: Value
    name: Value = None
    output_shape: Value = None

    def output(self, inputs: Any, **call: Any) -> Spec:
        shape = self.output_shape
        if isinstance(shape, (list, tuple)) and all(
            dim is None or isinstance(dim, (int, Unknown)) for dim in shape
        ):
            return Spec(tuple(shape), self.compute_dtype)
        raise UndeterminedError("what a PyTorch module gives is not known without `output_shape`")

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        raise UndeterminedError("the weights of a PyTorch module are made outside of Keras")
