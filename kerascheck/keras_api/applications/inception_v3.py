"""InceptionV3 (arXiv:1512.00567)."""

from typing import Any

from kerascheck.keras_api.applications.net import Net

_Branch = tuple[tuple[Any, ...], ...]
"""Convolutions one after the other: channels, rows and columns of the kernel, or a side."""


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = _conv(net, 0, 32, 3, stride=2, same=False)
    x = _conv(net, _conv(net, x, 32, 3, same=False), 64, 3)
    x = _conv(net, net.max_pool(x, 3, 2), 80, 1, same=False)
    x = net.max_pool(_conv(net, x, 192, 3, same=False), 3, 2)
    for i, pooled in enumerate((32, 64, 64)):
        branches = ((64, 1),), ((48, 1), (64, 5)), ((64, 1), (96, 3), (96, 3)), (pooled,)
        x = _mixed(net, x, branches, f"mixed{i}")
    x = _smaller(net, x, (((384, 3),), ((64, 1), (96, 3), (96, 3))), "mixed3")
    for i, width in enumerate((128, 160, 160, 192), 4):
        x = _mixed(net, x, _sevens(width), f"mixed{i}")
    long = (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3)
    x = _smaller(net, x, (((192, 1), (320, 3)), long), "mixed8")
    for i in range(2):
        x = _wide(net, x, i)
    return net.finish(x, names=False)


def _conv(net: Net, x: int, filters: int, size: Any, stride: int = 1, *, same: bool = True) -> int:
    x = net.conv(x, filters, size, same=same, strides=stride, use_bias=False)
    return net.act(net.norm(x, scale=False))


def _branch(net: Net, x: int, convolutions: _Branch, last_stride: int = 1) -> int:
    for i, (filters, size) in enumerate(convolutions, 1):
        last = i == len(convolutions) and last_stride > 1
        x = _conv(net, x, filters, size, last_stride if last else 1, same=not last)
    return x


def _mixed(net: Net, x: int, branches: tuple[Any, ...], name: str) -> int:
    *convolved, (pooled,) = branches
    ends = [_branch(net, x, branch) for branch in convolved]
    ends.append(_conv(net, net.mean_pool(x, 3, 1, padding="same"), pooled, 1))
    return net.joined(*ends, name=name)


def _smaller(net: Net, x: int, branches: tuple[_Branch, ...], name: str) -> int:
    ends = [_branch(net, x, branch, 2) for branch in branches]
    return net.joined(*ends, net.max_pool(x, 3, 2), name=name)


def _sevens(width: int) -> tuple[Any, ...]:
    row, column = (width, (1, 7)), (width, (7, 1))
    short = (width, 1), row, (192, (7, 1))
    return ((192, 1),), short, ((width, 1), column, row, column, (192, (1, 7))), (192,)


def _wide(net: Net, x: int, number: int) -> int:
    one = _conv(net, x, 320, 1)
    three = _conv(net, x, 384, 1)
    sides = [_conv(net, three, 384, size) for size in ((1, 3), (3, 1))]
    three = net.joined(*sides, name=f"mixed9_{number}")
    double = _conv(net, _conv(net, x, 448, 1), 384, 3)
    sides = [_conv(net, double, 384, size) for size in ((1, 3), (3, 1))]
    double = net.joined(*sides)
    pooled = _conv(net, net.mean_pool(x, 3, 1, padding="same"), 192, 1)
    return net.joined(one, three, double, pooled, name=f"mixed{9 + number}")
