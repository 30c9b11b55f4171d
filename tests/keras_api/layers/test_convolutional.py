"""Convolutions: figures that are known, what is unknown, and what the errors say."""

import pytest

from kerascheck.values import Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


@pytest.mark.parametrize(
    ("kernel", "strides", "expected"), [(3, 2, 15), (2, 2, 14), (2, 3, 21), (3, 1, 9)]
)
def test_a_valid_transposed_convolution_grows(kernel: int, strides: int, expected: int) -> None:
    layer = make("Conv2DTranspose", filters=8, kernel_size=kernel, strides=strides)
    assert shape(layer, None, 7, 7, 4) == (None, expected, expected, 8)


def test_a_padded_transposed_convolution_multiplies_by_the_strides() -> None:
    layer = make("Conv2DTranspose", filters=8, kernel_size=3, strides=2, padding="same")
    assert shape(layer, None, 7, 7, 4) == (None, 14, 14, 8)
    assert count(layer, None, 7, 7, 4) == 3 * 3 * 8 * 4 + 8


def test_output_padding_replaces_what_is_added_by_default() -> None:
    layer = make("Conv1DTranspose", filters=1, kernel_size=2, strides=3, output_padding=2)
    assert shape(layer, None, 7, 4) == (None, 6 * 3 + 2 + 2, 1)


def test_a_dilated_transposed_convolution_has_a_wider_window() -> None:
    layer = make("Conv1DTranspose", filters=1, kernel_size=3, dilation_rate=2)
    assert shape(layer, None, 7, 4) == (None, 6 + 5, 1)


def test_output_padding_must_be_less_than_the_strides() -> None:
    arguments = {"filters": 1, "kernel_size": 2, "strides": 2, "output_padding": 2}
    error = refused("Conv2DTranspose", arguments, None, 7, 7, 4)
    assert (error.kind, error.argument) == ("argument", "output_padding")


def test_a_separable_convolution_has_two_kernels() -> None:
    layer = make("SeparableConv2D", filters=8, kernel_size=3, depth_multiplier=2)
    assert count(layer, None, 9, 9, 4) == 144
    assert shape(layer, None, 9, 9, 4) == (None, 7, 7, 8)


def test_a_depthwise_convolution_multiplies_the_channels() -> None:
    layer = make("DepthwiseConv2D", kernel_size=3, depth_multiplier=2)
    assert count(layer, None, 9, 9, 4) == 80
    assert shape(layer, None, 9, 9, 4) == (None, 7, 7, 8)


def test_groups_divide_the_kernel() -> None:
    layer = make("Conv2D", filters=8, kernel_size=3, groups=2)
    assert count(layer, None, 9, 9, 4) == 152


def test_groups_must_divide_the_channels() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 4}, None, 9, 9, 6)
    assert error.kind == "dimension"
    assert "groups=4" in error.problem
    assert "6" in error.problem


def test_a_causal_convolution_keeps_the_length() -> None:
    layer = make("Conv1D", filters=2, kernel_size=5, padding="causal", dilation_rate=2)
    assert shape(layer, None, 20, 3) == (None, 20, 2)
    assert count(layer, None, 20, 3) == 5 * 3 * 2 + 2


def test_the_channels_may_come_first() -> None:
    layer = make("Conv2D", filters=8, kernel_size=3, data_format="channels_first")
    assert shape(layer, None, 3, 10, None) == (None, 8, 8, None)
    assert count(layer, None, 3, 10, None) == 27 * 8 + 8


def test_lora_freezes_the_kernel_and_adds_two_smaller_ones() -> None:
    layer = make("Conv2D", filters=8, kernel_size=3, extra={"lora_rank": 2})
    weights = {weight.name: weight for weight in layer.build(spec(None, 9, 9, 4))}
    assert not weights["kernel"].trainable
    assert weights["lora_kernel_a"].shape == (3, 3, 4, 2)
    assert weights["lora_kernel_b"].shape == (2, 8)


def test_a_kernel_that_is_larger_than_the_input_is_refused() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": (3, 5)}, None, 3, 3, 4)
    assert error.kind == "size"
    assert "receives 3x3 and would produce 1x-1" in error.problem
    assert "padding='same'" in error.help


def test_channels_that_seem_to_come_first_are_pointed_out() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3}, None, 1, 28, 28)
    assert "channels come first" in error.help


def test_an_image_without_channels_gets_a_hint_to_add_them() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3}, None, 28, 28)
    assert error.kind == "rank"
    assert "needs a 4-D input, but gets 3-D (None, 28, 28)" in error.problem
    assert "Reshape((28, 28, 1))" in error.help
    assert "np.expand_dims" in error.help


def test_a_convolution_after_flatten_gets_a_hint_to_leave_it_out() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3}, None, 784)
    assert error.kind == "rank"
    assert "Flatten" in error.help


def test_a_convolution_over_a_vector_gets_a_hint_to_keep_the_steps() -> None:
    error = refused("Conv1D", {"filters": 8, "kernel_size": 3}, None, 64)
    assert "return_sequences=True" in error.help


def test_a_convolution_over_too_many_axes_gets_the_next_one_named() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3}, None, 5, 28, 28, 3)
    assert "`Conv3D`" in error.help
    assert "TimeDistributed(Conv2D(…))" in error.help


def test_open_channels_are_refused() -> None:
    error = refused("Conv2D", {"filters": 8, "kernel_size": 3}, None, 9, 9, None)
    assert error.kind == "dimension"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"filters": 0, "kernel_size": 3}, "filters"),
        ({"filters": 16.0, "kernel_size": 3}, "filters"),
        ({"filters": 8, "kernel_size": 0}, "kernel_size"),
        ({"filters": 8, "kernel_size": (3, 3, 3)}, "kernel_size"),
        ({"filters": 8, "kernel_size": 3, "padding": "full"}, "padding"),
        ({"filters": 8, "kernel_size": 3, "padding": "causal"}, "padding"),
        ({"filters": 8, "kernel_size": 3, "strides": 2, "dilation_rate": 2}, "dilation_rate"),
        ({"filters": 8, "kernel_size": 3, "data_format": "th"}, "data_format"),
        ({"filters": 8, "kernel_size": 3, "groups": 3}, "groups"),
    ],
)
def test_what_the_constructor_refuses_is_named(arguments: dict[str, object], named: str) -> None:
    error = refused("Conv2D", arguments, None, 9, 9, 6)
    assert (error.kind, error.argument) == ("argument", named)


def test_open_sizes_stay_open() -> None:
    layer = make("Conv2D", filters=8, kernel_size=3, strides=2)
    assert shape(layer, None, None, 9, 4) == (None, None, 4, 8)
    assert count(layer, None, None, 9, 4) == 3 * 3 * 4 * 8 + 8


def test_unknown_filters_stay_unknown_with_their_reason() -> None:
    layer = make("Conv2D", filters=Unknown("read from a file"), kernel_size=3)
    made = shape(layer, None, 9, 9, 4)
    assert made[:3] == (None, 7, 7)
    assert made[3].why == "read from a file"
    assert count(layer, None, 9, 9, 4).why == "read from a file"


def test_an_unknown_kernel_leaves_the_channels_known() -> None:
    layer = make("Conv2D", filters=8, kernel_size=Unknown("read from a file"))
    batch, height, width, channels = shape(layer, None, 9, None, 4)
    assert (batch, width, channels) == (None, None, 8)
    assert height.why == "read from a file"


def test_an_unknown_kernel_does_not_matter_with_padding() -> None:
    layer = make("Conv2D", filters=8, kernel_size=Unknown("?"), strides=2, padding="same")
    assert shape(layer, None, 9, 9, 4) == (None, 5, 5, 8)


def test_unknown_channels_leave_the_shape_known_and_the_count_unknown() -> None:
    layer = make("Conv2D", filters=8, kernel_size=3)
    channels = Unknown("the shape of the data")
    assert shape(layer, None, 9, 9, channels) == (None, 7, 7, 8)
    assert count(layer, None, 9, 9, channels).why == "the shape of the data"
