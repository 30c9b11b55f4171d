import pytest

from tests.rules.training.programs import COMPILE, MODEL, TRAINED, fixed, levels

RULE = "KC202"
FIT = "model.fit(x, y, epochs=5, validation_split=0.1, shuffle=False)\n"


def recurrent(layer: str) -> str:
    return (
        f"model = keras.Sequential([keras.Input((30, 4)), {layer}, "
        f"layers.Dense(1, activation='sigmoid')])\n{COMPILE}{FIT}"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED + "model.fit(x, y, epochs=5)", id="the default"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=5, shuffle=True)", id="True"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=5, shuffle='batch')", id="by batches"),
        pytest.param(TRAINED + "model.fit(x, y, epochs=5, shuffle=keep())", id="not known"),
        pytest.param(recurrent("layers.LSTM(8)"), id="an LSTM"),
        pytest.param(recurrent("layers.Bidirectional(layers.GRU(8))"), id="a wrapped GRU"),
        pytest.param(recurrent("layers.SimpleRNN(8, stateful=True)"), id="a state"),
        pytest.param(
            recurrent("keras.Sequential([keras.Input((30, 4)), layers.LSTM(8)])"),
            id="an LSTM in a nested model",
        ),
        pytest.param(recurrent("layers.RNN(layers.LSTMCell(8))"), id="a cell"),
        pytest.param(
            "from tcn import TCN\n" + recurrent("TCN(8)"), id="a recurrent layer from elsewhere"
        ),
        pytest.param(
            TRAINED + "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(8), epochs=5, "
            "shuffle=False)",
            id="a dataset, which has its own order",
        ),
        pytest.param(
            "from keras.src.legacy.preprocessing.image import ImageDataGenerator\n"
            + TRAINED
            + "model.fit(load_batches(), epochs=5, shuffle=False)",
            id="something that may be a generator",
        ),
        pytest.param(
            TRAINED + "model.fit_generator(batches(), epochs=5, shuffle=False)", id="fit_generator"
        ),
        pytest.param(
            TRAINED + "x_series, y_series = load()\n"
            "model.fit(x_series, y_series, epochs=5, shuffle=False)",
            id="a series by its name",
        ),
        pytest.param(
            "prices = pd.read_csv('prices.csv')[['Date', 'Close']]\n" + TRAINED
            + "model.fit(prices, y, epochs=5, shuffle=False)",
            id="a table with dates",
        ),
        pytest.param(
            "from sklearn.model_selection import TimeSeriesSplit\n"
            "for train, test in TimeSeriesSplit(5).split(x):\n"
            f"    {MODEL}    {COMPILE}    model.fit(x[train], y[train], epochs=5, shuffle=False)\n",
            id="a split in time",
        ),
        pytest.param(
            "from sklearn.utils import shuffle\n" + TRAINED
            + "for _ in range(5):\n    x, y = shuffle(x, y)\n"
            "    model.fit(x, y, epochs=2, shuffle=False)",
            id="shuffled by hand in every round",
        ),
        pytest.param(
            "x, y = np.zeros((16, 20)), np.zeros(16)\n" + TRAINED
            + "model.fit(x, y, batch_size=16, epochs=5, shuffle=False)",
            id="one batch",
        ),
        pytest.param(
            TRAINED + "def train(x, y, shuffle=False):\n"
            "    model.fit(x, y, epochs=5, shuffle=shuffle)\n\ntrain(x, y)",
            id="the default of a parameter",
        ),
        pytest.param(
            "from sklearn.model_selection import train_test_split\n"
            "a, b = train_test_split(x, shuffle=False)",
            id="another function with the argument",
        ),
        pytest.param(
            TRAINED + "model.predict(x)\n"
            "ds = keras.utils.image_dataset_from_directory('test', shuffle=False)\n"
            "model.evaluate(ds)",
            id="data to measure on",
        ),
        pytest.param("import gymnasium\n" + TRAINED + FIT, id="reinforcement learning"),
    ],
)  # fmt: skip
def test_orders_that_matter_or_are_no_matter_of_fit(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param(FIT, "warning high", id="arrays"),
        pytest.param(
            "table = pd.read_csv('t.csv')\n"
            "model.fit(table[['a', 'b']], table['c'], epochs=5, shuffle=False)",
            "info high",
            id="the rows of a table",
        ),
        pytest.param(
            "KEEP = False\nmodel.fit(x, y, epochs=5, shuffle=KEEP)", "warning high", id="a constant"
        ),
        pytest.param(
            "model.fit(load_x(), load_y(), epochs=5, shuffle=False)",
            "warning medium",
            id="data that are not known",
        ),
        pytest.param("model.fit(x, y, shuffle=False)", "info low", id="a single epoch"),
        pytest.param(
            "model.add(make_block())\nmodel.add(layers.Dense(1, activation='sigmoid'))\n"
            f"{COMPILE}{FIT}",
            "info low",
            id="a model that is not fully known",
        ),
    ],
)
def test_samples_in_the_same_order_every_epoch(code: str, level: str) -> None:
    assert levels(TRAINED + code, RULE) == [level]


def test_the_fix_shuffles() -> None:
    assert fixed(TRAINED + FIT, RULE) == TRAINED + FIT.replace("False", "True")


CUT = (
    "from sklearn.model_selection import train_test_split\nx, a, y, b = train_test_split(x, y{})\n"
)


@pytest.mark.parametrize(
    ("before", "level"),
    [
        ("", "warning high"),
        (CUT.format(""), "info high"),
        (CUT.format(", shuffle=False"), "warning high"),
        ("(x, y), _ = keras.datasets.mnist.load_data()\nx = x.reshape(-1, 784)\n", "info high"),
        ("# Without shuffling, to compare the batches.\n", "info high"),
        ("# Keep the original order of the rows.\n", "info high"),
        ("# A plain fit.\n", "warning high"),
    ],
)
def test_an_order_at_random_or_on_purpose_is_noted_only(before: str, level: str) -> None:
    assert levels(f"{TRAINED}{before}{FIT}", RULE) == [level]


def test_samples_that_are_not_known_may_be_mixed_by_the_script() -> None:
    code = f"x, y = read()\n{TRAINED}{FIT}"
    assert levels(code, RULE) == ["warning medium"]
    mixed = "def read():\n    return mix(files, shuffle=True)\n"
    assert levels(f"{mixed}{code}", RULE) == ["info medium"]
