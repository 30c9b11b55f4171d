import pytest

from tests.rules.found import found, levels, lines

RULE = "KC306"


def program(layer: str, data: str = "mnist", on_data: str = "") -> str:
    return (
        f"(x, y), _ = keras.datasets.{data}.load_data()\n{on_data}"
        f"m = keras.Sequential([{layer}layers.Flatten(), layers.Dense(10)])\n"
        "m.compile('adam', 'mse')\nm.fit(x, y)\n"
    )


GENERATOR = (
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\n"
    "(x, y), _ = keras.datasets.mnist.load_data()\n"
    "m = keras.Sequential([layers.Flatten(), layers.Dense(10)])\nm.compile('adam', 'mse')\n"
    "m.fit(G({}).flow(x[..., None], y))\n"
)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(""), id="none"),
        pytest.param(program("layers.RandomRotation(0.05), "), id="a small turn"),
        pytest.param(
            program("layers.RandomZoom(0.2), layers.RandomBrightness(0.2), "), id="others"
        ),
        pytest.param(program("layers.RandomFlip('horizontal'), ", "cifar10"), id="photographs"),
        pytest.param(program("layers.RandomFlip('horizontal'), ", "fashion_mnist"), id="clothes"),
        pytest.param(program("layers.RandomRotation(turn()), "), id="a turn that is not known"),
        pytest.param(GENERATOR.format("rotation_range=10, zoom_range=0.1"), id="a generator"),
        pytest.param(GENERATOR.format("horizontal_flip=False"), id="switched off"),
    ],
)
def test_changes_that_keep_the_meaning(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(program("layers.RandomFlip(), "), 2, id="a layer"),
        pytest.param(program("layers.RandomRotation(0.5), "), 2, id="upside down"),
        pytest.param(program("layers.RandomRotation((-0.25, 0.25)), "), 2, id="a range"),
        pytest.param(
            program("keras.Sequential([layers.RandomFlip()]), "), 2, id="in a model inside"
        ),
        pytest.param(program("", on_data="x = layers.RandomFlip()(x)\n"), 2, id="on the data"),
        pytest.param(GENERATOR.format("horizontal_flip=True"), 5, id="a generator"),
    ],
)
def test_digits_that_are_mirrored_or_turned(code: str, line: int) -> None:
    assert levels(RULE, code) == ["warning medium"]
    assert lines(RULE, code) == [line]


def test_the_data_set_is_named() -> None:
    (finding,) = found(RULE, program("layers.RandomFlip(), "))
    assert finding.message.startswith("`RandomFlip` mirrors the characters of `mnist`")
