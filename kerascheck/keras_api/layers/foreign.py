"""Layers around models of other libraries."""

from kerascheck.values import Layer, Str, Value


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
