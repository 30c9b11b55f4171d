import pytest

from tests.rules.found import levels

HEAD = """
from sklearn.model_selection import KFold, StratifiedKFold
x, y = np.load("x.npy"), np.load("y.npy")
def build():
    m = keras.Sequential([keras.Input((9,)), layers.Dense(1)])
    m.compile("adam", "mse")
    return m
"""
FIT = "    model.fit(x[a], y[a])\n    model.evaluate(x[b], y[b])\n"
LOOP = "for a, b in KFold(5).split(x):\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LOOP + "    model = build()\n" + FIT, id="made in each fold"),
        pytest.param(
            "model = build()\nmodel.summary()\n" + LOOP + "    model = build()\n" + FIT,
            id="made once more in each fold",
        ),
        pytest.param(
            "base = build()\n" + LOOP + "    model = keras.models.clone_model(base)\n"
            "    model.compile('adam', 'mse')\n" + FIT,
            id="cloned in each fold",
        ),
        pytest.param(
            "model = build()\nstart = model.get_weights()\n" + LOOP
            + "    model.set_weights(start)\n" + FIT,
            id="set back in each fold",
        ),
        pytest.param(
            "model = build()\n" + LOOP + FIT + "    model.load_weights('start.weights.h5')\n",
            id="set back at the end of each fold",
        ),
        pytest.param(
            "model = build()\nfor part in range(5):\n    model.fit(x, y)\n", id="training goes on"
        ),
        pytest.param(
            "model = build()\n" + LOOP + "    print(len(a))\nmodel.fit(x, y)\n",
            id="trained after the loop",
        ),
    ],
)  # fmt: skip
def test_nothing_is_found(code: str) -> None:
    assert levels("KC214", HEAD + code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model = build()\n" + LOOP + FIT, id="folds"),
        pytest.param(
            "model = build()\nfor i, (a, b) in enumerate(StratifiedKFold(5).split(x, y)):\n" + FIT,
            id="counted folds",
        ),
        pytest.param(
            "def run(model):\n    for a, b in KFold(5).split(x):\n        model.fit(x[a], y[a])\n"
            "run(build())\n",
            id="in a function",
        ),
    ],
)
def test_a_model_that_goes_on_is_a_warning(code: str) -> None:
    assert levels("KC214", HEAD + code) == ["warning high"]
