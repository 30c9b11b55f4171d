import pytest

from kerascheck.values import Callback, Component, Optimizer, Unknown
from tests.facts.trace_of import facts

MODEL = "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"


@pytest.mark.parametrize(
    ("code", "family", "kind", "config"),
    [
        ("keras.initializers.Zeros()", "initializers", "Zeros", {}),
        ("keras.initializers.Constant(0.5)", "initializers", "Constant", {"value": 0.5}),
        ("keras.regularizers.l2(0.3)", "regularizers", "L2", {"l2": 0.3}),
        ("keras.regularizers.l2(l=0.3)", "regularizers", "L2", {"l2": 0.3}),
        ("keras.regularizers.L1()", "regularizers", "L1", {"l1": 0.01}),
        ("keras.regularizers.l1_l2()", "regularizers", "L1L2", {"l1": 0.0, "l2": 0.0}),
        ("keras.constraints.MaxNorm(3)", "constraints", "MaxNorm", {"max_value": 3, "axis": 0}),
    ],
)
def test_parts_of_layers_have_a_class_and_arguments(
    code: str, family: str, kind: str, config: dict[str, object]
) -> None:
    (layer,) = facts(f"layers.Dense(1, kernel_initializer={code})").layers
    made = getattr(layer, "kernel_initializer", None)
    assert isinstance(made, Component)
    assert (made.family, made.kind, made.config) == (family, kind, config)


def test_a_schedule_is_an_argument_of_an_optimizer() -> None:
    (optimizer,) = facts(
        "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 100, decay_rate=f()))"
    ).optimizers
    schedule = optimizer.config["learning_rate"]
    assert isinstance(schedule, Component)
    assert (schedule.family, schedule.kind) == ("schedules", "ExponentialDecay")
    assert schedule.config["initial_learning_rate"] == 0.1
    assert isinstance(schedule.config["decay_rate"], Unknown)


def test_optimizers_are_those_made_and_those_named_in_compile() -> None:
    known = facts(MODEL + "keras.optimizers.SGD(0.1)\nm.compile('rmsprop')").optimizers
    assert [optimizer.kind for optimizer in known] == ["SGD", "RMSprop"]


def test_a_class_in_the_place_of_an_object_is_not_made() -> None:
    known = facts(
        MODEL + "m.compile(keras.optimizers.Adam)\n"
        "m.fit(x, y, callbacks=[keras.callbacks.EarlyStopping])"
    )
    optimizer, (callback,) = known.compiles[0].optimizer, known.fits[0].callbacks
    assert isinstance(optimizer, Optimizer)
    assert isinstance(callback, Callback)
    assert (optimizer.kind, optimizer.made) == ("Adam", False)
    assert (callback.kind, callback.made) == ("EarlyStopping", False)


def test_callbacks_of_fit_are_flat_and_those_of_the_script_unknown() -> None:
    known = facts(
        MODEL + "class Mine(keras.callbacks.Callback):\n    pass\n"
        "stop = keras.callbacks.EarlyStopping()\n"
        "m.fit(x, y, callbacks=[stop, *others(), Mine(), [keras.callbacks.TerminateOnNaN()]])\n"
        "m.fit(x, y, callbacks=stop)\nm.fit(x, y, callbacks=None)"
    )
    kinds = [[getattr(c, "kind", "?") for c in fit.callbacks] for fit in known.fits]
    assert kinds == [["EarlyStopping", "?", "?", "TerminateOnNaN"], ["EarlyStopping"], []]


@pytest.mark.parametrize("family", ["initializers", "regularizers", "constraints"])
def test_what_is_looked_up_by_a_name_is_that_name(family: str) -> None:
    (layer,) = facts(f"layers.Dense(1, kernel_initializer=keras.{family}.get('some'))").layers
    assert getattr(layer, "kernel_initializer", None) == "some"


@pytest.mark.parametrize(
    ("given", "path"),
    [("'relu'", "relu"), ("None", "linear"), ("'swish'", "silu"), ("keras.activations.elu", "elu")],
)
def test_an_activation_is_looked_up_by_its_name(given: str, path: str) -> None:
    (layer,) = facts(f"layers.Dense(1, activation=keras.activations.get({given}))").layers
    assert getattr(getattr(layer, "activation", None), "path", None) == f"keras.activations.{path}"


@pytest.mark.parametrize(
    ("dtype", "name"), [("tf.int32", "int32"), ("tf.string", "string"), ("np.float64", "float64")]
)
def test_a_dtype_may_be_that_of_a_library(dtype: str, name: str) -> None:
    (model,) = facts(
        "import tensorflow as tf\nimport numpy as np\n"
        f"m = keras.Sequential([layers.InputLayer(shape=(3,), dtype={dtype}), layers.Flatten()])"
    ).models
    assert getattr(model.entry, "dtype", None) == name
