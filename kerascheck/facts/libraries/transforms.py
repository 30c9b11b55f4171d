"""What is done to one array, by a function of NumPy or TensorFlow or by a method."""

from typing import Any

from kerascheck.facts.libraries.amounts import is_number
from kerascheck.facts.libraries.arguments import Arguments, Transform
from kerascheck.facts.libraries.arithmetic import unary
from kerascheck.facts.libraries.blocks import repeated_blocks
from kerascheck.facts.libraries.labels import subset, two_valued
from kerascheck.facts.libraries.literals import Literal, alike, flat, mapped, turned
from kerascheck.facts.libraries.pointwise import argmax, clip, elementwise, reduction, rounding
from kerascheck.facts.libraries.shapes import (
    dimensions,
    expanded,
    overfull,
    reshaped,
    same,
    size,
    squeezed,
)
from kerascheck.values import (
    Data,
    Encoding,
    Kind,
    Shape,
    Site,
    Unknown,
    Value,
)


def reshape(data: Data, args: Arguments) -> Value:
    """`reshape`, in both spellings; rows stay while the first axis does."""
    given = args.rest
    spelled = args.get("newshape", None, args.get("shape", None))
    first = given[0] if given else spelled
    several = len(given) > 1 and not isinstance(first, (tuple, list))
    target = dimensions(tuple(given) if several else first)
    if overfull(data.shape, target) and args.call.complete:
        args.call.run.misshape(data, target, args.site)
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
    if isinstance(data, Literal) and order == [1, 0]:
        return turned(data, args.site, **subset(data, "T"))
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
    "str0": "str",
    "f4": "float32",
    "f8": "float64",
    "i4": "int32",
    "i8": "int64",
    "string": "str",
    "single": "float32",
    "double": "float64",
}


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
        flat = text == "sort" and args.get("axis", 0, -1) is None
        if flat and isinstance(data.shape, tuple) and len(data.shape) > 1:
            count = Unknown("number of values in a row", args.site)
            lost = {"shape": (count,), "columns": None}
            return data.step(text, args.site, **{**subset(data, (text, args.site.node)), **lost})
        if text in ("shuffle", "sort", "flip", "roll") and isinstance(data.shape, tuple):
            return data.step(text, args.site, **subset(data, (text, args.site.node)))
        shape = data.shape
        if isinstance(shape, tuple) and shape:
            shape = (length, *shape[1:])
        made = data.step(text, args.site, shape=shape, **subset(data, (text, args.site.node)))
        return made.but(blocks=repeated_blocks(data, args.site)) if text == "repeat" else made

    return apply


def repeat(data: Data, args: Arguments) -> Value:
    """`repeat`: of the rows, of another axis, or of all elements in one row."""
    given, times, shape = args.get("axis", 1), args.get("repeats", 0), data.shape
    if not isinstance(shape, tuple) or len(shape) < 2 or given == 0:
        return reordered("repeat")(data, args)
    if not isinstance(given, int) or not -len(shape) <= given < len(shape):
        lost = Unknown("shape after `repeat`", args.site)
        whole: Any = (Unknown("number of elements"),) if given is None else lost
        return data.step("repeat", args.site, shape=whole, **subset(data, "repeat"))
    place = given % len(shape)
    axis, more = shape[place], Unknown("a repeated axis", args.site)
    new = axis * times if isinstance(axis, int) and isinstance(times, int) else more
    longer = (*shape[:place], new, *shape[place + 1 :])
    return data.step("repeat", args.site, shape=longer, **({} if place else subset(data, "repeat")))


def nothing(data: Data, args: Arguments) -> Value:
    """What changes nothing that is followed, and returns `None`."""
    return None


def number(value: Value) -> bool:
    """Whether the value is a plain number."""
    return bool(is_number(value))


def inverted(data: Data, args: Arguments) -> Value:
    """`np.invert` and `cv2.bitwise_not`, which are the operator `~`."""
    return unary("~", data, args.site)


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
    "repeat": repeat,
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
