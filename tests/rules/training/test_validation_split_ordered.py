import pytest

from tests.rules.found import found, levels, lines

RULE = "KC215"
HEAD = """\
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine, make_blobs
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, StandardScaler
from sklearn.utils import shuffle
m = keras.Sequential([layers.Dense(3, activation="softmax")])
m.compile("adam", "sparse_categorical_crossentropy")
"""
IRIS = "x, y = load_iris(return_X_y=True)\n"
HALVES = "a, b = np.load('a.npy'), np.load('b.npy')\nx = np.concatenate([a, b])\n"
FIT = "m.fit(x, y, validation_split=0.2)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x, y = load_digits(return_X_y=True)\n" + FIT, id="mixed as it comes"),
        pytest.param("x, y = load_breast_cancer(return_X_y=True)\n" + FIT, id="two mixed classes"),
        pytest.param(IRIS + "x, y = shuffle(x, y)\n" + FIT, id="shuffled"),
        pytest.param(
            IRIS + "order = np.random.permutation(len(x))\nx, y = x[order], y[order]\n" + FIT,
            id="a permutation",
        ),
        pytest.param(
            IRIS
            + "order = np.arange(150)\nnp.random.shuffle(order)\nx, y = x[order], y[order]\n"
            + FIT,
            id="shuffled positions",
        ),
        pytest.param(
            IRIS + "np.random.seed(1)\nnp.random.shuffle(x)\nnp.random.seed(1)\n"
            "np.random.shuffle(y)\n" + FIT,
            id="shuffled in place",
        ),
        pytest.param(
            IRIS + "rng = np.random.default_rng(1)\nrng.shuffle(y)\n" + FIT, id="by a generator"
        ),
        pytest.param(
            IRIS + "from tools import mix\nmix(x, y)\n" + FIT, id="handed to an unknown function"
        ),
        pytest.param(
            IRIS + "x, xt, y, yt = train_test_split(x, y, random_state=0)\n" + FIT, id="split"
        ),
        pytest.param(
            "import pandas as pd\niris = load_iris()\nd = pd.DataFrame(iris.data)\n"
            "d['y'] = iris.target\nd = d.sample(frac=1)\nx, y = d.iloc[:, :4], d['y']\n" + FIT,
            id="a table that is sampled",
        ),
        pytest.param("x, y = make_blobs(200, random_state=1)\n" + FIT, id="made in a random order"),
        pytest.param(
            HALVES + "y = np.concatenate([np.load('c.npy'), np.load('d.npy')])\n" + FIT,
            id="parts of several classes each",
        ),
        pytest.param(
            HALVES + "y = np.concatenate([np.zeros(5), np.zeros(5)])\n" + FIT, id="one class"
        ),
        pytest.param(
            "x = np.load('x.npy')\ny = np.zeros(900)\nfor i in range(900):\n"
            "    y[i] = i % 3\n" + FIT,
            id="filled one by one",
        ),
        pytest.param(
            "x = np.load('x.npy')\ny = np.zeros(900)\ny[:300] = 1\ny[300:600] = 0\n"
            "y[600:] = 1\n" + FIT,
            id="slices of a class that comes back",
        ),
        pytest.param(
            HALVES + "z = np.zeros(len(a))\no = np.ones(len(b))\n"
            "t = np.column_stack([x, np.concatenate([z, o])])\nnp.random.shuffle(t)\n"
            "x, y = t[:, :-1], t[:, -1]\n" + FIT,
            id="shuffled as a column",
        ),
        pytest.param(IRIS + "m.fit(x, y, validation_data=(x, y))\n", id="no split"),
    ],
)
def test_rows_that_are_not_known_to_be_sorted(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(IRIS + FIT, id="a sorted data set"),
        pytest.param("d = load_wine()\nx, y = d.data, d.target\n" + FIT, id="its parts"),
        pytest.param(IRIS + "y = keras.utils.to_categorical(y)\n" + FIT, id="one-hot"),
        pytest.param(
            IRIS
            + "x = StandardScaler().fit_transform(x)\ny = LabelBinarizer().fit_transform(y)\n"
            + FIT,
            id="scaled and encoded",
        ),
        pytest.param(IRIS + "m.fit(x, y, validation_split=0.2, shuffle=True)\n", id="too late"),
        pytest.param(
            "x, y = make_blobs(200, shuffle=False, random_state=1)\n" + FIT, id="made in order"
        ),
        pytest.param(
            HALVES + "y = np.concatenate([np.zeros(len(a)), np.ones(len(b))])\n" + FIT,
            id="a part for each class",
        ),
        pytest.param(
            HALVES + "y = np.vstack([np.zeros((len(a), 1)), np.ones((len(b), 1))])\n" + FIT,
            id="as columns",
        ),
        pytest.param(
            "x = np.load('x.npy')\ny = np.ones(900)\ny[0:300] = 0\ny[300:600] = 1\ny[600:] = 2\n"
            + FIT,
            id="slices of one class each",
        ),
        pytest.param("x = np.load('x.npy')\ny = np.repeat([0, 1, 2], 300)\n" + FIT, id="repeat"),
    ],
)
def test_the_last_rows_of_sorted_ones(code: str) -> None:
    assert levels(RULE, HEAD + code) == ["warning high"]
    last = (HEAD + code).count("\n")
    assert lines(RULE, HEAD + code) == [last]


@pytest.mark.parametrize(
    ("split", "words"),
    [
        ("0.2", "holds out the last 30 of 150 rows, which are all of class 2."),
        ("0.5", "holds out the last 75 of 150 rows, which are all of the classes 1, 2."),
        ("0.4", "holds out the last 60 of 150 rows, which are all of the classes 1, 2."),
        ("0.9", "only one class is left to train on."),
    ],
)
def test_the_message_counts_what_is_held_out(split: str, words: str) -> None:
    (finding,) = found(RULE, HEAD + IRIS + f"m.fit(x, y, validation_split={split})\n")
    assert words in finding.message


def test_a_class_that_is_held_out_whole() -> None:
    code = HALVES + "y = np.concatenate([np.zeros(80), np.ones(20)])\n" + FIT
    (finding,) = found(RULE, HEAD + code)
    assert "the last 20 of 100 rows, which are all of class 1" in finding.message
    assert "never trained on" in finding.message
