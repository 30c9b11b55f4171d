import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC713"
HEAD = """\
import keras
import numpy as np
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile('sgd', 'mse')
def batches():
    while True:
        yield np.zeros((8, 3)), np.zeros((8, 1))
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("fit_generator(batches(), steps_per_epoch=9, epochs=2)", "fit(batches(), steps_per_epoch=9, epochs=2)"),
        ("fit_generator(batches(), 9, 2, 1, workers=4)", "fit(batches(), steps_per_epoch=9, epochs=2, verbose=1)"),
        ("fit_generator(generator=batches(), steps_per_epoch=9, use_multiprocessing=True, workers=6)", "fit(x=batches(), steps_per_epoch=9)"),
        ("evaluate_generator(batches(), 5)", "evaluate(batches(), steps=5)"),
        ("evaluate_generator(batches(), 5, None, 10, 1, False, 1)", "evaluate(batches(), steps=5, callbacks=None, verbose=1)"),
        ("predict_generator(batches(), steps=5, max_queue_size=10, verbose=1)", "predict(batches(), steps=5, verbose=1)"),
        ("fit_generator(batches(), max_q_size=3, nb_epoch=2)", "fit(batches(), nb_epoch=2)"),
        ("fit(batches(), steps_per_epoch=2, workers=3)", "fit(batches(), steps_per_epoch=2)"),
        ("fit_generator(\n    batches(),\n    epochs=2,\n    workers=2,\n)", "fit(\n    batches(),\n    epochs=2,\n)"),
    ],
)  # fmt: skip
def test_generators_go_into_the_plain_methods(call: str, expected: str) -> None:
    code = f"{HEAD}model.{call}\n"
    assert levels(code, RULE) == ["error high"]
    assert fixed(code, RULE) == f"{HEAD}model.{expected}\n"


@pytest.mark.parametrize(
    "call",
    [
        "fit_generator(batches(), 2000, nb_epoch=2)",
        "fit_generator(*arguments)",
    ],
)
def test_no_fix_where_positions_may_mean_something_else(call: str) -> None:
    (finding,) = found(f"{HEAD}model.{call}\n", RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(HEAD + "model.fit(batches(), steps_per_epoch=2)\n", id="fit"),
        pytest.param(
            "import keras\nclass Trainer:\n    def fit_generator(self, g): pass\n"
            "Trainer().fit_generator(1)\n",
            id="a class of the script",
        ),
        pytest.param("import keras\nfrom nets import net\nnet.fit_generator(g)\n", id="unknown"),
        pytest.param(
            HEAD.replace("import keras", "import tf_keras as keras")
            + "model.fit_generator(batches())\n",
            id="tf_keras",
        ),
        pytest.param(
            "import keras\nfrom torch.utils.data import DataLoader\nDataLoader(d, workers=3)\n",
            id="another call",
        ),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []
