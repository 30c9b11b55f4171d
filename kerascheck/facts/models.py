"""Models while the script builds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, SupportsIndex

from kerascheck.keras_api import graph, structures
from kerascheck.keras_api.depth import layered
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import (
    Applied,
    Changing,
    Clue,
    Compile,
    CustomLayer,
    Gap,
    Layer,
    Model,
    Operation,
    Site,
    Spec,
    Specs,
    Tensor,
    Unknown,
    UnknownLayer,
    Value,
)


@dataclass(eq=False)
class ModelValue(Changing):
    """A model that may still change; `snapshot` is the model as it stands.

    `entry` is the spec of the input of a `Sequential` or a subclass once it is known, `flow` what
    the last layer of a `Sequential` gives. `rebuild` follows a subclass again with an input whose
    shape is known.
    """

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
    trainable_site: Site | None = None
    output_known: bool = True
    compiled: Compile | None = None
    loops: int = 0
    takes: Value = None
    returns: Value = None
    entry: Specs = None
    entry_site: Site | None = None
    flow: Specs = None
    called: bool = False
    """Whether it has been called, fitted or built, or may have been by code not followed."""
    steps: bool = False
    """Whether it has a `train_step` of its own, which may do anything with what `fit` is given."""
    call_training: Value = None
    """What `training` is in a call that does not say it; None if nothing is."""
    rebuild: Callable[[Specs], None] | None = None
    aside: tuple[tuple[Layer | Model, tuple[Any, ...]], ...] = ()
    own: CustomLayer | None = None
    """The weights that an object of a model class has made with its own `add_weight`."""
    grower: Any = None
    """The function that has added layers though nothing in the file calls it."""
    _snapshot: Model | None = None
    _version: tuple[object, ...] = ()

    def __repr__(self) -> str:
        return f"ModelValue({self.kind} {self.name})"

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

    def holds(self, model: ModelValue) -> bool:
        """Whether a model is this one, or stands somewhere in it."""
        if self is model or not self.drawn:
            return self is model
        return any(isinstance(part, ModelValue) and part.holds(model) for part in self.layers)

    @property
    def never_compiled(self) -> bool:
        """Whether the script has built it, and neither it nor code not followed compiled it."""
        own = self.kind in ("Sequential", "Functional")
        return own and self.compiled is None and not self.clues

    def pop(self) -> Value:
        """Remove the last layer."""
        removed = self.layers.pop() if self.layers else None
        for step in self._steps():
            self.flow = step.output
        return removed

    def set_attribute(self, name: str, value: Value, site: Site) -> None:
        """What `model.name = value` does."""
        if name == "trainable":
            self.trainable, self.trainable_site = value, site
            for part in self.layers:
                set_trainable(part, value, site)
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
            id(self.entry),
            id(self.aside),
            *map(id, self.config.values()),
        )
        frozen = dict(trainability(self.layers))
        version += tuple(map(id, frozen.values()))
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
                trainable_site=self.trainable_site,
                output_known=self.output_known,
                takes=self.takes,
                returns=self.returns,
                entry=self.entry,
                entry_site=self.entry_site,
                frozen=frozen,
                live=self,
                aside=self.aside,
            )
        return self._snapshot

    @property
    def drawn(self) -> bool:
        """Whether the layers have been made."""
        return True

    @property
    def listed(self) -> list[Layer | Model | ModelValue]:
        """What `model.layers` has: a `Sequential` leaves out its input layer.

        Models are those that the script can still change, and no snapshots.
        """
        first = self.layers[0] if self.layers else None
        skip = self.kind == "Sequential" and isinstance(first, InputLayer)
        return Listed(self, (alive(part) for part in self.layers[skip:]))

    def _steps(self) -> Iterator[graph.Step]:
        """The flow through the layers of a `Sequential`."""
        parts = [p.snapshot() if isinstance(p, ModelValue) else p for p in self.layers]
        entry = self.entry
        if entry is None:
            entry = Spec(Unknown("the model has no input shape", self.site))
        return graph.chain(parts, (entry,))

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

    def shape(self, which: str, site: Site) -> Value:
        """What `model.input_shape` or `model.output_shape` is, for one input or output."""
        if len(self.inputs if which == "input_shape" else self.outputs) > 1:
            return Unknown(f"`{which}` of a model", site)
        if which == "output_shape":
            last = self.output(site)
            return last.spec.shape if isinstance(last, Tensor) else last
        spec = self.inputs[0].spec if self.inputs else self.entry
        return spec.shape if isinstance(spec, Spec) else Unknown("its input shape", site)

    def _chain(self, site: Site, count: int) -> Tensor | Unknown:
        tensor: Tensor | None = None
        for step, _ in zip(self._steps(), range(count), strict=False):
            inputs = () if tensor is None else (tensor,)
            made = Applied(inputs, {}, step.output)
            spec = structures.pick(step.output, 0)
            tensor = Tensor(step.part, inputs, step.part.site, spec=spec, applied=made)
        return tensor or Unknown("a model without layers", site)

    def find_layer(self, name: Value, index: Value, site: Site) -> Value:
        """What `get_layer` gives: the layer by name or index."""
        parts = self.listed
        if isinstance(index, int) and -len(parts) <= index < len(parts):
            return parts[index]
        for part in self.layers:
            if isinstance(name, str) and layer_name(part) == name:
                return alive(part)
        return Unknown("a layer that is looked up by name", site)


class Listed(list[Layer | Model | ModelValue]):
    """The list that `model.layers` gives.

    Scripts for Keras 1 take the output layer out of it. Keras 3 gives a copy, and keeps the layer,
    so that the model is no longer what its script says.
    """

    def __init__(self, model: ModelValue, parts: Iterable[Layer | Model | ModelValue]) -> None:
        super().__init__(parts)
        self.model = model

    def pop(self, index: SupportsIndex = -1) -> Layer | Model | ModelValue:
        """Take a part out of the list."""
        self.model.gaps.append(Gap(self.model.site, "a layer is taken out of `layers`"))
        return super().pop(index)


def alive(part: Layer | Model | ModelValue) -> Layer | Model | ModelValue:
    """The model that the script can still change, for a snapshot of it; a layer as it is."""
    return part.live if isinstance(part, Model) and isinstance(part.live, ModelValue) else part


def set_trainable(part: Layer | Model | ModelValue, value: Value, site: Site) -> None:
    """What `part.trainable = value` does at `site`: it holds for everything inside as well."""
    part = alive(part)
    if isinstance(part, ModelValue):
        part.set_attribute("trainable", value, site)
    elif isinstance(part, Layer):
        part.extra["trainable"] = value
        for inner in _inside(part):
            set_trainable(inner, value, site)


def trainability(
    parts: Iterable[Layer | Model | ModelValue],
) -> Iterator[tuple[Layer | Changing, Value]]:
    """What `trainable` is now, by layer, those inside of wrappers and models included."""
    for part in parts:
        live = part.live if isinstance(part, Model) else part
        if isinstance(live, ModelValue):
            # A graph holds a model as it was when it was called; what counts is what it is now.
            yield live, live.trainable
            if live.drawn:
                yield from trainability(live.layers)
        if isinstance(part, Layer):
            yield part, part.extra.get("trainable", True)
            if part.owner is None:
                yield from trainability(_inside(part))


def _inside(layer: Layer) -> Iterator[Layer | Model | ModelValue]:
    """The layers that a wrapper was made with."""
    for name in ("layer", "backward_layer", "cell"):
        inner = layer.__dict__.get(name)
        if isinstance(inner, (Layer, Model, ModelValue)):
            yield inner
        elif isinstance(inner, (list, tuple)):
            yield from (item for item in inner if isinstance(item, (Layer, Model, ModelValue)))


def layer_name(layer: Layer | Model | ModelValue) -> str:
    """The name given to a layer, or nothing."""
    if isinstance(layer, (Model, ModelValue)):
        name = layer.config.get("name")
        return name if isinstance(name, str) else ""
    # The name of an object of the script's own class is that of the class.
    own = None if isinstance(layer, CustomLayer) else getattr(layer, "name", None)
    for value in (own, layer.extra.get("name")):
        if isinstance(value, str):
            return value
    return ""


def stem(kind: str) -> str:
    """What Keras makes of the name of a class to name its objects: `conv2d` of `Conv2D`."""
    parted = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", kind))
    return re.sub("([a-z])([A-Z])", r"\1_\2", parted).lower()


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
    model.inputs, model.takes = tensors_in(inputs), inputs
    model.outputs, model.returns = outputs_in(outputs, site), outputs
    for output in model.outputs:
        if isinstance(output, Unknown):
            model.gaps.append(Gap(output.site or site, output.why))
    stops = {id(tensor) for tensor in model.inputs}
    known = [output for output in model.outputs if isinstance(output, Tensor)]
    for tensor in graph.ordered(known, model.inputs):
        if id(tensor) not in stops:
            for source in tensor.inputs:
                if isinstance(source, Unknown):
                    model.gaps.append(Gap(source.site or tensor.site, source.why))
    for part in layered(known, model.inputs):
        _enter(part, model)
    return model


def _enter(part: Layer | Model | Tensor, model: ModelValue) -> None:
    if isinstance(part, Tensor):
        # The model begins at the output of a layer; Keras puts an input layer there.
        shape: Any = part.spec.shape
        part = InputLayer(site=part.site, batch_shape=shape, dtype=part.spec.dtype)
    if isinstance(part, Operation):
        return
    if isinstance(part, Model):
        model.gaps.extend(part.gaps)
    elif isinstance(part, UnknownLayer):
        model.gaps.append(Gap(part.site, part.why))
    model.layers.append(part)
