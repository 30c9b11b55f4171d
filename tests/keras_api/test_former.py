"""What stands for old names, against Keras 3 and its `tf.keras`."""

import os
from importlib import import_module

import pytest

from kerascheck.keras_api import former as names
from kerascheck.keras_api.former import exists, former, is_former


def importable(path: str) -> bool:
    """Whether a module or a name of a module can be imported."""
    module, _, name = path.rpartition(".")
    try:
        if getattr(import_module(module), name, None) is not None:
            return True
    except ImportError:
        return False
    try:
        import_module(path)
    except ImportError:
        return False
    return True


def gone() -> list[str]:
    pure, tf = "keras", "tensorflow.keras"
    found = [f"{r}.{m}.{n}" for r in (pure, tf) for m, ns in names._GONE.items() if m for n in ns]
    found += [f"{pure}.{m}.{n}" for m, ns in names._KEPT.items() for n in ns]
    found += [f"{tf}.{m}.{n}" for m, ns in names._TF_GONE.items() for n in ns]
    return found


@pytest.mark.keras
def test_names_that_are_gone_are_not_in_keras_and_their_successors_are() -> None:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    pytest.importorskip("keras")
    pytest.importorskip("tensorflow")
    for path in gone():
        known = former(path)
        assert known is not None, path
        if path != "keras.layers.SyncBatchNormalization":
            assert not importable(path), path
        for other in (known.new, known.kept):
            assert not other or importable(other), (path, other)


@pytest.mark.keras
def test_modules_that_are_gone_cannot_be_imported() -> None:
    pytest.importorskip("keras")
    for module, new in names.OLD_MODULES.items():
        if module == "layers.merge":  # also a function
            continue
        known = former(f"keras.{module}")
        assert known is not None
        assert known.group == "module"
        assert importable(known.new)
        if module not in ("optimizers.legacy", "preprocessing.text"):
            assert not importable(f"keras.{module}"), module
            assert importable(f"keras.{new}")


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("keras.layers.core.Dense", "keras.layers.Dense"),
        ("keras.utils.np_utils.to_categorical", "keras.utils.to_categorical"),
        ("keras.utils.generic_utils.get_custom_objects", "keras.saving.get_custom_objects"),
        ("keras.engine.topology.Layer", "keras.layers.Layer"),
        ("keras.engine.Model", "keras.Model"),
        ("tensorflow.keras.optimizers.legacy.SGD", "tensorflow.keras.optimizers.SGD"),
        ("keras.preprocessing.text.Tokenizer", "tensorflow.keras.preprocessing.text.Tokenizer"),
        ("tensorflow.keras.losses.mean_squared_error", "tensorflow.keras.losses.MSE"),
        ("keras.utils.np_utils.probas_to_classes", ""),
    ],
)
def test_what_stands_for_a_name(path: str, new: str) -> None:
    known = former(path)
    assert known is not None
    assert known.new == new
    assert is_former(path)
    assert not new or exists(new)


@pytest.mark.parametrize(
    "path",
    [
        "keras.layers.Dense",
        "keras.layers.Convolution2D",
        "keras.utils.Sequence",
        "keras.backend.epsilon",
        "tensorflow.keras.backend.mean",
        "tensorflow.keras.preprocessing.text.Tokenizer",
        "keras.applications.vgg16.VGG16",
        "keras.datasets.mnist.load_data",
        "keras.models.Model",
        "tf_keras.layers.core.Dense",
        "tensorflow.compat.v1.Session",
        "numpy.float64",
        "keras.layers.NoSuchThing",
    ],
)
def test_names_that_are_there_or_of_which_nothing_is_known(path: str) -> None:
    assert not is_former(path)
