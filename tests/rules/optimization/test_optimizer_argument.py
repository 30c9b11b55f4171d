import pytest

from tests.rules.found import HEAD, found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC612"


@pytest.mark.parametrize(
    "optimizer",
    [
        pytest.param("'sgd'", id="a string"),
        pytest.param("keras.optimizers.SGD(0.1, momentum=0.0)", id="floats"),
        pytest.param("keras.optimizers.SGD(rate, momentum=beta)", id="names that are not known"),
        pytest.param(
            "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(1, 10, 0.9))",
            id="a schedule that starts with a whole number",
        ),
        pytest.param("keras.optimizers.SGD(lambda: 1)", id="a function"),
        pytest.param("keras.optimizers.legacy.SGD(1, momentum=0)", id="an old optimizer"),
        pytest.param("keras.optimizers.SGD(lr=1)", id="an argument of Keras 2"),
        pytest.param("keras.optimizers.Adam(clipnorm=1.0, clipvalue=None)", id="one way to clip"),
        pytest.param("keras.optimizers.SGD(0.1, 0.9, nesterov=True)", id="nesterov with momentum"),
        pytest.param("keras.optimizers.SGD(**options)", id="unpacked arguments"),
    ],
)
def test_nothing_is_found(optimizer: str) -> None:
    assert levels(CODE, compiled(optimizer)) == []


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        ("keras.optimizers.SGD(1)", "error high"),
        ("keras.optimizers.Adam(learning_rate='0.1')", "error high"),
        ("keras.optimizers.SGD(0.1, momentum=0)", "error high"),
        ("keras.optimizers.SGD(0.1, momentum=1.5)", "error high"),
        ("keras.optimizers.Adam(beta_1=1.0)", "error high"),
        ("keras.optimizers.Adam(clipnorm=1.0, clipvalue=0.5)", "error high"),
        ("keras.optimizers.SGD(0.1, nesterov=True)", "info low"),
    ],
)
def test_arguments_that_cannot_be_meant(optimizer: str, level: str) -> None:
    assert levels(CODE, compiled(optimizer)) == [level]
    assert lines(CODE, compiled(optimizer)) == [5]


def test_the_optimizer_of_tensorflow_1_takes_whole_numbers() -> None:
    code = "import tensorflow as tf\n" + compiled("tf.train.GradientDescentOptimizer(1)")
    assert levels(CODE, code) == []


def test_the_default_of_a_parameter_is_for_the_caller_to_choose() -> None:
    code = "def make(rate=1):\n    return keras.optimizers.SGD(rate)\n" + compiled("make()")
    assert levels(CODE, code) == []


def test_the_fix_writes_a_float() -> None:
    (finding,) = found(CODE, compiled("keras.optimizers.SGD(1)"))
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert edit.text == "1.0"
    assert edit.at.line == HEAD.count("\n") + 5
