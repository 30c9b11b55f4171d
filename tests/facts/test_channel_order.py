"""Scripts of an old Keras, whose settings may put the channels of images first."""

import pytest

from kerascheck.values import Data, Unknown
from tests.facts.trace_of import facts, value_of
from tests.rules.found import levels

READ = "flow = keras.preprocessing.image.ImageDataGenerator().flow_from_directory('d', (160, 85))\n"
FIRST = "keras.backend.set_image_dim_ordering('th')\n"


def images(code: str) -> object:
    match value_of("flow", code):
        case Data(x=Data(shape=tuple(shape))):
            return shape[1:]
        case other:
            pytest.fail(f"no images: {other}")


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        pytest.param(READ, (160, 85, 3), id="nothing is set"),
        pytest.param(FIRST + READ, (3, 160, 85), id="the order of Theano"),
        pytest.param(
            "keras.config.set_image_data_format('channels_first')\n" + READ,
            (3, 160, 85),
            id="channels first",
        ),
        pytest.param(
            "keras.backend.set_image_dim_ordering('tf')\n" + READ, (160, 85, 3), id="channels last"
        ),
    ],
)
def test_readers_put_the_channels_where_the_script_has_set_them(
    code: str, shape: tuple[int, ...]
) -> None:
    assert images(code) == shape


PICTURE = """
from keras.preprocessing.image import load_img, img_to_array
p = load_img('a.png', target_size=(20, 30))
"""


def test_a_picture_is_turned_when_it_is_made_an_array() -> None:
    match value_of("[p, img_to_array(p)]", FIRST + PICTURE):
        case [Data(shape=before), Data(shape=after)]:
            assert (before, after) == ((20, 30, 3), (3, 20, 30))
        case other:
            pytest.fail(f"not two pictures: {other}")


LAYERS = """
m = keras.Sequential()
m.add(layers.ZeroPadding2D((1, 1), input_shape={}))
m.add(layers.Convolution2D(4, 3, 3, activation="relu"))
m.add(layers.MaxPooling2D((2, 2)))
"""
OLD = "# Keras with the Theano backend\n"


def format_of(code: str) -> object:
    return facts(code).layers[-1].data_format  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LAYERS.format("(3, 224, 224)"), id="a convolution of Keras 1"),
        pytest.param("c = read()\n" + LAYERS.format("(channel, 224, 224)"), id="a named number"),
        pytest.param(
            OLD + "x = layers.Input(shape=(1, 32, 32))\nlayers.MaxPooling2D()(x)\n", id="an input"
        ),
        pytest.param(
            OLD + "x = layers.Input(batch_shape=(None, 1, 32, 32))\nlayers.MaxPooling2D()(x)\n",
            id="with the axis of the batch",
        ),
        pytest.param(
            OLD + "s = 3, 64, 64\nx = layers.Input(s)\nlayers.MaxPooling2D()(x)\n", id="a name"
        ),
    ],
)
def test_the_order_is_not_known_in_an_old_script_with_the_channels_first(code: str) -> None:
    assert isinstance(format_of(code), Unknown)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LAYERS.format("(224, 224, 3)"), id="channels last in a script of Keras 1"),
        pytest.param(
            "x = layers.Input(shape=(1, 32, 32))\nlayers.MaxPooling2D()(x)\n", id="a new script"
        ),
        pytest.param(
            "keras.backend.set_image_dim_ordering('tf')\n" + LAYERS.format("(3, 224, 224)"),
            id="the script says it",
        ),
        pytest.param(OLD + LAYERS.format("(3, 3, 64)"), id="a map of features"),
    ],
)
def test_the_order_is_that_of_keras(code: str) -> None:
    assert format_of(code) in (None, "channels_last")


NETWORK = "keras.applications.VGG16(weights='imagenet', input_shape={}, include_top=False)\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(NETWORK.format("(224, 224, 3)"), [], id="channels last"),
        pytest.param(NETWORK.format("(3, 224, 224)"), ["error high"], id="channels first"),
        pytest.param(OLD + NETWORK.format("(3, 224, 224)"), [], id="an old script"),
        pytest.param(FIRST + NETWORK.format("(3, 224, 224)"), [], id="set so"),
        pytest.param(FIRST + NETWORK.format("(224, 224, 3)"), ["error high"], id="set otherwise"),
    ],
)
def test_shapes_of_pretrained_networks_go_by_the_order(code: str, found: list[str]) -> None:
    assert levels("KC507", code) == found
