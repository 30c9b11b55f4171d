"""ConvNeXt Tiny, Small, Base, Large and XLarge (arXiv:2201.03545)."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api import graph
from kerascheck.keras_api.applications.net import NOWHERE, Net
from kerascheck.keras_api.layers.convolutional import Conv2D
from kerascheck.keras_api.layers.core import Dense
from kerascheck.keras_api.layers.normalization import LayerNormalization
from kerascheck.keras_api.layers.pooling import GlobalAveragePooling2D
from kerascheck.keras_api.layers.preprocessing import Normalization
from kerascheck.values import Float, Int, Layer, Spec, Specs, Weight

_KINDS = {"Tiny": (9, 96), "Small": (27, 96), "Base": (27, 128), "Large": (27, 192)}
_KINDS |= {"XLarge": (27, 256)}
"""Blocks of the third stage, channels of the first; the other stages have 3 blocks."""
_MEAN = (0.485 * 255, 0.456 * 255, 0.406 * 255)
_VARIANCE = ((0.229 * 255) ** 2, (0.224 * 255) ** 2, (0.225 * 255) ** 2)
_EPSILON = 1e-6


class LayerScale(Layer):
    """A factor for each channel."""

    init_values: Float
    projection_dim: Int

    def output(self, x: Spec) -> Spec:
        return x

    def build(self, x: Spec) -> Iterator[Weight]:
        yield Weight("gamma", (self.projection_dim,))


class StochasticDepth(Layer):
    """Drops the whole of a sample, in training."""

    drop_path_rate: Float

    def output(self, x: Spec) -> Spec:
        return x


class Chain(Layer):
    """Layers one after the other, as one part of the graph: a `Sequential` in Keras."""

    keras_name = "Sequential"

    layers: Any

    def output(self, x: Spec) -> Specs:
        for layer in self.layers:
            x = graph.call(layer, (x,), {})
        return x

    def parts(self, x: Spec) -> Iterator[tuple[Layer, Any]]:
        for layer in self.layers:
            yield layer, (x,)
            x = graph.call(layer, (x,), {})


def build(net: Net, kind: str) -> int:
    """Add the layers after the input."""
    depth, width = _KINDS[kind.removeprefix("ConvNeXt")]
    x = 0
    if net.option("include_preprocessing") and net.image[2] == 3:
        name = f"{net.name}_prestem_normalization"
        x = net.add(Normalization, x, name=name, mean=_MEAN, variance=_VARIANCE)
    for stage, count in enumerate((3, 3, depth, 3)):
        x = _smaller(net, x, width << stage, stage)
        for i in range(count):
            x = _block(net, x, width << stage, f"{net.name}_stage_{stage}_block_{i}")
    if net.option("include_top"):
        name = f"{net.name}_head_"
        x = net.add(GlobalAveragePooling2D, x, name=f"{name}gap")
        x = net.add(LayerNormalization, x, name=f"{name}layernorm", epsilon=_EPSILON)
        return net.predict(x, f"{name}dense")
    return net.add(LayerNormalization, net.pooled(x, names=False), epsilon=_EPSILON)


def _smaller(net: Net, x: int, width: int, stage: int) -> int:
    size = 2 if stage else 4
    names = [f"{net.name}_stem{end}" for end in ("_conv", "_layernorm", "")]
    if stage:
        kinds = "conv", "layernorm", "block"
        names = [f"{net.name}_downsampling_{kind}_{stage - 1}" for kind in kinds]
    conv = Conv2D(width, size, strides=size, site=NOWHERE, extra={"name": names[0]})
    norm = LayerNormalization(epsilon=_EPSILON, site=NOWHERE, extra={"name": names[1]})
    layers = (norm, conv) if stage else (conv, norm)
    return net.add(Chain, x, name=names[2], layers=layers)


def _block(net: Net, x: int, width: int, name: str) -> int:
    y = net.conv(x, width, 7, f"{name}_depthwise_conv", groups=width)
    y = net.add(LayerNormalization, y, name=f"{name}_layernorm", epsilon=_EPSILON)
    y = net.add(Dense, y, name=f"{name}_pointwise_conv_1", units=4 * width)
    y = net.act(y, "gelu", f"{name}_gelu")
    y = net.add(Dense, y, name=f"{name}_pointwise_conv_2", units=width)
    y = net.add(LayerScale, y, name=f"{name}_layer_scale", init_values=1e-6, projection_dim=width)
    # The rates of the stochastic depth are 0 in all that Keras offers.
    y = net.act(y, "linear", f"{name}_identity")
    return net.operation("add", x, y)
