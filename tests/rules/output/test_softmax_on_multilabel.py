import pytest

from tests.rules.found import levels
from tests.rules.output.programs import MULTI_HOT, NOT_KNOWN, ONE_HOT, findings, program

SOFTMAX = 'layers.Dense(4, activation="softmax")'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program('layers.Dense(4, activation="sigmoid")', '"binary_crossentropy"', MULTI_HOT),
            id="a sigmoid for each label",
        ),
        pytest.param(
            program('layers.Dense(10, activation="softmax")', '"categorical_crossentropy"', ONE_HOT),
            id="classes that exclude each other",
        ),
        pytest.param(
            program(SOFTMAX, '"categorical_crossentropy"', NOT_KNOWN,
                    after="found = model.predict(x) > 0.5"),
            id="only a threshold on the predictions",
        ),
        pytest.param(
            program(SOFTMAX, '"categorical_crossentropy"',
                    f"{MULTI_HOT}\ny = 0.9 * y + 0.025"),
            id="labels that were made soft",
        ),
        pytest.param(
            "inputs = keras.Input((8,))\n"
            "weights = layers.Dense(8, activation='softmax')(inputs)\n"
            "outputs = layers.Dense(4, activation='sigmoid')(layers.multiply([inputs, weights]))\n"
            f"model = keras.Model(inputs, outputs)\n{MULTI_HOT}\n"
            "model.compile('adam', 'binary_crossentropy')\n"
            "model.fit(x, y, validation_split=0.1)\n",
            id="a softmax inside the network",
        ),
    ],
)  # fmt: skip
def test_a_softmax_may_be_right(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("loss", "labels", "expected"),
    [
        pytest.param('"binary_crossentropy"', MULTI_HOT, ["KC102 error"], id="with the right loss"),
        pytest.param(
            '"categorical_crossentropy"', MULTI_HOT, ["KC102 error"], id="with a categorical loss"
        ),
        pytest.param(
            '"sparse_categorical_crossentropy"',
            MULTI_HOT,
            ["KC102 error"],
            id="with a loss that cannot take the labels either",
        ),
        pytest.param(
            '"binary_crossentropy"',
            "from sklearn.datasets import make_multilabel_classification\n"
            "_, y = make_multilabel_classification(n_classes=4)",
            ["KC102 error"],
            id="made data",
        ),
    ],
)
def test_softmax_for_labels_that_go_together(loss: str, labels: str, expected: list[str]) -> None:
    assert findings(program(SOFTMAX, loss, labels)) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param(
            "encoder = MultiLabelBinarizer()\ny = encoder.fit_transform(np.load('tags.npy'))",
            ["KC102 error"],
            id="a column for each label, however many there are",
        ),
        pytest.param(
            "encoder = LabelEncoder()\n"
            "y = keras.utils.to_categorical(encoder.fit_transform(np.load('names.npy')))",
            [],
            id="one class a sample, however many there are",
        ),
        pytest.param("y = np.load('y.npy')", [], id="labels that nothing is known of"),
    ],
)
def test_the_number_of_labels_need_not_be_known(labels: str, expected: list[str]) -> None:
    last = 'layers.Dense(y.shape[1], activation="softmax")'
    assert findings(program(last, '"categorical_crossentropy"', labels)) == expected


TABLE = "y = pd.read_csv('train.csv')[{}].values"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param(["toxic", "obscene", "threat", "insult"], ["KC102 warning"], id="known table"),
        pytest.param(["scab", "rust", "healthy", "spots"], [], id="columns that may be one-hot"),
    ],
)
def test_label_columns_of_a_table(columns: list[str], expected: list[str]) -> None:
    labels = "import pandas as pd\n" + TABLE.format(columns)
    assert findings(program(SOFTMAX, '"categorical_crossentropy"', labels)) == expected


@pytest.mark.parametrize(("row", "expected"), [("[kind]", []), ("kind.split()", ["error high"])])
def test_lists_of_one_label_each(row: str, expected: list[str]) -> None:
    code = f"""\
from sklearn.preprocessing import MultiLabelBinarizer
y = MultiLabelBinarizer().fit_transform([{row} for kind in kinds()])
m = keras.Sequential([keras.Input((4,)), layers.Dense(10, activation="softmax")])
m.compile("sgd", "categorical_crossentropy")
m.fit(x, y)
"""
    assert levels("KC102", code) == expected
