import pytest

from tests.rules.found import found, levels, lines

CODE = "KC607"
HOT = "keras.optimizers.SGD(0.05)"


def program(optimizer: str, layer: str = "layers.LSTM(8)", steps: str = "50") -> str:
    return (
        f"model = keras.Sequential([keras.Input(({steps}, 4)), {layer}, layers.Dense(1)])\n"
        f"model.compile({optimizer}, 'mse')\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("'adam'"), id="a small rate"),
        pytest.param(program("keras.optimizers.SGD(0.05, clipvalue=0.5)"), id="clipped"),
        pytest.param(program("keras.optimizers.SGD(0.05, clipnorm=c)"), id="may be clipped"),
        pytest.param(program("keras.optimizers.SGD(rate)"), id="a rate that is not known"),
        pytest.param(program(HOT, steps="5"), id="short sequences"),
        pytest.param(program(HOT, "layers.Flatten()"), id="no recurrent layer"),
        pytest.param(program(HOT, "Memory(8)"), id="a layer from elsewhere"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("optimizer", "layer"),
    [
        (HOT, "layers.LSTM(8)"),
        ("'sgd'", "layers.Bidirectional(layers.GRU(8))"),
        ("keras.optimizers.Adam(0.01)", "layers.SimpleRNN(8)"),
    ],
)
def test_long_steps_through_time(optimizer: str, layer: str) -> None:
    assert levels(CODE, program(optimizer, layer)) == ["info low"]
    assert lines(CODE, program(optimizer, layer)) == [2]


def test_the_help_has_the_call_with_clipping() -> None:
    (finding,) = found(CODE, program(HOT))
    assert "keras.optimizers.SGD(0.05, clipnorm=1.0)" in finding.help
