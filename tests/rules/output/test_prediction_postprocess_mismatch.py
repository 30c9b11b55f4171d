from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels, lines

RULE = "KC117"
LOGITS = "keras.losses.BinaryCrossentropy(from_logits=True)"


def program(last: str, loss: str, after: str) -> str:
    return (
        'x, y = np.load("x.npy"), np.load("y.npy")\n'
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense({last})])\n"
        f"model.compile('adam', loss={loss})\n"
        "model.fit(x, y, epochs=3, validation_split=0.1)\n"
        f"{after}\n"
    )


@pytest.mark.parametrize(
    "after",
    [
        "np.argmax(model.predict(x), axis=1)",
        "np.argmax(model.predict(x), -1)",
        "model.predict(x).argmax(axis=-1)",
        "model.predict(x).argmax(1)",
    ],
)
def test_the_largest_of_one(after: str) -> None:
    code = program("1, 'sigmoid'", "'binary_crossentropy'", after)
    assert levels(RULE, code) == ["error high"]
    assert lines(RULE, code) == [5]


@pytest.mark.parametrize("cut", ["model.predict(x) > 0.5", "np.round(model.predict(x))"])
def test_logits_that_are_cut_like_probabilities(cut: str) -> None:
    code = program("1", LOGITS, f"classes = {cut}")
    assert levels(RULE, code) == ["error high"]
    assert "0.62" in found(RULE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program("3, 'softmax'", "'categorical_crossentropy'",
                    "np.argmax(model.predict(x), axis=1)"),
            id="several outputs",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "np.argmax(model.predict(x), axis=0)"),
            id="the sample with the largest output",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "np.argmax(model.predict(x))"),
            id="the sample with the largest output, of a flat array",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "model.predict(x) > 0.5"),
            id="probabilities that are cut",
        ),
        pytest.param(program("1", LOGITS, "model.predict(x) > 0"), id="logits that are cut at 0"),
        pytest.param(
            program("1", LOGITS, "import tensorflow as tf\ntf.sigmoid(model.predict(x)) > 0.5"),
            id="a sigmoid before",
        ),
        pytest.param(
            program("1", LOGITS, "keras.ops.sigmoid(model.predict(x)) > 0.5"), id="Keras's sigmoid"
        ),
        pytest.param(
            program("1", LOGITS, "p = 1 / (1 + np.exp(-model.predict(x)))\nc = p > 0.5"),
            id="a sigmoid by hand",
        ),
        pytest.param(
            program("width()", "'mse'", "np.argmax(model.predict(x), axis=1)"), id="width not known"
        ),
        pytest.param(
            "import gymnasium\n"
            + program("1, 'sigmoid'", "'mse'", "np.argmax(model.predict(x), axis=1)"),
            id="reinforcement learning",
        ),
    ],
)  # fmt: skip
def test_predictions_that_are_read_as_they_are(code: str) -> None:
    assert levels(RULE, code) == []


HOUSES = """\
(x, y), (x_test, y_test) = keras.datasets.california_housing.load_data()
model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
model.compile('adam', loss='mse')
model.fit(x, y)
predictions = model.predict(x_test)
"""
DIGITS = """\
from sklearn.metrics import accuracy_score, confusion_matrix
(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x.reshape(-1, 784) / 255, x_test.reshape(-1, 784) / 255
"""
ROWS = "y, y_test = keras.utils.to_categorical(y, 10), keras.utils.to_categorical(y_test, 10)\n"
SOFTMAX = """\
model = keras.Sequential([keras.Input((784,)), layers.Dense(10, 'softmax')])
model.compile('adam', loss='{}_crossentropy')
model.fit(x, y)
predictions = model.predict(x_test)
"""
SPARSE = DIGITS + SOFTMAX.format("sparse_categorical")
ONE_HOT = DIGITS + ROWS + SOFTMAX.format("categorical")


@pytest.mark.parametrize(
    ("code", "words", "level"),
    [
        (
            HOUSES + "mse = np.mean((y_test - predictions) ** 2)\n",
            "each label with each",
            "error high",
        ),
        (
            HOUSES + "print(abs(predictions - y_test).mean())\n",
            "each label with each",
            "error high",
        ),
        (HOUSES + "print((predictions == y_test).mean())\n", "each label with each", "error high"),
        (SPARSE + "classes = np.argmax(predictions)\n", "`argmax` without an axis", "error high"),
        (SPARSE + "classes = predictions.argmax()\n", "`argmax` without an axis", "error high"),
        (
            ONE_HOT + "accuracy_score(y_test, np.argmax(predictions, axis=1))\n",
            "one-hot rows of 10",
            "error high",
        ),
        (
            ONE_HOT + "confusion_matrix(y_test, predictions.argmax(1))\n",
            "one-hot rows",
            "error high",
        ),
        (
            SPARSE + "classes = (predictions > 0.5).astype(int)\n",
            "but not a class",
            "warning medium",
        ),
    ],
)
def test_shapes_that_do_not_go_together(code: str, words: str, level: str) -> None:
    assert levels(RULE, code) == [level]
    assert words in found(RULE, code)[0].message
    assert lines(RULE, code) == [code.count("\n")]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(HOUSES + "y_test - predictions.flatten()\n", id="flattened"),
        pytest.param(HOUSES + "y_test - predictions[:, 0]\n", id="the column"),
        pytest.param(HOUSES + "y_test - np.squeeze(predictions)\n", id="squeezed"),
        pytest.param(
            HOUSES + "y_test.reshape(-1, 1) - predictions\n", id="labels in a column, too"
        ),
        pytest.param(HOUSES + "y_test[0] - predictions[0]\n", id="one sample"),
        pytest.param(
            HOUSES.replace("_test", "_t")
            + "import pandas as pd\npd.Series(y_t) - predictions[:, 0]\n",
            id="a series",
        ),
        pytest.param(SPARSE + "np.argmax(predictions[3])\n", id="the class of one sample"),
        pytest.param(SPARSE + "np.argmax(model.predict(x_test[:1]))\n", id="a batch of one"),
        pytest.param(SPARSE + "np.argmax(model.predict(picture))\n", id="data that are not known"),
        pytest.param(SPARSE + "accuracy_score(y_test, predictions.argmax(axis=1))\n", id="numbers"),
        pytest.param(
            ONE_HOT + "accuracy_score(y_test.argmax(axis=1), predictions.argmax(axis=1))\n",
            id="numbers of rows",
        ),
        pytest.param(ONE_HOT + "predictions > 0.5\n", id="rows again"),
        pytest.param(SPARSE + "predictions.max(axis=1) > 0.5\n", id="where the model is sure"),
    ],
)
def test_shapes_that_go_together(code: str) -> None:
    assert levels(RULE, code) == []


def test_a_metric_in_a_local_module_takes_a_column(tmp_path: Path) -> None:
    (tmp_path / "plots.py").write_text(
        "from sklearn.metrics import confusion_matrix\n"
        "def table(y, p):\n    return confusion_matrix(y, p)\n"
        "def error(y, p):\n    return ((y - p) ** 2).mean()\n"
    )
    rules = [rule for rule in registry.load() if rule.code == RULE]
    code = HEAD + "from plots import error, table\n" + HOUSES
    for call, expected in (
        ("table(y_test, predictions > 3)", 0),
        ("error(y_test, predictions)", 1),
    ):
        made = check(str(tmp_path / "train.py"), (code + call).encode(), rules, Settings())
        assert len(made.findings) == expected, call


@pytest.mark.parametrize(
    ("size", "expected"), [("1", []), ("batch_size=1", []), ("2", ["error high"])]
)
def test_batches_of_one_sample_make_no_table(size: str, expected: list[str]) -> None:
    code = f"""\
import tensorflow as tf
m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
data = tf.data.Dataset.from_tensor_slices((np.zeros((10, 4)), np.zeros((10,)))).batch({size})
for x, y in data:
    loss = tf.reduce_mean(tf.square(m(x) - y))
"""
    assert levels("KC117", code) == expected


TAGS = """\
from sklearn.preprocessing import MultiLabelBinarizer
x, y = np.load("x.npy"), {}
model = keras.Sequential([keras.Input((9,)), layers.Dense(4, "{}")])
model.compile("adam", loss="binary_crossentropy")
model.fit(x, y, epochs=3, validation_split=0.1)
given = model.predict(x)
{}
"""
SEVERAL = "MultiLabelBinarizer().fit_transform(tags())"


@pytest.mark.parametrize(
    ("labels", "activation", "after", "expected"),
    [
        (SEVERAL, "sigmoid", "np.argmax(given, axis=1)", ["warning medium"]),
        (SEVERAL, "sigmoid", "[row.argmax() for row in given]", ["warning medium"]),
        (SEVERAL, "sigmoid", "np.argmax(given, axis=1)\ngiven > 0.5", []),
        (SEVERAL, "sigmoid", "(given > 0.5).astype(int)", []),
        (SEVERAL, "sigmoid", "np.argmax(given, axis=0)", []),
        ("np.load('y.npy')", "sigmoid", "np.argmax(given, axis=1)", []),
    ],
)
def test_one_label_where_there_may_be_several(
    labels: str, activation: str, after: str, expected: list[str]
) -> None:
    assert levels(RULE, TAGS.format(labels, activation, after)) == expected
