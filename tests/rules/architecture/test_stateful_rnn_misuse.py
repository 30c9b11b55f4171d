import pytest

from tests.rules.found import levels, lines

CODE = "KC414"


def program(fit: str, layer: str = "LSTM(8, stateful=True)", before: str = "") -> str:
    return (
        f"{before}model = keras.Sequential([keras.Input(batch_shape=(8, 5, 2)), layers.{layer}])\n"
        f"model.compile('adam', 'mse')\nmodel.fit({fit})\n"
    )


def data(samples: int) -> str:
    return f"x, y = np.zeros(({samples}, 5, 2)), np.zeros(({samples}, 8))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("x, y, shuffle=False"), id="in order"),
        pytest.param(program("x, y, shuffle=s"), id="not known"),
        pytest.param(program("x, y", "LSTM(8)"), id="not stateful"),
        pytest.param(program("x, y", "LSTM(8, stateful=s)"), id="perhaps stateful"),
        pytest.param(program("batches()"), id="perhaps a dataset"),
        pytest.param(program("x, y, batch_size=8", before=data(8)), id="one batch"),
        pytest.param(program("x, y, batch_size=8, shuffle=False", before=data(80)), id="even"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_samples_in_a_random_order() -> None:
    assert levels(CODE, program("x, y, batch_size=8")) == ["warning medium"]
    assert lines(CODE, program("x, y, batch_size=8")) == [3]


def test_a_last_batch_that_is_smaller() -> None:
    code = program("x, y, batch_size=8, shuffle=False", before=data(20))
    assert levels(CODE, code) == ["error high"]
