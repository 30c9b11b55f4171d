"""What arguments of `compile` and `fit` mean: losses, metrics, optimizers and callbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascheck.facts.call import Instance, Ref
from kerascheck.facts.formulas import follow_formula
from kerascheck.facts.models import ModelValue, layer_name
from kerascheck.facts.scope import Class, Function, Method, Object
from kerascheck.keras_api import callbacks, losses, metrics, optimizers
from kerascheck.values import (
    Callback,
    CustomLoss,
    Loss,
    Metric,
    Optimizer,
    Site,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

Places = dict[str, Site]


def output_names(model: ModelValue) -> list[str]:
    """The names of a model's outputs, as `compile` and `fit` take them in a dict."""
    given = model.config.get("output_names")
    if isinstance(given, list):
        return [str(name) for name in given]
    names = []
    for output in model.outputs:
        layer = output.layer if isinstance(output, Tensor) else None
        names.append(layer_name(layer) if layer is not None else "")
    return names


def per_output(model: ModelValue, value: Value, site: Site) -> list[Value]:
    """A value by output: a list by position, a dict by name, anything else for all."""
    return [item for item, _ in _per_output(model, value, site)]


def _per_output(model: ModelValue, value: Value, place: Site) -> list[tuple[Value, Site]]:
    """As `per_output`, with the place where the value of each output is written."""
    count = max(len(model.outputs), 1)
    if not isinstance(value, (dict, list, tuple)):
        return [(value, place)] * count
    keys = _keys(model, value, count)
    if isinstance(keys, str):
        return [(Unknown(keys, place), place)] * count
    if isinstance(value, dict):
        return [(value.get(key), _part(place, key)) for key in keys]
    return [(value[key], _part(place, key)) for key in keys]


def _keys(
    model: ModelValue, value: dict[Any, Value] | Sequence[Value], count: int
) -> list[Any] | str:
    """The name or position of the item of each output; words if it is not known which it is."""
    if isinstance(value, dict):
        names = output_names(model)
        if len(names) == count and all(names):
            return names
        if count == 1 and len(value) == 1:
            return list(value)
        return "given by the name of an output that is not known"
    if len(value) == count:
        return list(range(count))
    if len(value) == 1:
        return [0] * count
    if count > 1:
        return "not as many as the model is known to have outputs"
    return "several for a model with outputs that are not known"


def resolve_losses(
    run: Interpreter, model: ModelValue, value: Value, site: Site, places: Places
) -> tuple[Loss | Unknown | None, ...]:
    """The loss of each output."""
    place = places.get("loss", site)
    return tuple(_loss(run, item, part) for item, part in _per_output(model, value, place))


def _part(place: Site, key: Value) -> Site:
    """One item of a list or dict that is written out at a place; the place itself if it is not."""
    item: cst.CSTNode | None = None
    match place.node:
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            known = all(isinstance(element, cst.Element) for element in elements)
            if known and isinstance(key, int) and key < len(elements):
                item = elements[key].value
        case cst.Dict(elements=elements):
            for element in elements:
                match element:
                    case cst.DictElement(key=cst.SimpleString(evaluated_value=name)) if name == key:
                        item = element.value
    return place if item is None else Site(place.locator, place.statement, item)


def _loss(run: Interpreter, value: Value, site: Site) -> Loss | Unknown | None:
    if value is None or isinstance(value, (Loss, Unknown)):
        return value
    if isinstance(value, str):
        known = losses.BY_STRING.get(value)
        return known(site=site) if known is not None else CustomLoss(site=site, name=value)
    if isinstance(value, Ref):
        known = losses.loss_class(value.path)
        if known is not None:
            return losses.make_loss(known, site)
        return CustomLoss(site=site, name=value.spelled)
    if isinstance(value, Function):
        return _wrapped(run, value, site) or _written(run, value, value.name, site)
    if isinstance(value, Method) and isinstance(value.function, Function):
        return _written(run, value, value.function.name, site)
    if isinstance(value, Object):
        return _written(run, value, value.cls.name, site)
    if isinstance(value, (Instance, Class)):
        return CustomLoss(site=site, name=getattr(value, "name", getattr(value, "kind", "")))
    return Unknown("a loss that is not followed", site)


def _written(run: Interpreter, value: Value, name: str, site: Site) -> CustomLoss:
    return CustomLoss(site=site, name=name, formula=follow_formula(run, value, site))


def _wrapped(run: Interpreter, function: Function, site: Site) -> Loss | None:
    """The loss of a function whose whole body is one call of a loss of Keras."""
    node: cst.CSTNode | None = function.body
    if isinstance(node, cst.BaseSuite):
        lines = [s for s in node.body if not _is_docstring(s)]
        line = lines[0] if len(lines) == 1 else None
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        node = small.value if isinstance(small, cst.Return) else None
    if not isinstance(node, cst.Call) or len(node.args) < 2:
        return None
    params = [p.name.value for p in function.params.params]
    given = [a.value.value for a in node.args[:2] if isinstance(a.value, cst.Name)]
    if len(params) != 2 or given != params:
        return None
    with run.entered(function, function.scope):
        run.statement = function.statement
        target = run.evaluate(node.func)
        kwargs = {a.keyword.value: run.evaluate(a.value) for a in node.args[2:] if a.keyword}
    known = losses.loss_class(target.path) if isinstance(target, Ref) else None
    if known is None:
        return None
    bound = losses.bind_loss(known, [], kwargs, complete=len(kwargs) == len(node.args) - 2)
    return losses.make_loss(known, site, bound)


def _is_docstring(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine) or not statement.body:
        return False
    first = statement.body[0]
    return isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString)


def resolve_metrics(
    run: Interpreter, model: ModelValue, value: Value, site: Site, places: Places
) -> tuple[tuple[Metric | Unknown, ...], ...]:
    """The metrics of each output; one list for a model of one output, else one a output.

    As in Keras 3, where a flat list of as many metrics as outputs has one for each.
    """
    place = places.get("metrics", site)
    count = max(len(model.outputs), 1)
    if isinstance(value, dict):
        per = _per_output(model, value, place)
        return tuple(_metrics(run, item, part) for item, part in per)
    if isinstance(value, (list, tuple)) and count > 1 and len(value) == count:
        return tuple(_metrics(run, item, _part(place, n)) for n, item in enumerate(value))
    return (_metrics(run, value, place),) * count


def _metrics(run: Interpreter, value: Value, site: Site) -> tuple[Metric | Unknown, ...]:
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(_metric(run, item, _part(site, n)) for n, item in enumerate(value))
    return (_metric(run, value, site),)


def _metric(run: Interpreter, value: Value, site: Site) -> Metric | Unknown:
    if isinstance(value, (Metric, Unknown)):
        return value
    if isinstance(value, str):
        return metrics.make_metric(value, site)
    if isinstance(value, Ref):
        return metrics.make_metric(value.path, site)
    name = getattr(value, "name", None) or getattr(value, "canonical", None)
    if isinstance(value, Object):
        name = value.cls.name
    config: dict[str, Value] = {"name": value.name} if isinstance(value, Function) else {}
    formula = follow_formula(run, value, site) if isinstance(value, (Function, Method)) else None
    canonical = str(name or "metric")
    return Metric(site=site, canonical=canonical, config=config, custom=True, formula=formula)


def resolve_optimizer(value: Value, site: Site, places: Places) -> Optimizer | Unknown | None:
    """The optimizer, given as an object, a string or a class."""
    place = places.get("optimizer", site)
    if value is None or isinstance(value, (Optimizer, Unknown)):
        return value
    if isinstance(value, str):
        kind = optimizers.from_string(value)
        return optimizers.make_optimizer(kind or value, place)
    if isinstance(value, Ref):
        name = optimizers.BY_NAME.get(value.path, value.path.rpartition(".")[2])
        return replace(optimizers.make_optimizer(name, place), made=False)
    return Unknown("an optimizer that is not followed", place)


def resolve_callbacks(value: Value, site: Site | None) -> Iterator[Callback | Unknown]:
    """The callbacks of a `fit`; unknown where one is not of Keras."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from resolve_callbacks(item, site)
    elif isinstance(value, (Callback, Unknown)):
        yield value
    elif isinstance(value, Ref) and value.path.rpartition(".")[0] == "keras.callbacks":
        name = value.path.rpartition(".")[2]
        if site is not None and name in callbacks.PARAMETERS:
            yield Callback(name, {}, made=False, site=site)
    elif value is not None:
        yield Unknown("a callback that is not of Keras", site)
