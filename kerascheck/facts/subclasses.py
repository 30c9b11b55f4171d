"""Classes of the script that derive from those of Keras: models, layers, data sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascheck.facts.bodies import (
    custom_layer,
    derived_from,
    entries,
    held_by,
    shapes_of,
    watch,
)
from kerascheck.facts.call import Call, Ref
from kerascheck.facts.models import ModelValue, functional, outputs_in, tensors_in
from kerascheck.facts.scope import MISSING, Function, Method, Object
from kerascheck.facts.tapes import call_default
from kerascheck.keras_api.binding import bind, make
from kerascheck.keras_api.layers import LAYERS
from kerascheck.keras_api.tables import identity
from kerascheck.values import (
    Data,
    Gap,
    Kind,
    Layer,
    Model,
    Spec,
    Specs,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_MODELS = frozenset({"keras.Model", "keras.Sequential", "keras.Functional"})
_SEQUENCES = frozenset({"keras.utils.Sequence", "keras.utils.PyDataset"})
_OWN_TRAINING = frozenset(
    ["train_step", "compute_loss", "fit", "compile", "train_on_batch", "make_train_function"]
)
_BARE = frozenset({"object", "abc.ABC", "typing.Generic"})
"""Bases that bring no methods of training."""


def prepare(run: Interpreter, instance: Object) -> None:
    """Give a new object what Keras would give it, before its `__init__` runs."""
    bases = instance.cls.foreign()
    paths = {base.path for base in bases if isinstance(base, Ref)}
    if paths & _MODELS:
        kind = "Sequential" if "keras.Sequential" in paths else "subclass"
        model = ModelValue(kind, instance.site, config={"class": instance.cls.name})
        model.loops = run.partial_loops
        # A base that is not followed may bring any of them.
        followed = all(isinstance(base, Ref) for base in bases) and paths <= _MODELS | _BARE
        model.config["own_training"] = [
            name
            for name in _OWN_TRAINING
            if not followed or instance.cls.lookup(name) is not MISSING
        ]
        if kind == "subclass":
            model.call_training = call_default(instance.cls.lookup("call"))
        instance.keras = run.add_model(model)
    elif any(path.startswith("keras.layers.") for path in paths):
        instance.keras = custom_layer(run, instance)
    elif paths & _SEQUENCES:
        instance.keras = _sequence(instance)


def derive(run: Interpreter, instance: Object, call: Call) -> None:
    """Make the layer that `super().__init__(…)` makes of an object, if its base is a `Dense`."""
    kind = derived_from(instance)
    if kind is not None:
        cls = LAYERS[kind]
        bound = bind(cls, call.args, call.kwargs, complete=call.complete, spelled=kind)
        instance.base = make(cls, bound, call.site, call.places)


def finish(run: Interpreter, instance: Object) -> None:
    """After `__init__`: a subclassed model has the layers among its attributes."""
    model = instance.keras
    if not isinstance(model, ModelValue) or model.kind != "subclass":
        return
    model.layers.extend(_own(instance))
    model.steps = isinstance(instance.cls.lookup("train_step"), Function)
    gaps, made = list(model.gaps), len(model.own.own) if model.own is not None else 0

    def rebuild(specs: Specs) -> None:
        """Follow `build` and `call`, now that the shapes of its inputs are known."""
        model.gaps[:], model.output_known = gaps, True
        if model.own is not None:
            del model.own.own[made:]
        build = instance.cls.lookup("build")
        if isinstance(build, Function):
            run.call(Method(instance, build, model.site), [shapes_of(specs)], {}, model.site)
        model.layers = _own(instance)
        _follow_call(run, instance, model, specs)

    model.rebuild = rebuild
    _follow_call(run, instance, model, Spec(Unknown("nothing says what the model is given")))


def _follow_call(run: Interpreter, instance: Object, model: ModelValue, specs: Specs) -> None:
    function = instance.cls.lookup("call")
    if not isinstance(function, Function):
        model.gaps.append(Gap(model.site, f"`{instance.cls.name}` has no `call` in this file"))
        model.output_known = False
        return
    entry = entries(specs, model.site)
    bound = Method(instance, function, model.site)
    with watch(run, instance) as calls:
        result = run.call(bound, [entry], {}, model.site)
    if not tensors_in(result):
        why = result.why if isinstance(result, Unknown) else "what its `call` returns is not known"
        result = Unknown(why, result.site if isinstance(result, Unknown) else model.site)
    traced = functional(entry, result, model.site, {}, {})
    model.inputs, model.outputs = tensors_in(entry), outputs_in(result, model.site)
    model.takes, model.returns = entry, result
    kept, inputs = calls.keeps(), {id(tensor.layer) for tensor in model.inputs}
    flow = [part for part in traced.layers if id(part) in inputs or kept(part)]
    reached = {identity(part) for part in flow}
    aside = [(part, given) for part, given in calls.kept() if identity(part) not in reached]
    if model.own is not None and model.own.own:
        aside.append((model.own, ()))
    called = reached | {identity(part) for part, _ in aside}
    # What the object holds and does not call may be called elsewhere, as in a step of training.
    rest = [part for part in _own(instance) if identity(part) not in called]
    model.aside = tuple(aside)
    model.layers = [*flow, *{identity(part): part for part, _ in aside}.values(), *rest]
    model.gaps.extend(traced.gaps)


def _own(instance: Object) -> list[Layer | Model | ModelValue]:
    """The layers and models that an object of a model class holds."""
    return [part for part in held_by(instance) if isinstance(part, (Layer, ModelValue))]


def adopt(model: ModelValue, inputs: Value, outputs: Value) -> None:
    """What `super().__init__(inputs, outputs)` in a subclass of `Model` does."""
    traced = functional(inputs, outputs, model.site, {}, {})
    model.kind = "Functional"
    model.inputs, model.outputs, model.layers = traced.inputs, traced.outputs, traced.layers
    model.gaps.extend(traced.gaps)


def as_layer(run: Interpreter, value: Value) -> Value:
    """The layer or model that an object of the script is; other values as they are."""
    if isinstance(value, Object):
        if value.keras is not None:
            return value.keras
        value.keras = custom_layer(run, value)
        return value.keras
    return value


def _sequence(instance: Object) -> Data:
    return Data(kind=Kind.SEQUENCE, name=instance.cls.name)


def batches(run: Interpreter, instance: Object) -> Data | None:
    """The data that a `Sequence` of the script gives, read from its `__getitem__` and `__len__`."""
    data = instance.keras
    if not isinstance(data, Data) or data.x is not None or data.length is not None:
        return data if isinstance(data, Data) else None
    index = Unknown("the number of a batch", instance.site)
    result = _special(run, instance, "__getitem__", [index])
    if isinstance(result, tuple) and len(result) >= 2:
        data = data.but(x=result[0], y=result[1])
    instance.keras = data = data.but(length=_special(run, instance, "__len__", []))
    return data


def _special(run: Interpreter, instance: Object, name: str, args: list[Value]) -> Value:
    """What a special method of the script's class returns; None if it has none."""
    function = instance.cls.lookup(name)
    if not isinstance(function, Function):
        return None
    return run.call(Method(instance, function, instance.site), args, {}, instance.site)
