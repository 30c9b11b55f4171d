"""Global settings of Keras, and what its `get` functions look up by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kerascheck.facts.call import Call, Instance, Ref
from kerascheck.keras_api import activations
from kerascheck.values import OneOf, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


BACKENDS = frozenset(["tensorflow", "jax", "torch", "numpy", "openvino"])
"""What `keras.config.backend()` of Keras 3.15.1 may give."""


def _loss_object(run: Interpreter, call: Call) -> Value:
    value = call.get("identifier", 0)
    return value if not isinstance(value, Ref) else call.unknown("a loss that is looked up")


def _activation(run: Interpreter, call: Call) -> Value:
    """The function that a name stands for; a function stands for itself."""
    value = call.get("activation", 0, call.kwargs.get("identifier"))
    if value is not None and not isinstance(value, str):
        return value
    name = activations.activation(value)
    return name if isinstance(name, Unknown) else Ref(f"keras.activations.{name}")


def _identifier(run: Interpreter, call: Call) -> Value:
    """What an argument of a layer is looked up by, which does as well as what is found."""
    return call.get("identifier", 0)


def _set_format(run: Interpreter, call: Call) -> Value:
    given = call.get("data_format", 0, call.kwargs.get("dim_ordering"))
    orderings: Mapping[Value, str] = {"th": "channels_first", "tf": "channels_last"}
    run.image_format = orderings.get(given, given) if isinstance(given, str) else given
    run.order_said = True
    return None


def _ordering(run: Interpreter, call: Call) -> Value:
    if not isinstance(run.image_format, str):
        return run.image_format
    return {"channels_first": "th", "channels_last": "tf"}.get(run.image_format)


def _set_policy(run: Interpreter, call: Call) -> Value:
    given = call.get("policy", 0, call.kwargs.get("dtype_policy", call.kwargs.get("value")))
    if isinstance(given, Instance):
        given = given.args[0] if given.args else given.kwargs.get("name")
    run.policy = given if isinstance(given, str) else call.unknown("a dtype policy")
    return None


def _backend(run: Interpreter, call: Call) -> Value:
    """The backend is set outside of the script; Theano and CNTK ended with Keras 2.3."""
    return OneOf("the backend", call.site, BACKENDS)


def _set_epsilon(run: Interpreter, call: Call) -> Value:
    run.epsilon = call.get("value", 0)
    return None


def _policy(run: Interpreter, call: Call) -> Value:
    return Instance("keras.mixed_precision.Policy", call.site, call.args, call.kwargs)


SETTINGS: Mapping[str, Callable[[Interpreter, Call], Value]] = {
    "keras.losses.get": _loss_object,
    "keras.activations.get": _activation,
    "keras.initializers.get": _identifier,
    "keras.regularizers.get": _identifier,
    "keras.constraints.get": _identifier,
    "keras.backend.backend": _backend,
    "keras.config.backend": _backend,
    "keras.backend.image_data_format": lambda run, _: run.image_format,
    "keras.backend.config.image_data_format": lambda run, _: run.image_format,
    "keras.config.image_data_format": lambda run, _: run.image_format,
    "keras.backend.image_dim_ordering": _ordering,
    "keras.backend.set_image_data_format": _set_format,
    "keras.backend.set_image_dim_ordering": _set_format,
    "keras.config.set_image_data_format": _set_format,
    "keras.backend.epsilon": lambda run, _: run.epsilon,
    "keras.config.epsilon": lambda run, _: run.epsilon,
    "keras.backend.set_epsilon": _set_epsilon,
    "keras.config.set_epsilon": _set_epsilon,
    "keras.backend.set_floatx": _set_policy,
    "keras.config.set_floatx": _set_policy,
    "keras.config.set_dtype_policy": _set_policy,
    "keras.mixed_precision.set_global_policy": _set_policy,
    "keras.mixed_precision.set_dtype_policy": _set_policy,
    "keras.mixed_precision.set_policy": _set_policy,
    "keras.mixed_precision.Policy": _policy,
    "keras.mixed_precision.DTypePolicy": _policy,
    "keras.DTypePolicy": _policy,
}
"""What calls of these functions give, by canonical name."""
