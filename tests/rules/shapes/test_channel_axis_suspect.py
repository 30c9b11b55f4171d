import pytest

from tests.rules.found import levels, lines

CONV = "layers.Conv2D(8, 3)"


def chain(*parts: str) -> str:
    return f"m = keras.Sequential([{', '.join(parts)}])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(chain("keras.Input((32, 32, 3))", CONV), id="channels last"),
        pytest.param(
            chain("keras.Input((3, 32, 32))", "layers.Conv2D(8, 3, data_format='channels_first')"),
            id="said for the layer",
        ),
        pytest.param(
            "keras.backend.set_image_data_format('channels_first')\n"
            + chain("keras.Input((3, 32, 32))", CONV),
            id="said for all layers",
        ),
        pytest.param(
            chain("keras.Input((3, 32, 32))", "layers.Permute((2, 3, 1))", CONV), id="permuted"
        ),
        pytest.param(
            chain("keras.Input((1, 128, 64))", "layers.Conv2D(8, (1, 5))"), id="a row of sensors"
        ),
        pytest.param(chain("keras.Input((3, 32, 400))", CONV), id="far from a square"),
        pytest.param(chain("keras.Input((3, 4, 4))", CONV), id="a small map"),
        pytest.param(chain("keras.Input((3, size(), 32))", CONV), id="not known"),
        pytest.param(chain("keras.Input((3, 32, 32))", "layers.Flatten()"), id="no convolution"),
        pytest.param(
            "if keras.backend.image_data_format() == 'channels_first':\n    shape = (3, 32, 32)\n"
            "else:\n    shape = (32, 32, 3)\n" + chain("keras.Input(shape)", CONV),
            id="either order, as Keras is set",
        ),
        pytest.param(
            "from keras.layers import Convolution2D\n"
            + chain("Convolution2D(8, 3, 3, border_mode='same', input_shape=(3, 32, 32))"),
            id="a script of Keras 1",
        ),
    ],
)
def test_inputs_with_their_channels_where_they_belong(code: str) -> None:
    assert levels("KC510", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(chain("keras.Input((3, 32, 32))", CONV), id="Sequential"),
        pytest.param(chain("layers.Conv2D(8, 3, input_shape=(3, 64, 48))"), id="input_shape"),
        pytest.param(
            chain("keras.Input((1, 28, 28))", "layers.Conv2D(8, 3, padding='same')"), id="grey"
        ),
        pytest.param(
            chain("keras.Input((3, 32, 32))", "layers.Rescaling(1 / 255)", CONV), id="rescaled"
        ),
    ],
)
def test_inputs_with_their_channels_first(code: str) -> None:
    assert levels("KC510", code) == ["warning medium"]


def test_the_input_of_a_graph_is_where_the_finding_is() -> None:
    code = f"i = keras.Input((3, 32, 32))\nx = {CONV}(i)\nm = keras.Model(i, x)\n"
    assert lines("KC510", code) == [1]


def test_what_keras_refuses_is_not_told_again() -> None:
    assert levels("KC510", chain("keras.Input((1, 28, 28))", CONV)) == []
