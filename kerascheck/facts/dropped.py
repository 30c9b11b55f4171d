"""Layers that are called in a functional model, and whose result nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.record import Record
from kerascheck.keras_api import graph
from kerascheck.values import CustomLayer, Layer, Model, Operation, Spec, Tensor

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_EFFECTS = frozenset({"ActivityRegularization", "InputLayer", "Lambda"})
"""Layers that do something besides what they give, or may do so."""


def note_discarded(run: Interpreter, tensor: Tensor) -> None:
    """Note a tensor that a statement makes and gives no name."""
    run.record.unnamed.append(tensor)


def dropped(record: Record, models: Sequence[Model]) -> tuple[Tensor, ...]:
    """What layers give for tensors of a complete model, and nothing uses.

    Only of layers that are made in the call itself, for others may be called again elsewhere, and
    where no branch of the script has been left out.
    """
    candidates = [t for t in (*record.named, *record.unnamed) if isinstance(t, Tensor)]
    alone = [t for t in candidates if _alone(t) and not record.read[id(t)]]
    if not alone or record.decisions:
        return ()
    used, inside = set(_used(record)), set(_inside(models))
    return tuple(
        tensor
        for tensor in dict.fromkeys(alone)
        if id(tensor) not in used and tensor.inputs and id(tensor.inputs[0]) in inside
    )


def _alone(tensor: Tensor) -> bool:
    """Whether the layer has no name either, and gives this tensor and nothing else."""
    layer, node = tensor.layer, tensor.site.node
    if not isinstance(layer, Layer) or isinstance(layer, (CustomLayer, Operation)):
        return False
    if layer.kind in _EFFECTS or tensor.applied is None:
        return False
    single = isinstance(tensor.applied.outputs, Spec)
    return single and isinstance(node, cst.Call) and node.func is layer.site.node


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
