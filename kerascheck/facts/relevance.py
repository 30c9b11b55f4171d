"""Which names a model depends on, so that only the branches that matter are tried both ways."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.standard_trees import parse
from kerascheck.keras_api.layers import LAYERS

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_BUILDING = frozenset({"add", "pop", "compile", "Sequential", "Model", "Input", "load_model"})
_TRAINING = frozenset({"fit", "fit_generator", "train_on_batch"})
_MEASURING = frozenset({"evaluate", "evaluate_generator", "predict", "predict_generator"})
_SEEDS = _BUILDING | _TRAINING | _MEASURING


class Relevance:
    """The names that reach a model, a compile or a fit, over all the sources of a trace."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._new: list[str] = []
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._wanted: set[str] = set()
        self._names: frozenset[str] = frozenset()
        self._parsed: dict[int, tuple[frozenset[str], frozenset[str], cst.CSTNode]] = {}

    def add(self, text: str) -> None:
        """Take a block of source into account."""
        if text not in self._texts:
            self._texts.add(text)
            self._new.append(text)

    @property
    def names(self) -> frozenset[str]:
        """The names that matter; a text is parsed once, when first asked for."""
        if self._new:
            for text in self._new:
                tree = parse(text)
                if tree is not None:
                    _gather(tree, self._sources, self._wanted)
            self._new.clear()
            self._names = _closure(self._sources, self._wanted)
        return self._names

    def matters(self, run: Interpreter, node: cst.CSTNode) -> bool:
        """Whether taking this branch or not can change a model, its training or its labels."""
        if isinstance(node, cst.IfExp):
            if not isinstance(run.statement, cst.SimpleStatementLine):
                return True
            node = run.statement
        assigned, called = self._parts(run, node)
        return bool(called & _SEEDS) or bool(assigned & self.names) or _layers(called)

    def builds(self, run: Interpreter, node: cst.CSTNode) -> bool:
        """Whether a loop adds layers, rather than trains."""
        _, called = self._parts(run, node)
        return (bool(called & _BUILDING) or _layers(called)) and not called & _TRAINING

    def alternative(self, run: Interpreter, node: cst.CSTNode) -> bool:
        """Whether a branch builds something, rather than only trains or measures."""
        assigned, called = self._parts(run, node)
        return bool(called & _BUILDING) or bool(assigned & self.names) or _layers(called)

    def _parts(self, run: Interpreter, node: cst.CSTNode) -> tuple[frozenset[str], frozenset[str]]:
        known = self._parsed.get(id(node))
        if known is None:
            assert run.locator is not None
            assigned, called = _parts_of(run.locator.text(node))
            known = self._parsed[id(node)] = assigned, called, node
        return known[0], known[1]


def _layers(called: frozenset[str]) -> bool:
    return any(name in LAYERS for name in called)


def _parts_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a piece of code binds, and those it calls; `return` binds `return`."""
    tree = parse("async def f():\n" + "\n".join(f" {line}" for line in text.splitlines()))
    if tree is None:
        return frozenset({"return"}), frozenset({"fit"})
    assigned: set[str] = set()
    called: set[str] = set()
    for node in ast.walk(tree.body[0]):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            assigned.add(node.id)
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(
            node.ctx, ast.Load
        ):
            assigned.update(_base(node))
        elif isinstance(node, ast.Return) and node.value is not None:
            assigned.update(_uses(node.value))
        elif isinstance(node, ast.Call):
            called.update(_last(node.func))
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"append", "update"}:
                assigned.update(_base(node.func))
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            assigned.add(node.name)
        elif isinstance(node, ast.alias):
            assigned.add((node.asname or node.name).partition(".")[0])
    return frozenset(assigned), frozenset(called)


def _last(func: ast.expr) -> list[str]:
    if isinstance(func, ast.Attribute):
        return [func.attr]
    return [func.id] if isinstance(func, ast.Name) else []


def _base(node: ast.expr) -> list[str]:
    """The names that an attribute or element hangs on: `self.x[0]` gives `x`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return [node.attr if node.value.id == "self" else node.value.id]
        node = node.value
    return [node.id] if isinstance(node, ast.Name) else []


def _uses(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute):
            found.update(_base(part))
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            # `data.prepare(x)` is made of what the function `prepare` of a module is made of.
            found.update(_last(part.func) if isinstance(part.func.value, ast.Name) else ())
    return found


def _closure(sources: Mapping[str, set[str]], seeds: set[str]) -> frozenset[str]:
    """The seeds, and all that they are made of."""
    wanted, queue = set(seeds), list(seeds)
    while queue:
        more = sources.get(queue.pop(), set()) - wanted
        wanted |= more
        queue += more
    return frozenset(wanted)


def _gather(tree: ast.Module, sources: dict[str, set[str]], wanted: set[str]) -> None:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            uses = _uses(node.value) if node.value is not None else set()
            for target in targets:
                for name in _uses(target):
                    sources[name] |= uses
        elif isinstance(node, (ast.For, ast.comprehension)):
            for name in _uses(node.target):
                sources[name] |= _uses(node.iter)
        elif isinstance(node, ast.FunctionDef):
            sources[node.name] |= {
                name
                for part in ast.walk(node)
                if isinstance(part, ast.Return) and part.value is not None
                for name in _uses(part.value)
            }
        elif isinstance(node, ast.Call):
            last = _last(node.func)
            if last and (last[0] in _SEEDS or last[0] in LAYERS):
                wanted |= _uses(node)
