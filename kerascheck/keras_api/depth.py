"""The order in which Keras lists the layers of a graph."""

from collections.abc import Collection, Iterable, Sequence

from kerascheck.values import Layer, Model, Tensor


def layered(outputs: Iterable[Tensor], inputs: Sequence[Tensor]) -> list[Layer | Model | Tensor]:
    """The layers and operations of a graph in the order of `model.layers`.

    Keras sorts them by their greatest distance from an output, the farthest first, and those of
    the same distance in the order in which a walk from the outputs meets them
    (`keras.src.ops.function.map_graph`). An input that is the output of a layer stands for the
    input layer that Keras puts in its place.
    """
    stops = {id(tensor) for tensor in inputs}
    calls: list[Tensor] = []
    index: dict[int, int] = {}
    seen: set[int] = set()
    for output in outputs:
        stack: list[tuple[Tensor, bool]] = [(output, False)]
        while stack:
            tensor, done = stack.pop()
            if done:
                calls.append(tensor)
            elif _call_key(tensor) not in seen:
                seen.add(_call_key(tensor))
                index.setdefault(_layer_key(tensor, stops), len(index))
                stack.append((tensor, True))
                if id(tensor) not in stops:
                    sources = (s for s in reversed(tensor.inputs) if isinstance(s, Tensor))
                    stack.extend((source, False) for source in sources)
    depths: dict[int, int] = {}
    farthest: dict[int, int] = {}
    for tensor in reversed(calls):
        layer = _layer_key(tensor, stops)
        depth = max(depths.get(_call_key(tensor), 0), farthest.get(layer, 0))
        farthest[layer] = depth
        if id(tensor) not in stops:
            for source in tensor.inputs:
                if isinstance(source, Tensor):
                    key = _call_key(source)
                    depths[key] = max(depth + 1, depths.get(key, 0))
    for tensor in inputs:
        if _call_key(tensor) not in seen and not tensor.inputs:
            index[_layer_key(tensor, stops)] = -1
            farthest[_layer_key(tensor, stops)] = 0
            calls.append(tensor)
    parts: dict[int, Layer | Model | Tensor] = {}
    for tensor in calls:
        part = tensor if id(tensor) in stops and tensor.inputs else tensor.layer
        parts.setdefault(_layer_key(tensor, stops), part)
    return [parts[key] for key in sorted(parts, key=lambda key: (-farthest[key], index[key]))]


def _call_key(tensor: Tensor) -> int:
    """What the tensors of one call have in common."""
    return id(tensor) if tensor.applied is None else id(tensor.applied)


def _layer_key(tensor: Tensor, stops: Collection[int]) -> int:
    return id(tensor) if id(tensor) in stops and tensor.inputs else id(tensor.layer)
