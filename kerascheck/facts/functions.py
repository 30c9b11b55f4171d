"""Functions and classes of the script: binding arguments, running bodies, making objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.call import Call
from kerascheck.facts.changes import filled
from kerascheck.facts.generators import lasts
from kerascheck.facts.interpreter import Signal
from kerascheck.facts.keras_objects import initialise
from kerascheck.facts.models import ModelValue
from kerascheck.facts.scope import Class, Function, Object, Scope
from kerascheck.facts.subclasses import derive, finish, prepare
from kerascheck.values import Data, Kind, Layer, More, Site, Unknown, Value, open_ended

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def call_function(
    run: Interpreter, function: Function, call: Call, *, bound: Value = None
) -> Value:
    """The result of a function of the script with the arguments it is given."""
    function.calls += 1
    active = [frame.function for frame in run.frames]
    if active.count(function) >= run.limits.recursion:
        _open_filled(function, call, bound)
        return call.unknown(f"`{function.name}` calls itself")
    if len(active) > run.limits.depth:
        return call.unknown("calls are nested too deeply to follow")
    args = list(call.args)
    if bound is not None and function.kind != "staticmethod":
        owner = bound.cls if function.kind == "classmethod" and isinstance(bound, Object) else bound
        args.insert(0, owner)
    scope = Scope(function.scope, function)
    given = {param.name.value for param, _ in zip(function.positional, args, strict=False)}
    kwargs = dict(call.kwargs)
    if not _takes(function, args, call):
        # Which parameter each value was meant for is open: the script stops, or a decorator,
        # or another version of the function, takes them differently.
        doubt = Unknown(f"this call does not fit the parameters of `{function.name}`", call.site)
        kept = len(args) - len(call.args)
        args = args[:kept] + [doubt] * len(call.args)
        kwargs = dict.fromkeys(kwargs, doubt)
    _bind(run, function, scope, args, kwargs, call)
    return _run_body(run, function, scope, call.site, frozenset(given | call.kwargs.keys()))


def _open_filled(function: Function, call: Call, bound: Value) -> None:
    """Leave open what a call that is not followed adds to the lists that it is given."""
    if isinstance(function.body, cst.BaseExpression):
        return
    names = filled(function.body.body)
    args = call.args if bound is None or function.kind == "staticmethod" else [bound, *call.args]
    pairs = zip(function.positional, args, strict=False)
    given = {param.name.value: value for param, value in pairs}
    more = More(f"`{function.name}` may add items where it calls itself", call.site)
    for name, value in (*given.items(), *call.kwargs.items()):
        if isinstance(value, list) and name in names:
            for items in (value, *(item for item in value if isinstance(item, list))):
                if not open_ended(items):
                    items.append(more)


def _run_body(
    run: Interpreter, function: Function, scope: Scope, site: Site, given: frozenset[str]
) -> Value:
    with run.entered(function, scope) as frame:
        frame.given = given
        run.statement = function.statement
        if isinstance(function.body, cst.BaseExpression):
            return run.evaluate(function.body)
        signal = run.execute(function.body.body)
    if function.generator:
        return _generated(frame.yielded, site).but(endless=lasts(function.body))
    if signal is Signal.RAISE:
        # The sides taken in this run are not those that the script gets past.
        return Unknown(f"`{function.name}` raises on this side of its conditions", site)
    if function.with_gradient:
        return _without_gradient(function, frame.returned, site)
    return frame.returned


def _without_gradient(function: Function, returned: Value, site: Site) -> Value:
    """What is left of `return y, grad` behind `tf.custom_gradient`."""
    if isinstance(returned, (tuple, list)) and len(returned) == 2:
        return returned[0]
    return Unknown(f"`{function.name}` returns no pair that is known", site)


def _generated(yielded: list[Value], site: Site) -> Data:
    """A generator as data: the pairs it yields, as far as the first one tells."""
    first = yielded[0] if yielded else Unknown("nothing that is known is yielded", site)
    if isinstance(first, (tuple, list)) and len(first) >= 2:
        return Data(kind=Kind.GENERATOR, x=first[0], y=first[1])
    return Data(kind=Kind.GENERATOR, x=first)


def _takes(function: Function, args: list[Value], call: Call) -> bool:
    """Whether a function can be called so, for calls that stand in the source."""
    if not call.complete or not call.places:
        return True
    params, positional = function.params, function.positional
    if len(args) > len(positional) and not isinstance(params.star_arg, cst.Param):
        return False
    named = (*params.params, *params.kwonly_params)
    names = {param.name.value for param in named}
    if params.star_kwarg is None and not call.kwargs.keys() <= names:
        return False
    rest = (*positional[len(args) :], *params.kwonly_params)
    return all(
        param.name.value in call.kwargs or param.name.value in function.defaults for param in rest
    )


def _bind(
    run: Interpreter,
    function: Function,
    scope: Scope,
    args: list[Value],
    kwargs: dict[str, Value],
    call: Call,
) -> None:
    params = function.params
    for param in function.positional:
        name = param.name.value
        if args:
            scope.names[name] = args.pop(0)
        else:
            scope.names[name] = _keyword(run, function, name, kwargs, call)
    if isinstance(params.star_arg, cst.Param):
        rest: Value = tuple(args)
        if not call.complete:
            rest = Unknown("arguments that are not known", call.site)
        scope.names[params.star_arg.name.value] = rest
    for param in params.kwonly_params:
        name = param.name.value
        scope.names[name] = _keyword(run, function, name, kwargs, call)
    if params.star_kwarg is not None:
        more: Value = kwargs
        if not call.complete:
            more = Unknown("arguments that are not known", call.site)
        scope.names[params.star_kwarg.name.value] = more


def _keyword(
    run: Interpreter, function: Function, name: str, kwargs: dict[str, Value], call: Call
) -> Value:
    if name in kwargs:
        return kwargs.pop(name)
    if not call.complete:
        return Unknown(f"`{name}` may come from unpacked arguments", call.site)
    if name in function.defaults:
        return function.defaults[name]
    return Unknown(f"`{name}` is not given in this call", call.site)


def instantiate(run: Interpreter, cls: Class, call: Call) -> Value:
    """A new object of a class of the script."""
    instance = Object(cls, call.site)
    cls.made = True
    prepare(run, instance)
    function = cls.lookup("__init__")
    if isinstance(function, Function):
        call_function(run, function, call, bound=instance)
    elif isinstance(instance.keras, ModelValue):
        initialise(run, instance.keras, call)
    elif isinstance(instance.keras, Layer):
        instance.keras.extra.update(call.kwargs)
        derive(run, instance, call)
    elif call.kwargs or call.args or not call.complete:
        _fields(instance, call)
    finish(run, instance)
    return instance


def _fields(instance: Object, call: Call) -> None:
    """Set what a dataclass or a base class that is not known may set."""
    names = [name for cls in reversed(instance.cls.mro()) for name in cls.names]
    for name, value in zip(names, call.args, strict=False):
        instance.attributes[name] = value
    if not call.complete:
        for cls in instance.cls.mro():
            for name in cls.names.keys() - instance.attributes.keys():
                if not isinstance(cls.names[name], Function):
                    why = f"`{name}` may come from unpacked arguments"
                    instance.attributes[name] = Unknown(why, call.site)
    instance.attributes.update(call.kwargs)


def run_uncalled(run: Interpreter, function: Function, owner: Object | None) -> None:
    """Follow a function that nothing in the file calls, with parameters that are not known."""
    scope = Scope(function.scope, function)
    params = function.params
    every = list(function.parameters)
    every += [p for p in (params.star_arg, params.star_kwarg) if isinstance(p, cst.Param)]
    for param in every:
        name = param.name.value
        why = f"`{name}` is a parameter of `{function.qualname}`, which nothing here calls"
        scope.names[name] = Unknown(why, Site(function.locator, function.statement, param))
    if owner is not None and every and function.kind not in {"staticmethod", "classmethod"}:
        scope.names[every[0].name.value] = owner
    function.calls += 1
    with run.entered(function, scope) as frame:
        frame.called = False
        run.statement = function.statement
        if not isinstance(function.body, cst.BaseExpression):
            run.execute(function.body.body)
