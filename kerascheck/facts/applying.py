"""Layers and models that the script calls on tensors, and what flows through a Sequential."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kerascheck.facts.call import Call
from kerascheck.facts.layer_values import is_preparation, of_layer
from kerascheck.facts.models import ModelValue, tensors_in
from kerascheck.keras_api import graph, structures
from kerascheck.keras_api.arguments import plain
from kerascheck.keras_api.binding import Bound, misfits, parameters
from kerascheck.keras_api.layers import REMOVED
from kerascheck.keras_api.layers.convolutional import Conv
from kerascheck.keras_api.layers.core import Dense, InputLayer
from kerascheck.keras_api.layers.recurrence import Recurrent
from kerascheck.keras_api.layers.removed import TimeDistributedDense
from kerascheck.values import (
    Applied,
    BuildError,
    Data,
    Fault,
    Kind,
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
        why = unknown.why if unknown is not None else "its input is not a known tensor"
        inputs = [Unknown(why, unknown.site if unknown is not None else call.place("inputs", 0))]
        args = (*inputs, *args[1:])
    if isinstance(part, ModelValue):
        enter(run, part, specs_in(args[0]) if args else None, call.site, certain=True)
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
    if error is None and isinstance(fixed, (Dense, Conv)):
        error = _another_width(run, fixed, given[0] if given else None)
    # Of data Keras does not ask that of every model.
    if error is None and isinstance(fixed, Model) and all(map(_symbolic, inputs)):
        error = graph.other_size(fixed, given)
    if error is not None and not (isinstance(fixed, Operation) and _in_class(run)):
        note(run, fixed, error, site, given, inputs, applied=Applied(args, kwargs, outputs))
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
            # In the order in which `structures.flatten` counts the outputs of a call.
            return {key: tensors(specs[key]) for key in sorted(specs, key=str)}
        if isinstance(specs, (list, tuple)):
            return type(specs)(tensors(item) for item in specs)
        return specs

    result: Value = tensors(outputs)
    if not run.collected and not isinstance(fixed, Operation):
        run.record.tensors += tensors_in(result)[:1]
    return result


def _symbolic(given: Tensor | Unknown) -> bool:
    """Whether a tensor stands for data to come; `keras.random.normal` gives numbers at once."""
    if isinstance(given, Unknown):
        return False
    return bool(given.inputs) or not isinstance(given.layer, Operation)


def _another_width(run: Interpreter, layer: Dense | Conv, given: Specs) -> BuildError | None:
    """What Keras says of a layer that was built for another number of features."""
    match given:
        case Spec(shape=(*_, int(width))) if not getattr(layer, "data_format", None):
            first = run.record.widths.setdefault(layer, width)
            if first != width:
                return BuildError(
                    "dimension",
                    f"has weights for {first} features, by its first call, but gets {width}",
                    help="call a layer that fits, or go through the layers in between, too",
                    keras="expected axis -1 of input shape to have value",
                )
    return None


def _in_class(run: Interpreter) -> bool:
    """Whether a method is running: what it computes with may depend on when it was called."""
    return any(frame.function and frame.function.owner is not None for frame in run.frames)


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
    tensors: Sequence[Tensor | Unknown] = (),
    *,
    source: Layer | Model | None = None,
    entry: Site | None = None,
    certain: bool = True,
    applied: Applied | None = None,
) -> None:
    """Record what Keras refuses, unless the script expects an error there."""
    if run.tried:
        return
    sources = tuple((t.layer, t.spec) for t in tensors if isinstance(t, Tensor))
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
            source=source or next((layer for layer, _ in sources[:1]), None),
            sources=sources,
            certain=certain,
            entry=entry,
            applied=applied,
        )
    )


def _same(fault: Fault, part: Layer | Model, error: BuildError) -> bool:
    return fault.layer is part and fault.problem == error.problem


def constructed(run: Interpreter, layer: Layer, bound: Bound) -> None:
    """Check the arguments of a new layer as Python and Keras's constructor do."""
    if layer.kind not in REMOVED:
        for wrong in misfits(layer.kind, parameters(type(layer)), bound):
            note(run, layer, wrong, layer.args.get(wrong.argument, layer.site))
    if layer.partial:
        return
    error = graph.checked(layer)
    value = getattr(layer, error.argument, None) if error is not None else None
    if error is not None and (_plain(value) or error.argument == "weights"):
        note(run, layer, error, layer.args.get(error.argument, layer.site))


def grow(run: Interpreter, model: ModelValue, part: Layer | ModelValue, site: Site) -> None:
    """Let the shapes of a Sequential flow through a layer that was added to it."""
    if len(model.layers) == 1:
        model.entry, model.entry_site = own_entry(part), part.site
        _check_entry(run, part)
        if isinstance(part, InputLayer):
            model.flow = model.entry
            return
        # Some layers give tensors of one rank, whatever they are given.
        nothing = Spec(Unknown("the model has no input shape", model.site))
        model.flow = nothing if model.entry is None else model.entry
    if model.flow is None:
        return
    _flow_through(run, model, part, site)


def _flow_through(
    run: Interpreter,
    model: ModelValue,
    part: Layer | ModelValue,
    site: Site,
    entry: Site | None = None,
    certain: bool = True,
) -> None:
    if isinstance(part, InputLayer):
        return
    given = model.flow
    if isinstance(part, ModelValue):
        enter(run, part, given, site, certain=certain)
    fixed = part.snapshot() if isinstance(part, ModelValue) else part
    output, error = graph.attempt(fixed, (given,), {})
    # The data that a model is built for come in batches of a size, which is only not known here.
    sized = entry is not None and error is not None and error.argument == "stateful"
    if error is not None and not sized:
        position = model.layers.index(part)
        before = model.layers[position - 1] if position else None
        source = before.snapshot() if isinstance(before, ModelValue) else before
        note(run, fixed, error, part.site, (given,), source=source, entry=entry, certain=certain)
    model.flow = placed(output, part.site) if isinstance(output, Spec) else output


def enter(
    run: Interpreter, model: ModelValue, specs: Specs, site: Site, *, certain: bool = False
) -> None:
    """Build a model that has no input shape for what it is called or fitted with at `site`.

    `certain` is false if the shape is that of data, which is inferred.
    """
    model.called = True
    if model.entry is not None or not known(specs) or _joins(model.layers):
        return
    if model.kind == "Sequential" and not model.outputs:
        model.entry, model.entry_site, model.flow = specs, site, specs
        for part in list(model.layers):
            if not isinstance(part, InputLayer) and isinstance(part, (Layer, ModelValue)):
                _flow_through(run, model, part, part.site, entry=site, certain=certain)
    elif model.rebuild is not None:
        model.entry, model.entry_site = specs, site
        model.rebuild(specs)


def _joins(layers: Sequence[object]) -> bool:
    """Whether the data go into the models that `Merge` of Keras 1 joins, and not into itself."""
    first = layers[0] if layers else None
    return isinstance(first, Layer) and first.kind == "Merge"


def known(specs: Specs) -> bool:
    """Whether the rank of every tensor is known, and there is one."""
    flat = structures.flatten(specs)
    return bool(flat) and not any(isinstance(spec.shape, Unknown) for spec in flat)


def batch_of(value: Value) -> Specs:
    """The specs of what a model gets when it is called with data: an open batch axis first."""
    if isinstance(value, Data):
        if value.kind in (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR):
            return batch_of(value.x)
        if isinstance(value.shape, Unknown) or not value.shape:
            return Spec(Unknown("the shape of the data is not known"))
        shape: Shape = (None, *value.shape[1:])
        return Spec(shape, value.dtype or "float32")
    if isinstance(value, dict):
        return {key: batch_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, Data) for v in value):
        return [batch_of(item) for item in value]
    return None


def on_data(layer: Layer, data: Data, call: Call) -> Data:
    """What a layer gives for data that it is called with: in the shape of its output."""
    idle = layer.kind.startswith("Random") and call.get("training", 1) is False
    if idle or isinstance(layer, InputLayer):
        return data
    output, _ = graph.attempt(layer, (Spec(data.shape, data.dtype or "float32"),), {})
    shape = output.shape if isinstance(output, Spec) else Unknown("what a layer makes of data")
    return of_layer(layer, data.but(shape=shape), call.site)


def prepares(model: ModelValue) -> bool:
    """Whether a model is a row of layers that change data before a network gets them."""
    parts = model.layers if model.kind == "Sequential" and not model.gaps else []
    return bool(parts) and all(isinstance(p, Layer) and is_preparation(p) for p in parts)


def own_entry(part: Layer | ModelValue) -> Specs:
    """The spec of the input that a first layer or model brings with it, or None."""
    if isinstance(part, ModelValue):
        if part.entry is not None:
            return part.entry
        spec = part.inputs[0].spec if len(part.inputs) == 1 else None
        # A subclass has inputs of which nothing is known before it is called.
        return spec if known(spec) else None
    if isinstance(part, InputLayer):
        return graph.attempt(part, (), {})[0]
    entry = _declared(part)
    if entry is None:
        return None
    spec, dtype = graph.attempt(entry, (), {})[0], part.extra.get("input_dtype", "float32")
    return Spec(spec.shape, dtype if isinstance(dtype, (str, Unknown)) else "float32")


def _plain(value: Value) -> bool:
    """Whether an argument is known to the last number in it, so that it can be held against it."""
    if isinstance(value, (list, tuple)):
        return all(map(_plain, value))
    return plain(value) or isinstance(value, Layer)


def _check_entry(run: Interpreter, part: Layer | ModelValue) -> None:
    """Note what Keras refuses of the input shape that a first layer brings with it."""
    if isinstance(part, ModelValue):
        return
    entry = part if isinstance(part, InputLayer) else _declared(part)
    if entry is None:
        return
    _, error = graph.attempt(entry, (), {})
    if error is not None:
        names = ("input_shape", "input_dim", "batch_input_shape")
        given = next((name for name in names if name in part.extra), error.argument)
        for field in ("problem", "help"):
            words = getattr(error, field).replace(f"`{error.argument}=", f"`{given}=")
            setattr(error, field, words)
        note(run, part, error, part.args.get(given, part.site))


def _declared(layer: Layer) -> InputLayer | None:
    """The input layer that `input_shape`, `input_dim` or `batch_input_shape` stands for."""
    extra = layer.extra
    if "batch_input_shape" in extra or "batch_shape" in extra:
        return InputLayer(site=layer.site, batch_shape=extra.get("batch_input_shape"))
    if extra.get("input_shape", "") is None:
        return None
    if "input_shape" in extra:
        batch = extra.get("batch_size")
        return InputLayer(site=layer.site, shape=extra["input_shape"], batch_size=batch)
    if "input_dim" in extra:
        length = extra.get("input_length")
        stepwise = isinstance(layer, (Recurrent, TimeDistributedDense))
        if isinstance(extra["input_dim"], (tuple, list)):
            return InputLayer(site=layer.site, shape=Unknown("an `input_dim` that is no number"))
        if length is None and not stepwise:
            return InputLayer(site=layer.site, shape=(extra["input_dim"],))
        # To layers that read steps it is the features of one, in Keras 1 and 2; Keras 3 refuses it.
        return InputLayer(site=layer.site, shape=(length, extra["input_dim"]))
    if layer.kind == "Embedding" and extra.get("input_length") is not None:
        return InputLayer(site=layer.site, shape=(extra["input_length"],))
    return None
