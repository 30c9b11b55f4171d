"""Image layers: sizes, labels beside images, and what the constructors refuse."""

import pytest

from kerascheck.keras_api import graph
from kerascheck.values import Spec, Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


@pytest.mark.parametrize("kind", ["Resizing", "CenterCrop", "RandomCrop"])
def test_images_get_a_size(kind: str) -> None:
    layer = make(kind, height=24, width=32)
    assert shape(layer, None, None, None, 3) == (None, 24, 32, 3)
    assert shape(layer, 50, 60, 3) == (24, 32, 3)
    first = make(kind, height=24, width=32, data_format="channels_first")
    assert shape(first, None, 3, 50, 60) == (None, 3, 24, 32)


@pytest.mark.parametrize("kind", ["Resizing", "CenterCrop", "RandomCrop"])
def test_a_size_is_an_integer(kind: str) -> None:
    assert refused(kind, {"height": 24.0, "width": 32}, None, 9, 9, 3).argument == "height"
    assert refused(kind, {"height": 24, "width": -1}, None, 9, 9, 3).argument == "width"
    unknown = Unknown("a setting")
    assert shape(make(kind, height=unknown, width=2), None, 9, 9, 3) == (None, unknown, 2, 3)


def test_a_crop_needs_images() -> None:
    assert refused("CenterCrop", {"height": 2, "width": 2}, None, 9).kind == "rank"
    assert refused("RandomCrop", {"height": 2, "width": 2}, None, 9).kind == "rank"


def test_boxes_are_cut_to_a_number() -> None:
    boxes = {"boxes": spec(None, None, 4), "labels": spec(None, None)}
    layer = make("MaxNumBoundingBoxes", max_number=5)
    given = graph.call(layer, ({"images": spec(None, 9, 9, 3), "bounding_boxes": boxes},), {})
    assert given["images"].shape == (None, 9, 9, 3)
    assert given["bounding_boxes"]["boxes"].shape == (None, 5, 4)
    assert given["bounding_boxes"]["labels"].shape == (None, 5)
    assert refused("MaxNumBoundingBoxes", {"max_number": None}).argument == "max_number"


def test_an_augmentation_keeps_images_and_labels() -> None:
    layer = make("RandomRotation", factor=0.1)
    given = {"images": spec(None, 9, 9, 3), "labels": spec(None, dtype="int32")}
    assert graph.call(layer, (given,), {}) == {
        "images": Spec((None, 9, 9, 3)),
        "labels": Spec((None,)),
    }
    assert count(layer, None, 9, 9, 3) == 0


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("RandomRotation", "factor", 45),
        ("RandomContrast", "factor", -0.2),
        ("RandomContrast", "factor", (0.1, 0.2, 0.3)),
        ("RandomBrightness", "factor", "0.2"),
        ("RandomZoom", "height_factor", -1),
        ("RandomTranslation", "width_factor", 20),
        ("RandomPosterization", "factor", 9),
        ("RandomShear", "x_factor", (-0.5, 0.5)),
        ("RandomGaussianBlur", "kernel_size", 4),
        ("RandomFlip", "data_format", "first"),
        ("RandAugment", "value_range", 255),
        ("RandomRotation", "fill_mode", "mirror"),
        ("RandomColorJitter", "hue_factor", 2),
    ],
)
def test_an_augmentation_refuses(kind: str, name: str, value: object) -> None:
    usual = {
        "RandomRotation": {"factor": 0.1},
        "RandomTranslation": {"height_factor": 0.1},
    }.get(kind, {})
    error = refused(kind, {**usual, name: value})
    assert (error.kind, error.argument) == ("argument", name)


def test_unknown_factors_are_no_error() -> None:
    unknown = Unknown("a setting")
    for value in (unknown, (unknown, 0.5)):
        assert shape(make("RandomZoom", height_factor=value), None, 9, 9, 3) == (None, 9, 9, 3)


def test_colours_are_three_channels() -> None:
    error = refused("RandomColorDegeneration", {"factor": 0.5}, None, 9, 9, 1)
    assert error.problem == "needs images with 3 channels, but gets 1"
