"""What the constructors of Keras make: layers, models, losses, optimizers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kerascheck.facts.applying import applied, constructed, grow, note, operation_on
from kerascheck.facts.bodies import follow_lambda
from kerascheck.facts.call import Call, Ref
from kerascheck.facts.channel_order import note_shape
from kerascheck.facts.keras_settings import SETTINGS
from kerascheck.facts.looking import look
from kerascheck.facts.models import ModelValue, functional, tensors_in
from kerascheck.facts.pretrained import pretrained
from kerascheck.facts.scope import Object
from kerascheck.facts.storing import save_function, store
from kerascheck.facts.subclasses import adopt, as_layer
from kerascheck.facts.unpacking import items_of
from kerascheck.keras_api import (
    activations,
    applications,
    callbacks,
    components,
    losses,
    metrics,
    ops,
    optimizers,
)
from kerascheck.keras_api.binding import (
    Bound,
    bind,
    bind_merge,
    bind_to,
    make,
    misfits,
    parameters,
)
from kerascheck.keras_api.layers import FUNCTIONS, LAYERS
from kerascheck.keras_api.layers.core import InputLayer, Lambda
from kerascheck.keras_api.legacy import KERAS_1
from kerascheck.values import (
    BuildError,
    Data,
    Gap,
    Layer,
    Operation,
    Site,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def construct(run: Interpreter, call: Call) -> Value:
    """What a call of a name of Keras gives; `call.name` is canonical and starts with `keras.`."""
    path = call.name
    module, _, name = path.rpartition(".")
    special = _SPECIAL.get(path)
    if special is not None:
        return special(run, call)
    if module == "keras.layers":
        return _layer(run, call, name)
    if module == "keras.applications" or module.startswith("keras.applications."):
        return _application(run, call, name)
    if module == "keras.losses":
        return _loss(run, call, name)
    if module == "keras.metrics":
        return _metric(run, call, name)
    if module == "keras.optimizers":
        return _optimizer(run, call, name)
    if module == "keras.callbacks":
        bound = callbacks.bind_callback(name, call.args, call.kwargs, complete=call.complete)
        return callbacks.make_callback(name, call.site, bound, call.places)
    if module in {"keras.regularizers", "keras.initializers", "keras.constraints"} or (
        module == "keras.optimizers.schedules"
    ):
        return components.make_component(
            path, call.site, call.args, call.kwargs, call.places, complete=call.complete
        )
    return operation(run, call) or call.unknown(f"what `{path}` returns is not followed")


def named(call: Call) -> dict[str, Site]:
    """The sites of the arguments that are given by keyword."""
    return {key: site for key, site in call.places.items() if isinstance(key, str)}


def operation(run: Interpreter, call: Call) -> Value:
    """A function on symbolic tensors, as a node of the graph; None without such arguments."""
    given = [call.args, *call.kwargs.values()]
    if not tensors_in(given) and not _is_constant(call, given):
        return None
    name = activations.from_path(call.name) or call.name.rpartition(".")[2]
    path = call.name if "." in call.name else ""
    layer = Operation(
        site=call.site, name=name, operands=tuple(call.args), path=path, args=named(call)
    )
    return operation_on(run, layer, dict(call.kwargs))


def _is_constant(call: Call, given: list[Value]) -> bool:
    """Whether a call makes a tensor of numbers, or a variable of an array."""
    if call.name.rpartition(".")[2] in {"Variable", "variable"}:
        given = [value for value in call.args if not isinstance(value, Data)]
        given.extend(call.kwargs.values())
    return ops.makes_tensor(call.name) and all(map(_plain, given))


def _plain(value: Value) -> bool:
    """Whether a value is a number, a text, a name of a library, or a list of such."""
    if isinstance(value, (list, tuple)):
        return all(map(_plain, value))
    return value is None or isinstance(value, (bool, int, float, str, Ref))


def _layer(run: Interpreter, call: Call, name: str) -> Value:
    if name in FUNCTIONS:
        return _merge(run, call)
    cls = LAYERS.get(name)
    if cls is None:
        return call.unknown(f"`keras.layers.{name}` is not a layer that is known")
    args = [as_layer(run, value) if isinstance(value, Object) else value for value in call.args]
    named_args = {
        key: as_layer(run, value) if isinstance(value, Object) and key in _WRAPPED else value
        for key, value in call.kwargs.items()
    }
    for value in (*args, *named_args.values()):
        if isinstance(value, ModelValue):
            value.called = True
    bound = bind(cls, args, named_args, complete=call.complete, spelled=name, aged=run.aged)
    _note_age(run, call, bound)
    _set_defaults(run, cls, bound)
    layer = make(cls, bound, call.site, call.places)
    run.record.layers.append(layer)
    constructed(run, layer, bound)
    if isinstance(layer, Lambda):
        follow_lambda(run, layer, layer.function)
    return layer


def _set_defaults(run: Interpreter, cls: type[Layer], bound: Bound) -> None:
    """Give a call what the script has set for all layers, where the call itself does not say."""
    formatted = "data_format" in parameters(cls) and bound.values.get("data_format") is None
    if formatted and run.image_format != "channels_last":
        bound.values["data_format"] = run.image_format
    if run.policy is not None and bound.extra.get("dtype") is None:
        bound.extra["dtype"] = run.policy


def _note_age(run: Interpreter, call: Call, bound: Bound) -> None:
    """Note a call of Keras 1, whose order of axes stands in a file of settings."""
    if KERAS_1 & set(bound.renamed.values()) & call.kwargs.keys():
        run.mark("keras-1", call.site)
    run.order_open |= bool(bound.renamed)
    _note_order(run, call, bound.extra.get("input_shape"), bound.extra.get("batch_input_shape"))


def _note_order(run: Interpreter, call: Call, shape: Value, whole: Value) -> None:
    """Note the order of axes that an input has, which may be given with the axis of the batch."""
    if isinstance(whole, (tuple, list)):
        shape = tuple(whole[1:])
    names = ("input_shape", "shape", "batch_input_shape", "batch_shape")
    site = next((call.places[name] for name in names if name in call.places), call.site)
    note_shape(run, shape, call.places.get(0, site) if call.name == "keras.Input" else site)


def _input(run: Interpreter, call: Call) -> Value:
    bound = bind(InputLayer, call.args, call.kwargs, complete=call.complete)
    _note_order(run, call, bound.values.get("shape"), bound.values.get("batch_shape"))
    layer = make(InputLayer, bound, call.site, call.places)
    run.record.layers.append(layer)
    return applied(run, layer, (), {}, [], call.site)


def _sequential(run: Interpreter, call: Call) -> Value:
    model = ModelValue("Sequential", call.site, named(call), config=dict(call.kwargs))
    model.loops = run.partial_loops
    run.add_model(model)
    if not call.complete:
        model.gaps.append(Gap(call.site, "its arguments are unpacked from a value not known"))
    layers = call.get("layers", 0, ())
    items = items_of(run, layers)
    if items is None:
        if isinstance(layers, (Layer, ModelValue)):
            items = [layers]
        elif layers is not None:
            why = layers.why if isinstance(layers, Unknown) else "its layers are not a list"
            # What follows is not known either, so something has to stand for these layers.
            items = [Unknown(why, call.place("layers", 0))]
    for item in items or ():
        add_part(run, model, item, call.place("layers", 0))
    bound = bind_to(_SEQUENTIAL, call.args, call.kwargs, complete=call.complete)
    for wrong in misfits("Sequential", _SEQUENTIAL, bound, frozenset()):
        note(run, model.snapshot(), wrong, call.place(wrong.argument))
    return model


_SEQUENTIAL: Mapping[str, Value] = {"layers": None, "trainable": True, "name": None}


def initialise(run: Interpreter, model: ModelValue, call: Call) -> None:
    """What the `__init__` of Keras's own class does for a model of a class of the script."""
    outputs = call.get("outputs", 1)
    if tensors_in(outputs):
        adopt(model, call.get("inputs", 0), outputs)
    elif model.kind == "Sequential":
        for item in items_of(run, call.get("layers", 0, ())) or ():
            add_part(run, model, item, call.site)


def _class_for_layer(name: str) -> BuildError:
    return BuildError(
        "argument",
        f"is given the class `{name}` where it needs a layer",
        help=f"write `{name}()`, with the arguments that it takes",
        keras="Only instances of `keras.Layer` can be added to a Sequential model.",
    )


def add_part(run: Interpreter, model: ModelValue, part: Value, site: Site) -> None:
    """What `model.add(part)` does."""
    if isinstance(part, Tensor) and isinstance(part.layer, InputLayer):
        part = part.layer
    part = as_layer(run, part)
    if isinstance(part, Ref):
        if part.path.removeprefix("keras.layers.") in LAYERS:
            note(run, model.snapshot(), _class_for_layer(part.path.rpartition(".")[2]), site)
        part = Unknown(f"`{part.spelled}` is added as a class or function, not as a layer", site)
    if isinstance(part, ModelValue):
        part.called = True
        if part.holds(model):
            part = Unknown("the model is added to itself", site)
    where = part.site if isinstance(part, Unknown) and part.site else site
    model.add(part, where, partial=run.partial_loops > model.loops)
    _note_grower(run, model, site)
    if isinstance(part, (Layer, ModelValue)) and not model.gaps:
        grow(run, model, part, site)
    else:
        model.flow = None


def _note_grower(run: Interpreter, model: ModelValue, site: Site) -> None:
    """A model that two methods extend which nothing calls: one of them may run, or both."""
    root = next((frame.function for frame in run.frames if not frame.called), None)
    if root is None:
        return
    if model.grower not in (None, root):
        why = f"`{model.grower.qualname}` adds layers, too, and nothing here calls either"
        model.gaps.append(Gap(site, why))
    model.grower = root


def _model(run: Interpreter, call: Call) -> Value:
    inputs = call.get("inputs", 0, call.kwargs.get("input"))
    outputs = call.get("outputs", 1, call.kwargs.get("output"))
    sites = named(call)
    for position, name in enumerate(("inputs", "outputs")):
        if position in call.places:
            sites[name] = call.places[position]
    config = {"name": call.get("name", 2)}
    if not isinstance(outputs, dict):
        config["output_names"] = None
    else:
        config["output_names"] = [key for key in outputs if isinstance(key, str)]
    model = functional(inputs, outputs, call.site, sites, config)
    if outputs is None:
        model.gaps.append(Gap(call.site, "a model without outputs that are known"))
        model.output_known = False
    return run.add_model(model)


def _application(run: Interpreter, call: Call, name: str) -> Value:
    known = applications.APPLICATIONS.get(name)
    if known is None:
        return operation(run, call) or call.unknown(f"what `{call.name}` returns is not followed")
    return pretrained(run, call, known)


def _loss(run: Interpreter, call: Call, name: str) -> Value:
    cls = losses.loss_class(call.name)
    if cls is None or name[:1].islower():
        # A loss function that is called gives a tensor, not a loss.
        return operation(run, call) or call.unknown("a loss that the script computes itself")
    bound = losses.bind_loss(cls, call.args, call.kwargs, complete=call.complete)
    return losses.make_loss(cls, call.site, bound, call.places)


def _metric(run: Interpreter, call: Call, name: str) -> Value:
    if name[:1].islower():
        return operation(run, call) or call.unknown("a metric that the script computes itself")
    bound = metrics.bind_metric(call.name, call.args, call.kwargs, complete=call.complete)
    return metrics.make_metric(call.name, call.site, bound, call.places)


def _optimizer(run: Interpreter, call: Call, name: str) -> Value:
    if name in {"get", "Optimizer", "serialize", "deserialize"}:
        return call.get("identifier", 0) if name == "get" else call.unknown("an optimizer")
    kind = optimizers.BY_NAME.get(call.name, name)
    bound = optimizers.bind_optimizer(kind, call.args, call.kwargs, complete=call.complete)
    made = optimizers.make_optimizer(kind, call.site, bound, call.places)
    run.record.optimizers.append(made)
    return made


def _loaded(run: Interpreter, call: Call) -> Value:
    model = ModelValue("loaded", call.site, named(call), output_known=False)
    model.gaps.append(Gap(call.site, "it is loaded from a file"))
    if call.name.endswith("load_model"):
        store(run, model, call, call.get("filepath", 0))
    return run.add_model(model)


def _copied(run: Interpreter, call: Call) -> Value:
    source = call.get("model", 0)
    if not isinstance(source, ModelValue):
        return call.unknown("a copy of a model that is not known")
    model = ModelValue(source.kind, call.site, named(call))
    model.layers, model.gaps = list(source.layers), list(source.gaps)
    model.inputs, model.outputs = list(source.inputs), list(source.outputs)
    model.config, model.output_known = dict(source.config), source.output_known
    model.takes, model.returns = source.takes, source.returns
    model.entry, model.entry_site, model.flow = source.entry, source.entry_site, source.flow
    if source.compiled is not None:
        # Keras compiles the copy as its source is (seen with 3.15.1).
        model.compiled = replace(source.compiled, model=model.snapshot())
    if call.get("clone_function", 2) is not None:
        model.gaps.append(Gap(call.site, "layers are replaced while it is cloned"))
        model.output_known = False
    return run.add_model(model)


def _same(run: Interpreter, call: Call) -> Value:
    return call.get("model", 0)


def _plotted(run: Interpreter, call: Call) -> Value:
    model = as_layer(run, call.get("model", 0))
    if isinstance(model, ModelValue):
        look(run, model, "plot_model", call.site)
    return call.unknown("a picture of a model")


def _merge(run: Interpreter, call: Call) -> Value:
    name = call.name.rpartition(".")[2]
    cls, inputs, bound = bind_merge(name, call.args, call.kwargs, complete=call.complete)
    tensors = tensors_in(inputs)
    if isinstance(cls, Unknown) or not tensors:
        return call.unknown(f"`{name}` of values that are not known")
    layer = make(cls, bound, call.site, call.places)
    run.record.layers.append(layer)
    return applied(run, layer, (inputs,), {}, list(tensors), call.site)


_WRAPPED = frozenset({"layer", "backward_layer", "cell"})

_SPECIAL: Mapping[str, Callable[[Interpreter, Call], Value]] = {
    "keras.Input": _input,
    "keras.Sequential": _sequential,
    "keras.Model": _model,
    "keras.Functional": _model,
    "keras.models.load_model": _loaded,
    "keras.saving.load_model": _loaded,
    "keras.models.save_model": save_function,
    "keras.saving.save_model": save_function,
    "keras.models.model_from_json": _loaded,
    "keras.models.model_from_yaml": _loaded,
    "keras.models.model_from_config": _loaded,
    "keras.models.clone_model": _copied,
    "keras.utils.multi_gpu_model": _same,
    "keras.utils.plot_model": _plotted,
    "keras.layers.merge": _merge,
    **SETTINGS,
}
