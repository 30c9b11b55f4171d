"""Images in TensorFlow: reading, resizing and changing them at random (`tf.io`, `tf.image`)."""

from collections.abc import Callable

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.instances import short
from kerascheck.facts.libraries.transforms import dtype_name
from kerascheck.values import Data, Encoding, Int, Shape, Unknown, Value

AUGMENTED = "random augmentation"
"""How the step of images that are changed at random begins."""

_RANDOM = "flip_left_right flip_up_down brightness contrast saturation hue jpeg_quality crop"


def _image(change: Callable[[Data, Call], Data]) -> Handler:
    """A function whose first argument is an image or a batch of them."""

    def handler(call: Call) -> Value:
        named = ("image", "images", "contents", "filename", "value")
        given = next((call.kwargs[name] for name in named if name in call.kwargs), None)
        if given is None:
            given = call.get("image", 0)
        if isinstance(given, Data):
            return change(given, call)
        return call.unknown(f"`{short(call.name)}` of an image that is not known")

    return handler


def _sized(data: Data, height: Value, width: Value, call: Call) -> Data:
    sides: list[Int] = [
        side if isinstance(side, int) else call.unknown("size of the image not known")
        for side in (height, width)
    ]
    shape = data.shape
    if isinstance(shape, tuple) and len(shape) >= 3:
        shape = (*shape[:-3], *sides, shape[-1])
    return data.step(short(call.name), call.site, shape=shape)


def _resize(data: Data, call: Call) -> Data:
    size = call.get("size", 1)
    if isinstance(size, (list, tuple)) and len(size) == 2:
        return _sized(data, size[0], size[1], call).but(dtype="float32")
    return _sized(data, None, None, call).but(dtype="float32")


def _crop_or_pad(data: Data, call: Call) -> Data:
    return _sized(data, call.get("target_height", 1), call.get("target_width", 2), call)


def _decoded(data: Data, call: Call) -> Data:
    channels = call.get("channels", 1, 0)
    sides = call.unknown("size of the image not known")
    depth: Int = channels if isinstance(channels, int) and channels else sides
    shape: Shape = (sides, sides, depth)
    pixels = Unknown("pixels", call.site)
    dtype, high = _pixels(call)
    low = None if high is None else 0
    return data.step(
        short(call.name), call.site, shape=shape, dtype=dtype, encoding=pixels, low=low, high=high
    )


def _pixels(call: Call) -> tuple[str | None, float | None]:
    """The dtype that a decoder is asked for, and its largest value: 1 for floats."""
    dtype = dtype_name(call.get("dtype", 2, "uint8"))
    return dtype, {"uint8": 255, "uint16": 65535, "float32": 1}.get(dtype or "")


def _read_file(data: Data, call: Call) -> Data:
    return data.step("read_file", call.site, encoding=Encoding.STRING)


def _converted(data: Data, call: Call) -> Data:
    """`convert_image_dtype`: whole numbers become floats from 0 to 1."""
    whole = data.dtype is not None and data.dtype.startswith(("uint", "int"))
    bounds = (0.0, 1.0) if whole else (data.low, data.high)
    text = short(call.name)
    return data.step(text, call.site, dtype="float32", low=bounds[0], high=bounds[1])


def _standardized(data: Data, call: Call) -> Data:
    return data.step(short(call.name), call.site, dtype="float32", low=None, high=None)


def _channels(count: int) -> Handler:
    def change(data: Data, call: Call) -> Data:
        shape = data.shape
        if isinstance(shape, tuple) and len(shape) >= 3:
            shape = (*shape[:-1], count)
        return data.step(short(call.name), call.site, shape=shape)

    return _image(change)


def _augmented(data: Data, call: Call) -> Data:
    name = short(call.name)
    changed = data.step(f"{AUGMENTED} ({name})", call.site)
    if not name.endswith("crop"):
        return changed
    size = call.get("size", 1)
    if isinstance(size, (list, tuple)):
        sides = tuple(side for side in size if isinstance(side, int))
        if len(sides) == len(size):
            return changed.but(shape=sides)
    return changed.but(shape=call.unknown("size of a crop"))


_DECODERS = ("decode_jpeg", "decode_png", "decode_image", "decode_bmp", "decode_gif")

FUNCTIONS: dict[str, Handler] = {
    "tensorflow.io.read_file": _image(_read_file),
    "tensorflow.read_file": _image(_read_file),
    **{f"tensorflow.{m}.{name}": _image(_decoded) for m in ("io", "image") for name in _DECODERS},
    "tensorflow.image.resize": _image(_resize),
    "tensorflow.image.resize_images": _image(_resize),
    "tensorflow.image.resize_with_pad": _image(_crop_or_pad),
    "tensorflow.image.resize_with_crop_or_pad": _image(_crop_or_pad),
    "tensorflow.image.convert_image_dtype": _image(_converted),
    "tensorflow.image.per_image_standardization": _image(_standardized),
    "tensorflow.image.rgb_to_grayscale": _channels(1),
    "tensorflow.image.grayscale_to_rgb": _channels(3),
    **{
        f"tensorflow.image.{prefix}random_{name}": _image(_augmented)
        for prefix in ("", "stateless_")
        for name in _RANDOM.split()
    },
}
