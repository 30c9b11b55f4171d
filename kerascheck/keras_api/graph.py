"""Layers and models at work: the shapes that flow through them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kerascheck.keras_api import ops
from kerascheck.keras_api.structures import cast, flatten, mapped, pick
from kerascheck.values import (
    BuildError,
    Changing,
    CustomLayer,
    Layer,
    Model,
    Operation,
    Shape,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)
from kerascheck.values.mirror import fresh

Part = Layer | Model | Changing

FAILURES = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError)


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
    except FAILURES:
        # Values of kinds that Keras does not take, or that the formula did not foresee.
        kind = "model" if isinstance(part, (Model, Changing)) else f"`{part.kind}`"
        return Spec(Unknown(f"what this {kind} does with its arguments is not followed")), None


def checked(layer: Layer) -> BuildError | None:
    """The error that Keras's constructor raises for the arguments of a layer, or None."""
    try:
        layer.check()
    except BuildError as error:
        return error
    except (UndeterminedError, *FAILURES):
        return None
    return None


def outputs(model: Model) -> list[Spec]:
    """The specs that a model gives for its own inputs, flattened; nothing if they are not known."""
    if not model.output_known:
        return []
    if is_chain(model):
        last: Specs = None
        for step in chain(model.layers, entry_of(model)):
            last = step.output
        return flatten(last)
    return [output.spec if isinstance(output, Tensor) else Spec(output) for output in model.outputs]


@dataclass(frozen=True, eq=False)
class Step:
    """One call in the flow through a model."""

    part: Layer | Model
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    output: Specs
    error: BuildError | None = None


def is_chain(model: Model) -> bool:
    return model.kind == "Sequential" and not model.outputs


def entry_of(model: Model) -> tuple[Any, ...]:
    if model.entry is not None:
        return (model.entry,)
    return (Spec(Unknown("the model has no input shape", model.site)),)


def chain(parts: Sequence[Layer | Model], args: tuple[Any, ...]) -> Iterator[Step]:
    """The flow through layers that stand one after the other."""
    for part in parts:
        output, error = attempt(part, args, {})
        yield Step(part, args, {}, output, error)
        args = (output,)


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
    if is_chain(model):
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
        for tensor in in_order(model):
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


def other_size(model: Model, args: tuple[Any, ...]) -> BuildError | None:
    """What Keras 3 says of a model that is called on tensors of another size than its inputs.

    Keras 2 warns only, and the layers may take the other size. The size of the batch is free, and
    so is a size that is not known on either side; for another rank Keras tries to adjust it.
    """
    if model.kind not in ("Sequential", "Functional", "application") or not model.output_known:
        return None
    if not args or not _of_specs(args[0]):
        return None
    if isinstance(args[0], dict) and not isinstance(model.takes, dict):
        return None
    # The layers of a network of others are not made for this: it knows what it takes without them.
    inputs = model.inputs if model.kind != "application" else ()
    try:
        given = bound(model, args) if inputs else flatten(args[0])
    except UndeterminedError:
        return None
    # `Merge` of Keras 1 at the beginning takes a list.
    own = [tensor.spec for tensor in inputs] or flatten(list(entry_of(model)))
    for wanted, got in zip(own, given, strict=False):
        if _differ(wanted.shape, got.shape):
            return BuildError(
                "model-input",
                f"was made for inputs of shape {wanted}, but is called with {got}",
                help="give it inputs of its own size, or make it for the other size",
                keras=f"incompatible with the layer: expected shape={wanted}, found shape={got}",
            )
    return None


def _differ(one: Shape | Unknown, other: Shape | Unknown) -> bool:
    """Whether two shapes with as many axes have different sizes behind that of the batch."""
    if isinstance(one, Unknown) or isinstance(other, Unknown) or len(one) != len(other):
        return False
    pairs = zip(one[1:], other[1:], strict=True)
    return any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs)


def _of_specs(given: Any) -> bool:
    """Whether a structure has specs alone, and nothing that may be one."""
    if isinstance(given, dict):
        return all(_of_specs(item) for item in given.values())
    if isinstance(given, (list, tuple)):
        return all(_of_specs(item) for item in given)
    return given is None or isinstance(given, Spec)


@lru_cache(maxsize=32)
def in_order(model: Model) -> tuple[Tensor, ...]:
    """The tensors of the graph of a model, each after those that it is made of.

    Several rules and tables ask for those of the same model.
    """
    outputs = [output for output in model.outputs if isinstance(output, Tensor)]
    return tuple(ordered(outputs, model.inputs))


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
