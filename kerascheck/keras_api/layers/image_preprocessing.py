"""Sizes and boxes of images."""

from typing import Any

from kerascheck.keras_api.arguments import channels_first, data_format, plain, size
from kerascheck.keras_api.dims import need_rank, one_tensor, wrong
from kerascheck.keras_api.layers.same_shape import same
from kerascheck.values import (
    Bool,
    BuildError,
    Dim,
    Float,
    Int,
    Layer,
    Shape,
    Spec,
    Specs,
    Str,
    Unknown,
    Value,
)


class CenterCrop(Layer):
    """Cuts the middle out of an image, or enlarges a small one."""

    height: Int
    width: Int
    data_format: Str | None = None

    def check(self) -> None:
        data_format(self.data_format)

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = need_rank(inputs, 3, 4, help="give it one image, or a batch of images")
        at = _height_axis(self.data_format)
        return Spec(resized(dims, at, self.height, self.width), self.compute_dtype)


class Resizing(Layer):
    """Scales images to one size."""

    height: Int
    width: Int
    interpolation: Str = "bilinear"
    crop_to_aspect_ratio: Bool = False
    pad_to_aspect_ratio: Bool = False
    fill_mode: Str = "constant"
    fill_value: Float = 0.0
    antialias: Bool = False
    data_format: Str | None = None

    def check(self) -> None:
        data_format(self.data_format)

    def output(self, inputs: Any, **call: Any) -> Spec:
        first = channels_first(self.data_format)
        dims = need_rank(one_tensor(inputs), least=3 if first else 2)
        # Whatever has not four axes is taken for one image.
        at = (1 if first else 0) + (len(dims) == 4)
        return Spec(resized(dims, at, self.height, self.width), self.compute_dtype)


class MaxNumBoundingBoxes(Layer):
    """Pads or cuts the boxes of an image to a number."""

    max_number: Value
    fill_value: Value = -1

    def check(self) -> None:
        for name, value in (("max_number", self.max_number), ("fill_value", self.fill_value)):
            if plain(value):
                _whole(value, name)

    def output(self, inputs: Any, **call: Any) -> Specs:
        given = same(inputs, self.compute_dtype)
        if not isinstance(given, dict) or "bounding_boxes" not in given:
            return given
        boxes = given["bounding_boxes"]
        if not isinstance(boxes, dict) or set(boxes) != {"boxes", "labels"}:
            problem = "takes bounding boxes as a dict of exactly `boxes` and `labels`"
            raise BuildError("inputs", problem, keras="unsupported keys in `bounding_boxes`")
        limit: Dim = Unknown("a `max_number` that is not known")
        if plain(self.max_number):
            limit = size(_whole(self.max_number, "max_number"), "max_number")
        given["bounding_boxes"] = {key: _limited(spec, limit) for key, spec in boxes.items()}
        return given


def _whole(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise wrong(name, value, "must be an integer") from None


def _limited(spec: Spec, limit: Dim) -> Spec:
    dims = need_rank(spec, least=2)
    return Spec((dims[0], limit, *dims[2:]), spec.dtype)


def _height_axis(layout: Value) -> int:
    return -2 if channels_first(layout) else -3


def resized(dims: Shape, at: int, height: Value, width: Value) -> Shape:
    """A shape with a new height at the axis `at`, and a new width at the next."""
    new = list(dims)
    for axis, (name, value) in enumerate((("height", height), ("width", width)), at):
        new[axis] = value if isinstance(value, Unknown) else size(value, name, none=True)
    return tuple(new)
