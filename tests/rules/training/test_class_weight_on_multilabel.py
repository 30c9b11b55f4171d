import pytest

from tests.rules.found import levels, lines

TAGS = """\
from sklearn.preprocessing import MultiLabelBinarizer
x = np.load("x.npy")
y = MultiLabelBinarizer().fit_transform([["a", "b"], ["c"], ["a", "d"]])
"""
MODEL = """\
model = keras.Sequential([keras.Input((9,)), layers.Dense(16), layers.Dense(4, "sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
"""
FIT = "model.fit(x, y, validation_split=0.1, class_weight={0: 1.0, 1: 4.0, 2: 2.0, 3: 1.0})\n"


def test_weights_of_classes_for_several_labels_a_sample() -> None:
    assert levels("KC204", TAGS + MODEL + FIT) == ["error high"]
    assert lines("KC204", TAGS + MODEL + FIT) == [6]


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(
            "(x, y), _ = keras.datasets.mnist.load_data()\ny = keras.utils.to_categorical(y, 4)\n"
            + MODEL + FIT,
            id="one-hot labels",
        ),
        pytest.param(
            TAGS + MODEL + "model.fit(x, y, validation_split=0.1)", id="no weights"
        ),
        pytest.param(
            TAGS + MODEL + "model.fit(x, y, class_weight=weights_of(y))", id="weights not known"
        ),
        pytest.param(
            TAGS + MODEL + "model.fit(x, y, class_weight={0: 1, 1: 1, 2: 1, 3: 1})", id="all equal"
        ),
        pytest.param(
            'x, y = np.load("x.npy"), np.load("y.npy")\n' + MODEL + FIT, id="labels not known"
        ),
        pytest.param(
            TAGS + "y = y[:, 0]\n" + MODEL.replace("(4,", "(1,") + FIT, id="one label of them"
        ),
        pytest.param(
            TAGS + MODEL + "model.fit(x, y, sample_weight=np.ones(3))", id="weights of samples"
        ),
    ],
)  # fmt: skip
def test_weights_that_fit_the_labels(program: str) -> None:
    assert levels("KC204", program) == []
