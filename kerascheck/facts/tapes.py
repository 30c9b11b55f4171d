"""`tf.GradientTape`: which calls of models it records, and whose gradients it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.call import Call
from kerascheck.facts.models import ModelValue
from kerascheck.facts.outputs import fold
from kerascheck.facts.scope import Function, Method
from kerascheck.sources.tree import parts
from kerascheck.values import Data, Gradient, Loss, Pass, Score, Site, Tensor, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

CLASS = "tensorflow.GradientTape"
_BINDING = (
    cst.AssignTarget,
    cst.AugAssign,
    cst.AnnAssign,
    cst.NamedExpr,
    cst.For,
    cst.CompFor,
)
_GRADIENTS = frozenset({"gradient", "jacobian"})
_WEIGHTS = frozenset({"variables", "weights", "trainable_variables", "trainable_weights"})


@dataclass(eq=False)
class Tape:
    """A tape and what it has recorded; `names` are those that its blocks bind."""

    site: Site
    passes: list[Pass] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    opaque: bool = False


@contextmanager
def recording(run: Interpreter, tapes: Sequence[Tape], body: cst.BaseSuite) -> Iterator[None]:
    """Run the block of a `with` of tapes."""
    for tape in tapes:
        tape.names |= _bound(body)
    run.tapes.extend(tapes)
    try:
        yield
    finally:
        del run.tapes[len(run.tapes) - len(tapes) :]


def note_opaque(run: Interpreter) -> None:
    """Note that something happens which is not followed: it may call a model."""
    for tape in run.tapes:
        tape.opaque = True


def note_pass(run: Interpreter, model: ModelValue, call: Call) -> None:
    """Note a call of a model as a function, outside of the code of layers and models."""
    if run.collected:
        return
    training = call.get("training", 1, model.call_training)
    fact = Pass(site=call.site, model=model.snapshot(), training=training, function=_function(run))
    for tape in run.tapes:
        tape.passes.append(fact)
    if not run.tapes:
        run.unrecorded[id(model)] = fact


def note_result(run: Interpreter, model: ModelValue, result: Value) -> None:
    """Remember what a call of a model has returned, outside of the code of layers and models."""
    if not run.collected and isinstance(result, (Data, Tensor, Unknown)):
        run.passed[id(result)] = result, model.snapshot()


def note_score(run: Interpreter, loss: Loss, call: Call) -> None:
    """Note a loss that is called on what a model with one output has returned."""
    predictions = call.get("y_pred", 1)
    passed, model = run.passed.get(id(predictions), (None, None))
    if model is None or passed is not predictions:
        return
    outputs = fold(model)
    if len(outputs) == 1:
        run.record.scores.append(
            Score(site=call.site, args={}, loss=loss, model=model, output=outputs[0])
        )


def call_tape(run: Interpreter, tape: Tape, call: Call) -> Value:
    """A method of a tape."""
    if call.name not in _GRADIENTS:
        note_opaque(run)
        return call.unknown(f"`.{call.name}()` of a tape is not followed")
    sources = call.get("sources", 1)
    model: Value = sources.receiver if isinstance(sources, Method) else None
    name = sources.function if isinstance(sources, Method) else None
    known = isinstance(model, ModelValue) and isinstance(name, str) and name in _WEIGHTS
    before = run.unrecorded.get(id(model))
    run.record.gradients.append(
        Gradient(
            site=call.site,
            args={"target": call.place("target", 0), "sources": call.place("sources", 1)},
            tape=tape.site,
            model=model.snapshot()
            if known and isinstance(model, ModelValue)
            else Unknown("sources that are not the weights of one model", call.site),
            attribute=name
            if known and isinstance(name, str)
            else Unknown("sources that are not the weights of one model", call.site),
            passes=tuple(tape.passes),
            before=before if before is not None and before.function == _function(run) else None,
            outside=_outside(run, tape, call.place("target", 0)),
            opaque=tape.opaque,
            function=_function(run),
        )
    )
    return call.unknown("gradients")


def call_default(function: Value) -> Value:
    """The `training` of a model's own `call`; unknown if it has none."""
    if not isinstance(function, Function):
        return Unknown("the model has no `call` in this file")
    if "training" in function.defaults:
        # Without a value it is that of the model around, and none for the outermost.
        default = function.defaults["training"]
        return None if default is False else default
    return Unknown("the `call` of the model takes no `training`")


def _outside(run: Interpreter, tape: Tape, place: Site) -> bool:
    """Whether the target is a name of this function that the blocks of the tape do not bind."""
    node = place.node
    return (
        isinstance(node, cst.Name)
        and bool(tape.names)
        and node.value not in tape.names
        and node.value in run.scope.names
    )


def _function(run: Interpreter) -> str:
    function = run.frame.function
    return function.qualname if function is not None else ""


def _bound(body: cst.CSTNode) -> set[str]:
    """All names that a block binds, in whatever way."""
    names: set[str] = set()
    stack: list[cst.CSTNode] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, _BINDING):
            names |= _names(node.target)
        elif isinstance(node, cst.AsName):
            names |= _names(node.name)
        elif isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Global, cst.Nonlocal)):
            # What it does when it is called may bind any name.
            names |= {item.value for item in _all_names(node)}
        stack.extend(parts(node))
    return names


def _names(target: cst.CSTNode) -> set[str]:
    """The names in a target, those of attributes and elements with their owners."""
    return {node.value for node in _all_names(target)}


def _all_names(node: cst.CSTNode) -> Iterator[cst.Name]:
    if isinstance(node, cst.Name):
        yield node
    for part in parts(node):
        yield from _all_names(part)
