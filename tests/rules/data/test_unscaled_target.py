import pytest

from tests.rules.found import found, levels, lines

RULE = "KC304"


def program(y: str, loss: str = "mse", last: str = "layers.Dense(1)") -> str:
    return (
        f"import pandas as pd\nt = pd.read_csv('t.csv')\nx = t[['a', 'b']]\ny = {y}\n"
        f"m = keras.Sequential([keras.Input((2,)), layers.Dense(8, 'relu'), {last}])\n"
        f"m.compile('adam', loss='{loss}')\nm.fit(x, y)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("np.log1p(t['price'])"), id="a logarithm"),
        pytest.param(program("t['price'] / 1000"), id="divided"),
        pytest.param(program("prepare(t['price'])"), id="an unknown function"),
        pytest.param(program("t['price']", "mape"), id="a relative error"),
        pytest.param(program("t['height']"), id="another name"),
        pytest.param(
            program("t['price']", last="layers.Dense(1), layers.Rescaling(1000.0)"),
            id="a model that scales its output",
        ),
    ],
)
def test_targets_that_are_scaled_or_not_known_to_be_large(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("t['price']"), id="a price"),
        pytest.param(program("t['Salary'].values", "mae"), id="a salary"),
        pytest.param(
            program("t['price']").replace(
                "y = t['price']", "(x, y), _ = keras.datasets.california_housing.load_data()"
            ),
            id="a range that is known",
        ),
    ],
)
def test_targets_that_look_large(code: str) -> None:
    assert levels(RULE, code) == ["info low"]
    assert lines(RULE, code) == [7]


def test_the_name_is_told() -> None:
    (finding,) = found(RULE, program("t['price']"))
    assert "`price`" in finding.message
