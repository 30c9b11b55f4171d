"""Layers that Keras 3 no longer has: the figures of the versions that had them."""

import pytest

from kerascheck.keras_api import graph, structures
from kerascheck.values import UndeterminedError
from tests.keras_api.layers.calls import count, make, refused, shape, spec


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"strides": 2}, 260),
        ({"strides": 2, "implementation": 2}, 820),
        ({"padding": "same", "implementation": 2}, 2050),
        ({"padding": "same", "implementation": 3}, 610),
        ({"implementation": 3}, 520),
    ],
)
def test_a_locally_connected_layer_has_weights_for_each_step(
    arguments: dict[str, object], expected: int
) -> None:
    layer = make("LocallyConnected1D", filters=5, kernel_size=3, **arguments)
    assert count(layer, None, 10, 4) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"strides": (2, 1)}, 1710),
        ({"strides": (2, 1), "implementation": 2}, 15210),
        ({"strides": (2, 1), "implementation": 3}, 1710),
        ({"padding": "same", "implementation": 2}, 47320),
        ({"padding": "same", "implementation": 3}, 4570),
    ],
)
def test_a_locally_connected_layer_has_weights_for_each_place(
    arguments: dict[str, object], expected: int
) -> None:
    layer = make("LocallyConnected2D", filters=5, kernel_size=(3, 2), **arguments)
    assert count(layer, None, 8, 7, 3) == expected


def test_a_locally_connected_layer_with_the_channels_first() -> None:
    layer = make("LocallyConnected1D", filters=5, kernel_size=3, data_format="channels_first")
    assert shape(layer, None, 4, 10) == (None, 5, 8)
    assert count(layer, None, 4, 10) == 520


def test_a_locally_connected_layer_pads_in_some_implementations_only() -> None:
    arguments = {"filters": 5, "kernel_size": 3, "padding": "same"}
    error = refused("LocallyConnected2D", arguments, None, 8, 7, 3)
    assert (error.kind, error.argument) == ("argument", "padding")


def test_a_locally_connected_layer_needs_the_size_of_the_input() -> None:
    error = refused("LocallyConnected1D", {"filters": 5, "kernel_size": 3}, None, None, 4)
    assert error.kind == "dimension"


@pytest.mark.parametrize(("kind", "states", "expected"), [("LSTM", 2, 312), ("GRU", 1, 234)])
def test_the_layers_for_cudnn_have_two_biases(kind: str, states: int, expected: int) -> None:
    layer = make(f"CuDNN{kind}", units=6, return_sequences=True, return_state=True)
    assert count(layer, None, 7, 5) == expected
    shapes = [one.shape for one in structures.flatten(graph.call(layer, (spec(None, 7, 5),), {}))]
    assert shapes == [(None, 7, 6), *[(None, 6)] * states]


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("MaxoutDense", {"output_dim": 5, "nb_feature": 3}, 3 * (4 * 5 + 5)),
        ("MaxoutDense", {"output_dim": 5, "bias": False}, 4 * 4 * 5),
        ("Highway", {}, 2 * (4 * 4 + 4)),
        ("ParametricSoftplus", {}, 2 * 4),
        ("SReLU", {}, 4 * 4),
        ("RandomFourierFeatures", {"output_dim": 9}, 46),
        ("ThresholdedReLU", {}, 0),
    ],
)
def test_layers_for_vectors(kind: str, arguments: dict[str, object], expected: int) -> None:
    assert count(make(kind, **arguments), None, 4) == expected


def test_axes_may_share_the_weights_of_an_activation() -> None:
    assert count(make("SReLU", shared_axes=[1, 2]), None, 8, 8, 3) == 4 * 3


def test_a_dense_layer_over_time_counts_as_a_dense_layer() -> None:
    layer = make("TimeDistributedDense", units=6)
    assert shape(layer, None, 7, 5) == (None, 7, 6)
    assert count(layer, None, 7, 5) == 5 * 6 + 6


def test_a_dilated_convolution_counts_as_a_convolution() -> None:
    layer = make("AtrousConvolution2D", filters=8, kernel_size=3, dilation_rate=2)
    assert shape(layer, None, 9, 9, 4) == (None, 5, 5, 8)
    assert count(layer, None, 9, 9, 4) == 3 * 3 * 4 * 8 + 8


def test_random_sizes_are_open() -> None:
    assert shape(make("RandomHeight", factor=0.2), None, 10, 11, 3) == (None, None, 11, 3)
    assert shape(make("RandomWidth", factor=0.2), None, 10, 11, 3) == (None, 10, None, 3)


def test_the_weights_of_feature_columns_are_not_known() -> None:
    layer = make("DenseFeatures", feature_columns=[])
    with pytest.raises(UndeterminedError, match="feature columns"):
        count(layer, None, 4)


def test_the_second_number_of_a_time_distributed_dense_is_no_activation() -> None:
    with pytest.raises(UndeterminedError):
        shape(make("TimeDistributedDense", units=8, activation=3), None, 10, 8)
    assert shape(make("TimeDistributedDense", units=8), None, 10, 4) == (None, 10, 8)
