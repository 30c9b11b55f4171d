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


READ = """\
import os, random, cv2
X, y = [], []
classes = os.listdir("train")
for label, folder in enumerate(classes):
    for name in os.listdir("train/" + folder):
        image = cv2.imread("train/" + folder + "/" + name)
        if image is None:
            continue
        X.append(cv2.resize(image, (32, 32)))
        y.append(label)
"""
KNOWN = """\
import os, random, cv2
CLASSES = ["cat", "dog", "horse"]
X, y = [], []
for category in CLASSES:
    number = CLASSES.index(category)
    for name in os.listdir("train/" + category):
        X.append(cv2.resize(cv2.imread(name), (32, 32)))
        y.append(number)
"""
TWO = """\
import os, random, cv2
X, y = [], []
for name in os.listdir("train/cats"):
    X.append(cv2.resize(cv2.imread(name), (32, 32)))
    y.append(0)
for name in os.listdir("train/dogs"):
    X.append(cv2.resize(cv2.imread(name), (32, 32)))
    y.append(1)
"""
ARRAYS = "X, y = np.array(X) / 255.0, np.array(y)\n"
FIT_LISTS = "m.fit(X, y, epochs=5, validation_split=0.2)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(READ + ARRAYS, id="numbered folders"),
        pytest.param(KNOWN + ARRAYS, id="classes that are written down"),
        pytest.param(TWO + ARRAYS, id="a loop for each class"),
        pytest.param(READ + "X = np.array(X)\ny = keras.utils.to_categorical(y)\n", id="one-hot"),
        pytest.param(
            READ.replace("enumerate(classes)", "enumerate(sorted(classes), start=1)") + ARRAYS,
            id="sorted names",
        ),
        pytest.param(
            READ.replace("label, folder in enumerate(classes)", "folder in classes").replace(
                "y.append(label)", "y.append(folder)"
            )
            + "from sklearn.preprocessing import LabelEncoder\nX = np.array(X)\n"
            "y = LabelEncoder().fit_transform(y)\n",
            id="the names of folders",
        ),
        pytest.param(
            READ.replace("label, folder in enumerate(classes)", "folder in sorted(classes)")
            .replace("classes = os", "label = 0\nclasses = os")
            .replace("y.append(label)", "y.append(label)\n    label += 1")
            + ARRAYS,
            id="a counter",
        ),
        pytest.param(
            "import os, cv2\ndef read(folder, label):\n    for name in os.listdir(folder):\n"
            "        X.append(cv2.resize(cv2.imread(name), (32, 32)))\n        y.append(label)\n"
            "X, y = [], []\nread('cats', 0)\nread('dogs', 1)\n" + ARRAYS,
            id="a function that is called for each class",
        ),
        pytest.param(
            READ.replace(
                "        y.append(label)\n",
                "        y.append(label)\n        X.append(cv2.flip(image, 1))\n"
                "        y.append(label)\n",
            )
            + ARRAYS,
            id="two images of each file",
        ),
        pytest.param(READ + "import matplotlib.pyplot as plt\nplt.hist(y)\n" + ARRAYS, id="a plot"),
    ],
)
def test_images_that_are_read_folder_by_folder(code: str) -> None:
    code = HEAD + code + FIT_LISTS
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [code.count("\n")]


MIXED = "random.seed(1)\nrandom.shuffle(X)\nrandom.seed(1)\nrandom.shuffle(y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(READ + MIXED + ARRAYS, id="the lists are shuffled"),
        pytest.param(READ + ARRAYS + "X, y = shuffle(X, y)\n", id="the arrays are shuffled"),
        pytest.param(
            TWO + "both = list(zip(X, y))\nrandom.shuffle(both)\nX, y = zip(*both)\n" + ARRAYS,
            id="shuffled in pairs",
        ),
        pytest.param(
            TWO + ARRAYS + "order = np.random.permutation(len(X))\nX, y = X[order], y[order]\n",
            id="a permutation",
        ),
        pytest.param(
            KNOWN + ARRAYS + "X, X_test, y, y_test = train_test_split(X, y, test_size=0.2)\n",
            id="split before",
        ),
        pytest.param(
            TWO + "random.Random(4).shuffle(X)\nrandom.Random(4).shuffle(y)\n" + ARRAYS,
            id="shuffled by a generator of its own",
        ),
        pytest.param(
            READ + "from tools import mix\nmix(X, y)\n" + ARRAYS, id="an unknown function"
        ),
        pytest.param(
            "import os, cv2, random\nX, y = [], []\nfiles = os.listdir('train')\n"
            "random.shuffle(files)\nfor name in files:\n    X.append(cv2.imread(name))\n"
            "    y.append(0 if 'cat' in name else 1)\n" + ARRAYS,
            id="labels from the names of files",
        ),
        pytest.param(
            "import os, cv2\nX, y = [], []\nfor name in os.listdir('train'):\n"
            "    X.append(cv2.imread(name))\n    if 'cat' in name:\n        y.append(0)\n"
            "    else:\n        y.append(1)\nfor name in os.listdir('more'):\n"
            "    X.append(cv2.imread(name))\n    y.append(1)\n" + ARRAYS,
            id="a condition for each file",
        ),
        pytest.param(
            "import os, cv2\nX, y = [], []\nfor number in range(500):\n"
            "    for label, folder in enumerate(os.listdir('train')):\n"
            "        X.append(cv2.imread(f'train/{folder}/{number}.png'))\n"
            "        y.append(label)\n" + ARRAYS,
            id="one of each class in turn",
        ),
        pytest.param(
            READ.replace("for label", "for day in os.listdir('days'):\n  for label").replace(
                "    for name", "   for name"
            )
            + ARRAYS,
            id="the classes come again each day",
        ),
        pytest.param(
            READ.replace("y.append(label)", "y.append(label % 2)") + ARRAYS,
            id="classes that come again",
        ),
        pytest.param(
            "import os, cv2\nX, y = [], []\nfor part in ('a', 'b'):\n"
            "    for label, folder in enumerate(os.listdir(part)):\n"
            "        for name in os.listdir(folder):\n"
            "            X.append(cv2.imread(name))\n            y.append(label)\n" + ARRAYS,
            id="two sets one after the other",
        ),
        pytest.param(
            "import os, cv2\nX, y = [], []\nfor who in os.listdir('people'):\n"
            "    age = int(who.split('_')[0])\n    for name in os.listdir(who):\n"
            "        X.append(cv2.imread(name))\n        y.append(age)\n" + ARRAYS,
            id="a label that several folders may share",
        ),
    ],
)
def test_files_that_are_not_known_to_come_class_by_class(code: str) -> None:
    assert levels(RULE, HEAD + code + FIT_LISTS) == []


FOLDERS = """
images, labels = [], []
for number, name in enumerate(["cat", "dog"]):
    for file in os.listdir(name):
        images.append(np.load(file))
        labels.append(number)
x, y = np.array(images), np.array(labels)
n = int(0.8 * len(x))
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            FOLDERS + "m.fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))\n", id="validated"
        ),
        pytest.param(FOLDERS + "m.fit(x[:n], y[:n])\nm.evaluate(x[n:], y[n:])\n", id="tested"),
        pytest.param(
            FOLDERS
            + "xa, xb = x[:n], x[n:]\nya, yb = y[:n], y[n:]\n"
            + "m.fit(xa, ya, validation_data=(xb, yb))\n",
            id="by name",
        ),
    ],
)
def test_the_rest_of_a_slice_is_the_last_classes(code: str) -> None:
    (finding,) = found(RULE, HEAD + "import os\n" + code)
    assert finding.message == (
        "this holds out the last rows, but these are sorted by class: whole classes are missing "
        "from them."
    )


def test_a_slice_of_a_known_size_names_the_class() -> None:
    code = IRIS + "m.fit(x[:120], y[:120], validation_data=(x[120:], y[120:]))\n"
    (finding,) = found(RULE, HEAD + code)
    assert "the last 30 of 150 rows, which are all of class 2." in finding.message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.fit(x[:n], y[:n])\n", id="the rest is not measured"),
        pytest.param("m.fit(x[:n], y[:n], validation_split=0.2)\n", id="a part of a part"),
        pytest.param(
            "m.fit(x[::2], y[::2], validation_data=(x[1::2], y[1::2]))\n", id="every second row"
        ),
        pytest.param(
            "p = np.random.permutation(len(x))\nx, y = x[p], y[p]\n"
            "m.fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))\n",
            id="mixed",
        ),
        pytest.param("m.fit(x[:n], y[:n], validation_data=(x[:n], y[:n]))\n", id="the same rows"),
        pytest.param(
            "m.fit(x[:n], y[:n], validation_data=(x[n - 9:], y[n - 9:]))\n", id="another place"
        ),
        pytest.param(
            "t, u = np.load('t.npy'), np.load('u.npy')\n"
            "m.fit(x[:n], y[:n], validation_data=(t[n:], u[n:]))\n",
            id="other data",
        ),
    ],
)
def test_slices_that_hold_out_no_class(code: str) -> None:
    assert levels(RULE, HEAD + "import os\n" + FOLDERS + code) == []
