import pytest

from tests.rules.found import found, levels, lines

RULE = "KC123"
HOUSES = (
    "from sklearn.datasets import fetch_california_housing\n"
    "from sklearn.model_selection import train_test_split\n"
    "x, y = fetch_california_housing(return_X_y=True)\n"
    "x, x_test, y, y_test = train_test_split(x, y)\n"
)


def _program(loss: str, data: str = HOUSES, output: str = "1, activation='sigmoid'") -> str:
    return (
        f"{data}m = keras.Sequential([keras.Input((8,)), layers.Dense({output})])\n"
        f"m.compile('adam', loss={loss})\nm.fit(x, y, validation_split=0.1)"
    )


@pytest.mark.parametrize(
    ("loss", "output"),
    [
        ("'binary_crossentropy'", "1, activation='sigmoid'"),
        ("'binary_crossentropy'", "1"),
        ("keras.losses.BinaryCrossentropy(from_logits=True)", "1"),
        ("'binary_crossentropy'", "1, activation='tanh'"),
        ("'sparse_categorical_crossentropy'", "10, activation='softmax'"),
        ("'sparse_categorical_crossentropy'", "1, activation='sigmoid'"),
        ("'categorical_crossentropy'", "10, activation='softmax'"),
    ],
)
def test_a_loss_for_classes_on_prices(loss: str, output: str) -> None:
    code = _program(loss, output=output)
    assert levels(RULE, code) == ["error high"]
    # No activation and no other cross-entropy would help, so nobody asks for one.
    assert [found(rule, code) for rule in ("KC103", "KC107", "KC112", "KC113")] == [[]] * 4


def test_it_points_at_the_loss_and_names_the_data() -> None:
    (finding,) = found(RULE, _program("'binary_crossentropy'"))
    assert "`fetch_california_housing` has a continuous target" in finding.message
    assert finding.help == 'write `loss="mse"` and end with `Dense(1)`'
    assert lines(RULE, _program("'binary_crossentropy'")) != []


@pytest.mark.parametrize(
    ("loss", "level"), [("binary_crossentropy", "warning medium"), ("mse", None)]
)
def test_a_target_that_is_standardized(loss: str, level: str | None) -> None:
    data = (
        "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n"
        "t = pd.read_csv('t.csv')\nx = t.drop(columns='p').values\n"
        "y = StandardScaler().fit_transform(t[['p']])\n"
    )
    assert levels(RULE, _program(f"'{loss}'", data)) == ([level] if level else [])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            "from sklearn.preprocessing import MinMaxScaler\n"
            "x = np.load('x.npy')\ny = MinMaxScaler().fit_transform(np.load('y.npy'))\n",
            id="scaled to a range from 0 to 1",
        ),
        pytest.param(
            "import pandas as pd\nt = pd.read_csv('t.csv')\n"
            "x, y = t.drop(columns='label').values, t['label'].values.astype('float32')\n",
            id="a column of classes as floats",
        ),
        pytest.param("x = np.random.rand(9, 8)\ny = x\n", id="an autoencoder"),
        pytest.param("x, y = np.random.rand(9, 8), np.random.rand(9)\n", id="made-up numbers"),
        pytest.param("x, y = np.load('x.npy'), np.load('y.npy')\n", id="not known"),
        pytest.param(f"{HOUSES}y = (y > 2.5).astype('float32')\n", id="cut at a threshold"),
        pytest.param(f"{HOUSES}y = np.digitize(y, [1.0, 2.0])\n", id="cut into ranges"),
        pytest.param(f"{HOUSES}y = y / y.max()\n", id="divided by the largest"),
        pytest.param(f"{HOUSES}y = y / 5.00001\n", id="divided by a number"),
    ],
)
def test_targets_that_may_be_classes_or_shares(data: str) -> None:
    assert levels(RULE, _program("'binary_crossentropy'", data)) == []


def test_a_loss_for_numbers() -> None:
    assert levels(RULE, _program("'mse'", output="1")) == []


def test_a_model_with_a_training_step_of_its_own() -> None:
    code = HOUSES + (
        "class M(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.d = layers.Dense(1, activation='sigmoid')\n"
        "    def call(self, x):\n        return self.d(x)\n"
        "    def train_step(self, data):\n        return {}\n"
        "m = M()\nm.compile('adam', loss='binary_crossentropy')\nm.fit(x, y)"
    )
    assert levels(RULE, code) == []
