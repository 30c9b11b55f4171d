"""What a preprocessing layer does to the values of data that it is called with."""

from typing import Any

from kerascheck.facts.libraries.amounts import is_number
from kerascheck.facts.libraries.tensorflow_images import AUGMENTED
from kerascheck.values import Data, Layer, Site

_POOLING = {f"{how}{n}D" for how in ("MaxPooling", "AveragePooling") for n in (1, 2, 3)}
_SIDES = {f"{how}{n}D" for how in ("Cropping", "UpSampling") for n in (1, 2, 3)}
_SHAPE = {"Flatten", "Reshape", "Permute", "RepeatVector", "Resizing", "CenterCrop", "Identity"}
_KEEP = frozenset(_POOLING | _SIDES | _SHAPE)
"""Layers after which values lie where they lay before."""
_PREPARE = frozenset({"InputLayer", "Rescaling", "Resizing", "CenterCrop", "Normalization"})
_RANDOM = "Random"


def is_preparation(layer: Layer) -> bool:
    """Whether the layer has no trained weights and changes images or numbers before a network."""
    return layer.kind in _PREPARE or layer.kind.startswith(_RANDOM)


def of_layer(layer: Layer, data: Data, site: Site) -> Data:
    """The data, whose shape is that after the layer already, with the range of their values."""
    if layer.kind in _KEEP:
        return data
    if layer.kind == "Rescaling":
        return _rescaled(layer, data, site)
    text = layer.kind
    if text.startswith(_RANDOM):
        moved = text in ("RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation")
        bounds = (data.low, data.high) if moved or text == "RandomCrop" else (None, None)
        return data.step(f"{AUGMENTED} ({text})", site, low=bounds[0], high=bounds[1])
    return data.step(text, site, low=None, high=None)


def _rescaled(layer: Layer, data: Data, site: Site) -> Data:
    scale: Any = getattr(layer, "scale", None)
    offset: Any = getattr(layer, "offset", 0.0)
    if not is_number(scale) or not is_number(offset):
        return data.step("Rescaling", site, low=None, high=None)
    ends = [None if end is None else end * scale + offset for end in (data.low, data.high)]
    low, high = ends if scale > 0 else ends[::-1]
    return data.step(f"Rescaling by {scale:.4g}", site, low=low, high=high)
