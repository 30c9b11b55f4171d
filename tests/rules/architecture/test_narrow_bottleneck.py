import pytest

from tests.rules.found import levels


def program(hidden: str, output: str = "layers.Dense(10, 'softmax')", loss: str = "") -> str:
    loss = loss or "sparse_categorical_crossentropy"
    return (
        f"m = keras.Sequential([keras.Input((64,)), {hidden}, {output}])\n"
        f"m.compile('adam', '{loss}')\nm.fit(np.zeros((99, 64)), np.zeros(99, int))\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dense(16, 'relu')"), id="wide enough"),
        pytest.param(program("layers.Dense(8)"), id="a factorised matrix"),
        pytest.param(program("layers.Dense(n(), 'relu')"), id="a width that is not known"),
        pytest.param(program("layers.Dense(8, 'relu')", "layers.Dense(10)", "mse"), id="numbers"),
        pytest.param(
            program("layers.Dense(8, 'relu'), layers.Dense(32, 'relu')"), id="further from the end"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC420", code) == []


def test_a_layer_that_is_narrower_than_the_classes_is_noted() -> None:
    assert levels("KC420", program("layers.Dense(8, 'relu')")) == ["info medium"]
    assert levels("KC420", program("layers.Dense(8, 'relu'), layers.Dropout(0.2)")) == [
        "info medium"
    ]
