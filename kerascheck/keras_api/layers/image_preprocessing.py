"""Sizes and boxes of images."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class CenterCrop(Layer):
    """Cuts the middle out of an image, or enlarges a small one."""

    height: Int
    width: Int
    data_format: Str | None = None


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


class MaxNumBoundingBoxes(Layer):
    """Pads or cuts the boxes of an image to a number."""

    max_number: Value
    fill_value: Value = -1
