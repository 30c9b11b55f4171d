"""What stands in for data, weights, training and absent packages when a file is run.

Part of `real_models.py`. Nothing here decides about a shape of a model: data sets have the shapes
of their documentation, and what would come from a file or the network is not there at all.
"""

import builtins
import contextlib
import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from benchmarks import sample_data

_STANDING = ("numpy", "tensorflow", "keras", "pandas", "sklearn", "scipy")
"""Packages of which an absent module is not invented."""
_MOVED = {
    "keras.layers.core": "keras.layers",
    "keras.layers.convolutional": "keras.layers",
    "keras.layers.pooling": "keras.layers",
    "keras.layers.recurrent": "keras.layers",
    "keras.layers.embeddings": "keras.layers",
    "keras.layers.normalization": "keras.layers",
    "keras.layers.merge": "keras.layers",
    "keras.layers.wrappers": "keras.layers",
    "keras.layers.noise": "keras.layers",
    "keras.layers.local": "keras.layers",
    "keras.layers.advanced_activations": "keras.layers",
    "keras.layers.experimental": "keras.layers",
    "keras.layers.experimental.preprocessing": "keras.layers",
    "keras.engine": "keras.layers",
    "keras.engine.topology": "keras.layers",
    "keras.engine.training": "keras.models",
    "keras.utils.np_utils": "keras.utils",
    "keras.utils.vis_utils": "keras.utils",
    "keras.utils.data_utils": "keras.utils",
    "keras.preprocessing": "tensorflow.keras.preprocessing",
    "keras.preprocessing.image": "tensorflow.keras.preprocessing.image",
    "keras.preprocessing.text": "tensorflow.keras.preprocessing.text",
    "keras.preprocessing.sequence": "tensorflow.keras.preprocessing.sequence",
    "tensorflow.python.keras": "tensorflow.keras",
}
"""Modules of earlier versions, and where their names are now."""


class Anything(types.ModuleType):
    """A module or object of a package that is not there: takes everything, says nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("anything")
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return Anything()

    def __iter__(self) -> Any:
        return iter(())

    def __getitem__(self, key: Any) -> Any:
        return Anything()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *args: object) -> None:
        return None

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return ()


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds moved modules of Keras, and packages that are not installed."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        plain = name.removeprefix("tensorflow.") if name.startswith("tensorflow.keras.") else name
        top = name.partition(".")[0]
        if plain in _MOVED or (top not in _STANDING and self._wanted()):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def _wanted(self) -> bool:
        """Only the user's own import statements may meet what is not there."""
        frame: Any = sys._getframe(2)
        while frame is not None and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        return frame is not None and frame.f_code.co_filename.startswith("<<")

    def create_module(self, spec: Any) -> Any:
        plain = spec.name
        if plain.startswith("tensorflow.keras."):
            plain = plain.removeprefix("tensorflow.")
        if plain not in _MOVED:
            absent = Anything()
            absent.__name__ = spec.name
            return absent
        source = importlib.import_module(_MOVED[plain])
        module = types.ModuleType(spec.name)
        module.__dict__.update({k: v for k, v in vars(source).items() if not k.startswith("__")})
        return module

    def exec_module(self, module: Any) -> None:
        return None


def swap(original: Any, replacement: Any) -> None:
    """Put a function in the place of another, wherever Keras offers that one."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("keras", "tensorflow.keras")) and module is not None:
            for key, value in list(vars(module).items()):
                if value is original:
                    with contextlib.suppress(Exception):
                        setattr(module, key, replacement)


def install() -> None:
    """Put everything in its place."""
    sys.meta_path.append(Finder())
    sample_data.install_keras(swap)
    named = sys.modules["tensorflow_datasets"] = Anything()
    named.__dict__["load"] = sample_data.load_tfds
    _files()
    _training()
    _light()
    builtins.input = lambda *_: ""
    os.system = lambda *_: 0
    os.kill = os.killpg = lambda *_: None  # Courses end their notebooks so.
    with contextlib.suppress(ImportError):
        import sklearn.datasets

        sklearn.datasets.fetch_california_housing = sample_data.housing
    with contextlib.suppress(ImportError):
        import matplotlib.pyplot as plt

        for name in ("figure", "plot", "imshow", "savefig", "show", "tight_layout", "hist"):
            setattr(plt, name, Anything())


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise OSError("what is not in the file is not there")


def _files() -> None:
    """Files: pictures have the size that is asked for, weights none; nothing is downloaded."""
    from keras.src.utils import file_utils

    download = keras.utils.get_file
    file_utils.get_file = lambda *_, **__: "weights"
    for name, module in list(sys.modules.items()):
        if name.startswith("keras") and ".src." not in name and module is not None:
            for key, value in list(vars(module).items()):
                if value is download:
                    setattr(module, key, _refuse)
    keras.Model.load_weights = lambda *_, **__: None
    keras.Model.save_weights = lambda *_, **__: None
    keras.Model.summary = lambda *_, **__: None
    saved: dict[str, Any] = {}
    keras.Model.save = lambda model, path="", *_, **__: saved.update({str(path): model})
    load = keras.models.load_model
    swap(load, lambda path, *_, **__: saved[str(path)] if str(path) in saved else _refuse())
    swap(keras.callbacks.ModelCheckpoint, lambda *_, **__: keras.callbacks.Callback())
    swap(keras.utils.plot_model, lambda *_, **__: None)
    swap(keras.utils.image_dataset_from_directory, sample_data.image_folder)
    text = keras.utils.text_dataset_from_directory
    swap(text, sample_data.text_folder)
    with contextlib.suppress(ImportError, AttributeError):
        images = importlib.import_module("tensorflow.keras.preprocessing.image")
        images.ImageDataGenerator.flow_from_directory = sample_data.flow
        images.ImageDataGenerator.flow_from_dataframe = sample_data.flow


class History:
    """What `fit` returns: any metric that is asked for."""

    def __init__(self, model: Any, epochs: Any) -> None:
        count = epochs if isinstance(epochs, int) else 1
        self.history: Any = defaultdict(lambda: [0.0] * max(count, 1))
        self.epoch = list(range(max(count, 1)))
        self.model = model


def _first(data: Any) -> Any:
    """One batch of inputs as Keras's own `fit` would take it from the data, or its spec."""
    if isinstance(data, tf.data.Dataset):
        spec = data.element_spec
        return spec[0] if isinstance(spec, tuple) else spec
    if isinstance(data, keras.utils.PyDataset):
        return _pair(data[0])
    if hasattr(data, "__next__"):
        return _pair(next(data))
    if hasattr(data, "values") and hasattr(data, "columns"):
        return data.values
    if isinstance(data, (list, tuple)) and data and not hasattr(data[0], "shape"):
        return np.asarray(data)
    return data


def _pair(batch: Any) -> Any:
    return batch[0] if isinstance(batch, tuple) else batch


def build(model: Any, data: Any) -> None:
    """Build a model for some data, as the first step of `fit` does."""
    # A subclass that `build` was called on says that it is built, and its layers are not.
    if data is None or (model.built and all(layer.built for layer in model.layers)):
        return

    def spec(value: Any) -> Any:
        shape = tuple(value.shape)
        return keras.KerasTensor((None, *shape[1:]), str(getattr(value.dtype, "name", value.dtype)))

    specs = keras.tree.map_structure(spec, _first(data))
    try:
        keras.src.backend.compute_output_spec(model, specs)
    except Exception:  # noqa: BLE001 - some models only run
        model(
            keras.tree.map_structure(
                lambda s: tf.zeros([2 if d is None else d for d in s.shape], s.dtype), specs
            )
        )


def _count(data: Any) -> int:
    with contextlib.suppress(Exception):
        return len(keras.tree.flatten(data)[0])
    return 1


def _fit(model: Any, x: Any = None, *args: Any, epochs: Any = 1, **kwargs: Any) -> Any:
    build(model, kwargs.get("generator", x))
    return History(model, kwargs.get("nb_epoch", epochs))


def _predict(model: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
    build(model, x)
    shapes = getattr(model, "output_shape", None)
    if shapes is None:
        return np.zeros((_count(x), 1), "float32")
    count = _count(x)

    def zeros(shape: Any) -> Any:
        return np.zeros((count, *(1 if d is None else d for d in shape[1:])), "float32")

    if isinstance(shapes, tuple):
        return zeros(shapes)
    return [zeros(shape) for shape in shapes]


class Score(float):
    """A loss that may be asked for metrics."""

    def __getitem__(self, index: Any) -> float:
        return 0.0


def _scores(model: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
    build(model, x)
    with contextlib.suppress(Exception):
        metrics = keras.tree.flatten(model._compile_metrics._user_metrics)
        return [0.0] * (1 + len(metrics)) if metrics else Score()
    return Score()


def _training() -> None:
    calls: dict[str, Callable[..., Any]] = {
        "fit": _fit,
        "fit_generator": _fit,
        "predict": _predict,
        "predict_generator": _predict,
        "predict_on_batch": _predict,
        "evaluate": _scores,
        "evaluate_generator": _scores,
        "train_on_batch": _scores,
        "test_on_batch": _scores,
    }
    for name, function in calls.items():
        setattr(keras.Model, name, function)


def _light() -> None:
    """Weights are zeros, which cost little; optimizers take the arguments of old versions."""
    names = ("RandomNormal", "TruncatedNormal", "RandomUniform", "VarianceScaling", "Orthogonal")

    def zeros(self: Any, shape: Any, dtype: Any = None, **_: Any) -> Any:
        return tf.zeros(shape, dtype or keras.config.floatx())

    for name in names:
        getattr(keras.initializers, name).__call__ = zeros
    from keras.src.optimizers import base_optimizer

    for cls in (base_optimizer.BaseOptimizer, keras.optimizers.Optimizer):
        if hasattr(cls, "_process_kwargs"):
            cls._process_kwargs = lambda *_: None
    original = keras.optimizers.Optimizer.__init__

    def lenient(self: Any, learning_rate: Any = 0.001, *args: Any, **kwargs: Any) -> None:
        for old in ("lr", "decay"):
            kwargs.pop(old, None)
        original(self, learning_rate, *args, **kwargs)

    keras.optimizers.Optimizer.__init__ = lenient
