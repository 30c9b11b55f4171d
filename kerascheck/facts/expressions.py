"""The values of expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from types import NoneType
from typing import Any

import libcst as cst

from kerascheck.facts.appending import comprehended, labels_of
from kerascheck.facts.attributes import attribute, subscript
from kerascheck.facts.branches import decide
from kerascheck.facts.call import Instance, Ref
from kerascheck.facts.calls import call_expression
from kerascheck.facts.interpreter import Evaluate, Interpreter
from kerascheck.facts.libraries.frequencies import mapped
from kerascheck.facts.libraries.tables import Log
from kerascheck.facts.lookup import look_up
from kerascheck.facts.operators import binary, compare, truth, unary
from kerascheck.facts.scope import Function, Scope
from kerascheck.facts.storing import note_skipped
from kerascheck.facts.unpacking import bind_target, item_of, items_of
from kerascheck.facts.written import HISTORY, note_attribute, note_key, note_name
from kerascheck.keras_api.metrics import from_string
from kerascheck.values import Fit, More, Unknown, Value, ending, open_ended

_CONSTANTS: dict[str, Value] = {"True": True, "False": False, "None": None, "__debug__": True}


def _name(run: Interpreter, node: cst.Name) -> Value:
    if node.value in _CONSTANTS:
        return _CONSTANTS[node.value]
    return look_up(run, node.value, node)


def _integer(_: Interpreter, node: cst.Integer) -> Value:
    digits = node.value
    if len(digits) > 4_000:
        return Unknown("a number of thousands of digits")
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return int(digits.replace("_", ""))
    return int(digits.replace("_", ""), 0)


def _float(_: Interpreter, node: cst.Float) -> Value:
    return float(node.value.replace("_", ""))


_MARKS = frozenset("%{$")
_PLACEHOLDER = re.compile(r"%%\w+%%|\{\{\s*[\w.]+\s*\}\}|\$\{\w+\}")
"""What another program replaces before the script runs: `%%name%%`, `{{ name }}`, `${name}`."""


def _string(run: Interpreter, node: cst.SimpleString) -> Value:
    text = node.value
    if text[0] in "'\"" and "\\" not in text:
        quote = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        plain = text[quote:-quote]
        if plain[:1] in _MARKS and _PLACEHOLDER.fullmatch(plain):
            return Unknown("a placeholder of a template", run.site(node))
        return plain
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return Unknown("a string that cannot be read")


def _joined_strings(run: Interpreter, node: cst.ConcatenatedString) -> Value:
    left, right = run.evaluate(node.left), run.evaluate(node.right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    return left if isinstance(left, Unknown) else right


def _formatted(run: Interpreter, node: cst.FormattedString) -> Value:
    parts: list[str | Unknown] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            parts.append(part.value)
        elif isinstance(part, cst.FormattedStringExpression):
            value = run.evaluate(part.expression)
            if isinstance(value, Unknown):
                parts.append(value)
            elif isinstance(value, (str, int, float)) and part.format_spec is None:
                parts.append(str(value))
            else:
                parts.append(Unknown("a text with a value that is not known", run.site(node)))
    texts = [part for part in parts if isinstance(part, str)]
    whole = len(texts) == len(parts)
    return "".join(texts) if whole else ending(*parts, site=run.site(node))


def _sequence(make: Callable[[list[Value]], Value]) -> Evaluate:
    def evaluate(run: Interpreter, node: cst.Tuple | cst.List | cst.Set) -> Value:
        values: list[Value] = []
        hidden: Unknown | None = None
        for element in node.elements:
            value = run.evaluate(element.value)
            if isinstance(element, cst.StarredElement):
                unpacked = items_of(run, value)
                if unpacked is None:
                    why = value.why if isinstance(value, Unknown) else "unpacked with `*`"
                    hidden = Unknown(why, run.site(element.value))
                    values.append(hidden)
                else:
                    values.extend(unpacked)
            else:
                values.append(value)
        if hidden is not None and all(isinstance(v, (int, Unknown, NoneType)) for v in values):
            # A shape with an unknown number of axes.
            return hidden
        return make(values)

    return evaluate


def _make_set(values: list[Value]) -> Value:
    try:
        return set(values)
    except TypeError:
        return Unknown("a set of values that cannot be hashed")


def _dict(run: Interpreter, node: cst.Dict) -> Value:
    result: dict[Value, Value] = {}
    for element in node.elements:
        value = run.evaluate(element.value)
        if isinstance(element, cst.DictElement):
            key = run.evaluate(element.key)
            try:
                result[key] = value
            except TypeError:
                return Unknown("a dict whose keys are not known", run.site(node))
        elif isinstance(value, dict):
            result.update(value)
        else:
            return Unknown("a dict that unpacks one that is not known", run.site(node))
    return result


def _binary(run: Interpreter, node: cst.BinaryOperation) -> Value:
    # Long chains lean to the left, so they are followed by a loop.
    chain: list[cst.BinaryOperation] = []
    first: cst.BaseExpression = node
    while isinstance(first, cst.BinaryOperation):
        chain.append(first)
        first = first.left
    value = run.evaluate(first)
    for operation in reversed(chain):
        right = run.evaluate(operation.right)
        value = binary(run, type(operation.operator), value, right, run.site(operation))
    return value


def _unary(run: Interpreter, node: cst.UnaryOperation) -> Value:
    return unary(run, type(node.operator), run.evaluate(node.expression), run.site(node))


def _boolean(run: Interpreter, node: cst.BooleanOperation) -> Value:
    left = run.evaluate(node.left)
    known = truth(left)
    if known is None:
        right = run.evaluate(node.right)
        return left if isinstance(left, Unknown) or not isinstance(right, Unknown) else right
    if known is isinstance(node.operator, cst.Or):
        return left
    return run.evaluate(node.right)


def _comparison(run: Interpreter, node: cst.Comparison) -> Value:
    left = run.evaluate(node.left)
    result: Value = True
    for target in node.comparisons:
        right = run.evaluate(target.comparator)
        result = compare(run, type(target.operator), left, right, run.site(node))
        if truth(result) is not True:
            return result
        left = right
    return result


def _conditional(run: Interpreter, node: cst.IfExp) -> Value:
    known = truth(run.evaluate(node.test))
    if known is None:
        if not run.tables.matters(run, node) or _of_the_type(node):
            return Unknown("depends on a condition that is not known", run.site(node))
        known = decide(run, node.test, favoured=True, matters=True)
    note_skipped(run, node.orelse if known else node.body)
    return run.evaluate(node.body if known else node.orelse)


def _of_the_type(node: cst.IfExp) -> bool:
    """Whether a value is read from an object of one type: `1 if type(x) is list else x.shape[1]`.

    What a script gives has one type, which is not known here; the other answer is that of no run.
    """
    test = node.test.left if isinstance(node.test, cst.Comparison) else node.test
    if not isinstance(test, cst.Call) or not isinstance(test.func, cst.Name) or not test.args:
        return False
    asked = test.args[0].value
    return (
        test.func.value in ("type", "isinstance")
        and isinstance(asked, cst.Name)
        and any(_whose(part) == asked.value for part in (node.body, node.orelse))
    )


def _whose(node: cst.BaseExpression) -> str:
    """The name whose attribute or element is read, as `x` in `x.shape[1]`; empty if none is."""
    read = node
    while isinstance(read, (cst.Attribute, cst.Subscript)):
        read = read.value
    return read.value if isinstance(read, cst.Name) and read is not node else ""


def _lambda(run: Interpreter, node: cst.Lambda) -> Value:
    assert run.locator is not None
    function = Function(
        "<lambda>", node.params, node.body, run.scope, run.locator, run.statement, kind="lambda"
    )
    for param in function.parameters:
        if param.default is not None:
            function.defaults[param.name.value] = run.evaluate(param.default)
    return function


def _comprehend(run: Interpreter, part: cst.CompFor, body: Callable[[], None]) -> bool:
    """Run `body` for every item; False if the items are not all known."""
    collection = run.evaluate(part.iter)
    values = items_of(run, collection)
    bound = min(run.limits.unroll, run.limits.turns - run.turns)
    cut = values is not None and len(values) > bound
    complete = values is not None and not cut and not open_ended(values)
    if values is None:
        values = [item_of(run, collection, part.iter)]
    elif cut:
        values = values[:1]
    run.turns += len(values)
    with run.loop(part, partial=not complete):
        for value in values:
            bind_target(run, part.target, value)
            tests = [truth(run.evaluate(test.test)) for test in part.ifs]
            if False in tests:
                continue
            if None in tests:
                complete = False
            if part.inner_for_in is not None:
                complete &= _comprehend(run, part.inner_for_in, body)
            else:
                body()
    return complete


def _comprehension(make: Callable[[list[Value]], Value]) -> Evaluate:
    def evaluate(run: Interpreter, node: Any) -> Value:
        values: list[Value] = []
        outer, run.scope = run.scope, Scope(run.scope, run.scope.function)
        try:
            complete = _comprehend(run, node.for_in, lambda: values.append(run.evaluate(node.elt)))
        finally:
            run.scope = outer
        if complete:
            return make(values)
        why = "a comprehension over a collection that is not known"
        if len(values) > 1 and isinstance(node, cst.ListComp) and run.locator is not None:
            labels = labels_of(run, run.locator.text(node), values)
            if labels is not None:
                return labels
        if values and make is not _make_set:
            return make([*values[:1], _others(run, node, why)])
        return Unknown(why, run.site(node))

    return evaluate


def _others(run: Interpreter, node: cst.CSTNode, why: str) -> Unknown:
    """What stands for the items of a comprehension after its first one."""
    assert run.locator is not None
    site = run.site(node)
    windows = isinstance(node, cst.ListComp) and comprehended(run, run.locator.text(node))
    return More(why, site, windows or "")


def _dict_comprehension(run: Interpreter, node: cst.DictComp) -> Value:
    result: dict[Value, Value] = {}
    pairs: list[tuple[Value, Value]] = []

    def add() -> None:
        pairs.append((run.evaluate(node.key), run.evaluate(node.value)))

    outer, run.scope = run.scope, Scope(run.scope, run.scope.function)
    try:
        complete = _comprehend(run, node.for_in, add)
    finally:
        run.scope = outer
    try:
        result = dict(pairs)
    except TypeError:
        complete = False
    if complete:
        return result
    return mapped([v for _, v in pairs], run.site(node), [k for k, _ in pairs])


def _named(run: Interpreter, node: cst.NamedExpr) -> Value:
    value = run.evaluate(node.value)
    bind_target(run, node.target, value)
    return value


def _await(run: Interpreter, node: cst.Await) -> Value:
    return run.evaluate(node.expression)


def _yield(run: Interpreter, node: cst.Yield) -> Value:
    value: Value = None
    if isinstance(node.value, cst.From):
        inner = items_of(run, run.evaluate(node.value.item))
        value = inner[0] if inner else Unknown("an item of another generator", run.site(node))
    elif node.value is not None:
        value = run.evaluate(node.value)
    run.frame.yielded.append(value)
    return Unknown("what is sent into a generator", run.site(node))


def _attribute(run: Interpreter, node: cst.Attribute) -> Value:
    owner = run.evaluate(node.value)
    if isinstance(owner, Ref):
        note_name(run, owner, node.attr.value, node)
    else:
        note_attribute(run, owner, node)
        if isinstance(owner, Log) and from_string(node.attr.value.removeprefix("val_")) is not None:
            _note_column(run, owner, node, node.attr.value, node.attr)
    return attribute(run, owner, node.attr.value, run.site(node))


def _subscript(run: Interpreter, node: cst.Subscript) -> Value:
    value, key = run.evaluate(node.value), _key(run, node)
    if isinstance(value, Instance) and value.kind == HISTORY:
        note_key(run, value.state.get("fit"), key, run.site(node), _word(node))
    elif isinstance(value, Log):
        _note_columns(run, value, node, key)
    return subscript(run, value, key, run.site(node))


def _note_columns(run: Interpreter, log: Log, node: cst.Subscript, key: Value) -> None:
    """Note the columns that are taken of the history of a training."""
    word = _word(node)
    written = [(key, word)]
    if isinstance(key, list) and isinstance(word, cst.List) and len(key) == len(word.elements):
        written = [(k, e.value) for k, e in zip(key, word.elements, strict=True)]
    for name, place in written:
        _note_column(run, log, node, name, place)


def _note_column(
    run: Interpreter, log: Log, node: cst.CSTNode, name: Value, place: cst.CSTNode
) -> None:
    if isinstance(log.fit, Fit) and isinstance(name, str) and name not in log.added:
        note_key(run, log.fit, name, run.site(node), place)


def _word(node: cst.Subscript) -> cst.CSTNode:
    """Where the first index is written."""
    index = node.slice[0].slice
    return index.value if isinstance(index, cst.Index) else index


def _key(run: Interpreter, node: cst.Subscript) -> Value:
    keys = [_index(run, element.slice) for element in node.slice]
    # `a[i, ]` and `a[i, j]` take a tuple; a single index without a comma does not.
    if len(keys) == 1 and isinstance(node.slice[0].comma, cst.MaybeSentinel):
        return keys[0]
    return tuple(keys)


def _index(run: Interpreter, node: cst.BaseSlice) -> Value:
    if isinstance(node, cst.Index):
        return run.evaluate(node.value)
    assert isinstance(node, cst.Slice)
    parts = (node.lower, node.upper, node.step)
    return slice(*(None if part is None else run.evaluate(part) for part in parts))


EXPRESSIONS: dict[type, Evaluate] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _joined_strings,
    cst.FormattedString: _formatted,
    cst.Tuple: _sequence(tuple),
    cst.List: _sequence(list),
    cst.Set: _sequence(_make_set),
    cst.Dict: _dict,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension(list),
    cst.SetComp: _comprehension(_make_set),
    cst.GeneratorExp: _comprehension(list),
    cst.DictComp: _dict_comprehension,
    cst.NamedExpr: _named,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.Call: call_expression,
    cst.Ellipsis: lambda _, __: ...,
}
