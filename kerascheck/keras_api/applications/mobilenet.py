"""MobileNet (arXiv:1704.04861)."""

from typing import Any

from kerascheck.keras_api.applications.net import Net
from kerascheck.keras_api.layers.pooling import GlobalAveragePooling2D
from kerascheck.keras_api.layers.reshaping import Reshape
from kerascheck.values import Unknown

_BLOCKS = (64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)
_SMALLER = frozenset({2, 4, 6, 12})
"""The blocks with stride 2, counted from 1."""


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = net.conv(0, _scaled(net, 32), (3, 3), "conv1", strides=2, use_bias=False)
    x = net.relu(net.norm(x, "conv1_bn"), 6.0, "conv1_relu")
    for number, filters in enumerate(_BLOCKS, 1):
        x = _block(net, x, _scaled(net, filters), number)
    if not net.option("include_top"):
        return net.pooled(x, names=False)
    x = net.add(GlobalAveragePooling2D, x, keepdims=True)
    x = net.drop(x, net.config["dropout"], "dropout")
    classes = net.config["classes"]
    x = net.conv(x, classes, (1, 1), "conv_preds")
    x = net.add(Reshape, x, name="reshape_2", target_shape=(classes,))
    return net.act(x, net.config["classifier_activation"], "predictions")


def _scaled(net: Net, filters: int) -> Any:
    alpha: Any = net.config["alpha"]
    return alpha if isinstance(alpha, Unknown) else int(filters * alpha)


def _block(net: Net, x: int, filters: Any, number: int) -> int:
    stride, padding = 1, "same"
    if number in _SMALLER:
        stride, padding = 2, "valid"
        x = net.pad(x, ((0, 1), (0, 1)), f"conv_pad_{number}")
    multiplier = net.config["depth_multiplier"]
    name = f"conv_dw_{number}"
    x = net.depthwise(x, (3, 3), stride, name, padding=padding, depth_multiplier=multiplier)
    x = net.relu(net.norm(x, f"{name}_bn"), 6.0, f"{name}_relu")
    name = f"conv_pw_{number}"
    x = net.conv(x, filters, (1, 1), name, use_bias=False)
    return net.relu(net.norm(x, f"{name}_bn"), 6.0, f"{name}_relu")
