"""Layers and models at work: the shapes that flow through them, and the weights they make."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from kerascheck.keras_api import ops
from kerascheck.values import (
    BuildError,
    Changing,
    CustomLayer,
    Int,
    Layer,
    Model,
    Operation,
    Spec,
    Specs,
    Str,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
    Weight,
)
from kerascheck.values.mirror import fresh

Part = Layer | Model | Changing
Owned = tuple[Layer, Weight]
"""A weight with the layer that it belongs to, so that a shared layer is counted once."""
_FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})
_FAILURES = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError)


def call(part: Part, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Specs:
    """What a layer or model gives for `args` and `kwargs`, which have a `Spec` for each tensor.

    Raises `BuildError` where Keras raises, `UndeterminedError` where it is not known.
    """
    if isinstance(part, Changing):
        part = part.snapshot()
    if isinstance(part, Model):
        return _through(part, args, kwargs)
    if isinstance(part, Operation):
        return ops.output(part.path, part.name, args, kwargs)
    dtype = part.compute_dtype
    args = tuple(cast(arg, dtype) for arg in args)
    return opened(part).output(*args, **{key: cast(value, dtype) for key, value in kwargs.items()})


def opened(layer: Layer) -> Layer:
    """The layer with what an unknown `**kwargs` may have given as unknown, not as its default."""
    if not layer.partial or isinstance(layer, CustomLayer):
        return layer
    why = "it may be among unpacked arguments"
    open_fields = {
        name: Unknown(f"`{name}`: {why}", layer.site)
        for name, default in type(layer).parameters().items()
        if name not in layer.args
        and name not in ("extra", "partial", "body")
        and getattr(layer, name) is fresh(default)
    }
    twin = copy(layer)
    twin.__dict__.update(open_fields)
    return twin


def attempt(
    part: Part, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[Specs, BuildError | None]:
    """As `call`, but unknown with the reason where it raises, and the error if it is Keras's."""
    try:
        return call(part, args, kwargs), None
    except BuildError as error:
        return Spec(Unknown(f"Keras refuses to build it: {error.problem}")), error
    except UndeterminedError as undetermined:
        return Spec(undetermined.unknown), None
    except _FAILURES:
        # Values of kinds that Keras does not take, or that the formula did not foresee.
        kind = "model" if isinstance(part, (Model, Changing)) else f"`{part.kind}`"
        return Spec(Unknown(f"what this {kind} does with its arguments is not followed")), None


def checked(layer: Layer) -> BuildError | None:
    """The error that Keras's constructor raises for the arguments of a layer, or None."""
    try:
        layer.check()
    except BuildError as error:
        return error
    except (UndeterminedError, *_FAILURES):
        return None
    return None


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
    if _is_chain(model):
        entry = args if args is not None else _entry(model)
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


def identity(part: Part) -> int:
    """What tells a layer from others; that of a model is the same for all its snapshots."""
    return id(part.live or part) if isinstance(part, Model) else id(part)


def _aside(model: Model, args: tuple[Any, ...] | None) -> "Iterator[Step]":
    """What a subclass calls besides the layers that its outputs are made of."""
    if model.aside and Flow(model, args).unchanged:
        for part, given in model.aside:
            output, error = attempt(part, given, {})
            yield Step(part, given, {}, output, error)


def outputs(model: Model) -> list[Spec]:
    """The specs that a model gives for its own inputs, flattened; nothing if they are not known."""
    if not model.output_known:
        return []
    if _is_chain(model):
        last: Specs = None
        for step in chain(model.layers, _entry(model)):
            last = step.output
        return flatten(last)
    return [output.spec if isinstance(output, Tensor) else Spec(output) for output in model.outputs]


def _unreached(model: Model, part: Layer | Model) -> Row:
    why = "it is not called, so it has no weights yet"
    if not model.inputs or model.gaps:
        why = model.gaps[0].why if model.gaps else "nothing says what the model is given"
    unknown = Unknown(why, part.site)
    if isinstance(part, Model) and (part.inputs or part.entry is not None):
        # It has weights by itself, whatever this model does with it.
        return _row(Step(part, (), {}, Spec(unknown)), model.frozen, model.trainable)
    return Row(part, (), Spec(unknown), (), unknown)


@dataclass(frozen=True, eq=False)
class Step:
    """One call in the flow through a model."""

    part: Layer | Model
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    output: Specs
    error: BuildError | None = None


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
    except _FAILURES:
        owned = ()
        unknown = Unknown("its weights with these arguments are not followed", step.part.site)
    return Row(step.part, step.args, step.output, owned, unknown, step.error)


def _is_chain(model: Model) -> bool:
    return model.kind == "Sequential" and not model.outputs


def _entry(model: Model) -> tuple[Any, ...]:
    if model.entry is not None:
        return (model.entry,)
    return (Spec(Unknown("the model has no input shape", model.site)),)


def chain(parts: Sequence[Layer | Model], args: tuple[Any, ...]) -> Iterator[Step]:
    """The flow through layers that stand one after the other."""
    for part in parts:
        output, error = attempt(part, args, {})
        yield Step(part, args, {}, output, error)
        args = (output,)


def _steps(model: Model, args: tuple[Any, ...] | None) -> Iterator[Step]:
    """The flow through a graph, in the order of execution."""
    flow = Flow(model, args)
    for tensor in flow.order():
        if tensor.index == 0 or id(tensor.applied) not in flow.done:
            yield flow.step(tensor)


@dataclass(eq=False)
class Flow:
    """The specs in the graph of a model for given inputs."""

    model: Model
    args: tuple[Any, ...] | None = None
    specs: dict[int, Spec] = field(default_factory=dict)
    done: dict[int, Specs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.args is not None:
            for tensor, spec in zip(self.model.inputs, bound(self.model, self.args), strict=True):
                self.specs[id(tensor)] = spec

    @property
    def unchanged(self) -> bool:
        """Whether the inputs are those that the graph was traced with."""
        return all(
            id(tensor) not in self.specs or self.specs[id(tensor)].shape == tensor.spec.shape
            for tensor in self.model.inputs
        )

    def order(self) -> list[Tensor]:
        """The tensors of the graph, each after those that it is made of."""
        outputs = [output for output in self.model.outputs if isinstance(output, Tensor)]
        return ordered(outputs, self.model.inputs)

    def step(self, tensor: Tensor) -> Step:
        """Run the call that made a tensor, whose inputs have been run."""
        args, kwargs = self._given(tensor)
        spec = self.specs.get(id(tensor))
        if not tensor.inputs and (spec is not None or tensor.applied is None):
            # An input, or a tensor that stands for one or for a weight inside of a class.
            return Step(tensor.layer, args, kwargs, tensor.spec if spec is None else spec)
        output, error = attempt(tensor.layer, args, kwargs) if not self.unchanged else (None, None)
        if output is None:
            output = tensor.applied.outputs if tensor.applied else tensor.spec
        self.done[id(tensor.applied)] = output
        self.specs[id(tensor)] = pick(output, tensor.index)
        return Step(tensor.layer, args, kwargs, output, error)

    def _given(self, tensor: Tensor) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
        if tensor.applied is None:
            known = (t for t in tensor.inputs)
            return tuple(map(self.spec_of, known)), {}
        args = tuple(self.spec_of(arg) for arg in tensor.applied.args)
        return args, {key: self.spec_of(value) for key, value in tensor.applied.kwargs.items()}

    def spec_of(self, value: Value) -> Any:
        """The value with the specs of this flow for its tensors."""
        return mapped(value, self._look_up)

    def _look_up(self, tensor: Tensor) -> Spec:
        known = self.specs.get(id(tensor))
        if known is None and id(tensor.applied) in self.done:
            known = pick(self.done[id(tensor.applied)], tensor.index)
        return known if known is not None else tensor.spec


def _through(model: Model, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Specs:
    outcome = model.outcome(args)
    if outcome is not None:
        return outcome
    if _is_chain(model):
        for gap in model.gaps:
            raise UndeterminedError(gap.why, Unknown(gap.why, gap.site))
        last: Specs = args[0]
        for part in model.layers:
            last = call(part, (last,), {})
        return last
    if not model.outputs or not model.inputs:
        why = model.gaps[0].why if model.gaps else "what the model gives is not known"
        raise UndeterminedError(why)
    flow = Flow(model, args)
    if not flow.unchanged:
        for tensor in flow.order():
            if id(tensor.applied) in flow.done and tensor.index:
                continue
            step = flow.step(tensor)
            if step.error is not None:
                raise step.error
    returned = model.returns if model.returns is not None else list(model.outputs)
    if isinstance(returned, (list, tuple)) and len(returned) == 1 and model.returns is None:
        returned = returned[0]
    return flow.spec_of(returned)


def bound(model: Model, args: tuple[Any, ...]) -> list[Spec]:
    """The specs that a call gives to the inputs of a model, in the order of the inputs."""
    given = args[0] if args else None
    if not _of_specs(given):
        raise UndeterminedError("the inputs that the model is given are not known")
    if isinstance(given, dict):
        names = list(model.takes) if isinstance(model.takes, dict) else list(given)
        flat = [spec for name in names for spec in flatten(given.get(name))]
    else:
        flat = flatten(given)
    if len(flat) != len(model.inputs):
        if any(isinstance(spec.shape, Unknown) for spec in flat) or not flat:
            raise UndeterminedError("the inputs that the model is given are not known")
        wanted, got = len(model.inputs), len(flat)
        inputs = "1 input" if wanted == 1 else f"{wanted} inputs"
        problem = f"has {inputs}, but is called with {got}"
        raise BuildError("inputs", problem, keras="inputs are incompatible with the layer")
    return flat


def ordered(outputs: Iterable[Tensor], inputs: Iterable[Tensor] = ()) -> list[Tensor]:
    """The tensors that `outputs` are made of, each after those it is made of itself.

    The search ends at `inputs`. The order is that of a walk from the first output to its first
    input, then to the next.
    """
    stops = {id(tensor) for tensor in inputs}
    seen: set[int] = set()
    result: list[Tensor] = []
    for output in outputs:
        stack: list[tuple[Tensor, bool]] = [(output, False)]
        while stack:
            tensor, done = stack.pop()
            if done:
                result.append(tensor)
            elif id(tensor) not in seen:
                seen.add(id(tensor))
                stack.append((tensor, True))
                if id(tensor) not in stops:
                    sources = (s for s in reversed(tensor.inputs) if isinstance(s, Tensor))
                    stack.extend((source, False) for source in sources)
    return result


def mapped(value: Value, of: Callable[[Tensor], Any]) -> Any:
    """A structure of lists, tuples and dicts with `of(tensor)` for each tensor in it."""
    if isinstance(value, Tensor):
        return of(value)
    if isinstance(value, dict):
        return {key: mapped(item, of) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(mapped(item, of) for item in value)
    return value


def specs_of(value: Value) -> Any:
    """A structure with the spec of each tensor in it."""
    return mapped(value, lambda tensor: tensor.spec)


def flatten(specs: Specs) -> list[Spec]:
    """The specs in a structure, in the order of Keras: dicts by sorted key."""
    if isinstance(specs, Spec):
        return [specs]
    if isinstance(specs, dict):
        return [spec for key in sorted(specs, key=str) for spec in flatten(specs[key])]
    if isinstance(specs, (list, tuple)):
        return [spec for item in specs for spec in flatten(item)]
    return []


def _of_specs(given: Any) -> bool:
    """Whether a structure has specs alone, and nothing that may be one."""
    if isinstance(given, dict):
        return all(_of_specs(item) for item in given.values())
    if isinstance(given, (list, tuple)):
        return all(_of_specs(item) for item in given)
    return given is None or isinstance(given, Spec)


def pick(specs: Specs, index: int) -> Spec:
    """The spec of one of the tensors that a call gives."""
    flat = flatten(specs)
    return flat[index] if index < len(flat) else Spec(Unknown("an output that is not known"))


def cast(value: Any, dtype: str | Unknown) -> Any:
    """Specs of floats as specs of `dtype`; everything else as it is."""
    if isinstance(value, Spec):
        if value.dtype == dtype or (isinstance(value.dtype, str) and value.dtype not in _FLOATS):
            return value
        return Spec(value.shape, dtype)
    if isinstance(value, (list, tuple)) and value:
        return type(value)(cast(item, dtype) for item in value)
    if isinstance(value, dict):
        return {key: cast(item, dtype) for key, item in value.items()}
    return value
