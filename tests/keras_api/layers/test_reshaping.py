"""Layers that change the shape: figures that are known, what is unknown, and the errors."""

import pytest

from kerascheck.values import Unknown
from tests.keras_api.layers.calls import count, make, refused, shape


def test_flatten_joins_all_but_the_batch_axis() -> None:
    assert shape(make("Flatten"), None, 7, 7, 64) == (None, 3136)
    assert shape(make("Flatten"), None) == (None, 1)
    assert count(make("Flatten"), None, 7, 7, 64) == 0


def test_flatten_of_an_open_size_is_open_whatever_else_is_unknown() -> None:
    assert shape(make("Flatten"), None, None, Unknown("?")) == (None, None)


def test_flatten_of_an_unknown_size_is_unknown_with_its_reason() -> None:
    assert shape(make("Flatten"), None, 4, Unknown("a flag"))[1].why == "a flag"


@pytest.mark.parametrize(
    ("sample", "target", "expected"),
    [
        ((784,), (28, 28, 1), (28, 28, 1)),
        ((28, 28), (-1,), (784,)),
        ((None, 4), (-1, 2), (None, 2)),
        ((None, 4), (5, 2), (5, 2)),
        ((6,), (None, 2), (None, 2)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_reshape_gives_its_target(
    sample: tuple[int, ...], target: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    layer = make("Reshape", target_shape=target)
    assert shape(layer, None, *sample) == (None, *expected)


def test_reshape_says_which_sizes_do_not_fit() -> None:
    error = refused("Reshape", {"target_shape": (3, 3)}, None, 10)
    assert error.kind == "reshape"
    assert error.problem == "cannot make (3, 3) = 9 of (10,) = 10"


def test_reshape_says_what_does_not_divide() -> None:
    error = refused("Reshape", {"target_shape": (-1, 3)}, None, 10)
    assert error.kind == "reshape"
    assert error.problem == "cannot make (-1, 3) of (10,) = 10, which 3 does not divide"


@pytest.mark.parametrize("target", [10, (-1, -1), (-2, 5), None])
def test_reshape_refuses_what_is_no_shape(target: object) -> None:
    error = refused("Reshape", {"target_shape": target}, None, 10)
    assert (error.kind, error.argument) == ("argument", "target_shape")


def test_reshape_of_an_unknown_size_infers_an_unknown_one() -> None:
    made = shape(make("Reshape", target_shape=(2, -1)), None, Unknown("a flag"))
    assert made[:2] == (None, 2)
    assert made[2].why == "a flag"


def test_reshape_to_an_unknown_size_keeps_the_rank() -> None:
    made = shape(make("Reshape", target_shape=(Unknown("a flag"), 3)), None, 12)
    assert (made[0], made[2]) == (None, 3)
    assert made[1].why == "a flag"


def test_permute_counts_from_one() -> None:
    assert shape(make("Permute", dims=(3, 1, 2)), None, 4, None, 6) == (None, 6, 4, None)


def test_permute_refuses_the_batch_axis() -> None:
    error = refused("Permute", {"dims": (0, 1)}, None, 4, 5)
    assert (error.kind, error.argument) == ("argument", "dims")


def test_permute_needs_as_many_axes_as_it_names() -> None:
    assert refused("Permute", {"dims": (2, 1)}, None, 4, 5, 6).kind == "rank"


def test_a_vector_is_repeated() -> None:
    assert shape(make("RepeatVector", n=3), None, 16) == (None, 3, 16)
    assert shape(make("RepeatVector", n=Unknown("a flag")), None, 16)[1].why == "a flag"


def test_a_sequence_is_not_repeated() -> None:
    error = refused("RepeatVector", {"n": 3}, None, 5, 16)
    assert error.kind == "rank"
    assert "return_sequences=False" in error.help


@pytest.mark.parametrize(
    ("cropping", "expected"),
    [(1, (8, 6)), ((1, 2), (8, 4)), (((1, 0), (0, 3)), (9, 5)), (((1, 2), 1), (7, 6))],
)
def test_cropping_takes_off_both_ends(cropping: object, expected: tuple[int, int]) -> None:
    layer = make("Cropping2D", cropping=cropping)
    assert shape(layer, None, 10, 8, 3) == (None, *expected, 3)


def test_cropping_of_everything_is_refused() -> None:
    error = refused("Cropping2D", {"cropping": ((2, 3), (0, 0))}, None, 5, 8, 3)
    assert error.kind == "size"
    assert "receives 5x8 and would produce 0x8" in error.problem


@pytest.mark.parametrize(
    ("padding", "expected"), [(1, (12, 10)), ((1, 2), (12, 12)), (((1, 0), (0, 3)), (11, 11))]
)
def test_zeros_are_added_at_both_ends(padding: object, expected: tuple[int, int]) -> None:
    layer = make("ZeroPadding2D", padding=padding)
    assert shape(layer, None, 10, 8, 3) == (None, *expected, 3)


def test_unknown_margins_leave_open_sizes_open() -> None:
    made = shape(make("ZeroPadding2D", padding=Unknown("a flag")), None, None, 8, 3)
    assert (made[0], made[1], made[3]) == (None, None, 3)
    assert made[2].why == "a flag"


def test_upsampling_multiplies() -> None:
    assert shape(make("UpSampling1D", size=3), None, 5, 2) == (None, 15, 2)
    assert shape(make("UpSampling2D", size=(2, 3)), None, 5, None, 2) == (None, 10, None, 2)
    first = make("UpSampling3D", data_format="channels_first")
    assert shape(first, None, 2, 5, 6, 7) == (None, 2, 10, 12, 14)


@pytest.mark.parametrize("kind", ["Cropping2D", "ZeroPadding2D", "UpSampling2D"])
def test_an_image_without_channels_gets_a_hint(kind: str) -> None:
    error = refused(kind, {}, None, 28, 28)
    assert error.kind == "rank"
    assert "Reshape((28, 28, 1))" in error.help
