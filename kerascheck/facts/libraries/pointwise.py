"""What is done to the values of an array: reductions, rounding, functions of each element."""

import math
from collections.abc import Callable
from typing import Any

from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.arguments import Arguments, Transform
from kerascheck.facts.libraries.arithmetic import OF_ROWS, bounds, rounded
from kerascheck.facts.libraries.labels import continuous, words
from kerascheck.facts.libraries.shapes import (
    without,
)
from kerascheck.values import Clue, Data, Encoding, Kind, Position, Step, Unknown, Value


def argmax(data: Data, args: Arguments) -> Value:
    """`argmax`: one-hot rows become integers; of predictions it shows classes."""
    axis = args.get("axis", 0)
    if axis is None and data.rank != 1:
        return Position("the place of the largest element", args.site)
    axis = -1 if axis is None else axis
    last = axis == -1 or (data.rank is not None and axis == data.rank - 1)
    shape = without(data.shape, axis)
    width = data.shape[-1] if isinstance(data.shape, tuple) and data.shape else None
    n: Any = width if last and width is not None else Unknown("number of classes not known")
    if data.predicted is not None and last:
        text = f"`{words(args.site)}` takes the most probable class"
        clue = Clue("multiclass", 0.60, "predictions", text, args.site, n)
        if width != 1:
            args.call.run.clue(clue, data.predicted)
    known = data.encoding is Encoding.ONE_HOT or data.predicted is not None
    if data.encoding is Encoding.ONE_HOT and isinstance(data.classes, int):
        n = data.classes
    high = float(n - 1) if isinstance(n, int) else None
    encoding = Encoding.INT if known and last else Unknown("places of largest elements")
    clues = data.clues if data.encoding is Encoding.ONE_HOT else ()
    return data.step(
        "argmax",
        args.site,
        shape=shape,
        encoding=encoding,
        classes=n,
        low=0.0,
        high=high,
        dtype="int64",
        clues=clues,
        columns=None,
    )


def reduction(name: str) -> Transform:
    """An aggregation such as `max`, `mean` or `sum`, over all elements or an axis."""

    def apply(data: Data, args: Arguments) -> Value:
        axis = args.get("axis", 0)
        if axis is None and data.kind is not Kind.FRAME:
            return frequencies.of_all(data, name, args.site)
        axis = 0 if axis is None else axis
        keep = args.get("keepdims", None) is True
        if axis == 0 and not keep and name in ("sum", "mean") and _one_hot(data):
            text = f"{name} of one-hot rows"
            return frequencies.counts(data, text, args.site, share=name == "mean")
        bounded = name in ("max", "min", "mean", "median", "amax", "amin", "average")
        fields: dict[str, Any] = {"rows": data.rows, "parents": data.parents}
        steps = data.steps
        if axis == 0 or (isinstance(axis, (tuple, list)) and 0 in axis):
            fields = {"parents": (data.rows, *data.parents)}
            steps = (*steps, Step(f"{name}{OF_ROWS}", args.site))
        low, high = (data.low, data.high) if bounded else (None, None)
        shape = without(data.shape, axis, keep=keep)
        predicted = data.predicted if bounded and "rows" in fields else None
        return Data(shape=shape, low=low, high=high, steps=steps, predicted=predicted, **fields)

    return apply


def _one_hot(data: Data) -> bool:
    """Whether the columns are classes, so that the sum of one is the number of its samples."""
    if data.encoding is not Encoding.ONE_HOT or data.rank not in (2, None):
        return False
    # `1 - rows` keeps zeros and ones, but counts the samples of all other classes; `flip` may turn
    # the columns round.
    turned = any(step.text in ("1 -", "flip") for step in data.steps)
    return not (turned or data.soft or data.predicted is not None)


def rounding(data: Data, args: Arguments) -> Value:
    """`round`, `rint`, `floor`, `ceil`: of predictions it shows classes."""
    decimals = args.get("decimals", 0, 0)
    if data.predicted is not None and decimals == 0:
        rounded(data, args.site, args.call.run)
    return data.step("round", args.site)


def elementwise(name: str) -> Transform:
    """A function of each element, such as `log1p` or `sqrt`."""

    def apply(data: Data, args: Arguments) -> Value:
        if name in ("exp", "expm1") and data.predicted is not None:
            text = f"`{words(args.site)}` undoes a logarithm of the target"
            clue = Clue("regression", 0.85, "predictions", text, args.site)
            args.call.run.clue(clue, data.predicted)
        if name in ("log", "log1p", "log2", "log10") and data.predicted is None:
            return continuous(data, name, args.site, 0.9)
        kept = tuple(clue for clue in data.clues if clue.task == "regression")
        encoding = data.encoding if data.encoding is Encoding.FLOAT else Unknown(f"after `{name}`")
        if name in ("square", "power"):
            ends = bounds("**", data, 2 if name == "square" else args.get("x2", 0))
        else:
            low, high = _range(name, data.low, data.high)
            ends = {"low": low, "high": high}
        return data.step(name, args.site, encoding=encoding, clues=kept, **ends)

    return apply


def _range(name: str, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The least and the greatest value of a function, for arguments from `low` to `high`."""
    if name in _RISING:
        least, most = _at(name, low), _at(name, high)
        # What is not bounded is at least not below 0.
        return 0.0 if least is None and name in ("exp", "sqrt") else least, most
    return _RANGES.get(name, (None, None))


def _at(name: str, end: float | None) -> float | None:
    try:
        return None if end is None else _RISING[name](end)
    except (ArithmeticError, ValueError):
        return None


_RISING: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "expm1": math.expm1,
    "sqrt": math.sqrt,
}
"""Functions that grow with their argument, so that the ends stay the ends."""
_RANGES: dict[str, tuple[float | None, float | None]] = {
    "sin": (-1.0, 1.0),
    "cos": (-1.0, 1.0),
    "tanh": (-1.0, 1.0),
    "sigmoid": (0.0, 1.0),
}


def clip(data: Data, args: Arguments) -> Value:
    """`clip`: the bounds are the tighter of the old and the new."""
    low = args.get("a_min", 0, args.get("min", None, args.get("lower", None)))
    high = args.get("a_max", 1, args.get("max", None, args.get("upper", None)))
    lows = [float(v) for v in (low, data.low) if isinstance(v, (int, float))]
    highs = [float(v) for v in (high, data.high) if isinstance(v, (int, float))]
    made = data.step("clip", args.site, low=max(lows, default=None), high=min(highs, default=None))
    n, top = data.classes, made.high
    if data.encoding is Encoding.INT and isinstance(n, int) and top is not None and top < n - 1:
        return made.but(classes=Unknown("the classes up to a bound", args.site), clues=())
    return made


def scalar(data: Data, args: Arguments) -> Value:
    """A single number of data that is not known."""
    return Unknown("a number computed from data", args.site)
