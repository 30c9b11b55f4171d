"""What the input of a model meets first: layers that scale it, and a network of applications."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kerascheck.keras_api.applications import APPLICATIONS, Application
from kerascheck.values import Layer, Model, Operation, Site, Tensor, Value

_SHAPE = frozenset(
    [
        "InputLayer",
        "Resizing",
        "CenterCrop",
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
        "RandomTranslation",
        "RandomCrop",
        "Reshape",
        "Flatten",
        "Permute",
        "RandomContrast",
        "RandomHeight",
        "RandomWidth",
        "RandomShear",
        "ZeroPadding2D",
        "Cropping2D",
        "UpSampling2D",
        "MaxPooling2D",
        "AveragePooling2D",
        "Dropout",
        "SpatialDropout2D",
    ]
)
"""Layers behind which values are as large as before."""
SCALING: Mapping[str, str] = {each.module: each.scaling for each in APPLICATIONS.values()}
"""What `preprocess_input` of a module does: `caffe`, `tf`, `torch`, or nothing (`built in`)."""


@dataclass(frozen=True)
class Network:
    """A network of `keras.applications` in a model; `weights` as it was asked for them."""

    application: Application
    weights: Value
    site: Site

    @property
    def scales(self) -> bool:
        """Whether the network itself scales pixels from 0 to 255."""
        return self.application.scaling == "built in"


@dataclass(frozen=True)
class Entrance:
    """The layers and operations before the first one with weights, and that if it is a network."""

    before: tuple[Layer, ...] = ()
    network: Network | None = None


def entrance(model: Model) -> Entrance | None:
    """What the only input of a model meets, in order; None if that is not known."""
    if len(model.inputs) > 1:
        return None
    if model.kind == "application":
        network = _network(model.config, model.site)
        return None if network is None else Entrance(network=network)
    parts = model.layers if model.kind == "Sequential" else _chain(model)
    before: list[Layer] = []
    for part in _with_tensors(_flat(parts)):
        network = _of(part)
        if network is not None:
            return Entrance(tuple(before), network)
        if isinstance(part, Model):
            return None
        if part.kind in ("Rescaling",) or isinstance(part, Operation):
            before.append(part)
        elif part.kind not in _SHAPE:
            return Entrance(tuple(before)) if _weighted(part) else None
    return None


def backbones(model: object) -> Iterator[tuple[Model, bool | None]]:
    """The pretrained networks of a model, and whether all or nothing of each is trained."""
    if not isinstance(model, Model) or model.kind == "application":
        return
    owned: dict[object, list[Layer]] = {}
    for part in model.layers:
        if isinstance(part, Model) and part.kind == "application":
            states = {model.frozen.get(part.live, part.trainable) if part.live else part.trainable}
            inside = [k for k in model.frozen if isinstance(k, Layer) and k.owner is part.live]
            states |= {model.frozen[layer] for layer in inside}
            yield part, _one(states)
        elif isinstance(part, Model):
            yield from backbones(part)
        elif part.owner is not None:
            owned.setdefault(part.owner, []).append(part)
    for layers in owned.values():
        base = layers[0].owner
        if base is not None:
            yield base.snapshot(), _one({model.frozen.get(layer, True) for layer in layers})


def _one(states: set[object]) -> bool | None:
    """The state that all parts have in common, if it is known."""
    state = next(iter(states)) if len(states) == 1 else None
    return state if isinstance(state, bool) else None


def range_behind(
    before: Iterable[Layer], low: float | None, high: float | None
) -> tuple[float, float] | None:
    """The range of values from `low` to `high` behind layers; None if it is not known."""
    if low is None or high is None:
        return None
    ends = (low, high)
    for layer in before:
        scale, offset = _linear(layer)
        if scale is None:
            return None
        a, b = (end * scale + offset for end in ends)
        ends = (min(a, b), max(a, b))
    return ends


def preprocessing(layer: Layer) -> str | None:
    """The module of applications whose `preprocess_input` an operation is."""
    head, _, name = getattr(layer, "path", "").rpartition(".")
    module = head.rpartition(".")[2]
    return module if name == "preprocess_input" and module in SCALING else None


def _linear(layer: Layer) -> tuple[float | None, float]:
    """What values are multiplied by, and what is added to them then."""
    if layer.kind == "Rescaling":
        scale, offset = getattr(layer, "scale", None), getattr(layer, "offset", None)
        if isinstance(scale, (int, float)) and isinstance(offset, (int, float)):
            return float(scale), float(offset)
        return None, 0.0
    module = preprocessing(layer)
    if module is not None:
        how = SCALING[module]
        return {"tf": (1 / 127.5, -1.0), "built in": (1.0, 0.0)}.get(how, (None, 0.0))
    match layer:
        case Operation(name="divide" | "truediv", operands=(Tensor(), int() | float() as by)):
            return (1 / by if by else None), 0.0
        case Operation(name="multiply", operands=(Tensor(), int() | float() as by)):
            return float(by), 0.0
        case Operation(name="subtract", operands=(Tensor(), int() | float() as by)):
            return 1.0, -float(by)
    return None, 0.0


def _weighted(part: Layer) -> bool:
    return any(hasattr(part, name) for name in ("units", "filters", "kernel_size"))


def _network(config: Mapping[str, Value], site: Site) -> Network | None:
    name = config.get("class")
    application = APPLICATIONS.get(name) if isinstance(name, str) else None
    if application is None or config.get("include_preprocessing", True) is not True:
        return None
    return Network(application, config.get("weights"), site)


def _of(part: Layer | Model) -> Network | None:
    """The network that a part of a model is, or that it came with."""
    if isinstance(part, Model):
        return _network(part.config, part.site) if part.kind == "application" else None
    config = getattr(part.owner, "config", None)
    return _network(config, part.site) if isinstance(config, dict) else None


def _flat(parts: Iterable[Layer | Model]) -> Iterator[Layer | Model]:
    """The parts with those of the models inside that are rows of layers."""
    for part in parts:
        if isinstance(part, Model) and part.kind == "Sequential":
            yield from _flat(part.layers)
        else:
            yield part


def _with_tensors(parts: Iterable[Layer | Model]) -> Iterator[Layer | Model]:
    """The parts, and in front of a network the layers of the tensor that it was made on."""
    for part in parts:
        if isinstance(part, Model) and part.kind == "application":
            tensor = part.config.get("input_tensor")
            made: list[Layer | Model] = []
            while isinstance(tensor, Tensor):
                made.append(tensor.layer)
                tensor = tensor.inputs[0] if tensor.inputs else None
            yield from reversed(made)
        yield part


def _chain(model: Model) -> list[Layer | Model]:
    """The layers from the input on, as far as each tensor goes to one layer alone."""
    users: dict[int, list[Tensor]] = {}
    seen: set[int] = set()
    start: list[Tensor] = []
    waiting = [tensor for tensor in model.outputs if isinstance(tensor, Tensor)]
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        sources = [source for source in tensor.inputs if isinstance(source, Tensor)]
        start += [tensor] if not tensor.inputs else []
        for source in sources:
            users.setdefault(id(source), []).append(tensor)
        waiting += sources
    parts: list[Layer | Model] = []
    following = start
    while len(following) == 1:
        parts.append(following[0].layer)
        following = users.get(id(following[0]), [])
    return parts
