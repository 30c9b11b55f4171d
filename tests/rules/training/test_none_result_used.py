import pytest

from tests.rules.training.programs import COMPILE, MODEL, TRAINED, fixed, levels

RULE = "KC219"
ATTRIBUTE = """\
class Net:
    def __init__(self):
        self.model = keras.Sequential([layers.Dense(1)])
        self.model = self.model.compile("adam")

Net()
"""


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (MODEL + "model = " + COMPILE, "error high"),
        (MODEL + "model = model.add(layers.Dense(1))\n", "error high"),
        (TRAINED + "model = model.summary()\n", "error high"),
        (MODEL + "out = " + COMPILE, "info low"),
        (ATTRIBUTE, "error high"),
        (TRAINED + "model = model.fit(x, y)\nmodel.predict(x)\n", "warning medium"),
        (TRAINED + "model = model.fit(x, y)\n", "warning medium"),
        (
            TRAINED + "model = model.fit(x, y)\nh = model.history.history['loss']\n",
            "warning medium",
        ),
        (
            TRAINED + "model = model.fit(x, y)\nh = model.history\nmodel.save('m')\n",
            "warning medium",
        ),
        (
            TRAINED + "for i in (0, 1):\n    model = model.fit(x, y)\n    h = model.history\n",
            "warning medium",
        ),
    ],
)
def test_a_name_for_nothing(code: str, level: str) -> None:
    assert levels(code, RULE) == [level]


def test_the_fix_drops_the_name() -> None:
    assert fixed(MODEL + "model = " + COMPILE, RULE) == MODEL + COMPILE


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED, id="called alone"),
        pytest.param(
            TRAINED + "model = model.fit(x, y)\nprint(model.history['loss'], model.epoch)\n",
            id="the history under the name of the model",
        ),
        pytest.param(
            TRAINED + "for loss in model.fit(x, y).history['loss']:\n    print(loss)\n",
            id="in the head of a loop",
        ),
        pytest.param(
            "from sklearn.linear_model import LogisticRegression\nmodel = LogisticRegression()\n"
            "model = model.fit(x, y)\n",
            id="a fit that returns what was fitted",
        ),
        pytest.param(TRAINED + "history = model.fit(x, y)\nz = model.predict(x)\n", id="results"),
        pytest.param(
            "class Own(keras.Model):\n    def compile(self, *a, **k):\n"
            "        super().compile(*a, **k)\n        return self\n"
            "model = Own()\nmodel = model.compile('adam', loss='mse')\n",
            id="a compile of its own that returns the model",
        ),
        pytest.param("model = load()\nmodel = model.compile('adam', loss='mse')\n", id="unknown"),
        pytest.param("total = {1, 2}\nn = total.add(3)\n", id="no model"),
    ],
)
def test_results_that_are_something(code: str) -> None:
    assert levels(code, RULE) == []
