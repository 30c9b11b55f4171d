import pytest

from tests.rules.found import found, levels


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("layers.Conv2D(4, 3)(keras.Input((3, 3, 1)))", id="one pixel is left"),
        pytest.param("layers.Conv2D(4, 3)(keras.Input((None, None, 1)))", id="open sizes"),
        pytest.param("layers.Conv2D(4, 5)(keras.Input(shape()))", id="not known"),
        pytest.param("layers.Conv2D(4, 5, padding='same')(keras.Input((3, 3, 1)))", id="padded"),
        pytest.param(
            "layers.Conv2D(4, 5, **settings())(keras.Input((3, 3, 1)))", id="perhaps padded"
        ),
        pytest.param(
            "from keras.layers import Convolution2D\n"
            "keras.Sequential([Convolution2D(8, 5, 5, border_mode='valid', "
            "input_shape=(3, 48, 48)), layers.MaxPooling2D((2, 2))])",
            id="channels first in Keras 1",
        ),
        pytest.param(
            "found = {'longest': 0}\nfor row in read():\n    if row > found['longest']:\n"
            "        found['longest'] = row\n"
            "layers.Conv1D(4, 3)(keras.Input((found['longest'], 8)))",
            id="a maximum in a dict, which a loop finds",
        ),
        pytest.param(
            "found = {'length': 0}\nfor row in read():\n    found['length'] += 1\n"
            "layers.Conv1D(4, 3)(keras.Input((found['length'], 8)))",
            id="a count in a dict",
        ),
    ],
)
def test_outputs_with_an_extent(code: str) -> None:
    assert levels("KC506", code) == []


def test_a_window_larger_than_what_is_left() -> None:
    code = "x = layers.MaxPooling2D(4)(keras.Input((8, 8, 3)))\nlayers.Conv2D(4, 3)(x)\n"
    (finding,) = found("KC506", code)
    assert finding.severity.label == "error"
    assert [label.text for label in finding.labels] == ["gives (None, 2, 2, 3)"]
    assert "2x2" in finding.message


def test_an_image_with_its_channels_first_is_to_be_turned() -> None:
    (finding,) = found("KC506", "layers.Conv2D(8, 3)(keras.Input((1, 28, 28)))")
    assert finding.help == "channels come last: give the input the shape `(28, 28, 1)`"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param("Conv2D(8, 3, 3)", [], id="sides, of which KC504 speaks"),
        pytest.param("Conv2D(8, 3, strides=3)", ["error high"], id="strides"),
        pytest.param("Conv2D(8, 4, 4)", ["error high"], id="patches"),
    ],
)
def test_strides_that_were_meant_as_a_side_of_the_kernel(call: str, expected: list[str]) -> None:
    code = f"x = layers.{call}(keras.Input((13, 13, 3)))\nlayers.Conv2D(8, 5)(x)\n"
    assert levels("KC506", code) == expected


def test_a_call_by_position_is_of_the_age_of_its_script() -> None:
    code = """\
m = keras.Sequential([
    layers.Conv2D(8, 5, 5, subsample=(2, 2), input_shape=(13, 13, 3)), layers.Conv2D(8, 3, 3)
])
m.add(layers.Conv2D(8, 3, 3))
"""
    assert levels("KC506", code) == []
    assert levels("KC506", code + "m.add(layers.Conv2D(8, 3, 3))\n") == ["error high"]
