"""What the script's own callbacks read from the logs that `fit` hands to their methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import libcst as cst

from kerascheck.facts.call import Ref
from kerascheck.facts.scope import Function, Object
from kerascheck.sources.tree import parts
from kerascheck.values import Callback, Heard, Site, Value

_ENDS = {
    "on_epoch_end": 2,
    "on_batch_end": 2,
    "on_train_batch_end": 2,
    "on_test_batch_end": 2,
    "on_train_end": 1,
    "on_test_end": 1,
}
"""Methods whose logs have something in them, and where these stand behind `self` (Keras 3.15)."""
_READING = frozenset(
    {"print", "len", "list", "sorted", "str", "repr", "bool", "dict", "type", "isinstance"}
)
"""What a function may be called that is given the logs and leaves them as they are."""
_SIGNS = {
    cst.LessThan: "<",
    cst.GreaterThan: ">",
    cst.LessThanEqual: "<=",
    cst.GreaterThanEqual: ">=",
}
_Nested = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
N = TypeVar("N", bound=cst.CSTNode)


def heard(value: Value) -> tuple[Heard, ...]:
    """The keys that the callbacks of a `fit` read; none if any of them may add to the logs."""
    own: list[Object] = []
    for item in _flat(value):
        if isinstance(item, Object) and _is_callback(item):
            own.append(item)
        elif not isinstance(item, Callback) or item.custom or item.kind == "LambdaCallback":
            return ()
    methods = [m for item in own for m in _methods(item)]
    if any(not _only_read(method, logs) for method, logs in methods):
        return ()
    return tuple(key for method, logs in methods for key in _keys(method, logs))


def _flat(value: Value) -> Iterator[Value]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _flat(item)
    elif value is not None:
        yield value


def _is_callback(value: Object) -> bool:
    bases = value.cls.foreign()
    return bool(bases) and all(
        isinstance(base, Ref) and base.path.startswith("keras.callbacks.") for base in bases
    )


def _methods(value: Object) -> Iterator[tuple[Function, str]]:
    """The methods of a callback that get logs with something in them, and the name of these."""
    for cls in value.cls.mro():
        for name, place in _ENDS.items():
            method = cls.names.get(name)
            if isinstance(method, Function) and not method.kind:
                params = method.positional
                yield method, params[place].name.value if len(params) > place else ""


def _inside(node: cst.CSTNode, kind: type[N]) -> Iterator[N]:
    """The parts of one kind in the code of a function, without those of functions in it."""
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, kind):
            yield part
        stack.extend(child for child in parts(part) if not isinstance(child, _Nested))


def _is_name(node: cst.CSTNode | None, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _only_read(method: Function, logs: str) -> bool:
    """Whether nothing in a method can put anything into the logs, or stand in their place."""
    if not logs or isinstance(method.body, cst.BaseExpression):
        return False
    text = method.locator.text(method.body)
    if "super" in text or "get_logs" in text:
        return False
    for target in _inside(method.body, cst.AssignTarget):
        aimed = target.target
        if isinstance(aimed, cst.Subscript) and _is_name(aimed.value, logs):
            return False
    for assigned in _inside(method.body, cst.Assign):
        if any(_is_name(target.target, logs) for target in assigned.targets):
            # `logs = logs or {}` leaves them what they are.
            value = assigned.value
            if not (isinstance(value, cst.BooleanOperation) and _is_name(value.left, logs)):
                return False
        elif _is_name(assigned.value, logs):
            return False
    for call in _inside(method.body, cst.Call):
        match call.func:
            case cst.Attribute(value=cst.Name(owner), attr=cst.Name(name)) if owner == logs:
                if name in ("update", "setdefault", "pop"):
                    return False
            case cst.Name(name) if name in _READING:
                pass
            case _ if any(_is_name(arg.value, logs) for arg in call.args):
                return False
    return True


def _keys(method: Function, logs: str) -> Iterator[Heard]:
    """The keys that a method reads by `logs["key"]` or `logs.get("key")`."""
    text = method.locator.text(method.body)
    minded = " in " + logs in text or "None" in text or "try:" in text or "hasattr" in text
    compared: dict[int, str] = {}
    for node in _inside(method.body, cst.Comparison):
        for part in node.comparisons:
            sign = _SIGNS.get(type(part.operator))
            if sign:
                compared |= {id(node.left): sign, id(part.comparator): sign}
    for item in _inside(method.body, cst.Subscript):
        match item:
            case cst.Subscript(
                value=cst.Name(owner),
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as word))],
            ) if owner == logs:
                yield _heard(method, word, needed=not minded)
    for call in _inside(method.body, cst.Call):
        match call:
            case cst.Call(
                func=cst.Attribute(value=cst.Name(owner), attr=cst.Name("get")),
                args=[cst.Arg(value=cst.SimpleString() as word, keyword=None)],
            ) if owner == logs:
                sign = compared.get(id(call), "")
                needed = bool(sign) and not minded
                yield replace(_heard(method, word, needed=needed), asked=True, operator=sign)


def _heard(method: Function, word: cst.SimpleString, *, needed: bool) -> Heard:
    site = Site(method.locator, method.statement, word)
    return Heard(key=str(word.evaluated_value), method=method.name, needed=needed, site=site)
