import pytest

from tests.rules.found import found, levels


def program(y: str, output: str = "layers.Dense(5)", loss: str = "'mse'") -> str:
    return (
        f"m = keras.Sequential([keras.Input((8,)), {output}])\nm.compile('adam', {loss})\n"
        f"m.fit(np.zeros((100, 8)), {y})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("np.zeros((100, 5))"), id="equal"),
        pytest.param(program("np.zeros(100)", "layers.Dense(1)"), id="an axis that Keras adds"),
        pytest.param(
            program("np.zeros((100, 5))", "layers.Dense(5), layers.Reshape((5, 1))"),
            id="an axis that Keras takes away",
        ),
        pytest.param(
            program("keras.utils.to_categorical(load(), 3)", loss="'categorical_crossentropy'"),
            id="another number of columns, which KC108 tells",
        ),
        pytest.param(
            program("np.random.randint(0, 5, 100)", loss="'categorical_crossentropy'"),
            id="class numbers for columns, which KC107 tells",
        ),
        pytest.param(
            program("np.zeros((100, 5, 1))", loss="'categorical_crossentropy'"),
            id="an axis that a cross-entropy takes away",
        ),
        pytest.param(program("load()"), id="targets that are not known"),
        pytest.param(
            program("np.zeros((100, 5))", "layers.Dense(8, 5)"),
            id="the sizes of input and output, as in the first Keras",
        ),
        pytest.param(program("np.zeros((100, 1))", "layers.Dense(n())"), id="units not known"),
        pytest.param(program("np.zeros((100, 1))", loss="my_loss"), id="a loss of the script"),
        pytest.param(
            program("np.zeros((100, 1), int)", loss="'sparse_categorical_crossentropy'"),
            id="class numbers",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC503", code) == []


@pytest.mark.parametrize(
    ("y", "output", "stretched"),
    [
        pytest.param("np.zeros((100, 1, 5))", "layers.Dense(5)", "(N, N, 5)", id="an axis more"),
        pytest.param("np.zeros((100, 5))", "layers.Dense(1)", "(N, 5)", id="one output for five"),
        pytest.param("np.zeros((100, 1))", "layers.Dense(5)", "(N, 5)", id="five for one target"),
        pytest.param(
            "np.zeros((100, 5))",
            "layers.Dense(5), layers.Reshape((1, 5))",
            "(N, N, 5)",
            id="an axis more in the output",
        ),
    ],
)
def test_what_is_stretched_is_named(y: str, output: str, stretched: str) -> None:
    (finding,) = found("KC503", program(y, output))
    assert stretched in finding.message


def test_the_slice_that_takes_nothing_is_to_be_mended() -> None:
    (finding,) = found("KC503", program("np.zeros((100, 6))[:, 11:12]", "layers.Dense(1)"))
    assert "the targets are empty along axis 1: check the bounds of the slice" in finding.help


def test_one_target_is_no_plural() -> None:
    (finding,) = found("KC503", program("np.zeros((100, 1))", "layers.Dense(5)"))
    assert finding.help == "give the output layer 1 unit, or train on 5 targets a sample"


def test_an_axis_of_length_one_is_to_be_taken_away() -> None:
    (finding,) = found("KC503", program("np.zeros((100, 1, 5))"))
    assert "y[:, 0, :]" in finding.help


@pytest.mark.parametrize(
    ("y", "output", "loss", "words"),
    [
        ("np.zeros((100, 3))", "layers.Dense(5)", "'mse'", "targets (N, 3) and outputs (N, 5)"),
        ("np.zeros(100)", "layers.Dense(5)", "'mae'", "targets (N,) and outputs (N, 5)"),
        ("np.zeros((100, 7, 5))", "layers.Dense(5)", "'mse'", "targets (N, 7, 5)"),
        ("np.zeros((100, 7, 5))", "layers.Dense(5)", "'bce'", "targets (N, 7, 5)"),
        (
            "np.zeros((100, 7, 5))",
            "layers.Dense(5, 'softmax')",
            "'categorical_crossentropy'",
            "targets (N, 7, 5) and outputs (N, 5)",
        ),
        (
            "np.zeros((100, 6, 6, 3))",
            "layers.Dense(64), layers.Reshape((8, 8, 1))",
            "'bce'",
            "targets (N, 6, 6, 3) and outputs (N, 8, 8, 1)",
        ),
    ],
)
def test_shapes_that_keras_refuses(y: str, output: str, loss: str, words: str) -> None:
    (finding,) = found("KC503", program(y, output, loss))
    assert words in finding.message
    assert "`fit` stops" in finding.message


def test_rows_of_the_identity_matrix_by_labels_that_are_not_known() -> None:
    code = program("np.eye(5)[load()]", loss="'categorical_crossentropy'")
    assert levels("KC503", code) == []


def test_one_hot_rows_for_two_layers_side_by_side() -> None:
    code = """\
i = keras.Input((20,))
both = layers.Concatenate()([layers.Dense(5, "softmax")(i), layers.Dense(5, "softmax")(i)])
m = keras.Model(i, both)
m.compile("adam", "categorical_crossentropy")
m.fit(np.zeros((100, 20)), keras.utils.to_categorical(np.random.randint(5, size=100), 5))
"""
    (finding,) = found("KC503", code)
    assert "targets (N, 5) and outputs (N, 10), which do not go together" in finding.message
