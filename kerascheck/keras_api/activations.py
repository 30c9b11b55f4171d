"""Activations by the strings, functions and layers that name them."""

from collections.abc import Mapping
from types import MappingProxyType

from kerascheck.keras_api.arguments import ACTIVATIONS
from kerascheck.keras_api.layers.activations import (
    ELU,
    Activation,
    LeakyReLU,
    PReLU,
    ReLU,
    Softmax,
)
from kerascheck.keras_api.layers.removed import ParametricSoftplus, SReLU, ThresholdedReLU
from kerascheck.keras_api.words import words
from kerascheck.values import Layer, Str, Unknown, Value

KERAS3 = ACTIVATIONS
"""Strings that Keras 3 takes, in this case only."""

KERAS2_ONLY: Mapping[str, str] = MappingProxyType(
    {
        "ReLU": "relu",
        "LeakyReLU": "leaky_relu",
        "PReLU": "prelu",
        "ELU": "elu",
        "Softmax": "softmax",
        "ThresholdedReLU": "thresholded_relu",
    }
)
"""Names of layers that Keras 2 takes as an activation and Keras 3 does not."""

_SAME = {"swish": "silu", "hard_swish": "hard_silu"}

BY_STRING: Mapping[str, str] = MappingProxyType(
    {name: _SAME.get(name, name) for name in KERAS3} | dict(KERAS2_ONLY)
)
"""Canonical activation by every string that some version takes; case matters."""

_FUNCTIONS = {
    "keras.activations": KERAS3,
    "keras.backend": words("relu elu softmax softplus softsign sigmoid hard_sigmoid tanh"),
    "keras.ops": KERAS3 - {"linear", "exponential"},
    "tensorflow.nn": words(
        "relu relu6 elu selu gelu silu swish leaky_relu sigmoid tanh softmax log_softmax softplus "
        "softsign"
    ),
    "tensorflow.math": words("sigmoid tanh softplus"),
    "tensorflow": words("sigmoid tanh"),
    "jax.nn": words(
        "relu relu6 elu selu gelu glu silu swish leaky_relu sigmoid softmax log_softmax softplus "
        "hard_sigmoid hard_silu hard_swish hard_tanh log_sigmoid celu soft_sign squareplus mish "
        "sparse_plus sparse_sigmoid"
    ),
    "jax.numpy": frozenset({"tanh"}),
    "torch.nn.functional": words(
        "relu relu6 elu selu gelu glu silu leaky_relu sigmoid tanh softmax log_softmax softplus "
        "softsign hardsigmoid hardswish hardtanh logsigmoid celu mish"
    ),
    "torch": words("relu sigmoid tanh softmax"),
}
_OTHER_SPELLINGS = {
    "soft_sign": "softsign",
    "hardsigmoid": "hard_sigmoid",
    "hardswish": "hard_silu",
    "hardtanh": "hard_tanh",
    "logsigmoid": "log_sigmoid",
    **_SAME,
}

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        f"{module}.{name}": _OTHER_SPELLINGS.get(name, name)
        for module, names in _FUNCTIONS.items()
        for name in names
    }
    | {"keras.ops.exp": "exponential", "tensorflow.exp": "exponential"}
    | {"keras.ops.identity": "linear", "tensorflow.identity": "linear"}
)
"""Canonical activation by the canonical path of a function of one tensor."""

LAYERS: Mapping[type[Layer], str] = MappingProxyType(
    {
        ELU: "elu",
        LeakyReLU: "leaky_relu",
        PReLU: "prelu",
        ReLU: "relu",
        Softmax: "softmax",
        ThresholdedReLU: "thresholded_relu",
        ParametricSoftplus: "parametric_softplus",
        SReLU: "srelu",
    }
)
"""Canonical activation by the class of a layer that is one; `Activation` has it as an argument."""

RANGES: Mapping[str, tuple[float | None, float | None]] = MappingProxyType(
    {
        "celu": (-1.0, None),
        "elu": (-1.0, None),
        "exponential": (0.0, None),
        "gelu": (-0.171, None),
        "hard_sigmoid": (0.0, 1.0),
        "hard_silu": (-0.375, None),
        "hard_tanh": (-1.0, 1.0),
        "leaky_relu": (None, None),
        "linear": (None, None),
        "log_sigmoid": (None, 0.0),
        "log_softmax": (None, 0.0),
        "mish": (-0.309, None),
        "prelu": (None, None),
        "relu": (0.0, None),
        "relu6": (0.0, 6.0),
        "selu": (-1.7581, None),
        "sigmoid": (0.0, 1.0),
        "silu": (-0.2785, None),
        "softmax": (0.0, 1.0),
        "softplus": (0.0, None),
        "softsign": (-1.0, 1.0),
        "sparse_plus": (0.0, None),
        "sparse_sigmoid": (0.0, 1.0),
        "sparsemax": (0.0, 1.0),
        "squareplus": (0.0, None),
        "tanh": (-1.0, 1.0),
        "thresholded_relu": (0.0, None),
    }
)
"""Bounds of the output with the default arguments; `None` where there is none."""

PROBABILITIES = words("softmax sigmoid hard_sigmoid sparsemax sparse_sigmoid")
"""Activations whose outputs lie between 0 and 1."""
DISTRIBUTIONS = frozenset({"softmax", "sparsemax"})
"""Activations whose outputs sum to 1."""


def activation(value: Value) -> Str:
    """The canonical name of the value of an `activation` argument, `linear` for None.

    `value` is a string, None, a layer, or has the canonical `path` of a function. An unknown
    stays unknown, and so does a string that no version of Keras takes.
    """
    if value is None:
        return "linear"
    if isinstance(value, Unknown):
        return value
    if isinstance(value, str):
        found = BY_STRING.get(value)
        return found or Unknown(f"`{value}` is no activation of Keras")
    if isinstance(value, Layer):
        return of_layer(value) or Unknown(f"a layer `{value.kind}` as activation")
    path = getattr(value, "path", None)
    if isinstance(path, str):
        return from_path(path) or Unknown(f"`{path}` is no activation that is known")
    return Unknown("the activation is a function of the script")


def from_path(path: str) -> str | None:
    """The canonical name for the canonical path of a function or an activation layer, or None."""
    found = FUNCTIONS.get(path)
    if found is None and path.startswith("keras.layers."):
        name = path.rpartition(".")[2]
        return next((text for cls, text in LAYERS.items() if cls.__name__ == name), None)
    return found


def of_layer(layer: Layer) -> Str | None:
    """The activation that a layer is, or None if it is none; parameters are not looked at."""
    if isinstance(layer, Activation):
        return activation(layer.activation)
    return LAYERS.get(type(layer))
