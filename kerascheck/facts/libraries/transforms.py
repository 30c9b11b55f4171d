"""What is done to one array, by a function of NumPy or TensorFlow or by a method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.amounts import is_number
from kerascheck.facts.libraries.arithmetic import rounded
from kerascheck.facts.libraries.labels import continuous, subset, two_valued, words
from kerascheck.facts.libraries.literals import Literal, alike, as_data, flat, mapped
from kerascheck.facts.libraries.shapes import (
    dimensions,
    expanded,
    reshaped,
    same,
    size,
    squeezed,
    without,
)
from kerascheck.values import (
    Clue,
    Data,
    Encoding,
    Frequencies,
    Kind,
    Shape,
    Site,
    Unknown,
    Value,
)


@dataclass(frozen=True)
class Arguments:
    """The arguments after the array: all of a method's, all but the first of a function's."""

    call: Call
    shift: int

    def get(self, name: str, position: int | None = None, default: Value = None) -> Value:
        """The argument by keyword or by its position after the array."""
        place = None if position is None else position + self.shift
        return self.call.get(name, place, default)

    @property
    def rest(self) -> list[Value]:
        """The positional ones."""
        return self.call.args[self.shift :]

    @property
    def site(self) -> Site:
        """Where the call stands."""
        return self.call.site


Transform = Callable[[Data, Arguments], Value]


def as_method(transform: Transform, name: str) -> Handler:
    """A transform as a method of data; frequencies go their own way."""

    def handler(call: Call) -> Value:
        if isinstance(call.receiver, Data):
            return transform(call.receiver, Arguments(call, 0))
        if isinstance(call.receiver, Frequencies):
            return of_counts(call.receiver, name, call.site)
        return call.unknown(f"`.{name}()` of a value that is not followed")

    return handler


def as_function(transform: Transform, name: str) -> Handler:
    """A transform as a function whose first argument is the array or a list."""

    def handler(call: Call) -> Value:
        first = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
        if isinstance(first, Frequencies):
            return of_counts(first, name, call.site)
        if isinstance(first, list) and any(isinstance(item, Frequencies) for item in first):
            return call.unknown("class counts in a list")
        data = as_data(first, call.site)
        if data is not None:
            return transform(data, Arguments(call, 1))
        return first if isinstance(first, Unknown) else call.unknown(f"`{call.name}` of a value")

    return handler


def of_counts(value: Frequencies, name: str, site: Site) -> Value:
    """A function of class counts that NumPy applies to arrays."""
    if name in ("astype", "copy", "tolist", "ravel", "flatten", "squeeze", "numpy", "to_numpy"):
        return value
    if name in frequencies.REDUCTIONS:
        return frequencies.aggregate(value, name, site)
    return frequencies.scaled(value, name, site)


def reshape(data: Data, args: Arguments) -> Value:
    """`reshape`, in both spellings; rows stay while the first axis does."""
    given = args.rest
    spelled = args.get("newshape", None, args.get("shape", None))
    first = given[0] if given else spelled
    several = len(given) > 1 and not isinstance(first, (tuple, list))
    target = dimensions(tuple(given) if several else first)
    return to_shape(data, reshaped(data.shape, target), args.site)


def flatten(data: Data, args: Arguments) -> Value:
    """`flatten` and `ravel`: one axis."""
    return to_shape(data, reshaped(data.shape, (-1,)), args.site)


def to_shape(data: Data, shape: Shape | Unknown, site: Site) -> Data:
    """The data in another shape of as many elements."""
    if isinstance(data, Literal) and isinstance(shape, tuple) and size(shape) == size(data.shape):
        leaves = list(flat(data.items, len(data.shape)))  # type: ignore[arg-type]
        return alike(data, _nest(leaves, shape), site)
    changes: dict[str, Any] = {"shape": shape}
    old = data.shape
    if isinstance(old, tuple) and isinstance(shape, tuple) and old and shape:
        if not same(old[0], shape[0]) and isinstance(old[0], int) and isinstance(shape[0], int):
            changes |= subset(data, ("reshaped", shape[0]))
        if not same(old[-1], shape[-1]) and data.encoding in (
            Encoding.ONE_HOT,
            Encoding.MULTI_HOT,
        ):
            changes["encoding"] = Unknown("rows that have been reshaped")
    return data.but(**changes)


def _nest(leaves: list[Any], shape: Shape) -> Any:
    for dim in reversed(shape[1:]):
        assert isinstance(dim, int)
        width = max(dim, 1)
        leaves = [tuple(leaves[i : i + width]) for i in range(0, len(leaves), width)]
    return tuple(leaves)


def squeeze(data: Data, args: Arguments) -> Value:
    """`squeeze`: axes of length one are dropped."""
    return to_shape(data, squeezed(data.shape, args.get("axis", 0)), args.site)


def expand_dims(data: Data, args: Arguments) -> Value:
    """`expand_dims`: a new axis of length one."""
    axis = args.get("axis", 0)
    shape = expanded(data.shape, axis)
    if axis == 0 and isinstance(shape, tuple):
        return data.but(shape=shape, **subset(data, "batch of one"))
    return data.but(shape=shape)


def transpose(data: Data, args: Arguments) -> Value:
    """`transpose`, with or without an order of the axes."""
    given = args.rest
    axes: Any = given[0] if given and isinstance(given[0], (tuple, list)) else given
    named = args.get("axes", None, args.get("perm", None))
    axes = axes if named is None else named
    if isinstance(data.shape, Unknown):
        return data.but(shape=data.shape)
    order = list(axes) if isinstance(axes, (tuple, list)) else []
    if not order:
        order = list(range(len(data.shape)))[::-1]
    if sorted(order, key=repr) != sorted(range(len(data.shape)), key=repr):
        return data.but(shape=Unknown("shape after `transpose`"))
    shape = tuple(data.shape[place] for place in order)
    return data.but(shape=shape) if order[0] == 0 else data.but(shape=shape, **subset(data, "T"))


def astype(data: Data, args: Arguments) -> Value:
    """`astype` and `cast`: another dtype; what the values mean stays unless it must not."""
    kind = args.get("dtype", 0, args.get("t", None))
    name = dtype_name(kind)
    if name is None:
        return data.but(dtype=None)
    if isinstance(data, Literal) and name.startswith(("int", "uint", "float")):
        make = float if name.startswith("float") else int
        exact = mapped(data, make, args.site)
        if isinstance(exact, Literal):
            kept = {"encoding": data.encoding, "classes": data.classes} if make is float else {}
            return exact.but(items=exact.items, dtype=name, **kept)
    changes: dict[str, Any] = {"dtype": name}
    if name == "str":
        changes |= {"low": None, "high": None}
        if data.encoding in (Encoding.INT, Encoding.BINARY):
            changes["encoding"] = Encoding.STRING
    elif name == "bool" and data.encoding is not Encoding.BINARY and data.rank == 1:
        return two_valued(data, "astype(bool)", args.site, dtype="bool")
    elif name.startswith(("int", "uint")) and data.encoding is Encoding.FLOAT:
        changes["encoding"] = Unknown("floats cut to integers", args.site)
    return data.step(f"astype({name})", args.site, **changes)


def dtype_name(value: Value) -> str | None:
    """The name of a dtype given as text, as `np.float32`, as `float` or as `tf.int32`."""
    path = getattr(value, "path", value)
    if not isinstance(path, str):
        return None
    name = path.rpartition(".")[2].strip("<>=|_")
    return _DTYPES.get(name, name)


_DTYPES = {
    "int": "int64",
    "float": "float64",
    "object": "str",
    "str0": "str",
    "f4": "float32",
    "f8": "float64",
    "i4": "int32",
    "i8": "int64",
    "string": "str",
    "single": "float32",
    "double": "float64",
}


def argmax(data: Data, args: Arguments) -> Value:
    """`argmax`: one-hot rows become integers; of predictions it shows classes."""
    axis = args.get("axis", 0)
    if axis is None and data.rank != 1:
        return Unknown("the place of the largest element", args.site)
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
        bounded = name in ("max", "min", "mean", "median", "amax", "amin", "average")
        fields: dict[str, Any] = {"rows": data.rows, "parents": data.parents}
        if axis == 0 or (isinstance(axis, (tuple, list)) and 0 in axis):
            fields = {"parents": (data.rows, *data.parents)}
        low, high = (data.low, data.high) if bounded else (None, None)
        shape = without(data.shape, axis, keep=keep)
        predicted = data.predicted if bounded and "rows" in fields else None
        return Data(
            shape=shape, low=low, high=high, steps=data.steps, predicted=predicted, **fields
        )

    return apply


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
        low, high = _RANGES.get(name, (None, None))
        return data.step(name, args.site, low=low, high=high, encoding=encoding, clues=kept)

    return apply


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
    return data.step("clip", args.site, low=max(lows, default=None), high=min(highs, default=None))


def same_data(data: Data, args: Arguments) -> Value:
    """What gives the same values in the same order, such as `copy` or `numpy()`."""
    return data


def to_list(data: Data, args: Arguments) -> Value:
    """`tolist`: a Python list if the values are known, else data that is a list."""
    if isinstance(data, Literal):
        return _listed(data.items)
    return data.but(kind=Kind.LIST)


def _listed(items: Any) -> Any:
    return [_listed(item) for item in items] if isinstance(items, tuple) else items


def reordered(text: str) -> Transform:
    """What leaves other rows than before: a shuffle, a sort, a repetition."""

    def apply(data: Data, args: Arguments) -> Value:
        length: Any = Unknown(f"number of rows after `{text}`")
        if text in ("shuffle", "sort", "flip", "roll") and isinstance(data.shape, tuple):
            return data.step(text, args.site, **subset(data, (text, args.site.node)))
        shape = data.shape
        if isinstance(shape, tuple) and shape:
            shape = (length, *shape[1:])
        return data.step(text, args.site, shape=shape, **subset(data, (text, args.site.node)))

    return apply


def nothing(data: Data, args: Arguments) -> Value:
    """What changes nothing that is followed, and returns `None`."""
    return None


def scalar(data: Data, args: Arguments) -> Value:
    """A single number of data that is not known."""
    return Unknown("a number computed from data", args.site)


def number(value: Value) -> bool:
    """Whether the value is a plain number."""
    return bool(is_number(value))


TRANSFORMS: dict[str, Transform] = {
    "reshape": reshape,
    "ravel": flatten,
    "flatten": flatten,
    "squeeze": squeeze,
    "expand_dims": expand_dims,
    "transpose": transpose,
    "astype": astype,
    "argmax": argmax,
    "round": rounding,
    "clip": clip,
    "repeat": reordered("repeat"),
    "sort": reordered("sort"),
    **{
        name: reduction(name)
        for name in (
            "sum",
            "max",
            "min",
            "mean",
            "std",
            "var",
            "prod",
            "any",
            "all",
            "median",
            "average",
            "ptp",
        )
    },
    **{
        name: elementwise(name)
        for name in [
            "log",
            "log1p",
            "log2",
            "log10",
            "exp",
            "expm1",
            "sqrt",
            "square",
            "abs",
            "absolute",
            "sin",
            "cos",
            "tanh",
            "sign",
            "power",
            "reciprocal",
            "sigmoid",
            "cumsum",
            "diff",
        ]
    },
}
