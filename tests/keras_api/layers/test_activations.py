"""Activations as layers: shapes, slopes and what is refused."""

import pytest

from kerascheck.keras_api import graph
from kerascheck.values import Spec, Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


def test_an_activation_keeps_the_shape_of_each_tensor() -> None:
    layer = make("Activation", activation="relu")
    assert shape(layer, None, 3, None) == (None, 3, None)
    given = graph.call(layer, ([spec(2), spec(3, dtype="int32")],), {})
    assert given == [Spec((2,), "float32"), Spec((3,), "float32")]


@pytest.mark.parametrize("name", ["RELU", "leakyrelu", 3, ["relu"]])
def test_an_unknown_activation_is_refused(name: object) -> None:
    assert refused("Activation", {"activation": name}).argument == "activation"


def test_functions_and_unknown_activations_are_taken() -> None:
    for value in (Unknown("a parameter"), object(), None):
        assert shape(make("Activation", activation=value), None, 3) == (None, 3)


def test_a_slope_for_each_place_or_for_a_channel() -> None:
    assert count(make("PReLU"), None, 8, 8, 16) == 1024
    assert count(make("PReLU", shared_axes=[1, 2]), None, 8, 8, 16) == 16
    assert count(make("PReLU", shared_axes=[1, 2]), None, None, None, 16) == 16


def test_an_open_dimension_must_share_its_slope() -> None:
    assert refused("PReLU", {}, None, None, 16).kind == "dimension"
    assert refused("PReLU", {"shared_axes": [3]}, None, 8, 16).kind == "rank"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("ReLU", "max_value"),
        ("ReLU", "negative_slope"),
        ("ReLU", "threshold"),
        ("LeakyReLU", "negative_slope"),
    ],
)
def test_a_negative_number_is_refused(kind: str, name: str) -> None:
    assert refused(kind, {name: -0.5}).argument == name
    assert shape(make(kind, **{name: Unknown("a setting")}), None, 3) == (None, 3)


def test_the_old_name_of_a_slope_is_checked_too() -> None:
    assert refused("LeakyReLU", {"extra": {"alpha": -1}}).argument == "negative_slope"
