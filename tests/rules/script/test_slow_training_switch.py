import pytest

from tests.rules.found import levels, lines

CODE = "KC804"


def program(compile: str = "", layer: str = "") -> str:
    return (
        f"model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(8{layer})])\n"
        f"model.compile('adam', 'mse'{compile})\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        program(),
        program(", run_eagerly=False"),
        program(", run_eagerly=debug"),
        program(layer=", recurrent_dropout=0.0"),
        program(layer=", recurrent_dropout=rate"),
        program(layer=", dropout=0.2"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [(program(", run_eagerly=True"), 2), (program(layer=", recurrent_dropout=0.2"), 1)],
)
def test_switches_that_are_slow(code: str, line: int) -> None:
    assert levels(CODE, code) == ["info low"]
    assert lines(CODE, code) == [line]
