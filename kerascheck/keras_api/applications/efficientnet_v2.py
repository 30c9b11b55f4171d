"""EfficientNetV2 B0 to B3, S, M and L (arXiv:2104.00298)."""

from math import ceil
from typing import Any

from kerascheck.keras_api.applications.efficientnet import skipped, weighted
from kerascheck.keras_api.applications.net import Net
from kerascheck.keras_api.layers.preprocessing import Normalization, Rescaling

_KINDS = {"B0": (1.0, 1.0), "B1": (1.0, 1.1), "B2": (1.1, 1.2), "B3": (1.2, 1.4)}
"""Factors of width and depth; those of S, M and L are 1."""
_STAGES: Any = {
    "B": (
        (1, 32, 16, 1, 1),
        (2, 16, 32, 4, 2),
        (2, 32, 48, 4, 2),
        (3, 48, 96, 4, 2),
        (5, 96, 112, 6, 1),
        (8, 112, 192, 6, 2),
    ),
    "S": (
        (2, 24, 24, 1, 1),
        (4, 24, 48, 4, 2),
        (4, 48, 64, 4, 2),
        (6, 64, 128, 4, 2),
        (9, 128, 160, 6, 1),
        (15, 160, 256, 6, 2),
    ),
    "M": (
        (3, 24, 24, 1, 1),
        (5, 24, 48, 4, 2),
        (5, 48, 80, 4, 2),
        (7, 80, 160, 4, 2),
        (14, 160, 176, 6, 1),
        (18, 176, 304, 6, 2),
        (5, 304, 512, 6, 1),
    ),
    "L": (
        (4, 32, 32, 1, 1),
        (7, 32, 64, 4, 2),
        (7, 64, 96, 4, 2),
        (10, 96, 192, 4, 2),
        (19, 192, 224, 6, 1),
        (25, 224, 384, 6, 2),
        (7, 384, 640, 6, 1),
    ),
}
"""Blocks, channels before and after, expansion, stride of the first block.

The first three stages are of fused blocks, without a depthwise convolution.
"""
_BATCH = {"momentum": 0.9}


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    size = kind.removeprefix("EfficientNetV2")
    width, depth = _KINDS.get(size, (1.0, 1.0))
    stages = _STAGES[size[0]]
    x = _prepared(net, size)
    x = _conv(net, x, _rounded(stages[0][1] * width), 3, "stem_", strides=2)
    done, total = 0, sum(stage[0] for stage in stages)
    for number, (count, entering, leaving, expansion, stride) in enumerate(stages, 1):
        entering, leaving = _rounded(entering * width), _rounded(leaving * width)
        for i in range(ceil(depth * count)):
            name, before = f"block{number}{chr(97 + i)}_", x
            if i:
                entering, stride = leaving, 1
            block = _fused if number <= 3 else _inverted
            x = block(net, x, name, entering, leaving, expansion, stride)
            if stride == 1 and entering == leaving:
                x = skipped(net, x, before, 0.2 * done / total, name)
            done += 1
    x = _conv(net, x, _rounded(1280 * width), 1, "top_")
    return net.finish(x, dropout=0.2)


def _rounded(width: float) -> int:
    return max(8, int(width + 4) // 8 * 8)


def _prepared(net: Net, size: str) -> int:
    if not net.option("include_preprocessing"):
        return 0
    if size[0] != "B" or net.image[2] != 3:
        return net.add(Rescaling, 0, scale=1 / 128, offset=-1)
    variance = (0.229**2, 0.224**2, 0.225**2)
    x = net.add(Rescaling, 0, scale=1 / 255)
    return net.add(Normalization, x, mean=(0.485, 0.456, 0.406), variance=variance, axis=3)


def _conv(net: Net, x: int, filters: int, size: int, name: str, **config: Any) -> int:
    x = net.conv(x, filters, size, f"{name}conv", use_bias=False, **config)
    return net.act(net.norm(x, f"{name}bn", **_BATCH), "swish", f"{name}activation")


def _fused(
    net: Net, x: int, name: str, entering: int, leaving: int, expansion: int, stride: int
) -> int:
    if expansion == 1:
        return _conv(net, x, leaving, 3, f"{name}project_", strides=stride)
    x = _conv(net, x, entering * expansion, 3, f"{name}expand_", strides=stride)
    x = net.conv(x, leaving, 1, f"{name}project_conv", use_bias=False)
    return net.norm(x, f"{name}project_bn", **_BATCH)


def _inverted(
    net: Net, x: int, name: str, entering: int, leaving: int, expansion: int, stride: int
) -> int:
    wide = entering * expansion
    x = _conv(net, x, wide, 1, f"{name}expand_")
    x = net.depthwise(x, 3, stride, f"{name}dwconv2", padding="same")
    x = net.act(net.norm(x, f"{name}bn", **_BATCH), "swish", f"{name}activation")
    x = weighted(net, x, wide, entering // 4, name)
    x = net.conv(x, leaving, 1, f"{name}project_conv", use_bias=False)
    return net.norm(x, f"{name}project_bn", **_BATCH)
