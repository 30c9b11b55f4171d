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
    ],
)
def test_targets_that_look_large(code: str) -> None:
    assert levels(RULE, code) == ["info low"]
    assert lines(RULE, code) == [7]


def test_the_name_is_told() -> None:
    (finding,) = found(RULE, program("t['price']"))
    assert "`price`" in finding.message


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ("(x, y), _ = keras.datasets.california_housing.load_data()", "from 14999 to 500001"),
        ("x = np.arange(-30, 30, 0.1)\ny = x ** 4", "from 0 to 810000"),
    ],
)
def test_a_range_that_is_known_is_surer_than_a_name(y: str, words: str) -> None:
    (finding,) = found(RULE, program("t").replace("y = t\n", y + "\n"))
    assert finding.evidence.confidence == "medium"
    assert words in finding.message
