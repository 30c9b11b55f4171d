import pytest

from tests.rules.found import found, lines

RULE = "KC805"
HEAD = """\
x, y = np.load("x.npy"), np.load("y.npy")
def build(n):
    m = keras.Sequential([layers.Dense(n), layers.Dense(1)])
    m.compile("adam", "mse")
    return m
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m = build(4)\nm.fit(x, y)\n", id="no loop"),
        pytest.param("m = build(4)\nfor part in load():\n    m.fit(*part)\n", id="compiled before"),
        pytest.param("for n in (4, 8):\n    build(n).fit(x, y)\n", id="two turns"),
        pytest.param(
            "for n in load():\n    keras.backend.clear_session()\n    build(n).fit(x, y)\n",
            id="cleared",
        ),
        pytest.param(
            "from sklearn.model_selection import KFold\nfor a, b in KFold(5).split(x):\n"
            "    build(4).fit(x[a], y[a])\n",
            id="folds",
        ),
        pytest.param("models = [build(n) for n in load()]\n", id="never trained there"),
    ],
)
def test_models_that_are_compiled_once_or_seldom(code: str) -> None:
    assert found(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("for n in load():\n    m = build(n)\n    m.fit(x, y)\n", 4, id="made anew"),
        pytest.param(
            "m = keras.Sequential([layers.Dense(1)])\nwhile more():\n"
            "    m.compile('adam', 'mse')\n    m.fit(x, y)\n",
            8,
            id="compiled anew",
        ),
    ],
)
def test_models_that_are_compiled_in_each_turn(code: str, line: int) -> None:
    (finding,) = found(RULE, HEAD + code)
    assert finding.severity.label == "info"
    assert lines(RULE, HEAD + code) == [line]
