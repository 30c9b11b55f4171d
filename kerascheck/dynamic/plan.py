"""From a traced model to a job for the worker: the steps by which Keras makes the same model.

The format of jobs is described in `worker.Job`. What is not known ends the plan with its reason;
the steps before it are kept, so that the model is built up to there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kerascheck.dynamic.encode import (
    Json,
    UnplannedError,
    argument,
    dtype_of,
    encode,
    shape_of,
)
from kerascheck.dynamic.functions import translated
from kerascheck.dynamic.worker import ALLOWED
from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers.core import InputLayer, Lambda
from kerascheck.keras_api.legacy import OLD
from kerascheck.values import (
    REQUIRED,
    BuildError,
    Changing,
    CustomLayer,
    Fault,
    Followed,
    Layer,
    Model,
    Operation,
    Site,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    UnknownLayer,
    Value,
)
from kerascheck.values.mirror import fresh

Part = Layer | Model
_EVERY = frozenset({"name", "trainable", "dtype", "autocast", "activity_regularizer"})
_ENTRIES = frozenset(
    {"input_shape", "input_dim", "input_length", "batch_input_shape", "input_dtype"}
)
_OWN = frozenset({"extra", "partial", "body"})


@dataclass(eq=False)
class Plan:
    """A job, and what its steps stand for.

    `parts` has the layer or model by the number of the step that makes it, `sites` where a step
    stands in the source. `doubts` say for what code of the script something else stands in, so
    that losses mean nothing; `uncounted` are the steps whose weights are not all made. `stop` is
    what ended the plan early.
    """

    job: Json
    parts: dict[int, Part] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
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


def plan(model: Model, models: Sequence[Model] = ()) -> Plan:
    """The job that builds a model; `models` are all models of the file."""
    return _finished(_Planner(models), model)


def plan_fault(fault: Fault, models: Sequence[Model] = ()) -> Plan | None:
    """The job that repeats a call which Keras is expected to refuse; None if it was no call."""
    applied = fault.applied
    if applied is None:
        return None
    planner = _Planner(models)
    outputs = Spec(Unknown("refused"))
    tensor = Tensor(
        fault.layer, tuple(_tensors(applied)), fault.site, spec=outputs, applied=applied
    )
    try:
        planner.flow([tensor], planner.top)
    except UnplannedError as error:
        planner.plan.stop = error
    return planner.plan


def plan_loose(tensors: Sequence[Tensor], models: Sequence[Model] = ()) -> Plan:
    """The job that makes tensors which are part of no model; what is not known is left out."""
    planner = _Planner(models)
    for tensor in tensors:
        with suppress(UnplannedError):
            planner.flow([tensor], planner.top)
    return planner.plan


def _tensors(applied: Any) -> Iterable[Tensor]:
    found: list[Tensor] = []
    structures.mapped([*applied.args, *applied.kwargs.values()], found.append)
    return found


def _finished(planner: "_Planner", model: Model) -> Plan:
    job = planner.plan.job
    planner.settled = {id(part) for part in model.frozen}
    try:
        for gap in model.gaps:
            planner.plan.stop = UnplannedError(gap.why, gap.site)
        number = planner.part(model)
        if planner.plan.stop is None:
            job["model"] = number
            planner.root(model, number)
            planner.freeze(model, number)
    except UnplannedError as error:
        planner.plan.stop = error
        job["model"] = None
    return planner.plan


class _Planner:
    """Writes the steps of one job."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.plan = Plan({"version": 1, "steps": [], "model": None})
        self.top = Scope(self.plan.job["steps"])
        self.numbers: dict[int, int] = {}
        self.replays: dict[int, Json] = {}
        self.bodies: dict[int, set[int]] = {}
        self.entries = {
            tables.identity(model.layers[0]): model.entry
            for model in models
            if model.kind == "Sequential" and model.layers and model.entry is not None
        }
        self.begun: dict[int, Tensor] = {}
        self.settled: set[int] = set()
        self.order: dict[int, dict[int, int]] = {}
        self.count = 0
        self.kept: list[Any] = []

    def add(self, scope: Scope, do: str, site: Site | None, **rest: Any) -> int:
        """Add a step; returns its number."""
        self.count += 1
        scope.steps.append({"id": self.count, "do": do, **rest})
        if site is not None:
            self.plan.sites[self.count] = site
        return self.count

    # Layers and models.

    def part(self, part: "Part | Changing", scope: Scope | None = None) -> int:
        """The number of the step that makes a layer or model, which is added if need be."""
        part = part.snapshot() if isinstance(part, Changing) else part
        key = tables.identity(part)
        if key not in self.numbers:
            self.kept.append(part)
            number = self._make(part)
            self.numbers[key] = number
            self.plan.parts[number] = part
        return self.numbers[key]

    def _make(self, part: Part) -> int:
        if isinstance(part, Model):
            return self._model(part)
        if isinstance(part, UnknownLayer):
            raise UnplannedError(part.why, part.site)
        if part.owner is not None:
            # A layer of a network that the script calls itself.
            network, where = self.part(part.owner), self._where(part, part.owner)
            return self.add(self.top, "pick", part.site, part=network, layer=where)
        if isinstance(part, (CustomLayer, Lambda)):
            return self._replay(part)
        path = f"keras.layers.{part.kind}"
        if path not in ALLOWED:
            raise UnplannedError(f"`{part.kind}` is not built", part.site)
        return self.add(
            self.top, "make", part.site, **{"class": path}, kwargs=self._arguments(part)
        )

    def _arguments(self, layer: Layer) -> Json:
        """The arguments of a layer that are not the default."""
        if layer.partial:
            raise UnplannedError("its arguments are unpacked from a value not known", layer.site)
        found: Json = {}
        for name, default in type(layer).parameters().items():
            value = getattr(layer, name)
            if name in _OWN or (default is not REQUIRED and _same(value, fresh(default))):
                continue
            found[name] = self._argument(name, value, layer)
        for name, value in layer.extra.items():
            if name in _ENTRIES or (name not in _EVERY and name in OLD):
                continue
            if name == "trainable" and id(layer) in self.settled:
                # It may have changed since; `freeze` sets what it is at this moment.
                continue
            found[name] = self._argument(name, value, layer)
        return found

    def _argument(self, name: str, value: Value, layer: Layer) -> Any:
        try:
            return argument(name, value, self._refer(self.top), self.plan.doubts)
        except UnplannedError as error:
            raise UnplannedError(f"`{name}`: {error.why}", error.site or layer.site) from None

    def _extra(self, layer: Layer) -> Json:
        kept = {name: layer.extra[name] for name in ("name", "dtype") if name in layer.extra}
        if isinstance(layer.__dict__.get("name"), str) and not isinstance(layer, CustomLayer):
            kept["name"] = layer.__dict__["name"]
        return {name: self._argument(name, value, layer) for name, value in kept.items()}

    def _model(self, model: Model) -> int:
        for gap in model.gaps:
            raise UnplannedError(gap.why, gap.site)
        named: Json = {}
        name = model.config.get("name")
        if isinstance(name, str):
            named["name"] = name
        if model.kind == "application":
            return self._application(model)
        if model.kind == "Sequential" and not model.outputs:
            return self._sequential(model, named)
        if model.kind == "Functional":
            self.flow(_known(model.outputs), self.top, model.inputs)
            refer = self._refer(self.top)
            takes = model.takes if model.takes is not None else list(model.inputs)
            gives = model.returns if model.returns is not None else list(model.outputs)
            inputs, outputs = encode(takes, refer), encode(gives, refer)
            return self.add(
                self.top, "functional", model.site, inputs=inputs, outputs=outputs, kwargs=named
            )
        if model.kind == "subclass":
            return self._subclass(model)
        raise UnplannedError("it is a model that is not followed", model.site)

    def _sequential(self, model: Model, named: Json) -> int:
        entry = model.entry
        given: Any = None
        if isinstance(entry, Spec):
            shape, dtype = shape_of(entry, model.site), dtype_of(entry, model.site)
            given = {"shape": shape, "dtype": dtype}
            for step in graph.chain(model.layers, (entry,)):
                self.called(step.part, step.args, step.kwargs)
        numbers = [self.part(part) for part in model.layers if not isinstance(part, InputLayer)]
        return self.add(
            self.top, "sequential", model.site, parts=numbers, input=given, kwargs=named
        )

    def _application(self, model: Model) -> int:
        kwargs: Json = {}
        for name, value in model.config.items():
            if name in ("class", "weights", "own_training") or name.startswith("."):
                continue
            if name == "name" and not isinstance(value, str):
                continue
            if value is not None:
                kwargs[name] = encode(value, self._refer(self.top))
                if isinstance(value, Tensor):
                    self.flow([value], self.top)
        path = f"keras.applications.{model.config.get('class')}"
        if path not in ALLOWED:
            raise UnplannedError(f"`{path}` is not built", model.site)
        return self.add(self.top, "application", model.site, **{"class": path}, kwargs=kwargs)

    # Layers and models of the script.

    def _subclass(self, model: Model) -> int:
        if not model.inputs or any(isinstance(t.spec.shape, Unknown) for t in model.inputs):
            raise UnplannedError("nothing says what the model is given", model.site)
        body = self._body(model.takes, {}, model.returns, ())
        numbers = [self.part(part) for part in model.layers if not isinstance(part, InputLayer)]
        number = self.add(
            self.top, "replay", model.site, kind="model", parts=numbers, weights=[],
            bodies=[body], kwargs={},
        )  # fmt: skip
        if model.aside:
            self.plan.uncounted.add(number)
        return number

    def _replay(self, layer: CustomLayer | Lambda) -> int:
        step = self.replays.get(id(layer))
        if step is None:
            why = f"what `{layer.kind}` does is not followed"
            if layer.body is not None or isinstance(layer, CustomLayer):
                why = f"`{layer.kind}` is never called with something known"
            raise UnplannedError(why, layer.site)
        # Lambda has `compute_output_shape`; a layer of the script where its class says so.
        shaped = isinstance(layer, Lambda) or "compute_output_shape" in layer.config
        kind = "shaped" if shaped else "layer"
        number = self.add(self.top, "replay", layer.site, kind=kind, **step)
        self.top.steps[-1]["kwargs"] = self._extra(layer)
        # Bodies that are met later on belong to the same step.
        self.replays[id(layer)] = self.top.steps[-1]
        if step.get("aside"):
            self.plan.uncounted.add(number)
        return number

    def called(self, part: "Part | Changing", args: tuple[Any, ...], kwargs: Any) -> None:
        """Note what a part is called with: the code of the script in it is followed for that."""
        if isinstance(part, Changing):
            part = part.snapshot()
        if isinstance(part, Model):
            if part.kind == "Sequential" and not part.outputs:
                for step in graph.chain(part.layers, args):
                    self.called(step.part, step.args, {})
            return
        if isinstance(part, (CustomLayer, Lambda)):
            self._follow(part, args, kwargs)
            return
        try:
            inner = list(graph.opened(part).parts(*args, **kwargs))
        except (BuildError, UndeterminedError, TypeError, ValueError, AttributeError, LookupError):
            return
        for item, given in inner:
            self.called(item, given, {})

    def _follow(self, layer: CustomLayer | Lambda, args: Any, kwargs: Any) -> None:
        if layer.body is None:
            raise UnplannedError(f"what `{layer.kind}` does is not in this file", layer.site)
        dtype = layer.compute_dtype
        given = tuple(structures.cast(arg, dtype) for arg in args)
        named = {key: structures.cast(value, dtype) for key, value in kwargs.items()}
        try:
            followed = layer.body(given, named)
        except UndeterminedError as error:
            raise UnplannedError(str(error), error.unknown.site or layer.site) from None
        except BuildError as error:
            raise UnplannedError(
                f"Keras refuses to build it: {error.problem}", layer.site
            ) from None
        known = self.bodies.setdefault(id(layer), set())
        if id(followed) in known:
            return
        known.add(id(followed))
        self.kept.append((layer, followed))
        self._add_body(layer, followed)

    def _add_body(self, layer: CustomLayer | Lambda, followed: Followed) -> None:
        body = self._body(*followed.taken, followed.returned, followed.parts)
        step = self.replays.get(id(layer))
        if step is None:
            called = [self.part(part) for part, _ in followed.parts if _is_part(part)]
            made = _tagged(followed.returned)
            weights = [
                _weight(weight, made.get(number), self._refer(self.top), layer, self.plan.doubts)
                for number, weight in enumerate(followed.weights)
            ]
            step = {"parts": list(dict.fromkeys(called)), "weights": weights, "bodies": []}
            self.replays[id(layer)] = step
        step["bodies"].append(body)

    def _body(self, args: Any, kwargs: Any, result: Value, parts: Any) -> Json:
        """What is done with tensors from outside, as steps of their own."""
        scope = Scope([])
        entries: list[int] = []
        shapes: list[Any] = []
        for tensor in _flat([args, [kwargs[key] for key in sorted(kwargs)]]):
            self.count += 1
            scope.made[id(tensor)] = [self.count, 0]
            entries.append(self.count)
            dims = tensor.spec.shape
            known = dims if isinstance(dims, tuple) else None
            shapes.append(known and [d if isinstance(d, int) else None for d in known])
        self.flow(_flat(result), scope)
        gives = encode(result, self._refer(scope))
        return {"entries": entries, "shapes": shapes, "steps": scope.steps, "result": gives}

    # The flow of tensors.

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
            where = self._where(layer, layer.owner)
            return self.add(scope, "inside", site, part=network, layer=where)
        if isinstance(layer, InputLayer):
            return self._input(tensor, layer, scope)
        if isinstance(layer, Model) and tensor.applied is None and not tensor.inputs:
            return scope.made[id(self._beginning(layer, scope))][0]
        args: tuple[Value, ...] = tensor.inputs if tensor.applied is None else tensor.applied.args
        kwargs: Mapping[str, Value] = {} if tensor.applied is None else tensor.applied.kwargs
        refer = self._refer(scope)
        if isinstance(layer, Operation):
            try:
                path, given, named = translated(layer.path, layer.kind, args, kwargs)
            except UndeterminedError as error:
                raise UnplannedError(str(error), layer.site) from None
            if path != "getitem" and path not in ALLOWED:
                raise UnplannedError(f"`{layer.path or layer.kind}` is not built", layer.site)
            told = [encode(item, refer) for item in given]
            more = {key: encode(item, refer) for key, item in named.items()}
            return self.add(scope, "function", site, name=path, args=told, kwargs=more)
        if not args:
            args = (self._entry_of(layer, scope),)
        self.called(layer, specs_of(args), {k: specs_of(v) for k, v in kwargs.items()})
        number = self.part(layer)
        if isinstance(layer, (CustomLayer, Lambda)):
            args = tuple(arg for arg in args if _flat(arg))
            kwargs = {key: value for key, value in kwargs.items() if _flat(value)}
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
        shape, dtype = shape_of(tensor.spec, tensor.site), self._dtype(tensor, layer)
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
            return encode(layer.dtype, self._refer(self.top))
        return dtype_of(tensor.spec, tensor.site)

    def _refer(self, scope: Scope) -> Any:
        def refer(value: Any) -> Any:
            if not isinstance(value, Tensor):
                return {"part": self.part(value)}
            if "weight" in value.config and isinstance(value.layer, InputLayer):
                return {"weight": value.config["weight"]}
            if id(value) not in scope.made:
                self.flow([value], scope)
            return {"tensor": scope.made[id(value)]}

        return refer

    # The model as a whole.

    def root(self, model: Model, number: int) -> None:
        """Call a model of the script, which has no weights before."""
        if model.kind != "subclass":
            return
        made: dict[int, Tensor] = {}
        for tensor in model.inputs:
            twin = Tensor(InputLayer(site=tensor.site), (), tensor.site, spec=tensor.spec)
            self.kept.append(twin)
            made[id(tensor)] = twin
        given = structures.mapped(model.takes, lambda tensor: made[id(tensor)])
        args = [encode(given, self._refer(self.top))]
        self.add(self.top, "call", model.site, part=number, args=args, kwargs={})

    def freeze(self, model: Model, number: int) -> None:
        """Set what is trainable as the script does, the outer first."""
        state = [(model.live or model, model.trainable), *model.frozen.items()]
        if all(value is True for _, value in state):
            return
        for part, value in state:
            step = self.numbers.get(id(part))
            inner: Json = {}
            if step is None and isinstance(part, Layer) and part.owner is not None:
                step = self.numbers.get(id(part.owner))
                if step is None or model.frozen.get(part.owner) is value:
                    continue
                inner = {"layer": self._where(part, part.owner)}
            if step is None:
                continue
            if isinstance(value, Unknown):
                self.plan.doubts.append(f"`trainable`: {value.why}")
                self.plan.uncounted.add(number)
                continue
            self.add(self.top, "freeze", None, part=step, trainable=bool(value), **inner)

    def _where(self, layer: Layer, network: Changing) -> str | int:
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


def specs_of(value: Value) -> Specs:
    """A value with the spec of each tensor in it."""
    return structures.specs_of(value)


def _own(tensor: Tensor, network: Any) -> bool:
    """Whether a tensor is what a layer of a network gives in the network itself."""
    known = network.tensor_of(tensor.layer)
    return known is tensor or (known is not None and known.applied is tensor.applied)


def _known(outputs: Sequence[Tensor | Unknown]) -> list[Tensor]:
    for output in outputs:
        if isinstance(output, Unknown):
            raise UnplannedError(output.why, output.site)
    return [output for output in outputs if isinstance(output, Tensor)]


def _same(value: Value, default: Value) -> bool:
    if isinstance(value, Unknown) or type(value) is not type(default):
        return value is default
    return (
        bool(value == default)
        if isinstance(value, (bool, int, float, str, tuple))
        else value is default
    )


def _flat(value: Value) -> list[Tensor]:
    """The tensors in a structure, in the order of Keras: dicts by sorted key."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for key in sorted(value, key=str) for t in _flat(value[key])]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in _flat(item)]
    return []


def _is_part(part: Value) -> bool:
    return isinstance(part, (Layer, Model)) and not isinstance(part, Operation)


def _tagged(result: Value) -> dict[int, Tensor]:
    """The tensors that are weights of the layer itself, by number."""
    found = graph.ordered(_flat(result))
    return {int(str(t.config["weight"])): t for t in found if "weight" in t.config}


def _weight(
    weight: Any, tensor: Tensor | None, refer: Any, layer: Layer, doubts: list[str]
) -> Json:
    dims = weight.shape
    for value in (*dims, weight.trainable, weight.dtype):
        if isinstance(value, Unknown):
            raise UnplannedError(value.why, value.site or layer.site)
    initializer = tensor.config.get("initializer") if tensor is not None else None
    return {
        "name": weight.name.replace("/", "_"),
        "shape": list(dims),
        "dtype": weight.dtype,
        "trainable": bool(weight.trainable),
        "initializer": argument("initializer", initializer, refer, doubts),
    }
