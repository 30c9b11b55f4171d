"""Networks of `keras.applications` in scripts: layers, shapes, what is frozen, what is refused."""

from typing import Any

import pytest

from kerascheck.keras_api import tables
from kerascheck.values import Facts, Model, Unknown
from tests.facts.trace_of import facts, value_of

BASE = "base = keras.applications.VGG16(include_top=False, input_shape=(150, 150, 3))\n"


def totals(model: Model) -> tuple[Any, Any]:
    found = tables.totals(tables.table(model))
    return found.trainable, found.frozen


def last(code: str) -> Model:
    return facts(code).models[-1]


def test_a_frozen_base_counts_as_not_trainable() -> None:
    code = """
    base.trainable = False
    m = keras.Sequential([base, layers.Flatten(), layers.Dense(1)])
    """
    assert totals(last(BASE + code.replace("    ", ""))) == (8_193, 14_714_688)


def test_a_loop_freezes_the_first_layers_of_a_base() -> None:
    code = "for layer in base.layers[:-4]:\n    layer.trainable = False\n"
    assert totals(last(BASE + code)) == (7_079_424, 7_635_264)


def test_a_base_is_thawed_again_from_a_layer_on() -> None:
    code = """
base.trainable = True
for layer in base.layers:
    if layer.name == "block5_conv3":
        layer.trainable = True
    else:
        layer.trainable = False
m = keras.Model(base.input, layers.Dense(2)(layers.Flatten()(base.output)))
"""
    assert totals(last(BASE + code)) == (2_359_808 + 16_386, 14_714_688 - 2_359_808)


def test_a_head_on_the_output_of_a_base_makes_one_graph() -> None:
    code = "m = keras.Model(base.input, layers.Dense(3)(layers.Flatten()(base.output)))"
    model = last(BASE + code)
    assert len(model.layers) == 21
    assert model.complete
    assert totals(model) == (14_714_688 + 3 * 8_193, 0)


def test_a_layer_inside_is_found_by_its_name() -> None:
    assert value_of("base.get_layer('block4_pool').output.shape[1]", BASE) == 9
    assert value_of("base.get_layer(name='block2_conv1').filters", BASE) == 128
    assert value_of("base.layers[-2].filters", BASE) == 512
    assert value_of("len(base.layers)", BASE) == 19
    model = last(BASE + "m = keras.Model(base.input, base.get_layer('block1_pool').output)")
    assert totals(model) == (38_720, 0)


def test_a_base_tells_its_shapes_and_its_name() -> None:
    assert value_of("base.output_shape[-1]", BASE) == 512
    assert value_of("base.output_shape[1]", BASE) == 4
    assert value_of("base.input_shape[1]", BASE) == 150
    assert value_of("base.output.shape[2]", BASE) == 4
    assert value_of("base.name", BASE) == "vgg16"


def test_a_base_for_any_size_takes_the_size_that_it_is_called_with() -> None:
    code = """
    base = keras.applications.ResNet50(include_top=False)
    x = base(keras.Input((200, 100, 3)), training=False)
    """
    assert value_of("x.shape[1]", code) == 7
    assert value_of("x.shape[2]", code) == 4
    assert value_of("x.shape[3]", code) == 2048


def test_a_base_on_a_tensor_of_the_script_begins_there() -> None:
    code = """
    i = keras.Input((64, 64, 3))
    x = layers.Rescaling(1 / 255)(i)
    base = keras.applications.VGG16(include_top=False, input_tensor=x)
    """
    model = last(code)
    kinds = [part.kind for part in model.layers[:3]]
    assert kinds == ["InputLayer", "Rescaling", "Conv2D"]
    assert model.layers[0].site is not model.site
    assert totals(model) == (14_714_688, 0)


def faults(code: str) -> list[tuple[str, str]]:
    found: Facts = facts("from keras.applications import *\n" + code)
    return [(fault.kind, fault.argument) for fault in found.faults]


@pytest.mark.parametrize(
    ("call", "kind", "argument"),
    [
        ("VGG16(classes=5)", "argument", "classes"),
        ("VGG16(include_top=False, weights=None, input_shape=(28, 28, 3))", "size", "input_shape"),
        ("VGG16(include_top=False, input_shape=(64, 64, 1))", "argument", "input_shape"),
        ("VGG16(False, 'imagenet', None, (64, 64))", "argument", "input_shape"),
        ("MobileNetV2(alpha=0.6)", "argument", "alpha"),
        ("ResNet50(weight=None)", "argument", "weight"),
    ],
)
def test_what_a_constructor_refuses_is_a_fault(call: str, kind: str, argument: str) -> None:
    assert faults(f"base = {call}") == [(kind, argument)]


def test_a_fault_stands_at_its_argument() -> None:
    (fault,) = facts("m = keras.applications.VGG16(classes=5)").faults
    assert fault.site.text == "5"


def test_images_that_are_too_small_for_a_base_are_a_fault_of_the_call() -> None:
    code = "x = VGG16(include_top=False)(keras.Input((16, 16, 3)))"
    ((kind, _),) = faults(code)
    assert kind == "size"


def test_a_network_whose_arguments_are_not_known_has_a_gap_and_no_counts() -> None:
    code = "def build(top):\n    return keras.applications.VGG16(include_top=top)\n"
    (model,) = facts(code).models
    assert not model.complete
    assert isinstance(totals(model)[0], Unknown)


def test_unpacked_arguments_leave_nothing_known() -> None:
    code = "def build(**options):\n    return keras.applications.VGG16(**options)\n"
    (model,) = facts(code).models
    assert not model.complete
    assert isinstance(totals(model)[0], Unknown)


def test_layers_that_may_be_counted_otherwise_are_not_listed() -> None:
    code = """
    def build(w):
        base = keras.applications.EfficientNetB0(weights=w, include_top=False)
        layers.Dense(len(base.layers))
    """
    found = facts(code)
    assert sum(totals(found.models[-1])) == 4_049_571
    assert isinstance(found.layers[-1].__dict__["units"], Unknown)


def test_a_policy_of_mixed_precision_holds_for_a_network() -> None:
    code = """
    keras.mixed_precision.set_global_policy("mixed_float16")
    base = keras.applications.VGG16(include_top=False)
    """
    made: tuple[Any, ...] = last(code).layers
    assert {part.compute_dtype for part in made} == {"float16"}


def test_the_features_of_a_network_are_no_classifier() -> None:
    code = """
    base = keras.applications.VGG16(weights=None)
    m = keras.Model(base.input, base.output)
    m.compile("adam", "mse")
    n = keras.Model(base.input, base.get_layer("fc2").output)
    n.compile("adam", "mse")
    """
    first, second = facts(code).trainings
    assert (first.output.units, first.output.activation) == (1000, "softmax")
    assert isinstance(second.output.units, Unknown)
    assert isinstance(second.output.activation, Unknown)


def test_a_network_is_not_drawn_for_what_it_gives() -> None:
    code = "x = base(keras.Input((150, 150, 3)))\nm = keras.Sequential([base, layers.Flatten()])\n"
    owner: Any = facts(BASE + code).models[0].live
    before = owner.drawn
    assert len(owner.layers) == 19
    assert (before, owner.drawn) == (False, True)


def test_a_shape_that_is_imported_is_not_known_and_not_refused() -> None:
    code = """
from elsewhere import SHAPE
base = keras.applications.VGG16(include_top=False, input_shape=SHAPE)
m = keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(1)])
"""
    read = facts(code)
    assert read.faults == ()
    assert totals(read.models[-1]) == (14_715_201, 0)


def test_layers_are_told_apart_by_their_text() -> None:
    code = """
base = keras.applications.ResNet50(include_top=False, input_shape=(64, 64, 3))
for layer in base.layers:
    if "BatchNormalization" in str(layer):
        continue
    layer.trainable = False
"""
    # Scale and offset of 53 normalizations.
    assert totals(last(code))[0] == 53_120
