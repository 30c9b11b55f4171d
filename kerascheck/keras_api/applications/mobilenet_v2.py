"""MobileNetV2 (arXiv:1801.04381)."""

from kerascheck.keras_api.applications.net import Net, divisible, strided

_STAGES = (
    (16, 1, 1),
    (24, 2, 2),
    (32, 2, 3),
    (64, 2, 4),
    (96, 1, 3),
    (160, 2, 3),
    (320, 1, 1),
)
"""Channels, stride of the first block, number of blocks."""


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    alpha = net.option("alpha")
    x = net.conv(0, divisible(32 * alpha), 3, "Conv1", strides=2, use_bias=False)
    x = _ready(net, x, "bn_Conv1", "Conv1_relu")
    number = 0
    for filters, stride, count in _STAGES:
        for i in range(count):
            x = _block(net, x, divisible(int(filters * alpha)), 1 if i else stride, number)
            number += 1
    last = divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = net.conv(x, last, 1, "Conv_1", same=False, use_bias=False)
    return net.finish(_ready(net, x, "Conv_1_bn", "out_relu"), top=None, names=False)


def _ready(net: Net, x: int, norm: str, relu: str) -> int:
    return net.relu(net.norm(x, norm, momentum=0.999), 6.0, relu)


def _block(net: Net, x: int, filters: int, stride: int, number: int) -> int:
    name = f"block_{number}_" if number else "expanded_conv_"
    entering, before = net.channels(x), x
    if number:
        x = net.conv(x, 6 * entering, 1, f"{name}expand", use_bias=False)
        x = _ready(net, x, f"{name}expand_BN", f"{name}expand_relu")
    if stride == 2:
        x = net.pad(x, strided(net, x, 3), f"{name}pad")
    padding = "same" if stride == 1 else "valid"
    x = net.depthwise(x, 3, stride, f"{name}depthwise", padding=padding)
    x = _ready(net, x, f"{name}depthwise_BN", f"{name}depthwise_relu")
    x = net.conv(x, filters, 1, f"{name}project", use_bias=False)
    x = net.norm(x, f"{name}project_BN", momentum=0.999)
    if stride == 1 and entering == filters:
        x = net.sum(before, x, name=f"{name}add")
    return x
