"""Models whose sizes are known from Keras 3.15.1: output shape, parameters, trainable ones."""

import pytest

from tests.explain.programs import summary

DIGIT_CONVOLUTIONS = """
    keras.Input((64, 64, 1)),
    layers.Conv2D(8, (5, 5), padding="same", activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Conv2D(16, 3, padding="same", activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Conv2D(32, 3, padding="same", activation="relu"),
    layers.MaxPooling2D((2, 2)),
"""
DIGITS = f"""
model = keras.Sequential([{DIGIT_CONVOLUTIONS}
    layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(10, activation="softmax")])
"""
DIGITS_UNFLATTENED = f"""
model = keras.Sequential([{DIGIT_CONVOLUTIONS}
    layers.Dense(128, activation="relu"), layers.Dense(10, activation="softmax")])
"""


def photographs(*, flat: bool, normalized: bool) -> str:
    return f"""
model = keras.Sequential()
model.add(keras.Input((200, 200, 3)))
for filters, size, pool in ((16, 10, 5), (32, 5, 2), (64, 5, 2), (128, 3, 2)):
    model.add(layers.Conv2D(filters, size, activation="relu"))
    if {normalized}:
        model.add(layers.BatchNormalization())
    model.add(layers.MaxPooling2D(pool))
if {flat}:
    model.add(layers.Flatten())
for units in (512, 128):
    model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dense(16, activation="softmax"))
"""


def dense(inputs: int, *units: int) -> str:
    stack = ", ".join(f"layers.Dense({number})" for number in units)
    return f"model = keras.Sequential([keras.Input(({inputs},)), {stack}])"


SMALL_PICTURES = """
model = keras.Sequential()
model.add(layers.Conv2D(32, kernel_size=(3, 3), activation="relu", input_shape=(32, 32, 3)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D(pool_size=(2, 2)))
model.add(layers.Dropout({0}))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dropout({1}))
model.add(layers.Dense(10, activation="softmax"))
"""
DEEPER_PICTURES = """
model = keras.Sequential([keras.Input((32, 32, 3))])
for filters in (32, 64):
    model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    model.add(layers.Conv2D(filters, 3, activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(layers.Dropout(0.25))
model.add(layers.Flatten())
model.add(layers.Dense(512, activation="relu"))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(10, activation="softmax"))
"""
TEXT = """
model = keras.Sequential([
    keras.Input((2, 50)), layers.LSTM(512, return_sequences=True), layers.Dense(50)])
"""


@pytest.mark.parametrize(
    ("code", "shape", "total", "trainable"),
    [
        pytest.param(DIGITS, "(None, 10)", 269_578, 269_578, id="digits"),
        pytest.param(DIGITS_UNFLATTENED, "(None, 8, 8, 10)", 11_530, 11_530, id="no Flatten"),
        pytest.param(
            photographs(flat=False, normalized=False), "(None, 2, 2, 16)", 276_544, 276_544,
            id="photographs without Flatten",
        ),
        pytest.param(
            photographs(flat=True, normalized=False), "(None, 16)", 473_152, 473_152,
            id="photographs",
        ),
        pytest.param(
            photographs(flat=True, normalized=True), "(None, 16)", 474_112, 473_632,
            id="photographs with normalization",
        ),
        pytest.param(TEXT, "(None, 2, 50)", 1_178_674, 1_178_674, id="text"),
        pytest.param(dense(14, 64, 64, 2), "(None, 2)", 5_250, 5_250, id="14-64-64-2"),
        pytest.param(dense(19, 50, 1), "(None, 1)", 1_051, 1_051, id="19-50-1"),
        pytest.param(dense(784, 128, 64, 10), "(None, 10)", 109_386, 109_386, id="784-128-64-10"),
        pytest.param(dense(784, 10), "(None, 10)", 7_850, 7_850, id="784-10"),
        pytest.param(dense(64, 12, 8, 1), "(None, 1)", 893, 893, id="64-12-8-1"),
        pytest.param(dense(64, 12, 8, 4, 1), "(None, 1)", 925, 925, id="64-12-8-4-1"),
        pytest.param(
            dense(64, 30, 20, 12, 12, 12, 8, 4, 1), "(None, 1)", 3_279, 3_279, id="eight layers"
        ),
        pytest.param(dense(64, 300, 200, 80, 4, 1), "(None, 1)", 96_109, 96_109, id="wide layers"),
        pytest.param(dense(64, 12, 8, 10), "(None, 10)", 974, 974, id="64-12-8-10"),
        pytest.param(
            SMALL_PICTURES.format(0.25, 0.5), "(None, 10)", 1_626_442, 1_626_442,
            id="small pictures",
        ),
        pytest.param(DEEPER_PICTURES, "(None, 10)", 1_250_858, 1_250_858, id="deeper"),
    ],
)  # fmt: skip
def test_the_size_of_a_model_is_that_of_keras(
    code: str, shape: str, total: int, trainable: int
) -> None:
    model = summary(code)
    assert model.rows[-1].shape == shape
    assert (model.size.parameters, model.size.trainable) == (total, trainable)
    assert model.size.non_trainable == total - trainable


@pytest.mark.parametrize(
    ("layer", "shape", "total"),
    [
        pytest.param("layers.GRU(6)", "(5, 7)", 270, id="GRU"),
        pytest.param("layers.GRU(6, reset_after=False)", "(5, 7)", 252, id="GRU, reset before"),
        pytest.param("layers.SimpleRNN(6)", "(5, 7)", 84, id="SimpleRNN"),
        pytest.param("layers.Bidirectional(layers.LSTM(6))", "(5, 7)", 672, id="both ways"),
        pytest.param(
            "layers.SeparableConv2D(8, 3, depth_multiplier=2)", "(7, 7, 4)", 144, id="separable"
        ),
        pytest.param(
            "layers.DepthwiseConv2D(3, depth_multiplier=2)", "(7, 7, 4)", 80, id="depthwise"
        ),
        pytest.param("layers.Conv2D(8, 3, groups=2)", "(7, 7, 4)", 152, id="groups"),
    ],
)
def test_the_parameters_of_a_layer_are_those_of_keras(layer: str, shape: str, total: int) -> None:
    model = summary(f"m = keras.Sequential([keras.Input({shape}), {layer}])")
    assert model.size.parameters == total


@pytest.mark.parametrize(("kernel", "stride", "side"), [(3, 2, 15), (2, 2, 14), (2, 3, 21)])
def test_the_extent_of_a_transposed_convolution_is_that_of_keras(
    kernel: int, stride: int, side: int
) -> None:
    layer = f"layers.Conv2DTranspose(1, {kernel}, strides={stride})"
    model = summary(f"m = keras.Sequential([keras.Input((7, 7, 1)), {layer}])")
    assert model.rows[-1].shape == f"(None, {side}, {side}, 1)"
