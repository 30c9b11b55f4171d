"""Layers without an activation that are linear on purpose: bottlenecks and parts of convolutions."""

import re

from kerascheck.keras_api import graph
from kerascheck.keras_api.chains import PASSING
from kerascheck.values import Layer, Model, Tensor, Unknown

LINEAR_NAMES = re.compile(
    r"pca|linear|low_?rank|project|bottleneck|embed|factor|squeeze|auto_?encoder|segnet"
    r"|(without|no|non)_?(activation|relu|act\b)",
    re.IGNORECASE,
)
"""Names of layers, models and functions that are linear on purpose."""
_SUMS = frozenset({"Add", "Average", "add"})
"""Layers and operations that add maps to each other."""


def meant(layer: Layer, before: Layer | None, after: Layer, *, flattened: bool = False) -> bool:
    """Whether a layer may be linear on purpose: a bottleneck, or a part of a convolution.

    `flattened` tells that the map of a convolution before it is flattened, which has several places
    and so more numbers than channels.
    """
    name = layer.extra.get("name")
    if isinstance(name, str) and LINEAR_NAMES.search(name):
        return True
    if layer.kind == "Dense" and "Conv" in after.kind:
        return True  # A vector that is laid out as a map, as decoders and generators begin.
    if (_enlarges(layer) and "Conv" in after.kind) or _scores(layer, after):
        return True
    size, wider = size_of(layer), [size_of(before), size_of(after)]
    if flattened and before is not None and "Conv" in before.kind and wider[0] is not None:
        wider[0] += 1
    if size is not None and all(other is not None and size < other for other in wider):
        return True
    if _projects(layer, size, wider[0]):
        return True
    if _projects(layer, size, wider[1]) and (wider[0] is None or (size or 0) <= wider[0]):
        return True
    return any(_factored(conv) for conv in (layer, after))


def fuses(model: Model, layer: Layer, after: Layer) -> bool:
    """Whether a convolution of single places fuses joined maps, and what is behind it is added.

    So end residual dense networks: what all their blocks found is fused and added to the features
    that they began with, without an activation.
    """
    if not single_places(layer):
        return False
    tensors = graph.in_order(model)
    joined = (source for one in tensors if one.layer is layer for source in one.inputs)
    if not all(_joins(source) for source in joined):
        return False
    return any(
        tensor.layer.kind in _SUMS
        and any(isinstance(source, Tensor) and source.layer is after for source in tensor.inputs)
        for tensor in tensors
    )


def _joins(tensor: Tensor | Unknown) -> bool:
    """Whether a tensor is several joined ones, perhaps normalized since."""
    while isinstance(tensor, Tensor) and tensor.layer.kind in PASSING and tensor.inputs:
        tensor = tensor.inputs[0]
    return isinstance(tensor, Tensor) and tensor.layer.kind == "Concatenate"


def size_of(layer: Layer | None) -> int | None:
    """How many units or filters a layer has, where that is known."""
    size = getattr(layer, "units", getattr(layer, "filters", None))
    return size if isinstance(size, int) else None


def _projects(layer: Layer, size: int | None, other: int | None) -> bool:
    """Whether a convolution of single places makes a map narrower, as in linear bottlenecks.

    `other` is the size of the layer in front, or of the one behind that widens the map again.
    """
    narrower = size is not None and other is not None and size < other
    return narrower and single_places(layer)


def single_places(layer: Layer) -> bool:
    """Whether a convolution looks at each place of a sequence or a map alone."""
    sides = getattr(layer, "kernel_size", None)
    return sides == 1 or (isinstance(sides, (list, tuple)) and set(sides) == {1})


def _enlarges(layer: Layer) -> bool:
    """Whether a transposed convolution does no more than to make each place of a map larger.

    It is the up-convolution of a U-Net, which convolutions with activations follow.
    """
    sides = [getattr(layer, name, None) for name in ("kernel_size", "strides")]
    match [(side,) if isinstance(side, int) else tuple(side or ()) for side in sides]:
        case [kernel, strides] if layer.kind.endswith("Transpose") and kernel:
            return set(kernel) == set(strides) and all(isinstance(n, int) and n > 1 for n in kernel)
    return False


def _scores(layer: Layer, after: Layer) -> bool:
    """Whether a small map of scores is made, a layer for each class, and then enlarged.

    That is how fully convolutional networks end: the large kernel learns how to interpolate.
    """
    strides = getattr(after, "strides", 1)
    larger = after.kind.endswith("Transpose") and strides not in (1, (1, 1), [1, 1])
    filters, wanted = (getattr(conv, "filters", None) for conv in (layer, after))
    return larger and single_places(layer) and (filters is wanted or filters == wanted)


def _factored(layer: Layer) -> bool:
    """Whether a convolution looks along one axis only, as half of a factored one."""
    match getattr(layer, "kernel_size", None):
        case [int(rows), int(columns)]:
            return rows != columns
    return False
