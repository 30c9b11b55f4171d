"""Every network of `keras.applications`: layers, shapes and counts, without Keras and against it."""

from typing import Any

import pytest

from kerascheck.keras_api import tables
from kerascheck.keras_api.applications import APPLICATIONS
from kerascheck.keras_api.applications.network import Network
from kerascheck.values import BuildError, Layer, Spec, Unknown
from tests.keras_api.applications import networks

KNOWN = {
    "VGG16": (138_357_544, 0),
    "VGG19": (143_667_240, 0),
    "ResNet50": (25_583_592, 53_120),
    "ResNet101": (44_601_832, 105_344),
    "ResNet152": (60_268_520, 151_424),
    "ResNet50V2": (25_568_360, 45_440),
    "InceptionV3": (23_817_352, 34_432),
    "InceptionResNetV2": (55_813_192, 60_544),
    "Xception": (22_855_952, 54_528),
    "MobileNet": (4_231_976, 21_888),
    "MobileNetV2": (3_504_872, 34_112),
    "MobileNetV3Small": (2_542_856, 12_112),
    "DenseNet121": (7_978_856, 83_648),
    "NASNetMobile": (5_289_978, 36_738),
    "NASNetLarge": (88_753_150, 196_668),
    "EfficientNetB0": (5_288_548, 42_023),
    "EfficientNetB7": (66_347_960, 310_727),
    "ConvNeXtTiny": (28_589_128, 0),
}
"""Trainable and other parameters with the classifier, as `model.summary()` of Keras prints them."""


@pytest.mark.parametrize("name", KNOWN)
def test_a_network_has_the_published_number_of_parameters(name: str) -> None:
    assert networks.totals(name) == KNOWN[name]


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_constructor_classifies_and_gives_features(name: str) -> None:
    known = APPLICATIONS[name]
    assert networks.network(name).output().shape == (None, 1000)
    pooled = networks.network(name, include_top=False, pooling="avg")
    assert pooled.output().shape == (None, known.channels)


def test_layers_have_the_names_of_keras_and_stand_in_its_order() -> None:
    names = [part.extra["name"] for part in _layers("VGG16", include_top=False)[1:]]
    assert names[:3] == ["block1_conv1", "block1_conv2", "block1_pool"]
    assert names[-1] == "block5_pool"
    # The shortcut of a block lies beside the last convolution, not before the first.
    block = [part.extra["name"] for part in _layers("ResNet50")[7:19]]
    assert block[:3] == ["conv2_block1_1_conv", "conv2_block1_1_bn", "conv2_block1_1_relu"]
    assert block[6:8] == ["conv2_block1_0_conv", "conv2_block1_3_conv"]


def test_two_networks_share_no_layer() -> None:
    first, second = _layers("ConvNeXtTiny"), _layers("ConvNeXtTiny")
    inner = [part for layer in first for part in getattr(layer, "layers", ())]
    others = [part for layer in second for part in getattr(layer, "layers", ())]
    assert len(inner) == 8
    assert not {id(part) for part in [*first, *inner]} & {id(part) for part in [*second, *others]}
    assert first[1].extra is not second[1].extra


def _layers(name: str, **config: Any) -> list[Layer]:
    return [part for part in networks.model(name, **config).layers if isinstance(part, Layer)]


def test_a_network_takes_images_of_another_size_as_far_as_its_layers_fit() -> None:
    made = networks.network("MobileNetV2", include_top=False)
    assert made.output().shape == (None, None, None, 1280)
    # Keras has fixed the paddings for open sides; for sides that it knew it would pad otherwise.
    assert made.output(Spec((None, 160, 100, 3))).shape == (None, 5, 3, 1280)
    known = networks.network("MobileNetV2", include_top=False, input_shape=(160, 100, 3))
    assert known.output().shape == (None, 5, 4, 1280)
    with pytest.raises(BuildError):
        networks.network("VGG16", include_top=False).output(Spec((None, 16, 16, 3)))


REFUSED = [
    ("VGG16", {"weights": "imagenet", "classes": 10}, "argument", "classes"),
    ("VGG16", {"weights": "imagenet", "input_shape": (100, 100, 3)}, "argument", "input_shape"),
    ("VGG16", {"input_shape": (31, 64, 3), "include_top": False}, "size", "input_shape"),
    ("Xception", {"input_shape": (70, 71, 3), "include_top": False}, "size", "input_shape"),
    ("MobileNetV3Small", {"input_shape": (31, 32, 3)}, "size", "input_shape"),
    ("ResNet50", {"input_shape": (224, 224)}, "argument", "input_shape"),
    ("ResNet50", {"input_shape": 224}, "argument", "input_shape"),
    ("ResNet50", {"input_shape": (None, None, 3)}, "argument", "input_shape"),
    (
        "ResNet50",
        {"weights": "imagenet", "include_top": False, "input_shape": (64, 64, 1)},
        "argument",
        "input_shape",
    ),
    ("DenseNet121", {"weights": "ImageNet"}, "argument", "weights"),
    (
        "EfficientNetB0",
        {"weights": "imagenet", "classifier_activation": "sigmoid"},
        "argument",
        "classifier_activation",
    ),
    ("EfficientNetV2B0", {"name": "backbone"}, "argument", "name"),
    ("MobileNet", {"weights": "imagenet", "alpha": 0.3}, "argument", "alpha"),
    ("MobileNet", {"weights": "imagenet", "depth_multiplier": 2}, "argument", "depth_multiplier"),
    ("MobileNetV3Large", {"weights": "imagenet", "alpha": 1.3}, "argument", "alpha"),
    (
        "NASNetLarge",
        {"weights": "imagenet", "include_top": False, "input_shape": (None, None, 3)},
        "argument",
        "input_shape",
    ),
]


@pytest.mark.parametrize(("name", "config", "kind", "argument"), REFUSED)
def test_what_keras_refuses_is_refused(
    name: str, config: dict[str, Any], kind: str, argument: str
) -> None:
    error = networks.network(name, **config).error
    assert error is not None
    assert (error.kind, error.argument) == (kind, argument)


def test_the_weights_of_imagenet_are_no_error_where_they_fit() -> None:
    for name, config in (
        ("MobileNetV2", {"input_shape": (160, 160, 3), "alpha": 1.4}),
        ("VGG16", {"input_shape": (224, 224, 3), "classifier_activation": None}),
        ("ResNet50", {"include_top": False, "classes": 7, "input_shape": (32, 32, 3)}),
        ("EfficientNetB3", {"input_shape": (300, 300, 3)}),
    ):
        assert networks.network(name, weights="imagenet", **config).error is None, name
    assert networks.network("VGG16", weights="my/weights.h5", classes=4).error is None


WHO = Unknown("an argument of the script")


def test_an_unknown_number_of_classes_leaves_only_the_classifier_unknown() -> None:
    made = networks.model("ResNet50", classes=WHO)
    rows = tables.table(made)
    assert [row.part.kind for row in rows if row.unknown is not None] == ["Dense"]
    assert rows[-1].output.shape == (None, WHO)


def test_trained_weights_say_that_images_have_three_channels() -> None:
    config: dict[str, Any] = {"include_top": False, "input_shape": WHO}
    assert networks.totals("VGG16", weights="imagenet", **config) == (14_714_688, 0)
    assert isinstance(networks.totals("VGG16", **config)[0], Unknown)
    made = networks.network("VGG16", weights="imagenet", **config)
    shape: Any = made.output().shape
    assert (shape[0], shape[3]) == (None, 512)
    assert isinstance(shape[1], Unknown)


def test_unknown_sides_do_not_hide_the_counts() -> None:
    config: dict[str, Any] = {"include_top": False, "input_shape": (WHO, WHO, 3)}
    assert sum(networks.totals("EfficientNetB0", **config)) == 4_049_571
    assert sum(networks.totals("MobileNetV2", **config)) == 2_257_984


def test_unknown_weights_leave_the_counts_known_and_say_what_is_not() -> None:
    assert sum(networks.totals("EfficientNetB0", weights=WHO)) == 5_330_571
    assert networks.network("EfficientNetB0", weights=WHO).doubt
    assert not networks.network("ResNet50", weights=WHO).doubt


def test_an_unknown_width_or_top_leaves_what_else_is_known() -> None:
    made = networks.network("MobileNetV2", alpha=WHO)
    assert made.draw(networks.SITE, None) is None  # type: ignore[arg-type]
    assert made.output().shape == (None, 1000)
    unsure = networks.network("VGG16", include_top=WHO)
    assert unsure.unsure
    assert unsure.why == WHO.why


def test_an_image_format_with_the_channels_first_is_not_followed() -> None:
    known = APPLICATIONS["VGG16"]
    made = Network(known, {**known.parameters}, None, None, "channels_first")
    assert made.unsure
    assert made.output().shape == (None, 1000)
    known = APPLICATIONS["DenseNet121"]
    made = Network(known, {**known.parameters}, None, None, "channels_first")
    assert made.error is not None


def test_the_names_of_mobilenets_have_width_and_size_in_them() -> None:
    made = networks.network("MobileNetV2", weights="imagenet", alpha=0.5, include_top=False)
    assert made.name == "mobilenetv2_0.50_224"
    assert networks.network("MobileNet", input_shape=(96, 64, 3)).name == "mobilenet_1.00_96"
    assert networks.network("VGG16").name == "vgg16"
    assert networks.network("VGG16", name="base").name == "base"


SMALL = [
    ("MobileNet", {"input_shape": (64, 64, 1), "classes": 3}),
    ("MobileNet", {"include_top": False, "alpha": 0.25, "depth_multiplier": 2}),
    ("MobileNetV2", {"input_shape": (65, 47, 3), "alpha": 1.4, "include_top": False}),
    ("MobileNetV2", {"include_top": False, "input_shape": (224, None, 3)}),
    ("MobileNetV3Small", {"minimalistic": True, "classes": 5, "dropout_rate": 0}),
    ("MobileNetV3Small", {"input_shape": (49, 64, 3), "include_top": False, "pooling": "max"}),
    ("VGG16", {"include_top": False, "tensor": (50, 61, 3), "pooling": "avg"}),
]


@pytest.mark.keras
@pytest.mark.parametrize(("name", "config"), SMALL)
def test_a_small_network_has_the_layers_of_keras(name: str, config: dict[str, Any]) -> None:
    pytest.importorskip("keras", minversion="3.0")
    _compare(name, config)


def _compare(name: str, config: dict[str, Any]) -> None:
    assert networks.differences(networks.ours(name, **config), networks.keras(name, **config)) == []


OTHER: dict[str, dict[str, Any]] = {
    "mobilenet": {"alpha": 0.5, "depth_multiplier": 2, "dropout": 0.1},
    "mobilenet_v2": {"alpha": 0.35},
    "mobilenet_v3": {"alpha": 0.75, "minimalistic": True, "include_preprocessing": False},
    "efficientnet_v2": {"include_preprocessing": False},
    "convnext": {"include_preprocessing": False, "name": "backbone"},
}


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_network_has_the_layers_of_keras(name: str) -> None:
    pytest.importorskip("keras", minversion="3.0")
    other = OTHER.get(APPLICATIONS[name].module, {})
    _compare(name, {})
    _compare(name, {"include_top": False, "input_shape": (107, 128, 3), "pooling": "avg"})
    _compare(name, {"input_shape": (96, 96, 1), "classes": 7, **other})


FIRST = {known.module: name for name, known in list(APPLICATIONS.items())[::-1]}
"""The smallest network of each family."""


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("name", FIRST.values())
def test_a_network_for_images_of_any_size_has_the_layers_of_keras(name: str) -> None:
    pytest.importorskip("keras", minversion="3.0")
    other = OTHER.get(APPLICATIONS[name].module, {})
    _compare(name, {"include_top": False, "pooling": "max", **other})


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize(("name", "config", "kind", "argument"), REFUSED)
def test_keras_refuses_it_too(name: str, config: dict[str, Any], kind: str, argument: str) -> None:
    pytest.importorskip("keras", minversion="3.0")
    assert networks.keras(name, **config) is None
