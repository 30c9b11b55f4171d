"""Methods of models: adding layers, compiling, training, measuring."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from types import NoneType
from typing import TYPE_CHECKING

from kerascheck.facts.applying import batch_of, enter
from kerascheck.facts.bodies import own_weight
from kerascheck.facts.call import Call, Instance
from kerascheck.facts.columns import note_handed
from kerascheck.facts.generators import always
from kerascheck.facts.keras_objects import add_part
from kerascheck.facts.libraries.blocks import forget
from kerascheck.facts.libraries.frequencies import as_weights
from kerascheck.facts.listening import heard
from kerascheck.facts.looking import look
from kerascheck.facts.losses import (
    resolve_callbacks,
    resolve_losses,
    resolve_metrics,
    resolve_optimizer,
)
from kerascheck.facts.models import ModelValue
from kerascheck.facts.outputs import fold
from kerascheck.facts.scope import Object
from kerascheck.facts.storing import saved, store
from kerascheck.facts.subclasses import batches
from kerascheck.facts.written import HISTORY
from kerascheck.keras_api import graph
from kerascheck.values import (
    Callback,
    Compile,
    Data,
    Fit,
    Frequencies,
    Gap,
    Kind,
    Layer,
    Measured,
    Optimizer,
    Shape,
    Site,
    Spec,
    Tensor,
    Unknown,
    Use,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_COMPILE = ("optimizer", "loss", "metrics", "loss_weights", "weighted_metrics")
_FIT = [
    "x",
    "y",
    "batch_size",
    "epochs",
    "verbose",
    "callbacks",
    "validation_split",
    "validation_data",
    "shuffle",
    "class_weight",
    "sample_weight",
    "initial_epoch",
    "steps_per_epoch",
    "validation_steps",
]
_FIT_GENERATOR = [
    "generator",
    "steps_per_epoch",
    "epochs",
    "verbose",
    "callbacks",
    "validation_data",
    "validation_steps",
    "validation_freq",
    "class_weight",
    "max_queue_size",
    "workers",
    "use_multiprocessing",
    "shuffle",
    "initial_epoch",
]
_ON_BATCH = ("x", "y", "sample_weight", "class_weight")
_RENAMED = {"nb_epoch": "epochs", "samples_per_epoch": "steps_per_epoch", "X": "x", "Y": "y"}
_KERAS_COMPILE = frozenset({"optimizer", "loss", "metrics"})
_KERAS_FIT = frozenset(
    [
        "epochs",
        "nb_epoch",
        "batch_size",
        "validation_data",
        "validation_split",
        "steps_per_epoch",
        "callbacks",
        "samples_per_epoch",
        "class_weight",
        "shuffle",
    ]
)
_HARMLESS = frozenset(
    [
        "compute_loss",
        "compute_mask",
        "compute_metrics",
        "compute_output_shape",
        "compute_output_spec",
        "get_build_config",
        "get_compile_config",
        "get_config",
        "get_input_at",
        "get_input_shape_at",
        "get_losses_for",
        "get_metrics_result",
        "get_output_at",
        "get_output_shape_at",
        "get_updates_for",
        "make_predict_function",
        "make_test_function",
        "make_train_function",
        "quantize",
        "reset_metrics",
        "stateless_call",
        "to_json",
        "to_yaml",
    ]
)
"""Methods of models that are not followed, and of which none compiles it."""
_LOOKING = ("matplotlib.", "seaborn.", "pickle.", "json.", "collections.")
"""Libraries of which no function brings what it is given into another order."""
_STREAMS = (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR)


def call(run: Interpreter, model: ModelValue, call: Call) -> Value:
    """The result of a method of a model."""
    method = _METHODS.get(call.name)
    if method is not None:
        return method(run, model, call)
    if call.name not in _HARMLESS:
        # A name that Keras does not have may be `compile` misspelt, or be put there by others.
        handed = replace(call, name="passed")
        _use(run, model, handed, None, score=False)
    return call.unknown(f"`.{call.name}()` of a model is not followed")


def call_unknown(run: Interpreter, receiver: Unknown, call: Call) -> Value:
    """A method of something that is not known; it may be a model, which is then noted."""
    note_layers(run, call)
    for value in (*call.args, *call.kwargs.values()):
        forget(value)
    given = call.kwargs.keys()
    compiled = call.name == "compile" and given & _KERAS_COMPILE
    fitted = call.name in {"fit", "fit_generator"} and given & _KERAS_FIT
    if compiled or fitted:
        node = getattr(call.site.node, "func", None)
        name = call.site.locator.text(getattr(node, "value", call.site.node))
        run.record.unresolved.setdefault(name, Gap(receiver.site or call.site, receiver.why))
    if fitted:
        _foreign(run, receiver, call)
    if call.name in {"evaluate", "evaluate_generator", "test_on_batch"}:
        _use(run, receiver, call, call.get("x", 0), call.get("y", 1), score=True)
    return Unknown(receiver.why, receiver.site)


def _foreign(run: Interpreter, receiver: Unknown, call: Call) -> None:
    """Note a training of what may be a model, if it is given callbacks of Keras."""
    names = _FIT if call.name == "fit" else _FIT_GENERATOR
    config, places = _config(call, names), _places(call, names)
    found = tuple(resolve_callbacks(config.get("callbacks"), places.get("callbacks")))
    if any(isinstance(callback, Callback) and not callback.custom for callback in found):
        fact = Fit(
            site=call.site,
            args=places,
            method=call.name,
            model=receiver,
            compile=None,
            x=config.get("x"),
            y=config.get("y"),
            config=config,
            partial=not call.complete,
            callbacks=found,
        )
        run.record.foreign.append(fact)


def _places(call: Call, names: tuple[str, ...] | list[str]) -> dict[str, Site]:
    places: dict[str, Site] = {}
    for key, site in call.places.items():
        if isinstance(key, str):
            places[_RENAMED.get(key, key)] = site
        elif key < len(names):
            places[names[key]] = site
    return places


def _config(call: Call, names: tuple[str, ...] | list[str]) -> dict[str, Value]:
    config = dict(zip(names, call.args, strict=False))
    for key, value in call.kwargs.items():
        config[_RENAMED.get(key, key)] = value
    return config


def _add(run: Interpreter, model: ModelValue, call: Call) -> Value:
    part = call.get("layer", 0)
    if isinstance(part, Layer):
        # `add(Dense(1), activation="relu")` stops, as a rule says: the layer is what was meant.
        own = type(part).parameters().keys() - part.args.keys()
        vars(part).update({name: value for name, value in call.kwargs.items() if name in own})
    add_part(run, model, part, call.place("layer", 0))
    return None


def _pop(run: Interpreter, model: ModelValue, call: Call) -> Value:
    return model.pop()


def _compile(run: Interpreter, model: ModelValue, call: Call) -> Value:
    config, places = _config(call, _COMPILE), _places(call, _COMPILE)
    snapshot = model.snapshot()
    optimizer = resolve_optimizer(config.get("optimizer"), call.site, places)
    if isinstance(optimizer, Optimizer) and optimizer not in run.record.optimizers:
        run.record.optimizers.append(optimizer)
    function = run.frame.function
    fact = Compile(
        site=call.site,
        args=places,
        model=snapshot,
        optimizer=optimizer,
        losses=resolve_losses(run, model, config.get("loss"), call.site, places),
        metrics=resolve_metrics(run, model, config.get("metrics"), call.site, places),
        partial=not call.complete,
        config=config,
        loop=run.partial_loops > 0,
        function=function.qualname if function is not None else "",
    )
    run.record.next()
    model.compiled = fact
    model.config[".optimizer"] = optimizer
    if isinstance(loss := config.get("loss"), str):
        model.config[".loss"] = loss
    else:
        model.config.pop(".loss", None)
    run.record.compiles.append(fact)
    return None


def _fit(run: Interpreter, model: ModelValue, call: Call) -> Value:
    names: tuple[str, ...] | list[str] = _FIT
    if call.name == "fit_generator":
        names = _FIT_GENERATOR
    elif call.name == "train_on_batch":
        names = _ON_BATCH
    config, places = _config(call, names), _places(call, names)
    x, y = _single(config.get("x", config.get("generator"))), _single(config.get("y"))
    data: Value = None
    stream = _followed(run, x)
    if isinstance(stream, Data) and stream.kind in _STREAMS and y is None:
        data, x, y = stream, stream.x, stream.y
    enter(run, model, None if model.steps else batch_of(x), call.site)
    weights = config.get("class_weight")
    if isinstance(weights, dict) and any(isinstance(w, Frequencies) for w in weights.values()):
        followed = as_weights(weights, places.get("class_weight", call.site))
        config["class_weight"] = weights if isinstance(followed, Unknown) else followed
    function = run.frame.function
    fact = Fit(
        site=call.site,
        args=places,
        method=call.name,
        model=model.snapshot(),
        compile=model.compiled,
        x=x,
        y=y,
        data=data,
        validation=_validation(run, config),
        config=config,
        loop=run.loops > 0,
        function=function.qualname if function is not None else "",
        called=run.frame.called,
        partial=not call.complete,
        order=run.record.next(),
        callbacks=tuple(resolve_callbacks(config.get("callbacks"), places.get("callbacks"))),
        heard=heard(config.get("callbacks")),
    )
    (run.record.failing if run.failing else run.record.fits).append(fact)
    logs = Instance(HISTORY, call.site, state={"fit": fact})
    history = Instance("keras.callbacks.History", call.site, state={"history": logs})
    model.config[".history"] = history
    return history


def _validation(run: Interpreter, config: dict[str, Value]) -> Value:
    given = config.get("validation_data")
    if isinstance(given, tuple):
        return tuple(_single(part) for part in given)
    if given is not None:
        return _followed(run, given)
    split = config.get("validation_split")
    return split if isinstance(split, Unknown) or split else None


def _single(value: Value) -> Value:
    """Samples as they are given; the array of the only input or output without the list around."""
    if isinstance(value, list):
        match value:
            case [Data(kind=Kind.ARRAY) as only]:
                return only
    return value


def _followed(run: Interpreter, data: Value) -> Value:
    """Data as they are given; those of a dataset of the script's own class with what it gives."""
    return (batches(run, data) or data) if isinstance(data, Object) else data


_ORDER = {"evaluate": ("x", "y", "batch_size"), "predict": ("x", "batch_size")}
"""The arguments that these methods take by their place."""


def _use(
    run: Interpreter,
    model: ModelValue | Unknown,
    call: Call,
    data: Value,
    labels: Value = None,
    *,
    score: bool,
    direct: bool = False,
) -> None:
    data, labels = _single(_followed(run, data)), _single(labels)
    if isinstance(data, Data) and data.kind in _STREAMS and labels is None:
        labels = data.y
    function = run.frame.function
    run.record.uses.append(
        Use(
            site=call.site,
            args=_places(call, _ORDER.get("" if direct else call.name, ("x", "y"))),
            method=call.name,
            model=model.snapshot() if isinstance(model, ModelValue) else model,
            data=data,
            labels=labels,
            direct=direct,
            score=score,
            loop=run.loops > 0,
            # Of the innermost loop around it.
            endless=run.around is not None and always(getattr(run.around.node, "test", None)),
            paced=run.around is not None and bool(_PACING.search(run.around.text)),
            function=function.qualname if function is not None else "",
            order=run.record.next(),
            partial=not call.complete,
        )
    )


_PACING = re.compile(
    r"\b(time\.)?(time|perf_counter|monotonic|process_time|time_ns)\(\)|"
    r"\btime\.sleep\(|\.pause\(|\bwaitKey\(|\bclear_output\("
)
"""Clocks, pauses, and what shows one picture after the other."""


def note_passed(run: Interpreter, call: Call) -> None:
    """Note the models that are handed to a function which is not followed: it may measure them."""
    note_layers(run, call)
    only_looks = call.name.startswith(_LOOKING)
    for value in (*call.args, *call.kwargs.values()):
        if not only_looks:
            forget(value)
            note_handed(run, value, call.site.node)
        model = value.keras if isinstance(value, Object) else value
        if isinstance(model, ModelValue):
            model.called = True
            call.name = "passed"
            _use(run, model, call, None, score=False)


def note_layers(run: Interpreter, call: Call) -> None:
    """Note the layers that are handed to code which is not followed: it may adapt them."""
    given = (*call.args, *call.kwargs.values())
    run.record.adapted += [value for value in given if isinstance(value, Layer)]


def _evaluate(run: Interpreter, model: ModelValue, call: Call) -> Value:
    data = call.get("x", 0, call.kwargs.get("generator"))
    enter(run, model, None if model.steps else batch_of(data), call.site)
    _use(run, model, call, data, call.get("y", 1), score=True)
    return Measured("a measured score", call.site)


def called_on_data(run: Interpreter, model: ModelValue, call: Call) -> Value:
    """`model(x)` for data: what `predict` gives, but with other demands on `x`."""
    call.name = "predict"
    return predict(run, model, call, direct=True)


def predict(run: Interpreter, model: ModelValue, call: Call, *, direct: bool = False) -> Value:
    """What the model predicts for data: as many rows, made by the model."""
    source = call.get("x", 0, call.kwargs.get("generator"))
    enter(run, model, batch_of(source), call.site)
    _use(run, model, call, source, score=False, direct=direct)
    shape = _predicted_shape(model, call.site)
    if isinstance(source, Data):
        return Data(
            shape=shape, rows=source.rows, parents=source.parents, predicted=model, soft=True
        )
    return Data(shape=shape, predicted=model, soft=True)


def _predicted_shape(model: ModelValue, site: Site) -> Shape | Unknown:
    """The shape of predictions: a row a sample, as far as the output layer tells."""
    fixed = model.snapshot()
    specs = graph.outputs(fixed)
    if len(specs) == 1 and not isinstance(specs[0].shape, Unknown):
        return (Unknown("the number of samples", site), *specs[0].shape[1:])
    outputs = fold(fixed)
    plain = len(outputs) == 1 and not (
        outputs[0].spatial or outputs[0].sequence or outputs[0].after
    )
    if not plain or isinstance(outputs[0].units, Unknown):
        return Unknown("the shape of what the model predicts", site)
    return (Unknown("the number of samples", site), outputs[0].units)


def _get_layer(run: Interpreter, model: ModelValue, call: Call) -> Value:
    found = model.find_layer(call.get("name", 0), call.get("index", 1), call.site)
    if model.kind == "application" and isinstance(found, Unknown):
        # A layer inside a pretrained network: what it gives are features of that network.
        inside = Instance("keras.layers.Layer", call.site)
        spec = Spec(Unknown(found.why, call.site))
        inside.state["output"] = Tensor(model.snapshot(), (), call.site, spec=spec)
        return inside
    return found


def _build(run: Interpreter, model: ModelValue, call: Call) -> Value:
    shape = call.get("input_shape", 0)
    if isinstance(shape, (tuple, list)) and all(
        isinstance(d, (int, Unknown, NoneType)) for d in shape
    ):
        enter(run, model, Spec(tuple(shape)), call.site, certain=True)
    model.called = True
    return None


def _nothing(run: Interpreter, model: ModelValue, call: Call) -> Value:
    return None


def _restored(run: Interpreter, model: ModelValue, call: Call) -> Value:
    model.called = True
    run.record.restored.add(model)
    run.record.adapted += [part for part in model.layers if isinstance(part, Layer)]
    if call.name == "load_weights":
        store(run, model, call, call.get("filepath", 0))
    return None


def _looked(run: Interpreter, model: ModelValue, call: Call) -> Value:
    look(run, model, call.name, call.site)
    return None if call.name == "summary" else call.unknown(f"`.{call.name}()` of a model")


def _reset(run: Interpreter, model: ModelValue, call: Call) -> Value:
    run.mark("temporal", call.site)
    return None


def _add_loss(run: Interpreter, model: ModelValue, call: Call) -> Value:
    model.config["add_loss"] = True
    return None


def _add_weight(run: Interpreter, model: ModelValue, call: Call) -> Value:
    return own_weight(model, call.args, call.kwargs)


_METHODS: dict[str, Callable[[Interpreter, ModelValue, Call], Value]] = {
    "add": _add,
    "pop": _pop,
    "compile": _compile,
    "fit": _fit,
    "fit_generator": _fit,
    "train_on_batch": _fit,
    "evaluate": _evaluate,
    "evaluate_generator": _evaluate,
    "test_on_batch": _evaluate,
    "predict": predict,
    "predict_generator": predict,
    "predict_on_batch": predict,
    "predict_proba": predict,
    "predict_classes": predict,
    "get_layer": _get_layer,
    "reset_states": _reset,
    "add_loss": _add_loss,
    "summary": _looked,
    "count_params": _looked,
    "get_weights": _looked,
    "build": _build,
    "save": saved,
    "save_weights": saved,
    "export": saved,
    "load_weights": _restored,
    "set_weights": _restored,
    "add_metric": _nothing,
    "add_weight": _add_weight,
}
