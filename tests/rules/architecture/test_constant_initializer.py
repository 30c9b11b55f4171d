import pytest

from tests.rules.found import levels, lines

CODE = "KC413"
COMPILE = "model.compile('adam', 'mse')\n"


def stack(*parts: str, end: str = COMPILE) -> str:
    rows = "\n".join(f"    layers.{part}," for part in parts)
    return f"model = keras.Sequential([\n    keras.Input((9,)),\n{rows}\n])\n{end}"


ZEROS = "Dense(8, 'relu', kernel_initializer='zeros')"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack("Dense(8, 'relu', bias_initializer='zeros')", "Dense(1)"), id="biases"),
        pytest.param(stack("Dense(10, 'softmax', kernel_initializer='zeros')"), id="one layer"),
        pytest.param(
            stack("Dense(8, 'relu')", "Dense(1, kernel_initializer='zeros')"), id="the output"
        ),
        pytest.param(stack("Dense(8, kernel_initializer=start)", "Dense(1)"), id="not known"),
        pytest.param(stack("Dense(1, kernel_initializer='ones')", "Dense(1)"), id="one unit"),
        pytest.param(stack(ZEROS, "Dense(1)", end=""), id="not compiled"),
        pytest.param(
            stack(ZEROS, "Dense(1)", end=COMPILE + "model.load_weights('w.weights.h5')\n"),
            id="weights that are read",
        ),
        pytest.param(
            "i = keras.Input((8,))\n"
            "x = layers.Add()([i, layers.Dense(8, 'relu', kernel_initializer='zeros')(i)])\n"
            "model = keras.Model(i, layers.Dense(1)(x))\n" + COMPILE,
            id="a branch that starts with nothing",
        ),
        pytest.param(
            "import unittest\n\nclass LayerTest(unittest.TestCase):\n    def test_it(self):\n        "
            + stack(ZEROS, "Dense(1)").replace("\n", "\n        "),
            id="a unit test",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (stack(ZEROS, "Dense(1)"), "error high"),
        (stack("Dense(8, kernel_initializer=keras.initializers.Zeros())", "ReLU()", "Dense(1)"),
         "error high"),
        (stack("Dense(8, 'tanh', kernel_initializer='ones')",
               "Dense(1, kernel_initializer='ones')"), "error high"),
        (stack("Dense(8, 'tanh', kernel_initializer=keras.initializers.Constant(0.1))", "Dense(1)"),
         "info medium"),
    ],
)  # fmt: skip
def test_weights_that_start_alike(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]
    assert lines(CODE, code) == [3]
