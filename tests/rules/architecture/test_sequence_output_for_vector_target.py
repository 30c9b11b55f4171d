import pytest

from tests.rules.found import found, levels

LSTM = "layers.LSTM(8, return_sequences=True)"


def program(*parts: str, y: str = "np.zeros((100, 1))", loss: str = "mse") -> str:
    stack = ", ".join(("keras.Input((5, 3))", *parts))
    return (
        f"m = keras.Sequential([{stack}])\nm.compile('adam', '{loss}')\n"
        f"m.fit(np.zeros((100, 5, 3)), {y})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.LSTM(8)", "layers.Dense(1)"), id="one state a sample"),
        pytest.param(program(LSTM, "layers.LSTM(8)", "layers.Dense(1)"), id="stacked"),
        pytest.param(program(LSTM, "layers.Flatten()", "layers.Dense(1)"), id="flattened"),
        pytest.param(
            program(LSTM, "layers.GlobalMaxPooling1D()", "layers.Dense(1)"), id="pooled over time"
        ),
        pytest.param(
            program(LSTM, "layers.Dense(1)", y="np.zeros((100, 5, 1))"), id="a target a step"
        ),
        pytest.param(
            program(LSTM, "layers.Dense(1)", y="np.zeros((100, 5))"), id="a number a step"
        ),
        pytest.param(
            program(
                LSTM,
                "layers.Dense(7, 'softmax')",
                y="np.zeros((100, 5), int)",
                loss="sparse_categorical_crossentropy",
            ),
            id="a class a step",
        ),
        pytest.param(
            program(LSTM, "layers.TimeDistributed(layers.Dense(4))", y="np.zeros((100, 4))"),
            id="written for each step",
        ),
        pytest.param(
            program(LSTM, "layers.TimeDistributed(layers.Dense(1))", y="np.zeros((100, 5))"),
            id="written for each step, and a number for each",
        ),
        pytest.param(program(LSTM, "layers.Dense(1)", y="load()"), id="targets not known"),
        pytest.param(
            program(LSTM, "layers.Lambda(lambda t: t[:, -1])", "layers.Dense(1)"), id="last step"
        ),
        pytest.param(
            program("layers.LSTM(8, return_sequences=flag())", "layers.Dense(1)"), id="not known"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC409", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(LSTM, "layers.Dense(1)"), id="one number a sample"),
        pytest.param(program(LSTM, "layers.Dense(1)", y="np.zeros(100)"), id="a plain vector"),
        pytest.param(
            program(LSTM, "layers.Dropout(0.2)", "layers.Dense(4)", y="np.zeros((100, 1, 4))"),
            id="one step ahead",
        ),
        pytest.param(
            program(f"layers.Bidirectional({LSTM})", "layers.Dense(1)"), id="in both directions"
        ),
        pytest.param(program("layers.GRU(1, return_sequences=True)"), id="without a Dense"),
    ],
)
def test_a_target_a_sample_is_an_error(code: str) -> None:
    assert levels("KC409", code) == ["error high"]


def test_the_help_takes_the_unit_axis_of_the_targets_away() -> None:
    (finding,) = found("KC409", program(LSTM, "layers.Dense(4)", y="np.zeros((100, 1, 4))"))
    assert finding.help == "write `return_sequences=False` and the targets as `y[:, 0, :]`"
    assert "(None, 5, 4)" in finding.message


SERIES = """\
load = np.random.normal(size=(100, 5, 1)).astype("float32")
inputs = keras.Input((5, 1))
m = keras.Model(inputs, layers.Dense({units})(layers.LSTM(8, return_sequences=True)(inputs)))
m.compile("adam", "mse")
m.fit(load, {target})
"""


@pytest.mark.parametrize(
    ("target", "units", "expected"),
    [
        ("load.max(axis=1)", 1, ["error high"]),
        ("load.mean(axis=1)", 1, ["error high"]),
        ("load + 0.1", 1, []),
        ("load.reshape(100, 5)", 1, []),
    ],
)
def test_a_target_may_be_a_sum_of_the_input(target: str, units: int, expected: list[str]) -> None:
    assert levels("KC409", SERIES.format(target=target, units=units)) == expected


@pytest.mark.parametrize("y", ["np.zeros((100, 1))", "np.zeros(100)"])
def test_one_target_for_a_dense_that_is_written_for_each_step(y: str) -> None:
    (finding,) = found("KC409", program(LSTM, "layers.TimeDistributed(layers.Dense(1))", y=y))
    assert finding.evidence.confidence == "medium"
    assert "without `TimeDistributed`" in finding.help


def test_encoded_labels_are_one_number_a_sample() -> None:
    code = "from sklearn.preprocessing import LabelEncoder\n" + program(
        LSTM,
        "layers.Dense(7, 'softmax')",
        y="LabelEncoder().fit_transform(names)",
        loss="sparse_categorical_crossentropy",
    )
    assert levels("KC409", code) == ["error high"]


CROSS = "categorical_crossentropy"
TEN = "layers.Dense(10, 'softmax')"


@pytest.mark.parametrize(
    ("out", "loss", "expected"),
    [(TEN, CROSS, ["error high"]), (TEN, "mse", []), ("layers.Dense(1)", CROSS, [])],
)
def test_columns_that_are_not_counted(out: str, loss: str, expected: list[str]) -> None:
    targets = "np.zeros((len(texts), len(letters)))"
    assert levels("KC409", program(LSTM, out, y=targets, loss=loss)) == expected


@pytest.mark.parametrize(("steps", "expected"), [(".batch(8)", ["error high"]), ("", [])])
def test_a_dataset_of_arrays(steps: str, expected: list[str]) -> None:
    code = program(LSTM, "layers.Dense(1)").replace(
        "m.fit(np.zeros((100, 5, 3)), np.zeros((100, 1)))",
        "ds = tf.data.Dataset.from_tensor_slices((np.zeros((100, 5, 3)), np.zeros((100, 1))))\n"
        f"m.fit(ds{steps})",
    )
    assert levels("KC409", code) == expected


@pytest.mark.parametrize(
    ("steps", "expected"), [(5, []), (4, ["error high"])], ids=["of each step", "of others"]
)
def test_a_loss_of_the_script_may_take_a_class_of_each_step(
    steps: int, expected: list[str]
) -> None:
    code = f"""\
def own(y, p):
    return keras.ops.mean(p)
m = keras.Sequential([keras.Input((5, 3)), {LSTM}, layers.Dense(tags)])
m.compile("adam", own)
m.fit(np.zeros((100, 5, 3)), np.zeros((100, {steps})))
"""
    assert levels("KC409", code) == expected
