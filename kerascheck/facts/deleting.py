"""What `del` does to names, and to what lists, dicts, tables and arrays hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.libraries import arrays
from kerascheck.values import Data, Kind, More, Site, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter, Signal


def delete(run: Interpreter, node: cst.Del) -> Signal | None:
    """Run a `del` statement, with one target or several."""
    targets: list[cst.BaseExpression] = [node.target]
    if isinstance(node.target, (cst.Tuple, cst.List)):
        targets = [element.value for element in node.target.elements]
    for target in targets:
        if isinstance(target, cst.Name):
            run.scope.names.pop(target.value, None)
        elif isinstance(target, cst.Subscript):
            _delete_item(run, target, run.site(node))
    return None


def _delete_item(run: Interpreter, target: cst.Subscript, site: Site) -> None:
    held = run.evaluate(target.value)
    key: Value = Unknown("several items", site)
    if len(target.slice) == 1 and isinstance(target.slice[0].slice, cst.Index):
        key = run.evaluate(target.slice[0].slice.value)
    if isinstance(held, Data) and held.kind is Kind.FRAME:
        arrays.without_column(held, key)
    elif isinstance(held, Data) and isinstance(target.value, cst.Name):
        fewer = Unknown("rows are deleted", site)
        rest = held.but(rows=object(), parents=(held.rows, *held.parents), shape=fewer)
        run.scope.names[target.value.value] = rest
    elif isinstance(held, list):
        if isinstance(key, int) and -len(held) <= key < len(held) and not run.partial_loops:
            del held[key]
        else:
            held[:] = [More("items are deleted", site)] if held else []
    elif isinstance(held, dict) and isinstance(key, (str, int)):
        held.pop(key, None)
