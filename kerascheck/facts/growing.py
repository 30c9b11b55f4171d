"""Arrays that a loop puts more and more onto, of whose turns not every one is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascheck.facts.changes import changed, within
from kerascheck.facts.libraries.amounts import amount
from kerascheck.sources.identifiers import identifiers
from kerascheck.values import Data, Shape, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def before(run: Interpreter, body: Sequence[cst.CSTNode]) -> dict[str, Value]:
    """What the names that a loop changes hold before its turns, if they may hold an array."""
    held: dict[str, Value] = {}
    for name in changed(body):
        scope = run.scope.find(name)
        if scope is not None and isinstance(scope.names[name], (Data, type(None))):
            held[name] = scope.names[name]
    return held


def open_sizes(run: Interpreter, body: Sequence[cst.CSTNode], old: Mapping[str, Value]) -> None:
    """Forget the sizes that one turn of a loop has changed: the others may change them further."""
    for name, was in old.items():
        scope = run.scope.find(name)
        now = None if scope is None else scope.names[name]
        if scope is None or not isinstance(now, Data) or now is was:
            continue
        if isinstance(was, Data):
            scope.names[name] = _opened(now, was.shape)
        elif isinstance(now.shape, tuple) and _of_itself(run, body, name):
            # `x = part if x is None else np.vstack([x, part])`
            scope.names[name] = _opened(now, (None,) * len(now.shape))


def grown(run: Interpreter, node: cst.Assign, value: Value) -> Value:
    """What an attribute gets that is made of what it holds: open in the sizes that it changes.

    `self.rows = np.vstack([self.rows, row])` may stand in a function that such a loop calls.
    """
    if not run.partial_loops or not isinstance(value, Data) or run.locator is None:
        return value
    for target in (item.target for item in node.targets):
        if isinstance(target, cst.Attribute):
            name = run.locator.text(target)
            was = run.evaluate(target) if name in run.locator.text(node.value) else None
            if isinstance(was, Data):
                return _opened(value, was.shape)
    return value


def _opened(now: Data, was: Shape | Unknown) -> Data:
    """The data with the sizes open in which their shape is not what it was."""
    if not isinstance(now.shape, tuple) or not isinstance(was, tuple) or now.shape == was:
        return now
    if len(now.shape) != len(was):
        return now.but(shape=Unknown("shape of what a loop puts together"), columns=None)
    sizes: list[Any] = [
        size if size is other or size == other else _open(axis)
        for axis, (size, other) in enumerate(zip(now.shape, was, strict=True))
    ]
    columns = now.columns if len(sizes) < 2 or sizes[1] is now.shape[1] else None
    return now.but(shape=tuple(sizes), columns=columns)


def _open(axis: int) -> Unknown:
    why = "how often a loop puts data together"
    return Unknown(why) if axis else amount(why)


def _of_itself(run: Interpreter, body: Sequence[cst.CSTNode], name: str) -> bool:
    """Whether a block assigns something to a name that is made of what the name holds."""
    assert run.locator is not None
    for node in within(body):
        if isinstance(node, cst.Assign):
            names = {t.target.value for t in node.targets if isinstance(t.target, cst.Name)}
            if name in names and name in identifiers(run.locator.text(node.value)):
                return True
    return False
