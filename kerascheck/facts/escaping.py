"""Lists that are filled where it is not known which list it is: `rows[label][0].append(x)`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.values import More, Site, Unknown, Value, open_ended

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

FILLING = frozenset({"append", "extend", "insert", "appendleft", "extendleft"})
"""Methods that give a list more items."""
_PICKING = frozenset({"get", "setdefault", "values", "items"})
"""Methods of dicts that give what they hold."""
_HELD = 1_000
"""So many items of a container are looked at."""


def open_lists(run: Interpreter, node: cst.BaseExpression, site: Site) -> None:
    """Any list that an expression may stand for may now have more items than are known.

    `node` is an expression whose value is not known, such as an element of a dict by a key that is
    not known.
    """
    for value in _meant(run, node):
        if isinstance(value, list) and not open_ended(value):
            value.append(More("items of a list that may be this one", site))


def _meant(run: Interpreter, node: cst.BaseExpression) -> list[Value]:
    """The values that an expression may stand for, as far as containers hold them."""
    match node:
        case cst.Name() | cst.Attribute():
            return [run.evaluate(node)]
        case cst.Subscript(value=held, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            given = run.evaluate(key) if _plain(key) else Unknown("a key that is not known")
            return [found for value in _meant(run, held) for found in _at(value, given)]
        case cst.Call(func=cst.Attribute(value=held, attr=cst.Name(name))) if name in _PICKING:
            given = Unknown("a key that is not known")
            return [found for value in _meant(run, held) for found in _at(value, given)]
    return []


def _plain(key: cst.BaseExpression) -> bool:
    """Whether asking for the value of a key once more changes nothing."""
    return isinstance(key, (cst.Name, cst.Attribute, cst.Integer, cst.SimpleString))


def _at(held: Value, key: Value) -> Iterator[Value]:
    """What a container may give for a key: one item, or any where the key is not known."""
    if isinstance(held, dict):
        for own, item in list(held.items())[:_HELD]:
            if isinstance(key, Unknown) or isinstance(own, Unknown) or own == key:
                yield item
    elif isinstance(held, (list, tuple)):
        if isinstance(key, int) and -len(held) <= key < len(held) and not open_ended(held):
            yield held[key]
        else:
            yield from held[:_HELD]
