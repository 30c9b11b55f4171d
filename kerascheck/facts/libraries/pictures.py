"""Images as Pillow, scikit-image and imageio read them: red first, mostly values from 0 to 255."""

from collections.abc import Callable
from typing import Any

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.instances import short
from kerascheck.facts.libraries.shapes import dimensions, resized
from kerascheck.values import Data, Shape, Unknown, Value

PICTURE = "PIL.Image.Image"
"""The kind of an image of Pillow, which `numpy.array` makes an array of."""
_PIXELS = ".pixels"
_CHANNELS = {"L": 1, "RGB": 3, "RGBA": 4, "YCbCr": 3, "HSV": 3, "CMYK": 4}


def pixels(made: Value) -> Data | None:
    """The array that an image of Pillow becomes, height before width; None of anything else."""
    found = made.state.get(_PIXELS) if isinstance(made, Instance) else None
    return found if isinstance(found, Data) else None


def _read(name: str, call: Call) -> Data:
    shape = call.unknown("size of the image not known")
    return Data(shape=shape, dtype="uint8", low=0.0, high=255.0).step(name, call.site)


def _picture(call: Call, data: Data) -> Instance:
    return Instance(PICTURE, call.site, state={_PIXELS: data})


def _open(call: Call) -> Value:
    return _picture(call, _read("Image.open", call))


def _from_array(call: Call) -> Value:
    given = call.get("obj", 0)
    return _picture(call, given) if isinstance(given, Data) else call.unknown("an image")


def _changed(change: Callable[[Data, Call], Data]) -> Handler:
    """A method that gives a changed copy of its image."""

    def handler(call: Call) -> Value:
        data = pixels(call.receiver)
        if data is None:
            return call.unknown("an image that is not known")
        return _picture(call, change(data, call))

    return handler


def _resized(data: Data, call: Call) -> Data:
    return data.step("resize", call.site, shape=resized(data.shape, call.get("size", 0), call.site))


def _converted(data: Data, call: Call) -> Data:
    mode = call.get("mode", 0)
    channels = _CHANNELS.get(mode) if isinstance(mode, str) else None
    if channels is None:
        why = call.unknown("pixels of another kind")
        return data.step("convert", call.site, shape=why, low=None, high=None)
    unknown = call.unknown("size of the image not known")
    sides: Shape = (unknown, unknown)
    if isinstance(data.shape, tuple) and len(data.shape) in (2, 3):
        sides = data.shape[:2]
    shape = sides if channels == 1 else (*sides, channels)
    return data.step(f"convert({mode!r})", call.site, shape=shape)


def _moved(data: Data, call: Call) -> Data:
    """What is cut out of an image or turned has a size of its own, and the same values."""
    why = call.unknown("size of the image not known")
    return data.step(short(call.name), call.site, shape=why)


def _shrunk(call: Call) -> Value:
    """`thumbnail` changes the image itself."""
    data = pixels(call.receiver)
    if isinstance(call.receiver, Instance) and data is not None:
        call.receiver.state[_PIXELS] = _moved(data, call)
    return None


def _reader(name: str) -> Handler:
    def handler(call: Call) -> Value:
        data = _read(name, call)
        # A gray image comes as floats up to 1, unless it was gray in its file.
        gray = call.get("as_gray", 1, False) if name == "skimage.io.imread" else False
        return data if gray is False else data.but(dtype=None, low=None, high=None)

    return handler


def _scaled(call: Call) -> Value:
    """`skimage.transform.resize` gives floats, and those of bytes end at 1."""
    given, size = call.get("image", 0), dimensions(call.get("output_shape", 1))
    if not isinstance(given, Data):
        return call.unknown("an image that is not known")
    shape: Shape | Unknown = call.unknown("size of the image not known")
    if isinstance(size, tuple) and isinstance(given.shape, tuple):
        shape = (*size, *given.shape[len(size) :])
    changes: dict[str, Any] = {"shape": shape, "dtype": "float64"}
    kept = call.get("preserve_range", None, False)
    text = "skimage resize"
    if kept is False and given.dtype == "uint8" and given.high is not None:
        text = "skimage resize to 0..1"
        changes.update(low=(given.low or 0.0) / 255, high=given.high / 255)
    elif kept is not True:
        changes.update(low=None, high=None)
    return given.step(text, call.site, **changes)


FUNCTIONS: dict[str, Handler] = {
    "PIL.Image.open": _open,
    "PIL.Image.fromarray": _from_array,
    "skimage.io.imread": _reader("skimage.io.imread"),
    "skimage.transform.resize": _scaled,
    "imageio.imread": _reader("imageio.imread"),
    "imageio.v2.imread": _reader("imageio.imread"),
    "imageio.v3.imread": _reader("imageio.imread"),
}
METHODS: dict[str, Handler] = {
    f"{PICTURE}.resize": _changed(_resized),
    f"{PICTURE}.convert": _changed(_converted),
    f"{PICTURE}.thumbnail": _shrunk,
    **{f"{PICTURE}.{name}": _changed(_moved) for name in ("crop", "rotate", "transpose", "copy")},
}
