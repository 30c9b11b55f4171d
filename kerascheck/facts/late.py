"""Functions of layers that read the variable of a loop, whose last value Keras finds there later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.branches import leaves
from kerascheck.facts.scope import Function
from kerascheck.values import Late, Layer

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_Condition = tuple[cst.BaseExpression, bool]
"""What is asked, and whether it holds."""
_LENGTH = re.compile(r"\blen\(\s*\w+\s*\)")
_USED = re.compile(r"(?<![\w.])[^\W\d]\w*\b(?!\s*=[^=])")
"""Names in an expression, without those of keywords and attributes."""
_FIRST = re.compile(r"\bis None\b|^\s*not\s+[\w.]+\s*$")
"""A condition that holds until something is there, which is so in the first turn alone."""
_LATER = re.compile(r"\bis not None\b|^\s*[\w.]+\s*$")
"""The contrary of such a condition."""


def note_late(run: Interpreter, layer: Layer, function: Function) -> None:
    """Note a function that reads a name which the loop around sets anew in each turn.

    A parameter with that name keeps the value of its own turn: `lambda x, i: …` with `arguments`.
    """
    loop = run.around.node if run.around is not None else None
    if not isinstance(loop, cst.For):
        return
    parts = loop.target.elements if isinstance(loop.target, cst.Tuple) else [loop]
    targets = [part.value if isinstance(part, cst.Element) else loop.target for part in parts]
    names = {target.value for target in targets if isinstance(target, cst.Name)}
    own = {param.name.value for param in function.parameters}
    # The values of all turns may well have the same length, as those of a `zip` do.
    used = _USED.findall(_LENGTH.sub("", function.locator.text(function.body)))
    for name in dict.fromkeys(used):
        ours = run.scope.find(name) is function.scope.find(name)
        if name in names and name not in own and ours and not _once(run, loop, layer, names):
            late = Late(site=layer.site, args=layer.args, name=name, loop=run.site(loop.target))
            run.record.late.append(late)


def _once(run: Interpreter, loop: cst.For, layer: Layer, names: set[str]) -> bool:
    """Whether a condition lets but one turn make the layer: `if i == 0`, `if state is None`."""
    assert run.locator is not None
    any_of = "|".join(map(re.escape, names))
    one = re.compile(
        rf"\b(?:{any_of})\s*(?:==|<\s*1\b)|==\s*(?:{any_of})\b|^\s*not\s+(?:{any_of})\s*$"
    )
    others = re.compile(
        rf"\b(?:{any_of})\s*(?:!=|>\s*0\b|>=\s*1\b)|!=\s*(?:{any_of})\b|^\s*(?:{any_of})\s*$"
    )
    if _one_turn(run, loop):
        return True
    for test, holds in _conditions(loop, layer.site.node) or ():
        text = run.locator.text(test)
        patterns = (one, _FIRST) if holds else (others, _LATER)
        if any(pattern.search(text) for pattern in patterns):
            return True
    return False


def _one_turn(run: Interpreter, loop: cst.For) -> bool:
    """Whether a loop is known to have no second turn."""
    last = loop.body.body[-1] if loop.body.body else None
    if isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Break):
        return True
    plain = isinstance(loop.iter, (cst.Name, cst.List, cst.Tuple)) or (
        isinstance(loop.iter, cst.Call)
        and isinstance(loop.iter.func, cst.Name)
        and loop.iter.func.value == "range"
    )
    items = run.evaluate(loop.iter) if plain else None
    return isinstance(items, (range, list, tuple)) and len(items) == 1


def _conditions(node: cst.CSTNode, made: object) -> list[_Condition] | None:
    """The conditions between a node and one in it, and whether they hold there; None without it."""
    if node is made:
        return []
    for part, conditions in _parts(node):
        found = _conditions(part, made)
        if found is not None:
            return [*conditions, *found]
    return None


def _parts(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, list[_Condition]]]:
    if isinstance(node, (cst.If, cst.IfExp)):
        yield node.test, []
        yield node.body, [(node.test, True)]
        if node.orelse is not None:
            yield node.orelse, [(node.test, False)]
        return
    passed: list[_Condition] = []
    for child in node.children:
        yield child, passed
        if isinstance(child, cst.If) and child.orelse is None and leaves(child.body):
            # `if i > 0: continue`: what stands behind it is for the other turns.
            passed = [*passed, (child.test, False)]
