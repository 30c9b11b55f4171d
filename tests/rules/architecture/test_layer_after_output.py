import pytest

from tests.rules.found import found, levels

SOFTMAX, SPARSE = "layers.Dense(10, 'softmax')", "sparse_categorical_crossentropy"


def program(*behind: str, output: str = SOFTMAX, loss: str = SPARSE) -> str:
    parts = ", ".join(("keras.Input((20,))", output, *behind))
    return f"m = keras.Sequential([{parts}])\nm.compile('adam', '{loss}')\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(), id="nothing behind the output"),
        pytest.param(program("layers.Reshape((2, 5))"), id="a reshape"),
        pytest.param(program("layers.Dropout(0)"), id="a dropout of nothing"),
        pytest.param(program("layers.Dropout(rate())"), id="a rate that is not known"),
        pytest.param(program("layers.Dropout(0.3)", loss="mse"), id="no cross-entropy"),
        pytest.param(
            program("layers.Dropout(0.3)", output="layers.Dense(10)"), id="scores without softmax"
        ),
        pytest.param(
            program("layers.BatchNormalization()", SOFTMAX, output="layers.Dense(10)"),
            id="before the activation",
        ),
        pytest.param(
            program("layers.Dropout(0)", "layers.Softmax()", output="layers.Dense(9)"),
            id="no dropout between the scores and their softmax",
        ),
        pytest.param(
            program("layers.Dropout(0.3)", SOFTMAX, output="layers.Dense(9, 'relu')"),
            id="before the layer that gives the scores",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC411", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dropout(0.3)"), id="dropout"),
        pytest.param(program("layers.BatchNormalization()"), id="normalisation"),
        pytest.param(program("layers.GaussianNoise(0.1)"), id="noise"),
        pytest.param(
            program(
                "layers.Activation('softmax')", "layers.Dropout(0.3)", output="layers.Dense(9)"
            ),
            id="behind a softmax of its own",
        ),
        pytest.param(
            program("layers.Dropout(0.3)", output="layers.Dense(1, 'sigmoid')", loss="bce"),
            id="behind a sigmoid",
        ),
        pytest.param(
            f"i = keras.Input((20,))\no = layers.Dropout(0.3)({SOFTMAX}(i))\n"
            f"m = keras.Model(i, o)\nm.compile('adam', '{SPARSE}')\n",
            id="in a functional model",
        ),
    ],
)
def test_what_stands_behind_the_probabilities_is_an_error(code: str) -> None:
    assert levels("KC411", code) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program(
                "layers.Dropout(0.3)", "layers.Activation('softmax')", output="layers.Dense(9)"
            ),
            id="softmax",
        ),
        pytest.param(
            program("layers.GaussianDropout(0.3)", "layers.Softmax()", output="layers.Dense(9)"),
            id="a layer of softmax",
        ),
        pytest.param(
            program(
                "layers.Dropout(0.3)",
                "layers.Activation('sigmoid')",
                output="layers.Dense(1)",
                loss="bce",
            ),
            id="sigmoid",
        ),
    ],
)
def test_a_dropout_of_the_scores(code: str) -> None:
    assert levels("KC411", code) == ["warning medium"]


def test_a_binary_loss_stays_finite_behind_a_dropout() -> None:
    code = """\
x, y = np.zeros((32, 4)), np.zeros((32, 1))
m = keras.Sequential([keras.Input((4,)), layers.Dense(1, 'sigmoid'), layers.Dropout(0.5)])
m.compile('adam', 'binary_crossentropy')
m.fit(x, y)
"""
    (finding,) = found("KC411", code)
    assert "for sure answers" in finding.message
    assert "nan" not in finding.message


LINEAR = "layers.Dense(10)"


@pytest.mark.parametrize(
    "code",
    [
        program("layers.Dropout(0.3)", output=LINEAR, loss="mse"),
        program("layers.AlphaDropout(0.3)", output=LINEAR, loss="mae"),
        program("layers.Dropout(0.3)", "layers.Reshape((2, 5))", output=LINEAR, loss="mse"),
        program("layers.GaussianDropout(0.3)", output="layers.Dense(1, 'relu')", loss="huber"),
    ],
)
def test_a_dropout_of_predicted_numbers(code: str) -> None:
    assert levels("KC411", code) == ["warning medium"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dropout(0)", output=LINEAR, loss="mse"), id="of nothing"),
        pytest.param(
            program("layers.Dropout(p)", output=LINEAR, loss="mse"), id="a rate not known"
        ),
        pytest.param(
            program("layers.Dropout(0.3)", "layers.Dense(1)", output=LINEAR, loss="mse"),
            id="before the output",
        ),
        pytest.param(
            program("layers.Dropout(0.3)", output=LINEAR, loss="mse").replace("'mse'", "my_loss"),
            id="a loss of the script",
        ),
        pytest.param(
            program("layers.Dropout(0.3)", "load()", output=LINEAR, loss="mse"),
            id="a part not known",
        ),
        pytest.param(
            program("layers.BatchNormalization()", output=LINEAR, loss="mse"), id="no dropout"
        ),
    ],
)
def test_what_does_not_spoil_predicted_numbers(code: str) -> None:
    assert levels("KC411", code) == []
