"""NASNetMobile and NASNetLarge (arXiv:1707.07012): cells of the NASNet-A search."""

from kerascheck.keras_api.applications.net import Net, strided
from kerascheck.keras_api.dims import settled
from kerascheck.keras_api.layers.reshaping import Cropping2D

_KINDS = {"NASNetMobile": (1056, 4, 32, False), "NASNetLarge": (4032, 6, 96, True)}
"""Channels of the last cell, cells a stage, channels of the stem, what the next stage skips."""
_BATCH = {"momentum": 0.9997}


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    last, count, stem, skip = _KINDS[kind]
    filters = last // 24
    x = net.conv(0, stem, (3, 3), "stem_conv1", same=False, strides=(2, 2), use_bias=False)
    x = net.norm(x, "stem_bn1", **_BATCH)
    x, previous = _reduction(net, x, x, filters // 4, "stem_1"), x
    x, previous = _reduction(net, x, previous, filters // 2, "stem_2"), x
    for stage in range(3):
        width = filters << stage
        if stage:
            entering = x
            x = _reduction(net, x, previous, width, f"reduce_{stage * count}")
            previous = previous if skip else entering
        for i in range(count):
            # Keras leaves out the number of the first reduction, but not that of the second.
            number = stage * count + i + (stage > 0)
            x, previous = _normal(net, x, previous, width, str(number)), x
    return net.finish(net.act(x), top=None, names=False)


def _separable(net: Net, x: int, filters: int, size: int, name: str, stride: int = 1) -> int:
    x, padding = net.act(x), "same"
    if stride == 2:
        x, padding = net.pad(x, strided(net, x, size), f"separable_conv_1_pad_{name}"), "valid"
    for i in (1, 2):
        config = {"strides": stride, "padding": padding} if i == 1 else {"padding": "same"}
        x = net.separable(x, filters, (size, size), f"separable_conv_{i}_{name}", **config)
        x = net.norm(x, f"separable_conv_{i}_bn_{name}", **_BATCH)
        if i == 1:
            x = net.act(x)
    return x


def _squeezed(net: Net, x: int, filters: int, conv: str, norm: str) -> int:
    return net.norm(net.conv(net.act(x), filters, (1, 1), conv, use_bias=False), norm, **_BATCH)


def _adjusted(net: Net, previous: int, x: int, filters: int, name: str) -> int:
    """The input of the cell before last, in the size and width of this one."""
    if previous == x:
        return x
    if settled(net.shape(previous)[2]) == settled(net.shape(x)[2]):
        if settled(net.channels(previous)) == filters:
            return previous
        return _squeezed(
            net, previous, filters, f"adjust_conv_projection_{name}", f"adjust_bn_{name}"
        )
    y = net.act(previous, name=f"adjust_relu_1_{name}")
    first = net.mean_pool(y, 1, 2, f"adjust_avg_pool_1_{name}")
    first = net.conv(first, filters // 2, (1, 1), f"adjust_conv_1_{name}", use_bias=False)
    second = net.add(Cropping2D, net.pad(y, ((0, 1), (0, 1))), cropping=((1, 0), (1, 0)))
    second = net.mean_pool(second, 1, 2, f"adjust_avg_pool_2_{name}")
    second = net.conv(second, filters // 2, (1, 1), f"adjust_conv_2_{name}", use_bias=False)
    return net.norm(net.joined(first, second), f"adjust_bn_{name}", **_BATCH)


def _normal(net: Net, x: int, previous: int, filters: int, name: str) -> int:
    p = _adjusted(net, previous, x, filters, name)
    h = _squeezed(net, x, filters, f"normal_conv_1_{name}", f"normal_bn_1_{name}")
    left = _separable(net, h, filters, 5, f"normal_left1_{name}")
    right = _separable(net, p, filters, 3, f"normal_right1_{name}")
    one = net.sum(left, right, name=f"normal_add_1_{name}")
    left = _separable(net, p, filters, 5, f"normal_left2_{name}")
    right = _separable(net, p, filters, 3, f"normal_right2_{name}")
    two = net.sum(left, right, name=f"normal_add_2_{name}")
    left = net.mean_pool(h, 3, 1, f"normal_left3_{name}", "same")
    three = net.sum(left, p, name=f"normal_add_3_{name}")
    left = net.mean_pool(p, 3, 1, f"normal_left4_{name}", "same")
    right = net.mean_pool(p, 3, 1, f"normal_right4_{name}", "same")
    four = net.sum(left, right, name=f"normal_add_4_{name}")
    left = _separable(net, h, filters, 3, f"normal_left5_{name}")
    five = net.sum(left, h, name=f"normal_add_5_{name}")
    return net.joined(p, one, two, three, four, five, name=f"normal_concat_{name}")


def _reduction(net: Net, x: int, previous: int, filters: int, name: str) -> int:
    p = _adjusted(net, previous, x, filters, name)
    h = _squeezed(net, x, filters, f"reduction_conv_1_{name}", f"reduction_bn_1_{name}")
    padded = net.pad(h, strided(net, h, 3), f"reduction_pad_1_{name}")
    left = _separable(net, h, filters, 5, f"reduction_left1_{name}", 2)
    right = _separable(net, p, filters, 7, f"reduction_right1_{name}", 2)
    one = net.sum(left, right, name=f"reduction_add_1_{name}")
    left = net.max_pool(padded, 3, 2, f"reduction_left2_{name}")
    right = _separable(net, p, filters, 7, f"reduction_right2_{name}", 2)
    two = net.sum(left, right, name=f"reduction_add_2_{name}")
    left = net.mean_pool(padded, 3, 2, f"reduction_left3_{name}")
    right = _separable(net, p, filters, 5, f"reduction_right3_{name}", 2)
    three = net.sum(left, right, name=f"reduction_add3_{name}")
    four = net.sum(two, net.mean_pool(one, 3, 1, f"reduction_left4_{name}", "same"))
    left = _separable(net, one, filters, 3, f"reduction_left4_{name}")
    right = net.max_pool(padded, 3, 2, f"reduction_right5_{name}")
    five = net.sum(left, right, name=f"reduction_add4_{name}")
    return net.joined(two, three, four, five, name=f"reduction_concat_{name}")
