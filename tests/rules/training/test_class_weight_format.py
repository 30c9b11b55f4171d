import pytest

from tests.rules.training.programs import COMPILE, TRAINED, fixed, found, levels

RULE = "KC210"
FIT = "model.fit(x, y, validation_split=0.1, class_weight={})\n"
THREE = """\
model = keras.Sequential([keras.Input((20,)), layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
"""
TWO_OUTPUTS = """\
i = keras.Input((20,))
model = keras.Model(i, [layers.Dense(1, activation="sigmoid")(i), layers.Dense(1)(i)])
model.compile("adam", loss=["binary_crossentropy", "mse"])
model.fit(x, [y, y], validation_split=0.1, class_weight={0: 1.0, 1: 2.0})
"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (TRAINED + FIT.format("[1.0, 5.0]"), "is a list"),
        (TRAINED + FIT.format("'balanced'"), "is a string"),
        (TRAINED + FIT.format("np.array([1.0, 5.0])"), "is an array"),
        (
            "from sklearn.utils import compute_class_weight\n"
            "w = compute_class_weight('balanced', classes=np.unique(y), y=y)\n"
            + TRAINED
            + FIT.format("w"),
            "is an array",
        ),
        (TRAINED + FIT.format("{'0': 1.0, '1': 5.0}"), "every weight is 1"),
        (THREE + FIT.format("{1: 1.0, 2: 5.0, 3: 9.0}"), "class 0 gets the weight 1"),
        (TWO_OUTPUTS, "models with one output, but this one has 2"),
        (
            TRAINED + "model.fit(x, y, class_weight={0: 1, 1: 2}, sample_weight=np.ones(9))",
            "both given",
        ),
    ],
)
def test_weights_that_keras_cannot_read(code: str, words: str) -> None:
    assert levels(code, RULE) == ["error high"]
    assert words in found(code, RULE)[0].message


def test_the_fix_numbers_the_weights() -> None:
    code = "w = np.array([1.0, 5.0])\n" + TRAINED + FIT
    assert fixed(code.format("w"), RULE) == code.format("dict(enumerate(w))")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED + FIT.format("{0: 1.0, 1: 5.0}"), id="a dict"),
        pytest.param(TRAINED + FIT.format("{1: 5.0}"), id="one class, the other counts 1"),
        pytest.param(TRAINED + FIT.format("dict(enumerate([1.0, 5.0]))"), id="enumerated"),
        pytest.param(
            "from sklearn.utils import compute_class_weight\n"
            "w = compute_class_weight('balanced', classes=np.unique(y), y=y)\n" + TRAINED
            + FIT.format("dict(zip(np.unique(y), w))"),
            id="zipped with the classes",
        ),
        pytest.param(
            TRAINED + FIT.format("{i: len(y) / c for i, c in enumerate(np.bincount(y))}"),
            id="computed",
        ),
        pytest.param(
            TRAINED + FIT.format("len(y) / pd.Series(y).value_counts()"),
            id="a Series, which is read like a dict",
        ),
        pytest.param(TRAINED + FIT.format("weights_of(y)"), id="not known"),
        pytest.param(TRAINED + FIT.format("None"), id="none"),
        pytest.param(
            THREE + FIT.format("{0: 1.0, 1: 5.0, 2: 9.0, 3: 1.0}"), id="one too many, none missing"
        ),
        pytest.param(
            "model = make()\n" + COMPILE + FIT.format("[1.0, 2.0]"), id="a model not known"
        ),
        pytest.param(
            "from sklearn.svm import SVC\nmodel = SVC(class_weight='balanced')\nmodel.fit(x, y)",
            id="scikit-learn, which takes the string",
        ),
    ],
)  # fmt: skip
def test_weights_that_are_right_or_not_known(code: str) -> None:
    assert levels(code, RULE) == []


PIXELS = """
model = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 1, activation="softmax")])
model.compile("adam", loss="{}", metrics=["accuracy"])
x = np.load("x.npy")
"""
STEPS = """
model = keras.Sequential(
    [
        keras.Input((20,)),
        layers.Embedding(100, 8),
        layers.LSTM(8, return_sequences=True),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
x = np.zeros((64, 20), int)
"""
FOUR = "model.fit(x, y, validation_split=0.1, class_weight={0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0})\n"
CATEGORICAL, SPARSE = "categorical_crossentropy", "sparse_categorical_crossentropy"


@pytest.mark.parametrize(
    "code",
    [
        PIXELS.format(CATEGORICAL)
        + "y = keras.utils.to_categorical(np.zeros((64, 8, 8), int), 4)\n"
        + FOUR,
        PIXELS.format(SPARSE) + "y = np.random.randint(0, 4, (64, 8, 8))\n" + FOUR,
        PIXELS.format(SPARSE) + "y = np.random.randint(0, 4, (64, 8, 8, 1))\n" + FOUR,
        STEPS + "y = np.random.randint(0, 4, (64, 20))\n" + FOUR,
        STEPS + "y = np.random.randint(0, 4, (64, 20, 1))\n" + FOUR,
    ],
)
def test_labels_of_places_and_steps_have_no_class_weights(code: str) -> None:
    assert levels(code, RULE) == ["error high"]
    assert "every place or step has a label" in found(code, RULE)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            STEPS.replace("return_sequences=True", "") + "y = np.random.randint(0, 4, 64)\n" + FOUR,
            id="a label a sample",
        ),
        pytest.param(PIXELS.format(SPARSE) + "y = np.load('y.npy')\n" + FOUR, id="not known"),
        pytest.param(
            STEPS + "y = np.random.randint(0, 4, (64, 1))\n" + FOUR, id="a mistake of another rule"
        ),
        pytest.param(
            "import tensorflow as tf\n"
            + PIXELS.format(SPARSE)
            + "y = np.random.randint(0, 4, (64, 8, 8))\n"
            "x = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
            "model.fit(x, class_weight={0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0})",
            id="a dataset, which is weighed elsewhere",
        ),
        pytest.param(
            TWO_OUTPUTS.replace("class_weight={0: 1.0, 1: 2.0}", "sample_weight={'a': w, 'b': w}"),
            id="weights of samples by output",
        ),
    ],
)
def test_weights_beside_many_labels_that_are_right_or_not_known(code: str) -> None:
    assert levels(code, RULE) == []


def test_weights_of_classes_as_weights_of_samples() -> None:
    code = TRAINED + "model.fit(x, y, validation_split=0.1, sample_weight={0: 1.0, 1: 5.0})\n"
    (finding,) = found(code, RULE)
    assert levels(code, RULE) == ["error high"]
    assert finding.help == "write `class_weight={0: 1.0, 1: 5.0}`"


VALUES = """\
from sklearn.datasets import load_diabetes
x, y = load_diabetes(return_X_y=True)
model = keras.Sequential([keras.Input((10,)), layers.Dense(8, activation="relu"), layers.Dense(1)])
model.compile("adam", loss="mse", metrics=["mae"])
"""


def test_weights_of_classes_for_values() -> None:
    code = VALUES + FIT.format("{0: 1.0, 1: 5.0}")
    assert levels(code, RULE) == ["warning medium"]
    assert "the targets are values, not classes" in found(code, RULE)[0].message


@pytest.mark.parametrize(
    "code",
    [
        VALUES + FIT.format("None"),
        VALUES + FIT.format("weights()"),
        VALUES.replace("x, y = load", "x, y = np.load('x.npy'), np.load('y.npy')\nload")
        + FIT.format("{0: 1.0, 1: 5.0}"),
    ],
)
def test_values_without_weights_or_targets_that_are_not_known(code: str) -> None:
    assert levels(code, RULE) == []
