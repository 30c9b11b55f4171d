"""Names of a module that hold nothing until a function, which is not called, gives them a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.changes import assigned, filled, within
from kerascheck.facts.scope import Function, Scope
from kerascheck.values import Awaited, Site, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


class Awaiting:
    """What functions that nothing calls may set, for the ones that are followed before them.

    `names = []` and `size = 0` hold a place where a function that is followed later, or never, as
    one of an imported module, fills the list or sets the number: who calls both calls that first.
    """

    def __init__(self, run: Interpreter) -> None:
        self._sets = [
            (function, name)
            for function in (*run.functions, *run.imported)
            if function.owner is None and not function.calls
            for name in _sets(function)
            if _is_empty(function.scope.module.names.get(name))
        ]

    @contextmanager
    def during(self, function: Function) -> Iterator[None]:
        """While a function is followed, what is still to be set by others is not known."""
        own = {name for other, name in self._sets if other is function}
        masked: list[tuple[Scope, str, Value, Unknown]] = []
        opened: list[list[Value]] = []
        for other, name in self._sets:
            scope = other.scope.module
            value = scope.names.get(name)
            if other.calls or not _is_empty(value):
                continue
            if name in own and scope is function.scope.module:
                continue
            why, place = f"`{other.qualname}` sets it", Site(other.locator, other.statement, None)
            if isinstance(value, list):
                value.append(Awaited(why, place))
                opened.append(value)
            else:
                mask = Unknown(why, place)
                masked.append((scope, name, value, mask))
                scope.names[name] = mask
        try:
            yield
        finally:
            for scope, name, value, mask in masked:
                if scope.names.get(name) is mask:
                    scope.names[name] = value
            for items in opened:
                items[:] = [item for item in items if not isinstance(item, Awaited)]


def _is_empty(value: Value) -> bool:
    return type(value) in (list, int, float, str, tuple) and not value


def _sets(function: Function) -> Sequence[str]:
    """The names of its module that a function fills, or assigns with `global`."""
    if isinstance(function.body, cst.BaseExpression):
        return ()
    body = function.body.body
    given = assigned(body)
    shared = {
        item.name.value
        for node in within(body)
        if isinstance(node, cst.Global)
        for item in node.names
    }
    own = (given - shared) | {param.name.value for param in function.parameters}
    return sorted((filled(body) - own) | (given & shared))
