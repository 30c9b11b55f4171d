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


CUT = (
    "    n = len(x) // 4\n"
    "    x_val, y_val = x[i * n : (i + 1) * n], y[i * n : (i + 1) * n]\n"
    "    x_fit = np.concatenate([x[: i * n], x[(i + 1) * n :]], axis=0)\n"
    "    y_fit = np.concatenate([y[: i * n], y[(i + 1) * n :]], axis=0)\n"
)
ON_THE_REST = "    model.fit(x_fit, y_fit, epochs=9, validation_data=(x_val, y_val))\n"


def test_folds_that_the_script_cuts_itself() -> None:
    code = HEAD + "model = build()\nfor i in range(4):\n" + CUT + ON_THE_REST
    assert set(levels("KC214", code)) == {"warning high"}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "for i in range(4):\n    model = build()\n" + CUT + ON_THE_REST, id="made anew"
        ),
        pytest.param(
            "model = build()\nstart = model.get_weights()\nfor i in range(4):\n"
            "    model.set_weights(start)\n" + CUT + ON_THE_REST,
            id="set back",
        ),
        pytest.param(
            "model = build()\ni = 0\nif True:\n"
            + CUT
            + "for epoch in range(4):\n"
            + ON_THE_REST.replace("epochs=9", "epochs=1"),
            id="one fold, trained on",
        ),
        pytest.param(
            "model = build()\nfor i in range(4):\n    model.fit(x[i * 9 :], y[i * 9 :])\n",
            id="slices without a rest",
        ),
    ],
)
def test_slices_of_a_model_that_is_made_anew_or_of_no_folds(code: str) -> None:
    assert levels("KC214", HEAD + code) == []
