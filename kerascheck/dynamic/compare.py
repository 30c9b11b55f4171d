"""What the worker answers, as facts: each layer as traced and as built, refusals, numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kerascheck.dynamic.encode import Json, UnplannedError
from kerascheck.dynamic.flow import Plan
from kerascheck.dynamic.plan import plan, plan_fault, plan_loose
from kerascheck.dynamic.probes import batch_size, expected, probe, slots
from kerascheck.dynamic.runner import LostError, Worker
from kerascheck.dynamic.selection import distinct, given, saved, supposed
from kerascheck.dynamic.words import reworded
from kerascheck.keras_api import graph, structures, tables
from kerascheck.values import (
    Built,
    BuiltLayer,
    Device,
    Facts,
    Gap,
    Layer,
    Model,
    Numbers,
    Refusal,
    Site,
    Spec,
    Tensor,
    Training,
    Unknown,
)
from kerascheck.values.training import Compile, Fit

Part = Layer | Model
_REFUSALS = frozenset({"ValueError", "NotImplementedError", "InvalidArgumentError"})
"""What Keras raises where it refuses a model; anything else may be a mistake of the replay."""
_ARGUMENTS = re.compile(r"unexpected keyword argument|required positional argument")
_NEEDS = re.compile(
    r"ensorFlow|tensorflow|no backend to compute|ImportError|ModuleNotFoundError|with numpy backend"
    r"|Invalid dtype: str"
)
_ADAPTED = frozenset(
    {"TextVectorization", "StringLookup", "IntegerLookup", "Discretization", "CategoryEncoding"}
)
_MOST = 300
"""No more calls than these are built beside the models."""


def build(facts: Facts, worker: Worker, path: str) -> tuple[Built, ...]:
    """Build the models of one file, and what Keras is expected to refuse besides them."""
    models = list(distinct(facts))
    models = [model for model in models if model.site.at.path == path]
    found = []
    for number, model in enumerate(models, 1):
        if worker.tell is not None:
            name = f"`{model.name}`" if model.name else "a model"
            worker.tell(f"{path}: building {name} ({number} of {len(models)})")
        found.append(_built(model, facts, worker))
    loose = _loose(facts, path)
    if loose:
        found.append(_asked(plan_loose(loose, facts.models), None, worker, loose[0].site))
    refused = {id(built.refusal.part) for built in found if built.refusal is not None}
    for fault in facts.faults:
        made = plan_fault(fault, facts.models)
        if made is not None and made.stop is None and id(fault.layer) not in refused:
            found.append(_asked(made, None, worker, fault.site))
    return tuple(found)


def _loose(facts: Facts, path: str) -> list[Tensor]:
    """The last tensors of what is part of no model."""
    inside: set[int] = set()
    for model in facts.models:
        if model.kind != "application":
            outputs = [tensor for tensor in model.outputs if isinstance(tensor, Tensor)]
            inside |= {id(tensor.applied) for tensor in graph.ordered(outputs)}
    loose = [t for t in facts.tensors if id(t.applied) not in inside and t.site.at.path == path]
    fed = {id(source.applied) for t in loose for source in t.inputs if isinstance(source, Tensor)}
    ends = [tensor for tensor in loose if id(tensor.applied) not in fed and tensor.inputs]
    return ends if len(loose) <= _MOST else []


def _built(model: Model, facts: Facts, worker: Worker) -> Built:
    shape = worker.options.shapes.get(model.name)
    if shape is not None:
        model = given(model, shape)
    model, assumed = (model, ()) if saved(model) else supposed(model)
    made = plan(model, facts.models, assumed)
    trainings = [] if saved(model) else list(_trainings(model, facts))
    reason = ""
    notes = made.notes
    if made.stop is None and trainings and not (notes.doubts or notes.assumed):
        try:
            made.job["probe"] = probe(model, trainings, overfit=worker.options.overfit)
        except UnplannedError as error:
            reason = error.why
    return _asked(made, model, worker, model.site, trainings, reason)


def _trainings(model: Model, facts: Facts) -> Iterable[Training]:
    """The trainings of the outputs of a model by its last compile and first fit."""
    mine = [t for t in facts.trainings if (t.model.live or t.model) is (model.live or model)]
    if not mine:
        return
    compiled: Compile = mine[-1].compile
    mine = [t for t in mine if t.compile is compiled]
    fitted: Fit | None = mine[0].fit
    yield from (t for t in mine if t.fit is fitted)


def _asked(
    made: Plan,
    model: Model | None,
    worker: Worker,
    site: Site,
    trainings: Sequence[Training] = (),
    reason: str = "",
) -> Built:
    gap = Gap(made.stop.site or site, made.stop.why) if made.stop is not None else None
    assumed = tuple(made.notes.assumed)
    gap = assumed[0] if gap is None and assumed else gap
    try:
        answer, device = worker.build(made.job)
    except LostError as error:
        return Built(model, worker.device, gap=gap, unavailable=str(error))
    if answer["event"] == "refused":
        at = made.sites.get(answer["step"], site)
        return Built(model, device, gap=Gap(at, answer["why"]))
    if answer["event"] != "built":
        return Built(model, device, gap=gap, unavailable=str(answer.get("why", "no answer")))
    refusal = _refusal(answer["error"], made, site) if answer["error"] is not None else None
    reason_of_its_own = _excused(refusal, made, device) if refusal is not None else ""
    if refusal is not None and reason_of_its_own:
        gap, refusal = Gap(refusal.site, reason_of_its_own), None
    if refusal is not None and assumed and not _independent(refusal, model):
        # It may be due to what stands for something that is not known.
        refusal = None
    layers = tuple(_layers(model, made, answer["parts"])) if model is not None else ()
    size = answer["parts"].get(str(made.job["model"]), {})
    trainable, frozen = size.get("trainable"), size.get("frozen")
    total = trainable + frozen if trainable is not None and frozen is not None else None
    done = total is not None and answer["error"] is None
    if assumed:
        total = trainable = None
    first = trainings[0] if trainings else None
    numbers, reason = answer.get("numbers"), reason or answer.get("unprobed", "")
    batch = batch_size(first)
    return Built(
        model,
        device,
        layers,
        gap,
        refusal,
        (_numbers(numbers, trainings, made),) if numbers is not None else (),
        "",
        total,
        trainable,
        _training_bytes(first, total, trainable, answer.get("kept"), batch),
        batch,
        (*made.notes.doubts, *((reason,) if reason else ())),
        device.meta and not worker.device.meta,
        assumed,
        done,
    )


def _independent(refusal: Refusal, model: Model | None) -> bool:
    """Whether Keras refuses a layer whatever is assumed: all that it is given is known."""
    if model is None or model.unsettled is not None or not isinstance(refusal.part, Layer):
        return False
    if any(isinstance(value, Unknown) for value in vars(refusal.part).values()):
        return False
    rows = [row for row in tables.rows(model) if row.part is refusal.part]
    given = [spec for row in rows for spec in structures.flatten(row.args)]
    return bool(given) and all(spec.full for spec in given)


def _layers(model: Model, made: Plan, parts: Mapping[str, Any]) -> Iterable[BuiltLayer]:
    """The rows of the table of a model, each as traced and as built."""
    numbers = {tables.identity(part): number for number, part in made.parts.items()}
    for row in tables.rows(model):
        number = numbers.get(tables.identity(row.part))
        told = parts.get(str(number)) if number is not None else None
        if row.part.kind == "InputLayer":
            continue
        static = tuple(structures.flatten(row.output)) or None
        sums = tables.totals([row])
        counted = sums.all if isinstance(sums.all, int) else None
        trains = sums.trainable if isinstance(sums.trainable, int) else None
        outputs = count = trainable = None
        if made.notes.assumed and not _known(static, counted):
            told = None
        if told is not None:
            outputs = specs(told["outputs"])
            if told["built"] and number not in made.uncounted:
                count, trainable = told["trainable"] + told["frozen"], told["trainable"]
        yield BuiltLayer(row.part, static, outputs, counted, count, trains, trainable)


def _known(static: tuple[Spec, ...] | None, counted: int | None) -> bool:
    """Whether nothing that stands in for a size can have reached a layer."""
    return static is not None and counted is not None and all(spec.full for spec in static)


def specs(told: Any) -> tuple[Spec, ...] | None:
    """The shapes and dtypes of an answer."""
    if not told:
        return None
    return tuple(Spec(tuple(shape), dtype) for shape, dtype in told)


def _refusal(error: Json, made: Plan, site: Site) -> Refusal:
    """What Keras raised, at the line of the user's layer or call."""
    at, owner = error["at"], error["step"]
    part = made.parts.get(owner)
    place = made.sites.get(at, site)
    if part is not None and owner != at and not _calls(made, at, owner):
        place = part.site
    if part is None:
        part = made.parts.get(at)
    inputs = tuple(Spec(tuple(shape)) for shape in error["inputs"])
    problem, advice = reworded(part, inputs, error["text"], place)
    return Refusal(part, place, error["type"], error["text"], inputs, problem, advice)


def _excused(refusal: Refusal, made: Plan, device: Device) -> str:
    """Why an error of Keras is no mistake of the script; empty if it is one."""
    name = refusal.part.kind if refusal.part is not None else "it"
    if device.meta and _NEEDS.search(f"{refusal.type} {refusal.text}"):
        return f"`{name}` needs a backend to be built"
    if made.job["model"] is None and "fully-defined" in refusal.text:
        return "what it is given is known in part only"
    if _ADAPTED & {part.kind for part in made.parts.values()} and "None" in refusal.text:
        return "a layer before it is adapted to data, which gives it a size"
    # An axis that is not there is an IndexError of a layer; else it may be one of the replay.
    own = "Could not automatically infer" in refusal.text
    inside = refusal.type == "IndexError" and bool(refusal.inputs) and not own
    if refusal.type not in _REFUSALS and not inside and not _ARGUMENTS.search(refusal.text):
        return f"Keras could not build `{name}` as it was traced ({refusal.sentence[:200]})"
    return ""


def _calls(made: Plan, step: int, part: int) -> bool:
    """Whether a step is a call of this very part, which then stands in the source there."""
    return any(found.get("part") == part for found in _steps(made.job["steps"], step))


def _steps(steps: Sequence[Json], number: int) -> Iterable[Json]:
    for step in steps:
        if step["id"] == number:
            yield step
        for body in step.get("bodies", ()):
            yield from _steps(body["steps"], number)


def _numbers(told: Json, trainings: Sequence[Training], made: Plan) -> Numbers:
    dead: dict[int, int] = {}
    for position in told.get("dead") or ():
        owner = told["owners"][position]
        if owner is not None:
            dead[owner] = dead.get(owner, 0) + 1
    # Labels that are made for the loss say nothing about those of the script.
    error = told.get("error") if any(made.job["probe"]["labels"]) else None
    tried = told.get("overfit")
    entries = made.job["probe"]["inputs"]["tensors"]
    return Numbers(
        trainings[0],
        tuple(float(value) for value in told["losses"]),
        expected(list(trainings)),
        tuple(
            (made.parts[number], count) for number, count in dead.items() if number in made.parts
        ),
        told.get("total", 0),
        made.parts.get(told["spoilt"]) if told.get("spoilt") is not None else None,
        bool(told.get("infinite")),
        f"{error['type']}: {error['text'].strip().splitlines()[0]}"
        if error and error["text"]
        else "",
        tuple(
            f"{name}: {text.strip().splitlines()[0]}" for name, _, text in told.get("metrics", ())
        ),
        _shapes(told.get("labels")),
        _shapes(told.get("outputs")),
        (float(tried[0]), float(tried[1])) if tried else None,
        any("low" not in entry and "int" not in entry["dtype"] for entry in entries),
    )


def _shapes(told: Any) -> str:
    shapes = [
        tuple(None if at == 0 else dim for at, dim in enumerate(shape)) for shape in told or ()
    ]
    return ", ".join(str(Spec(shape)) for shape in shapes)


def _training_bytes(
    training: Training | None,
    total: int | None,
    trainable: int | None,
    kept: int | None,
    batch: int | None,
) -> int | None:
    """The least memory of training: weights, gradients, optimizer, what the gradients need."""
    states = slots(training.compile.optimizer) if training is not None else None
    if states is None or total is None or trainable is None or kept is None or batch is None:
        return None
    return int(4 * (total + trainable * (1 + states)) + kept * batch)
