"""What the functions of NumPy do to data; those of JAX of the same names, and TensorFlow's."""

import math
from typing import Any

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import arithmetic, frequencies, numpy_making
from kerascheck.facts.libraries.frame_methods import truth, unique
from kerascheck.facts.libraries.labels import joined, main, relabel, subset, two_valued
from kerascheck.facts.libraries.literals import Condition, as_data
from kerascheck.facts.libraries.numpy_making import make_array
from kerascheck.facts.libraries.shapes import broadcast, concatenated, expanded, size
from kerascheck.facts.libraries.transforms import (
    TRANSFORMS,
    Transform,
    as_function,
    reordered,
    same_data,
)
from kerascheck.values import Data, Encoding, Frequencies, Unknown, Value


def _operator(op: str) -> Handler:
    def handler(call: Call) -> Value:
        left, right = call.get("x1", 0, call.get("x")), call.get("x2", 1, call.get("y"))
        sides = (left, right)
        if any(isinstance(s, (Data, Frequencies, list)) for s in sides):
            return arithmetic.binary(op, left, right, call.site, call.run)
        return call.unknown(f"`{call.name}` of values that are not followed")

    return handler


def _comparison(op: str) -> Handler:
    def handler(call: Call) -> Value:
        left, right = call.get("x1", 0, call.get("x")), call.get("x2", 1, call.get("y"))
        if isinstance(left, Data) or isinstance(right, Data):
            return arithmetic.compare(op, left, right, call.site, call.run)
        return call.unknown(f"`{call.name}` of values that are not followed")

    return handler


def _parts(call: Call) -> list[Data] | None:
    """The arrays that are put together: a list of them, or the arguments themselves."""
    given = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    if isinstance(given, Data) and len(call.args) > 1 and isinstance(call.args[1], Data):
        given = [arg for arg in call.args if isinstance(arg, Data)]
    if not isinstance(given, (list, tuple)):
        return None
    parts = [as_data(item, call.site) for item in given]
    return [part for part in parts if part is not None] if None not in parts else None


def _concatenate(default: int, *, new: bool = False) -> Handler:
    """`concatenate`, `vstack`, `hstack`, `append`; with `new`, `stack` along a new axis."""

    def handler(call: Call) -> Value:
        parts = _parts(call)
        if not parts:
            return Data(shape=Unknown("data put together of parts not known", call.site))
        axis = call.get("axis", 2 if call.name.endswith("append") else 1, default)
        name = call.name.rpartition(".")[2]
        if name in ("vstack", "hstack", "dstack", "column_stack"):
            axis = default if name != "hstack" or (parts[0].rank or 2) > 1 else 0
        if not isinstance(axis, int):
            return Data(shape=Unknown("data put together along an unknown axis", call.site))
        return _together(parts, axis, new=new or _lifts(name, parts), call=call)

    return handler


def _lifts(name: str, parts: list[Data]) -> bool:
    return name in ("vstack", "column_stack") and all(part.rank == 1 for part in parts)


def _together(parts: list[Data], axis: int, *, new: bool, call: Call) -> Data:
    shapes = [expanded(p.shape, axis) if new else p.shape for p in parts]
    shape = concatenated(shapes, axis)
    first = parts[0]
    along_rows = axis == 0
    if along_rows:
        rows: dict[str, Any] = joined(parts)
    else:
        rows = {"rows": first.rows, "parents": first.parents}
    alike = len({p.encoding if isinstance(p.encoding, Encoding) else "?" for p in parts}) == 1
    counts = {p.classes if isinstance(p.classes, int) else None for p in parts}
    keeps = along_rows and alike and not new
    why = Unknown("data put together", call.site)
    clues = first.clues if keeps and all(p.clues for p in parts) else ()
    lows, highs = [p.low for p in parts], [p.high for p in parts]
    classes: Any = why
    if keeps and None not in counts and first.encoding is not Encoding.ONE_HOT:
        classes = max(c for c in counts if c is not None)
    elif keeps and len(counts) == 1:
        classes = first.classes
    return Data(
        shape=shape,
        encoding=first.encoding if keeps else why,
        classes=classes,
        clues=clues,
        steps=first.steps,
        dtype=first.dtype,
        part=first.part if len({p.part for p in parts}) == 1 else "",
        low=None if None in lows else min(v for v in lows if v is not None),
        high=None if None in highs else max(v for v in highs if v is not None),
        temporal=any(p.temporal for p in parts),
        soft=any(p.soft for p in parts),
        predicted=first.predicted if keeps else None,
        **rows,
    ).step(call.name.rpartition(".")[2], call.site)


def _where(call: Call) -> Value:
    """`where`: labels of two classes if it picks between two constants."""
    condition = call.get("condition", 0)
    a, b = call.get("x", 1), call.get("y", 2)
    data = as_data(condition, call.site)
    if data is None:
        return call.unknown("a condition that is not known")
    if a is None and b is None:
        return (
            Data(shape=(Unknown("number of places", call.site),), dtype="int64", rows=data.rows),
        )
    if isinstance(a, (int, float, str)) and isinstance(b, (int, float, str)):
        return _two_constants(data, a, b, call)
    parts = [part for part in (as_data(a, call.site), as_data(b, call.site)) if part is not None]
    if not parts:
        return Data(shape=data.shape, rows=data.rows, parents=data.parents)
    base = main(*parts) if len(parts) == 2 else parts[0]
    why = Unknown("a choice of values", call.site)
    return relabel(
        base,
        "where",
        call.site,
        shape=broadcast(data.shape, base.shape),
        encoding=why,
        classes=why,
        low=None,
        high=None,
    )


def _two_constants(data: Data, a: Any, b: Any, call: Call) -> Value:
    text = f"where(…, {a!r}, {b!r})"
    if data.predicted is not None:
        return data.step(text, call.site)
    if data.rank is not None and data.rank > 1 and data.shape[-1] != 1:  # type: ignore[index]
        why = Unknown("a table of constants", call.site)
        return relabel(data, text, call.site, encoding=why, classes=why)
    if {a, b} == {0, 1}:
        return two_valued(data, text, call.site, dtype="int64")
    strings = isinstance(a, str) and isinstance(b, str)
    encoding: Any = Encoding.STRING if strings else Unknown("two constants", call.site)
    return two_valued(data, text, call.site, encoding=encoding, low=None, high=None)


def _unique(call: Call) -> Value:
    """`unique`: the classes, and with `return_counts` how often each occurs."""
    data = as_data(call.get("ar", 0, call.get("x", None)), call.site)
    if data is None:
        return call.unknown("the different values of data that are not known")
    classes = unique(data, call.site)
    wanted = [
        call.get(name, place)
        for name, place in (("return_index", 1), ("return_inverse", 2), ("return_counts", 3))
    ]
    if wanted == [None, None, None]:
        return classes
    if any(not isinstance(flag, bool) and flag is not None for flag in wanted):
        return call.unknown("the different values of data, with options that are not known")
    result: list[Value] = [classes]
    if wanted[0]:
        result.append(Data(shape=classes.shape, dtype="int64"))
    if wanted[1]:
        result.append(_inverse(data, call))
    if wanted[2]:
        result.append(frequencies.counts(data, "unique(return_counts=True)", call.site))
    return tuple(result)


def _inverse(data: Data, call: Call) -> Data:
    from kerascheck.facts.libraries.labels import grouped

    return grouped(data, "unique(return_inverse=True)", call.site, data.classes, weight=0.9)


def _bincount(call: Call) -> Value:
    data = as_data(call.get("x", 0), call.site)
    if data is None or call.get("weights", 1) is not None:
        return call.unknown("counts of values that are not known")
    return frequencies.counts(data, "bincount", call.site)


def _count_nonzero(call: Call) -> Value:
    data = as_data(call.get("a", 0), call.site)
    if isinstance(data, Condition):
        return frequencies.of_all(data, "count_nonzero", call.site)
    if data is not None and data.encoding is Encoding.BINARY:
        return frequencies.of_all(data, "sum", call.site)
    return call.unknown("a number of elements")


def _shape(call: Call) -> Value:
    from kerascheck.facts.libraries.attributes import attribute

    data = as_data(call.get("a", 0, call.get("input", None)), call.site)
    return call.unknown("shape not known") if data is None else attribute(data, "shape", call.site)


def _size(call: Call) -> Value:
    data = as_data(call.get("a", 0), call.site)
    known = None if data is None else size(data.shape)
    return call.unknown("number of elements not known") if known is None else known


def _prod(call: Call) -> Value:
    """`prod` of a shape, which networks are sized by."""
    value = call.get("a", 0)
    if isinstance(value, (tuple, list)) and all(isinstance(item, int) for item in value):
        return math.prod(item for item in value if isinstance(item, int))
    if isinstance(value, Data):
        return frequencies.of_all(value, "prod", call.site)
    return value if isinstance(value, Unknown) else call.unknown("a product that is not known")


def _digitize(call: Call) -> Value:
    from kerascheck.facts.libraries.labels import grouped

    data = as_data(call.get("x", 0), call.site)
    bins = as_data(call.get("bins", 1), call.site)
    if data is None:
        return call.unknown("bins of values that are not known")
    n: Any = Unknown("number of bins", call.site)
    if bins is not None and bins.rank == 1 and isinstance(bins.shape, tuple):
        edges = bins.shape[0]
        n = edges + 1 if isinstance(edges, int) else n
    return grouped(data, "digitize", call.site, n, weight=0.9)


def _split(call: Call) -> Value:
    data = as_data(call.get("ary", 0), call.site)
    at = call.get("indices_or_sections", 1)
    if data is None or call.get("axis", 2, 0) != 0:
        return call.unknown("parts of data")
    count = at if isinstance(at, int) else len(at) + 1 if isinstance(at, (list, tuple)) else 0
    if not 0 < count <= 100:
        return call.unknown("a number of parts that is not known")
    shape = data.shape
    if isinstance(shape, tuple):
        shape = (Unknown("length of a part", call.site), *shape[1:])
    return [
        data.but(shape=shape, **subset(data, ("split", call.site.node, i))) for i in range(count)
    ]


def _number(function: Any, transform: Handler | None) -> Handler:
    """A function that Python has for numbers too, such as `sqrt`."""

    def handler(call: Call) -> Value:
        value = call.args[0] if call.args else None
        if isinstance(value, (int, float)):
            try:
                return function(*[arg for arg in call.args if isinstance(arg, (int, float))])
            except (ArithmeticError, TypeError, ValueError):
                return call.unknown(f"`{call.name}` of a number that does not fit")
        return transform(call) if transform else call.unknown(f"`{call.name}` of a value")

    return handler


def _numbers(name: str) -> Handler:
    """An aggregation of a Python list of numbers, or of data."""
    on_data = as_function(TRANSFORMS[name], name)

    def handler(call: Call) -> Value:
        if call.args and isinstance(call.args[0], (int, float)):
            return call.args[0]
        return on_data(call)

    return handler


def _anonymous(call: Call) -> Value:
    parts = [part for part in (as_data(arg, call.site) for arg in call.args) if part is not None]
    if not parts:
        return call.unknown(f"`{call.name}` of values that are not known")
    base = parts[0]
    why = Unknown(f"values after `{call.name.rpartition('.')[2]}`", call.site)
    return base.step(
        call.name.rpartition(".")[2],
        call.site,
        encoding=why,
        classes=why,
        shape=Unknown(why.why, call.site),
        low=None,
        high=None,
        clues=(),
    )


def _vectorize(call: Call) -> Value:
    return call.unknown("a function of each element")


_MATH = {
    "log": math.log,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "log2": math.log2,
    "log10": math.log10,
    "log1p": math.log1p,
    "abs": abs,
    "absolute": abs,
    "round": round,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "square": lambda v: v * v,
    "power": lambda a, b: arithmetic.power(a, b),
}
_SHAPED: dict[str, Handler] = {
    name: as_function(transform, name) for name, transform in TRANSFORMS.items()
}
_OTHER: dict[str, Transform] = {
    "around": TRANSFORMS["round"],
    "rint": TRANSFORMS["round"],
    "amax": TRANSFORMS["max"],
    "amin": TRANSFORMS["min"],
    "nan_to_num": same_data,
    "flip": reordered("flip"),
    "fliplr": same_data,
    "roll": reordered("roll"),
    "tile": reordered("tile"),
    "delete": reordered("delete"),
    "argsort": reordered("argsort"),
    "isin": truth,
    "in1d": truth,
    "isnan": truth,
    "atleast_2d": same_data,
}
BY_NAME: dict[str, Handler] = {
    **_SHAPED,
    **{name: as_function(transform, name) for name, transform in _OTHER.items()},
    **{name: _numbers(name) for name in ("sum", "max", "min", "mean", "std", "any", "all")},
    **{name: _number(function, _SHAPED.get(name)) for name, function in _MATH.items()},
    "floor": _number(math.floor, _SHAPED["round"]),
    "ceil": _number(math.ceil, _SHAPED["round"]),
    "prod": _prod,
    "concatenate": _concatenate(0),
    "append": _concatenate(0),
    "vstack": _concatenate(0),
    "row_stack": _concatenate(0),
    "hstack": _concatenate(1),
    "column_stack": _concatenate(1),
    "stack": _concatenate(0, new=True),
    "where": _where,
    "unique": _unique,
    "bincount": _bincount,
    "count_nonzero": _count_nonzero,
    "shape": _shape,
    "size": _size,
    "digitize": _digitize,
    "split": _split,
    "array_split": _split,
    "vectorize": _vectorize,
    **{
        name: _operator(op)
        for name, op in (
            ("add", "+"),
            ("subtract", "-"),
            ("multiply", "*"),
            ("divide", "/"),
            ("true_divide", "/"),
            ("floor_divide", "//"),
            ("mod", "%"),
            ("matmul", "@"),
            ("dot", "@"),
            ("logical_and", "&"),
            ("logical_or", "|"),
        )
    },
    **{
        name: _comparison(op)
        for name, op in (
            ("equal", "=="),
            ("not_equal", "!="),
            ("greater", ">"),
            ("greater_equal", ">="),
            ("less", "<"),
            ("less_equal", "<="),
        )
    },
    **dict.fromkeys(
        (
            "pad",
            "moveaxis",
            "swapaxes",
            "rot90",
            "interp",
            "outer",
            "einsum",
            "tensordot",
            "maximum",
            "minimum",
        ),
        _anonymous,
    ),
}
"""Functions by their bare name, which NumPy, JAX and `keras.ops` share."""

_TENSORFLOW: dict[str, str] = {
    "reshape": "reshape",
    "expand_dims": "expand_dims",
    "squeeze": "squeeze",
    "cast": "astype",
    "transpose": "transpose",
    "argmax": "argmax",
    "math.argmax": "argmax",
    "concat": "concatenate",
    "stack": "stack",
    "where": "where",
    "shape": "shape",
    "clip_by_value": "clip",
    "round": "round",
    "math.round": "round",
    "abs": "abs",
    "square": "square",
    "sqrt": "sqrt",
    "exp": "exp",
    "math.log": "log",
    "reduce_mean": "mean",
    "reduce_sum": "sum",
    "reduce_max": "max",
    "reduce_min": "min",
    "equal": "equal",
    "greater": "greater",
    "less": "less",
    "add": "add",
    "subtract": "subtract",
    "multiply": "multiply",
    "divide": "divide",
    "matmul": "matmul",
    "math.bincount": "bincount",
    "reverse": "flip",
}
FUNCTIONS: dict[str, Handler] = {
    **{f"numpy.{name}": handler for name, handler in BY_NAME.items()},
    **{f"jax.numpy.{name}": handler for name, handler in BY_NAME.items()},
    **{f"tensorflow.{name}": BY_NAME[ours] for name, ours in _TENSORFLOW.items()},
    **{f"keras.backend.{name}": BY_NAME[name] for name in ("expand_dims", "squeeze", "argmax")},
    **{
        f"keras.ops.{name}": BY_NAME[name]
        for name in [
            "reshape",
            "expand_dims",
            "squeeze",
            "argmax",
            "concatenate",
            "stack",
            "where",
            "round",
            "clip",
        ]
    },
    "keras.ops.cast": BY_NAME["astype"],
    "keras.ops.convert_to_tensor": make_array,
    "keras.ops.convert_to_numpy": make_array,
    "jax.numpy.array": make_array,
    "jax.numpy.asarray": make_array,
    "tensorflow.constant": make_array,
    "tensorflow.convert_to_tensor": make_array,
    "tensorflow.identity": make_array,
    **{
        f"tensorflow.{name}": numpy_making.FUNCTIONS[f"numpy.{name}"]
        for name in ("zeros", "ones", "zeros_like", "ones_like", "linspace", "eye")
    },
    "tensorflow.range": numpy_making.FUNCTIONS["numpy.arange"],
    "tensorflow.random.normal": numpy_making.FUNCTIONS["numpy.random.standard_normal"],
    "tensorflow.random.uniform": numpy_making.FUNCTIONS["numpy.random.random"],
    **{
        f"numpy.{name}": lambda call: None
        for name in ("set_printoptions", "save", "savez", "savetxt", "savez_compressed", "seterr")
    },
    **numpy_making.FUNCTIONS,
}
METHODS: dict[str, Handler] = dict(numpy_making.METHODS)
CONSTANTS: dict[str, Value] = {
    "numpy.newaxis": None,
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "tensorflow.newaxis": None,
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
}
