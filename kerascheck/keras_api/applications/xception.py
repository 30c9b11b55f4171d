"""Xception (arXiv:1610.02357)."""

from kerascheck.keras_api.applications.net import Net

_ENTRY = {2: (128, 128), 3: (256, 256), 4: (728, 728), 13: (728, 1024)}
"""The blocks that make the image smaller: channels of their two convolutions."""


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = 0
    for i, (filters, stride) in enumerate(((32, 2), (64, 1)), 1):
        name = f"block1_conv{i}"
        x = net.conv(x, filters, (3, 3), name, same=False, strides=stride, use_bias=False)
        x = net.act(net.norm(x, f"{name}_bn"), name=f"{name}_act")
    for number in range(2, 14):
        x = _entry(net, x, number) if number in _ENTRY else _middle(net, x, f"block{number}")
    for i, filters in enumerate((1536, 2048), 1):
        x = net.act(_separable(net, x, filters, "block14", i), name=f"block14_sepconv{i}_act")
    return net.finish(x, names=False)


def _separable(net: Net, x: int, filters: int, block: str, number: int) -> int:
    name = f"{block}_sepconv{number}"
    return net.norm(net.separable(x, filters, (3, 3), name, padding="same"), f"{name}_bn")


def _entry(net: Net, x: int, number: int) -> int:
    block = f"block{number}"
    first, second = _ENTRY[number]
    shortcut = net.norm(net.conv(x, second, (1, 1), strides=2, use_bias=False))
    if number > 2:
        x = net.act(x, name=f"{block}_sepconv1_act")
    x = net.act(_separable(net, x, first, block, 1), name=f"{block}_sepconv2_act")
    x = _separable(net, x, second, block, 2)
    return net.sum(net.max_pool(x, 3, 2, f"{block}_pool", "same"), shortcut)


def _middle(net: Net, x: int, block: str) -> int:
    y = x
    for i in (1, 2, 3):
        y = _separable(net, net.act(y, name=f"{block}_sepconv{i}_act"), 728, block, i)
    return net.sum(y, x)
