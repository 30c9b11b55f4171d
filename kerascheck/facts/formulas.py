"""Follows a loss or metric function of the script once, with labels and predictions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kerascheck.facts.limits import OutOfBoundsError
from kerascheck.facts.scope import Function, Method, Object
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import Formula, Site, Spec, Tensor, UndeterminedError, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter
    from kerascheck.facts.record import Record


def follow_formula(run: Interpreter, value: Value, site: Site) -> Formula | None:
    """What a function, a method or the `call` of an object makes of labels and predictions.

    None if it is not in the script, or does not take two arguments.
    """
    if isinstance(value, Object):
        found = value.cls.lookup("call")
        value = Method(value, found, site) if isinstance(found, Function) else None
    function = value.function if isinstance(value, Method) else value
    if not isinstance(function, Function):
        return None
    taken = function.positional
    if isinstance(value, Method) and function.kind != "staticmethod":
        taken = taken[1:]
    if len(taken) < 2:
        return None
    first, second = taken[:2]
    labels = _argument(site, "labels are given to a loss in a shape that is not known")
    predictions = _argument(site, "predictions are given to a loss in a shape that is not known")
    before = len(run.record.called)
    with _aside(run, function) as record:
        try:
            result = run.call(value, [labels, predictions], {}, site)
        except (OutOfBoundsError, UndeterminedError, RecursionError) as error:
            result = Unknown(str(error), site)
        calls = tuple(record.called[before:])
        if record.decisions:
            result = Unknown("it depends on a branch", site)
    where = (
        Site(function.locator, function.statement, first),
        Site(function.locator, function.statement, second),
    )
    names = (first.name.value, second.name.value)
    place = Site(function.locator, function.statement, function.body)
    return Formula(place, names, where, labels, predictions, result, calls)


def _argument(site: Site, why: str) -> Tensor:
    return Tensor(InputLayer(site=site), (), site, spec=Spec(Unknown(why, site)))


@contextmanager
def _aside(run: Interpreter, function: Function) -> Iterator[Record]:
    """Run something that leaves no trace: what it records is dropped again.

    The function is followed once more at the end of the run, if nothing else of the file calls
    it, and what rules read of it is recorded then.
    """
    record = run.record
    lengths = [(found, len(found)) for found in vars(record).values() if isinstance(found, list)]
    lengths.append((run.functions, len(run.functions)))
    saved = record.marks, record.decisions, record.unresolved, record.order, function.calls
    record.marks = {name: list(sites) for name, sites in record.marks.items()}
    record.decisions, record.unresolved = {}, dict(record.unresolved)
    run.collected.append([])
    try:
        yield record
    finally:
        run.collected.pop()
        record.marks, record.decisions, record.unresolved, record.order, function.calls = saved
        for found, length in lengths:
            del found[length:]
