"""Convolutional LSTMs: figures that are known, and what the errors say."""

import pytest

from kerascheck.keras_api import graph
from kerascheck.values import Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


def test_a_convolutional_lstm_has_four_gates_with_two_kernels() -> None:
    layer = make("ConvLSTM2D", filters=8, kernel_size=3)
    assert count(layer, None, 5, 16, 16, 3) == 9 * (3 + 8) * 32 + 32
    assert shape(layer, None, 5, 16, 16, 3) == (None, 14, 14, 8)


def test_sequences_keep_the_time_axis() -> None:
    layer = make("ConvLSTM1D", filters=8, kernel_size=3, padding="same", return_sequences=True)
    assert shape(layer, None, None, 16, 3) == (None, None, 16, 8)


def test_states_come_after_the_output() -> None:
    layer = make("ConvLSTM2D", filters=8, kernel_size=3, return_sequences=True, return_state=True)
    shapes = [one.shape for one in graph.call(layer, (spec(2, 5, 9, 9, 3),), {})]
    assert shapes == [(2, 5, 7, 7, 8), (2, 7, 7, 8), (2, 7, 7, 8)]


def test_frames_of_an_open_size_are_refused() -> None:
    error = refused("ConvLSTM2D", {"filters": 8, "kernel_size": 3}, None, 5, None, 16, 3)
    assert error.kind == "dimension"


def test_a_stateful_one_needs_the_batch_size() -> None:
    arguments = {"filters": 8, "kernel_size": 3, "stateful": True}
    error = refused("ConvLSTM1D", arguments, None, 5, 16, 3)
    assert error.kind == "dimension"
    assert "batch" in error.problem


def test_images_in_place_of_sequences_get_a_hint() -> None:
    error = refused("ConvLSTM2D", {"filters": 8, "kernel_size": 3}, None, 16, 16, 3)
    assert error.kind == "rank"
    assert "return_sequences=True" in error.help


def test_a_kernel_that_is_too_large_is_refused() -> None:
    error = refused("ConvLSTM1D", {"filters": 8, "kernel_size": 5}, None, 10, 3, 1)
    assert error.kind == "size"


@pytest.mark.parametrize("sequences", [True, False])
def test_unknown_filters_stay_unknown_with_their_reason(sequences: bool) -> None:
    layer = make("ConvLSTM1D", filters=Unknown("a flag"), kernel_size=3, return_sequences=sequences)
    assert shape(layer, None, 5, 16, 3)[-1].why == "a flag"
    assert count(layer, None, 5, 16, 3).why == "a flag"
