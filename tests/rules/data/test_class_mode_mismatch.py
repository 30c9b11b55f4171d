import pytest

from tests.rules.found import found, levels, lines

RULE = "KC309"
HEAD = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator
g = ImageDataGenerator(rescale=1 / 255)
"""


def program(arguments: str, output: str, loss: str, validation: str = "", more: str = "") -> str:
    fit = "m.fit(d, epochs=3)" if not validation else "m.fit(d, validation_data=v)"
    return (
        f"{HEAD}d = g.flow_from_directory('d', (64, 64){arguments})\n"
        f"v = g.flow_from_directory('v', (64, 64){validation})\n{more}"
        f"m = keras.Sequential([keras.Input((64, 64, 3)), layers.Flatten(), {output}])\n"
        f"m.compile('adam', loss='{loss}')\n{fit}\n"
    )


ONE, THREE = "layers.Dense(1, activation='sigmoid')", "layers.Dense(3, activation='softmax')"
BINARY, MANY = "binary_crossentropy", "categorical_crossentropy"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(", class_mode='binary'", ONE, BINARY), id="binary"),
        pytest.param(program("", THREE, MANY), id="the default, one-hot"),
        pytest.param(program("", ONE, BINARY, more="d = pairs(d)\n"), id="an unknown function"),
        pytest.param(program(", class_mode=MODE", ONE, BINARY), id="an unknown mode"),
        pytest.param(
            program(", class_mode='input'", "layers.Dense(3)", "mse"), id="images as targets"
        ),
        pytest.param(
            program(", class_mode='sparse'", THREE, MANY), id="integers, of which KC107 speaks"
        ),
        pytest.param(
            program(", class_mode=None", ONE, BINARY).replace("m.fit(d, epochs=3)", "m.predict(d)"),
            id="no labels to predict",
        ),
        pytest.param(
            program(", class_mode=None", ONE, BINARY, more="d = ((x, x) for x in d)\n"),
            id="pairs of images",
        ),
        pytest.param(
            program(", class_mode='binary', classes=['cat', 'dog']", ONE, BINARY), id="two folders"
        ),
        pytest.param(
            "ds = keras.utils.image_dataset_from_directory('d', label_mode=None)\n"
            "ds = ds.map(lambda x: (x / 255, x / 255))\n"
            "m = keras.Sequential([layers.Conv2D(3, 3, padding='same')])\n"
            "m.compile('adam', 'mse')\nm.fit(ds)\n",
            id="an autoencoder",
        ),
    ],
)
def test_labels_that_fit_or_are_not_known(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(program("", ONE, BINARY), 3, id="the default with one unit"),
        pytest.param(
            program(", class_mode='categorical'", ONE, "mse"), 3, id="one-hot with one unit"
        ),
        pytest.param(program(", class_mode=None", THREE, MANY), 7, id="no labels"),
        pytest.param(
            program(", class_mode='binary', classes=['a', 'b', 'c']", ONE, BINARY),
            3,
            id="three folders",
        ),
        pytest.param(
            program("", THREE, MANY, ", class_mode='sparse'"), 4, id="another mode to validate"
        ),
        pytest.param(
            "d = keras.utils.image_dataset_from_directory('d', label_mode='categorical')\n"
            f"m = keras.Sequential([keras.Input((256, 256, 3)), layers.Flatten(), {ONE}])\n"
            "m.compile('adam', 'binary_crossentropy')\nm.fit(d.prefetch(2))\n",
            1,
            id="a dataset",
        ),
    ],
)
def test_labels_that_do_not_fit(code: str, line: int) -> None:
    assert levels(RULE, code) == ["error high"]
    assert lines(RULE, code) == [line]


def test_the_fix_replaces_a_written_mode() -> None:
    (finding,) = found(RULE, program(", class_mode='categorical'", ONE, BINARY))
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "'binary'"
