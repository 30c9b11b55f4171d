"""Our tables against the signatures of the Keras that is installed, if one is."""

import inspect
import itertools
import os
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from kerascheck.keras_api import (
    activations,
    applications,
    callbacks,
    losses,
    metrics,
    optimizers,
    signatures,
)
from kerascheck.keras_api.binding import parameters
from kerascheck.keras_api.convolution import meeting
from kerascheck.keras_api.layers import FUNCTIONS, LAYERS, REMOVED
from kerascheck.keras_api.names import star_names
from kerascheck.values import REQUIRED

pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]

# Every layer has these; they stand in `extra`, wherever the signature puts them.
COMMON = {"name", "dtype", "trainable"}


@pytest.fixture(scope="module")
def keras() -> ModuleType:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    module: ModuleType = pytest.importorskip("keras", minversion="3.0")
    return module


def signature(function: Any, without: set[str]) -> list[tuple[str, object]]:
    return [
        (item.name, REQUIRED if item.default is item.empty else item.default)
        for item in inspect.signature(function).parameters.values()
        if item.kind not in (item.VAR_KEYWORD, item.VAR_POSITIONAL) and item.name not in without
    ]


def ours(known: Mapping[str, object]) -> list[tuple[str, object]]:
    return list(known.items())


def classes(module: ModuleType, base: type) -> dict[str, type]:
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, base) and value is not base
    }


def test_every_layer_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = classes(keras.layers, keras.layers.Layer)
    assert real.keys() - LAYERS.keys() == set()
    assert LAYERS.keys() - real.keys() - REMOVED == {"GroupedQueryAttention"}
    for name, cls in real.items():
        known = parameters(LAYERS[name])
        assert ours(known) == signature(cls, COMMON - known.keys()), name


def test_layers_that_are_said_to_be_removed_are(keras: ModuleType) -> None:
    assert [name for name in REMOVED if hasattr(keras.layers, name)] == []
    assert all(callable(getattr(keras.layers, name)) for name in FUNCTIONS)


def test_every_loss_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = classes(keras.losses, keras.losses.Loss)
    assert real.keys() == losses.CLASSES.keys()
    for name, cls in real.items():
        assert ours(parameters(losses.CLASSES[name])) == signature(cls, set()), name


def test_every_metric_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = classes(keras.metrics, keras.metrics.Metric)
    assert real.keys() - metrics.PARAMETERS.keys() == {"MeanMetricWrapper"}
    for name, known in metrics.PARAMETERS.items():
        assert ours(known) == signature(real[name], set()), name


def test_every_optimizer_and_schedule_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = classes(keras.optimizers, keras.optimizers.Optimizer)
    assert real.keys() == optimizers.PARAMETERS.keys()
    for name, known in optimizers.PARAMETERS.items():
        assert ours(known) == signature(real[name], set()), name
    for name, known in optimizers.SCHEDULES.items():
        assert ours(known) == signature(getattr(keras.optimizers.schedules, name), set()), name


def test_every_callback_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = classes(keras.callbacks, keras.callbacks.Callback)
    present = callbacks.PARAMETERS.keys() - callbacks.REMOVED
    assert real.keys() - present == {"CallbackList"} & real.keys()
    for name in present:
        cls = getattr(keras.callbacks, name)
        assert ours(callbacks.PARAMETERS[name]) == signature(cls, set()), name


def test_every_application_has_the_parameters_of_keras(keras: ModuleType) -> None:
    real = {n for n, v in vars(keras.applications).items() if inspect.isfunction(v)}
    assert real == applications.APPLICATIONS.keys()
    for name, known in applications.APPLICATIONS.items():
        function = getattr(keras.applications, name)
        assert ours(known.parameters) == signature(function, {"name"}), name
        module = getattr(keras.applications, known.module)
        assert callable(module.preprocess_input)


def test_small_applications_have_the_channels_that_are_written(keras: ModuleType) -> None:
    for name in ("MobileNet", "MobileNetV2", "MobileNetV3Small"):
        build = getattr(keras.applications, name)
        model = build(weights=None, include_top=False, input_shape=(64, 64, 3))
        assert model.output_shape[-1] == applications.APPLICATIONS[name].channels


def accepts(get: Any, text: str) -> bool:
    try:
        return get(text) is not None
    except (ValueError, TypeError, KeyError):
        return False


def test_keras_takes_the_strings_that_are_listed_and_no_others(keras: ModuleType) -> None:
    only_compile = {"crossentropy", "ce"}
    for text in losses.BY_STRING.keys() - only_compile:
        assert accepts(keras.losses.get, text) == (text in losses.KERAS3_STRINGS), text
    for text in metrics.BY_STRING.keys() - only_compile - {"acc"}:
        assert accepts(keras.metrics.get, text) == (text in metrics.KERAS3_STRINGS), text
    for text in activations.BY_STRING:
        assert accepts(keras.activations.get, text) == (text in activations.KERAS3), text
    for name in optimizers.PARAMETERS:
        known = name.lower() in optimizers.KERAS3_STRINGS
        assert accepts(keras.optimizers.get, name) == known, name


def test_the_bounds_of_activations_hold_on_a_grid(keras: ModuleType) -> None:
    grid = keras.ops.linspace(-20.0, 20.0, 4001)
    for name, (low, high) in activations.RANGES.items():
        function = getattr(keras.activations, name, None)
        if function is None:
            continue
        x = keras.ops.expand_dims(grid, 0) if "max" in name else grid
        values = keras.ops.convert_to_numpy(function(x))
        assert low is None or values.min() >= low - 1e-6, name
        assert high is None or values.max() <= high + 1e-6, name


def test_star_imports_bring_the_public_names_of_keras(keras: ModuleType) -> None:
    for name in ("layers", "models", "losses", "callbacks", "datasets", "utils", "initializers"):
        module = getattr(keras, name)
        public = {item for item in vars(module) if not item.startswith("_")}
        assert public <= star_names(f"keras.{name}"), name


def test_methods_and_functions_have_the_parameters_of_keras(keras: ModuleType) -> None:
    taken_as_well = {"include_optimizer", "objects_to_skip"}  # By their `**kwargs` alone.
    for name, known in signatures.METHODS.items():
        real = [key for key, _ in signature(getattr(keras.Sequential, name), {"self"})]
        assert [key for key in known if key not in taken_as_well] == real, name
    for name in ("to_categorical", "pad_sequences", "image_dataset_from_directory"):
        found = signatures.takes(f"keras.utils.{name}")
        assert found is not None
        assert list(found[0]) == [key for key, _ in signature(getattr(keras.utils, name), set())]


@pytest.mark.parametrize("causal", [False, True])
def test_places_of_a_kernel_that_meet_its_input(keras: ModuleType, causal: bool) -> None:
    """Those whose weights get a gradient, where Keras itself pads."""
    tf = pytest.importorskip("tensorflow")
    for kernel, size, stride in itertools.product(range(1, 6), range(1, 4), (1, 2)):
        padding = "causal" if causal else "same"
        layer = keras.layers.Conv1D(1, kernel, strides=stride, padding=padding)
        layer.build((1, size, 1))
        with tf.GradientTape() as tape:
            # All the numbers are positive, so that no two places cancel out.
            total = tf.reduce_sum(layer(tf.ones((1, size, 1))))
        reached = tape.gradient(total, layer.kernel.value).numpy().nonzero()[0]
        assert len(reached) == meeting(kernel, size, stride, causal=causal)
