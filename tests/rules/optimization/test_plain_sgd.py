import pytest

from tests.rules.found import levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC605"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(compiled("keras.optimizers.SGD(0.1, 0.9)"), id="a momentum"),
        pytest.param(compiled("keras.optimizers.SGD(0.1, m)"), id="a momentum not known"),
        pytest.param(
            compiled("keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 99))"),
            id="a schedule",
        ),
        pytest.param(
            compiled("'sgd'", "model.fit(x, y, callbacks=[keras.callbacks.ReduceLROnPlateau()])"),
            id="a callback reduces the rate",
        ),
        pytest.param(compiled("'sgd'", "model.compile('adam', 'mse')\n"), id="a comparison"),
        pytest.param(
            "model = keras.Sequential([keras.Input((9,)), layers.Dense(4), layers.Dense(1)])\n"
            "model.compile('sgd', 'mse')\n",
            id="a shallow model",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize("optimizer", ["'sgd'", "keras.optimizers.SGD()"])
def test_a_deep_model_with_plain_sgd(optimizer: str) -> None:
    assert levels(CODE, compiled(optimizer)) == ["info low"]
    assert lines(CODE, compiled(optimizer)) == [5]
