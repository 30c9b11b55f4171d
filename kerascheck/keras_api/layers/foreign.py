"""Layers around models of other libraries: what those give is not in the script.

`TorchModuleWrapper` says its `output_shape` itself, which is with the batch axis.
"""

from collections.abc import Iterator
from typing import Any

from kerascheck.values import Layer, Spec, Str, UndeterminedError, Unknown, Value, Weight


class _Foreign(Layer):
    """A layer whose weights are made by another library."""

    def build(self, *inputs: Any, **call: Any) -> Iterator[Weight]:
        raise UndeterminedError(f"the weights of a `{self.kind}` are made outside of Keras")


class TFSMLayer(_Foreign):
    """A TensorFlow SavedModel."""

    filepath: Value
    call_endpoint: Str = "serve"
    call_training_endpoint: Value = None


class JaxLayer(_Foreign):
    """A JAX function."""

    call_fn: Value
    init_fn: Value = None
    params: Value = None
    state: Value = None
    seed: Value = None
    native_serialization_platforms: Value = None


class FlaxLayer(_Foreign):
    """A Flax module."""

    module: Value
    method: Value = None
    variables: Value = None


class TorchModuleWrapper(_Foreign):
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
