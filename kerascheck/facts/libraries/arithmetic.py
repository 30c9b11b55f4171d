"""Operators on data: what they do to values, labels and rows."""

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kerascheck.facts.call import Runtime
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.amounts import is_number
from kerascheck.facts.libraries.labels import LABELS, grouped, main, relabel, two_valued, words
from kerascheck.facts.libraries.literals import Condition, Literal, as_data, mapped, paired
from kerascheck.facts.libraries.shapes import broadcast
from kerascheck.facts.libraries.tables import plain_fields
from kerascheck.values import (
    NEGATED,
    Clue,
    Data,
    Encoding,
    Frequencies,
    Shape,
    Site,
    Step,
    Unknown,
    Value,
)

OF_ROWS = " of all rows"
"""How the step ends that makes one row of all rows, such as their mean."""
_SHARED = (Encoding.BINARY, Encoding.ONE_HOT, Encoding.MULTI_HOT)
"""Encodings whose values are zeros and ones."""


def binary(op: str, left: Value, right: Value, site: Site, run: Runtime | None = None) -> Value:
    """`left op right` where at least one side is data or frequencies.

    With `run`, a difference of labels and predictions is noted as a score of the model.
    """
    if isinstance(left, Frequencies) or isinstance(right, Frequencies):
        return frequencies.combine(op, left, right, site)
    a, b = as_data(left, site), as_data(right, site)
    if op == "@":
        return _product(a, b, site)
    if a is not None and b is not None:
        return _with_data(op, a, b, site, run)
    if a is not None:
        return _with_number(op, a, right, site, swapped=False)
    if b is not None:
        return _with_number(op, b, left, site, swapped=True)
    return Unknown(f"`{op}` of values that are not followed", site)


def of_numbers(op: str, left: Value, right: Value) -> float | None:
    """`left op right` of two numbers; None if one is not known, or there is no result."""
    if op not in _EXACT or not (is_number(left) and is_number(right)):
        return None
    try:
        result: float = _EXACT[op](left, right)
    except (ArithmeticError, TypeError, ValueError):
        return None
    return result


def _product(a: Data | None, b: Data | None, site: Site) -> Value:
    if a is None or b is None:
        return Unknown("a matrix product with a value that is not known", site)
    shape: Shape | Unknown = Unknown("shape of a matrix product", site)
    if a.rank == 2 and b.rank == 2 and isinstance(a.shape, tuple) and isinstance(b.shape, tuple):
        shape = (a.shape[0], b.shape[1])
    base = main(a, b)
    return base.step("@", site, shape=shape, columns=None, **_anew())


def _anew() -> dict[str, Any]:
    """Nothing known of the values."""
    why = Unknown("values computed from data")
    return {"low": None, "high": None, "encoding": why, "classes": why}


def _with_data(op: str, a: Data, b: Data, site: Site, run: Runtime | None) -> Data:
    base, other = (a, b) if main(a, b) is a else (b, a)
    if _learnt(other, base) is not None:
        base, other = other, base
    if isinstance(a, Literal) and isinstance(b, Literal) and op in _EXACT:
        exact = paired(a, b, _EXACT[op], site)
        if exact is not None:
            return exact
    if op == "-" and run is not None:
        note_score(a, b, site, run)
    changes: dict[str, Any] = {"shape": broadcast(a.shape, b.shape), **_anew()}
    if op in ("*", "**") and (a.matrix or b.matrix):
        changes["shape"] = Unknown("a product of matrices", site)
    if op in ("&", "|", "^") and a.encoding is b.encoding is Encoding.BINARY:
        return base.step(op, site, shape=changes["shape"])
    kept = tuple(clue for clue in base.clues if clue.task == "regression")
    changes["soft"] = _mixed(a, b)
    if base.encoding in _SHARED and changes["soft"]:
        changes |= {"encoding": base.encoding, "classes": base.classes}
        kept = base.clues
    elif base.encoding is Encoding.FLOAT:
        changes["encoding"] = Encoding.FLOAT
    changes["predicted"] = base.predicted if base.predicted is not None else other.predicted
    noise = op in ("+", "-") and other.random and other.rows != base.rows
    text = f"{op} random numbers" if noise else op
    return base.after(
        Step(text, site, seen=_learnt(base, other)), clues=kept, dtype=None, **changes
    )


def _learnt(base: Data, other: Data) -> Data | None:
    """The data themselves if what is computed with them is a statistic of all their rows."""
    return base if _is_statistic(other) and base.rows in other.parents[:1] else None


def _is_statistic(data: Data) -> bool:
    return any(step.text.endswith(OF_ROWS) for step in data.steps)


def _mixed(a: Data, b: Data) -> bool:
    """Whether the sum of both is labels that nobody annotated: mixed, or made by a model."""
    known = a.encoding in LABELS and b.encoding in LABELS
    made = (a.predicted is None) != (b.predicted is None)
    return a.soft or b.soft or known or made


def note_score(a: Data, b: Data, site: Site, run: Runtime) -> None:
    """Note that predictions are compared with labels, if one side is predictions."""
    if (a.predicted is None) != (b.predicted is None):
        labels, predictions = (a, b) if a.predicted is None else (b, a)
        run.score(labels, predictions, site, operator=True)


def _with_number(op: str, data: Data, number: Value, site: Site, *, swapped: bool) -> Value:
    if isinstance(data, Literal) and is_number(number) and op in _EXACT:
        function, c = _EXACT[op], number
        exact = mapped(data, lambda v: function(c, v) if swapped else function(v, c), site)
        if exact is not None:
            return _soften(data, exact)
    if op == "%" and not swapped and isinstance(number, int):
        return _modulo(data, number, site)
    if op == "//" and not swapped and isinstance(number, int) and data.encoding is Encoding.INT:
        return _groups(data, number, site)
    if _is_statistic(data) and not is_number(number):
        # What is not known may be other rows, from which the mean of these is subtracted.
        return Unknown(f"`{op}` of a value that is not known and a statistic", site)
    known = f"{number:g}" if is_number(number) else "…"
    text = f"{known} {op}" if swapped else f"{op} {known}"
    ends = bounds(op, data, number, swapped=swapped)
    changes = {**ends, **_relabelled(op, data, number, swapped=swapped)}
    if op in ("/", "**") or isinstance(number, float) or not is_number(number):
        changes["dtype"] = data.dtype if "float" in (data.dtype or "") else None
    if not is_number(number) and _spreads(data):
        # What is not known may be an array, and what is spread over it takes its shape.
        changes["shape"] = Unknown("a few numbers with a value that is not known", site)
    above_one = isinstance(number, (int, float)) and is_number(number) and number > 1
    divided = op == "/" and not swapped and above_one
    step = Step(text, site, numbers=class_numbers(data) if divided else None)
    return data.after(step, columns=data.columns, **changes)


def _spreads(data: Data) -> bool:
    """Whether data are for all samples of others, as a mean of each color is, and have none."""
    match data.shape:
        case () | (1, *_):
            return True
    return isinstance(data, Literal)


def class_numbers(data: Data) -> Data | None:
    """The data themselves if they are the numbers of classes."""
    return data if data.encoding in (Encoding.INT, Encoding.BINARY) else None


def _soften(old: Data, new: Data) -> Data:
    """The result, soft if zeros and ones have become fractions."""
    if old.encoding in _SHARED and new.encoding not in LABELS:
        return new.but(soft=True, encoding=old.encoding, classes=old.classes)
    return new


def _modulo(data: Data, number: int, site: Site) -> Value:
    if number == 2:
        return two_valued(data, "% 2", site, weight=0.97)
    if data.encoding is Encoding.INT and 2 < number < 1_000_000:
        return grouped(data, f"% {number}", site, number)
    return data.step(f"% {number}", site, **_anew())


def _groups(data: Data, number: int, site: Site) -> Value:
    n: Any = Unknown("number of groups of classes", site)
    if isinstance(data.classes, int) and number > 0:
        n = (data.classes - 1) // number + 1
    return grouped(data, f"// {number}", site, n, weight=0.9)


def bounds(op: str, data: Data, number: Value, *, swapped: bool = False) -> dict[str, Any]:
    """The interval of the values after an operation with a known number."""
    if data.low is None or data.high is None or op not in _EXACT or not is_number(number):
        return {"low": None, "high": None}
    function, c = _EXACT[op], number
    assert isinstance(c, (int, float))
    if not _monotone(op, data.low, data.high, c, swapped=swapped):
        return {"low": None, "high": None}
    try:
        ends = [function(c, e) if swapped else function(e, c) for e in (data.low, data.high)]
        low, high = float(min(ends)), float(max(ends))
    except (ArithmeticError, TypeError, ValueError):
        return {"low": None, "high": None}
    even = op == "**" and isinstance(c, int) and c > 0 and c % 2 == 0
    return {"low": 0.0 if even and data.low < 0 < data.high else low, "high": high}


def _monotone(op: str, low: float, high: float, number: float, *, swapped: bool) -> bool:
    """Whether the least and the greatest result come from the ends, or, for a square, from 0."""
    if op == "%" or (swapped and op in ("//", "**")):
        return False
    if (swapped and op == "/") or (op == "**" and number < 0):
        return low > 0 or high < 0
    return True


def _relabelled(op: str, data: Data, number: Value, *, swapped: bool) -> dict[str, Any]:
    """What becomes of the encoding, the classes and the evidence for the task."""
    encoding = data.encoding
    if isinstance(encoding, Unknown) or encoding is Encoding.STRING:
        return {}
    if encoding is Encoding.FLOAT:
        return {"classes": data.classes}
    neutral = (op in ("*", "/", "**") and number == 1) or (op in "+-" and number == 0)
    if (neutral and not swapped) or (op == "-" and swapped and number == 1 and encoding in _SHARED):
        return {}
    if encoding in _SHARED and _fraction(op, number):
        return {"soft": True}
    shifted = op in ("+", "-") and is_number(number) and not swapped
    if shifted and encoding in (Encoding.INT, Encoding.BINARY) and isinstance(number, int):
        return _shifted(data, number if op == "+" else -number)
    why = Unknown(f"labels after `{op}`")
    kept = tuple(clue for clue in data.clues if clue.task in ("regression", "binary"))
    changed: dict[str, Any] = {"encoding": why, "classes": why, "clues": kept}
    if encoding is Encoding.INT and op == "/":
        changed |= {"encoding": Encoding.FLOAT, "clues": _measured(kept)}
    return changed


def _measured(clues: tuple[Clue, ...]) -> tuple[Clue, ...]:
    return tuple(clue for clue in clues if clue.task == "regression")


def _fraction(op: str, number: Value) -> bool:
    """Whether zeros and ones are no longer such, but still stand for classes."""
    if not is_number(number):
        return op in ("*", "+", "-", "/")
    assert isinstance(number, (int, float))
    return (op == "*" and 0 < number < 1) or (op in "+-/" and not float(number).is_integer())


def _shifted(data: Data, by: int) -> dict[str, Any]:
    """Integer labels counted from another start."""
    unknown = Unknown("number of classes after a shift")
    if data.high is None:
        return {"encoding": Encoding.INT, "classes": unknown}
    low = (data.low or 0.0) + by
    classes = int(data.high) + by + 1 if low >= 0 else unknown
    return {"encoding": Encoding.INT, "classes": classes}


def compare(op: str, left: Value, right: Value, site: Site, run: Runtime | None = None) -> Value:
    """`left op right` where at least one side is data or frequencies.

    With `run`, a threshold on predictions is evidence for the model that made them, and a
    comparison of predictions with labels is a score.
    """
    if isinstance(left, Frequencies) or isinstance(right, Frequencies):
        return Unknown("a comparison of class counts", site)
    a, b = as_data(left, site), as_data(right, site)
    data = a if isinstance(left, Data) else b
    if op == "in" or data is None:
        return Unknown("a comparison of data", site)
    if a is not None and b is not None:
        if run is not None:
            note_score(a, b, site, run)
        base = main(a, b)
        return base.step(
            op,
            site,
            shape=broadcast(a.shape, b.shape),
            dtype="bool",
            **{**_anew(), "low": 0.0, "high": 1.0, "clues": ()},
        )
    number = right if isinstance(left, Data) else left
    if isinstance(data, Literal) and op in _COMPARISONS and isinstance(number, (int, float, str)):
        function = _COMPARISONS[op]
        exact = mapped(data, lambda v: function(v, number), site)
        if isinstance(exact, Literal):
            clues = two_valued(data, op, site).clues if data.rank == 1 else ()
            return exact.but(items=exact.items, clues=clues)
    return _condition(_threshold(data, op, number, site, run), data, op, number)


def _threshold(data: Data, op: str, number: Value, site: Site, run: Runtime | None) -> Data:
    shown = repr(number) if isinstance(number, (int, float, str)) else "…"
    text = f"{op} {shown}"
    if data.predicted is not None:
        # A threshold is an inequality; whether outputs equal a number says nothing of classes.
        # How far predictions are from something else is an error, and stands for no class.
        distance = number != 0 and any(step.text == "-" for step in data.steps)
        if run is not None and op not in ("==", "!=") and _divides(number) and not distance:
            rounded(data, site, run)
        return data.step(text, site, dtype="bool", low=0.0, high=1.0)
    if data.rank is not None and (data.rank > 2 or (data.rank == 2 and _wide(data))):
        return relabel(data, text, site, **{**_anew(), "low": 0.0, "high": 1.0}, dtype="bool")
    return two_valued(data, text, site, dtype="bool")


def _divides(number: Value) -> bool:
    """Whether classes may be told apart there: where both are likely, in logits or probabilities.

    `error < 0.01` asks how close a prediction comes, and not which class it stands for.
    """
    return not isinstance(number, (int, float)) or number == 0 or 0.1 <= number < 0.9


def _wide(data: Data) -> bool:
    return isinstance(data.shape, tuple) and data.shape[-1] != 1


def rounded(data: Data, site: Site, run: Runtime) -> None:
    """Note that predictions are rounded or cut at a threshold, as probabilities of classes are."""
    last = data.shape[-1] if isinstance(data.shape, tuple) and data.shape else None
    task = "classification"
    if isinstance(last, int) and data.rank == 2:
        task = "binary" if last == 1 else "multilabel"
    # A step such as a sigmoid by hand makes something else of what the model predicts.
    what = "what is made of the predictions" if data.steps else "the predictions"
    text = f"`{words(site)}` cuts {what} into classes"
    run.clue(Clue(task, 0.65, "predictions", text, site), data.predicted)


def _condition(result: Data, data: Data, op: str, number: Value) -> Data:
    if op != "==" or not isinstance(number, (int, str, Unknown)):
        return result
    return Condition(**plain_fields(result), of=data, equals=number)


def unary(op: str, value: Value, site: Site) -> Value:
    """`-x`, `+x` or `~x` of data or frequencies."""
    if isinstance(value, Frequencies):
        return value if op == "+" else frequencies.negated(value, site)
    if not isinstance(value, Data):
        return Unknown(f"`{op}` of a value that is not followed", site)
    if op == "+":
        return value
    if op == "~":
        if value.dtype == "bool":
            return value.but()
        # 255 becomes 0, and 0 becomes 255.
        pixels = (value.low, value.high) == (0, 255) and value.dtype in (None, "uint8")
        return value.step("~", site, **_anew() | ({"low": 0.0, "high": 255.0} if pixels else {}))
    if isinstance(value, Literal):
        exact = mapped(value, operator.neg, site)
        if exact is not None:
            return replace(exact, steps=(*exact.steps, Step(NEGATED, site)))
    low = None if value.high is None else -value.high
    high = None if value.low is None else -value.low
    encoding = value.encoding if value.encoding is Encoding.FLOAT else Unknown("negated labels")
    return value.step(NEGATED, site, low=low, high=high, encoding=encoding)


def power(base: Any, exponent: Any) -> Any:
    if abs(exponent) > 64 or abs(base) > 1e9:
        raise OverflowError
    result = base**exponent
    if isinstance(result, complex):
        raise ArithmeticError("no real number")  # noqa: TRY004
    return result


_EXACT: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": power,
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
