"""Windows that slide over a series: whether what a loop collects overlaps from turn to turn."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_SAME_VALUES = frozenset({"values", "iloc", "flatten", "ravel", "tolist", "to_numpy", "copy"})
"""Attributes and methods through which a window still has the values of its slice."""
_ARRAYS = frozenset({"array", "asarray", "list"})
_DEPTH = 4
"""Names of names that are followed within one turn."""


def slides(
    run: Interpreter,
    counter: ast.expr,
    turns: ast.expr,
    body: Sequence[ast.stmt],
    item: ast.expr,
) -> bool:
    """Whether `item` is a slice that moves on by less than its length with each turn.

    `counter` takes its values from `turns`, which must be a `range`; `body` is what runs in a turn.
    """
    step = _step(turns)
    if not isinstance(counter, ast.Name) or step is None:
        return False
    names = dict(_assigned_once(body))
    names.pop(counter.id, None)
    piece = _slice(_resolved(item, names))
    if piece is None:
        return False
    start, stop = (_sum(bound, names) for bound in piece)
    if start is None or stop is None or start[counter.id] != 1 or stop[counter.id] != 1:
        return False
    return _longer(run, stop, start, step)


def _step(turns: ast.expr) -> int | None:
    """By how much a range counts on, if that is written down."""
    match turns:
        case ast.Call(ast.Name("range"), [_] | [_, _]):
            return 1
        case ast.Call(ast.Name("range"), [_, _, ast.Constant(int(step))]):
            return step
    return None


def _assigned_once(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a turn assigns, each with its value if that is plain and the only one."""
    stores = Counter(
        node.id
        for line in body
        for node in ast.walk(line)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    yield from dict.fromkeys(stores, None).items()
    for line in body:
        match line:
            case ast.Assign([ast.Name(name)], value) if stores[name] == 1:
                yield name, value
            case ast.Assign([ast.Tuple(targets)], ast.Tuple(values)) if len(targets) == len(values):
                for target, value in zip(targets, values, strict=True):
                    if isinstance(target, ast.Name) and stores[target.id] == 1:
                        yield target.id, value


def _resolved(node: ast.expr, names: dict[str, ast.expr | None]) -> ast.expr:
    """The expression that a name stands for in this turn."""
    for _ in range(_DEPTH):
        known = names.get(node.id) if isinstance(node, ast.Name) else None
        if known is None:
            break
        node = known
    return node


def _slice(node: ast.expr) -> tuple[ast.expr, ast.expr] | None:
    """The bounds of a slice of rows, behind what leaves its values as they are."""
    for _ in range(_DEPTH):
        match node:
            case ast.Call(ast.Attribute(value, name), _) if name in _SAME_VALUES:
                node = value
            case ast.Call(ast.Attribute(attr=name) | ast.Name(name), [value, *_]) if (
                name in _ARRAYS
            ):
                node = value
            case ast.Attribute(value, name) if name in _SAME_VALUES:
                node = value
            case ast.Subscript(
                _, ast.Slice(ast.expr() as start, ast.expr() as stop, None)
            ) | ast.Subscript(
                _, ast.Tuple([ast.Slice(ast.expr() as start, ast.expr() as stop, None), *_])
            ):
                return start, stop
            case _:
                return None
    return None


def _sum(node: ast.expr, names: dict[str, ast.expr | None]) -> Counter[str] | None:
    """How often each name is added in a bound; the plain number stands under an empty name."""
    match _resolved(node, names):
        case ast.Constant(int(number)):
            return Counter({"": number})
        case ast.Name(name) if name not in names:
            return Counter({name: 1})
        case ast.Attribute() as part:
            return Counter({ast.unparse(part): 1})
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            first, second = _sum(left, names), _sum(right, names)
            if first is None or second is None:
                return None
            total = Counter(first)
            total.update(second) if isinstance(sign, ast.Add) else total.subtract(second)
            return total
    return None


def _longer(run: Interpreter, stop: Counter[str], start: Counter[str], step: int) -> bool:
    """Whether a window is longer than the step to the next one, as far as its length is known."""
    length = Counter(stop)
    length.subtract(start)
    known, open_names = length.pop("", 0), 0
    for name, count in length.items():
        if not count:
            continue
        scope = run.scope.find(name)
        value = None if scope is None else scope.names[name]
        if isinstance(value, int):
            known += count * value
        elif count == 1:
            open_names += 1
        else:
            return False
    if open_names:
        # A window of one step at a time would be no window.
        return open_names == 1 and step == 1 and known >= 0
    return known > step > 0
