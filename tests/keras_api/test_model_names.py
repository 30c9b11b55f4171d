import keras
import pytest

from kerascheck.keras_api.model_names import ATTRIBUTES, METHODS


@pytest.mark.parametrize("kind", [keras.Model, keras.Sequential])
def test_all_public_names_of_models_are_known(kind: type) -> None:
    public = {name for name in dir(kind) if not name.startswith("_")}
    methods = {name for name in public if callable(getattr(kind, name))}
    assert methods <= METHODS
    assert public <= METHODS | ATTRIBUTES


def test_no_name_is_both() -> None:
    assert not METHODS & ATTRIBUTES
