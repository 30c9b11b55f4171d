"""Layers and models that the script calls on tensors, and what flows through a Sequential."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kerascheck.facts.call import Call
from kerascheck.facts.models import ModelValue, tensors_in
from kerascheck.keras_api import graph
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import (
    Applied,
    BuildError,
    Data,
    Fault,
    Layer,
    Model,
    Operation,
    Shape,
    Site,
    Spec,
    Specs,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def apply_to(run: Interpreter, part: Layer | ModelValue, call: Call) -> Value:
    """What a layer or model gives for the tensors that it is called with."""
    inputs: list[Tensor | Unknown] = list(tensors_in([call.args, *call.kwargs.values()]))
    given = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    args, kwargs = tuple(call.args), dict(call.kwargs)
    if not inputs:
        unknown = given if isinstance(given, Unknown) else None
        why = unknown.why if unknown else "its input is not a known tensor"
        inputs = [Unknown(why, unknown.site if unknown else call.place("inputs", 0))]
        args = (*inputs, *args[1:])
    if isinstance(part, ModelValue):
        enter(run, part, specs_in(args[0]) if args else None, call.site)
    return applied(run, part, args, kwargs, inputs, call.site)


def applied(
    run: Interpreter,
    part: Layer | ModelValue,
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    inputs: list[Tensor | Unknown],
    site: Site,
) -> Value:
    """The tensors of one call, in the structure in which the layer returns them."""
    fixed = part.snapshot() if isinstance(part, ModelValue) else part
    given = tuple(map(specs_in, args))
    outputs, error = graph.attempt(fixed, given, {k: specs_in(v) for k, v in kwargs.items()})
    if error is not None:
        note(run, fixed, error, site, given, _source(inputs))
    if run.collected and not isinstance(fixed, Operation):
        run.collected[-1].append((fixed, given))
    made = Applied(args, kwargs, outputs)
    counter = iter(range(1_000_000))

    def tensors(specs: Specs) -> Any:
        if isinstance(specs, Spec):
            here = placed(specs, site)
            number = next(counter)
            return Tensor(fixed, tuple(inputs), site, number, kwargs, here, made)
        if isinstance(specs, dict):
            # In the order in which `graph.flatten` counts the outputs of a call.
            return {key: tensors(specs[key]) for key in sorted(specs, key=str)}
        if isinstance(specs, (list, tuple)):
            return type(specs)(tensors(item) for item in specs)
        return specs

    return tensors(outputs)


def operation_on(run: Interpreter, layer: Operation, call_kwargs: dict[str, Value]) -> Value:
    """What a function on tensors gives; the tensors are among its operands and keywords."""
    inputs: list[Tensor | Unknown] = list(tensors_in([*layer.operands, *call_kwargs.values()]))
    return applied(run, layer, layer.operands, call_kwargs, inputs, layer.site)


def placed(spec: Spec, site: Site) -> Spec:
    """A spec whose unknown shape says where knowledge ended."""
    if isinstance(spec.shape, Unknown) and spec.shape.site is None:
        return Spec(Unknown(spec.shape.why, site), spec.dtype)
    return spec


def specs_in(value: Value) -> Any:
    """What a formula gets for an argument: a spec for each tensor and for each unknown."""
    if isinstance(value, Tensor):
        return value.spec
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Data):
        return Spec(value.shape, value.dtype or "float32")
    if isinstance(value, dict):
        return {key: specs_in(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(specs_in(item) for item in value)
    return value


def note(
    run: Interpreter,
    part: Layer | Model,
    error: BuildError,
    site: Site,
    inputs: Specs = None,
    source: Layer | Model | None = None,
    *,
    entry: Site | None = None,
    certain: bool = True,
) -> None:
    """Record what Keras refuses."""
    if run.record.faults and _same(run.record.faults[-1], part, error):
        return
    run.record.faults.append(
        Fault(
            site=site,
            layer=part,
            kind=error.kind,
            problem=error.problem,
            help=error.help,
            keras=error.keras,
            argument=error.argument,
            inputs=inputs,
            source=source,
            certain=certain,
            entry=entry,
        )
    )


def _same(fault: Fault, part: Layer | Model, error: BuildError) -> bool:
    return fault.layer is part and fault.problem == error.problem


def _source(inputs: list[Tensor | Unknown]) -> Layer | Model | None:
    first = inputs[0] if inputs else None
    return first.layer if isinstance(first, Tensor) else None


def constructed(run: Interpreter, layer: Layer) -> None:
    """Check the arguments of a new layer as Keras's constructor does."""
    if layer.partial:
        return
    error = graph.checked(layer)
    if error is not None:
        note(run, layer, error, layer.args.get(error.argument, layer.site))


def grow(run: Interpreter, model: ModelValue, part: Layer | ModelValue, site: Site) -> None:
    """Let the shapes of a Sequential flow through a layer that was added to it."""
    if len(model.layers) == 1:
        model.entry, model.entry_site = own_entry(part), part.site
        if isinstance(part, InputLayer):
            model.flow = model.entry
            return
        model.flow = model.entry
    if model.flow is None:
        return
    _flow_through(run, model, part, site)


def _flow_through(
    run: Interpreter,
    model: ModelValue,
    part: Layer | ModelValue,
    site: Site,
    entry: Site | None = None,
) -> None:
    if isinstance(part, InputLayer):
        return
    fixed = part.snapshot() if isinstance(part, ModelValue) else part
    given = model.flow
    output, error = graph.attempt(fixed, (given,), {})
    if error is not None:
        position = model.layers.index(part)
        before = model.layers[position - 1] if position else None
        source = before.snapshot() if isinstance(before, ModelValue) else before
        note(run, fixed, error, part.site, (given,), source, entry=entry, certain=entry is None)
    model.flow = placed(output, part.site) if isinstance(output, Spec) else output


def enter(run: Interpreter, model: ModelValue, specs: Specs, site: Site) -> None:
    """Build a model that has no input shape for what it is called or fitted with at `site`."""
    if model.entry is not None or not known(specs):
        return
    if model.kind == "Sequential" and not model.outputs:
        model.entry, model.entry_site, model.flow = specs, site, specs
        for part in list(model.layers):
            if not isinstance(part, InputLayer) and isinstance(part, (Layer, ModelValue)):
                _flow_through(run, model, part, part.site, entry=site)
    elif model.rebuild is not None:
        model.entry, model.entry_site = specs, site
        model.rebuild(specs)


def known(specs: Specs) -> bool:
    """Whether the rank of every tensor is known, and there is one."""
    flat = graph.flatten(specs)
    return bool(flat) and not any(isinstance(spec.shape, Unknown) for spec in flat)


def batch_of(value: Value) -> Specs:
    """The specs of what a model gets when it is called with data: an open batch axis first."""
    if isinstance(value, Data):
        if isinstance(value.shape, Unknown) or not value.shape:
            return Spec(Unknown("the shape of the data is not known"))
        shape: Shape = (None, *value.shape[1:])
        return Spec(shape, value.dtype or "float32")
    if isinstance(value, dict):
        return {key: batch_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, Data) for v in value):
        return [batch_of(item) for item in value]
    return None


def own_entry(part: Layer | ModelValue) -> Specs:
    """The spec of the input that a first layer or model brings with it, or None."""
    if isinstance(part, ModelValue):
        if part.entry is not None:
            return part.entry
        return part.inputs[0].spec if len(part.inputs) == 1 else None
    if isinstance(part, InputLayer):
        return graph.attempt(part, (), {})[0]
    return _declared(part)


def _declared(layer: Layer) -> Specs:
    """The spec that `input_shape`, `input_dim` or `batch_input_shape` of a first layer gives."""
    extra = layer.extra
    dtype = extra.get("input_dtype", "float32")
    if "batch_input_shape" in extra or "batch_shape" in extra:
        entry = InputLayer(site=layer.site, batch_shape=extra.get("batch_input_shape"))
    elif "input_shape" in extra:
        entry = InputLayer(site=layer.site, shape=extra["input_shape"])
    elif "input_dim" in extra:
        length = extra.get("input_length")
        shape = (extra["input_dim"],) if length is None else (length, extra["input_dim"])
        entry = InputLayer(site=layer.site, shape=shape)
    elif layer.kind == "Embedding" and extra.get("input_length") is not None:
        entry = InputLayer(site=layer.site, shape=(extra["input_length"],))
    else:
        return None
    spec, _ = graph.attempt(entry, (), {})
    return Spec(spec.shape, dtype if isinstance(dtype, (str, Unknown)) else "float32")
