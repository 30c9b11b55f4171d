"""Tables that get other columns in place: every name of such a table sees the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.libraries.storing import has_columns, placed, with_names
from kerascheck.facts.libraries.tables import Log, View
from kerascheck.facts.scope import Object, Scope
from kerascheck.values import Data, Kind, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


_FEW = 100
"""So many items of a list or dict are looked at; there are rarely more tables in one."""


def put(run: Interpreter, old: Data, new: Data) -> None:
    """Make every name that holds a table hold what has become of it.

    What was noted about the table before, such as that a model was trained on it, stays.
    """
    if new is old:
        return
    for scope in _scopes(run):
        for name, value in scope.names.items():
            if value is old:
                scope.names[name] = new
            else:
                _put_inside(value, old, new)


def _put_inside(value: Value, old: Data, new: Data) -> None:
    """The same for an attribute of an object, or an item of a list or dict, that a name holds."""
    held = value.attributes if isinstance(value, Object) else value
    if isinstance(held, dict) and len(held) <= _FEW:
        for key, item in held.items():
            if item is old:
                held[key] = new
    elif isinstance(held, list):
        for place, item in enumerate(held[:_FEW]):
            if item is old:
                held[place] = new


def _scopes(run: Interpreter) -> Iterator[Scope]:
    """The scopes of the running functions and of what they stand in, each once."""
    seen: set[int] = set()
    for scope in (run.scope, *(frame.outside for frame in run.frames)):
        while scope is not None and id(scope) not in seen:
            seen.add(id(scope))
            yield scope
            scope = scope.outer


def column_key(run: Interpreter, target: cst.Subscript, table: Data, key: Value) -> Value:
    """Under which name a statement stores into a table.

    It is not known where a loop, of which not every turn is followed, makes other names in the
    other turns.
    """
    written = (
        isinstance(key, (str, int))
        and isinstance(target.slice[-1].slice, cst.Index)
        and isinstance(target.slice[-1].slice.value, (cst.SimpleString, cst.Integer))
    )
    if run.partial_loops and isinstance(key, (str, int, list)) and not written:
        return key if has_columns(table, key) else Unknown("columns that a loop adds")
    return key


def store_at(run: Interpreter, target: cst.Subscript, view: View) -> Data:
    """The table after `df.loc[rows, column] = …` and `df.at[row, column] = …`."""
    keys: list[Value] = [
        run.evaluate(part.slice.value) if isinstance(part.slice, cst.Index) else slice(None)
        for part in target.slice
    ]
    if len(keys) == 1 and isinstance(keys[0], tuple):
        keys = list(keys[0])
    if len(keys) == 2:
        keys[1] = column_key(run, target, view.of, keys[1])
    return placed(view.of, keys)


def rename_columns(run: Interpreter, table: Data, names: Value) -> None:
    """What `df.columns = names` does."""
    put(run, table, with_names(table, names))


def note_handed(run: Interpreter, value: Value, call: object) -> None:
    """A table that is handed to code which is not followed, and of which nothing is taken back.

    `add_indicators(df)` as a statement of its own is there for what it does to the table.
    """
    if not isinstance(value, Data) or value.kind is not Kind.FRAME or isinstance(value, Log):
        return
    line = run.statement
    if isinstance(line, cst.SimpleStatementLine) and any(
        isinstance(small, cst.Expr) and small.value is call for small in line.body
    ):
        put(run, value, placed(value, [slice(None), Unknown("columns that may be added")]))


def note_accessor(run: Interpreter, node: cst.Call, kwargs: Mapping[str, Value]) -> None:
    """`df.ta.rsi(append=True)`: what extends pandas may put its columns into the table."""
    match node.func:
        case cst.Attribute(value=cst.Attribute(value=cst.Name(name))) if kwargs.get("append"):
            scope = run.scope.find(name)
            held = None if scope is None else scope.names[name]
            if isinstance(held, Data) and held.kind is Kind.FRAME:
                put(run, held, placed(held, [slice(None), Unknown("columns that are appended")]))
