import pytest

from tests.rules.found import found, levels, lines

RULE = "KC310"
HEAD = """\
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
m = keras.Sequential([layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(2)])
m.compile("adam", loss="mse")
"""
READ = """\
train = image_dataset_from_directory("d", subset="training", validation_split=0.2, seed=1)
valid = image_dataset_from_directory("d", subset="validation", validation_split=0.2, seed=1)
""".replace("image_d", "keras.utils.image_d")
FIT = "m.fit(train, validation_data=valid)\n"


def flows(train: str, valid: str) -> str:
    return (
        f"a, b = ImageDataGenerator({train}), ImageDataGenerator({valid})\n"
        "train = a.flow_from_directory('train')\nvalid = b.flow_from_directory('valid')\n" + FIT
    )


def test_a_part_that_is_empty_has_no_score() -> None:
    code = HEAD + flows("rotation_range=9", "rotation_range=9").replace(
        "'valid'", "'valid', subset='validation'"
    )
    assert levels(RULE, code) == []
    assert levels("KC221", code) == ["error high"]
    split = "ImageDataGenerator(rotation_range=9, validation_split=0.2)"
    assert levels(RULE, code.replace("ImageDataGenerator(rotation_range=9)", split)) == [
        "warning high"
    ]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(flows("rotation_range=9", "rescale=1 / 255"), id="only rescaled"),
        pytest.param(flows("rotation_range=9", "preprocessing_function=f"), id="preprocessed"),
        pytest.param(flows("shear_range=0.2", "horizontal_flip=False, zoom_range=0"), id="off"),
        pytest.param(flows("shear_range=0.2", "**options"), id="options that are not known"),
        pytest.param(
            READ + "train = train.map(lambda x, y: (tf.image.random_hue(x, 0.1), y))\n" + FIT,
            id="the training is augmented",
        ),
        pytest.param(
            flows("rotation_range=9", "rescale=1 / 255") + "m.evaluate(train)\n",
            id="the training images themselves",
        ),
        pytest.param(
            READ + "a = keras.Sequential([layers.RandomFlip()])\n"
            "valid = valid.map(lambda x, y: (a(x, training=False), y))\n" + FIT,
            id="layers that rest",
        ),
        pytest.param(
            READ
            + "m = keras.Sequential([layers.RandomFlip(), layers.Flatten(), layers.Dense(2)])\n"
            "m.compile('adam', 'mse')\n" + FIT,
            id="layers in the model",
        ),
        pytest.param(
            READ + "a = layers.RandomFlip()\nm.fit(train)\n"
            "tta = valid.map(lambda x, y: (a(x), y))\nm.evaluate(tta)\n",
            id="test-time augmentation",
        ),
    ],
)
def test_images_that_are_measured_as_they_are(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(flows("rotation_range=9", "shear_range=0.2"), 7, id="a second generator"),
        pytest.param(
            "a = ImageDataGenerator(horizontal_flip=True, validation_split=0.2)\n"
            "train = a.flow_from_directory('d', subset='training')\n"
            "valid = a.flow_from_directory('d', subset='validation')\n" + FIT,
            7,
            id="one generator for both",
        ),
        pytest.param(
            "a = ImageDataGenerator(horizontal_flip=True)\nx, y = np.load('x'), np.load('y')\n"
            "m.fit(a.flow(x[:80], y[:80]), validation_data=a.flow(x[80:], y[80:]))\n",
            7,
            id="arrays",
        ),
        pytest.param(
            READ + "f = lambda x, y: (tf.image.random_flip_left_right(x), y)\n"
            "train, valid = train.map(f), valid.map(f)\n" + FIT,
            8,
            id="a mapped function",
        ),
        pytest.param(
            READ + "a = keras.Sequential([layers.RandomFlip()])\n"
            "valid = valid.map(lambda x, y: (a(x, training=True), y))\n" + FIT,
            8,
            id="mapped layers",
        ),
        pytest.param(
            READ + "m.fit(train)\nvalid = valid.map(lambda x, y: (layers.RandomFlip()(x), y))\n"
            "m.evaluate(valid)\n",
            8,
            id="evaluate",
        ),
        pytest.param(
            "a = ImageDataGenerator(horizontal_flip=True)\n"
            "def read(folder):\n    return a.flow_from_directory(folder)\n"
            "m.fit(read('train'), validation_data=read('valid'))\n",
            8,
            id="a reader that the training needs too",
        ),
        pytest.param(
            READ + "f = lambda x, y: (tf.image.random_flip_left_right(x), y)\n"
            "both = train.map(f)\n"
            "m.fit(both.skip(10), validation_data=both.take(10))\n",
            8,
            id="a function in front of the split",
        ),
        pytest.param(
            READ + "f = lambda x, y: (tf.image.random_flip_left_right(x), y)\n"
            "g = lambda x, y: (x / 255, y)\n"
            "train, valid = train.map(f).map(g), valid.map(f).map(g)\n" + FIT,
            10,
            id="one of two functions",
        ),
    ],
)
def test_images_that_are_measured_changed(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["warning high"]
    assert lines(RULE, HEAD + code) == [line]


def test_what_is_measured_is_shown_at_the_reader() -> None:
    (finding,) = found(RULE, HEAD + flows("rotation_range=9", "shear_range=0.2"))
    assert [(label.text, label.at.line - finding.at.line) for label in finding.labels] == [
        ("changes them at random", -2),
        ("what the model is measured on", 1),
    ]


def test_one_reader_is_told_once() -> None:
    assert lines(RULE, HEAD + flows("rotation_range=9", "shear_range=0.2") + FIT) == [7]


def test_the_augmentations_are_named() -> None:
    (finding,) = found(RULE, HEAD + flows("rotation_range=9", "shear_range=0.2, zoom_range=0.1"))
    assert "(shear_range, zoom_range)" in finding.message
