"""Optimizers, callbacks and activations are found by name, and their arguments bound."""

import pytest

from kerascheck.finding import Span
from kerascheck.keras_api import activations, callbacks, optimizers
from kerascheck.keras_api.activations import activation, of_layer
from kerascheck.keras_api.layers import Activation, Dense, LeakyReLU, Softmax
from kerascheck.values import Site, Unknown, Value


class Nowhere:
    """A locator for places that nobody looks at."""

    def span(self, statement: object, node: object) -> Span:
        return Span("script.py", 0, 1, 0, 1, 0)

    def text(self, node: object) -> str:
        return str(node)


class Function:
    """A function of a library, known by its path."""

    def __init__(self, path: str) -> None:
        self.path = path


HERE = Site(Nowhere(), "call", "call")


def test_an_optimizer_is_found_by_string_in_any_case() -> None:
    assert optimizers.from_string("rmsprop") == "RMSprop"
    assert optimizers.from_string("AdaM") == "Adam"
    assert optimizers.from_string("momentum") is None
    assert optimizers.from_string("lamb") is None


def test_an_optimizer_is_found_by_path() -> None:
    assert optimizers.BY_NAME["keras.optimizers.Adam"] == "Adam"
    assert optimizers.BY_NAME["keras.optimizers.rmsprop"] == "RMSprop"
    assert optimizers.BY_NAME["tensorflow.train.AdamOptimizer"] == "Adam"


def test_lr_is_the_learning_rate_and_decay_is_kept() -> None:
    bound = optimizers.bind_optimizer("SGD", [], {"lr": 0.1, "decay": 1e-6})
    optimizer = optimizers.make_optimizer("SGD", HERE, bound, {"lr": HERE})
    assert (optimizer.config["learning_rate"], optimizer.config["momentum"]) == (0.1, 0.0)
    assert optimizer.config["decay"] == 1e-6
    assert bound.renamed == {"learning_rate": "lr"}
    assert optimizer.args == {"learning_rate": HERE}


def test_a_string_has_the_default_learning_rate() -> None:
    assert optimizers.make_optimizer("SGD", HERE).config["learning_rate"] == 0.01
    bound = optimizers.bind_optimizer("SGD", [], {}, complete=False)
    partial = optimizers.make_optimizer("SGD", HERE, bound)
    assert isinstance(partial.config["learning_rate"], Unknown)


def test_callbacks_bind_positions_and_keep_old_arguments() -> None:
    bound = callbacks.bind_callback("ModelCheckpoint", ["best.keras", "loss"], {"period": 2})
    callback = callbacks.make_callback("ModelCheckpoint", HERE, bound)
    assert (callback.config["filepath"], callback.config["monitor"]) == ("best.keras", "loss")
    assert (callback.config["save_best_only"], callback.config["period"]) == (False, 2)
    assert not callback.custom
    own = callbacks.make_callback("MyCallback", HERE, callbacks.bind_callback("MyCallback", [], {}))
    assert own.custom


ACTIVATIONS: list[tuple[Value, str]] = [
    (None, "linear"),
    ("softmax", "softmax"),
    ("swish", "silu"),
    ("LeakyReLU", "leaky_relu"),
    (Function("tensorflow.nn.relu"), "relu"),
    (Function("keras.activations.softmax"), "softmax"),
    (Function("keras.ops.sigmoid"), "sigmoid"),
    (Function("jax.nn.soft_sign"), "softsign"),
    (Function("keras.layers.LeakyReLU"), "leaky_relu"),
    (LeakyReLU(site=HERE), "leaky_relu"),
    (Activation("tanh", site=HERE), "tanh"),
]


@pytest.mark.parametrize(("value", "name"), ACTIVATIONS)
def test_an_activation_has_its_canonical_name(value: Value, name: str) -> None:
    assert activation(value) == name


@pytest.mark.parametrize(
    "value", ["Sigmoid", "soft_max", "identity", 3, Unknown("?"), Dense(1, site=HERE)]
)
def test_what_is_no_known_activation_is_unknown(value: Value) -> None:
    assert isinstance(activation(value), Unknown)


def test_only_activation_layers_are_activations() -> None:
    assert of_layer(Softmax(site=HERE)) == "softmax"
    assert of_layer(Dense(1, "relu", site=HERE)) is None


def test_the_ranges_are_of_known_activations() -> None:
    known = {*activations.BY_STRING.values(), *activations.LAYERS.values()}
    assert activations.RANGES.keys() <= known
    assert all(activations.RANGES[name] == (0.0, 1.0) for name in activations.PROBABILITIES)
