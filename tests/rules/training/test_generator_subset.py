import pytest

from tests.rules.found import found, levels, lines

RULE = "KC221"
HEAD = """\
import pandas as pd
from tensorflow.keras.preprocessing.image import ImageDataGenerator
m = keras.Sequential([layers.Flatten(), layers.Dense(3, activation="softmax")])
m.compile("adam", "categorical_crossentropy")
"""
SPLIT = "g = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)\n"
WHOLE = "g = ImageDataGenerator(rescale=1 / 255)\n"
TRAIN = "a = g.flow_from_directory('d', subset='training')\n"
HELD = "b = g.flow_from_directory('d', subset='validation')\n"
FIT = "m.fit(a, validation_data=b)\n"


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        pytest.param(WHOLE + TRAIN + HELD + FIT, 3, "no images in this part", id="no share"),
        pytest.param(
            WHOLE + "x, y = np.load('x.npy'), np.load('y.npy')\n"
            "a = g.flow(x, y, subset='training')\nb = g.flow(x, y, subset='validation')\n" + FIT,
            3,
            "`flow` stops with an error",
            id="no share of arrays",
        ),
        pytest.param(
            WHOLE + "t = pd.read_csv('a.csv')\n"
            "a = ImageDataGenerator().flow_from_dataframe(t, 'd')\n"
            "b = g.flow_from_dataframe(t, 'd', subset='validation')\n" + FIT,
            4,
            "no images in this part",
            id="no share of a table",
        ),
        pytest.param(
            SPLIT.replace("0.2", "0.1")
            + TRAIN
            + SPLIT.replace("0.2", "0.3").replace("g =", "h =")
            + HELD.replace("g.", "h.")
            + FIT,
            5,
            "20% of the images",
            id="two shares",
        ),
        pytest.param(
            SPLIT + TRAIN + "b = g.flow_from_directory('d')\n" + FIT,
            4,
            "80% of the images",
            id="validated on all",
        ),
        pytest.param(
            "folder = input()\n"
            + WHOLE
            + "a = g.flow_from_directory(folder)\n"
            + SPLIT
            + "b = g.flow_from_directory(folder, subset='validation')\n"
            + FIT,
            6,
            "20% of the images",
            id="a folder that is not known",
        ),
    ],
)
def test_parts_that_are_empty_or_overlap(code: str, line: int, words: str) -> None:
    assert levels(RULE, HEAD + code) == ["error high"]
    assert lines(RULE, HEAD + code) == [HEAD.count("\n") + line]
    assert words in found(RULE, HEAD + code)[0].message


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        pytest.param(
            SPLIT + "a = g.flow_from_directory('d')\nm.fit(a, epochs=5)\n",
            1,
            "`validation_split=0.2` holds nothing out",
            id="no part is asked for",
        ),
        pytest.param(
            SPLIT + TRAIN + "m.fit(a, epochs=5)\n", 1, "20% of the images are held out", id="one"
        ),
        pytest.param(
            SPLIT + TRAIN + HELD + "m.fit(b, validation_data=a)\n", 4, "swapped", id="swapped"
        ),
    ],
)
def test_parts_that_are_not_what_was_meant(code: str, line: int, words: str) -> None:
    assert levels(RULE, HEAD + code) == ["warning medium"]
    assert lines(RULE, HEAD + code) == [HEAD.count("\n") + line]
    assert words in found(RULE, HEAD + code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SPLIT + TRAIN + HELD + FIT, id="both parts"),
        pytest.param(
            SPLIT.replace("(", "(horizontal_flip=True, ")
            + TRAIN
            + SPLIT.replace("0.2", "1 - 0.8").replace("g =", "h =")
            + HELD.replace("g.", "h.")
            + FIT,
            id="two generators with one share",
        ),
        pytest.param(
            SPLIT.replace("0.2", "0.3")
            + TRAIN
            + SPLIT.replace("g =", "h =")
            + HELD.replace("g.", "h.")
            + FIT,
            id="a gap between the parts",
        ),
        pytest.param(
            WHOLE + "a = g.flow_from_directory('train')\nb = g.flow_from_directory('val')\n" + FIT,
            id="two folders",
        ),
        pytest.param(
            SPLIT + "a = g.flow_from_directory('train')\nb = g.flow_from_directory('val')\n" + FIT,
            id="two folders, and a share that does no harm",
        ),
        pytest.param(
            WHOLE + "a = g.flow_from_directory('train')\n" + SPLIT + HELD + FIT, id="another folder"
        ),
        pytest.param(
            "s = float(input())\n" + SPLIT.replace("0.2", "s") + TRAIN + HELD + FIT,
            id="a share that is not known",
        ),
        pytest.param(
            "options = load()\ng = ImageDataGenerator(**options)\n" + TRAIN + HELD + FIT,
            id="options that are not known",
        ),
        pytest.param(
            SPLIT + "def read(part):\n    return g.flow_from_directory('d', subset=part)\n"
            "a = read('training')\nm.fit(a)\nm.evaluate(read('validation'))\n",
            id="a function that reads both",
        ),
        pytest.param(
            SPLIT + TRAIN + HELD + "m.fit(a, epochs=5)\nm.evaluate(b)\n", id="measured after"
        ),
        pytest.param(WHOLE + TRAIN + "m.fit(a, epochs=5)\n", id="all are the training part"),
        pytest.param(SPLIT + TRAIN + TRAIN.replace("a =", "b =") + FIT, id="KC211 tells of these"),
        pytest.param(
            WHOLE + "a = g.flow_from_directory('d')\n" + SPLIT + HELD + FIT,
            id="KC211 tells of a part of all",
        ),
    ],
)
def test_parts_that_are_split_as_they_should(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("'d'", "validation_split=0.2)`"),
        ("'e'", "drop `subset`: this folder is not the one that is trained on"),
        ("folder()", "validation_split=0.2)`, or drop `subset` if none"),
    ],
)
def test_images_in_a_folder_of_their_own_need_no_part(folder: str, words: str) -> None:
    code = WHOLE + "a = g.flow_from_directory('d')\n" + HELD.replace("'d'", folder) + FIT
    (finding,) = found(RULE, HEAD + code)
    assert words in finding.help
