"""Operators on values: arithmetic, comparison, truth."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascheck.facts.applying import operation_on
from kerascheck.facts.call import DATA_TYPE, Ref
from kerascheck.facts.libraries import arrays
from kerascheck.facts.libraries.amounts import Amount
from kerascheck.facts.models import ModelValue
from kerascheck.facts.scope import Object
from kerascheck.values import (
    Data,
    Ending,
    Frequencies,
    Layer,
    MadeName,
    Measured,
    More,
    NotNone,
    OneOf,
    Operation,
    Position,
    Quotient,
    Site,
    Tensor,
    Unknown,
    Value,
    ending,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_ARITHMETIC: dict[type, tuple[str, Callable[[Any, Any], Any], str]] = {
    cst.Add: ("+", operator.add, "add"),
    cst.Subtract: ("-", operator.sub, "subtract"),
    cst.Multiply: ("*", operator.mul, "multiply"),
    cst.Divide: ("/", operator.truediv, "divide"),
    cst.FloorDivide: ("//", operator.floordiv, "floor_divide"),
    cst.Modulo: ("%", operator.mod, "mod"),
    cst.Power: ("**", operator.pow, "power"),
    cst.MatrixMultiply: ("@", operator.matmul, "matmul"),
    cst.BitAnd: ("&", operator.and_, "logical_and"),
    cst.BitOr: ("|", operator.or_, "logical_or"),
    cst.BitXor: ("^", operator.xor, "logical_xor"),
    cst.LeftShift: ("<<", operator.lshift, "left_shift"),
    cst.RightShift: (">>", operator.rshift, "right_shift"),
}
_AUGMENTED: dict[type, type] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
    cst.ModuloAssign: cst.Modulo,
    cst.PowerAssign: cst.Power,
    cst.MatrixMultiplyAssign: cst.MatrixMultiply,
    cst.BitAndAssign: cst.BitAnd,
    cst.BitOrAssign: cst.BitOr,
    cst.BitXorAssign: cst.BitXor,
    cst.LeftShiftAssign: cst.LeftShift,
    cst.RightShiftAssign: cst.RightShift,
}
_COMPARISONS: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    cst.Equal: ("==", operator.eq),
    cst.NotEqual: ("!=", operator.ne),
    cst.LessThan: ("<", operator.lt),
    cst.LessThanEqual: ("<=", operator.le),
    cst.GreaterThan: (">", operator.gt),
    cst.GreaterThanEqual: (">=", operator.ge),
}
_COMPARED = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_UNARY: dict[type, str] = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}
_FIELD = re.compile(
    r"%(?:%|(?:\(\w*\))?[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?[diouxXeEfFgGcrsa])"
)
"""Where a value goes in a text before the operator `%`; `%%` is none of them."""
_NUMBERS = (int, float)
_CONTAINERS = (str, bytes, list, tuple, dict, set, frozenset, range)
_NOT_NONE = (NotNone, MadeName, OneOf, Quotient)
"""Values that are not known, but are not None."""
_BIG = 1 << 64
_GONE = frozenset(["theano", "cntk"])
"""Backends that ended with Keras 2.3."""


def binary(run: Interpreter, kind: type, left: Value, right: Value, site: Site) -> Value:
    """The result of an arithmetic operator; `kind` is its syntax class."""
    symbol, function, name = _ARITHMETIC[kind]
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        layer = Operation(site=site, name=name, operands=(left, right))
        return operation_on(run, layer, {})
    if isinstance(left, (Data, Frequencies)) or isinstance(right, (Data, Frequencies)):
        return arrays.binary(symbol, left, right, site, run)
    if symbol == "+" and (
        (isinstance(left, Unknown) and isinstance(right, (str, Ending)))
        or (isinstance(left, str) and isinstance(right, Ending))
    ):
        return ending(left, right, site=site)
    if symbol == "*" and (repeated := _repeated(left, right, site)) is not None:
        return repeated
    if symbol == "%" and isinstance(left, str):
        given = right if isinstance(right, tuple) else (right,)
        if any(isinstance(value, Unknown) for value in given):
            return _filled(left, given, site)
    text = isinstance(left, (str, bytes))
    if not text:
        scores = [side for side in (left, right) if isinstance(side, Measured)]
        run.record.numbers.update(score.site.node for score in scores if score.site is not None)
    for side in (left, right):
        # An amount knows itself what stays positive, a position what stays whole; all else that is
        # unknown is lost.
        kept = isinstance(side, Amount) or (isinstance(side, Position) and symbol != "/")
        if isinstance(side, Unknown) and (text or not kept):
            divided = symbol == "/" and _may_be_number(left) and _may_be_number(right)
            return (Quotient if divided else Unknown)(side.why, side.site)
    if not _small(run, symbol, left, right):
        return Unknown("a value too large to follow", site)
    try:
        return function(left, right)
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return Unknown(f"`{symbol}` of values that are not followed", site)


def _filled(text: str, given: Sequence[Value], site: Site) -> Unknown:
    """What `"%s_%d.h5" % (name, n)` gives for values that are not known: all that is known is its end."""
    fields = [found for found in _FIELD.finditer(text) if found[0] != "%%"]
    if not fields:
        return Unknown("a text without a place for a value", site)
    last = fields[-1].end()
    return ending(text[:last], *given, text[last:].replace("%%", "%"), site=site)


def _repeated(left: Value, right: Value, site: Site) -> list[Value] | None:
    """What `[0] * n` is, with `n` not known: its items, and any number of further ones.

    Only of numbers, as labels are made; other lists stand for layers and what goes with them.
    """
    for items, times in ((left, right), (right, left)):
        numbers = isinstance(items, list) and all(isinstance(item, _NUMBERS) for item in items)
        if numbers and isinstance(items, list) and items and isinstance(times, Unknown):
            order = "same" if len(items) == 1 else ""
            return [*items, More("as many times as is not known", site, order)]
    return None


def _may_be_number(value: Value) -> bool:
    return isinstance(value, (int, float, Unknown))


def augmented(run: Interpreter, kind: type, left: Value, right: Value, site: Site) -> Value:
    """The result of `left += right` and the like; lists are extended in place."""
    if kind is cst.AddAssign and isinstance(left, list):
        if isinstance(right, (list, tuple, range)) and len(right) < run.limits.items:
            left.extend(right)
        else:
            left.append(Unknown("items that are not known", site))
        return left
    return binary(run, _AUGMENTED[kind], left, right, site)


def _small(run: Interpreter, symbol: str, left: Value, right: Value) -> bool:
    if symbol == "*":
        for a, b in ((left, right), (right, left)):
            if isinstance(a, _CONTAINERS) and isinstance(b, int):
                return len(a) * max(b, 0) <= run.limits.items
    if symbol == "+" and isinstance(left, _CONTAINERS) and isinstance(right, _CONTAINERS):
        return len(left) + len(right) <= run.limits.items
    if symbol == "%" and isinstance(left, (str, bytes)):
        return len(left) < 1_000 and "*" not in str(left)
    if symbol == "**" and isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        return abs(right) <= 256 and abs(left) < _BIG
    if symbol == "<<":
        return isinstance(right, int) and right < 256
    return all(not isinstance(side, int) or abs(side) < _BIG * _BIG for side in (left, right))


def unary(run: Interpreter, kind: type, value: Value, site: Site) -> Value:
    """The result of `-x`, `+x`, `~x` or `not x`."""
    if kind is cst.Not:
        known = truth(value)
        if known is None:
            return value if isinstance(value, Unknown) else Unknown("not known", site)
        return not known
    if isinstance(value, Tensor):
        name = "logical_not" if kind is cst.BitInvert else "negative"
        layer = Operation(site=site, name=name, operands=(value,))
        return operation_on(run, layer, {})
    symbol = _UNARY[kind]
    if isinstance(value, (Data, Frequencies)):
        return arrays.unary(symbol, value, site)
    if isinstance(value, _NUMBERS):
        if kind is cst.BitInvert:
            return ~value if isinstance(value, int) else Unknown("`~` of a float", site)
        return -value if kind is cst.Minus else value
    if isinstance(value, Unknown):
        # `x[~mask]` has other rows than `x[mask]`, so the unknown must be another.
        return value if kind is cst.Plus else Unknown(value.why, value.site)
    return Unknown("not a number", site)


def compare(run: Interpreter, kind: type, left: Value, right: Value, site: Site) -> Value:
    """The result of one comparison."""
    if kind in (cst.Is, cst.IsNot):
        return _identical(left, right, site, negated=kind is cst.IsNot)
    if kind in (cst.In, cst.NotIn):
        return _contained(left, right, site, negated=kind is cst.NotIn)
    symbol, function = _COMPARISONS[kind]
    if isinstance(left, (Data, Frequencies)) or isinstance(right, (Data, Frequencies)):
        return arrays.compare(symbol, left, right, site, run)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        if left is None or right is None:
            return Unknown("a tensor's value is not known", site)
        layer = Operation(site=site, name=_COMPARED[symbol], operands=(left, right))
        return operation_on(run, layer, {})
    for side, other in ((left, right), (right, left)):
        equality = kind in (cst.Equal, cst.NotEqual)
        if equality and isinstance(side, (MadeName, OneOf)) and not side.may_be(other):
            return kind is cst.NotEqual
        if isinstance(side, Unknown):
            # However a script asks for the backend, it is none that only Keras 2 had.
            gone = equality and isinstance(other, str) and other in _GONE
            return kind is cst.NotEqual if gone else Unknown(side.why, site)
    if _is_setting(left) or _is_setting(right):
        return Unknown("what a library has set", site)
    if _unlike(left, right):
        return Unknown("a type of data", site)
    if _holds_unknown(left) or _holds_unknown(right):
        return Unknown("a comparison of values that are not known", site)
    if kind in (cst.Equal, cst.NotEqual) and _same_type(left, right):
        return kind is cst.Equal
    try:
        return bool(function(left, right))
    except TypeError:
        return Unknown("a comparison of values that are not followed", site)


def _is_setting(value: Value) -> bool:
    """Whether a name of a library stands for a value, and for no function or class.

    Such are `K._BACKEND`, `np.NaN` or `tf.__version__`, and `os.name` and `sys.platform`.
    """
    if not isinstance(value, Ref):
        return False
    last = value.path.rpartition(".")[2]
    return last.isupper() or last.startswith("_") or value.path in ("os.name", "sys.platform")


def _identical(left: Value, right: Value, site: Site, *, negated: bool) -> Value:
    if (left is None and isinstance(right, _NOT_NONE)) or (
        right is None and isinstance(left, _NOT_NONE)
    ):
        return negated
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown("an identity of values that are not known", site)
    if _unlike(left, right):
        return Unknown("a type of data", site)
    same = left is right or (isinstance(left, (bool, int, str)) and left == right)
    same = same or _same_type(left, right)
    return same is not negated


def _contained(left: Value, right: Value, site: Site, *, negated: bool) -> Value:
    if isinstance(left, (MadeName, OneOf)) and isinstance(
        right, (list, tuple, set, frozenset, dict)
    ):
        known = any(left.may_be(item) for item in right)
        return Unknown("a membership that is not known", site) if known else negated
    if not isinstance(right, _CONTAINERS):
        return Unknown("a membership that is not known", site)
    if not right and not isinstance(right, (str, bytes)):
        return negated
    if isinstance(left, Unknown):
        return Unknown("a membership that is not known", site)
    if not isinstance(right, (str, bytes)) and any(isinstance(i, Unknown) for i in right):
        return Unknown("a membership that is not known", site)
    if any(_unlike(left, item) for item in right):
        return Unknown("a type of data", site)
    if isinstance(left, Ref) and any(_same_type(left, item) for item in right):
        return not negated
    try:
        return (left in right) is not negated
    except TypeError:
        return Unknown("a membership that is not known", site)


def _unlike(left: Value, right: Value) -> bool:
    """Whether the type of data meets one of a library: which of these the data have is not known."""
    paths = [side.path for side in (left, right) if isinstance(side, Ref)]
    own = any(path.startswith("builtins.") for path in paths)
    return len(paths) == 2 and DATA_TYPE in paths and not own


def _same_type(left: Value, right: Value) -> bool:
    """Whether both are one type of Python's own, as in `type(3) == int`."""
    if not isinstance(left, Ref) or not isinstance(right, Ref):
        return False
    return left.path == right.path and left.path.startswith("builtins.")


def _holds_unknown(value: Value) -> bool:
    if isinstance(value, (list, tuple)):
        return any(isinstance(item, Unknown) or _holds_unknown(item) for item in value[:100])
    return isinstance(value, (Object, ModelValue, Layer))


def truth(value: Value) -> bool | None:
    """The truth of a value, or None if it is not known."""
    if value is None or isinstance(value, (bool, int, float, str, bytes, range)):
        return bool(value)
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        if len(value) == 1 and isinstance(next(iter(value)), Unknown):
            return None
        return bool(value)
    if isinstance(value, (Unknown, Data, Frequencies, Tensor, Object)):
        return None
    return True
