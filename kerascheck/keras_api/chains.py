"""Stretches of a model in which each layer feeds nothing but the next one."""

from collections.abc import Iterator
from functools import lru_cache

from kerascheck.keras_api import graph
from kerascheck.values import Layer, Model, Tensor

Chain = tuple[Layer | Model, ...]

PASSING = frozenset(
    [
        "BatchNormalization",
        "Dropout",
        "Flatten",
        "GaussianNoise",
        "Identity",
        "Reshape",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
    ]
)
"""Layers that, once trained, change the scale or the shape of what passes through, or nothing."""


@lru_cache(maxsize=32)
def chains(model: Model) -> tuple[Chain, ...]:
    """The longest chains of a complete model, nested `Sequential`s taken apart.

    A chain ends where a tensor goes several ways, is an output, or meets others. Several rules
    ask for those of the same model.
    """
    return tuple(_chains(model))


def _chains(model: Model) -> Iterator[Chain]:
    if not model.complete or model.kind == "application":
        return
    if model.kind == "Sequential":
        yield tuple(_flat(model.layers))
        return
    outputs = [tensor for tensor in model.outputs if isinstance(tensor, Tensor)]
    tensors = graph.in_order(model)
    followers: dict[int, list[Tensor]] = {}
    for tensor in tensors:
        for source in tensor.inputs:
            followers.setdefault(id(source), []).append(tensor)
    ends = {id(output) for output in outputs}
    for tensor in tensors:
        if not _continues(tensor, followers, ends):
            yield tuple(_flat(_from(tensor, followers, ends)))


def _continues(tensor: Tensor, followers: dict[int, list[Tensor]], ends: set[int]) -> bool:
    """Whether the tensor is the only thing that its only input goes to."""
    if len(tensor.inputs) != 1:
        return False
    source = id(tensor.inputs[0])
    return len(followers.get(source, ())) == 1 and source not in ends


def _from(
    tensor: Tensor, followers: dict[int, list[Tensor]], ends: set[int]
) -> Iterator[Layer | Model]:
    current: Tensor | None = tensor
    while current is not None:
        yield current.layer
        after = followers.get(id(current), [])
        following = after[0] if len(after) == 1 and id(current) not in ends else None
        single = following is not None and len(following.inputs) == 1
        current = following if single else None


def _flat(parts: "tuple[Layer | Model, ...] | Iterator[Layer | Model]") -> Iterator[Layer | Model]:
    for part in parts:
        if isinstance(part, Model) and part.kind == "Sequential" and part.complete:
            yield from _flat(part.layers)
        else:
            yield part
