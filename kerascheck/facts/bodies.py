"""The bodies of layers that the script writes itself: `Lambda`, and classes with a `call`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kerascheck.facts.call import Ref
from kerascheck.facts.late import note_late
from kerascheck.facts.limits import OutOfBoundsError
from kerascheck.facts.scope import MISSING, Function, Method, Object
from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers import LAYERS
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import (
    Changing,
    CustomLayer,
    Followed,
    Layer,
    Model,
    Site,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
    Weight,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter
    from kerascheck.facts.models import ModelValue

OWN_WEIGHTS = "own weights"
"""What the row is called that has the weights which belong to a model itself."""


def custom_layer(run: Interpreter, instance: Object) -> CustomLayer:
    """The layer that an object of a class of the script is; its `call` is followed when needed."""
    shaped = instance.cls.lookup("compute_output_shape") is not MISSING
    config: dict[str, Value] = {"compute_output_shape": True} if shaped else {}
    layer = CustomLayer(site=instance.site, name=instance.cls.name, config=config)
    memory: dict[str, Followed] = {}
    built: list[bool] = []
    first: list[Weight] = []

    def body(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Followed:
        key = repr((args, sorted(kwargs.items(), key=lambda item: item[0])))
        if key not in memory:
            if not memory:
                first[:] = layer.own
            if not built:
                # Built for something unknown, it is built again once more is known.
                layer.own[:] = first
                if all(isinstance(spec.shape, tuple) for spec in structures.flatten(args)):
                    built.append(True)
                _build(run, instance, args)
            memory[key] = _called(run, instance, layer, args, kwargs)
        return memory[key]

    layer.__dict__["body"] = body
    return layer


def _build(run: Interpreter, instance: Object, args: tuple[Any, ...]) -> None:
    function = instance.cls.lookup("build")
    if isinstance(function, Function) and args:
        _follow(run, instance, function, [shapes_of(args[0])], {})


def _called(
    run: Interpreter,
    instance: Object,
    layer: CustomLayer,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> Followed:
    function = instance.cls.lookup("call")
    base = instance.base
    if not isinstance(function, Function):
        if not isinstance(base, Layer):
            raise UndeterminedError(f"`{layer.name}` has no `call` in this file")
        outputs = graph.call(base, args, kwargs)
        return Followed(outputs, tuple(layer.own), _of_base(instance, args, ()))
    given = [entries(arg, instance.site) for arg in args]
    named = {key: entries(value, instance.site) for key, value in kwargs.items()}
    with watch(run, instance) as calls:
        result = _follow(run, instance, function, given, named)
    parts = _of_base(instance, args, tuple(calls.kept()))
    outputs = outputs_of(result)
    if "compute_output_shape" in layer.config:
        # Keras asks that method, which may know what `call` leaves open.
        outputs = _half_known(outputs)
    return Followed(outputs, tuple(layer.own), parts, (given, named), result)


def _half_known(specs: Any) -> Any:
    """Specs with sizes that are not known where they are open, that of the batch left out."""
    if isinstance(specs, dict):
        return {key: _half_known(spec) for key, spec in specs.items()}
    if isinstance(specs, (list, tuple)):
        return type(specs)(_half_known(spec) for spec in specs)
    if not isinstance(specs, Spec) or isinstance(specs.shape, Unknown):
        return specs
    why = Unknown("what `compute_output_shape` gives")
    rest = (why if size is None else size for size in specs.shape[1:])
    return Spec((*specs.shape[:1], *rest), specs.dtype)


def derived_from(instance: Object) -> str | None:
    """The layer of Keras that the class of an object derives from, if not from `Layer` itself."""
    for base in instance.cls.foreign():
        module, _, kind = base.path.rpartition(".") if isinstance(base, Ref) else ("", "", "")
        if module == "keras.layers" and kind in LAYERS and kind not in ("Layer", "Wrapper"):
            return kind
    return None


Parts = tuple[tuple[Layer | Model, tuple[Any, ...]], ...]


def _of_base(instance: Object, args: tuple[Any, ...], parts: Parts) -> Parts:
    """The parts with the layer that the class derives from, unless it is built otherwise."""
    base, kind = instance.base, derived_from(instance)
    if kind is None or any(part is base for part, _ in parts):
        return parts
    if not isinstance(base, Layer):
        raise UndeterminedError(f"it derives from `{kind}`, whose arguments are not known")
    own = instance.cls.lookup("build")
    return parts if isinstance(own, Function) and not instance.built else (*parts, (base, args))


@dataclass(eq=False)
class Calls:
    """The layers and models that the `call` of an object has called, and with what."""

    run: Interpreter
    instance: Object
    made: int
    parts: list[tuple[Layer | Model, tuple[Any, ...]]] = field(default_factory=list)

    def keeps(self) -> Callable[[Layer | Model | Changing], bool]:
        """Tells whether Keras knows that a layer is part of the object: whether it is held.

        What is made meanwhile and not held is not; of the rest that is only known if all that
        is held is known.
        """
        held = {tables.identity(part) for part in held_by(self.instance)}
        held.add(id(self.instance.base))
        made = {id(layer) for layer in self.run.record.layers[self.made :]}
        known = not any(isinstance(v, Unknown) for v in self.instance.attributes.values())

        def kept(part: Layer | Model | Changing) -> bool:
            return tables.identity(part) in held or not (known or id(part) in made)

        return kept

    def kept(self) -> list[tuple[Layer | Model, tuple[Any, ...]]]:
        """What was called and is held, with what it was given."""
        kept = self.keeps()
        return [(part, given) for part, given in self.parts if kept(part)]


@contextmanager
def watch(run: Interpreter, instance: Object) -> Iterator[Calls]:
    """Collect what is called while the `call` of an object is followed."""
    calls = Calls(run, instance, len(run.record.layers))
    run.collected.append(calls.parts)
    try:
        yield calls
    finally:
        run.collected.pop()


def held_by(instance: Object) -> list[Layer | Changing]:
    """The layers and models among the attributes of an object, in lists and dicts as well."""
    found: dict[int, Layer | Changing] = {}
    seen: set[int] = set()
    stack: list[Value] = [*instance.former, *instance.attributes.values()][::-1]
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Object) and value is not instance:
            value = value.keras
        if isinstance(value, (Layer, Changing)):
            found.setdefault(id(value), value)
        elif isinstance(value, dict):
            stack.extend(list(value.values())[::-1])
        elif isinstance(value, (list, tuple)):
            stack.extend(value[::-1])
    return list(found.values())


def follow_lambda(run: Interpreter, layer: Layer, function: Value) -> None:
    """Let a `Lambda` give what the function of the script gives that it is made with."""
    if not isinstance(function, (Function, Method)):
        return
    if isinstance(function, Function) and not run.collected:
        note_late(run, layer, function)
    memory: dict[str, Followed] = {}

    def body(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Followed:
        key = repr(args)
        if key not in memory:
            given = [entries(arg, layer.site) for arg in args]
            more = layer.__dict__.get("arguments")
            named = dict(more) if isinstance(more, dict) else {}
            try:
                result = run.call(function, given, named, layer.site)
            except OutOfBoundsError as error:
                raise UndeterminedError(str(error)) from error
            memory[key] = Followed(outputs_of(result), taken=(given, {}), returned=result)
        return memory[key]

    layer.__dict__["body"] = body


def _follow(
    run: Interpreter,
    instance: Object,
    function: Function,
    args: list[Value],
    kwargs: dict[str, Value],
) -> Value:
    try:
        return run.call(Method(instance, function, instance.site), args, kwargs, instance.site)
    except OutOfBoundsError as error:
        raise UndeterminedError(str(error)) from error


def add_weight(layer: CustomLayer, args: list[Value], kwargs: Mapping[str, Value]) -> Value:
    """What `self.add_weight(…)` does: the shape comes first in Keras 3, the name before it."""
    given = list(args)
    name = given.pop(0) if given and isinstance(given[0], str) else kwargs.get("name", "weight")
    shape = given[0] if given else kwargs.get("shape", ())
    dtype = kwargs.get("dtype")
    trainable: Any = kwargs.get("trainable", True)
    if isinstance(shape, int):
        shape = (shape,)
    kind = dtype if isinstance(dtype, (str, Unknown)) else "float32"
    dims: Any = tuple(shape) if isinstance(shape, (list, tuple)) else None
    if dims is None or not all(isinstance(dim, (int, Unknown)) for dim in dims):
        unknown = shape if isinstance(shape, Unknown) else Unknown("the shape of a weight")
        layer.own.append(Weight(str(name), (unknown,), trainable, kind))
        return weight_tensor(layer, Spec(unknown, kind), kwargs)
    layer.own.append(Weight(str(name), dims, trainable, kind))
    return weight_tensor(layer, Spec(dims, kind), kwargs)


def weight_tensor(layer: CustomLayer, spec: Spec, kwargs: Mapping[str, Value]) -> Tensor:
    """The variable that was made last, as something to compute with."""
    config = {"weight": len(layer.own) - 1, "initializer": kwargs.get("initializer")}
    return Tensor(InputLayer(site=layer.site), (), layer.site, config=config, spec=spec)


def own_weight(model: ModelValue, args: list[Value], kwargs: Mapping[str, Value]) -> Value:
    """What `self.add_weight(…)` does in a class of a model."""
    if model.own is None:
        own = model.own = CustomLayer(site=model.site, name=OWN_WEIGHTS)
        own.__dict__["body"] = lambda *_: Followed((), tuple(own.own))
    return add_weight(model.own, args, kwargs)


def entries(specs: Any, site: Site) -> Any:
    """Tensors with these specs that are made by nothing, in the same structure."""
    if isinstance(specs, Spec):
        return Tensor(InputLayer(site=site), (), site, spec=specs)
    if isinstance(specs, dict):
        return {key: entries(item, site) for key, item in specs.items()}
    if isinstance(specs, (list, tuple)):
        return type(specs)(entries(item, site) for item in specs)
    return specs


def shapes_of(specs: Any) -> Any:
    """The shapes in a structure of specs, as `build` gets them."""
    if isinstance(specs, Spec):
        return specs.shape
    if isinstance(specs, dict):
        return {key: shapes_of(item) for key, item in specs.items()}
    if isinstance(specs, (list, tuple)):
        return [shapes_of(item) for item in specs]
    return Unknown("the shape of an input that is not a tensor")


def outputs_of(result: Value) -> Specs:
    """The specs of what the code returned; a value that is not known is of unknown rank."""
    if isinstance(result, Unknown):
        return Spec(result)
    if isinstance(result, (list, tuple)):
        return type(result)(outputs_of(item) for item in result)
    if isinstance(result, dict):
        return {key: outputs_of(item) for key, item in result.items()}
    if result is None or isinstance(result, Tensor):
        return structures.specs_of(result)
    return Spec(Unknown("what its code returns is not a tensor that is known"))
