import pytest

from kerascheck.values import Facts, Model
from tests.facts.trace_of import facts

BUILD = """
import keras_tuner
from keras_tuner import HyperModel
def build(hp):
    m = keras.Sequential([keras.Input((4,)), layers.Dense(hp.Int("units", 8, 64)), layers.Dense(3)])
    m.compile("adam", "mse")
    return m
class Hyper(HyperModel):
    def __init__(self, units):
        self.units = units
    def build(self, hp):
        return build(hp)
"""
SEARCH = "tuner.search(x, y, epochs=5, validation_split=0.2)\n"


def searched(tuner: str, more: str = SEARCH) -> Facts:
    return facts(f"{BUILD}tuner = {tuner}\n{more}")


@pytest.mark.parametrize(
    "tuner",
    [
        "keras_tuner.RandomSearch(build, objective='val_loss')",
        "keras_tuner.Hyperband(hypermodel=build, objective='val_loss')",
        "keras_tuner.tuners.BayesianOptimization(Hyper(3), objective='val_loss')",
    ],
)
def test_a_search_fits_what_its_builder_makes(tuner: str) -> None:
    (fit,) = searched(tuner).fits
    assert isinstance(fit.model, Model)
    assert [layer.kind for layer in fit.model.layers] == ["InputLayer", "Dense", "Dense"]
    assert fit.config["epochs"] == 5
    assert fit.validation == 0.2


@pytest.mark.parametrize(
    "best", ["tuner.get_best_models(1)[0]", "tuner.hypermodel.build(tuner.get_best()[0])"]
)
def test_the_best_model_is_one_that_the_builder_makes(best: str) -> None:
    more = f"{SEARCH}best = {best}\nbest.fit(x, y, epochs=9)\n"
    found = searched("keras_tuner.RandomSearch(build, objective='val_loss')", more)
    assert [fit.config["epochs"] for fit in found.fits] == [5, 9]
    assert all(isinstance(fit.model, Model) for fit in found.fits)


@pytest.mark.parametrize("tuner", ["keras_tuner.RandomSearch(load(), 'val_loss')", "own(build)"])
def test_a_builder_that_is_not_known(tuner: str) -> None:
    assert not any(isinstance(fit.model, Model) for fit in searched(tuner).fits)


def test_what_a_builder_makes_twice_is_judged_as_it_is_trained() -> None:
    code = f"{BUILD}m = build(hp)\nm.fit(np.zeros((9, 4)), np.zeros((9, 3)))\nbuild(hp).summary()\n"
    (training,) = facts(code).trainings
    assert training.fit is not None
