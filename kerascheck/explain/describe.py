"""From the facts of a file to the description of its models."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kerascheck.explain import executed
from kerascheck.explain.built import of_layers, of_model, whole
from kerascheck.explain.description import (
    Array,
    Explained,
    Item,
    Place,
    Really,
    Row,
    Size,
    Summary,
    Unsure,
)
from kerascheck.explain.flow import nodes
from kerascheck.explain.notes import Margin, place
from kerascheck.explain.plain import number
from kerascheck.explain.rows import Line, counts, leaves, lines, parameters, shown, why
from kerascheck.explain.training import items
from kerascheck.explain.words import kind_of
from kerascheck.finding import Span
from kerascheck.keras_api import tables
from kerascheck.result import Result
from kerascheck.values import Changing, Compile, Facts, Fit, Layer, Model, Problem, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.sources import Source


def describe(facts: Facts, result: Result, problems: Sequence[Problem]) -> Explained:
    """The models of one file in the world of `facts`, with the findings of `result`.

    `problems` is what could not be read of the file.
    """
    margin = Margin(result.findings)
    models = shown_models(facts)
    describer = _Describer(facts, margin, result.sources, models)
    told = distinct(map(describer.summary, models))
    known = {str(model.place) for model in told if model.gaps}
    told += [executed.summary(model, result.sources) for model in facts.executed]
    missing = [
        (gap.name, place(gap.at, result.sources), gap.why) for gap in result.coverage.not_understood
    ]
    errors = [problem for problem in problems if problem.kind == "syntax-error"]
    return Explained(
        result.path,
        models=tuple(told),
        notes=tuple((place(spot.at, result.sources), spot.note) for spot in margin.left),
        missing=tuple(item for item in missing if str(item[1]) not in known),
        problems=tuple((place(error.at, result.sources), error.detail) for error in errors),
        builder=_builder(result),
    )


def _builder(result: Result) -> str:
    building = result.building
    if building is None:
        return ""
    where = f"{building.backend}, {building.device}" if building.backend else "shapes only"
    started = f", {building.seconds:.1f} s" if building.seconds else ""
    return f"built by {building.python}: keras {building.keras}, {where}{started}. 0 steps trained."


def shown_models(facts: Facts) -> list[Model]:
    """The models that get a table: all but those without a name that stand inside of others."""
    inside: set[int] = set()
    owners: dict[int, Changing] = {}
    for model in facts.models:
        for part in model.layers:
            if isinstance(part, Model):
                inside.add(id(part.site.node))
            elif part.owner is not None and model.kind != "application":
                # A network whose layers are used one by one.
                owners[id(part.owner)] = part.owner
    inside |= {id(owner.snapshot().site.node) for owner in owners.values()}
    return [
        model
        for model in facts.models
        if id(model.site.node) not in inside or (model.name and model.kind != "application")
    ]


def distinct(models: Iterable[Summary]) -> list[Summary]:
    """The models; what is built again in the same way at the same place stands there once.

    That is the model of a loop, as it is trained last.
    """
    last: dict[object, Summary] = {}
    for model in models:
        rows = tuple((row.text, row.outputs, row.parameters, row.trainable) for row in model.rows)
        key = model.name, model.place, rows
        last.pop(key, None)
        last[key] = model
    return list(last.values())


class _Describer:
    """Describes one model after the other of a file."""

    def __init__(
        self,
        facts: Facts,
        margin: Margin,
        sources: "Mapping[str, Source]",
        tables: Sequence[Model],
    ) -> None:
        self.facts = facts
        self.margin = margin
        self.sources = sources
        self.tables = {id(model.site.node) for model in tables}

    def summary(self, model: Model) -> Summary:
        compiles = [fact for fact in self.facts.compiles if _same(fact.model, model)]
        fits = [
            fact
            for fact in self.facts.fits
            if isinstance(fact.model, Model) and _same(fact.model, model)
        ]
        # What is trained is settled by the last compile, whatever the script freezes after it.
        state = compiles[-1].model if compiles else model
        tree = lines(model, state.frozen, state.trainable)
        rows = list(shown(tree, self._opened))
        made = of_model(model, self.facts.built)
        return Summary(
            name=model.name,
            kind=kind_of(model),
            place=self._place(model.site.at),
            rows=tuple(self._rows(rows, of_layers(made))),
            built=whole(made),
            graph=nodes(model, tree),
            size=_size(model, tree),
            compiled=self._places(compiles),
            fitted=self._places(fits),
            items=self._items(compiles, fits),
            gaps=tuple((self._place(gap.site.at), gap.why) for gap in model.gaps),
            outputs=tuple((line.text, given) for line in leaves(tree) for given in _computed(line)),
        )

    def _opened(self, part: Model) -> bool:
        return id(part.site.node) not in self.tables and part.kind != "application"

    def _place(self, at: Span) -> Place:
        return place(at, self.sources)

    def _places(self, facts: "Sequence[Compile] | Sequence[Fit]") -> tuple[Place, ...]:
        return tuple(dict.fromkeys(self._place(fact.site.at) for fact in facts))

    def _items(self, compiles: list[Compile], fits: list[Fit]) -> tuple[Item, ...]:
        compiled = compiles[-1] if compiles else None
        return tuple(items(compiled, fits[-1] if fits else None, self.margin))

    def _rows(self, found: list[Line], made: "Mapping[int, Really]") -> Iterator[Row]:
        spans = [line.part.site.at for line in found]
        notes = self.margin.at_layers(spans)
        for position, (line, span) in enumerate(zip(found, spans, strict=True)):
            total, trainable = counts(line)
            yield Row(
                kind=line.part.kind,
                name=_name(line.part),
                text=line.text,
                place=self._place(span),
                outputs=line.arrays,
                parameters=total,
                trainable=trainable,
                weights=parameters(line),
                notes=tuple(notes.get(position, ())),
                reasons=why(line),
                depth=line.depth,
                built=made.get(tables.identity(line.part)),
            )


def _computed(line: Line) -> tuple[Array, ...]:
    """What is computed in a row: for a model whose layers are not known, nobody knows."""
    if isinstance(line.part, Model):
        return (Array(Unsure("the layers inside are not known"), "float32"),)
    return line.arrays


def _same(first: Model, second: Model) -> bool:
    """Whether two snapshots are of one model: of one place, and with the layers of one making."""
    if first.site.node is not second.site.node:
        return False
    pairs = zip(first.layers, second.layers, strict=False)
    plain = [(a, b) for a, b in pairs if isinstance(a, Layer) and isinstance(b, Layer)]
    return not plain or any(a is b for a, b in plain)


def _name(part: Layer | Model) -> str:
    if isinstance(part, Model):
        return part.name
    given: Value = part.__dict__.get("name", part.extra.get("name"))
    given = given if isinstance(given, str) else part.extra.get("name")
    return given if isinstance(given, str) else ""


def _size(model: Model, tree: tuple[Line, ...]) -> Size:
    rows = [line.built for line in tree]
    found = tables.totals(rows)
    trainable, frozen, size = found.trainable, found.frozen, found.bytes
    if model.gaps:
        # Layers may be missing that nobody knows of.
        gap = Unknown(model.gaps[0].why, model.gaps[0].site)
        trainable = frozen = size = gap
    sure = [row for row in rows if row.unknown is None]
    owned = list(tables.distinct(pair for row in sure for pair in row.weights))
    known = tables.total(owned)
    dtypes = dict.fromkeys(w.dtype if isinstance(w.dtype, str) else "?" for _, w in owned)
    return Size(
        parameters=number(trainable + frozen),
        trainable=number(trainable),
        non_trainable=number(frozen),
        bytes=number(size),
        dtypes=tuple(dtypes),
        known=known if isinstance(known, int) else 0,
    )
