import pytest

from tests.facts.trace_of import facts


@pytest.mark.parametrize(
    "code",
    [
        "from keras.utils import get_custom_objects\nget_custom_objects().update({'f': 3})",
        "import tensorflow as tf\ntf.keras.utils.get_custom_objects()['f'] = 3",
        "import keras\nwith keras.saving.custom_object_scope({'f': 3}):\n    pass",
    ],
)
def test_a_script_registers_names_with_keras(code: str) -> None:
    assert "custom-objects" in facts(code).context


def test_a_script_that_registers_nothing() -> None:
    assert "custom-objects" not in facts("import keras\nkeras.utils.to_categorical([1])").context
