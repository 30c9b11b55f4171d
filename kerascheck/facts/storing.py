"""Models that are saved, and weights that are read back; callbacks that nothing reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.call import Call
from kerascheck.facts.models import ModelValue
from kerascheck.sources.identifiers import identifiers
from kerascheck.values import Callback, Fit, Optimizer, Stored, Tensor, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_FEW = 32
"""Lists of callbacks are short; longer ones are not looked through."""


def store(run: Interpreter, model: ModelValue | None, call: Call, path: Value) -> None:
    """Note that a model is saved, or that weights are read."""
    function = run.frame.function
    run.record.stored.append(
        Stored(
            site=call.site,
            method=call.name.rpartition(".")[2],
            model=model.snapshot() if model is not None else None,
            path=path,
            function=function.qualname if function is not None else "",
            order=run.record.next(),
        )
    )


def saved(run: Interpreter, model: ModelValue, call: Call) -> Value:
    """What `model.save(path)` does, and the like."""
    store(run, model, call, call.get("filepath", 0))
    return None


def save_function(run: Interpreter, call: Call) -> Value:
    """What `keras.models.save_model(model, path)` does."""
    model = call.get("model", 0)
    store(run, model if isinstance(model, ModelValue) else None, call, call.get("filepath", 1))
    return None


def note_named(run: Interpreter, value: Value) -> None:
    """Note what gets a name, so that it can be told whether it is used: callbacks and the like."""
    if isinstance(value, (Callback, Optimizer, Tensor)) or _has_callbacks(value):
        run.record.named.append(value)


def _has_callbacks(value: Value) -> bool:
    return (
        isinstance(value, (list, tuple))
        and 0 < len(value) <= _FEW
        and any(isinstance(item, Callback) for item in value)
    )


def note_skipped(run: Interpreter, node: cst.CSTNode | None) -> None:
    """Callbacks that are used on a side of a condition that is not taken: a switch is off."""
    if node is None or run.locator is None:
        return
    known = {
        name: value
        for scope in (run.scope.module, run.scope)
        for name, value in scope.names.items()
        if isinstance(value, Callback) or _has_callbacks(value)
    }
    if known:
        for name in known.keys() & set(identifiers(run.locator.text(node))):
            run.record.read[id(known[name])] += 1


def set_aside(named: Sequence[Value], read: Counter[int]) -> tuple[Optimizer, ...]:
    """The optimizers that have a name, by which nothing uses them."""
    return tuple(v for v in named if isinstance(v, Optimizer) and not read[id(v)])


def idle(named: Sequence[Value], read: Counter[int], fits: Sequence[Fit]) -> tuple[Callback, ...]:
    """The callbacks that have a name, and neither that nor a list that they are in is used."""
    passed = {id(callback) for fit in fits for callback in fit.callbacks}
    lists = [value for value in named if isinstance(value, (list, tuple)) and not read[id(value)]]
    inside = Counter(id(item) for value in lists for item in value)
    single = [value for value in named if isinstance(value, Callback)]
    candidates = {id(c): c for c in single if read[id(c)] <= inside[id(c)]}
    owned = {id(c) for c in single}
    for value in lists:
        for item in value:
            if isinstance(item, Callback) and id(item) not in owned:
                candidates[id(item)] = item
    return tuple(c for key, c in candidates.items() if key not in passed)
