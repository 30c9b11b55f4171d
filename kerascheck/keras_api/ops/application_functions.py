"""Functions of `keras.applications` on tensors: how images are prepared for a network.

Tried with Keras 3.15.1, for all modules, dtypes and numbers of colours.
"""

from kerascheck.keras_api.applications import APPLICATIONS
from kerascheck.keras_api.ops.elementwise import floating, same
from kerascheck.keras_api.ops.operands import Row, strong
from kerascheck.values import Spec, UndeterminedError, Value

_PARAMETERS = "x data_format mode"


def reordered(x: Value, data_format: Value = None) -> Spec:
    """The colours in the order blue, green, red, less their means: shape and dtype stay.

    Colours are the last axis, and there are three; else Keras fails or changes the axis.
    """
    spec = strong(x)
    if data_format not in (None, "channels_last") or not spec.dims or spec.dims[-1] != 3:
        raise UndeterminedError("`preprocess_input` of other than RGB images is not followed")
    return spec


def scaled(x: Value, data_format: Value = None) -> Spec:
    """Each colour moved and scaled, which gives floats."""
    return floating(reordered(x, data_format))


_FORMULAS = {"built in": same, "caffe": reordered, "tf": scaled, "torch": scaled}
_MODULES = {each.module: each.scaling for each in APPLICATIONS.values()}

ROWS: tuple[Row, ...] = (
    *(
        (_FORMULAS[scaling], _PARAMETERS, f"{module}.preprocess_input")
        for module, scaling in _MODULES.items()
    ),
    (reordered, "x data_format", "imagenet_utils.preprocess_input resnet50.preprocess_input"),
)
