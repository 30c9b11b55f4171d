"""Puts what a run met together as facts: each output with its loss, labels and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.facts import clues
from kerascheck.facts.dropped import dropped, unread
from kerascheck.facts.outputs import fold
from kerascheck.facts.record import Record
from kerascheck.facts.storing import idle, set_aside
from kerascheck.facts.written import Words
from kerascheck.finding import Span
from kerascheck.keras_api import graph
from kerascheck.values import (
    Clue,
    Compile,
    Context,
    Data,
    Facts,
    Fit,
    Loss,
    Model,
    Site,
    Training,
    Unknown,
    Use,
    Written,
    open_ended,
)

_GAN = re.compile(r"(?<![a-z])(dc|w|ac|ls|c)?gan(?![a-z])", re.IGNORECASE)
_UNIT_TESTS = re.compile(
    r"^class \w+\([^)\n]*TestCase\b|^def test_\w+\(\):[\s\S]*?^def test_\w+\(\):", re.MULTILINE
)
"""How a file shows that it has unit tests, besides by what it imports."""
_SCRIPT_TASKS = {"rl": "rl", "gan": "gan"}


def assemble(record: Record, words: Words) -> Facts:
    """The facts of one run; `words` looks names up in the text of the script."""
    models = tuple(model.snapshot() for model in record.models)
    marks = {name: tuple(sites) for name, sites in record.marks.items()}
    if words.says(_UNIT_TESTS):
        marks.setdefault("tests", ())
    script = _script_clues(record, models, marks)
    if any(clue.task == "gan" for clue in script):
        marks.setdefault("gan", ())
    unused = _superseded(record) | _idle(record) | _left(record) | _failing(record)
    compiles = tuple(
        replace(fact, superseded=True) if fact in unused else fact for fact in record.compiles
    )
    fresh = dict(zip(map(id, record.compiles), compiles, strict=True))
    # The compile that a cloned model has from its source is a fact of no call.
    fits = tuple(
        replace(fit, compile=fresh[id(fit.compile)]) if id(fit.compile) in fresh else fit
        for fit in record.fits
    )
    trainings = _once(
        [
            training
            for fact in compiles
            for training in _trainings(fact, fits, record, script)
            if not words.layer_wanted(training.output.site)
        ]
    )
    return Facts(
        models=models,
        compiles=compiles,
        fits=fits,
        foreign=tuple(record.foreign),
        uses=tuple(
            replace(use, number=True) if use.site.node in record.numbers else use
            for use in record.uses
        ),
        looks=tuple(record.looks),
        trainings=trainings,
        layers=tuple(record.layers),
        gaps=tuple(record.gaps),
        faults=tuple(record.faults),
        folds=tuple(record.folds),
        tensors=tuple(record.tensors),
        gradients=tuple(record.gradients),
        scores=tuple(record.scores),
        named=tuple(record.looked_up),
        counts=tuple(record.counts),
        reshapes=tuple(record.reshapes),
        optimizers=tuple(record.optimizers),
        adapted=tuple(record.adapted),
        adaptations=tuple(record.adaptations),
        stored=tuple(record.stored),
        idle=idle(record.named, record.read, fits),
        unused=set_aside(record.named, record.read),
        dropped=dropped(record, models, words),
        lost=tuple(record.lost),
        late=tuple(record.late),
        unread=unread(record, words),
        context=Context(marks),
        written=Written(
            imports=words.mine(record.imports),
            spellings=words.mine(record.spellings),
            calls=words.mine(record.called),
            reads=words.mine(record.reads),
            mentions=words.mentions,
            uses=words.uses,
            literals=words.literals,
            attributes=words.attributes,
            says=words.says,
            says_there=words.says_there,
            finds=words.finds,
            speaks=words.speaks,
            around=words.around,
            title=words.title,
            only_empty=words.only_empty,
            penalties=words.penalties,
            resets=words.resets,
            guarded=words.guarded,
            unmentioned=words.unmentioned,
            retired=words.retired,
            older=words.older,
            target=words.target,
        ),
    )


def _superseded(record: Record) -> set[Compile]:
    """Compiles that another compile of the same model replaces before anything uses them."""
    used = {id(fit.compile) for fit in record.fits}
    by_model: dict[int, list[Compile]] = {}
    for fact in record.compiles:
        by_model.setdefault(id(fact.model.site.node), []).append(fact)
    return {
        fact
        for facts in by_model.values()
        for fact in facts[:-1]
        if id(fact) not in used and fact.site.node is not facts[-1].site.node
    }


def _failing(record: Record) -> set[Compile]:
    """Compiles of which a training is expected to fail, and no other is there."""
    trained = {id(fit.compile) for fit in record.fits}
    failing = {id(fit.compile) for fit in record.failing}
    return {fact for fact in record.compiles if id(fact) in failing - trained}


def _idle(record: Record) -> set[Compile]:
    """Compiles of models that the file only asks for predictions, which need no loss."""
    trained = {id(fit.compile) for fit in record.fits}
    asked: set[int] = set()
    measured: set[int] = set()
    for use in record.uses:
        if isinstance(use.model, Model):
            (asked if use.method.startswith("predict") else measured).add(id(use.model.site.node))
    return {
        fact
        for fact in record.compiles
        if id(fact) not in trained and id(fact.model.site.node) in asked - measured
    }


def _left(record: Record) -> set[Compile]:
    """Compiles behind the last training and measuring of a model, as to freeze it for good."""
    trained = {id(fit.compile) for fit in record.fits}
    own = {f.model.site.node for f in record.compiles if id(f) in trained}
    last = [f for f in record.compiles if id(f) not in trained and f.model.site.node in own]
    if not last:
        return set()  # As in most files: the places of the calls are not worked out for nothing.
    busy: dict[object, list[Span]] = {}
    measured = (use for use in record.uses if not use.method.startswith("predict"))
    events: list[Fit | Use] = [*record.fits, *measured]
    for event in events:
        if isinstance(event.model, Model):
            busy.setdefault(event.model.site.node, []).append(event.site.at)
    return {
        fact for fact in last if all(_before(at, fact.site.at) for at in busy[fact.model.site.node])
    }


def _before(one: Span, other: Span) -> bool:
    """Whether one place stands before another of the same file."""
    return one.path == other.path and (one.block, one.line) < (other.block, other.line)


def _script_clues(
    record: Record, models: tuple[Model, ...], marks: dict[str, tuple[Site, ...]]
) -> list[Clue]:
    found = list(record.clues)
    for mark, task in _SCRIPT_TASKS.items():
        if mark in marks:
            site = marks[mark][0] if marks[mark] else None
            found.append(Clue(task, 0.95, "script", f"the script is about {mark}", site))
    text = " ".join({model.name for model in models} | set(record.definitions)).lower()
    if ("discriminator" in text or "critic" in text) and "generator" in text:
        found.append(Clue("gan", 0.95, "script", "a generator and a discriminator", None))
    elif _GAN.search(" ".join(model.name for model in models)):
        found.append(Clue("gan", 0.95, "script", "a model that is called a GAN", None))
    return found


def _once(trainings: list[Training]) -> tuple[Training, ...]:
    """The trainings without those that never happen of what is also trained, as from one builder."""

    def what(training: Training) -> tuple[object, ...]:
        output, loss = training.output, training.loss
        kind = loss.canonical if isinstance(loss, Loss) else loss
        return training.compile.site.node, output.site.node, output.activation, output.units, kind

    fitted = [what(training) for training in trainings if training.fit is not None]
    return tuple(
        training
        for training in trainings
        if training.fit is not None or what(training) not in fitted
    )


def _trainings(
    fact: Compile, fits: tuple[Fit, ...], record: Record, script: list[Clue]
) -> Iterator[Training]:
    outputs = fold(fact.model)
    mine = [fit for fit in fits if fit.compile is not None and fit.compile.site is fact.site]
    mine = [fit for fit in mine if fit.compile is fact]
    fitted_model = mine[-1].model if mine else fact.model
    specs = graph.outputs(fitted_model) if isinstance(fitted_model, Model) else []
    for position, output in enumerate(outputs):
        if len(specs) == len(outputs):
            output = replace(output, spec=specs[position])
        loss = fact.losses[position] if position < len(fact.losses) else None
        metrics = fact.metrics[position] if position < len(fact.metrics) else ()
        shared = [
            *clues.of_output(output, fact.model),
            *clues.of_loss(loss, output),
            *clues.of_metrics(metrics),
            *script,
            *_model_clues(fact.model, record),
        ]
        fitted: list[Fit | None] = [*mine] or [None]
        for fit in fitted:
            labels = _labels(fit, fact.model, position, len(outputs))
            own = list(clues.of_labels(fit, labels)) if fit is not None else []
            yield Training(
                model=fact.model,
                output=output,
                loss=loss,
                metrics=metrics,
                compile=fact,
                fit=fit,
                labels=labels,
                clues=(*own, *shared, *_own_names(fact.model, fit)),
                position=position,
            )


def _model_clues(model: Model, record: Record) -> list[Clue]:
    return [
        clue
        for value in record.models
        if value.site.node is model.site.node
        for clue in value.clues
    ]


def _own_names(model: Model, fit: Fit | None) -> list[Clue]:
    names: list[tuple[str, Site | None]] = [(model.name.removeprefix("self."), model.site)]
    if fit is not None and fit.function:
        names.append((fit.function, fit.site))
    own = model.config.get("class")
    if isinstance(own, str):
        names.append((own, model.site))
    return list(clues.of_names(names))


def _labels(fit: Fit | None, model: Model, position: int, count: int) -> Data | Unknown | None:
    if fit is None:
        return None
    y = fit.y
    if isinstance(y, (list, tuple)) and count > 1:
        each = len(y) == count and not open_ended(y)
        y = y[position] if each else Unknown("not as many targets as outputs", fit.site)
    elif isinstance(y, dict):
        names = model.config.get("output_names")
        name = names[position] if isinstance(names, list) and position < len(names) else None
        y = y.get(name, Unknown("a target by the name of its output", fit.site))
    elif isinstance(y, (list, tuple)) and len(y) == 1:
        y = y[0]
    if y is None or isinstance(y, (Data, Unknown)):
        return y
    return Unknown("a target that is not followed", fit.site)
