"""The steps by which tensors flow through layers, functions and models."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kerascheck.dynamic.assumed import Notes
from kerascheck.dynamic.encode import Json, UnplannedError, dtype_of, encode, shape_of
from kerascheck.dynamic.functions import translated
from kerascheck.dynamic.worker.allowed import ALLOWED
from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers.core import InputLayer, Lambda
from kerascheck.values import (
    Changing,
    CustomLayer,
    Layer,
    Model,
    Operation,
    Site,
    Spec,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)

Part = Layer | Model


@dataclass(eq=False)
class Plan:
    """A job, and what its steps stand for.

    `parts` has the layer or model by the number of the step that makes it, `sites` where a step
    stands in the source. `notes` say what stands in for something not known; `uncounted` are the
    steps whose weights are not all made. `stop` is what ended the plan early.
    """

    job: Json
    parts: dict[int, Part] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    uncounted: set[int] = field(default_factory=set)
    stop: UnplannedError | None = None


@dataclass(eq=False)
class Scope:
    """Where steps are added: the job itself, or the body of a layer of the script.

    `made` has the step and the position of each tensor in it, by its identity; `calls` the step
    of each call, `same` by what is called with what, `inputs` those of input layers.
    """

    steps: list[Json]
    made: dict[int, list[int]] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    inputs: dict[int, int] = field(default_factory=dict)


class Flow(ABC):
    """Writes the steps of tensors; `part` and `called` are of those that write the other steps."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.plan = Plan({"version": 1, "steps": [], "model": None})
        self.top = Scope(self.plan.job["steps"])
        self.entries = {
            tables.identity(model.layers[0]): model.entry
            for model in models
            if model.kind == "Sequential" and model.layers and model.entry is not None
        }
        self.begun: dict[int, Tensor] = {}
        self.order: dict[int, dict[int, int]] = {}
        self.count = 0
        self.kept: list[Any] = []

    @abstractmethod
    def part(self, part: "Part | Changing") -> int:
        """The number of the step that makes a layer or model, which is added if need be."""

    @abstractmethod
    def called(self, part: "Part | Changing", args: tuple[Any, ...], kwargs: Any) -> None:
        """Note what a part is called with."""

    def add(self, scope: Scope, do: str, site: Site | None, **rest: Any) -> int:
        """Add a step; returns its number."""
        self.count += 1
        scope.steps.append({"id": self.count, "do": do, **rest})
        if site is not None:
            self.plan.sites[self.count] = site
        return self.count

    def flow(self, tensors: Sequence[Tensor], scope: Scope, inputs: Sequence[Tensor] = ()) -> None:
        """Add the steps that make some tensors, and those that they are made of."""
        for tensor in (*inputs, *graph.ordered([*inputs, *tensors])):
            if id(tensor) not in scope.made:
                self.kept.append(tensor)
                self._tensor(tensor, scope)

    def _tensor(self, tensor: Tensor, scope: Scope) -> None:
        layer = tensor.layer
        if "weight" in tensor.config and isinstance(layer, InputLayer):
            return
        key = id(tensor.applied) if tensor.applied is not None else id(tensor)
        number = scope.calls.get(key)
        if number is None:
            number = scope.calls[key] = self._call(tensor, scope)
        index = 0 if scope.steps[-1]["do"] == "inside" else tensor.index
        scope.made[id(tensor)] = [number, index]

    def _call(self, tensor: Tensor, scope: Scope) -> int:
        layer, site = tensor.layer, tensor.site
        if isinstance(layer, Layer) and layer.owner is not None and _own(tensor, layer.owner):
            network = self.part(layer.owner)
            where = self.where(layer, layer.owner)
            return self.add(scope, "inside", site, part=network, layer=where)
        if isinstance(layer, InputLayer):
            return self._input(tensor, layer, scope)
        if isinstance(layer, Model) and tensor.applied is None and not tensor.inputs:
            return scope.made[id(self._beginning(layer, scope))][0]
        args: tuple[Value, ...] = tensor.inputs if tensor.applied is None else tensor.applied.args
        kwargs: Mapping[str, Value] = {} if tensor.applied is None else tensor.applied.kwargs
        refer = self.refer(scope)
        if isinstance(layer, Operation):
            if layer.path.endswith(".preprocess_input"):
                # It changes numbers, and no shape.
                self.plan.notes.doubts.append(f"`{layer.path}` is left out")
                return self.add(
                    scope, "function", site, name="keras.ops.copy",
                    args=[encode(args[0] if args else kwargs.get("x"), refer)], kwargs={},
                )  # fmt: skip
            try:
                path, given, named = translated(layer.path, layer.kind, args, kwargs)
            except UndeterminedError as error:
                raise UnplannedError(str(error), layer.site) from None
            if path != "getitem" and path not in ALLOWED:
                raise UnplannedError(f"`{layer.path or layer.kind}` is not built", layer.site)
            told = [encode(item, refer) for item in given]
            more = {key: encode(item, refer) for key, item in named.items()}
            return self.add(scope, "function", site, name=path, args=told, kwargs=more)
        if not args and not flat(list(kwargs.values())):
            args = (self._entry_of(layer, scope),)
        self.called(
            layer, structures.specs_of(args), {k: structures.specs_of(v) for k, v in kwargs.items()}
        )
        number = self.part(layer)
        if isinstance(layer, (CustomLayer, Lambda)):
            args = tuple(arg for arg in args if flat(arg))
            kwargs = {key: value for key, value in kwargs.items() if flat(value)}
        told = [encode(item, refer) for item in args]
        more = {key: encode(item, refer) for key, item in kwargs.items()}
        # The outputs of the layers of a `Sequential` are traced anew for each of them.
        same = json.dumps([number, told, more], sort_keys=True)
        if same not in scope.same:
            scope.same[same] = self.add(scope, "call", site, part=number, args=told, kwargs=more)
        return scope.same[same]

    def _entry_of(self, layer: Part, scope: Scope) -> Tensor:
        """The input of a `Sequential` that begins with this layer."""
        key = tables.identity(layer)
        if key not in self.begun:
            entry = self.entries.get(key)
            if not isinstance(entry, Spec):
                raise UnplannedError("its input is not known", layer.site)
            first = layer if isinstance(layer, InputLayer) else InputLayer(site=layer.site)
            tensor = self.begun[key] = Tensor(first, (), layer.site, spec=entry)
            self._tensor(tensor, scope)
        return self.begun[key]

    def _beginning(self, model: Model, scope: Scope) -> Tensor:
        """The input of a model, as `model.input` of a `Sequential`."""
        if model.inputs:
            self.flow(model.inputs[:1], scope)
            return model.inputs[0]
        if model.kind != "Sequential" or not model.layers:
            raise UnplannedError("the input of a model that is not known", model.site)
        self.entries.setdefault(tables.identity(model.layers[0]), model.entry)
        return self._entry_of(model.layers[0], scope)

    def _input(self, tensor: Tensor, layer: InputLayer, scope: Scope) -> int:
        if scope is not self.top:
            raise UnplannedError("a tensor from outside of the layer", tensor.site)
        if id(layer) in scope.inputs:
            return scope.inputs[id(layer)]
        shape, dtype = (
            shape_of(self.plan.notes.shape(tensor.spec, tensor.site), tensor.site),
            self._dtype(tensor, layer),
        )
        kwargs: Json = {"batch_shape": shape, "dtype": dtype}
        name = layer.extra.get("name")
        if isinstance(name, str):
            kwargs["name"] = name
        self.kept.append(layer)
        scope.inputs[id(layer)] = self.add(scope, "input", tensor.site, kwargs=kwargs)
        return scope.inputs[id(layer)]

    def _dtype(self, tensor: Tensor, layer: InputLayer) -> Any:
        """The dtype of an input, which may be written as that of a library: `tf.string`."""
        if isinstance(tensor.spec.dtype, Unknown) and layer.dtype is not None:
            return encode(layer.dtype, self.refer(self.top))
        return dtype_of(tensor.spec, tensor.site)

    def refer(self, scope: Scope) -> Any:
        """A function that refers to a tensor or layer by the step that makes it."""

        def refer(value: Any) -> Any:
            if not isinstance(value, Tensor):
                return {"part": self.part(value)}
            if "weight" in value.config and isinstance(value.layer, InputLayer):
                return {"weight": value.config["weight"]}
            if id(value) not in scope.made:
                self.flow([value], scope)
            return {"tensor": scope.made[id(value)]}

        return refer

    def where(self, layer: Layer, network: Changing) -> str | int:
        """The name of a layer of a network, else its position from the end.

        Some networks have a layer more at their beginning when they are given weights.
        """
        if isinstance(layer, InputLayer):
            return 0
        name = layer.__dict__.get("name", layer.extra.get("name"))
        if isinstance(name, str):
            return name
        if id(network) not in self.order:
            layers = network.snapshot().layers
            self.order[id(network)] = {id(part): at - len(layers) for at, part in enumerate(layers)}
        return self.order[id(network)][id(layer)]


def _own(tensor: Tensor, network: Any) -> bool:
    """Whether a tensor is what a layer of a network gives in the network itself."""
    known = network.tensor_of(tensor.layer)
    return known is tensor or (known is not None and known.applied is tensor.applied)


def flat(value: Value) -> list[Tensor]:
    """The tensors in a structure, in the order of Keras: dicts by sorted key."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for key in sorted(value, key=str) for t in flat(value[key])]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in flat(item)]
    return []
