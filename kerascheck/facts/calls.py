"""Calls: of functions and classes of the script, of libraries, of layers and models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts import containers, libraries, model_methods
from kerascheck.facts.applying import apply_to, on_data, prepares
from kerascheck.facts.attributes import attribute
from kerascheck.facts.bodies import add_weight, entries
from kerascheck.facts.builtins import call_builtin
from kerascheck.facts.call import Call, Instance, Ref
from kerascheck.facts.columns import note_accessor
from kerascheck.facts.escaping import FILLING, open_lists
from kerascheck.facts.functions import call_function, instantiate
from kerascheck.facts.imports import is_library
from kerascheck.facts.keras_objects import construct, initialise, operation
from kerascheck.facts.libraries.blocks import forget
from kerascheck.facts.models import ModelValue, tensors_in
from kerascheck.facts.scope import Class, Function, Method, Object, Super
from kerascheck.facts.subclasses import as_layer, derive
from kerascheck.facts.tapes import (
    CLASS,
    Tape,
    call_tape,
    note_opaque,
    note_pass,
    note_result,
    note_score,
)
from kerascheck.facts.unpacking import items_of
from kerascheck.facts.written import (
    HISTORY,
    note_attribute,
    note_call,
    note_copied,
    note_key,
    note_name,
    watched,
)
from kerascheck.values import (
    Adaptation,
    Component,
    CustomLayer,
    Data,
    Frequencies,
    Layer,
    Loss,
    Metric,
    Site,
    Spec,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_PYTHON = (str, bytes, list, tuple, dict, set, frozenset, int, float)


def call_expression(run: Interpreter, node: cst.Call) -> Value:
    """The value of a call in the source."""
    site = run.site(node)
    receiver: Value = None
    name = ""
    if isinstance(node.func, cst.Attribute):
        receiver, name = run.evaluate(node.func.value), node.func.attr.value
        if isinstance(receiver, Ref):
            note_name(run, receiver, name, node.func)
        if isinstance(receiver, (Ref, Class)):
            function = attribute(run, receiver, name, run.site(node.func))
            name = ""
        else:
            note_attribute(run, receiver, node.func)
            note_copied(run, node, node.func)
            function = None
    else:
        function = run.evaluate(node.func)
    call = Call(name, site, [], {}, run, receiver)
    _arguments(run, node, call)
    if name in FILLING and isinstance(receiver, Unknown) and isinstance(node.func, cst.Attribute):
        open_lists(run, node.func.value, site)
    if name and isinstance(receiver, Unknown):
        note_accessor(run, node, call.kwargs)
    if name:
        return call_method(run, receiver, name, call)
    return apply(run, function, call)


def _arguments(run: Interpreter, node: cst.Call, call: Call) -> None:
    for arg in node.args:
        value = run.evaluate(arg.value)
        if arg.star == "*":
            items = items_of(run, value)
            call.complete &= items is not None
            for item in items or ():
                call.places[len(call.args)] = run.site(arg.value)
                call.args.append(item)
        elif arg.star == "**":
            if isinstance(value, dict) and all(isinstance(key, str) for key in value):
                for key, item in value.items():
                    call.kwargs[str(key)] = item
                    call.places[str(key)] = run.site(arg.value)
            else:
                call.complete = False
        elif arg.keyword is not None:
            place = run.site(arg.value)
            if value is ...:
                value = Unknown("a blank that is still to be filled in", place)
            call.kwargs[arg.keyword.value] = value
            call.places[arg.keyword.value] = place
        elif value is ...:
            # `compile(...)` stands for arguments that are still to be written.
            call.complete = False
        else:
            call.places[len(call.args)] = run.site(arg.value)
            call.args.append(value)


def call_value(
    run: Interpreter,
    function: Value,
    args: Sequence[Value],
    kwargs: Mapping[str, Value],
    site: Site,
) -> Value:
    """Call a value with arguments that stand nowhere in the source."""
    call = Call("", site, list(args), dict(kwargs), run)
    if isinstance(function, Method) and isinstance(function.function, str):
        call.receiver = function.receiver
        return call_method(run, function.receiver, function.function, call)
    return apply(run, function, call)


def apply(run: Interpreter, function: Value, call: Call) -> Value:
    """The result of calling a value."""
    if isinstance(function, Ref):
        return _library(run, function, call)
    if isinstance(function, Function):
        return call_function(run, function, call)
    if isinstance(function, Class):
        return instantiate(run, function, call)
    if isinstance(function, Method):
        if isinstance(function.function, Function):
            return call_function(run, function.function, call, bound=function.receiver)
        call.receiver = function.receiver
        return call_method(run, function.receiver, function.function, call)
    if isinstance(function, (Layer, ModelValue)):
        return _apply_layer(run, function, call)
    if isinstance(function, Object):
        return _call_object(run, function, call)
    if isinstance(function, Loss):
        note_score(run, function, call)
        return operation(run, call) or call.unknown("a loss that the script computes itself")
    if isinstance(function, Component):
        return operation(run, call) or call.unknown(f"a call of a `{function.kind}`")
    if isinstance(function, Instance):
        handler = libraries.METHODS.get(f"{function.kind}.__call__")
        if handler is not None:
            call.name, call.receiver = f"{function.kind}.__call__", function
            return handler(call)
        return operation(run, call) or call.unknown(f"a call of a `{function.kind}`")
    note_opaque(run)
    model_methods.note_passed(run, call)
    return _unknown(function, call)


def _unknown(function: Value, call: Call) -> Value:
    # What an unknown function makes of tensors may be a tensor, but of which layer is not known.
    if isinstance(function, Unknown):
        return Unknown(function.why, function.site or call.site)
    return call.unknown("a call of a value that is not followed")


def _library(run: Interpreter, function: Ref, call: Call) -> Value:
    result = _of_library(run, function, call)
    if watched(function.path):
        note_call(run, call, result, path=function.path, spelled=function.spelled)
    return result


def _of_library(run: Interpreter, function: Ref, call: Call) -> Value:
    path = function.path
    call.name = path
    if path.startswith("builtins."):
        call.name = path[len("builtins.") :]
        return call_builtin(run, call)
    if path == CLASS:
        return Tape(call.site)
    if path == "functools.partial" and call.args:
        return Method(Partial(call.args[0], call), "__call__", call.site)
    handler = libraries.FUNCTIONS.get(path)
    if handler is not None and not (tensors_in(call.args) and not is_data_handler(path)):
        found = handler(call)
        return (operation(run, call) or found) if isinstance(found, Unknown) else found
    if path.startswith("keras."):
        return construct(run, call)
    result = operation(run, call)
    if result is not None:
        return result
    note_opaque(run)
    model_methods.note_passed(run, call)
    return call.unknown(_why(function))


def _why(function: Ref) -> str:
    """Why the result of a library function is not known."""
    module, _, name = function.spelled.rpartition(".")
    if module and not is_library(module):
        return f"`{name}` comes from `{module}`, which was not found beside this file"
    return f"what `{function.spelled}` returns is not followed"


def is_data_handler(path: str) -> bool:
    """Whether a function of a library makes no node of tensors: it reads files, or asks a shape."""
    return path.startswith(("keras.utils.", "keras.datasets.")) or path == "numpy.shape"


class Partial:
    """What `functools.partial` gives."""

    def __init__(self, function: Value, call: Call) -> None:
        self.function = function
        self.args = call.args[1:]
        self.kwargs = dict(call.kwargs)
        self.places = {k: s for k, s in call.places.items() if isinstance(k, str)}

    def extend(self, call: Call) -> Call:
        """The call with the arguments of both."""
        shift = len(self.args)
        places: dict[str | int, Site] = dict(self.places.items())
        for key, place in call.places.items():
            places[key + shift if isinstance(key, int) else key] = place
        return Call(
            "",
            call.site,
            [*self.args, *call.args],
            {**self.kwargs, **call.kwargs},
            call.run,
            places=places,
            complete=call.complete,
        )


def _apply_layer(run: Interpreter, layer: Layer | ModelValue, call: Call) -> Value:
    if not isinstance(layer, ModelValue):
        if run.tapes:
            note_opaque(run)
        return _applied(run, layer, call)
    note_pass(run, layer, call)
    result = _applied(run, layer, call)
    note_result(run, layer, result)
    return result


def _applied(run: Interpreter, layer: Layer | ModelValue, call: Call) -> Value:
    """What a layer or model makes of tensors, or of data."""
    given = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    if isinstance(given, Data) or _is_data(given):
        if isinstance(layer, ModelValue):
            if isinstance(given, Data) and prepares(layer):
                for part in layer.layers:
                    given = on_data(part, given, call) if isinstance(part, Layer) else given
                return given
            return model_methods.called_on_data(run, layer, call)
        if isinstance(given, Data) and run.collected:
            # Inside of a layer of the script, an array is a constant like any other tensor.
            constant = entries(Spec(given.shape, given.dtype or "float32"), call.site)
            call.args = [constant, *call.args[1:]]
            return apply_to(run, layer, call)
        if isinstance(given, Data):
            return on_data(layer, given, call)
        return call.unknown("a layer applied to data")
    return apply_to(run, layer, call)


def _is_data(value: Value) -> bool:
    return isinstance(value, (list, tuple)) and any(isinstance(item, Data) for item in value)


def _call_object(run: Interpreter, target: Object, call: Call) -> Value:
    layer = target.keras
    own = target.cls.lookup("__call__")
    if isinstance(own, Function):
        return call_function(run, own, call, bound=target)
    if isinstance(layer, (Layer, ModelValue)):
        return _apply_layer(run, layer, call)
    if tensors_in(call.args):
        part = as_layer(run, target)
        assert isinstance(part, Layer)
        return apply_to(run, part, call)
    return call.unknown(f"a call of a `{target.cls.name}`")


def call_method(run: Interpreter, receiver: Value, name: str, call: Call) -> Value:
    """The result of `receiver.name(…)`."""
    call.name, call.receiver = name, receiver
    if isinstance(receiver, Partial):
        return apply(run, receiver.function, receiver.extend(call))
    if isinstance(receiver, ModelValue):
        result = model_methods.call(run, receiver, call)
        note_call(run, call, result, path=name, spelled=name, receiver=receiver)
        return result
    if isinstance(receiver, (Data, Frequencies)):
        if name == "argmax" and isinstance(receiver, Data) and receiver.predicted is not None:
            note_call(run, call, None, path=name, spelled=name, receiver=receiver)
        handler = libraries.METHODS.get(name)
        if handler is not None:
            return handler(call)
        if name == "insert":
            forget(receiver)
        return call.unknown(f"`.{name}()` of data is not followed")
    if isinstance(receiver, Instance):
        # With a second argument the script itself says what stands for a key that is missing.
        if receiver.kind == HISTORY and len(call.args) == 1 and not call.kwargs:
            place, fit = call.places.get(0, call.site), receiver.state.get("fit")
            note_key(run, fit, call.args[0], call.site, place.node, asked=name == "get")
        handler = libraries.METHODS.get(f"{receiver.kind}.{name}")
        if handler is not None:
            call.name = f"{receiver.kind}.{name}"
            return handler(call)
        value = attribute(run, receiver, name, call.site)
        if not isinstance(value, Method):
            return apply(run, value, call)
        return call.unknown(f"`{receiver.kind}.{name}()` is not followed")
    if isinstance(receiver, _PYTHON):
        return containers.call_method(run, receiver, name, call.args, call.kwargs, call.site)
    return _other_method(run, receiver, name, call)


def _other_method(run: Interpreter, receiver: Value, name: str, call: Call) -> Value:
    if isinstance(receiver, Tape):
        return call_tape(run, receiver, call)
    if isinstance(receiver, Super):
        return _super_method(run, receiver, name, call)
    if isinstance(receiver, Unknown):
        note_opaque(run)
        return model_methods.call_unknown(run, receiver, call)
    if isinstance(receiver, Layer):
        return _layer_method(run, receiver, name, call)
    if isinstance(receiver, Metric):
        note_call(run, call, None, path=name, spelled=name, receiver=receiver)
    function = attribute(run, receiver, name, call.site)
    if isinstance(function, Method) and function.receiver is receiver and function.function == name:
        if isinstance(receiver, Tensor):
            if name == "get_shape":
                return receiver.spec.shape
            if name == "set_shape":
                return None
            call.args.insert(0, receiver)
            return operation(run, call)
        return call.unknown(f"`.{name}()` of a value that is not followed")
    return apply(run, function, call)


_QUESTIONS = frozenset({"build", "get_config", "get_weights", "get_vocabulary", "count_params"})
"""Methods of a layer that leave its state as it is."""


def _layer_method(run: Interpreter, layer: Layer, name: str, call: Call) -> Value:
    if name in {"add_weight", "add_variable"} and isinstance(layer, CustomLayer):
        return add_weight(layer, call.args, call.kwargs)
    if name == "call":
        return apply_to(run, layer, call)
    if name not in _QUESTIONS:
        run.record.adapted.append(layer)
    if name == "adapt":
        run.record.adaptations.append(Adaptation(layer, call.get("data", 0), call.site))
    if name == "set_weights" or name == "build" or name == "adapt":
        return None
    if name == "get_config":
        return call.unknown("the configuration of a layer")
    return call.unknown(f"`.{name}()` of a layer is not followed")


def _super_method(run: Interpreter, receiver: Super, name: str, call: Call) -> Value:
    order = receiver.receiver.cls.mro()
    start = order.index(receiver.after) + 1 if receiver.after in order else 0
    for cls in order[start:]:
        found = cls.names.get(name)
        if isinstance(found, Function):
            return call_function(run, found, call, bound=receiver.receiver)
    model = receiver.receiver.keras
    if name == "__init__":
        if isinstance(model, ModelValue):
            initialise(run, model, call)
        elif isinstance(model, Layer):
            model.extra.update(call.kwargs)
            derive(run, receiver.receiver, call)
        return None
    if name == "build":
        receiver.receiver.built = True
        return None
    if name == "call" and isinstance(receiver.receiver.base, Layer):
        return apply_to(run, receiver.receiver.base, call)
    if isinstance(model, Layer):
        return _layer_method(run, model, name, call)
    if isinstance(model, ModelValue):
        return call_method(run, model, name, call)
    return call.unknown(f"`super().{name}()` is not followed")
