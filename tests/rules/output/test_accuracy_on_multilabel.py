import pytest

from tests.rules.found import found, levels, lines

TAGS = """\
from sklearn.preprocessing import MultiLabelBinarizer
x = np.load("x.npy")
y = MultiLabelBinarizer().fit_transform([["a", "b"], ["c"], ["a", "d"]])
"""
MODEL = """\
model = keras.Sequential([keras.Input((9,)), layers.Dense(16), layers.Dense(4, "sigmoid")])
"""
FIT = "model.fit(x, y, validation_split=0.1)\n"


def compiled(metrics: str, loss: str = '"binary_crossentropy"') -> str:
    return f'model.compile("adam", loss={loss}, metrics={metrics})\n'


@pytest.mark.parametrize(
    "metrics",
    [
        '["accuracy"]',
        '["acc", "mse"]',
        '["Accuracy"]',
        "[keras.metrics.CategoricalAccuracy()]",
        "['categorical_accuracy']",
    ],
)
def test_accuracy_of_several_labels(metrics: str) -> None:
    program = TAGS + MODEL + compiled(metrics) + FIT
    assert levels("KC105", program) == ["warning high"]
    assert lines("KC105", program) == [5]


def test_logits_are_no_other_matter() -> None:
    model = MODEL.replace(', "sigmoid"', "")
    loss = "keras.losses.BinaryCrossentropy(from_logits=True)"
    assert levels("KC105", TAGS + model + compiled('["accuracy"]', loss) + FIT) == ["warning high"]


def test_the_string_is_replaced_and_other_metrics_stay() -> None:
    (finding,) = found("KC105", TAGS + MODEL + compiled('["accuracy", "mse"]') + FIT)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ['"binary_accuracy"']


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            TAGS + MODEL + compiled('["binary_accuracy", keras.metrics.AUC(multi_label=True)]')
            + FIT,
            id="metrics for several labels",
        ),
        pytest.param(
            TAGS + MODEL + compiled("[keras.metrics.BinaryAccuracy(name='accuracy')]") + FIT,
            id="another metric under the name",
        ),
        pytest.param(
            '(x, y), _ = keras.datasets.mnist.load_data()\ny = keras.utils.to_categorical(y, 4)\n'
            + MODEL + compiled('["accuracy"]') + FIT,
            id="one class a sample, one against the rest",
        ),
        pytest.param(
            'x, y = np.load("x.npy"), np.load("y.npy")\n' + MODEL + compiled('["accuracy"]') + FIT,
            id="labels that are not known",
        ),
        pytest.param(
            TAGS + MODEL.replace("(4,", "(1,") + compiled('["accuracy"]') + FIT, id="one output"
        ),
        pytest.param(
            TAGS + "y = 0.9 * y + 0.05\n" + MODEL + compiled('["accuracy"]') + FIT,
            id="smoothed labels",
        ),
        pytest.param(
            TAGS + MODEL + compiled("metrics_of(4)") + FIT, id="metrics that are not known"
        ),
        pytest.param(TAGS + MODEL + compiled('["accuracy"]'), id="nothing is trained"),
    ],
)  # fmt: skip
def test_accuracy_that_may_be_right(program: str) -> None:
    assert levels("KC105", program) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param("toxic severe_toxic threat insult", ["warning medium"], id="known table"),
        pytest.param("healthy rust scab spots", [], id="columns that may be one-hot"),
    ],
)
def test_label_columns_of_a_table(columns: str, expected: list[str]) -> None:
    table = (
        "import pandas as pd\n"
        'x, table = np.load("x.npy"), pd.read_csv("train.csv")\n'
        f"y = table[{columns.split()!r}].values\n"
    )
    assert levels("KC105", table + MODEL + compiled('["accuracy"]') + FIT) == expected
