import pytest

from kerascheck.keras_api.model_names import ATTRIBUTES, FIRST, METHODS


@pytest.mark.keras
@pytest.mark.parametrize("kind", ["Model", "Sequential"])
def test_all_public_names_of_models_are_known(kind: str) -> None:
    keras = pytest.importorskip("keras", minversion="3.0")

    owner = getattr(keras, kind)
    public = {name for name in dir(owner) if not name.startswith("_")}
    methods = {name for name in public if callable(getattr(owner, name))}
    assert methods <= METHODS
    assert public <= METHODS | ATTRIBUTES
    assert not public & FIRST


def test_no_name_is_both() -> None:
    assert not METHODS & ATTRIBUTES
    assert not FIRST & (METHODS | ATTRIBUTES)
