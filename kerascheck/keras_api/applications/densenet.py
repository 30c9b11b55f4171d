"""DenseNet121, DenseNet169 and DenseNet201 (arXiv:1608.06993)."""

from kerascheck.keras_api.applications.net import Net

_BLOCKS = {
    "DenseNet121": (6, 12, 24, 16),
    "DenseNet169": (6, 12, 32, 32),
    "DenseNet201": (6, 12, 48, 32),
}
_GROWTH = 32
_EPSILON = 1.001e-5


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = net.conv(net.pad(0, 3), 64, 7, "conv1_conv", same=False, strides=2, use_bias=False)
    x = _ready(net, x, "conv1_bn", "conv1_relu")
    x = net.max_pool(net.pad(x, 1), 3, 2, "pool1")
    for stage, count in enumerate(_BLOCKS[kind], 2):
        if stage > 2:
            name = f"pool{stage - 1}"
            half = net.channels(x) // 2
            x = _ready(net, x, f"{name}_bn", f"{name}_relu")
            x = net.conv(x, half, 1, f"{name}_conv", same=False, use_bias=False)
            x = net.mean_pool(x, 2, 2, f"{name}_pool")
        for i in range(1, count + 1):
            x = _grow(net, x, f"conv{stage}_block{i}")
    return net.finish(_ready(net, x, "bn", "relu"))


def _ready(net: Net, x: int, norm: str, act: str) -> int:
    return net.act(net.norm(x, norm, epsilon=_EPSILON), name=act)


def _grow(net: Net, x: int, name: str) -> int:
    y = _ready(net, x, f"{name}_0_bn", f"{name}_0_relu")
    y = net.conv(y, 4 * _GROWTH, 1, f"{name}_1_conv", same=False, use_bias=False)
    y = _ready(net, y, f"{name}_1_bn", f"{name}_1_relu")
    y = net.conv(y, _GROWTH, 3, f"{name}_2_conv", use_bias=False)
    return net.joined(x, y, name=f"{name}_concat")
