"""From a traced model to the steps that build it."""

import json
from typing import Any

import pytest

from kerascheck.dynamic.flow import Plan
from kerascheck.dynamic.plan import plan
from kerascheck.dynamic.probes import probe
from kerascheck.dynamic.worker.allowed import ALLOWED
from kerascheck.values import Value
from tests.dynamic.conftest import facts, line


def plan_of(code: str, name: str = "model") -> Plan:
    """The plan of the last model of this name."""
    found = facts(code)
    model = [model for model in found.models if model.name == name][-1]
    made = plan(model, found.models)
    json.dumps(made.job, allow_nan=False)
    return made


def steps(code: str, do: str) -> list[dict[str, Any]]:
    """The steps of one kind in the plan of the model."""
    made = plan_of(code)
    assert made.stop is None
    return [step for step in made.job["steps"] if step["do"] == do]


def test_only_what_differs_from_the_defaults_is_an_argument() -> None:
    made = steps(
        """
        model = keras.Sequential([
            keras.Input((8,)),
            layers.Dense(4, activation="relu", use_bias=True, kernel_regularizer="l2"),
        ])
        """,
        "make",
    )
    assert [step["class"] for step in made] == ["keras.layers.Dense"]
    assert made[0]["kwargs"] == {"units": 4, "activation": "relu", "kernel_regularizer": "l2"}


@pytest.mark.parametrize(
    ("loss", "given"),
    [
        ("'sparse_categorical_crossentropy'", {}),
        ("keras.losses.SparseCategoricalCrossentropy(from_logits=True)", {"from_logits": True}),
    ],
)
def test_a_loss_gets_only_what_differs_from_its_defaults(loss: str, given: Value) -> None:
    """`axis` is a parameter of the newer versions of Keras only."""
    known = facts(
        f"""
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
        model.compile("adam", {loss})
        model.fit(np.zeros((9, 8)), np.zeros(9, int))
        """
    )
    asked = probe(known.models[0], list(known.trainings))
    assert asked["losses"][0]["object"]["kwargs"] == given


def test_names_of_keras_1_are_translated() -> None:
    made = steps("model = keras.Sequential([layers.Dense(output_dim=4, input_dim=8)])", "make")
    assert made[0]["kwargs"] == {"units": 4}


def test_the_shape_of_the_input_stands_in_the_model() -> None:
    code = "model = keras.Sequential([layers.Dense(4, input_shape=(8,))])"
    (made,) = steps(code, "sequential")
    assert made["input"] == {"shape": {"tuple": [None, 8]}, "dtype": "float32"}


def test_objects_of_keras_are_made_with_their_arguments() -> None:
    made = steps(
        """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(
            4, kernel_regularizer=keras.regularizers.l2(0.1),
            kernel_initializer=keras.initializers.RandomNormal(stddev=0.2),
            activation=keras.activations.gelu,
        )])
        """,
        "make",
    )
    kwargs = made[0]["kwargs"]
    assert kwargs["activation"] == {"function": "keras.activations.gelu"}
    assert kwargs["kernel_regularizer"]["object"]["class"] == "keras.regularizers.L2"
    assert kwargs["kernel_regularizer"]["object"]["kwargs"]["l2"] == 0.1
    assert kwargs["kernel_initializer"]["object"]["kwargs"]["stddev"] == 0.2


def test_a_shared_layer_is_made_once() -> None:
    code = """
    shared = layers.Dense(4)
    a, b = keras.Input((8,)), keras.Input((8,))
    model = keras.Model([a, b], layers.add([shared(a), shared(b)]))
    """
    assert len(steps(code, "make")) == 2
    assert [step["part"] for step in steps(code, "call")][:2] == [3, 3]


def test_a_nested_model_is_part_of_the_plan() -> None:
    code = """
    inner = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
    entry = keras.Input((8,))
    model = keras.Model(entry, layers.Dense(2)(inner(entry)))
    """
    assert len(steps(code, "sequential")) == 1
    assert len(steps(code, "functional")) == 1


def test_an_application_is_never_given_weights() -> None:
    code = """
    base = keras.applications.MobileNetV2(include_top=False, weights="imagenet")
    model = keras.Sequential([base, layers.Dense(2)])
    """
    (made,) = steps(code, "application")
    assert made["class"] == "keras.applications.MobileNetV2"
    assert "weights" not in made["kwargs"]


def test_what_is_frozen_is_set_from_the_outside_in() -> None:
    code = """
    inner = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(3)])
    inner.trainable = False
    inner.layers[1].trainable = True
    entry = keras.Input((8,))
    model = keras.Model(entry, layers.Dense(2)(inner(entry)))
    """
    found = [step["trainable"] for step in steps(code, "freeze")]
    assert False in found
    assert found.index(False) < len(found) - 1 - found[::-1].index(True)


def test_the_body_of_a_layer_is_steps_of_its_own() -> None:
    code = """
    class Scale(layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(3)
        def build(self, shape):
            self.scale = self.add_weight(shape=(shape[-1],), initializer="ones", name="scale")
        def call(self, x):
            return self.dense(x * self.scale)
    entry = keras.Input((8,))
    model = keras.Model(entry, Scale()(entry))
    """
    (made,) = steps(code, "replay")
    assert made["weights"] == [
        {
            "name": "scale",
            "shape": [8],
            "dtype": "float32",
            "trainable": True,
            "initializer": "ones",
        }
    ]
    (body,) = made["bodies"]
    assert [step["do"] for step in body["steps"]] == ["function", "call"]
    assert body["shapes"] == [[None, 8]]


@pytest.mark.parametrize(
    ("function", "op"),
    [
        ("tf.reduce_mean(x, axis=1)", "keras.ops.mean"),
        ("tf.concat([x, x], axis=-1)", "keras.ops.concatenate"),
        ("tf.nn.relu(x)", "keras.ops.relu"),
        ("keras.ops.mean(x, axis=1)", "keras.ops.mean"),
        ("x + 1", "keras.ops.add"),
        ("x[:, 0]", "getitem"),
    ],
)
def test_functions_of_other_libraries_become_those_of_keras(function: str, op: str) -> None:
    code = f"""
    import tensorflow as tf
    entry = keras.Input((4, 8))
    x = layers.Dense(3)(entry)
    model = keras.Model(entry, layers.Lambda(lambda x: {function})(x))
    """
    (made,) = steps(code, "replay")
    assert made["bodies"][0]["steps"][-1]["name"] == op


@pytest.mark.parametrize(
    ("code", "why", "at"),
    [
        (
            """import sys
n = int(sys.argv[1])
model = keras.Sequential([keras.Input((8,)), layers.Reshape(n)])""",
            "`target_shape`",
            2,
        ),
        (
            "from mine import Block\nmodel = keras.Sequential([keras.Input((8,)), Block()])",
            "",
            2,
        ),
        (
            """import tensorflow as tf
e = keras.Input((8,))
model = keras.Model(e, layers.Lambda(lambda t: tf.linalg.expm(t))(e))""",
            "`tensorflow.linalg.expm`",
            3,
        ),
    ],
)
def test_what_is_not_known_ends_the_plan_with_its_reason(code: str, why: str, at: int) -> None:
    made = plan_of(code)
    assert made.stop is not None
    assert why in made.stop.why
    assert made.stop.site is not None
    assert line(made.stop.site.at.line) == at
    assert made.job["model"] is None


def test_code_of_the_script_gets_a_stand_in_that_is_noted() -> None:
    made = plan_of(
        """
        def swish(x):
            return x * keras.ops.sigmoid(x)
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4, activation=swish)])
        """
    )
    assert made.stop is None
    assert made.notes.doubts == ["`activation`: `swish` cannot be built without running the script"]


def test_nothing_that_reads_files_or_runs_code_is_in_the_lists() -> None:
    names = {name.rpartition(".")[2] for name in ALLOWED}
    dangerous = {
        "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "Lambda", "load_model",
        "get_file", "deserialize", "get", "load_data", "custom_gradient", "map", "scan", "cond",
        "while_loop", "vectorize", "vectorized_map", "fori_loop", "save_model", "Pipeline",
    }  # fmt: skip
    assert not names & dangerous
    assert not any("*" in name for name in ALLOWED)


def test_images_are_only_scaled_before_a_pretrained_network() -> None:
    made = plan_of(
        """
        entry = keras.Input((64, 64, 3))
        x = keras.applications.vgg16.preprocess_input(entry)
        model = keras.Model(entry, layers.Flatten()(x))
        """
    )
    assert [s["name"] for s in made.job["steps"] if s["do"] == "function"] == ["keras.ops.copy"]
    assert made.notes.doubts == ["`keras.applications.vgg16.preprocess_input` is left out"]


def test_a_layer_may_be_called_by_keywords_alone() -> None:
    made = steps(
        """
        class Twice(layers.Layer):
            def call(self, source, factor=2):
                return source * factor
        entry = keras.Input((8,))
        model = keras.Model(entry, Twice()(source=entry))
        """,
        "call",
    )
    assert made[0]["args"] == []
    assert list(made[0]["kwargs"]) == ["source"]


def test_an_activation_that_a_layer_looks_up_is_called() -> None:
    (made,) = steps(
        """
        class Activated(layers.Layer):
            def __init__(self, activation=None):
                super().__init__()
                self.activation = keras.activations.get(activation)
            def call(self, x):
                return self.activation(x)
        model = keras.Sequential([keras.Input((8,)), Activated("gelu")])
        """,
        "replay",
    )
    assert [step["name"] for step in made["bodies"][0]["steps"]] == ["keras.ops.gelu"]
