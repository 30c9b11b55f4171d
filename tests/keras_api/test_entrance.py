import pytest

from kerascheck.keras_api.entrance import Entrance, entrance, preprocessing, range_behind
from tests.facts.trace_of import facts


def of(code: str) -> Entrance | None:
    return entrance(facts(code).models[-1])


VGG = "b = keras.applications.VGG16(include_top=False, input_shape=(32, 32, 3))\n"
GRAPH = "i = keras.Input((32, 32, 3))\n{}m = keras.Model(i, layers.Dense(2)(t))\n"


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        (VGG + "m = keras.Sequential([layers.Rescaling(1 / 255), b])", ["Rescaling"]),
        (VGG + "m = keras.Model(b.input, layers.Dense(2)(b.output))", []),
        (VGG + GRAPH.format("t = b(i / 255)\n"), ["divide"]),
        (
            VGG + "from keras.applications.vgg16 import preprocess_input\n"
            "a = keras.Sequential([layers.RandomFlip()])\n"
            + GRAPH.format("t = b(preprocess_input(a(i)))\n"),
            ["preprocess_input"],
        ),
    ],
)  # fmt: skip
def test_the_network_and_what_stands_before_it(code: str, kinds: list[str]) -> None:
    met = of(code)
    assert met is not None
    assert met.network is not None
    assert met.network.application.name == "VGG16"
    assert [layer.kind for layer in met.before] == kinds


def test_a_layer_that_is_not_followed_ends_the_way() -> None:
    assert of(VGG + "m = keras.Sequential([layers.Lambda(f), b])") is None
    assert of("m = keras.Sequential([layers.BatchNormalization(), layers.Dense(2)])") is None


def test_a_model_of_its_own_has_no_network() -> None:
    met = of("m = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(2, 3)])")
    assert met is not None
    assert met.network is None
    assert range_behind(met.before, 0, 255) == (0, 1)
    assert range_behind(met.before, None, 255) is None


def test_preprocess_input_in_the_graph_names_its_module() -> None:
    met = of(
        "from keras.applications.mobilenet_v2 import preprocess_input\n"
        + GRAPH.format("t = layers.Conv2D(2, 3)(preprocess_input(i))\n")
    )
    assert met is not None
    assert preprocessing(met.before[0]) == "mobilenet_v2"
    assert range_behind(met.before, 0, 255) == (-1, 1)


@pytest.mark.parametrize(
    "layer", ["UpSampling2D(3)", "Cropping2D(2)", "MaxPooling2D(2)", "RandomContrast(0.1)"]
)
def test_layers_that_keep_the_range_are_passed(layer: str) -> None:
    met = of(VGG + f"m = keras.Sequential([layers.{layer}, b])")
    assert met is not None
    assert met.network is not None
    assert met.before == ()


@pytest.mark.parametrize("layer", ["RandomBrightness(0.1)", "Conv2D(3, 1)", "Normalization()"])
def test_layers_that_change_the_range_are_not(layer: str) -> None:
    met = of(VGG + f"m = keras.Sequential([layers.{layer}, b])")
    assert met is None or met.network is None
