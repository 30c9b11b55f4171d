from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import libcst as cst
import pytest

from kerascheck.sources.tree import parts

SCRIPT = '''
import numpy as np
from keras.layers import (Dense,  # one
                          Conv2D)

@decorator(1, *args, key=value, **kwargs)
class Model(Base, metaclass=Meta):
    """Text."""

    first: int = 3

    async def call(self, x: Tensor, /, y=1, *rest, z: int = 2, **more) -> Tensor:
        async with a as b, c:
            await d
        async for e in f:
            yield g
        else:
            pass
        return x[1:2, ..., ::3][{4: 5, **h}][{6, *i}]

try:
    j = k = (lambda l, *m: l) if n else (o and not p) < q <= r
    s += -t ** 2
except (U, V) as w:
    raise X from y
except Z:
    del aa, bb[0]
finally:
    global cc
    assert dd, "text"
while (ee := ff):
    if gg: continue
    elif hh: break
    else:
        nonlocal ii
match jj:
    case Point(x=0, y=kk) | [1, *ll] if mm:
        pass
    case {"a": nn, **oo}: print(f"{pp!r:>{qq}} {rr=}" "more")
ss = [tt for uu in vv if ww for xx in yy if zz]; ab = {ac: ad for ae in af}
'''


def _leaves(node: cst.CSTNode, below: Callable[[cst.CSTNode], Iterable[cst.CSTNode]]) -> list[str]:
    if isinstance(node, (cst.Name, cst.SimpleString, cst.Integer)):
        return [node.value]
    return [leaf for part in below(node) for leaf in _leaves(part, below)]


def _all(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    return node.children


def test_no_name_and_no_value_is_left_out() -> None:
    tree = cst.parse_module(SCRIPT)
    assert len(_leaves(tree, parts)) > 100
    assert Counter(_leaves(tree, parts)) == Counter(_leaves(tree, _all))


@pytest.mark.parametrize("name", ["tree.py", "notebook.py", "statements.py", "positions.py"])
def test_the_own_code_has_the_same_leaves(name: str) -> None:
    file = Path(__file__).parents[2] / "kerascheck" / "sources" / name
    tree = cst.parse_module(file.read_text(encoding="utf-8"))
    assert Counter(_leaves(tree, parts)) == Counter(_leaves(tree, _all))


def test_blanks_and_marks_are_left_out() -> None:
    statement = cst.parse_statement("f( a , b )  # text\n")
    stack: list[cst.CSTNode] = [statement]
    kinds = set()
    while stack:
        node = stack.pop()
        kinds.add(type(node))
        stack.extend(parts(node))
    assert kinds == {cst.SimpleStatementLine, cst.Expr, cst.Call, cst.Name, cst.Arg}
