import pytest

from kerascheck.values import Data
from tests.facts.trace_of import facts

LOADED = "(x, y), _ = keras.datasets.mnist.load_data()\n"
TRAINED = """
m = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
m.compile("adam", "mse")
m.fit(x, y)
"""


def trained_on(code: str) -> Data:
    x = facts(LOADED + code + TRAINED).fits[-1].x
    assert isinstance(x, Data)
    return x


@pytest.mark.parametrize(
    ("code", "bounds", "step"),
    [
        ("x = layers.Rescaling(1 / 255)(x)", (0, 1), "Rescaling by 0.003922"),
        ("x = layers.Rescaling(1 / 127.5, offset=-1)(x)", (-1, 1), "Rescaling by 0.007843"),
        ("x = layers.Rescaling(scale())(x)", (None, None), "Rescaling"),
        ("x = layers.Normalization()(x)", (None, None), "Normalization"),
        ("x = layers.Flatten()(x)", (0, 255), "keras.datasets.mnist data"),
        ("x = layers.RandomFlip()(x)", (0, 255), "random augmentation (RandomFlip)"),
        (
            "from keras.applications.mobilenet_v2 import preprocess_input\nx = preprocess_input(x)",
            (-1, 1),
            "mobilenet_v2.preprocess_input",
        ),
        ("x = keras.applications.vgg16.preprocess_input(x)", (None, None), "vgg16.preprocess_input"),
        (
            "x = keras.applications.efficientnet.preprocess_input(x)",
            (0, 255),
            "efficientnet.preprocess_input",
        ),
    ],
)  # fmt: skip
def test_the_range_after_layers_and_preprocessing(
    code: str, bounds: tuple[float | None, float | None], step: str
) -> None:
    x = trained_on(code)
    assert (x.low, x.high) == (
        bounds if bounds[0] is None else (pytest.approx(bounds[0]), pytest.approx(bounds[1]))
    )
    assert x.steps[-1].text == step


def test_a_row_of_preprocessing_layers_is_followed_on_data() -> None:
    augment = "a = keras.Sequential([layers.Rescaling(1 / 255), layers.RandomFlip()])\n"
    texts = [step.text for step in trained_on(augment + "x = a(x)").steps]
    assert texts[1:] == ["Rescaling by 0.003922", "random augmentation (RandomFlip)"]
    texts = [step.text for step in trained_on(augment + "x = a(x, training=False)").steps]
    assert texts[1:] == ["Rescaling by 0.003922"]


def test_an_array_that_is_scaled_element_by_element_has_a_range_that_is_not_known() -> None:
    x = trained_on("for i in range(len(x)):\n    x[i] = x[i] / 255")
    assert x.high is None


def test_a_generator_that_preprocesses_says_how() -> None:
    x = trained_on(
        "from keras.applications.vgg16 import preprocess_input\n"
        "g = keras.preprocessing.image.ImageDataGenerator(preprocessing_function=preprocess_input)\n"
        "x, y = g.flow_from_directory('d'), None\n"
    )
    assert "vgg16.preprocess_input" in [step.text for step in x.steps]
