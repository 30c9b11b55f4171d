"""Layers that are called in a functional model, and whose result nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.record import Kept, Record
from kerascheck.facts.scope import Object
from kerascheck.keras_api import graph
from kerascheck.values import CustomLayer, Layer, Model, Operation, Site, Spec, Tensor

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter
    from kerascheck.facts.written import Words

_BASES = frozenset({"keras.Model", "keras.layers.Layer"})
_EFFECTS = frozenset({"ActivityRegularization", "InputLayer", "Lambda"})
"""Layers that do something besides what they give, or may do so."""


def note_discarded(run: Interpreter, tensor: Tensor) -> None:
    """Note a tensor that a statement makes and gives no name."""
    run.record.unnamed.append(tensor)


def dropped(record: Record, models: Sequence[Model], words: Words) -> tuple[Tensor, ...]:
    """What layers give for tensors of a complete model, and nothing uses.

    Only of layers that are made in the call itself, for others may be called again elsewhere, and
    where a branch of the script that has been left out cannot use it either.
    """
    candidates = [t for t in (*record.named, *record.unnamed) if isinstance(t, Tensor)]
    alone = [t for t in candidates if _alone(t) and not record.read[id(t)]]
    if record.decisions:
        alone = [tensor for tensor in alone if not _met_again(tensor, words)]
    if not alone:
        return ()
    used, inside = set(_used(record)), set(_inside(models))
    return tuple(
        tensor
        for tensor in dict.fromkeys(alone)
        if id(tensor) not in used and tensor.inputs and id(tensor.inputs[0]) in inside
    )


def note_kept(run: Interpreter, owner: Object, name: str, value: Layer) -> None:
    """Note a layer that an `__init__` makes and keeps under one name, and no other."""
    function, statement = run.frame.function, run.statement
    places = [cls.site for cls in owner.cls.mro()]
    keras = owner.cls.foreign()
    if function is None or function.name != "__init__" or value.kind in _EFFECTS:
        return
    # Of a class that nothing here makes an object of, another file may read the attributes.
    if not run.frame.called:
        return
    if not keras or any(getattr(base, "path", "") not in _BASES for base in keras):
        return
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        line = statement.body[0]
        alone = isinstance(line, cst.Assign) and len(line.targets) == 1
        if alone and isinstance(line, cst.Assign) and line.value is value.site.node:
            run.record.kept.append(Kept(name, value, (value.site, *places)))


def unread(record: Record, words: Words) -> tuple[Layer, ...]:
    """The layers that classes of this script keep under a name that nothing in it reads."""
    mine = {id(locator) for _, locator, _ in words.blocks}
    kept = [one for one in record.kept if all(id(at.locator) in mine for at in one.places)]
    if not kept or words.reflects():
        return ()
    return tuple(dict.fromkeys(one.layer for one in kept if words.attributes(one.name) == 1))


def _alone(tensor: Tensor) -> bool:
    """Whether the layer has no name either, and gives this tensor and nothing else."""
    layer, node = tensor.layer, tensor.site.node
    if not isinstance(layer, Layer) or isinstance(layer, (CustomLayer, Operation)):
        return False
    if layer.kind in _EFFECTS or tensor.applied is None:
        return False
    single = isinstance(tensor.applied.outputs, Spec)
    return single and isinstance(node, cst.Call) and node.func is layer.site.node


def _met_again(tensor: Tensor, words: Words) -> bool:
    """Whether the text behind has a name of the tensor once more, be it run or not."""
    statement = tensor.site.statement
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return True
    match statement.body[0]:
        case cst.Expr():
            return False
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            return words.again(name, Site(tensor.site.locator, statement, statement))
    return True


def _used(record: Record) -> Iterator[int]:
    """The tensors that another call is given, or that are an output."""
    for tensor in record.tensors:
        yield from map(id, tensor.inputs)
    for model in record.models:
        yield from map(id, model.outputs)


def _inside(models: Sequence[Model]) -> Iterator[int]:
    for model in models:
        if model.kind == "Functional" and model.complete:
            outputs = [tensor for tensor in model.outputs if isinstance(tensor, Tensor)]
            yield from map(id, graph.ordered(outputs, model.inputs))
            yield from map(id, model.inputs)
