"""Images as OpenCV reads them: blue first, height before width, values from 0 to 255."""

from kerascheck.facts.call import Call, Handler, Ref
from kerascheck.facts.libraries.shapes import resized
from kerascheck.values import Data, Shape, Unknown, Value


def _flag(value: Value) -> str:
    """The name of a constant of OpenCV, or the number that stands for it."""
    path = getattr(value, "path", value)
    return path.rpartition(".")[2] if isinstance(path, str) else str(path)


def _imread(call: Call) -> Value:
    flag = call.get("flags", 1, 1)
    side = call.unknown("size of the image not known")
    gray = _flag(flag) in ("0", "IMREAD_GRAYSCALE")
    colored = _flag(flag) in ("1", "IMREAD_COLOR") and isinstance(flag, (int, Ref))
    shape: Shape | Unknown = side
    if gray or colored:
        shape = (side, side) if gray else (side, side, 3)
    return Data(shape=shape, dtype="uint8", low=0.0, high=255.0).step("cv2.imread", call.site)


def _resize(call: Call) -> Value:
    given = call.get("src", 0)
    if not isinstance(given, Data):
        return call.unknown("an image that is not known")
    shape = resized(given.shape, call.get("dsize", 1), call.site)
    return given.step("cv2.resize", call.site, shape=shape)


def _convert(call: Call) -> Value:
    given, code = call.get("src", 0), _flag(call.get("code", 1))
    if not isinstance(given, Data):
        return call.unknown("an image that is not known")
    text = f"cv2.cvtColor({code.removeprefix('COLOR_')})"
    shape = given.shape
    if isinstance(shape, tuple) and len(shape) >= 2:
        shape = shape[:2] if code.endswith("GRAY") else (*shape[:2], 3)
    if code.endswith(("GRAY", "2RGB", "2BGR")):
        return given.step(text, call.site, shape=shape)
    why = call.unknown("channels of another kind")
    return given.step(text, call.site, shape=why, low=None, high=None)


FUNCTIONS: dict[str, Handler] = {
    "cv2.imread": _imread,
    "cv2.resize": _resize,
    "cv2.cvtColor": _convert,
}
