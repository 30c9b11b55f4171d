import pytest

from tests.rules.found import found, levels, lines

HOUSES = "(x, y), _ = keras.datasets.boston_housing.load_data()\n"
TABLE = "import pandas as pd\nx, y = np.load('x.npy'), pd.read_csv('t.csv')['price']\n"
DEGREES = "x, y = np.load('x.npy'), np.array([[10], [7], [12], [8]])\n"
CURVE = "x = np.linspace(-1.0, 1.0, 50)\ny = -5 / (1 + np.exp(x * 0.5) ** 2) + 0.0\n"
MADE = "from sklearn.datasets import make_regression\nx, y = make_regression(90, 13, n_targets=3)\n"
WIDE = "x, y = np.load('x.npy'), np.array([[3, 0], [1, 2], [4, 4]])\n"
ITSELF = (
    "from sklearn.preprocessing import MinMaxScaler\n"
    "x = MinMaxScaler(feature_range=(-2, 2)).fit_transform(np.load('x.npy'))\n"
)
FILLED = (
    "x, y = np.zeros((90, 13)), np.zeros(90)\nfor i in range(90):\n"
    "    x[i] = np.random.rand(13) * 2 - 1\n    y[i] = x[i][2]\n"
)
FILES = 'x, y = np.load("x.npy"), np.load("y.npy")\n'
FIT = "model.fit(x, y, epochs=3, validation_split=0.1)\n"


def model(activation: str, units: int = 1, loss: str = "mse") -> str:
    return (
        "model = keras.Sequential([keras.Input((13,)), layers.Dense(8, 'relu'),\n"
        f"    layers.Dense({units}, {activation!r})])\n"
        f'model.compile("adam", loss="{loss}", metrics=["mae"])\n'
    )


@pytest.mark.parametrize(
    ("program", "level", "words"),
    [
        (HOUSES + model("sigmoid") + FIT, "error high", "from 0 to 1, but the target goes from 5"),
        (HOUSES + model("tanh") + FIT, "error high", "from -1 to 1"),
        (HOUSES + model("softsign", loss="mae") + FIT, "error high", "from -1 to 1"),
        (TABLE + model("sigmoid") + FIT, "warning medium", "a column named `price`"),
        (DEGREES + model("tanh") + FIT, "warning medium", "the target goes from 7 to 12"),
        (CURVE + model("sigmoid") + FIT, "warning medium", "from -3.65529 to -1.34471"),
        (MADE + model("sigmoid") + FIT, "warning medium", "`make_regression` makes a continuous"),
        (MADE + model("softmax", 3, "poisson") + FIT, "warning medium", "from 0 to 1"),
        (
            MADE + model("relu", 3) + FIT,
            "warning medium",
            "from 0 up, but the target is continuous",
        ),
        (WIDE + model("sigmoid", 2) + FIT, "warning medium", "the target goes from 0 to 4"),
        (
            ITSELF + model("relu", 13) + "model.fit(x, x)\n",
            "error high",
            "the target goes from -2 to 2",
        ),
        (FILLED + model("sigmoid").replace(', metrics=["mae"]', "") + FIT, "warning medium", "-1"),
    ],
)
def test_a_target_out_of_reach(program: str, level: str, words: str) -> None:
    assert levels("KC109", program) == [level]
    assert words in found("KC109", program)[0].message
    assert found("KC109", program)[0].fix is not None


def test_counts_get_an_activation_without_an_upper_bound() -> None:
    (finding,) = found("KC109", MADE + model("softmax", 3, "poisson") + FIT)
    assert "softplus" in finding.help


def test_the_finding_is_at_the_activation() -> None:
    assert lines("KC109", HOUSES + model("tanh") + FIT) == [3]


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(HOUSES + model("linear") + FIT, id="no activation"),
        pytest.param(HOUSES + model("relu") + FIT, id="a relu for what is never negative"),
        pytest.param(HOUSES + "y = y / 50\n" + model("sigmoid") + FIT, id="divided by the largest"),
        pytest.param(
            "from sklearn.preprocessing import MinMaxScaler\n" + TABLE
            + "y = MinMaxScaler().fit_transform(y.values.reshape(-1, 1))\n" + model("sigmoid") + FIT,
            id="scaled to the range",
        ),
        pytest.param(TABLE + "y = y / y.max()\n" + model("sigmoid") + FIT, id="divided by itself"),
        pytest.param(TABLE + "y = squash(y)\n" + model("sigmoid") + FIT, id="something unknown"),
        pytest.param(
            DEGREES + model("tanh").replace("'mae'", "'accuracy'").replace('"mae"', '"accuracy"')
            + FIT,
            id="numbers that may be classes",
        ),
        pytest.param(CURVE.replace("-5", "1") + model("sigmoid") + FIT, id="a curve in the range"),
        pytest.param(FILES + model("sigmoid") + FIT, id="labels that are not known"),
        pytest.param(
            'x = np.load("x.npy")\n' + model("sigmoid", 13) + "model.fit(x, x, epochs=2)",
            id="an autoencoder",
        ),
        pytest.param("import gymnasium\n" + HOUSES + model("tanh") + FIT, id="an action"),
        pytest.param(HOUSES + model("softmax") + FIT, id="one softmax unit, which KC110 reports"),
        pytest.param(
            "x, y = np.load('x.npy'), np.random.rand(100)\n" + model("sigmoid") + FIT,
            id="random numbers in the range",
        ),
    ],
)  # fmt: skip
def test_targets_that_can_be_reached_or_are_not_known(program: str) -> None:
    assert levels("KC109", program) == []


SCALE = "from sklearn.preprocessing import {0}\nscaler = {0}({1})\n"
SPLIT = "from sklearn.model_selection import train_test_split\nx, v = train_test_split(x)\n"
SELF = "model.fit(x, x, epochs=3, validation_split=0.1)\n"


def scaled(what: str, by: str = "StandardScaler", options: str = "") -> str:
    return FILES + SCALE.format(by, options) + f"{what} = scaler.fit_transform({what})\n"


@pytest.mark.parametrize(
    "program",
    [
        scaled("x") + model("sigmoid", 13) + SELF,
        scaled("x") + SPLIT + model("relu", 13, "mae") + SELF,
        scaled("x", "RobustScaler") + model("softplus", 13) + SELF,
        scaled("x") + model("sigmoid", 13).replace("model", "autoencoder") + SELF.replace("model", "autoencoder"),
        scaled("y") + model("relu") + FIT,
        FILES + "y = (y - y.mean()) / y.std()\n" + model("sigmoid") + FIT,
        FILES + "m = x.mean(axis=0)\nx -= x.mean(axis=0)\nx /= x.std(axis=0)\n" + model("relu", 13) + SELF,
        FILES + "y_mean = np.mean(y)\ny = y - y_mean\n" + model("relu") + FIT,
        scaled("y") + "y = np.array(y).reshape(-1, 1).astype('float32')\n" + model("sigmoid") + FIT,
    ],
)  # fmt: skip
def test_a_standardized_target_is_in_part_below_zero(program: str) -> None:
    assert levels("KC109", program) == ["warning medium"]
    (finding,) = found("KC109", program)
    assert "gives no values below 0, but the target has such values" in finding.message
    assert finding.fix is not None


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(scaled("x") + model("linear", 13) + SELF, id="no activation"),
        pytest.param(scaled("x") + model("leaky_relu", 13) + SELF, id="below zero, too"),
        pytest.param(scaled("x") + model("tanh", 13) + SELF, id="on both sides of zero"),
        pytest.param(scaled("x") + model("relu") + FIT, id="the inputs alone"),
        pytest.param(scaled("x", "MinMaxScaler") + model("relu", 13) + SELF, id="a range"),
        pytest.param(
            scaled("x", options="with_mean=False") + model("relu", 13) + SELF,
            id="no mean taken off",
        ),
        pytest.param(
            scaled("x") + "x = np.abs(x)\n" + model("relu", 13) + SELF, id="absolute values"
        ),
        pytest.param(
            scaled("y") + "y = (y > 0).astype(int)\n" + model("sigmoid") + FIT, id="two halves"
        ),
        pytest.param(
            FILES + "y = (y - y.min()) / (y.max() - y.mean())\n" + model("relu") + FIT,
            id="a range by hand",
        ),
        pytest.param(
            FILES + "y = (y - y.mean()) / y.std() + 3\n" + model("relu") + FIT,
            id="moved up by hand",
        ),
        pytest.param(FILES + "y = (y - meaning) / 9\n" + model("relu") + FIT, id="another word"),
        pytest.param(scaled("x") + "x = x - x.min()\n" + model("relu", 13) + SELF, id="moved up"),
        pytest.param(
            scaled("x") + "x = scaler.inverse_transform(x)\n" + model("relu", 13) + SELF, id="back"
        ),
        pytest.param(
            "x = load()\n" + scaled("y") + "y = scale(y)\n" + model("relu") + FIT, id="not known"
        ),
    ],
)
def test_a_target_that_is_not_below_zero_or_not_surely(program: str) -> None:
    assert [f for f in found("KC109", program) if "below 0" in f.message] == []
