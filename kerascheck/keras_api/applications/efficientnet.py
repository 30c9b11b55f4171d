"""EfficientNetB0 to EfficientNetB7 (arXiv:1905.11946), and the blocks of version 2."""

from math import ceil, sqrt

from kerascheck.keras_api.applications.net import Net, divisible, strided
from kerascheck.keras_api.layers.merging import Multiply
from kerascheck.keras_api.layers.pooling import GlobalAveragePooling2D
from kerascheck.keras_api.layers.preprocessing import Normalization, Rescaling
from kerascheck.keras_api.layers.reshaping import Reshape
from kerascheck.values import Unknown

_KINDS = {
    "B0": (1.0, 1.0, 0.2),
    "B1": (1.0, 1.1, 0.2),
    "B2": (1.1, 1.2, 0.3),
    "B3": (1.2, 1.4, 0.3),
    "B4": (1.4, 1.8, 0.4),
    "B5": (1.6, 2.2, 0.4),
    "B6": (1.8, 2.6, 0.5),
    "B7": (2.0, 3.1, 0.5),
}
"""Factors of width and depth, rate of the dropout before the classifier."""
_STAGES = (
    (3, 1, 32, 16, 1, 1),
    (3, 2, 16, 24, 6, 2),
    (5, 2, 24, 40, 6, 2),
    (3, 3, 40, 80, 6, 2),
    (5, 3, 80, 112, 6, 1),
    (5, 4, 112, 192, 6, 2),
    (3, 1, 192, 320, 6, 1),
)
"""Kernel, blocks, channels before and after, expansion, stride of the first block."""
_DEVIATIONS = (0.229, 0.224, 0.225)


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    width, depth, dropout = _KINDS[kind.removeprefix("EfficientNet")]
    x = net.conv(
        _prepared(net), divisible(32 * width), 3, "stem_conv", same=False, strides=2, use_bias=False
    )
    x = net.act(net.norm(x, "stem_bn"), "swish", "stem_activation")
    counts = [ceil(depth * stage[1]) for stage in _STAGES]
    done = 0
    for number, (stage, count) in enumerate(zip(_STAGES, counts, strict=True), 1):
        size, _, entering, leaving, expansion, stride = stage
        entering, leaving = divisible(entering * width), divisible(leaving * width)
        for i in range(count):
            name, before = f"block{number}{chr(97 + i)}_", x
            if i:
                entering, stride = leaving, 1
            x = _block(net, x, name, size, entering, leaving, expansion, stride)
            if stride == 1 and entering == leaving:
                x = skipped(net, x, before, 0.2 * done / sum(counts), name)
            done += 1
    x = net.conv(x, divisible(1280 * width), 1, "top_conv", use_bias=False)
    x = net.act(net.norm(x, "top_bn"), "swish", "top_activation")
    return net.finish(x, dropout=dropout)


def _prepared(net: Net) -> int:
    x = net.add(Normalization, net.add(Rescaling, 0, scale=1 / 255), axis=3)
    weights = net.config["weights"]
    if isinstance(weights, Unknown):
        net.gap = "`weights` decides whether there is a second rescaling"
    elif weights == "imagenet":
        x = net.add(Rescaling, x, scale=tuple(1 / sqrt(d) for d in _DEVIATIONS))
    return net.pad(x, strided(net, x, 3), "stem_conv_pad")


def _block(
    net: Net,
    x: int,
    name: str,
    size: int,
    entering: int,
    leaving: int,
    expansion: int,
    stride: int,
) -> int:
    wide = entering * expansion
    if expansion != 1:
        x = net.conv(x, wide, 1, f"{name}expand_conv", use_bias=False)
        x = net.act(net.norm(x, f"{name}expand_bn"), "swish", f"{name}expand_activation")
    padding = "same"
    if stride == 2:
        x, padding = net.pad(x, strided(net, x, size), f"{name}dwconv_pad"), "valid"
    x = net.depthwise(x, size, stride, f"{name}dwconv", padding=padding)
    x = net.act(net.norm(x, f"{name}bn"), "swish", f"{name}activation")
    x = weighted(net, x, wide, entering // 4, name)
    x = net.conv(x, leaving, 1, f"{name}project_conv", use_bias=False)
    return net.norm(x, f"{name}project_bn")


def weighted(net: Net, x: int, wide: int, narrow: int, name: str) -> int:
    """Add a squeeze and excitation: weights of the channels, from their means."""
    y = net.add(GlobalAveragePooling2D, x, name=f"{name}se_squeeze")
    y = net.add(Reshape, y, name=f"{name}se_reshape", target_shape=(1, 1, wide))
    y = net.conv(y, max(1, narrow), 1, f"{name}se_reduce", activation="swish")
    y = net.conv(y, wide, 1, f"{name}se_expand", activation="sigmoid")
    return net.add(Multiply, x, y, name=f"{name}se_excite")


def skipped(net: Net, x: int, before: int, rate: float, name: str) -> int:
    """Add a shortcut around a block, whose result is dropped for some of the samples."""
    if rate > 0:
        x = net.drop(x, rate, f"{name}drop", noise_shape=(None, 1, 1, 1))
    return net.sum(x, before, name=f"{name}add")
