"""VGG16 and VGG19 (arXiv:1409.1556)."""

from kerascheck.keras_api.applications.net import Net
from kerascheck.keras_api.layers.core import Dense
from kerascheck.keras_api.layers.reshaping import Flatten

_BLOCKS = {"VGG16": (2, 2, 3, 3, 3), "VGG19": (2, 2, 4, 4, 4)}
"""Convolutions a block; the blocks have 64, 128, 256, 512 and 512 channels."""


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    x = 0
    for number, count in enumerate(_BLOCKS[kind], 1):
        for i in range(1, count + 1):
            filters = min(32 << number, 512)
            x = net.conv(x, filters, (3, 3), f"block{number}_conv{i}", activation="relu")
        x = net.max_pool(x, 2, 2, f"block{number}_pool")
    if not net.option("include_top"):
        return net.pooled(x, names=False)
    x = net.add(Flatten, x, name="flatten")
    for name in ("fc1", "fc2"):
        x = net.add(Dense, x, name=name, units=4096, activation="relu")
    return net.predict(x)
