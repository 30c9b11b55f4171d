"""The rows of a model's table: its layers, with those of models inside that have no table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kerascheck.explain.description import Array, Number, Parameter, Unsure
from kerascheck.explain.plain import array, number, truth, word
from kerascheck.explain.words import reasons, title, words
from kerascheck.keras_api import structures, tables
from kerascheck.values import (
    BuildError,
    Changing,
    Layer,
    Model,
    UndeterminedError,
    UnknownLayer,
    Value,
)

DEEPEST = 8
"""Models inside of models are followed no deeper."""


@dataclass(frozen=True, eq=False)
class Line:
    """One row before it has a place and notes; `inner` are the rows of a model inside.

    `owner` is the network that all the inner rows come from, where they are used one by one;
    `partial` is true if only some of its layers are.
    """

    built: tables.Row
    depth: int
    inner: "tuple[Line, ...]" = ()
    partial: bool = False
    owner: Changing | None = None

    @property
    def key(self) -> int:
        """Identifies the row; `key_of` a layer of it gives the same."""
        return id(self.part if self.owner is None else self.owner)

    @property
    def part(self) -> Layer | Model:
        """The layer or model of the row."""
        return self.built.part

    @property
    def arrays(self) -> tuple[Array, ...]:
        """The tensors that it gives."""
        return tuple(map(array, structures.flatten(self.built.output)))

    @property
    def text(self) -> str:
        """What the row is, in a few words."""
        return f"part of {words(self.part)}" if self.partial else words(self.part)


def lines(
    model: Model, frozen: Mapping[Any, Value], trainable: Value, *, args: Any = None, depth: int = 0
) -> tuple[Line, ...]:
    """The layers of a model, each with those inside of it; empty where they cannot be told."""
    try:
        rows = tables.table(model, args, frozen, trainable)
    except (BuildError, UndeterminedError):
        return ()
    return tuple(
        _gathered([Line(row, depth, _inner(row, frozen, trainable, depth)) for row in rows])
    )


def _gathered(found: Sequence[Line]) -> Iterator[Line]:
    """The lines with one for all the layers of a network of `keras.applications`."""
    groups: dict[int, list[Line]] = {}
    for line in found:
        groups.setdefault(key_of(line.part), []).append(line)
    for group in groups.values():
        part = group[0].part
        owner = part.owner if isinstance(part, Layer) else None
        yield group[0] if owner is None else _network(owner, group)


def key_of(part: Layer | Model) -> int:
    """Identifies a layer; all those that come with a network have the same."""
    owner = part.owner if isinstance(part, Layer) else None
    return id(part if owner is None else owner)


def _network(owner: Changing, group: Sequence[Line]) -> Line:
    model = owner.snapshot()
    first, last = group[0], group[-1]
    unknown = next((line.built.unknown for line in group if line.built.unknown is not None), None)
    weights = (
        () if unknown is not None else tuple(pair for line in group for pair in line.built.weights)
    )
    row = tables.Row(model, first.built.args, last.built.output, weights, unknown, last.built.error)
    return Line(row, first.depth, tuple(group), len(group) < len(model.layers), owner)


def _inner(
    row: tables.Row, frozen: Mapping[Any, Value], trainable: Value, depth: int
) -> tuple[Line, ...]:
    part = row.part
    if not isinstance(part, Model) or depth >= DEEPEST:
        return ()
    now = frozen.get(part.live, part.trainable)
    known = {**part.frozen_as(now), **frozen}
    both = False if trainable is False else now
    return lines(part, known, both, args=row.args or None, depth=depth + 1)


def shown(found: tuple[Line, ...], opened: Callable[[Model], bool]) -> Iterator[Line]:
    """The lines of the table: those inside of a model follow it where it is `opened`."""
    for line in found:
        yield line
        if isinstance(line.part, Model) and opened(line.part):
            yield from shown(line.inner, opened)


def leaves(found: tuple[Line, ...]) -> Iterator[Line]:
    """The layers that compute something, down to the innermost that are known."""
    for line in found:
        if line.inner:
            yield from leaves(line.inner)
        elif line.part.kind != "InputLayer":
            yield line


def parameters(line: Line) -> tuple[Parameter, ...]:
    """The weights of a row, those of the layers inside included."""
    if line.built.unknown is not None:
        return ()
    return tuple(
        Parameter(
            weight.name,
            "" if owner is line.part else title(owner),
            tuple(map(number, weight.shape)),
            truth(weight.trainable),
            word(weight.dtype),
        )
        for owner, weight in tables.distinct(line.built.weights)
    )


def counts(line: Line) -> tuple[Number, Number]:
    """All parameters and the trainable ones; unknown for a layer that is not known itself."""
    if isinstance(line.part, UnknownLayer):
        return Unsure(line.part.why), Unsure(line.part.why)
    found = tables.totals([line.built])
    return number(found.all), number(found.trainable)


def why(line: Line) -> tuple[str, ...]:
    """Why something of the row is not known: its arguments first, else shape and weights."""
    told = list(reasons(line.part))
    unsure = [item.unsure for item in line.arrays]
    said = [found.why for found in unsure if found is not None]
    if line.built.unknown is not None:
        said.append(line.built.unknown.why)
    if line.built.error is not None:
        said = [f"Keras refuses to build it: {line.built.error.problem}"]
    for text in said:
        if not any(text in known for known in told):
            told.append(text)
    return tuple(told)
