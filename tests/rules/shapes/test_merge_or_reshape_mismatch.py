import pytest

from tests.rules.found import found, levels

TWO = "a, b = keras.Input((8,)), keras.Input((4,))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TWO + "layers.add([a, layers.Dense(8)(b)])", id="the same shape"),
        pytest.param(TWO + "layers.concatenate([a, b])", id="one axis that differs"),
        pytest.param("layers.add([keras.Input((8,)), keras.Input((1,))])", id="a broadcast"),
        pytest.param(
            "layers.add([keras.Input((None, 3)), keras.Input((9, 3))])", id="an open axis"
        ),
        pytest.param(TWO + "layers.add([a, something(b)])", id="not known"),
        pytest.param("layers.Reshape((2, -1))(keras.Input((8,)))", id="an axis to be found"),
        pytest.param("layers.Reshape((3, 3))(keras.Input(shape()))", id="a shape not known"),
        pytest.param(
            "import tensorflow as tf\ndef block(x, parts):\n"
            "    return layers.Add()(tf.split(layers.Dense(8)(x), parts, axis=-1))\n",
            id="parts of which the number is not known",
        ),
        pytest.param(
            "class Agent:\n"
            "    def __init__(self, model):\n        self.model = model\n"
            "    def compile(self):\n"
            "        if type(self.model.input) is list:\n"
            "            shapes = [i.shape[1:] for i in self.model.input]\n"
            "        else:\n            shapes = [self.model.input.shape[1:]]\n"
            "        self.model([keras.Input(shape) for shape in shapes])\n"
            "Agent(keras.Sequential([keras.Input((3,)), layers.Dense(1)])).compile()\n",
            id="as many inputs as the model has",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,)), layers.Dense(1)])\n"
            "m([keras.Input((3,)) for shape in shapes()])\n",
            id="inputs of which the number is not known",
        ),
        pytest.param(
            TWO + "try:\n    layers.add([a, b])\nexcept ValueError:\n    print('no')",
            id="an error that is shown",
        ),
    ],
)
def test_shapes_that_fit_or_may(code: str) -> None:
    assert levels("KC509", code) == []


FRAMES = """
frames = keras.Input((4, 72, 80))
x = layers.Conv2D(1, 3, {} activation="relu")(layers.Reshape((64, 72, 80))(layers.Dense(64 * 72 * 80)(
    layers.Flatten()(frames))))
layers.Concatenate(axis=1)([frames, x])
"""


def test_images_of_keras_1_that_are_joined_by_their_channels() -> None:
    old = FRAMES.format("border_mode='same',")
    assert levels("KC509", old) == []
    assert levels("KC509", FRAMES.format("padding='same',")) == ["error high"]
    assert levels("KC509", old.replace("axis=1", "axis=-1")) == ["error high"]
    assert "error high" in levels("KC509", old.replace("4, 72, 80", "72, 80, 4"))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TWO + "layers.add([a, b])", id="sum"),
        pytest.param(TWO + "layers.Multiply()([a, b])", id="product"),
        pytest.param(
            "layers.concatenate([keras.Input((2, 3)), keras.Input((4, 5))])", id="two axes differ"
        ),
        pytest.param("layers.Reshape((3, 3))(keras.Input((10,)))", id="another count"),
    ],
)
def test_shapes_that_do_not_fit(code: str) -> None:
    (finding,) = found("KC509", code)
    assert finding.severity.label == "error"
    assert finding.keras


def test_a_model_that_is_called_with_too_much() -> None:
    code = TWO + "encoder = keras.Model(a, layers.Dense(3)(a))\nencoder([a, b])"
    (finding,) = found("KC509", code)
    assert finding.message == "the model `encoder` has 1 input, but is called with 2."


def test_each_input_is_shown_with_its_shape() -> None:
    code = TWO + "x = layers.Dense(3)(a)\nlayers.add([x, layers.Dense(5)(b)])"
    (finding,) = found("KC509", code)
    assert [label.text for label in finding.labels] == ["gives (None, 3)", "gives (None, 5)"]


def test_a_loop_of_a_function_that_nothing_calls_knows_its_own_names() -> None:
    code = (
        "def upscaled(x):\n    widths = [128, 64, 32, 1]\n    for width in widths:\n"
        "        steps = 2 if width > widths[-2] else 1\n"
        "        x = layers.Conv2DTranspose(width, 5, strides=steps, padding='same')(x)\n"
        "    return x\n"
        "def build():\n    made = upscaled(keras.Input((7, 7, 16)))\n"
        "    return layers.concatenate([made, keras.Input(({size}, {size}, 1))])\n"
    )
    assert levels("KC509", code.replace("{size}", "28")) == []
    assert levels("KC509", code.replace("{size}", "112")) == ["error high"]


MNIST = "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n"


@pytest.mark.parametrize(
    ("code", "message", "help"),
    [
        (
            "x_test.reshape(60000, 28, 28, 1)",
            "An array of shape (10000, 28, 28) does not fit into the shape (60000, 28, 28, 1).",
            "write `-1` in place of the number of samples",
        ),
        (
            "np.reshape(x, (len(x), 784, 3))",
            "An array of shape (60000, 28, 28) does not fit into the shape (60000, 784, 3).",
            "change the new shape, or the data that are put into it",
        ),
        (
            "x[3].reshape(-1, 28, 29)",
            "An array of shape (28, 28) does not fit into the shape (-1, 28, 29).",
            "change the new shape, or the data that are put into it",
        ),
    ],
)
def test_an_array_that_does_not_fit_into_its_new_shape(code: str, message: str, help: str) -> None:
    (finding,) = found("KC509", MNIST + code)
    assert (finding.message, finding.help) == (message, help)
    assert finding.severity.label == "error"


def test_rows_of_which_the_number_is_not_known_still_have_to_fit() -> None:
    code = MNIST + "np.reshape(x[:n()], (-1, 28, 28, 3))\n"
    assert levels("KC509", code) == []
    code = MNIST + "part = x[:n()]\npart.reshape((part.shape[0], 32, 32, 1))\n"
    assert levels("KC509", code) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("x.reshape(-1, 28, 28, 1)", id="an axis for one channel"),
        pytest.param("x.reshape(len(x), 28 * 28)", id="one axis"),
        pytest.param("x.reshape((-1,) + x.shape[1:] + (1,))", id="a shape that is put together"),
        pytest.param("np.load('x.npy').reshape(100, 28, 28)", id="an array of a file"),
        pytest.param("x[:n()].reshape(100, 28, 28)", id="a number that is not known"),
        pytest.param("x.reshape(size())", id="a shape that is not known"),
        pytest.param(
            "try:\n    x.reshape(5, 5)\nexcept ValueError:\n    pass", id="where it is tried"
        ),
    ],
)
def test_arrays_that_fit_or_may_do_so(code: str) -> None:
    assert levels("KC509", MNIST + code) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("t['band']", [], id="cells of a column, which may be arrays"),
        pytest.param("t['band'].values", [], id="the same as an array"),
        pytest.param("np.zeros((5,))", ["error high"], id="numbers"),
    ],
)
def test_items_that_are_reshaped(rows: str, expected: list[str]) -> None:
    code = f"""\
import pandas as pd
t = pd.read_json("t.json")
x = np.array([np.array(band).astype("float32").reshape(75, 75) for band in {rows}])
"""
    assert levels("KC509", code) == expected


STEPS = """\
import pandas as pd
def frame(data, n):
    count = 1 if {} else data.shape[1]
    table = pd.DataFrame(data)
    whole = pd.concat([table.shift(i) for i in range(n)], axis=1)
    whole.columns = ["var%d(t-%d)" % (j, i) for i in range(n) for j in range(count)]
    return whole.dropna().values
x = frame({}, 3)[:100]
m = keras.Sequential([keras.Input((3, 8)), layers.LSTM(4), layers.Dense(1)])
m.compile("adam", "mse")
m.fit(x.reshape((100, 3, 8)), y)
"""


@pytest.mark.parametrize(
    ("test", "data", "expected"),
    [
        ("type(data) is list", "np.zeros((200, 8))", []),
        ("type(data) == list", "np.zeros((200, 8))", []),
        ("type(data) in (list, tuple)", "np.zeros((200, 8))", []),
        ("isinstance(data, list)", "np.zeros((200, 8))", []),
        ("type(data) is list", "mine()", []),
        ("isinstance(data, list)", "mine()", []),
        ("type(data) is not np.ndarray", "np.zeros((200, 8))", []),
        ("type(data) is list", "np.zeros((200, 7))", ["error high"]),
        ("type(data) is list", "list(range(200))", ["error high"]),
    ],
)
def test_columns_are_counted_by_the_type_of_the_data(
    test: str, data: str, expected: list[str]
) -> None:
    assert levels("KC509", STEPS.format(test, data)) == expected
