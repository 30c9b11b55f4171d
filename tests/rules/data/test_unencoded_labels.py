import pytest

from tests.rules.found import found, levels, lines

RULE = "KC320"
HEAD = """\
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, OrdinalEncoder
t = pd.read_csv("t.csv")
x, y = t[["a", "b"]], t["c"]
e = LabelEncoder()
m = keras.Sequential([layers.Dense(3, activation="softmax")])
m.compile("adam", "sparse_categorical_crossentropy")
"""
SPLIT = "x, xt, y, yt = train_test_split(x, y)\n"
FIT = "m.fit(x, y)\nm.evaluate(xt, yt)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            SPLIT + "y = e.fit_transform(y)\nyt = e.transform(yt)\n" + FIT, id="fitted once"
        ),
        pytest.param("y = e.fit_transform(y)\n" + SPLIT + FIT, id="before the split"),
        pytest.param(
            SPLIT + "x, y = OrdinalEncoder().fit_transform(x), e.fit_transform(y)\n"
            "m.fit(x, y, validation_split=0.2)\n",
            id="two encoders of one part",
        ),
        pytest.param(
            "(x, y), (xt, yt) = keras.datasets.mnist.load_data()\n"
            "y, yt = e.fit_transform(y), e.fit_transform(yt)\n" + FIT,
            id="a data set with all classes in both parts",
        ),
        pytest.param(SPLIT + "y, yt = encode(y), encode(yt)\n" + FIT, id="an unknown function"),
        pytest.param(
            SPLIT + "y = e.fit_transform(y)\nz = e.fit_transform(yt)\nm.fit(x, y)\n",
            id="labels that are not used",
        ),
    ],
)
def test_classes_that_are_numbered_once(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(
            SPLIT + "y = e.fit_transform(y)\nyt = e.fit_transform(yt)\n" + FIT, 11, id="labels"
        ),
        pytest.param(
            SPLIT
            + "y = LabelBinarizer().fit_transform(y)\nyt = LabelBinarizer().fit_transform(yt)\n"
            "m.fit(x, y, validation_data=(xt, yt))\n",
            11,
            id="two encoders of a kind",
        ),
        pytest.param(
            SPLIT
            + "o = OrdinalEncoder()\nx = o.fit_transform(x)\nxt = o.fit_transform(xt)\n"
            + FIT,
            12,
            id="categories",
        ),
    ],
)
def test_classes_that_are_numbered_anew(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["warning medium"]
    assert lines(RULE, HEAD + code) == [line]


def test_the_first_encoder_is_shown() -> None:
    code = SPLIT + "y = e.fit_transform(y)\nyt = e.fit_transform(yt)\n" + FIT
    (finding,) = found(RULE, HEAD + code)
    assert [label.text for label in finding.labels] == ["numbers the classes of the training"]


def test_a_few_bins_that_the_script_names_are_in_each_part() -> None:
    code = SPLIT + "y = e.fit_transform(y)\nyt = e.fit_transform(yt)\n" + FIT
    bins = "t['c'] = pd.cut(t['age'], bins=[0, 25, 50, 90], labels=[0, 1, 2])\n"
    assert levels(RULE, HEAD + bins + code) == ["info medium"]
    bins = "t['d'] = pd.cut(t['age'], bins=90)\n"
    assert levels(RULE, HEAD + bins + code) == ["warning medium"]
