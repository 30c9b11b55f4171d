"""The order in which Keras lists the layers of a graph."""

from collections.abc import Iterable, Iterator

from kerascheck.keras_api.graph import ordered
from kerascheck.values import Layer, Model, Tensor

Part = Layer | Model


def by_depth(outputs: Iterable[Tensor], inputs: Iterable[Tensor] = ()) -> list[Part]:
    """The layers between `inputs` and `outputs` as `model.layers` has them, operations included.

    The depth of a layer is the length of the longest way from it to an output; the deepest come
    first, and of one depth those first that a search from the outputs backwards meets first. This
    is what Keras's `map_graph` in `ops/function.py` does.
    """
    outputs, inputs = list(outputs), list(inputs)
    depths: dict[int, int] = {}
    of_layers: dict[int, int] = {}
    for tensor in reversed(ordered(outputs, inputs)):
        depth = max(depths.get(_call(tensor), 0), of_layers.get(id(tensor.layer), 0))
        depths[_call(tensor)] = of_layers[id(tensor.layer)] = depth
        if _inside(tensor, inputs):
            for source in tensor.inputs:
                if isinstance(source, Tensor):
                    depths[_call(source)] = max(depth + 1, depths.get(_call(source), 0))
    parts: dict[int, Part] = {}
    for tensor in _met(outputs, inputs):
        parts.setdefault(id(tensor.layer), tensor.layer)
    # The sort is stable: layers of one depth stay in the order in which they are met.
    return sorted(parts.values(), key=lambda part: -of_layers[id(part)])


def _call(tensor: Tensor) -> int:
    """What tells the calls of layers apart; the tensors of one call share it."""
    return id(tensor.applied) if tensor.applied is not None else id(tensor)


def _inside(tensor: Tensor, inputs: list[Tensor]) -> bool:
    return not any(tensor is stop for stop in inputs)


def _met(outputs: list[Tensor], inputs: list[Tensor]) -> Iterator[Tensor]:
    """The tensors in the order in which a search backwards, first inputs first, comes to them."""
    stack, seen = outputs[::-1], set[int]()
    while stack:
        tensor = stack.pop()
        if _call(tensor) in seen:
            continue
        seen.add(_call(tensor))
        if _inside(tensor, inputs):
            yield tensor
            stack += [source for source in reversed(tensor.inputs) if isinstance(source, Tensor)]
        elif not tensor.inputs:
            # An input layer is part of the model; another layer whose result is taken is not.
            yield tensor
