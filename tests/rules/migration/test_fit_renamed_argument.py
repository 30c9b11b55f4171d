import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC703"
MODEL = """\
import keras
import numpy as np
x, y = np.zeros((40, 3)), np.zeros((40, 1))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
"""
COMPILED = MODEL + "model.compile('sgd', 'mse')\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (COMPILED + "model.fit(x, y, nb_epoch=2)\n", "model.fit(x, y, epochs=2)"),
        (COMPILED + "n = 2\nmodel.fit(X=x, y=y, nb_epoch=n)\n", None),
        (MODEL + "model.compile('sgd', 'mse', ['mae'])\n", "'mse', metrics=['mae'])"),
        (
            MODEL + "model.compile('sgd', loss='mse', class_mode='binary')\n",
            "model.compile('sgd', loss='mse')",
        ),
        (
            MODEL + "model.compile(\n    'sgd',\n    class_mode='binary',\n    loss='mse',\n)\n",
            "model.compile(\n    'sgd',\n    loss='mse',\n)",
        ),
        (
            MODEL + "model.compile(\n    'sgd',\n    'mse',\n    sample_weight_mode=None,\n)\n",
            "model.compile(\n    'sgd',\n    'mse',\n)",
        ),
    ],
)
def test_safe_fixes(code: str, expected: str | None) -> None:
    assert set(levels(code, RULE)) == {"error high"}
    if expected is None:
        assert "model.fit(x=x, y=y, epochs=n)" in fixed(code, RULE)
    else:
        assert expected in fixed(code, RULE)


def test_what_counted_samples_is_not_fixed() -> None:
    code = COMPILED + "model.fit_generator(g(), samples_per_epoch=640, nb_epoch=2)\n"
    samples, epochs = found(code, RULE)
    assert samples.fix is None
    assert "batches" in samples.help
    assert epochs.fix is not None
    assert "samples_per_epoch=640, epochs=2" in fixed(code, RULE)


def test_show_accuracy_is_dropped_when_asked() -> None:
    code = COMPILED + "model.fit(x, y, show_accuracy=True, epochs=1)\n"
    assert fixed(code, RULE) == code
    assert "fit(x, y, epochs=1)" in fixed(code, RULE, unsafe=True)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(COMPILED + "model.fit(x, y, epochs=2)\n", id="the new name"),
        pytest.param(
            MODEL + "from sklearn.svm import SVC\nSVC().fit(x, y, nb_epoch=2)\n", id="no model"
        ),
        pytest.param(
            "import keras\nfrom nets import build\nbuild().fit(x, y, nb_epoch=2)\n", id="not known"
        ),
        pytest.param(
            "import keras\nclass Net:\n    def fit(self, x, nb_epoch): pass\n"
            "Net().fit(1, nb_epoch=2)\n",
            id="a class of the script",
        ),
        pytest.param(MODEL + "model.compile('sgd', 'mse', [0.5])\n", id="weights of losses"),
        pytest.param(
            COMPILED.replace("import keras", "import tf_keras as keras")
            + "model.fit(x, y, nb_epoch=2)\n",
            id="tf_keras",
        ),
        pytest.param(COMPILED + "model.fit(x, y, **options)\n", id="unpacked"),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []
