import pytest

from tests.rules.found import found, levels, lines


def program(shape: str, data: str, call: str = "m.fit(x, np.zeros((100, 3)))") -> str:
    return (
        f"x = np.zeros({data})\n"
        f"m = keras.Sequential([keras.Input({shape}), layers.Flatten(), layers.Dense(3)])\n"
        f"m.compile('adam', 'mse')\n{call}\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("(784,)", "(100, 784)"), id="equal"),
        pytest.param(program("(28, 28, 1)", "(100, 28, 28)"), id="a channel that Keras adds"),
        pytest.param(program("(28, 28)", "(100, 28, 28, 1)"), id="one that Keras takes away"),
        pytest.param(program("(None, 4)", "(100, 7, 4)"), id="an open axis"),
        pytest.param(program("(784,)", "(100, n())"), id="a width that is not known"),
        pytest.param(program("(n(),)", "(100, 5)"), id="an input that is not known"),
        pytest.param(program("(784,)", "load()"), id="a shape that is not known"),
        pytest.param(
            "m = keras.Sequential([layers.Dense(3)])\nm.compile('adam', 'mse')\n"
            "m.fit(np.zeros((100, 5)), np.zeros((100, 3)))\nm.predict(np.zeros((9, 5)))\n",
            id="no input of its own",
        ),
        pytest.param(
            "m = keras.Sequential([layers.Conv2D(4, 3, input_shape=(28, 28, 1)), layers.Flatten(), "
            "layers.Dense(9)])\n"
            "part = keras.Model(inputs=m.inputs, outputs=m.get_layer(name()).output)\n"
            "part(np.zeros((5, 28, 28, 1)))\n",
            id="a part of a model up to a layer that is not known",
        ),
        pytest.param(
            program("(28, 28, 3)", "(100, 28, 28, 3)", "").replace(
                "m.compile", "if np.ndim(x) < 4:\n    x = np.expand_dims(x, 3)\nm.compile"
            )
            + "m.predict(x)\n",
            id="an axis that is added where it is missing",
        ),
        pytest.param(
            program("(8,)", "(100, 8)", "")
            + "some = x[np.load('y.npy') == 9]\nif len(some.shape) == 1:\n"
            "    some = np.expand_dims(some, 0)\nm.predict(some)\n",
            id="the axes of some of the samples are known",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC508", code) == []


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        pytest.param("(784,)", "(100, 28, 28)", id="images for a vector"),
        pytest.param("(28, 28)", "(100, 784)", id="vectors for an image"),
        pytest.param("(10,)", "(100, 9)", id="a column missing"),
        pytest.param("(28, 28, 3)", "(100, 28, 28)", id="no colours"),
        pytest.param("(28, 28, 1)", "(100, 28, 28, 3)", id="too many colours"),
    ],
)
def test_data_of_another_shape_are_an_error(shape: str, data: str) -> None:
    assert levels("KC508", program(shape, data)) == ["error high"]


def test_a_part_of_a_model_takes_what_the_model_takes() -> None:
    code = (
        "m = keras.Sequential([layers.Conv2D(4, 3, input_shape=(28, 28, 1)), layers.Flatten()])\n"
        "part = keras.Model(m.inputs, m.layers[0].output)\npart(np.zeros((5, 180, 180, 1)))\n"
    )
    (finding,) = found("KC508", code)
    assert "the model takes (None, 28, 28, 1)" in finding.message


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param("layers.Dense(3)", 0, id="a layer for each step"),
        pytest.param("layers.Conv1D(3, 3), layers.LSTM(4), layers.Dense(1)", 0, id="any length"),
        pytest.param("keras.Sequential([layers.Dense(3)]), layers.LSTM(4)", 0, id="a chain inside"),
        pytest.param("make(), layers.Dense(3)", 0, id="a layer that is not known"),
        pytest.param("layers.Flatten(), layers.Dense(3)", 1, id="as many weights as numbers"),
        pytest.param("layers.Conv1D(3, 21), layers.Dense(1)", 1, id="too short for the kernel"),
        pytest.param("f, layers.Dense(3)", 1, id="a functional model inside, which looks"),
    ],
)
def test_a_sequential_hands_other_sizes_on(parts: str, expected: int) -> None:
    code = (
        "i = keras.Input((30, 2))\nf = keras.Model(i, layers.Dense(3)(i))\n"
        f"m = keras.Sequential([keras.Input((30, 2)), {parts}])\nm.predict(np.zeros((1, 20, 2)))\n"
    )
    assert len(levels("KC508", code)) == expected


@pytest.mark.parametrize(("head", "expected"), [("", 1), ("TF_USE_LEGACY_KERAS", 0)])
def test_keras_2_only_warns_of_other_sizes(head: str, expected: int) -> None:
    code = f"import os\nos.environ['{head}'] = '1'\n" if head else ""
    code += (
        "i = keras.Input((30, 2))\nf = keras.Model(i, layers.LSTM(3)(i))\n"
        "f.predict(np.zeros((1, 20, 2)))\n"
    )
    assert len(levels("KC508", code)) == expected


def test_predictions_are_looked_at_too() -> None:
    code = program("(10,)", "(100, 9)", "m.predict(x)")
    assert lines("KC508", code) == [4]


def test_the_help_reshapes_where_the_numbers_suffice() -> None:
    (finding,) = found("KC508", program("(784,)", "(100, 28, 28)"))
    assert finding.help == "reshape the data: `x.reshape(-1, 784)`"


def test_the_inputs_of_a_functional_model_are_compared_one_by_one() -> None:
    code = (
        "a, b = keras.Input((4,)), keras.Input((5,))\n"
        "m = keras.Model([a, b], layers.Concatenate()([a, b]))\nm.compile('adam', 'mse')\n"
        "m.fit([np.zeros((9, 4)), np.zeros((9, 6))], np.zeros((9, 9)))\n"
    )
    (finding,) = found("KC508", code)
    assert "(N, 6)" in finding.message


@pytest.mark.parametrize(
    ("made", "expected"),
    [("apply(lambda part: dataset(part))", 0), ('apply("mean")', 1), ("mean()", 1)],
)
def test_what_a_function_makes_of_groups_is_not_known(made: str, expected: int) -> None:
    code = (
        "import pandas as pd\na, b = keras.Input((4,)), keras.Input((5,))\n"
        "m = keras.Model([a, b], layers.Concatenate()([a, b]))\nm.compile('adam', 'mse')\n"
        f"parts = pd.read_csv('all.csv').groupby('split').{made}\nm.evaluate(parts['test'])\n"
    )
    assert len(levels("KC508", code)) == expected


TURNED = """\
from keras import backend as K
(x, y), _ = keras.datasets.cifar10.load_data()
if K.image_dim_ordering() == "th":
    x = np.array([picture.transpose(2, 0, 1) for picture in x])
else:
    x = np.array([picture for picture in x])
i = keras.Input(shape=({shape}))
o = layers.Convolution2D(8, 7, 7, border_mode="same")(i)
m = keras.models.Model(input=i, output=layers.Dense(10)(layers.Flatten()(o)))
m.compile("sgd", "mse")
m.fit(x, np.zeros((50000, 10)), nb_epoch=3)
"""


@pytest.mark.parametrize(("shape", "expected"), [("3, 32, 32", 0), ("3, 16, 16", 1)])
def test_settings_of_an_old_keras_turn_the_data(shape: str, expected: int) -> None:
    assert len(levels("KC508", TURNED.format(shape=shape))) == expected


OPEN_LIST = """\
import glob, os
paths, kept = [], []
for folder in os.listdir("photos"):
    paths.extend(glob.glob(folder))
for path in paths:
    if "mask" not in path:
        kept.append(path)
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"{OPEN_LIST}x = []\nfor path in kept:\n    x.append(read(path))\n", id="a loop"
        ),
        pytest.param(
            f"{OPEN_LIST}x = []\nfor i, path in enumerate(kept):\n    x.append(read(path))\n",
            id="enumerate",
        ),
        pytest.param(
            f"{OPEN_LIST}x = []\nfor a, b in zip(kept, kept):\n    x.append(read(a))\n", id="zip"
        ),
        pytest.param(f"{OPEN_LIST}x = [read(path) for path in kept]\n", id="a comprehension"),
    ],
)
def test_a_list_that_one_branch_of_a_loop_fills_is_not_empty_in_the_other(code: str) -> None:
    net = "m = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(3)])\n"
    assert levels("KC508", f"{code}x = np.array(x)\n{net}m.predict(x)\n") == []


def test_a_step_times_something_unknown_may_be_an_array() -> None:
    code = (
        "z = encode()\nm = keras.Sequential([keras.Input((9,)), layers.Dense(3)])\n"
        "for part in np.arange(0, 1, 0.1):\n"
        "    m.predict(np.array([z[0] * (1 - part) + z[1] * part]))\n"
    )
    assert levels("KC508", code) == []


ROWS = program("(784,)", "(100, 784)") + "import random\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.predict(x[0])", id="the first row"),
        pytest.param("for row in x:\n    m.predict(row)", id="a row of a loop"),
        pytest.param("for row in x:\n    m.predict([row])", id="a row in a list"),
        pytest.param("for i, row in enumerate(x):\n    m.predict(row)", id="a row with its number"),
        pytest.param("for row, _ in zip(x, labels()):\n    m.predict(row)", id="a row and a label"),
        pytest.param("for i in range(n()):\n    m.predict(x[i + 1])", id="by the number of a turn"),
        pytest.param("m.predict(x[random.randint(0, n())])", id="any row"),
        pytest.param("m.predict(x[np.random.randint(len(x))])", id="any row, by NumPy"),
    ],
)
def test_one_sample_without_the_axis_of_the_batch(code: str) -> None:
    (finding,) = found("KC508", ROWS + code)
    assert finding.message == (
        "The data are one sample of the shape (784,), "
        "but the model takes a batch of them, (None, 784)."
    )


@pytest.mark.parametrize(
    ("call", "help"),
    [
        ("m.predict([row])", "add the axis of the batch: `np.expand_dims(row, 0)`"),
        ("m.predict(x[0])", "add the axis of the batch: `np.expand_dims(x[0], 0)`"),
        (
            "m.predict(np.asarray(x[0] * 2.0 - 1.0 + 3.0 * 0.5 - 0.5))",
            "`np.expand_dims(sample, 0)`",
        ),
    ],
)
def test_the_help_makes_a_batch_of_one_sample(call: str, help: str) -> None:
    (finding,) = found("KC508", f"{ROWS}row = x[0]\n{call}")
    assert help in finding.help


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.predict(x[chosen()])", id="an index that may be a list"),
        pytest.param("m.predict(x[np.random.choice(len(x), 5)])", id="several rows"),
        pytest.param("m.predict(x[np.random.randint(0, 9, 5)])", id="several drawn numbers"),
        pytest.param("for i in range(n()):\n    m.predict(x[i:i + 1])", id="a slice"),
        pytest.param("for row in x:\n    m.predict(row[None])", id="an axis for the batch"),
        pytest.param("for row in x:\n    m.predict(np.array([row]))", id="an array of one row"),
        pytest.param(
            "for part in np.array_split(x, 5):\n    m.predict(part)", id="parts with several rows"
        ),
    ],
)
def test_batches_of_samples(code: str) -> None:
    assert levels("KC508", ROWS + code) == []


@pytest.mark.parametrize(("given", "expected"), [("input_length", 0), ("input_shape", 1)])
def test_keras_3_ignores_the_length_of_an_embedding(given: str, expected: int) -> None:
    size = "5" if given == "input_length" else "(5,)"
    code = (
        f"m = keras.Sequential([layers.Embedding(6, 2, {given}={size}), layers.Flatten(), "
        "layers.Dense(1)])\nm.predict(np.zeros((1, 6)))\n"
    )
    assert len(levels("KC508", code)) == expected


TWO = """\
x, z, y = np.load("x.npy"), np.load("z.npy"), np.load("y.npy")
i = [keras.Input((4,)), keras.Input((3,))]
m = keras.Model(i, layers.Dense(1)(layers.Concatenate()(i)))
m.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("m.fit(x, y)", "the model has 2 inputs, and this is one array: `fit` stops"),
        ("m.predict(x)", "this is one array: `predict` stops"),
        ("m.evaluate([x, z, x], y)", "this is 3 arrays: `evaluate` stops"),
        ("m.fit([x, z], y, validation_data=(x, y))", "this is one array: `fit` stops"),
    ],
)
def test_another_number_of_arrays_than_the_model_has_inputs(call: str, words: str) -> None:
    (finding,) = found("KC508", TWO + call)
    assert words in finding.message
    assert lines("KC508", TWO + call) == [5]


@pytest.mark.parametrize(
    "call",
    [
        "m.fit([x, z], y, validation_data=([x, z], y))",
        "m.fit({'a': x, 'b': z}, y)",
        "m.fit(load(), y, validation_data=load())",
        "m.predict([x[:, i] for i in range(2)])",
        "m.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(8))",
        "m.fit([x, *load()], y)",
        "m.predict([x] + keras.models.load_model('a.keras').predict(z))",
        "m.predict(keras.models.load_model('a.keras').predict(z))",
    ],
)
def test_as_many_arrays_as_inputs_or_not_known(call: str) -> None:
    assert levels("KC508", TWO + call) == []


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        (".shuffle(9).batch(4).prefetch(1)", 1),
        (".take(50).batch(4)", 1),
        ("", 0),
        (".map(other).batch(4)", 0),
        (".batch(4).apply(other)", 0),
    ],
)
def test_a_dataset_of_arrays(steps: str, count: int) -> None:
    code = program(
        "(10,)",
        "(100, 9)",
        f"ds = tf.data.Dataset.from_tensor_slices((x, np.zeros((100, 3)))){steps}\nm.fit(ds)",
    )
    assert levels("KC508", code) == ["error high"] * count


LOOKED_UP = """
def find(name):
    if name in names():
        return np.zeros((1, 8))
    return {}


model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
model.predict(find(read()))
"""


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        pytest.param("np.zeros(1)", [], id="a mark that nothing was found"),
        pytest.param("np.array([])", [], id="an empty one"),
        pytest.param("np.zeros((1, 7))", ["error high"], id="data of another width"),
    ],
)
def test_a_mark_for_data_that_are_missing(missing: str, expected: list[str]) -> None:
    assert levels("KC508", LOOKED_UP.format(missing)) == expected


def test_such_a_mark_in_no_branch_is_told() -> None:
    code = "m = keras.Sequential([keras.Input((8,)), layers.Dense(1)])\nm.predict(np.zeros(1))\n"
    assert levels("KC508", code) == ["error high"]


FILLED = """
rows = []
for part in load():
    {}
model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.array(rows), np.load("y.npy"))
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("rows.append(0 if part is None else part)", [], id="turns that differ"),
        pytest.param("rows.append(0 if all_missing() else part)", ["error high"], id="all turns"),
        pytest.param("rows.append(0)", ["error high"], id="no condition"),
    ],
)
def test_turns_of_a_loop_that_put_different_things_into_a_list(
    body: str, expected: list[str]
) -> None:
    assert levels("KC508", FILLED.format(body)) == expected


def test_arrays_of_objects_may_hold_arrays() -> None:
    code = (
        "x = np.zeros(9, dtype=object)\nfor i in range(9):\n    x[i] = load(i)\n"
        "m = keras.Sequential([keras.Input((8, 8)), layers.Flatten(), layers.Dense(1)])\n"
        "m.predict(np.array(list(x)))\n"
    )
    assert levels("KC508", code) == []


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param("list(np.swapaxes(np.load('x.npy'), 0, 1))", [], id="a list of its rows"),
        pytest.param("np.swapaxes(np.load('x.npy'), 0, 1)", ["error high"], id="an array"),
    ],
)
def test_the_rows_of_an_array_may_be_as_many_inputs(x: str, expected: list[str]) -> None:
    code = f"""
a, b = keras.Input((8,)), keras.Input((8,))
m = keras.Model([a, b], layers.Dense(1)(layers.Concatenate()([a, b])))
m.compile("adam", "mse")
m.fit({x}, np.load("y.npy"))
"""
    assert levels("KC508", code) == expected


SORTS = """
m = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
m.compile("adam", loss="{}")
if (m.loss == "sparse_categorical_crossentropy") | isinstance(m.loss, keras.losses.Loss):
    y = np.random.randint(0, 3, size=(90,))
else:
    y = np.eye(3)[np.random.randint(0, 3, size=(90,))]
m.fit(np.zeros((90, 8)), y)
"""


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "categorical_crossentropy"])
def test_a_model_knows_its_loss(loss: str) -> None:
    assert levels("KC107", SORTS.format(loss)) == []
    wrong = SORTS.format(loss).replace("m.loss ==", "m.loss !=")
    assert levels("KC107", wrong) + levels("KC106", wrong) == ["error high"]


@pytest.mark.parametrize(
    ("place", "expected"), [("a[0][0]", 0), ("one", 0), ("a", 1), ("np.arange(3)", 1)]
)
def test_what_an_item_of_open_data_chooses_may_be_one_row_or_several(
    place: str, expected: int
) -> None:
    code = (
        "w, a = np.zeros((9, 50)), np.load('a.npy')\n"
        f"x = np.array([w[{place}] for one in a[0]])\n"
        "m = keras.Sequential([keras.Input((50,)), layers.Flatten(), layers.Dense(3)])\n"
        "m.predict(x)\n"
    )
    assert len(levels("KC508", code)) == expected
