"""Attributes and elements of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascheck.facts import libraries
from kerascheck.facts.applying import operation_on
from kerascheck.facts.call import Call, Instance, Ref
from kerascheck.facts.libraries import arrays
from kerascheck.facts.libraries.bounds import highest, lowest
from kerascheck.facts.libraries.shapes import Sizes
from kerascheck.facts.looking import look
from kerascheck.facts.lookup import reference
from kerascheck.facts.models import ModelValue, layer_name, stem
from kerascheck.facts.naming import note_looked_up
from kerascheck.facts.scope import (
    MISSING,
    Class,
    Function,
    Method,
    Module,
    Object,
    Super,
)
from kerascheck.facts.tapes import note_opaque
from kerascheck.values import (
    Data,
    Frequencies,
    Kind,
    Layer,
    MadeName,
    Model,
    More,
    Operation,
    Site,
    Spec,
    Tensor,
    Unknown,
    Value,
    open_ended,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_TUPLE_LIMIT = 20_000


def attribute(run: Interpreter, value: Value, name: str, site: Site) -> Value:
    """The value of `value.name`."""
    if isinstance(value, Ref):
        constant = libraries.CONSTANTS.get(f"{value.path}.{name}", MISSING)
        return reference(f"{value.spelled}.{name}") if constant is MISSING else constant
    if isinstance(value, Object):
        return _of_object(run, value, name, site)
    if isinstance(value, Super):
        return _of_super(value, name, site)
    if isinstance(value, ModelValue):
        return _of_model(run, value, name, site)
    if isinstance(value, (Data, Frequencies)):
        return arrays.attribute(value, name, site)
    if isinstance(value, Module):
        if name in value.scope.names:
            return value.member(name, site)
        return Unknown(f"`{value.name}` has no `{name}` that is known", site)
    if isinstance(value, Class):
        found = value.lookup(name)
        return Unknown(f"`{value.name}.{name}`", site) if found is MISSING else found
    if isinstance(value, Tensor):
        return _of_tensor(run, value, name, site)
    if isinstance(value, Layer):
        return _of_layer(run, value, name, site)
    if isinstance(value, Model):
        return Unknown("an attribute of a nested model", site)
    if isinstance(value, Instance):
        return _of_instance(value, name, site)
    if isinstance(value, Unknown):
        return Unknown(value.why, value.site)
    if isinstance(value, tuple) and name in {"rank", "ndims"}:
        return len(value)  # the shape of a tensor in TensorFlow
    if (value is None or isinstance(value, int)) and name == "value":
        return value  # a dimension in TensorFlow 1
    return Method(value, name, site)


def _of_object(run: Interpreter, value: Object, name: str, site: Site) -> Value:
    if name in value.attributes:
        return value.attributes[name]
    found = value.cls.lookup(name)
    if isinstance(found, Function):
        if found.kind == "property":
            return run.call(Method(value, found, site), [], {}, site)
        return found if found.kind == "staticmethod" else Method(value, found, site)
    if found is not MISSING:
        return found
    if value.keras is not None:
        return attribute(run, value.keras, name, site)
    if name == "__class__":
        return value.cls
    return Unknown(f"`{name}` of a `{value.cls.name}` is not known", site)


def _of_super(value: Super, name: str, site: Site) -> Value:
    order = value.receiver.cls.mro()
    start = order.index(value.after) + 1 if value.after in order else 0
    for cls in order[start:]:
        found = cls.names.get(name)
        if isinstance(found, Function):
            return Method(value.receiver, found, site)
    return Method(value, name, site)


def _of_model(run: Interpreter, model: ModelValue, name: str, site: Site) -> Value:
    note_opaque(run)
    if name in {"output", "input"}:
        return _structure(model, name, site)
    if name in {"outputs", "inputs"}:
        known = model.outputs if name == "outputs" else model.inputs
        return list(known) or [_structure(model, name.removesuffix("s"), site)]
    if name == "layers" and not model.gaps:
        return model.listed
    if name == "name":
        given = model.config.get("name")
        return Unknown("a name that Keras makes", site) if given is None else given
    if name == "trainable":
        return model.trainable
    if name in {"input_shape", "output_shape"}:
        look(run, model, name, site)
        return model.shape(name, site)
    if f".{name}" in model.config:
        return model.config[f".{name}"]
    if name == "optimizer" and model.never_compiled:
        return None
    if name in {
        "history",
        "optimizer",
        "loss",
        "metrics_names",
        "stop_training",
        "layers",
    }:
        return Unknown(f"`{name}` of a model", site)
    return Method(model, name, site)


def _structure(model: ModelValue, name: str, site: Site) -> Value:
    """`model.input` or `model.output`: several tensors in the structure that the script gave."""
    tensors: Sequence[Value] = model.outputs if name == "output" else model.inputs
    given = model.returns if name == "output" else model.takes
    if len(tensors) > 1:
        return list(tensors) if given is None else given
    if name == "output":
        return model.output(site)
    if tensors:
        return tensors[0]
    entry = model.entry
    if not isinstance(entry, Spec):
        entry = Spec(Unknown("its input shape is not known", site))
    return Tensor(model.snapshot(), (), model.entry_site or site, spec=entry)


def _of_tensor(run: Interpreter, tensor: Tensor, name: str, site: Site) -> Value:
    if name in {"shape", "_keras_shape"}:
        # How many axes there are is known even where their sizes are not.
        shape = tensor.spec.shape
        return shape if isinstance(shape, Unknown) else Sizes(shape)
    if name == "dtype":
        return tensor.spec.dtype
    if name == "ndim":
        shape = tensor.spec.shape
        return shape if isinstance(shape, Unknown) else len(shape)
    if name == "name":
        return Unknown("the name of a tensor", site)
    if name == "T":
        layer = Operation(site=site, name="transpose", operands=(tensor,))
        return operation_on(run, layer, {})
    return Method(tensor, name, site)


def _of_layer(run: Interpreter, layer: Layer, name: str, site: Site) -> Value:
    if name == "name":
        return layer_name(layer) or MadeName("a name that Keras makes", site, stem(layer.kind))
    if name in layer.extra:
        return layer.extra[name]
    if name in type(layer).positional():
        return getattr(layer, name)
    if name == "trainable":
        return True
    if name == "output_shape" or name == "input_shape":
        flow = _of_layer(run, layer, name.removesuffix("_shape"), site)
        return flow.spec.shape if isinstance(flow, Tensor) else flow
    if name in {"output", "input"}:
        owners = run.record.models if layer.owner is None else [layer.owner]
        for model in reversed(owners):
            if not isinstance(model, ModelValue):
                continue
            found = model.tensor_of(layer)
            if found is not None and name == "output":
                return found
            if found is not None and found.inputs:
                return found.inputs[0]
        return Tensor(layer, (Unknown("the input of a layer", site),), site)
    return Method(layer, name, site)


def _of_instance(value: Instance, name: str, site: Site) -> Value:
    if name in value.state:
        return value.state[name]
    getter = libraries.ATTRIBUTES.get(f"{value.kind}.{name}")
    if getter is not None:
        return getter(value, site)
    return Method(value, name, site)


def subscript(run: Interpreter, value: Value, key: Value, site: Site) -> Value:
    """The value of `value[key]`."""
    if isinstance(value, (Data, Frequencies)):
        return arrays.subscript(value, key, site)
    if isinstance(key, Data):
        note_looked_up(run, value, key, site)
    if isinstance(value, Tensor):
        layer = Operation(site=site, name="getitem", operands=(value, key))
        return operation_on(run, layer, {})
    if isinstance(value, dict):
        return _of_dict(value, key, site)
    if isinstance(value, (list, tuple, str, range)):
        return _of_sequence(value, key, site)
    if isinstance(value, (Instance, Object)):
        own = value.cls.lookup("__getitem__") if isinstance(value, Object) else None
        if isinstance(own, Function):
            return run.call(Method(value, own, site), [key], {}, site)
        handler = libraries.METHODS.get(f"{getattr(value, 'kind', '')}.__getitem__")
        if handler is not None and isinstance(value, Instance):
            return handler(Call(f"{value.kind}.__getitem__", site, [key], {}, run, value))
    if isinstance(value, Unknown):
        return Unknown(value.why, value.site)
    return Unknown("an element of a value that is not followed", site)


def _of_dict(value: dict[Value, Value], key: Value, site: Site) -> Value:
    try:
        if key in value:
            return value[key]
    except TypeError:
        pass
    why = key.why if isinstance(key, Unknown) else "a key that the dict is not known to have"
    if not isinstance(key, (Unknown, Data)):
        return Unknown(why, site)
    rows = [arrays.as_data(item, site) for item in value.values() if _row(item)]
    found = _any_of([row for row in rows if row is not None], len(value))
    return Unknown(why, site) if found is None else found


def _row(value: Value) -> bool:
    """Whether a value is an array, or a list with one 1 among zeros: the row of a class."""
    if isinstance(value, (list, tuple)):
        plain = all(isinstance(item, (int, float)) and item in (0, 1) for item in value)
        return plain and len(value) > 1 and sum(item == 1 for item in value) == 1
    return isinstance(value, Data) and value.kind is Kind.ARRAY


def _any_of(rows: list[Data], count: int) -> Data | None:
    """One of several arrays, if all that a dict has are arrays of one known shape."""
    shapes = {row.shape for row in rows if isinstance(row.shape, tuple) and row.shape}
    if not rows or len(rows) < count or len(shapes) != 1:
        return None
    (shape,) = shapes
    return Data(
        kind=rows[0].kind,
        shape=shape,
        low=lowest([row.low for row in rows]),
        high=highest([row.high for row in rows]),
    )


def _covers(value: Sequence[Value], key: slice) -> bool:
    """Whether a slice takes the same of a list as far as it is known as of the whole list."""
    start = key.start or 0
    stop = start if key.stop is None else key.stop
    if key.step in (None, 1) and min(start, stop) >= 0:
        # Windows of a long list are many: only what stands before their ends is looked at.
        return not open_ended(value[: max(start, stop)])
    return not open_ended(value)


def _some(value: Sequence[Value], site: Site) -> list[Value]:
    """Some of the items of a list of which not all are known."""
    return [*value, More("a part of a list that is not wholly known", site)]


def _of_sequence(
    value: list[Value] | tuple[Value, ...] | str | range, key: Value, site: Site
) -> Value:
    if isinstance(key, slice):
        parts = (key.start, key.stop, key.step)
        if all(part is None or isinstance(part, int) for part in parts) and key.step != 0:
            whole = not isinstance(value, list) or _covers(value, key)
            return value[key] if whole else _some(value, site)
        return Unknown("a slice whose bounds are not known", site)
    if isinstance(key, int):
        if -len(value) <= key < len(value):
            return value[key]
        return Unknown("an index outside of the list as far as it is known", site)
    why = key.why if isinstance(key, Unknown) else "an index that is not followed"
    return Unknown(why, site)
