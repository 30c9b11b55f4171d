import pytest

from tests.rules.found import found, levels, lines

HOUSES = "(x, y), _ = keras.datasets.boston_housing.load_data()\n"
FILES = 'x, y = np.load("x.npy"), np.load("y.npy")\n'
SALES = "import pandas as pd; x = pd.read_csv('houses.csv'); y = x.pop('SalePrice')\n"
DIGITS = "(x, y), _ = keras.datasets.mnist.load_data()\n"
FIT = "model.fit(x, y, epochs=3, validation_split=0.1)\n"


def model(last: str = "layers.Dense(1)", metrics: str = '["accuracy"]', loss: str = "mse") -> str:
    return (
        f"model = keras.Sequential([keras.Input((13,)), layers.Dense(8), {last}])\n"
        f'model.compile("adam", loss="{loss}", metrics={metrics})\n'
    )


@pytest.mark.parametrize(
    ("program", "level"),
    [
        (HOUSES + model() + FIT, "warning high"),
        (HOUSES + model(metrics='["mae", "acc"]', loss="mae") + FIT, "warning high"),
        (FILES + model() + FIT, "warning medium"),
        (HOUSES + model(metrics="[keras.metrics.BinaryAccuracy()]") + FIT, "warning high"),
        (SALES + model("layers.Dense(1, activation='sigmoid')") + FIT, "warning medium"),
    ],
)
def test_accuracy_of_a_number(program: str, level: str) -> None:
    assert levels("KC114", program) == [level]
    assert lines("KC114", program) == [3]


def test_the_metric_is_replaced() -> None:
    (finding,) = found("KC114", HOUSES + model(metrics='["mse", "accuracy"]') + FIT)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ['"mae"']


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(HOUSES + model(metrics='["mae"]') + FIT, id="a metric of distances"),
        pytest.param(FILES + model(), id="not trained, so that nothing is known of the labels"),
        pytest.param(HOUSES + model(metrics="[accuracy_within(0.1)]") + FIT, id="one of your own"),
        pytest.param(
            DIGITS + model('layers.Dense(10, "softmax")') + FIT, id="classes under a square loss"
        ),
        pytest.param(
            FILES + model() + FIT + "classes = model.predict(x) > 0.5\n", id="outputs that are cut"
        ),
        pytest.param(FILES + model("layers.Dense(4)") + FIT, id="several outputs, labels unknown"),
        pytest.param(
            FILES + model('layers.Dense(1, "sigmoid")') + FIT, id="a sigmoid, which may be a class"
        ),
        pytest.param(
            'x = np.load("x.npy")\n' + model("layers.Dense(13)")
            + "model.fit(x, x, epochs=3, validation_split=0.1)\n",
            id="an autoencoder",
        ),
        pytest.param(
            FILES + model(metrics="[keras.metrics.BinaryAccuracy()]") + FIT,
            id="a kind that was chosen, for labels that may be 0 and 1",
        ),
        pytest.param(
            FILES + "i = keras.Input((9,))\nmodel = keras.Model(i, [layers.Dense(3, 'softmax')(i), "
            "layers.Dense(1)(i)])\nmodel.compile('adam', ['sparse_categorical_crossentropy', 'mse'], "
            "metrics=['accuracy', 'mse'])\nmodel.fit(x, [y, np.load('z.npy')])\n",
            id="a metric for each output",
        ),
        pytest.param("import gymnasium\n" + FILES + model() + FIT, id="reinforcement learning"),
        pytest.param(
            "import pandas as pd\ny = pd.read_csv('t.csv')['Price'] > 9\nx = np.load('x.npy')\n"
            + model() + FIT,
            id="labels that are a comparison",
        ),
    ],
)  # fmt: skip
def test_accuracy_that_may_be_right(program: str) -> None:
    assert levels("KC114", program) == []


def test_a_target_that_is_not_known_is_not_called_continuous() -> None:
    (finding,) = found("KC114", FILES + model() + FIT)
    assert "`mean_squared_error` is for a continuous target" in finding.message
    (finding,) = found("KC114", HOUSES + model() + FIT)
    assert "the target is continuous" in finding.message


@pytest.mark.parametrize(
    ("data", "expected"),
    [("x, y", "warning"), ("np.random.random((500, 20)), np.random.random(500)", "info")],
)
def test_what_is_tried_on_random_numbers_is_a_note(data: str, expected: str) -> None:
    program = FILES + model() + FIT.replace("x, y", data)
    assert [level.split()[0] for level in levels("KC114", program)] == [expected]
