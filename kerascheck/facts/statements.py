"""What statements do."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from kerascheck.facts import growing
from kerascheck.facts.appending import paired
from kerascheck.facts.attempts import attempts, expects
from kerascheck.facts.branches import decide, leaves
from kerascheck.facts.changes import changed, entries, within
from kerascheck.facts.deleting import delete
from kerascheck.facts.dropped import note_discarded
from kerascheck.facts.generators import always
from kerascheck.facts.imports import import_from, import_names
from kerascheck.facts.interpreter import Execute, Interpreter, Signal
from kerascheck.facts.models import ModelValue, set_trainable
from kerascheck.facts.operators import augmented, truth
from kerascheck.facts.scope import Class, Function, Scope
from kerascheck.facts.storing import note_skipped
from kerascheck.facts.tapes import Tape, recording
from kerascheck.facts.unpacking import bind_target, item_of, items_of
from kerascheck.values import (
    Data,
    Kind,
    Layer,
    More,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
    count_of,
    open_ended,
)


def _line(
    run: Interpreter, node: cst.SimpleStatementLine | cst.SimpleStatementSuite
) -> Signal | None:
    # Small statements stand in the line's position, so the line stays the statement of record.
    for small in node.body:
        handler = STATEMENTS.get(type(small))
        signal = handler(run, small) if handler else None
        if signal is not None:
            return signal
    return None


def _expression(run: Interpreter, node: cst.Expr) -> Signal | None:
    value = node.value
    result = run.evaluate(value)
    if isinstance(result, Tensor):
        note_discarded(run, result)
    if isinstance(result, Data) and result.kind is Kind.DATASET:
        step = result.steps[-1] if result.steps else None
        if step is not None and step.site.node is value:
            run.record.lost.append(result)
    if isinstance(value, cst.Call):
        name = value.func.attr if isinstance(value.func, cst.Attribute) else value.func
        if isinstance(name, cst.Name) and name.value in {"exit", "_exit", "quit"}:
            return Signal.RAISE
    return None


def _assign(run: Interpreter, node: cst.Assign) -> Signal | None:
    value = growing.grown(run, node, _evaluated(run, node.value))
    for target in node.targets:
        bind_target(run, target.target, value)
    return None


def _annotated(run: Interpreter, node: cst.AnnAssign) -> Signal | None:
    if node.value is not None:
        bind_target(run, node.target, _evaluated(run, node.value))
    return None


def _evaluated(run: Interpreter, node: cst.BaseExpression) -> Value:
    """The value to assign; unknown where its evaluation depends on something unknown."""
    try:
        return run.evaluate(node)
    except UndeterminedError as undetermined:
        return Unknown(str(undetermined), run.site(node))


def _augmented(run: Interpreter, node: cst.AugAssign) -> Signal | None:
    left, right = run.evaluate(node.target), run.evaluate(node.value)
    value = augmented(run, type(node.operator), left, right, run.site(node))
    bind_target(run, node.target, value)
    return None


def _return(run: Interpreter, node: cst.Return) -> Signal | None:
    run.frame.returned = None if node.value is None else run.evaluate(node.value)
    return Signal.RETURN


def _global(run: Interpreter, node: cst.Global) -> Signal | None:
    for item in node.names:
        run.scope.redirected[item.name.value] = run.scope.module
    return None


def _nonlocal(run: Interpreter, node: cst.Nonlocal) -> Signal | None:
    for item in node.names:
        scope = run.scope.outer.find(item.name.value) if run.scope.outer else None
        if scope is not None:
            run.scope.redirected[item.name.value] = scope
    return None


def _if(run: Interpreter, node: cst.If) -> Signal | None:
    known = truth(run.evaluate(node.test))
    if known is None:
        favoured = not leaves(node.body) or _orelse_leaves(node)
        outer, run.deciding = run.deciding, node
        try:
            known = decide(
                run,
                node.test,
                favoured=favoured,
                matters=run.tables.matters(run, node),
                alternative=run.tables.alternative(run, node),
            )
        finally:
            run.deciding = outer
    note_skipped(run, node.orelse if known else node.body)
    if known:
        return run.execute(node.body.body)
    if isinstance(node.orelse, cst.If):
        return run.run(node.orelse)
    return run.execute(node.orelse.body.body) if node.orelse is not None else None


def _orelse_leaves(node: cst.If) -> bool:
    orelse = node.orelse
    return isinstance(orelse, cst.Else) and leaves(orelse.body)


def _for(run: Interpreter, node: cst.For) -> Signal | None:
    known = len(run.record.marks.get("cross-validation", []))
    value = run.evaluate(node.iter)
    splits = run.record.marks.get("cross-validation", [])
    made, fitted = len(run.record.models), len(run.record.fits)
    signal = _loop(run, node, value)
    if len(splits) > known:
        run.record.note_folds(made, fitted, splits[-1])
    elif len(run.record.fits) > fitted:
        run.record.note_own_folds(made, fitted)
    return signal


def _loop(run: Interpreter, node: cst.For, value: Value) -> Signal | None:
    # A range is followed only as far as a loop is unrolled; one more shows that there is more.
    items = items_of(
        run, value[: run.limits.unroll + 1] if isinstance(value, (range, str)) else value
    )
    bound = run.limits.idle_unroll
    if items is not None and len(items) > bound:
        layers = all(isinstance(item, (Layer, ModelValue)) for item in items)
        if layers or run.tables.builds(run, node):
            bound = run.limits.unroll
    cut = items is not None and len(items) > min(bound, run.limits.turns - run.turns)
    partial = items is None or cut or open_ended(items)
    turns = None if items is None else count_of(items)
    if isinstance(value, (range, str)):
        turns = len(value)
    if items is not None and paired(items) is not None:
        items = items[::2]  # What stands for the others is of the class of the one before it.
    if items is None:
        items = [item_of(run, value, node.iter)]
    elif cut:
        _leave(run, node, items[1:])
        items = items[:1]
    before = len(run.record.fits)
    body = node.body.body
    sizes = growing.before(run, body) if partial else {}
    with run.loop(node, partial=partial, turns=turns if cut else None):
        signal = _turns(run, node, items)
    if partial or _enough(run, before):
        _forget(run, body)
        growing.open_sizes(run, body, sizes)
    if signal is Signal.BREAK:
        return None
    if signal is None and node.orelse is not None:
        return run.execute(node.orelse.body.body)
    return signal


def _leave(run: Interpreter, node: cst.For, items: Sequence[Value]) -> None:
    """Whether the layers for which a loop is not followed are frozen by it is not known."""
    assert run.locator is not None
    if "trainable" in run.locator.text(node):
        why = Unknown("set in a loop whose turns are not all followed", run.site(node))
        for item in items:
            if isinstance(item, (Layer, ModelValue)):
                set_trainable(item, why, run.site(node))


def _turns(run: Interpreter, node: cst.For, items: Sequence[Value]) -> Signal | None:
    run.turns += len(items)
    before = len(run.record.fits)
    for item in items:
        bind_target(run, node.target, item)
        signal = run.execute(node.body.body)
        if signal is not None and signal is not Signal.CONTINUE:
            return signal
        if _enough(run, before):
            break
    return None


def _enough(run: Interpreter, before: int) -> bool:
    """Whether a loop trains, `before` trainings behind, and as many are noted as are looked at."""
    made = len(run.record.fits)
    return made > before and made >= run.limits.trainings


def _while(run: Interpreter, node: cst.While) -> Signal | None:
    turns = 0
    bound = run.limits.unroll if run.tables.builds(run, node) else run.limits.idle_unroll
    while turns < min(bound, run.limits.turns - run.turns):
        known = truth(run.evaluate(node.test))
        if known is False:
            return run.execute(node.orelse.body.body) if node.orelse is not None else None
        if known is None or (turns == 0 and always(node.test)):
            break
        with run.loop(node, partial=False):
            signal = run.execute(node.body.body)
        turns += 1
        run.turns += 1
        if signal is Signal.BREAK:
            return None
        if signal is not None and signal is not Signal.CONTINUE:
            return signal
    sizes = growing.before(run, node.body.body)
    with run.loop(node, partial=True):
        signal = run.execute(node.body.body)
    _forget(run, node.body.body)
    growing.open_sizes(run, node.body.body, sizes)
    return signal if signal in (Signal.RETURN, Signal.RAISE) else None


def _forget(run: Interpreter, body: Sequence[cst.CSTNode]) -> None:
    """What a loop changes is not known after a part of its turns."""
    for name in changed(body):
        scope = run.scope.find(name)
        if scope is None:
            continue
        value = scope.names[name]
        why = More(
            f"`{name}` changes in a loop whose turns are not all followed", run.site(run.statement)
        )
        if isinstance(value, (int, float, str, tuple, set)):
            scope.names[name] = Unknown(why.why, why.site)
        elif isinstance(value, list) and not open_ended(value):
            # The list itself stays, for it may have other names; one item stands for the rest.
            value.append(why)
        elif isinstance(value, dict):
            value[why] = why
    for name, key in entries(body):
        scope = run.scope.find(name)
        known = None if scope is None else scope.names[name]
        if isinstance(known, dict) and isinstance(known.get(key), (int, float, str, tuple, set)):
            place = run.site(run.statement)
            known[key] = Unknown(f"`{name}[{key!r}]` changes in a loop", place)


def _with(run: Interpreter, node: cst.With) -> Signal | None:
    expected = any(expects(item.item) for item in node.items)
    run.tried += expected
    run.failing += expected
    if expected:
        run.record.expected.append(run.site(node))
    try:
        return _entered(run, node)
    finally:
        run.tried -= expected
        run.failing -= expected


def _entered(run: Interpreter, node: cst.With) -> Signal | None:
    tapes = []
    for item in node.items:
        value = run.evaluate(item.item)
        if isinstance(value, Tape):
            tapes.append(value)
        if item.asname is not None:
            bind_target(run, item.asname.name, value)
    if not tapes:
        return run.execute(node.body.body)
    with recording(run, tapes, node.body):
        return run.execute(node.body.body)


def _try(run: Interpreter, node: cst.Try | cst.TryStar) -> Signal | None:
    before = dict(run.scope.names)
    expected = attempts(node)
    run.tried += expected
    try:
        signal = run.execute(node.body.body)
    finally:
        run.tried -= expected
    if signal is Signal.RAISE and node.handlers:
        signal = run.execute(node.handlers[0].body.body)
    elif signal is None:
        _alternatives(run, node, before)
        if node.orelse is not None:
            signal = run.execute(node.orelse.body.body)
    if node.finalbody is not None:
        signal = run.execute(node.finalbody.body.body) or signal
    return signal


def _alternatives(run: Interpreter, node: cst.Try | cst.TryStar, before: dict[str, Value]) -> None:
    """Names that only a handler binds, as in `except ImportError: import …`, are bound too."""
    kept = dict(run.scope.names)
    for handler in node.handlers:
        imports = [
            line
            for line in handler.body.body
            if isinstance(line, cst.SimpleStatementLine)
            and all(isinstance(small, (cst.Import, cst.ImportFrom)) for small in line.body)
        ]
        run.execute(imports)
    for name, value in kept.items():
        # What the `try` block imported stays, unless it could not be resolved.
        if not isinstance(value, Unknown) or name in before:
            run.scope.names[name] = value


def _function(run: Interpreter, node: cst.FunctionDef) -> Signal | None:
    run.scope.bind(node.name.value, make_function(run, node, owner=None))
    return None


def make_function(run: Interpreter, node: cst.FunctionDef, *, owner: Class | None) -> Value:
    """The function that a definition makes, with its decorators applied where they are known."""
    assert run.locator is not None
    scope = run.scope if owner is None else (run.scope.outer or run.scope)
    function = Function(
        node.name.value, node.params, node.body, scope, run.locator, run.statement, owner=owner
    )
    for param in function.parameters:
        if param.default is not None:
            function.defaults[param.name.value] = run.evaluate(param.default)
    function.generator = _yields(node.body)
    for decorator in node.decorators:
        name = decorator.decorator
        name = name.func if isinstance(name, cst.Call) else name
        last = name.attr.value if isinstance(name, cst.Attribute) else getattr(name, "value", "")
        if last == "custom_gradient":
            run.mark("custom-gradient", run.site(decorator))
            function.with_gradient = True
        if last in {"property", "staticmethod", "classmethod", "cached_property"}:
            function.kind = "property" if last == "cached_property" else last
    run.functions.append(function)
    run.record.definitions.setdefault(function.name, run.site(node.name))
    return function


def _yields(body: cst.BaseSuite) -> bool:
    """Whether a function is a generator; functions inside it do not count."""
    return any(
        isinstance(node, (cst.Expr, cst.Assign)) and isinstance(node.value, cst.Yield)
        for node in within(body.body)
    )


def _class(run: Interpreter, node: cst.ClassDef) -> Signal | None:
    bases = [run.evaluate(base.value) for base in node.bases if base.star == ""]
    cls = Class(node.name.value, bases, {}, run.site(node.name))
    outer, run.scope = run.scope, Scope(run.scope, run.scope.function)
    run.scope.module = outer.module
    try:
        for statement in node.body.body:
            if isinstance(statement, cst.FunctionDef):
                saved, run.statement = run.statement, statement
                _method(run, cls, statement)
                run.statement = saved
            else:
                run.run(statement)
    finally:
        cls.names, run.scope = run.scope.names, outer
    run.record.definitions.setdefault(cls.name, cls.site)
    run.scope.bind(node.name.value, cls)
    return None


def _method(run: Interpreter, cls: Class, node: cst.FunctionDef) -> None:
    """Bind a method in the scope of its class; a setter goes to the property of its name."""
    names, name = run.scope.names, node.name.value
    made, known = make_function(run, node, owner=cls), names.get(name)
    roles = [
        one.decorator.attr.value
        for one in node.decorators
        if isinstance(one.decorator, cst.Attribute)
        and isinstance(one.decorator.value, cst.Name)
        and one.decorator.value.value == name
    ]
    if isinstance(known, Function) and known.kind == "property" and isinstance(made, Function):
        if "setter" in roles:
            known.setter = made
        if not {"setter", "deleter"}.isdisjoint(roles):
            # Where nothing assigns, its parameter says nothing about what is there.
            run.functions.remove(made)
            return
    names[name] = made


def _match(run: Interpreter, node: cst.Match) -> Signal | None:
    subject = run.evaluate(node.subject)
    for case in node.cases:
        pattern = case.pattern
        if isinstance(pattern, cst.MatchValue):
            value = run.evaluate(pattern.value)
            if truth(subject) is not None and not isinstance(subject, Unknown):
                if value == subject:
                    return run.execute(case.body.body)
                continue
        return run.execute(case.body.body)
    return None


def _raise(run: Interpreter, node: cst.Raise) -> Signal | None:
    return Signal.RAISE


STATEMENTS: dict[type, Execute] = {
    cst.SimpleStatementLine: _line,
    cst.SimpleStatementSuite: _line,
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Del: delete,
    cst.Return: _return,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Import: import_names,
    cst.ImportFrom: import_from,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Match: _match,
    cst.Raise: _raise,
    cst.Break: lambda _, __: Signal.BREAK,
    cst.Continue: lambda _, __: Signal.CONTINUE,
}
