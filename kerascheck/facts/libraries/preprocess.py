"""`preprocess_input` of `keras.applications`: images as a pretrained network wants them."""

from kerascheck.facts.call import Call, Handler
from kerascheck.keras_api.applications import APPLICATIONS
from kerascheck.values import Data, Site, Value

SCALING = {each.module: each.scaling for each in APPLICATIONS.values()}
"""What `preprocess_input` of a module does: `caffe`, `tf`, `torch`, or nothing (`built in`)."""
_NAME = "preprocess_input"


def preprocessed(data: Data, module: str, site: Site) -> Data:
    """The images after `preprocess_input` of a module of `keras.applications`."""
    how = SCALING.get(module, "")
    bounds: dict[str, float | None] = {"low": None, "high": None}
    if how == "built in":
        bounds = {"low": data.low, "high": data.high}
    elif how == "tf" and data.low is not None and data.high is not None:
        bounds = {"low": data.low / 127.5 - 1, "high": data.high / 127.5 - 1}
    return data.step(f"{module}.{_NAME}", site, dtype="float32", **bounds)


def module_of(path: str) -> str | None:
    """The module whose `preprocess_input` a path such as `keras.applications.vgg16.…` names."""
    head, _, name = path.rpartition(".")
    module = head.rpartition(".")[2]
    return module if name == _NAME and (module in SCALING or module == "imagenet_utils") else None


def _handler(module: str) -> Handler:
    def handler(call: Call) -> Value:
        given = call.get("x", 0)
        if isinstance(given, Data):
            return preprocessed(given, module, call.site)
        return call.unknown(f"`{_NAME}` of an image that is not known")

    return handler


FUNCTIONS: dict[str, Handler] = {
    f"keras.applications.{module}.{_NAME}": _handler(module)
    for module in (*SCALING, "imagenet_utils")
}
