import pytest

from tests.rules.found import HEAD as IMPORTS
from tests.rules.found import found, levels, lines

RULE = "KC309"
HEADS = IMPORTS.count("\n")
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


ARRAYS = "x = np.load('x.npy')\ny = np.load('y.npy')\n"
MODEL = "m = keras.Sequential([keras.Input((4,)), layers.Dense(4)])\n"
OWN = """\
class Net({bases}):
    def __init__(self):
        super().__init__()
        self.d = layers.Dense(4)
    def call(self, x):
        return self.d(x)
{more}
m = Net()
"""
STEP = "    def {name}(self, *args, **kwargs):\n        return {{'loss': 0.0}}\n"


def trained(call: str, model: str = MODEL, compiled: str = "'adam', 'mse'") -> str:
    return f"{ARRAYS}{model}m.compile({compiled})\n{call}\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(trained("m.fit(x)"), id="x alone"),
        pytest.param(trained("m.fit(x=x, epochs=3)"), id="by name"),
        pytest.param(trained("m.fit(x, None, 32, 3)"), id="None for labels"),
        pytest.param(trained("m.fit(x[:100], validation_data=(x, y))"), id="a part of an array"),
        pytest.param(trained("m.train_on_batch(x)"), id="a single batch"),
        pytest.param(trained("m.fit([x, y])"), id="a list of arrays"),
        pytest.param(trained("m.fit(x.astype('float32') / 255)"), id="a computed array"),
        pytest.param(
            trained("m.fit(x)", OWN.format(bases="keras.Model", more="")), id="a class of its own"
        ),
        pytest.param(
            trained("m.fit(x)", MODEL + "m.add_loss(lambda: 0.0)\n"), id="a loss of compile, too"
        ),
    ],
)
def test_an_array_without_labels(code: str) -> None:
    (finding,) = found(RULE, code)
    assert levels(RULE, code) == ["error high"]
    assert "no labels" in finding.message
    assert finding.at.line == HEADS + code.count("\n")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(trained("m.fit(x, y)"), id="labels"),
        pytest.param(trained("m.fit(x, x)"), id="an autoencoder"),
        pytest.param(trained("m.fit(x, labels)"), id="labels that are not known"),
        pytest.param(trained("m.fit(x, **more)"), id="further arguments"),
        pytest.param(trained("m.fit(*x)"), id="arguments from a list"),
        pytest.param(trained("m.fit(load())"), id="what a function gives"),
        pytest.param(trained("m.fit((x, y))"), id="a tuple"),
        pytest.param(trained("m.fit(keras.utils.PyDataset())"), id="a dataset"),
        pytest.param(trained("m.fit(zip(x, y))"), id="a generator"),
        pytest.param(
            "import tensorflow as tf\n"
            + trained("m.fit(tf.data.Dataset.from_tensor_slices(x).map(both).batch(8))"),
            id="a dataset of unknown elements",
        ),
        pytest.param(trained("m.fit(x)", compiled="'adam'"), id="no loss"),
        pytest.param(trained("m.fit(x)", compiled="'adam', LOSS"), id="an unknown loss"),
        pytest.param(
            "def own(y, p):\n    return p\n" + trained("m.fit(x)", compiled="'adam', own"),
            id="a loss of the script",
        ),
        pytest.param(trained("m.evaluate(x)"), id="what is only measured"),
        pytest.param(
            trained(
                "m.fit(x)", OWN.format(bases="keras.Model", more=STEP.format(name="train_step"))
            ),
            id="a step of its own",
        ),
        pytest.param(
            trained(
                "m.fit(x)", OWN.format(bases="keras.Model", more=STEP.format(name="compute_loss"))
            ),
            id="a loss of its own",
        ),
        pytest.param(
            "from mine import Steps\n"
            + trained("m.fit(x)", OWN.format(bases="Steps, keras.Model", more="")),
            id="a base that may bring a step",
        ),
        pytest.param(
            f"{ARRAYS}{MODEL}m.compile('adam', 'mse')\ndef train(x, y=None):\n    m.fit(x, y)\n",
            id="a function that nothing calls",
        ),
    ],
)
def test_labels_that_are_given_or_not_needed(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("from_tensor_slices(x).batch(8)", ["error high"]),
        (
            "from_tensor_slices(x).shuffle(9).map(lambda a: a / 2).batch(8).prefetch(2)",
            ["error high"],
        ),
        ("from_tensor_slices(np.zeros((9, 4))).batch(8)", ["error high"]),
        ("from_tensor_slices((x, y)).batch(8)", []),
        ("from_tensor_slices(x).map(lambda a: (a, a)).batch(8)", []),
        ("from_tensor_slices(x).map(lambda a: pair(a)).batch(8)", []),
        ("from_tensor_slices(x).map(pair).batch(8)", []),
        ("from_tensor_slices(load()).batch(8)", []),
        ("from_tensor_slices(load()).map(lambda a: a / 2).batch(8)", []),
        ("from_tensor_slices({'a': x, 'b': y}).batch(8)", []),
        ("from_tensor_slices(x).apply(pair).batch(8)", []),
        ("from_generator(pairs, 'float32').batch(8)", []),
    ],
)
def test_a_dataset_of_one_array(data: str, expected: list[str]) -> None:
    head = "import tensorflow as tf\n"
    code = head + trained(f"m.fit(tf.data.Dataset.{data})")
    assert levels(RULE, code) == expected
    assert levels(RULE, head + trained(f"m.fit(tf.data.Dataset.{data})", compiled="'adam'")) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("x[90:]", ["error high"]),
        ("(x[90:], y[90:])", []),
        ("load()", []),
        ("zip(x, y)", []),
        ("None", []),
    ],
)
def test_an_array_alone_to_validate_on(given: str, expected: list[str]) -> None:
    fit = f"m.fit(x, y, validation_data={given})"
    assert levels(RULE, trained(fit)) == expected
    assert levels(RULE, trained(fit, compiled="'adam'")) == []
    old = OWN.format(bases="keras.Model", more=STEP.format(name="train_step"))
    assert levels(RULE, trained(fit, old)) == []
