"""How long loops and generator functions of the script go on, as far as their text tells."""

from collections.abc import Iterable, Iterator

import libcst as cst

from kerascheck.sources.tree import parts

Loops = tuple[cst.While | cst.For | cst.Yield, ...]
"""Loops from the outermost on; a `yield from` is one whose end is not known."""


def always(test: object) -> bool:
    """Whether a condition is `True` or `1`, as that of a loop without an end of its own."""
    return isinstance(test, (cst.Name, cst.Integer)) and test.value in {"True", "1"}


def lasts(body: cst.BaseSuite | cst.BaseExpression) -> bool | None:
    """Whether a generator goes on for ever; False if it surely ends, None if that is not known.

    It does with a `yield` in a `while True` that nothing leaves. It ends if it yields outside of
    loops and in `for` loops over a `range` alone.
    """
    if isinstance(body, cst.BaseExpression):
        return None
    yields = list(_yields(body, ()))
    if any(_endless(loop) for loops in yields for loop in loops):
        return True
    inner = all(_counts(loop) for loops in yields for loop in loops)
    return False if yields and inner else None


def _yields(node: cst.CSTNode, loops: Loops) -> Iterator[Loops]:
    """The loops around each `yield`, the outermost first; functions within are left out."""
    if isinstance(node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
        return
    if isinstance(node, cst.Yield):
        # What another generator gives is not counted.
        yield (*loops, node) if isinstance(node.value, cst.From) else loops
        return
    if isinstance(node, (cst.While, cst.For)):
        loops = (*loops, node)
    for child in parts(node):
        yield from _yields(child, loops)


def _endless(loop: cst.CSTNode) -> bool:
    """Whether it is a `while True` without a way out."""
    return isinstance(loop, cst.While) and always(loop.test) and not _leaves([loop.body], own=True)


def _leaves(nodes: Iterable[cst.CSTNode], *, own: bool) -> bool:
    """Whether something ends the loop: `return`, `raise`, or a `break` that is its `own`."""
    for node in nodes:
        match node:
            case cst.Return() | cst.Raise():
                return True
            case cst.Break():
                if own:
                    return True
            case cst.FunctionDef() | cst.Lambda() | cst.ClassDef():
                continue
            case cst.For() | cst.While():
                if _leaves(parts(node), own=False):
                    return True
            case _:
                if _leaves(parts(node), own=own):
                    return True
    return False


def _counts(loop: cst.CSTNode) -> bool:
    """Whether a loop runs over a range of numbers."""
    match loop:
        case cst.For(iter=cst.Call(func=cst.Name(value="range"))):
            return True
    return False
