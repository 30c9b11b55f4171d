import pytest

from tests.rules.found import found, levels, lines

RULE = "KC307"
MODEL = "m = keras.Sequential([keras.Input((2,)), layers.Dense(1)])\nm.compile('adam', 'mse')\n"
ARRAYS = "x, y = np.load('x.npy'), np.load('y.npy')\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(ARRAYS + "m.fit(x, y)\nm.predict(x)", id="arrays"),
        pytest.param("m.fit(np.array([[0, 1]]), np.array([1]))", id="arrays of lists"),
        pytest.param(
            "import pandas as pd\nt = pd.read_csv('t.csv')\nm.fit(t[['a', 'b']], t['c'])",
            id="tables",
        ),
        pytest.param(
            ARRAYS + "a, b = keras.Input((2,)), keras.Input((2,))\n"
            "m = keras.Model([a, b], layers.Dense(1)(a + b))\nm.compile('adam', 'mse')\n"
            "m.fit([x, x], y)\nm.predict([x, x])",
            id="several inputs",
        ),
        pytest.param(
            ARRAYS + "a = keras.Sequential([layers.Dense(2, input_dim=3)])\n"
            "b = keras.Sequential([layers.Dense(2, input_dim=3)])\nm = keras.Sequential()\n"
            "m.add(keras.layers.Merge([a, b], mode='concat'))\nm.add(layers.Dense(1))\n"
            "m.compile('adam', 'mse')\nm.fit([x[:, 0], x[:, 1]], y)\nm.predict([x, x])",
            id="two inputs in Keras 1",
        ),
        pytest.param(ARRAYS + "m.fit(x, [y, y])", id="several outputs"),
        pytest.param(ARRAYS + "m.fit(x, y, validation_data=[x, y])", id="a pair in a list"),
        pytest.param("m.fit([read(f) for f in files()], np.load('y.npy'))", id="not known"),
        pytest.param("x, y = load()\nm.fit(x, y)", id="wholly unknown"),
        pytest.param(
            "import tensorflow as tf\n"
            "d = tf.data.Dataset.from_tensor_slices(([[0.0, 1.0]], [[1.0]])).batch(1)\n"
            "m.fit(d)\nm.evaluate(d)",
            id="a dataset made of lists",
        ),
        pytest.param(
            "import tensorflow as tf\nm(tf.expand_dims([0.0, 1.0], 0))\nm.predict(np.expand_dims([0.0, 1.0], 0))",
            id="a list made an array by a function",
        ),
        pytest.param(
            "x = list(np.swapaxes(np.load('x.npy'), 0, 1))\n"
            "n = keras.Model(m.input, load().output)\nn.predict(x)",
            id="an array an input of a model that is not known",
        ),
        pytest.param(
            ARRAYS + "m.fit({'a': x}, y, class_weight={0: 1.0, 1: 2.0})", id="a dict of inputs"
        ),
        pytest.param(
            "from sklearn.linear_model import LogisticRegression\n"
            "LogisticRegression().fit([[0, 1]], [1])",
            id="another library",
        ),
    ],
)
def test_what_keras_takes(code: str) -> None:
    assert levels(RULE, MODEL + code) == []


@pytest.mark.parametrize(
    "function",
    [
        "keras.utils.to_categorical(y, 3)", "keras.utils.normalize(y)", "keras.ops.one_hot(y, 3)",
        "tf.one_hot(y, 3)", "np.array(y)", "LabelBinarizer().fit_transform(y)",
    ],
)  # fmt: skip
def test_functions_that_make_arrays_of_lists(function: str) -> None:
    code = (
        "import tensorflow as tf\nfrom sklearn.preprocessing import LabelBinarizer\ny = []\n"
        "for folder in folders:\n    y.append(3)\n"
    )
    assert levels(RULE, f"{MODEL}{code}m.fit(np.load('x.npy'), y)") != []
    assert levels(RULE, f"{MODEL}{code}m.fit(np.load('x.npy'), {function})") == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param("m.fit([[0, 1], [1, 0]], [0, 1])", "error high", 3, id="both"),
        pytest.param(ARRAYS + "m.fit(x, [0, 1])", "error high", 4, id="labels"),
        pytest.param(ARRAYS + "m.fit(x.tolist(), y)", "error high", 4, id="tolist"),
        pytest.param(
            "x, y = [], []\nfor line in open('t'):\n    x.append(read(line))\n    y.append(1)\n"
            "m.fit(np.array(x), y)",
            "error high", 7,
            id="a list that grows",
        ),
        pytest.param(
            ARRAYS + "m.fit(x, y, validation_data=([[0, 1]], [1]))", "error high", 4,
            id="validation",
        ),
        pytest.param(ARRAYS + "m.fit(x, y)\nm.predict([[0, 1]])", "error high", 5, id="predict"),
        pytest.param(
            "x = []\nfor f in names():\n    x.append(keras.utils.img_to_array(f))\n"
            "m.fit(x, np.load('y.npy'))",
            "warning medium", 6,
            id="a list of images",
        ),
    ],
)  # fmt: skip
def test_lists_that_keras_refuses(code: str, level: str, line: int) -> None:
    assert levels(RULE, MODEL + code) == [level]
    assert lines(RULE, MODEL + code) == [line]


def test_the_fix_makes_arrays_of_both() -> None:
    (finding,) = found(RULE, MODEL + "x, y = [[0, 1]], [1]\nm.fit(x, y)")
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["np.array(x)", "np.array(y)"]


def test_texts_are_to_be_a_tensor() -> None:
    (finding,) = found(RULE, MODEL + "texts = ['a b', 'c']\nm.predict(texts)")
    assert finding.help == "make it one tensor: `tf.constant(texts)`"
    assert finding.fix is None
