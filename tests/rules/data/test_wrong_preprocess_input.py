import pytest

from tests.rules.found import found, levels, lines

RULE = "KC314"
LOAD = "(x, y), _ = keras.datasets.cifar10.load_data()\n"
APPS = "keras.applications."


def on(network: str, before: str = "", inside: str = "", more: str = "") -> str:
    return (
        f"{LOAD}{before}b = {APPS}{network}(include_top=False, input_shape=(32, 32, 3){more})\n"
        f"m = keras.Sequential([{inside}b, layers.Flatten(), layers.Dense(10)])\n"
        "m.compile('adam', loss='mse')\nm.fit(x, y)\n"
    )


def pre(module: str) -> str:
    return f"x = {APPS}{module}.preprocess_input(x)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(on("VGG16", pre("vgg16")), id="its own"),
        pytest.param(on("ResNet50", pre("vgg16")), id="another of the same way"),
        pytest.param(on("InceptionV3", pre("xception")), id="from -1 to 1 alike"),
        pytest.param(on("EfficientNetB0"), id="raw pixels for a network that scales"),
        pytest.param(on("EfficientNetB0", pre("efficientnet")), id="one that does nothing"),
        pytest.param(on("VGG16", pre("xception"), more=", weights=None"), id="no weights"),
        pytest.param(on("VGG16", more=", weights=None"), id="raw pixels, no weights"),
        pytest.param(on("VGG16", "x = x / 255\n"), id="another way of scaling"),
        pytest.param(on("VGG16", "x = prepare(x)\n"), id="an unknown function"),
        pytest.param(on("MobileNetV2", inside="layers.Rescaling(1 / 127.5, -1), "), id="a layer"),
        pytest.param(on("MobileNetV2", inside="layers.Lambda(scale), "), id="a Lambda"),
        pytest.param(
            on("VGG16", "x = np.random.randint(0, 256, (9, 32, 32, 3))\ny = y[:9]\n"),
            id="made-up pixels",
        ),
    ],
)
def test_pixels_that_are_prepared_well_or_in_an_unknown_way(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(on("VGG16", pre("mobilenet_v2")), 6, id="of another family"),
        pytest.param(on("EfficientNetB0", pre("resnet")), 6, id="for a network that scales"),
        pytest.param(on("ResNet50", pre("efficientnet")), 6, id="one that does nothing"),
        pytest.param(on("ResNet50"), 5, id="none"),
        pytest.param(
            f"from tensorflow.{APPS}resnet50 import preprocess_input\n"
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
            "g = ImageDataGenerator(preprocessing_function=preprocess_input)\n"
            + on("DenseNet121", "x, y = g.flow_from_directory('d', (32, 32)), None\n"),
            9,
            id="in a generator",
        ),
        pytest.param(
            LOAD + f"b = {APPS}Xception(include_top=False, input_shape=(71, 71, 3))\n"
            f"i = keras.Input((71, 71, 3))\nt = b({APPS}vgg16.preprocess_input(i))\n"
            "m = keras.Model(i, layers.Dense(10)(layers.Flatten()(t)))\n"
            "m.compile('adam', loss='mse')\nm.fit(x, y)\n",
            7,
            id="in the graph",
        ),
    ],
)
def test_pixels_that_are_prepared_for_another_network(code: str, line: int) -> None:
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [line]


def test_the_right_module_is_named() -> None:
    (finding,) = found(RULE, on("ResNet50", pre("mobilenet_v2")))
    assert "keras.applications.resnet.preprocess_input" in finding.help


ONE_PICTURE = """\
from keras.applications.{module} import preprocess_input
picture = keras.utils.img_to_array(keras.utils.load_img("cat.jpg", target_size=(224, 224)))
network = keras.applications.ResNet50({weights})
found = network.predict(preprocess_input(picture[None]))
"""


@pytest.mark.parametrize(
    ("module", "weights", "expected"),
    [
        ("inception_v3", 'weights="imagenet"', ["warning high"]),
        ("vgg16", 'weights="imagenet"', []),
        ("inception_v3", "weights=None", []),
        ("inception_v3", 'weights="mine.weights.h5"', []),
    ],
)
def test_a_network_that_is_only_used(module: str, weights: str, expected: list[str]) -> None:
    assert levels("KC314", ONE_PICTURE.format(module=module, weights=weights)) == expected


TRANSFER = """\
import keras.applications as nets
from keras.applications.resnet50 import preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator
base = nets.ResNet50(include_top=False, pooling="avg", input_shape=(224, 224, 3))
m = keras.Sequential([base, layers.Dense(5, activation="softmax")])
m.compile("adam", loss="categorical_crossentropy")
def folder(name, **given):
    return ImageDataGenerator(**given).flow_from_directory(name, (224, 224))
picture = keras.utils.img_to_array(keras.utils.load_img("a.jpg", target_size=(224, 224)))
picture = np.expand_dims(picture, 0)
train = folder("train", preprocessing_function=preprocess_input)
"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("m.fit(train)\nm.predict(picture)\n", "but these go up to 255, without it"),
        ("m.fit(train)\nm.predict(picture / 255)\n", "but these go up to 1, without it"),
        (
            "m.fit(train)\nm.predict(nets.mobilenet_v2.preprocess_input(picture))\n",
            "but `mobilenet_v2.preprocess_input` makes these values from -1 to 1",
        ),
        ("m.fit(train)\nm.evaluate(folder('test', rescale=1 / 255))\n", "go up to 1"),
        ("m.fit(train, validation_data=folder('val', rescale=1 / 255))\n", "go up to 1"),
        ("m.fit(train, validation_data=folder('val'))\n", "go up to 255"),
    ],
)
def test_pixels_that_are_prepared_in_another_way_than_those_of_the_training(
    code: str, words: str
) -> None:
    (finding,) = found(RULE, TRANSFER + code)
    assert words in finding.message
    assert "`resnet.preprocess_input` on these pixels" in finding.help


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.fit(train)\nm.predict(preprocess_input(picture))\n", id="the same"),
        pytest.param(
            "m.fit(train)\nm.predict(nets.vgg16.preprocess_input(picture))\n", id="of the same kind"
        ),
        pytest.param("m.fit(train)\nm.predict(prepare(picture))\n", id="not known"),
        pytest.param("m.predict(picture)\nm.fit(train)\n", id="before the training"),
        pytest.param(
            "m.fit(train)\nm.fit(more())\nm.predict(picture)\n", id="trained on what is not known"
        ),
        pytest.param("m.fit(train)\nm.predict(np.ones((1, 224, 224, 3)))\n", id="made up"),
        pytest.param(
            "m.fit(train, validation_data=folder('v', preprocessing_function=preprocess_input))\n",
            id="a validation that is prepared",
        ),
        pytest.param("m.fit(train)\nother = load()\nother.predict(picture)\n", id="another model"),
    ],
)
def test_pixels_that_are_prepared_as_those_of_the_training(code: str) -> None:
    assert found(RULE, TRANSFER + code) == []


def frozen(network: str, before: str = "x = x / 255\n") -> str:
    return on(network, before).replace("m = keras", "b.trainable = False\nm = keras")


def test_a_frozen_network_that_knows_larger_values() -> None:
    (finding,) = found(RULE, frozen("ResNet50"))
    assert finding.message == (
        "`ResNet50` was trained on pixels less their means, with blue first, but they arrive as "
        "pixels from 0 to 1."
    )
    assert finding.severity.label == "warning"
    assert lines(RULE, frozen("ResNet50")) == [2]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(on("ResNet50", "x = x / 255\n"), id="trained with the rest"),
        pytest.param(frozen("VGG16"), id="no normalization layers"),
        pytest.param(frozen("ResNet50V2"), id="values from -1 to 1, which is not far"),
        pytest.param(frozen("ResNet50", pre("resnet")), id="its own function"),
        pytest.param(frozen("ResNet50", "x = prepare(x)\n"), id="not known"),
    ],
)
def test_a_network_that_can_do_with_pixels_from_0_to_1(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("layers.Lambda(keras.applications.vgg16.preprocess_input)(i)", []),
        ("layers.Rescaling(1 / 127.5, offset=-1)(i)", []),
        ("layers.RandomFlip()(i)", ["warning high"]),
    ],
)
def test_a_network_that_is_made_on_a_tensor(made: str, expected: list[str]) -> None:
    code = on("MobileNetV2", f"i = keras.Input((32, 32, 3))\nt = {made}\n", more=", input_tensor=t")
    assert levels(RULE, code) == expected


def test_pixels_that_are_scaled_for_another_network_as_well() -> None:
    other = (
        f"c = {APPS}Xception(include_top=False, input_shape=(32, 32, 3))\n"
        "n = keras.Sequential([c, layers.Flatten(), layers.Dense(10)])\n"
        "n.compile('adam', loss='mse')\nn.fit(x, y)\n"
    )
    (finding,) = found(RULE, frozen("ResNet50") + other)
    assert lines(RULE, frozen("ResNet50") + other) == [7]
    assert "scales them" in [label.text for label in finding.labels]
