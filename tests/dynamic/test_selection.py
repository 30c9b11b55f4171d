"""Which models of a script are built, and as what."""

import pytest

from kerascheck.dynamic.selection import distinct, saved
from tests.dynamic.conftest import facts

SAVED = """
model = keras.Sequential([keras.Input((5,)), layers.Dense(3)])
model.compile("adam", "mse")
"""


def layers_of(code: str) -> list[list[str]]:
    """The kinds of layers of each model of a program that is built."""
    return [[part.kind for part in model.layers] for model in distinct(facts(SAVED + code))]


@pytest.mark.parametrize(
    "code",
    [
        "model.save('a.keras')",
        "keras.models.save_model(model, 'a.keras')",
        "model.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint('a.keras')])",
    ],
)
def test_a_model_that_is_loaded_is_the_one_that_was_saved(code: str) -> None:
    found = list(distinct(facts(f"{SAVED}{code}\nagain = keras.models.load_model('a.keras')")))
    assert [model.name for model in found] == ["model", "again"]
    assert saved(found[1])
    assert found[1].layers == found[0].layers


def test_of_several_models_at_one_path_the_last_before_counts() -> None:
    code = """
other = keras.Sequential([keras.Input((5,)), layers.Flatten()])
model.save('a.keras')
other.save('a.keras')
again = keras.models.load_model('a.keras')
model.save('a.keras')
"""
    assert layers_of(code)[-1] == ["InputLayer", "Flatten"]


@pytest.mark.parametrize(
    "code",
    [
        "model.save('a.keras')\nagain = keras.models.load_model('b.keras')",
        "again = keras.models.load_model('a.keras')\nmodel.save('a.keras')",
        "model.save_weights('a.keras')\nagain = keras.models.load_model('a.keras')",
        "keras.callbacks.ModelCheckpoint('a.keras')\nagain = keras.models.load_model('a.keras')",
        "model.save('a.keras')\nagain = keras.models.load_model('a.keras')\nagain.add(f())",
        "model.save(path)\nagain = keras.models.load_model(path)",
    ],
)
def test_what_is_not_known_to_be_saved_is_not_built(code: str) -> None:
    assert len(layers_of(code)) == 1


def test_a_model_that_is_trained_after_loading_is_known_at_its_training() -> None:
    code = "model.save('a.keras')\nagain = keras.models.load_model('a.keras')\nagain.fit(x, y)"
    found = facts(SAVED + code)
    (_, again) = distinct(found)
    fitted = found.fits[0].model
    assert getattr(fitted, "live", None) is again.live
