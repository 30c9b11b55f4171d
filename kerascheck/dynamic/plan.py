"""From a traced model to a job for the worker: the steps by which Keras makes the same model.

The format of jobs is described in `worker.jobs.Job`. What is not known ends the plan with its reason;
the steps before it are kept, so that the model is built up to there.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from kerascheck.dynamic.assumed import LEFT_OUT
from kerascheck.dynamic.encode import (
    Json,
    UnplannedError,
    argument,
    dtype_of,
    encode,
    is_default,
    shape_of,
)
from kerascheck.dynamic.flow import Part, Plan
from kerascheck.dynamic.replay import Replays
from kerascheck.dynamic.worker.allowed import ALLOWED
from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers.core import InputLayer, Lambda
from kerascheck.keras_api.legacy import OLD
from kerascheck.values import (
    Changing,
    CustomLayer,
    Fault,
    Gap,
    Layer,
    Model,
    Spec,
    Tensor,
    Unknown,
    UnknownLayer,
    Value,
)

_EVERY = frozenset({"name", "trainable", "dtype", "autocast", "activity_regularizer"})
_ENTRIES = frozenset(
    {"input_shape", "input_dim", "input_length", "batch_input_shape", "input_dtype"}
)
_OWN = frozenset({"extra", "partial", "body"})


def plan(model: Model, models: Sequence[Model] = (), assumed: Sequence[Gap] = ()) -> Plan:
    """The job that builds a model; `models` are all models of the file.

    `assumed` says what of the model is made up.
    """
    planner = _Planner(models)
    planner.plan.notes.assumed += assumed
    return _finished(planner, model)


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
            if model.unsettled is not None and gap.why == model.unsettled.why:
                # It is built with the likelier side of the branch.
                planner.plan.notes.assumed.append(gap)
                model = replace(model, gaps=tuple(g for g in model.gaps if g is not gap))
        for gap in model.gaps:
            planner.plan.stop = UnplannedError(gap.why, gap.site)
        if model.kind == "Sequential" and not model.outputs and model.layers:
            model = replace(model, entry=planner.plan.notes.entry(model))
        number = planner.part(model)
        if planner.plan.stop is None:
            job["model"] = number
            planner.root(model, number)
            planner.freeze(model, number)
    except UnplannedError as error:
        planner.plan.stop = error
        job["model"] = None
    return planner.plan


class _Planner(Replays):
    """Writes the steps of one job."""

    def __init__(self, models: Sequence[Model]) -> None:
        super().__init__(models)
        self.numbers: dict[int, int] = {}
        self.settled: set[int] = set()

    def part(self, part: "Part | Changing") -> int:
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
            network, where = self.part(part.owner), self.where(part, part.owner)
            return self.add(self.top, "pick", part.site, part=network, layer=where)
        if isinstance(part, (CustomLayer, Lambda)):
            return self.replay(part)
        if part.kind in LEFT_OUT:
            why = f"`{part.kind}` is no layer of Keras 3, and is left out"
            self.plan.notes.assumed.append(Gap(part.site, why))
            return self.add(
                self.top, "make", part.site, **{"class": "keras.layers.Identity"}, kwargs={}
            )
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
            if name in _OWN or is_default(value, default):
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
            return argument(name, value, self.refer(self.top), self.plan.notes, layer.site)
        except UnplannedError as error:
            raise UnplannedError(f"`{name}`: {error.why}", error.site or layer.site) from None

    def extra(self, layer: Layer) -> Json:
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
            refer = self.refer(self.top)
            takes = model.takes if model.takes is not None else list(model.inputs)
            gives = model.returns if model.returns is not None else list(model.outputs)
            inputs, outputs = encode(takes, refer), encode(gives, refer)
            return self.add(
                self.top, "functional", model.site, inputs=inputs, outputs=outputs, kwargs=named
            )
        if model.kind == "subclass":
            return self.subclass(model)
        raise UnplannedError("it is a model that is not followed", model.site)

    def _sequential(self, model: Model, named: Json) -> int:
        entry = model.entry
        given: Any = None
        if isinstance(entry, Spec):
            known = self.plan.notes.shape(entry, model.site)
            shape, dtype = shape_of(known, model.site), dtype_of(entry, model.site)
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
                kwargs[name] = encode(value, self.refer(self.top))
                if isinstance(value, Tensor):
                    self.flow([value], self.top)
        path = f"keras.applications.{model.config.get('class')}"
        if path not in ALLOWED:
            raise UnplannedError(f"`{path}` is not built", model.site)
        return self.add(self.top, "application", model.site, **{"class": path}, kwargs=kwargs)

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
        args = [encode(given, self.refer(self.top))]
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
                inner = {"layer": self.where(part, part.owner)}
            if step is None:
                continue
            if isinstance(value, Unknown):
                self.plan.notes.doubts.append(f"`trainable`: {value.why}")
                self.plan.uncounted.add(number)
                continue
            self.add(self.top, "freeze", None, part=step, trainable=bool(value), **inner)


def _known(outputs: Sequence[Tensor | Unknown]) -> list[Tensor]:
    for output in outputs:
        if isinstance(output, Unknown):
            raise UnplannedError(output.why, output.site)
    return [output for output in outputs if isinstance(output, Tensor)]
