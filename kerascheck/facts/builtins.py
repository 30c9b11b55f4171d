"""Python's built-in functions over symbolic values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascheck.facts.applying import operation_on
from kerascheck.facts.attributes import attribute
from kerascheck.facts.call import DATA_TYPE, Call, Ref
from kerascheck.facts.containers import overwrite
from kerascheck.facts.libraries import arrays
from kerascheck.facts.libraries.amounts import Amount
from kerascheck.facts.libraries.frequencies import mapped
from kerascheck.facts.libraries.shapes import Sizes
from kerascheck.facts.models import ModelValue
from kerascheck.facts.operators import truth
from kerascheck.facts.scope import Class, Method, Object, Super
from kerascheck.facts.unpacking import Numbered, Zipped, items_of, known_items
from kerascheck.values import (
    ROWS,
    CustomLayer,
    Data,
    Frequencies,
    Kind,
    Layer,
    More,
    Operation,
    Quotient,
    Tensor,
    Unknown,
    UnknownLayer,
    UnknownRange,
    Value,
    WordIds,
    count_of,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

Builtin = Callable[["Interpreter", Call], Value]
_PLAIN = (int, float, str, bool)


def call_builtin(run: Interpreter, call: Call) -> Value:
    """The result of a call of a built-in function; `call.name` is its bare name."""
    function = _BUILTINS.get(call.name)
    if function is not None:
        return function(run, call)
    if call.name in _PURE:
        return _pure(run, call)
    return call.unknown(f"what `{call.name}()` returns is not followed")


def _pure(run: Interpreter, call: Call) -> Value:
    args: list[Any] = []
    for value in call.args:
        if isinstance(value, Unknown):
            return Unknown(value.why, value.site)
        if isinstance(value, (Data, Frequencies)):
            return arrays.reduce(call.name, value, call.site)
        if isinstance(value, Tensor) and call.name in {"abs", "pow", "round"}:
            return _on_tensors(run, call)
        items = value if isinstance(value, _PLAIN) else items_of(run, value)
        if isinstance(items, list) and any(isinstance(item, Frequencies) for item in items):
            return arrays.reduce(call.name, items, call.site)
        if items is None or (isinstance(items, list) and not all(map(_is_plain, items))):
            return call.unknown(f"`{call.name}()` of values that are not known")
        args.append(items)
    if call.kwargs:
        return call.unknown(f"`{call.name}()` with options")
    try:
        return _PURE[call.name](*args)
    except (TypeError, ValueError, ArithmeticError):
        return call.unknown(f"`{call.name}()` of values that do not fit")


def _on_tensors(run: Interpreter, call: Call) -> Value:
    """`abs(x)` and the like, which are operators of a tensor."""
    name = "power" if call.name == "pow" else call.name
    layer = Operation(site=call.site, name=name, operands=tuple(call.args))
    return operation_on(run, layer, {})


def _is_plain(value: Value) -> bool:
    return isinstance(value, _PLAIN)


def _len(run: Interpreter, call: Call) -> Value:
    value = call.get("obj", 0)
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        length = len(value) if isinstance(value, Sizes) else count_of(value)
        if length is None:
            return call.unknown("the length of a list that is not wholly known")
        return length
    if isinstance(value, (str, bytes, range)):
        return len(value)
    if isinstance(value, (Data, Frequencies)):
        return arrays.length(value)
    if isinstance(value, WordIds):
        return value
    why = value.why if isinstance(value, Unknown) else "the length of a value that is not followed"
    return Unknown(why, call.site)


def _range(run: Interpreter, call: Call) -> Value:
    bounds = [arg for arg in call.args if isinstance(arg, int)]
    if len(bounds) == len(call.args) and 1 <= len(bounds) <= 3:
        try:
            return range(*bounds)
        except ValueError:
            return call.unknown("a range with step 0")
    return UnknownRange("a range whose bounds are not known", call.site)


def _list(run: Interpreter, call: Call) -> Value:
    if not call.args:
        return []
    items = items_of(run, call.args[0])
    if items is not None:
        return items
    value = call.args[0]
    if isinstance(value, range) and value:
        ends = float(min(value[0], value[-1])), float(max(value[0], value[-1]))
        return Data(kind=Kind.LIST, shape=(len(value),), dtype="int64", low=ends[0], high=ends[1])
    if isinstance(value, Data) and value.rank == 1 and value.kind is not Kind.LIST:
        return value.but(kind=Kind.LIST)
    if isinstance(value, Data) and value.kind is Kind.ARRAY:
        return value.step(ROWS, call.site)
    return value if isinstance(value, (Data, Frequencies, Unknown)) else call.unknown("a list")


def _tuple(run: Interpreter, call: Call) -> Value:
    value = _list(run, call)
    return tuple(value) if isinstance(value, list) else value


def _set(run: Interpreter, call: Call) -> Value:
    value = _list(run, call)
    if isinstance(value, Data):
        return arrays.unique(value, call.site)
    if isinstance(value, list):
        try:
            return set(value)
        except TypeError:
            return call.unknown("a set of values that cannot be hashed")
    return value


def _dict(run: Interpreter, call: Call) -> Value:
    table: dict[Value, Value] = dict(call.kwargs.items())
    if not call.args:
        return table if call.complete else call.unknown("a dict of unpacked arguments")
    source = call.args[0]
    if isinstance(source, dict) and not call.complete:
        joined = dict(source)
        overwrite(joined, call.site)
        return joined
    if isinstance(source, dict):
        return {**source, **table}
    if isinstance(source, Frequencies):
        return arrays.as_mapping(source, call.site)
    pairs = items_of(run, source)
    if pairs is None:
        return source if isinstance(source, Unknown) else call.unknown("a dict of unknown pairs")
    for pair in pairs:
        if not (isinstance(pair, (tuple, list)) and len(pair) == 2):
            return _frequencies(pairs, call)
        try:
            table[pair[0]] = pair[1]
        except TypeError:
            return _frequencies(pairs, call)
    if any(isinstance(key, Unknown) for key in table):
        return _frequencies(pairs, call)
    return table


def _frequencies(pairs: list[Value], call: Call) -> Value:
    known = [p for p in pairs if isinstance(p, (tuple, list)) and len(p) == 2]
    return mapped([p[1] for p in known], call.site, [p[0] for p in known])


def _enumerate(run: Interpreter, call: Call) -> Value:
    items = items_of(run, call.get("iterable", 0))
    start = call.get("start", 1, 0)
    if items is None and call.args and isinstance(call.args[0], (Data, Zipped)):
        return Numbered(call.args[0])
    if items is None or not isinstance(start, int):
        return call.unknown("an enumeration of a collection that is not known")
    known, rest = known_items(items)
    return [*enumerate(known, start), *rest]


def _zip(run: Interpreter, call: Call) -> Value:
    columns = [items_of(run, arg) for arg in call.args]
    if columns and all(column is not None for column in columns):
        parts = [known_items(column) for column in columns if column is not None]
        pairs: list[Value] = [*zip(*[known for known, _ in parts], strict=False)]
        ended = any(not rest and len(known) == len(pairs) for known, rest in parts)
        return pairs if ended else [*pairs, *next(rest for _, rest in parts if rest)]
    known = [arg for arg in call.args if isinstance(arg, Frequencies)]
    if known and len(call.args) == 2:
        first = call.args[0]
        key = Unknown("a class", call.site)
        return [(key, known[0])] if first is not known[0] else call.unknown("zipped counts")
    if any(isinstance(arg, Data) for arg in call.args):
        return Zipped(tuple(call.args))
    return call.unknown("collections that are not known, zipped")


def _int(run: Interpreter, call: Call) -> Value:
    value = call.get("x", 0, 0)
    if isinstance(value, _PLAIN):
        try:
            return int(value) if len(call.args) < 2 else int(str(value), 0)
        except (ValueError, OverflowError):
            return call.unknown("not a whole number")
    if isinstance(value, Quotient):
        return (Amount if isinstance(value, Amount) else Unknown)(value.why, value.site)
    return value if isinstance(value, (Unknown, Data, Frequencies)) else call.unknown("a number")


def _float(run: Interpreter, call: Call) -> Value:
    value = call.get("x", 0, 0.0)
    if isinstance(value, _PLAIN):
        try:
            return float(value)
        except ValueError:
            return call.unknown("not a number")
    return value if isinstance(value, (Unknown, Data, Frequencies)) else call.unknown("a number")


def _str(run: Interpreter, call: Call) -> Value:
    value = call.get("object", 0, "")
    if isinstance(value, _PLAIN) or value is None:
        return str(value)
    if isinstance(value, Layer) and not isinstance(value, (CustomLayer, Operation, UnknownLayer)):
        return f"<{value.kind}>"  # the class is what scripts look for in it
    return value if isinstance(value, Unknown) else call.unknown("a text")


def _bool(run: Interpreter, call: Call) -> Value:
    known = truth(call.get("x", 0, False))
    return call.unknown("a truth that is not known") if known is None else known


def _isinstance(run: Interpreter, call: Call) -> Value:
    value, kind = call.get("object", 0), call.get("kind", 1)
    names = {"int": int, "float": float, "str": str, "list": list, "tuple": tuple, "dict": dict}
    if isinstance(kind, Ref) and kind.spelled in names and not isinstance(value, Unknown):
        if isinstance(value, (Data, Frequencies, Tensor)):
            return False
        return isinstance(value, names[kind.spelled])
    if isinstance(kind, Ref) and kind.path.startswith("keras.") and isinstance(value, str):
        return False
    if isinstance(kind, Class) and isinstance(value, Object):
        return kind in value.cls.mro()
    if isinstance(kind, Ref) and isinstance(value, Layer):
        return kind.path == f"keras.layers.{value.kind}"
    return call.unknown("a type that is not known")


def _getattr(run: Interpreter, call: Call) -> Value:
    value, name = call.get("object", 0), call.get("name", 1)
    if name == "optimizer" and isinstance(value, ModelValue) and value.never_compiled:
        # Keras 3 gives a model its optimizer with `compile`, and none before.
        return call.get("default", 2)
    if isinstance(name, str):
        return attribute(run, value, name, call.site)
    return call.unknown("an attribute whose name is not known")


def _super(run: Interpreter, call: Call) -> Value:
    function = run.frame.function
    owner = function.owner if function is not None else None
    if len(call.args) == 2 and isinstance(call.args[0], Class):
        owner = call.args[0]
    receiver = call.args[1] if len(call.args) == 2 else next(iter(run.scope.names.values()), None)
    if isinstance(receiver, Object) and owner is not None:
        return Super(receiver, owner)
    return call.unknown("`super()` of an object that is not known")


def _map(run: Interpreter, call: Call) -> Value:
    items = items_of(run, call.args[1]) if len(call.args) == 2 else None
    if items is None or len(items) > run.limits.unroll:
        return call.unknown("a collection that is not known, mapped")
    known, rest = known_items(items)
    more = [More("more items that are mapped", call.site)] if rest else []
    return [*(run.call(call.args[0], [item], {}, call.site) for item in known), *more]


def _sorted(run: Interpreter, call: Call) -> Value:
    value = call.get("iterable", 0)
    items = items_of(run, value)
    if items is not None and not call.kwargs.get("key"):
        try:
            plain: list[Any] = items
            return sorted(plain, reverse=call.kwargs.get("reverse") is True)
        except TypeError:
            pass
    if isinstance(value, (Data, Unknown)):
        return value
    return call.unknown("a sorted collection that is not known")


def _next(run: Interpreter, call: Call) -> Value:
    value = call.get("iterator", 0)
    if isinstance(value, Data):
        return (value.x, value.y) if value.y is not None else call.unknown("a batch")
    items = items_of(run, value)
    return items[0] if items else call.unknown("the next item of a value that is not known")


def _iter(run: Interpreter, call: Call) -> Value:
    return call.get("iterable", 0)


def _nothing(run: Interpreter, call: Call) -> Value:
    return None


def _callable(run: Interpreter, call: Call) -> Value:
    value = call.get("object", 0)
    if isinstance(value, Unknown):
        return call.unknown("a value that is not known")
    return not isinstance(value, (*_PLAIN, list, tuple, dict, type(None)))


def _setattr(run: Interpreter, call: Call) -> Value:
    if len(call.args) == 3 and isinstance(call.args[1], str):
        receiver = call.args[0]
        if isinstance(receiver, Object):
            receiver.attributes[call.args[1]] = call.args[2]
        elif hasattr(receiver, "set_attribute"):
            receiver.set_attribute(call.args[1], call.args[2], call.site)
    return None


def _type(run: Interpreter, call: Call) -> Value:
    value = call.get("object", 0)
    if isinstance(value, Tensor):
        # Of a model with one input, `type(model.input) is list` is false.
        return Ref("keras.KerasTensor")
    if type(value) in (*_PLAIN, list, tuple, dict):
        name = type(value).__name__
        return Ref(f"builtins.{name}", name)
    if isinstance(value, Data) and value.kind is not Kind.LIST:
        return Ref(DATA_TYPE)
    return value.cls if isinstance(value, Object) else call.unknown("a type")


def _input(run: Interpreter, call: Call) -> Value:
    return call.unknown("typed in by the user")


def _reversed(run: Interpreter, call: Call) -> Value:
    items = items_of(run, call.get("sequence", 0))
    return call.unknown("a reversed collection") if items is None else items[::-1]


def _decorator(run: Interpreter, call: Call) -> Value:
    return call.get("function", 0)


def _hasattr(run: Interpreter, call: Call) -> Value:
    receiver, name = call.get("object", 0), call.get("name", 1)
    if isinstance(receiver, Object) and isinstance(name, str) and receiver.keras is None:
        return not isinstance(attribute(run, receiver, name, call.site), (Unknown, Method))
    if name == "optimizer" and isinstance(receiver, ModelValue) and receiver.never_compiled:
        return False
    return call.unknown("an attribute that may exist")


_PURE: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "divmod": divmod,
    "max": max,
    "min": min,
    "pow": lambda a, b: a**b if abs(a) < 1 << 32 and abs(b) < 64 else None,
    "round": round,
    "sum": sum,
    "ord": ord,
    "chr": chr,
}
_BUILTINS: dict[str, Builtin] = {
    "len": _len,
    "range": _range,
    "xrange": _range,
    "list": _list,
    "tuple": _tuple,
    "set": _set,
    "frozenset": _set,
    "dict": _dict,
    "enumerate": _enumerate,
    "zip": _zip,
    "int": _int,
    "long": _int,
    "float": _float,
    "str": _str,
    "unicode": _str,
    "repr": _str,
    "bool": _bool,
    "isinstance": _isinstance,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _hasattr,
    "super": _super,
    "map": _map,
    "sorted": _sorted,
    "reversed": _reversed,
    "next": _next,
    "iter": _iter,
    "print": _nothing,
    "display": _nothing,
    "callable": _callable,
    "type": _type,
    "input": _input,
    "raw_input": _input,
    "property": _decorator,
    "staticmethod": _decorator,
    "classmethod": _decorator,
}
