"""ResNet50V2, ResNet101V2 and ResNet152V2 (arXiv:1603.05027): normalization before weights."""

from kerascheck.keras_api.applications.net import Net
from kerascheck.keras_api.applications.resnet import DEPTHS, EPSILON


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = net.conv(net.pad(0, 3, "conv1_pad"), 64, 7, "conv1_conv", same=False, strides=2)
    x = net.max_pool(net.pad(x, 1, "pool1_pad"), 3, 2, "pool1_pool")
    for stage, count in enumerate(DEPTHS[kind.removeprefix("ResNet").removesuffix("V2")]):
        for i in range(1, count + 1):
            stride = 2 if i == count and stage < 3 else 1
            x = _block(net, x, 64 << stage, stride, f"conv{stage + 2}_block{i}", i == 1)
    x = net.act(net.norm(x, "post_bn", epsilon=EPSILON), name="post_relu")
    return net.finish(x)


def _block(net: Net, x: int, width: int, stride: int, name: str, project: bool) -> int:
    ready = net.norm(x, f"{name}_preact_bn", epsilon=EPSILON)
    ready = net.act(ready, name=f"{name}_preact_relu")
    shortcut = x
    if project:
        shortcut = net.conv(ready, 4 * width, 1, f"{name}_0_conv", same=False, strides=stride)
    elif stride > 1:
        shortcut = net.max_pool(x, 1, stride)
    x = net.conv(ready, width, 1, f"{name}_1_conv", same=False, use_bias=False)
    x = net.act(net.norm(x, f"{name}_1_bn", epsilon=EPSILON), name=f"{name}_1_relu")
    x = net.pad(x, 1, f"{name}_2_pad")
    x = net.conv(x, width, 3, f"{name}_2_conv", same=False, strides=stride, use_bias=False)
    x = net.act(net.norm(x, f"{name}_2_bn", epsilon=EPSILON), name=f"{name}_2_relu")
    x = net.conv(x, 4 * width, 1, f"{name}_3_conv", same=False)
    return net.sum(shortcut, x, name=f"{name}_out")
