"""ResNet50, ResNet101 and ResNet152 (arXiv:1512.03385), and what version 2 shares with them."""

from kerascheck.keras_api.applications.net import Net

DEPTHS = {"50": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3)}
"""Blocks a stage, by the number in the name."""
EPSILON = 1.001e-5


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = net.conv(net.pad(0, 3, "conv1_pad"), 64, 7, "conv1_conv", same=False, strides=2)
    x = net.act(net.norm(x, "conv1_bn", epsilon=EPSILON), name="conv1_relu")
    x = net.max_pool(net.pad(x, 1, "pool1_pad"), 3, 2, "pool1_pool")
    for stage, count in enumerate(DEPTHS[kind.removeprefix("ResNet")]):
        for i in range(1, count + 1):
            stride = 2 if i == 1 and stage else 1
            x = _block(net, x, 64 << stage, stride, f"conv{stage + 2}_block{i}", i == 1)
    return net.finish(x)


def _block(net: Net, x: int, width: int, stride: int, name: str, project: bool) -> int:
    shortcut = x
    if project:
        shortcut = net.conv(x, 4 * width, 1, f"{name}_0_conv", same=False, strides=stride)
        shortcut = net.norm(shortcut, f"{name}_0_bn", epsilon=EPSILON)
    x = net.conv(x, width, 1, f"{name}_1_conv", same=False, strides=stride)
    x = net.act(net.norm(x, f"{name}_1_bn", epsilon=EPSILON), name=f"{name}_1_relu")
    x = net.conv(x, width, 3, f"{name}_2_conv")
    x = net.act(net.norm(x, f"{name}_2_bn", epsilon=EPSILON), name=f"{name}_2_relu")
    x = net.conv(x, 4 * width, 1, f"{name}_3_conv", same=False)
    x = net.norm(x, f"{name}_3_bn", epsilon=EPSILON)
    return net.act(net.sum(shortcut, x, name=f"{name}_add"), name=f"{name}_out")
