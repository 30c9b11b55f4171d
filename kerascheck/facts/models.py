"""Models while the script builds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kerascheck.values import (
    Clue,
    Compile,
    Gap,
    Layer,
    Model,
    Operation,
    Site,
    Tensor,
    Unknown,
    UnknownLayer,
    Value,
)


@dataclass(eq=False)
class ModelValue:
    """A model that may still change; `snapshot` is the model as it stands."""

    kind: str
    site: Site
    args: dict[str, Site] = field(default_factory=dict)
    name: str = ""
    layers: list[Layer | Model | ModelValue] = field(default_factory=list)
    inputs: list[Tensor] = field(default_factory=list)
    outputs: list[Tensor | Unknown] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    config: dict[str, Value] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    trainable: Value = True
    output_known: bool = True
    compiled: Compile | None = None
    loops: int = 0
    _snapshot: Model | None = None
    _version: tuple[object, ...] = ()

    def add(self, part: Value, site: Site, *, partial: bool) -> None:
        """Append a layer or model; anything else leaves a gap."""
        if isinstance(part, (Layer, ModelValue)):
            self.layers.append(part)
        else:
            why = part.why if isinstance(part, Unknown) else "not a layer that is known"
            self.layers.append(UnknownLayer(site=site, why=why))
            self.gaps.append(Gap(site, why))
        if partial:
            self.gaps.append(Gap(site, "layers are added in a loop whose turns are not known"))
        self.output_known = not partial

    def pop(self) -> Value:
        """Remove the last layer."""
        return self.layers.pop() if self.layers else None

    def set_attribute(self, name: str, value: Value, site: Site) -> None:
        """What `model.name = value` does."""
        if name == "trainable":
            self.trainable = value
        elif name in {"outputs", "inputs", "_layers", "layers", "output"}:
            self.gaps.append(Gap(site, f"`{name}` of the model is assigned"))
            self.output_known = False
        else:
            self.config[f".{name}"] = value

    def snapshot(self) -> Model:
        """The model as it stands; the same object until something changes."""
        parts = tuple(p.snapshot() if isinstance(p, ModelValue) else p for p in self.layers)
        version = (
            *map(id, parts),
            *map(id, self.outputs),
            len(self.gaps),
            self.name,
            self.output_known,
            id(self.trainable),
        )
        if self._snapshot is None or version != self._version:
            self._version = version
            self._snapshot = Model(
                site=self.site,
                args=self.args,
                kind=self.kind,
                name=self.name,
                layers=parts,
                inputs=tuple(self.inputs),
                outputs=tuple(self.outputs),
                gaps=tuple(self.gaps),
                config=dict(self.config),
                trainable=self.trainable,
                output_known=self.output_known,
            )
        return self._snapshot

    def tensor_of(self, layer: Layer) -> Tensor | None:
        """What a layer of this model gives, or None if the layer is not part of it."""
        if self.kind == "Sequential" and layer in self.layers:
            tensor = self._chain(layer.site, self.layers.index(layer) + 1)
            return tensor if isinstance(tensor, Tensor) else None
        stack = [output for output in self.outputs if isinstance(output, Tensor)]
        seen: set[int] = set()
        while stack:
            current = stack.pop()
            if current.layer is layer:
                return current
            if id(current) not in seen:
                seen.add(id(current))
                stack.extend(source for source in current.inputs if isinstance(source, Tensor))
        return None

    def output(self, site: Site) -> Tensor | Unknown:
        """The tensor that the model ends in."""
        if self.outputs:
            return self.outputs[0]
        if self.kind == "Sequential" and self.layers:
            return self._chain(site, len(self.layers))
        if self.kind == "application":
            return Tensor(self.snapshot(), (), site)
        return Unknown("the output of a model that is not known", site)

    def _chain(self, site: Site, count: int) -> Tensor | Unknown:
        tensor: Tensor | None = None
        for part in self.layers[:count]:
            layer = part.snapshot() if isinstance(part, ModelValue) else part
            tensor = Tensor(layer, () if tensor is None else (tensor,), layer.site)
        return tensor or Unknown("a model without layers", site)

    def find_layer(self, name: Value, index: Value, site: Site) -> Value:
        """What `get_layer` gives: the layer by name or index."""
        if isinstance(index, int) and -len(self.layers) <= index < len(self.layers):
            return self.layers[index]
        for part in self.layers:
            if isinstance(part, Layer) and isinstance(name, str) and layer_name(part) == name:
                return part
        return Unknown("a layer that is looked up by name", site)


def layer_name(layer: Layer | Model) -> str:
    """The name given to a layer, or nothing."""
    if isinstance(layer, Model):
        name = layer.config.get("name")
        return name if isinstance(name, str) else ""
    for value in (getattr(layer, "name", None), layer.extra.get("name")):
        if isinstance(value, str):
            return value
    return ""


def tensors_in(value: Value) -> list[Tensor]:
    """All tensors in a nested structure of lists, tuples and dicts."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for item in value.values() for t in tensors_in(item)]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors_in(item)]
    return []


def outputs_in(value: Value, site: Site) -> list[Tensor | Unknown]:
    """The outputs of a model as given: tensors, with what is not known as unknown."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for item in value.values() for t in outputs_in(item, site)]
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in outputs_in(item, site)]
    return [value if isinstance(value, Unknown) else Unknown("not a tensor that is known", site)]


def functional(
    inputs: Value, outputs: Value, site: Site, args: dict[str, Site], config: dict[str, Any]
) -> ModelValue:
    """The model between `inputs` and `outputs`, with its layers in order of execution."""
    model = ModelValue("Functional", site, args, config=config)
    model.inputs = tensors_in(inputs)
    model.outputs = outputs_in(outputs, site)
    seen: dict[int, None] = {}
    for output in model.outputs:
        if isinstance(output, Unknown):
            model.gaps.append(Gap(output.site or site, output.why))
        else:
            _collect(output, model, seen)
    return model


def _collect(output: Tensor, model: ModelValue, seen: dict[int, None]) -> None:
    stops = {id(tensor) for tensor in model.inputs}
    stack: list[tuple[Tensor, bool]] = [(output, False)]
    while stack:
        tensor, done = stack.pop()
        if done:
            _enter(tensor, model)
            continue
        if id(tensor) in seen:
            continue
        seen[id(tensor)] = None
        stack.append((tensor, True))
        if id(tensor) in stops:
            continue
        for source in reversed(tensor.inputs):
            if isinstance(source, Unknown):
                model.gaps.append(Gap(source.site or tensor.site, source.why))
            else:
                stack.append((source, False))


def _enter(tensor: Tensor, model: ModelValue) -> None:
    layer = tensor.layer
    if isinstance(layer, Operation) or layer in model.layers:
        return
    if isinstance(layer, Model):
        model.gaps.extend(layer.gaps)
    elif isinstance(layer, UnknownLayer):
        model.gaps.append(Gap(layer.site, layer.why))
    model.layers.append(layer)
