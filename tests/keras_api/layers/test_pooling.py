"""Poolings: figures that are known, what is unknown, and what the errors say."""

import pytest

from kerascheck.values import Unknown
from tests.keras_api.layers.calls import make, refused, shape, spec


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, 13),
        ({"padding": "same"}, 14),
        ({"pool_size": 3}, 9),
        ({"pool_size": 3, "strides": 2}, 13),
        ({"pool_size": 3, "strides": 2, "padding": "same"}, 14),
    ],
)
def test_a_pooling_shrinks(arguments: dict[str, object], expected: int) -> None:
    layer = make("MaxPooling2D", **arguments)
    assert shape(layer, None, 27, 27, 8) == (None, expected, expected, 8)


def test_a_pooling_of_too_little_is_refused() -> None:
    error = refused("MaxPooling2D", {}, None, 1, 4, 64)
    assert error.kind == "size"
    assert "receives 1x4 and would produce 0x2" in error.problem
    assert "fewer poolings" in error.help


def test_a_pooling_in_one_dimension_speaks_of_a_length() -> None:
    error = refused("AveragePooling1D", {"pool_size": 4}, None, 3, 8)
    assert "receives a length of 3 and would produce a length of 0" in error.problem


def test_a_pooling_takes_its_padding_in_lower_case_only() -> None:
    error = refused("MaxPooling2D", {"padding": "SAME"}, None, 4, 4, 8)
    assert (error.kind, error.argument) == ("argument", "padding")


def test_strides_of_zero_are_refused() -> None:
    error = refused("MaxPooling2D", {"strides": 0}, None, 4, 4, 8)
    assert (error.kind, error.argument) == ("argument", "strides")


@pytest.mark.parametrize("which", ["Max", "Average"])
def test_a_global_pooling_leaves_the_channels(which: str) -> None:
    layer = make(f"Global{which}Pooling2D")
    assert shape(layer, None, None, 7, 512) == (None, 512)
    kept = make(f"Global{which}Pooling2D", keepdims=True)
    assert shape(kept, None, None, 7, 512) == (None, 1, 1, 512)


def test_a_global_pooling_with_the_channels_first_leaves_them() -> None:
    layer = make("GlobalAveragePooling1D", data_format="channels_first")
    assert shape(layer, None, 12, None) == (None, 12)


def test_a_global_pooling_of_vectors_is_refused() -> None:
    error = refused("GlobalAveragePooling1D", {}, None, 64)
    assert error.kind == "rank"
    assert "return_sequences=True" in error.help


def test_an_adaptive_pooling_gives_the_size_that_is_asked_for() -> None:
    layer = make("AdaptiveAveragePooling2D", output_size=(2, 3))
    assert shape(layer, None, None, 7, 512) == (None, 2, 3, 512)


def test_an_unknown_window_leaves_the_rank_and_the_channels_known() -> None:
    layer = make("MaxPooling2D", pool_size=Unknown("an argument of the script"))
    batch, height, width, channels = shape(layer, None, None, 9, 4)
    assert (batch, height, channels) == (None, None, 4)
    assert width.why == "an argument of the script"


def test_a_list_of_tensors_is_refused() -> None:
    with pytest.raises(Exception, match="takes one tensor") as caught:
        make("MaxPooling2D").output([spec(None, 4, 4, 1), spec(None, 4, 4, 1)])
    assert getattr(caught.value, "kind", None) == "inputs"
