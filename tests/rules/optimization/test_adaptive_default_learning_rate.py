import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC604"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(compiled("keras.optimizers.Adadelta(1.0)"), id="a rate"),
        pytest.param(compiled("keras.optimizers.Adadelta(lr=0.5)"), id="a rate of Keras 2"),
        pytest.param(compiled("keras.optimizers.Adadelta(0.001)"), id="the default on purpose"),
        pytest.param(compiled("keras.optimizers.Adadelta(**options)"), id="unpacked arguments"),
        pytest.param(compiled("'adamax'"), id="an optimizer that moves with it"),
        pytest.param(
            compiled(
                "'adadelta'",
                "model.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(f)])\n",
            ),
            id="a callback sets the rate",
        ),
        pytest.param(
            "model = keras.Sequential([layers.Dense(output_dim=2, input_dim=3, init='uniform')])\n"
            "model.compile('adadelta', 'mse')\n",
            id="Keras 1",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        ("keras.optimizers.Adadelta()", "warning high"),
        ("keras.optimizers.Adadelta(rho=0.9)", "warning high"),
        ("'adadelta'", "warning high"),
        ("keras.optimizers.Adagrad()", "info low"),
    ],
)
def test_the_default_is_too_small(optimizer: str, level: str) -> None:
    assert levels(CODE, compiled(optimizer)) == [level]
    assert lines(CODE, compiled(optimizer)) == [5]


def test_the_fix_writes_the_old_default() -> None:
    (finding,) = found(CODE, compiled("keras.optimizers.Adadelta()"))
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "keras.optimizers.Adadelta(learning_rate=1.0)"
