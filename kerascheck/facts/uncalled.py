"""What nothing in the script calls: functions and methods, followed at the end of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.awaited import Awaiting
from kerascheck.facts.call import Call
from kerascheck.facts.changes import within
from kerascheck.facts.functions import instantiate, run_uncalled
from kerascheck.facts.models import ModelValue
from kerascheck.facts.scope import MISSING, Class, Function, Object
from kerascheck.values import Compile, More, NotNone, Site, Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


_BEFORE_EACH = ("setUp", "setup_method")
"""Methods that test runners call before each test."""


def follow_uncalled(run: Interpreter) -> None:
    """Follow functions and methods that nothing has called, each once."""
    instances: dict[int, Object] = {}
    awaiting = Awaiting(run)
    for function in list(run.functions):
        if function.calls or function.name.startswith("<"):
            continue
        owner: Object | None = None
        if function.owner is not None:
            owner = _instance(run, function.owner, instances)
            if function.calls:
                continue
        lists = [(v, len(v)) for v in function.scope.module.names.values() if isinstance(v, list)]
        compiled = _compiled(function, owner)
        chosen = _chosen(function, owner)
        try:
            with awaiting.during(function):
                run_uncalled(run, function, owner)
        except RecursionError:
            continue
        finally:
            _forget_appended(run, function, lists)
            if owner is not None:
                owner.attributes.update(chosen)
            for model, (fact, config) in compiled.items():
                model.compiled, model.config = fact, config


def _compiled(
    function: Function, owner: Object | None
) -> dict[ModelValue, tuple[Compile | None, dict[str, Value]]]:
    """How the models of a test case are compiled before one of its tests, if it is one.

    `setUp` makes them anew for each test, so that no test finds what another has compiled.
    """
    if owner is None or not function.name.startswith("test"):
        return {}
    if not any(owner.cls.lookup(name) is not MISSING for name in _BEFORE_EACH):
        return {}
    models = [value for value in owner.attributes.values() if isinstance(value, ModelValue)]
    return {model: (model.compiled, dict(model.config)) for model in models}


def _chosen(function: Function, owner: Object | None) -> dict[str, Value]:
    """The attributes that branches have set, made unknown for a method of another branch.

    `if kind == "lstm": self.shape = …; self.model = self.lstm()`, and so on for each kind: the
    shape that this run has chosen is not that of the methods which it has left aside.
    """
    if owner is None:
        return {}
    methods = [value for cls in owner.cls.mro() for value in cls.names.values()]
    followed = [m for m in methods if isinstance(m, Function) and m.calls and _receiver(m)]
    if not any(_calls(method, function.name) for method in followed):
        return {}
    former: dict[str, Value] = {}
    for method in followed:
        assert not isinstance(method.body, cst.BaseExpression)
        for branch in _branches(method.body.body):
            for name, node in _set_by(branch, _receiver(method)):
                if name in owner.attributes and name not in former:
                    former[name] = owner.attributes[name]
                    place = Site(method.locator, method.statement, node)
                    why = f"`{method.qualname}` sets `{name}` in a branch"
                    owner.attributes[name] = Unknown(why, place)
    return former


def _receiver(method: Function) -> str:
    """What a method calls the object that it belongs to; empty if it takes none."""
    params = method.positional
    bound = params and not method.kind and not isinstance(method.body, cst.BaseExpression)
    return params[0].name.value if bound else ""


def _calls(method: Function, name: str) -> bool:
    """Whether a method calls another one of its object."""
    call = rf"\b{re.escape(_receiver(method))}\.{re.escape(name)}\s*\("
    return re.search(call, method.locator.text(method.body)) is not None


def _branches(body: Sequence[cst.CSTNode]) -> Iterator[Sequence[cst.CSTNode]]:
    """The blocks that conditions choose between, in a block and in the blocks in it."""
    for node in body:
        inner = getattr(getattr(node, "body", None), "body", None)
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)) or inner is None:
            continue
        if isinstance(node, (cst.If, cst.Else)):
            yield inner
        yield from _branches(inner)
        if isinstance(node, (cst.If, cst.Try, cst.For, cst.While)) and node.orelse is not None:
            yield from _branches([node.orelse])


def _forget_appended(
    run: Interpreter, function: Function, lists: list[tuple[list[Value], int]]
) -> None:
    """What a function adds to lists of its module is not there before something calls it."""
    for items, length in lists:
        if len(items) > length:
            why = f"`{function.qualname}` may add items, but nothing here calls it"
            del items[length:]
            items.append(More(why, Site(function.locator, function.statement, None)))


def _instance(run: Interpreter, cls: Class, instances: dict[int, Object]) -> Object:
    """An object of a class that nothing in the file makes, its arguments unknown."""
    heir = _heir(run, cls)
    if heir is not None:
        return _instance(run, heir, instances)
    if id(cls) not in instances:
        call = Call("", cls.site, [], {}, run, complete=False)
        known = cls.made
        run.frame.called = False
        run.locator, run.statement = cls.site.locator, cls.site.statement
        try:
            made = instantiate(run, cls, call)
        finally:
            run.frame.called = True
        instances[id(cls)] = made if isinstance(made, Object) else Object(cls, cls.site)
        _forget_settings(instances[id(cls)])
        model = instances[id(cls)].keras
        if known and isinstance(model, ModelValue):
            # The script makes its own; this one is there for the methods that nothing calls.
            run.record.models.remove(model)
    return instances[id(cls)]


def _heir(run: Interpreter, cls: Class) -> Class | None:
    """The class that stands for one with methods for others to write, of which none is made."""
    open_methods = [] if cls.made else [n for n in cls.names if _is_open(cls.names[n])]
    if not open_methods:
        return None
    for other in dict.fromkeys(f.owner for f in run.functions if f.owner not in (None, cls)):
        if cls in other.mro() and not any(_is_open(other.lookup(name)) for name in open_methods):
            return other
    return None


def _is_open(method: Value) -> bool:
    """Whether all that a method does is to raise `NotImplementedError`."""
    if not isinstance(method, Function) or isinstance(method.body, cst.BaseExpression):
        return False
    match [node for node in within(method.body.body) if not _is_text(node)]:
        case [cst.Raise(exc=raised)]:
            name = raised.func if isinstance(raised, cst.Call) else raised
            return isinstance(name, cst.Name) and name.value == "NotImplementedError"
    return False


def _is_text(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString)


def _forget_settings(instance: Object) -> None:
    """Make unknown what methods that nothing calls may have set by the time of another one.

    `self.classes = None` in `__init__` holds a place until `load` or `fit` set it.
    """
    for method in [value for cls in instance.cls.mro() for value in cls.names.values()]:
        if not isinstance(method, Function) or method.calls or not _receiver(method):
            continue
        assert not isinstance(method.body, cst.BaseExpression)
        for name, node in _set_by(method.body.body, _receiver(method)):
            former = instance.attributes.get(name, MISSING)
            if _is_literal(former):
                why = f"`{method.qualname}` sets `{name}` as well"
                place = Site(method.locator, method.statement, node)
                instance.attributes[name] = (Unknown if former is None else NotNone)(why, place)


def _set_by(body: Sequence[cst.CSTNode], receiver: str) -> Iterator[tuple[str, cst.CSTNode]]:
    """The attributes of an object that a block assigns, and where."""
    for node in within(body):
        for target in node.targets if isinstance(node, cst.Assign) else ():
            match target.target:
                case cst.Attribute(cst.Name(owner), cst.Name(name)) if owner == receiver:
                    yield name, node


def _is_literal(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_literal, value))
    return value is None or isinstance(value, (bool, int, float, str))
