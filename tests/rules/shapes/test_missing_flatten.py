import pytest

from tests.rules.found import found, levels

CONV, OUT = "layers.Conv2D(8, 3, activation='relu')", "layers.Dense(10, 'softmax')"
SPARSE, INTS = "sparse_categorical_crossentropy", "np.zeros(100, int)"


def program(*parts: str, y: str = INTS, loss: str = SPARSE, shape: str = "32, 32, 3") -> str:
    stack = ", ".join((f"keras.Input(({shape}))", *parts))
    return (
        f"m = keras.Sequential([{stack}])\nm.compile('adam', '{loss}')\n"
        f"m.fit(np.zeros((100, {shape})), {y})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(CONV, "layers.Flatten()", OUT), id="flattened"),
        pytest.param(program(CONV, "layers.GlobalMaxPooling2D()", OUT), id="pooled"),
        pytest.param(program(CONV, OUT, "layers.GlobalAveragePooling2D()"), id="pooled at the end"),
        pytest.param(program(CONV, OUT, y="np.zeros((100, 30, 30), int)"), id="a class a pixel"),
        pytest.param(program(CONV, "layers.Dense(8)", CONV, y="load()"), id="a 1x1 convolution"),
        pytest.param(
            program(CONV, "layers.MaxPooling2D(30)", OUT, "layers.Reshape((10,))"), id="one pixel"
        ),
        pytest.param(program(CONV, "mine()", OUT, y="load()"), id="something not known between"),
        pytest.param(
            program(CONV, "layers.Dense(3)", y="load()", loss="mse"), id="a map of numbers"
        ),
        pytest.param(
            program("layers.Conv1D(8, 3)", OUT, y="np.zeros((100, 30), int)", shape="32, 3"),
            id="a class a step",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC501", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(CONV, OUT), id="classes as integers"),
        pytest.param(
            program(CONV, OUT, y=f"keras.utils.to_categorical({INTS}, 10)"), id="one-hot rows"
        ),
        pytest.param(program(CONV, "layers.Dense(1)", y="np.zeros(100)", loss="mse"), id="numbers"),
        pytest.param(program(OUT, shape="28, 28"), id="images without a convolution"),
    ],
)
def test_one_target_a_sample_is_an_error(code: str) -> None:
    assert levels("KC501", code) == ["error high"]


def test_a_softmax_on_a_map_without_known_targets_is_a_warning() -> None:
    code = program(CONV, "layers.Dense(64, 'relu')", OUT, y="load()")
    assert levels("KC501", code) == ["warning medium"]


COLUMNS = "import pandas as pd\ny = np.array(pd.read_csv('cells.csv').drop(['ID'], axis=1))\n"


def test_columns_of_a_table_are_one_row_a_sample_however_many_they_are() -> None:
    several = "layers.Dense(16, 'sigmoid')"
    code = COLUMNS + program(CONV, several, y="y", loss="binary_crossentropy")
    assert levels("KC501", code) == ["warning medium"]
    flat = COLUMNS + program(CONV, "layers.Flatten()", several, y="y", loss="binary_crossentropy")
    assert levels("KC501", flat) == []


def test_columns_of_a_table_may_be_one_for_each_step() -> None:
    code = COLUMNS + program("layers.Conv1D(8, 3)", OUT, y="y", shape="32, 3")
    assert levels("KC501", code) == []


def test_the_first_dense_behind_the_maps_is_the_one_to_change() -> None:
    (finding,) = found("KC501", program(CONV, "layers.Dense(64, 'relu')", OUT))
    assert "(None, 30, 30, 10)" in finding.message
    assert finding.at.column < program(CONV, "layers.Dense(64, 'relu')", OUT).index(OUT)
    assert "GlobalAveragePooling2D" in finding.help


@pytest.mark.parametrize(
    ("targets", "level"),
    [(INTS, ["error high"]), ("np.zeros((100, 30, 30), int)", []), ("load()", ["warning medium"])],
)
def test_a_dataset_in_batches_is_judged_as_arrays_are(targets: str, level: list[str]) -> None:
    code = (
        "import tensorflow as tf\n"
        f"d = tf.data.Dataset.from_tensor_slices((np.zeros((100, 32, 32, 3)), {targets}))\n"
        f"m = keras.Sequential([{CONV}, {OUT}])\nm.compile('adam', '{SPARSE}')\n"
    )
    assert levels("KC501", f"{code}m.fit(d.shuffle(100).batch(8))") == level


def test_a_dataset_whose_batches_are_not_known_is_no_proof() -> None:
    code = (
        "import tensorflow as tf\n"
        f"d = tf.data.Dataset.from_tensor_slices((np.zeros((100, 32, 32, 3)), {INTS}))\n"
        f"m = keras.Sequential([keras.Input((32, 32, 3)), {CONV}, {OUT}])\n"
        f"m.compile('adam', '{SPARSE}')\nm.fit(d.map(lambda x, y: (x, label(x))).batch(8))"
    )
    assert levels("KC501", code) == ["warning medium"]


def test_one_column_of_targets_for_several_steps() -> None:
    steps = ("layers.Conv1D(8, 3)", "layers.Dense(1, 'sigmoid')")
    code = program(*steps, y="np.zeros((100, 1))", shape="9, 3", loss="binary_crossentropy")
    assert levels("KC501", code) == ["error high"]
    one = code.replace("9, 3", "3, 3")
    assert levels("KC501", one) == []


def test_one_hot_rows_as_wide_as_the_output() -> None:
    steps = ("layers.Conv1D(8, 3)", "layers.Dense(4, 'softmax')")
    code = program(*steps, y="np.zeros((100, 4))", shape="9, 3", loss="categorical_crossentropy")
    assert levels("KC501", code) == ["error high"]
    assert levels("KC501", code.replace("9, 3", "6, 3")) == []


BASE = "keras.applications.DenseNet121(include_top=False, input_shape=(64, 64, 3))"
OWN_BASE = f"keras.Sequential([keras.Input((64, 64, 3)), {CONV}, layers.BatchNormalization()])"
VECTOR = f"keras.Sequential([keras.Input((64, 64, 3)), {CONV}, layers.GlobalMaxPooling2D()])"


@pytest.mark.parametrize("base", [BASE, OWN_BASE])
def test_feature_maps_of_a_model_that_is_used_as_a_layer(base: str) -> None:
    dense = "layers.Dense(64, 'relu')"
    code = (
        f"m = keras.Sequential([{base}, {{}}{dense}, {OUT}])\nm.compile('adam', '{SPARSE}')\n"
        f"m.fit(np.zeros((100, 64, 64, 3)), {INTS})\n"
    )
    (finding,) = found("KC501", code.format(""))
    assert finding.severity.label == "error"
    assert levels("KC501", code.format("layers.GlobalAveragePooling2D(), ")) == []
    assert levels("KC501", code.replace(base, VECTOR).format("")) == []


WORDS = "layers.Embedding(900, 16)"


@pytest.mark.parametrize(
    ("parts", "targets", "loss", "expected"),
    [
        ((WORDS, OUT), INTS, SPARSE, ["error high"]),
        ((WORDS, "layers.Dense(8)", OUT), INTS, SPARSE, ["error high"]),
        ((WORDS, OUT), "np.zeros((100, 10))", "categorical_crossentropy", ["error high"]),
        ((WORDS, "layers.Dense(1)"), INTS, "mse", ["error high"]),
        ((WORDS, OUT), "np.zeros((100, 30), int)", SPARSE, []),
        ((WORDS, OUT), "load()", SPARSE, []),
        ((WORDS, "layers.GlobalAveragePooling1D()", OUT), INTS, SPARSE, []),
        ((WORDS, "layers.LSTM(8)", OUT), INTS, SPARSE, []),
    ],
)
def test_a_vector_for_each_word(
    parts: tuple[str, ...], targets: str, loss: str, expected: list[str]
) -> None:
    code = program(*parts, y=targets, loss=loss, shape="30,")
    assert levels("KC501", code) == expected
    if expected:
        (finding,) = found("KC501", code)
        assert "gets a vector for each word" in finding.message
        assert finding.help == (
            "put `keras.layers.Flatten()` or `keras.layers.GlobalAveragePooling1D()` before this "
            "layer"
        )


@pytest.mark.parametrize(
    ("loss", "units", "expected"), [(SPARSE, "10, 'softmax'", 1), ("mse", "1", 0)]
)
def test_a_map_of_one_pixel(loss: str, units: str, expected: int) -> None:
    parts = (CONV, "layers.MaxPooling2D(30)", f"layers.Dense({units})")
    code = program(*parts, y="np.zeros((100, 1), int)", loss=loss)
    assert levels("KC501", code) == ["error high"] * expected


def test_a_network_for_images_of_any_size_may_label_each_pixel() -> None:
    code = program(CONV, "layers.Dense(64, 'relu')", OUT, y="load()").replace(
        "32, 32", "None, None"
    )
    assert levels("KC501", code) == []
