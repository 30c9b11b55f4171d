"""MobileNetV3Small and MobileNetV3Large (arXiv:1905.02244)."""

from typing import Any

from kerascheck.keras_api.applications.net import Net, divisible, strided
from kerascheck.keras_api.layers.merging import Multiply
from kerascheck.keras_api.layers.pooling import GlobalAveragePooling2D
from kerascheck.keras_api.layers.preprocessing import Rescaling
from kerascheck.keras_api.layers.reshaping import Flatten

_SMALL: Any = (
    (1, 16, 3, 2, True, False),
    (72 / 16, 24, 3, 2, False, False),
    (88 / 24, 24, 3, 1, False, False),
    (4, 40, 5, 2, True, True),
    (6, 40, 5, 1, True, True),
    (6, 40, 5, 1, True, True),
    (3, 48, 5, 1, True, True),
    (3, 48, 5, 1, True, True),
    (6, 96, 5, 2, True, True),
    (6, 96, 5, 1, True, True),
    (6, 96, 5, 1, True, True),
)
"""Expansion, channels, kernel, stride, whether channels are weighted, whether it is hard swish.

The minimalistic variant has kernels of 3, no weights of channels and `relu` everywhere.
"""
_LARGE: Any = (
    (1, 16, 3, 1, False, False),
    (4, 24, 3, 2, False, False),
    (3, 24, 3, 1, False, False),
    (3, 40, 5, 2, True, False),
    (3, 40, 5, 1, True, False),
    (3, 40, 5, 1, True, False),
    (6, 80, 3, 2, False, True),
    (2.5, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True),
    (6, 112, 3, 1, True, True),
    (6, 112, 3, 1, True, True),
    (6, 160, 5, 2, True, True),
    (6, 160, 5, 1, True, True),
    (6, 160, 5, 1, True, True),
)
_KINDS = {"MobileNetV3Small": (_SMALL, 1024), "MobileNetV3Large": (_LARGE, 1280)}


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    blocks, last = _KINDS[kind]
    alpha, swish = net.option("alpha"), not net.option("minimalistic")
    x = 0
    if net.option("include_preprocessing"):
        x = net.add(Rescaling, x, scale=1 / 127.5, offset=-1.0)
    x = net.conv(x, 16, 3, "conv", strides=2, use_bias=False)
    x = _act(net, net.norm(x, "conv_bn", momentum=0.999), swish)
    for number, (expansion, filters, size, stride, weighted, hard) in enumerate(blocks):
        size = size if swish else 3
        widths = expansion, divisible(filters * alpha)
        x = _block(net, x, number, widths, size, stride, weighted and swish, hard and swish)
    x = net.conv(x, divisible(net.channels(x) * 6), 1, "conv_1", use_bias=False)
    x = _act(net, net.norm(x, "conv_1_bn", momentum=0.999), swish)
    last = divisible(last * alpha) if alpha > 1.0 else last
    return _top(net, x, last, swish) if net.option("include_top") else net.pooled(x)


def _act(net: Net, x: int, swish: bool) -> int:
    return net.act(x, "hard_swish") if swish else net.relu(x)


def _top(net: Net, x: int, width: int, swish: bool) -> int:
    x = net.add(GlobalAveragePooling2D, x, keepdims=True)
    x = _act(net, net.conv(x, width, 1, "conv_2"), swish)
    rate = net.option("dropout_rate")
    if rate > 0:
        x = net.drop(x, rate)
    x = net.add(Flatten, net.conv(x, net.config["classes"], 1, "logits"))
    return net.act(x, net.config["classifier_activation"], "predictions")


def _block(
    net: Net,
    x: int,
    number: int,
    widths: tuple[float, int],
    size: int,
    stride: int,
    weighted: bool,
    swish: bool,
) -> int:
    name = f"expanded_conv_{number}_" if number else "expanded_conv_"
    expansion, filters = widths
    entering, before = net.channels(x), x
    wide = divisible(entering * expansion)
    if number:
        x = net.conv(x, wide, 1, f"{name}expand", use_bias=False)
        x = _act(net, net.norm(x, f"{name}expand_bn", momentum=0.999), swish)
    if stride == 2:
        x = net.pad(x, strided(net, x, size), f"{name}depthwise_pad")
    padding = "same" if stride == 1 else "valid"
    x = net.depthwise(x, size, stride, f"{name}depthwise", padding=padding)
    x = _act(net, net.norm(x, f"{name}depthwise_bn", momentum=0.999), swish)
    if weighted:
        x = _weighted(net, x, wide, f"{name}squeeze_excite_")
    x = net.conv(x, filters, 1, f"{name}project", use_bias=False)
    x = net.norm(x, f"{name}project_bn", momentum=0.999)
    if stride == 1 and entering == filters:
        x = net.sum(before, x, name=f"{name}add")
    return x


def _weighted(net: Net, x: int, filters: int, name: str) -> int:
    y = net.add(GlobalAveragePooling2D, x, name=f"{name}avg_pool", keepdims=True)
    y = net.relu(net.conv(y, divisible(filters * 0.25), 1, f"{name}conv"), name=f"{name}relu")
    y = net.conv(y, filters, 1, f"{name}conv_1")
    y = net.operation("multiply", net.relu(net.operation("add", y, by=3.0), 6.0), by=1 / 6)
    return net.add(Multiply, x, y, name=f"{name}mul")
