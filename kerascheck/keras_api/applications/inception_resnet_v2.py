"""InceptionResNetV2 (arXiv:1602.07261)."""

from typing import Any

from kerascheck.keras_api.applications.net import Net
from kerascheck.values import Float, Layer, Spec

_BLOCKS: dict[str, Any] = {
    "block35": (10, (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3)))),
    "block17": (20, (((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1))))),
    "block8": (10, (((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1))))),
}
"""How many blocks of a kind, and their branches: channels and kernels."""
_SCALES = {"block35": 0.17, "block17": 0.1, "block8": 0.2}


class CustomScaleLayer(Layer):
    """The first input, and `scale` times the second."""

    scale: Float

    def output(self, inputs: list[Spec]) -> Spec:
        return inputs[0]


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = _conv(net, 0, 32, 3, stride=2, same=False)
    x = _conv(net, _conv(net, x, 32, 3, same=False), 64, 3)
    x = _conv(net, net.max_pool(x, 3, 2), 80, 1, same=False)
    x = net.max_pool(_conv(net, x, 192, 3, same=False), 3, 2)
    ends = [_branch(net, x, branch) for branch in _FIRST]
    ends.append(_conv(net, net.mean_pool(x, 3, 1, padding="same"), 64, 1))
    x = _blocks(net, net.joined(*ends, name="mixed_5b"), "block35")
    x = _smaller(net, x, (((384, 3),), ((256, 1), (256, 3), (384, 3))), "mixed_6a")
    x = _blocks(net, x, "block17")
    x = _smaller(net, x, _LAST, "mixed_7a")
    x = _blocks(net, x, "block8")
    x = net.norm(net.conv(x, 1536, 1, "conv_7b", use_bias=False), "conv_7b_bn", scale=False)
    return net.finish(net.act(x, name="conv_7b_ac"), names=False)


_FIRST: Any = ((96, 1),), ((48, 1), (64, 5)), ((64, 1), (96, 3), (96, 3))
_LAST: Any = ((256, 1), (384, 3)), ((256, 1), (288, 3)), ((256, 1), (288, 3), (320, 3))


def _conv(net: Net, x: int, filters: int, size: Any, stride: int = 1, *, same: bool = True) -> int:
    x = net.conv(x, filters, size, same=same, strides=stride, use_bias=False)
    return net.act(net.norm(x, scale=False))


def _branch(net: Net, x: int, convolutions: Any, last_stride: int = 1) -> int:
    for i, (filters, size) in enumerate(convolutions, 1):
        last = i == len(convolutions) and last_stride > 1
        x = _conv(net, x, filters, size, last_stride if last else 1, same=not last)
    return x


def _smaller(net: Net, x: int, branches: Any, name: str) -> int:
    ends = [_branch(net, x, branch, 2) for branch in branches]
    return net.joined(*ends, net.max_pool(x, 3, 2), name=name)


def _blocks(net: Net, x: int, kind: str) -> int:
    count, branches = _BLOCKS[kind]
    for i in range(1, count + 1):
        # The very last block adds its whole result, without an activation.
        last = kind == "block8" and i == count
        ends = [_branch(net, x, branch) for branch in branches]
        up = net.joined(*ends, name=f"{kind}_{i}_mixed")
        up = net.conv(up, net.channels(x), 1, f"{kind}_{i}_conv")
        x = net.add(CustomScaleLayer, x, up, scale=1.0 if last else _SCALES[kind])
        if not last:
            x = net.act(x, name=f"{kind}_{i}_ac")
    return x
