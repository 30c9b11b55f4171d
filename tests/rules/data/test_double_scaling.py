import pytest

from tests.rules.found import found, levels, lines

RULE = "KC308"
LOAD = "(x, y), _ = keras.datasets.cifar10.load_data()\n"
FIT = "m.compile('adam', loss='mse')\nm.fit(x, y)\n"
NETWORK = "b = keras.applications.{}(include_top=False, input_shape=(32, 32, 3))\n"
TOP = "layers.GlobalAveragePooling2D(), layers.Dense(10)])\n"
PLAIN = "m = keras.Sequential([layers.Conv2D(8, 3), " + TOP


def on(network: str, before: str = "", inside: str = "") -> str:
    return f"{LOAD}{before}{NETWORK.format(network)}m = keras.Sequential([{inside}b, {TOP}{FIT}"


def reader(arguments: str) -> str:
    return (
        "from keras.applications.vgg16 import preprocess_input\n"
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
        f"g = ImageDataGenerator({arguments})\nx, y = g.flow_from_directory('d', (32, 32)), None\n"
        + PLAIN + FIT
    )  # fmt: skip


VGG = "x = keras.applications.vgg16.preprocess_input(x)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LOAD + "x = x / 255\n" + PLAIN + FIT, id="once"),
        pytest.param(LOAD + "x = x / 255\nx = (x - 0.5) / 0.5\n" + PLAIN + FIT, id="centred"),
        pytest.param(
            LOAD + "x = x / 255\nx = (x - x.mean()) / x.std()\n" + PLAIN + FIT, id="standardized"
        ),
        pytest.param(
            LOAD + "x = x / 255\nm = keras.Sequential([layers.Rescaling(2, offset=-1), "
            "layers.Conv2D(8, 3), " + TOP + FIT,
            id="moved inside",
        ),
        pytest.param(on("EfficientNetB0"), id="raw pixels for EfficientNet"),
        pytest.param(on("VGG16", "x = x / 255\n"), id="a network that does not scale"),
        pytest.param(on("VGG16", VGG), id="preprocess_input"),
        pytest.param(
            on("EfficientNetB0", "x = keras.applications.efficientnet.preprocess_input(x)\n"),
            id="preprocess_input that does nothing",
        ),
        pytest.param(
            LOAD + "x = x / 255\nb = keras.applications.EfficientNetV2B0(include_top=False, "
            "include_preprocessing=False)\nm = keras.Sequential([b, " + TOP + FIT,
            id="include_preprocessing=False",
        ),
        pytest.param(reader("rescale=1 / 255"), id="a generator that scales"),
        pytest.param(
            LOAD + "a, b = x / 255, x / 255\n" + PLAIN + FIT.replace("fit(x", "fit(b"),
            id="two divisions, one on the way",
        ),
        pytest.param(
            "x, y = np.random.rand(9, 32, 32, 3), np.zeros(9)\n"
            + NETWORK.format("EfficientNetB0") + "m = keras.Sequential([b, " + TOP + FIT,
            id="made-up numbers",
        ),
    ],
)  # fmt: skip
def test_pixels_that_are_scaled_once(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(LOAD + "x = x / 255\nx /= 255\n" + PLAIN + FIT, 3, id="two divisions"),
        pytest.param(
            LOAD + "x = x / 255\nm = keras.Sequential([layers.Rescaling(1 / 255), "
            "layers.Conv2D(8, 3), " + TOP + FIT,
            3,
            id="a division and a layer",
        ),
        pytest.param(on("EfficientNetB0", "x = x / 255\n"), 2, id="a network that scales"),
        pytest.param(
            on("MobileNetV3Small", inside="layers.Rescaling(1 / 255), "), 3,
            id="a layer before a network that scales",
        ),
        pytest.param(on("VGG16", "x = x / 255\n" + VGG), 3, id="preprocess_input behind it"),
        pytest.param(reader("rescale=255"), 3, id="multiplied"),
        pytest.param(
            reader("rescale=1 / 255, preprocessing_function=preprocess_input"), 3,
            id="both in one generator",
        ),
        pytest.param(
            LOAD + "x = x / 255\n" + NETWORK.format("ResNet50") + "i = keras.Input((32, 32, 3))\n"
            "t = b(keras.applications.resnet.preprocess_input(i))\n"
            "m = keras.Model(i, layers.Dense(10)(layers.Flatten()(t)))\n" + FIT,
            5,
            id="preprocess_input in the graph",
        ),
        pytest.param(
            LOAD + "f = lambda x: x / 255\nx = f(f(x))\n" + PLAIN + FIT, 6,
            id="a function that is called twice",
        ),
        pytest.param(
            LOAD + "x = x / 2\nx = x / 127.5\n" + NETWORK.format("EfficientNetB0")
            + "m = keras.Sequential([b, " + TOP + FIT,
            7,
            id="two steps and a network that scales",
        ),
    ],
)  # fmt: skip
def test_pixels_that_are_scaled_twice(code: str, line: int) -> None:
    assert levels(RULE, code) == ["error high"]
    assert lines(RULE, code) == [line]


def test_both_places_are_shown() -> None:
    (finding,) = found(RULE, on("EfficientNetB0", "x = x / 255\n"))
    assert [label.text for label in finding.labels] == [
        "wants pixels from 0 to 255",
        "what the model is trained on",
    ]


def test_the_first_step_is_shown_at_the_second() -> None:
    (finding,) = found(RULE, LOAD + "x = x / 255\nx /= 255\n" + PLAIN + FIT)
    assert [(label.text, label.at.line - finding.at.line) for label in finding.labels] == [
        ("/ 255", -1),
        ("what the model is trained on", 3),
    ]


def test_one_step_is_told_once() -> None:
    assert lines(RULE, LOAD + "x = x / 255\nx /= 255\n" + PLAIN + FIT + PLAIN + FIT) == [3]


def test_pixels_that_are_cut_off_before_they_are_divided() -> None:
    code = LOAD + "x = np.clip(x + 0.2, 0.0, 1.0)\nx = x / 255\n" + PLAIN + FIT
    (finding,) = found(RULE, code)
    assert finding.message == "pixels are cut off first, then divided, and end at 0.0039."
    assert [label.text for label in finding.labels] == [
        "cuts off larger values",
        "what the model is trained on",
    ]


@pytest.mark.parametrize(
    ("code", "surplus"),
    [
        pytest.param(on("VGG16", "x = x / 255\n" + VGG), "x / 255", id="before preprocess_input"),
        pytest.param(on("VGG16", VGG + "x = x / 128\n"), "x / 128", id="behind preprocess_input"),
        pytest.param(on("EfficientNetB0", "x = x / 255\n"), "x / 255", id="a network that scales"),
        pytest.param(
            LOAD
            + "x = x / 255\nm = keras.Sequential([layers.Rescaling(1 / 255), layers.Flatten(), "
            "layers.Dense(10)])\n" + FIT,
            "x / 255",
            id="a model that scales",
        ),
        pytest.param(
            LOAD + "x = x / 255\nx = x / 255.0\n" + PLAIN + FIT, "x / 255.0", id="the second of two"
        ),
    ],
)
def test_the_step_that_is_one_too_many_is_told(code: str, surplus: str) -> None:
    (finding,) = found(RULE, code)
    assert finding.help == f"scale once: leave out `{surplus}`"
