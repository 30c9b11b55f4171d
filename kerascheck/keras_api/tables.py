"""The layers of a model as they are built: shapes, weights and their sums."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kerascheck.keras_api.graph import (
    FAILURES,
    Flow,
    Part,
    Step,
    attempt,
    chain,
    entry_of,
    in_order,
    is_chain,
    opened,
    other_size,
)
from kerascheck.keras_api.structures import cast
from kerascheck.values import (
    BuildError,
    Changing,
    Int,
    Layer,
    Model,
    Operation,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Unknown,
    Value,
    Weight,
)

Owned = tuple[Layer, Weight]
"""A weight with the layer that it belongs to, so that a shared layer is counted once."""


def weights(
    part: Part,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    frozen: Mapping[Any, Value] | None = None,
    trainable: Value = True,
) -> Iterator[Owned]:
    """The weights of a layer or model that is built for `args`, those of its parts included.

    `frozen` has what `trainable` was set to, by layer. Raises as `call` does.
    """
    if isinstance(part, Changing):
        part = part.snapshot()
    if isinstance(part, Model):
        known = frozen or {}
        now = known.get(part.live, part.trainable)
        frozen = {**part.frozen_as(now), **known}
        for row in table(part, args if args else None, frozen, _both(trainable, now)):
            if row.unknown is not None:
                raise UndeterminedError(row.unknown.why, row.unknown)
            yield from row.weights
        return
    known = frozen if frozen is not None else {}
    trainable = _both(trainable, known.get(part, part.extra.get("trainable", True)))
    if type(part).output is Layer.output and type(part).build is Layer.build:
        raise UndeterminedError(f"what `{part.kind}` computes is not known")
    dtype = part.variable_dtype
    args = tuple(cast(arg, part.compute_dtype) for arg in args)
    formula = opened(part)
    for weight in _built(formula, args, kwargs, dtype):
        mine: Any = _both(trainable, weight.trainable)
        yield part, weight if mine is weight.trainable else replace(weight, trainable=mine)
    for inner, inputs in formula.parts(*args, **kwargs):
        yield from weights(inner, inputs, {}, frozen, trainable)


def _built(
    layer: Layer, args: tuple[Any, ...], kwargs: Mapping[str, Any], dtype: Str
) -> Iterable[Weight]:
    """The weights that a layer itself makes, numbered."""
    if layer.built is not None and len(args) == 1 and isinstance(args[0], Spec) and not kwargs:
        known = layer.built.get((args[0], dtype))
        if known is None:
            known = tuple(_numbered(layer, args, kwargs, dtype))
            layer.built[args[0], dtype] = known
        return known
    return _numbered(layer, args, kwargs, dtype)


def _numbered(
    layer: Layer, args: tuple[Any, ...], kwargs: Mapping[str, Any], dtype: Str
) -> Iterator[Weight]:
    for number, weight in enumerate(layer.build(*args, **kwargs)):
        kind = dtype if weight.dtype == "float32" else weight.dtype
        yield replace(weight, dtype=kind, number=number)


def _both(first: Value, second: Value) -> Value:
    for value in (first, second):
        if not isinstance(value, Unknown) and not value:
            return False
    return first if isinstance(first, Unknown) else second


@dataclass(frozen=True, eq=False)
class Row:
    """One layer of a model as it is built: what it is given and gives, and its weights.

    `unknown` says why the weights are not known; then `weights` is empty.
    """

    part: Layer | Model
    args: tuple[Any, ...]
    output: Specs
    weights: tuple[Owned, ...] = ()
    unknown: Unknown | None = None
    error: BuildError | None = None

    @property
    def count(self) -> Int:
        """The number of parameters."""
        return total(self.weights) if self.unknown is None else self.unknown


@dataclass(frozen=True, eq=False)
class Totals:
    """The numbers of parameters of a model; each is unknown if one of its layers is."""

    trainable: Int
    frozen: Int
    bytes: Int

    @property
    def all(self) -> Int:
        """All parameters."""
        return self.trainable + self.frozen


def total(owned: Iterable[Owned]) -> Int:
    """The number of parameters; weights that stand there twice are counted once."""
    count: Int = 0
    for _, weight in distinct(owned):
        count = count + weight.count
    return count


def distinct(owned: Iterable[Owned]) -> Iterator[Owned]:
    """The weights, each once: a shared layer may come with several rows."""
    seen: set[tuple[int, int]] = set()
    for layer, weight in owned:
        key = id(layer), weight.number
        if key not in seen:
            seen.add(key)
            yield layer, weight


def totals(rows: Iterable[Row]) -> Totals:
    """The sums over the rows of a model."""
    trainable: Int = 0
    frozen: Int = 0
    size: Int = 0
    rows = list(rows)
    for row in rows:
        if row.unknown is not None:
            return Totals(row.unknown, row.unknown, row.unknown)
    for _, weight in distinct(pair for row in rows for pair in row.weights):
        size = size + weight.bytes
        if isinstance(weight.trainable, Unknown):
            trainable = frozen = weight.trainable
        elif weight.trainable:
            trainable = trainable + weight.count
        else:
            frozen = frozen + weight.count
    return Totals(trainable, frozen, size)


@lru_cache(maxsize=32)
def rows(model: Model) -> tuple[Row, ...]:
    """The table of a model for its own inputs; several rules ask for the same one."""
    return tuple(table(model))


def table(
    model: Model,
    args: tuple[Any, ...] | None = None,
    frozen: Mapping[Any, Value] | None = None,
    trainable: Value = None,
) -> list[Row]:
    """The layers of a model, each once, with shapes and weights.

    `args` is what the model is called with; without it, what its own inputs are.
    """
    frozen = model.frozen if frozen is None else frozen
    trainable = model.trainable if trainable is None else trainable
    if model.unsettled is not None:
        why = model.unsettled
        return [Row(part, (), Spec(why), (), why) for part in model.layers]
    if is_chain(model):
        entry = args if args is not None else entry_of(model)
        steps: Iterable[Step] = chain(model.layers, entry)
    else:
        steps = _steps(model, args)
    first: dict[int, Step] = {}
    for step in (*steps, *_aside(model, args)):
        if not isinstance(step.part, Operation):
            first.setdefault(identity(step.part), step)
    rows = []
    for part in {identity(part): part for part in model.layers}.values():
        step_of = first.pop(identity(part), None)
        if step_of is not None:
            rows.append(_row(step_of, frozen, trainable))
        elif isinstance(part, Layer) and part.kind == "InputLayer":
            rows.append(_row(Step(part, (), {}, attempt(part, (), {})[0]), frozen, trainable))
        else:
            rows.append(_unreached(model, part))
    return rows


def takes(model: Model, made: Spec, given: Spec) -> bool:
    """Whether the layers of a `Sequential` may take data of another size than its input says.

    Keras hands arrays on to them without a look at the sizes (run with 3.15.1); a functional model
    among them does look. True where it is not known.
    """
    for mine, theirs in zip(table(model, (made,)), table(model, (given,)), strict=True):
        if theirs.error is not None or _refuses(theirs.part, theirs.args):
            return False
        if mine.unknown is not None or theirs.unknown is not None:
            return True
        if [w.shape for _, w in mine.weights] != [w.shape for _, w in theirs.weights]:
            return False
    return True


def _refuses(part: Layer | Model, args: tuple[Any, ...]) -> bool:
    """Whether a functional model is given another size than it was made for."""
    if not isinstance(part, Model) or part.kind not in ("Functional", "application"):
        return False
    return other_size(part, args) is not None


def identity(part: Part) -> int:
    """What tells a layer from others; that of a model is the same for all its snapshots."""
    return id(part.live or part) if isinstance(part, Model) else id(part)


def _aside(model: Model, args: tuple[Any, ...] | None) -> "Iterator[Step]":
    """What a subclass calls besides the layers that its outputs are made of."""
    if model.aside and Flow(model, args).unchanged:
        for part, given in model.aside:
            output, error = attempt(part, given, {})
            yield Step(part, given, {}, output, error)


def _unreached(model: Model, part: Layer | Model) -> Row:
    why = "it is not called, so it has no weights yet"
    if not model.inputs or model.gaps:
        why = model.gaps[0].why if model.gaps else "nothing says what the model is given"
    unknown = Unknown(why, part.site)
    if isinstance(part, Model) and (part.inputs or part.entry is not None):
        # It has weights by itself, whatever this model does with it.
        return _row(Step(part, (), {}, Spec(unknown)), model.frozen, model.trainable)
    return Row(part, (), Spec(unknown), (), unknown)


def _row(step: Step, frozen: Mapping[Any, Value], trainable: Value) -> Row:
    owned: tuple[Owned, ...] = ()
    unknown: Unknown | None = None
    try:
        owned = tuple(weights(step.part, step.args, step.kwargs, frozen, trainable))
        count = total(owned)
        if isinstance(count, Unknown):
            owned, unknown = (), count
    except BuildError as error:
        unknown = Unknown(f"Keras refuses to build it: {error.problem}", step.part.site)
    except UndeterminedError as undetermined:
        unknown = undetermined.unknown
    except FAILURES:
        owned = ()
        unknown = Unknown("its weights with these arguments are not followed", step.part.site)
    return Row(step.part, step.args, step.output, owned, unknown, step.error)


def _steps(model: Model, args: tuple[Any, ...] | None) -> Iterator[Step]:
    """The flow through a graph, in the order of execution."""
    flow = Flow(model, args)
    for tensor in in_order(model):
        if tensor.index == 0 or id(tensor.applied) not in flow.done:
            yield flow.step(tensor)
