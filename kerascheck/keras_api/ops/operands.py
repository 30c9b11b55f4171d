"""The arguments of functions on tensors: what is a tensor, a shape, an axis, a dtype."""

from collections.abc import Callable, Iterable
from typing import Any

from kerascheck.keras_api.dims import axis_of, is_int, settled
from kerascheck.values import (
    Dim,
    Shape,
    Spec,
    Specs,
    Str,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)

Formula = Callable[..., Specs]
"""Computes what a function gives from its arguments, a `Spec` for each tensor."""
Row = tuple[Formula, str, str]
"""A formula, the parameters of the functions that it stands for, and their names: see `table`."""
SCALAR: Shape = ()
FLOATS = frozenset({"bfloat16", "float16", "float32", "float64"})
_NEXT = {
    "bool": "int",
    "int": "uint8 int8",
    "int8": "int16",
    "uint8": "int16 uint16",
    "int16": "int32",
    "uint16": "int32 uint32",
    "int32": "int64",
    "uint32": "int64 uint64",
    "int64": "float",
    "uint64": "float",
    "float": "float16 bfloat16",
    "float16": "float32",
    "bfloat16": "float32",
    "float32": "float64",
    "float64": "",
}
"""What each dtype grows into at once; `int` and `float` are those of Python's numbers."""
_SETTLED = {"int": "int32", "float": "float32", "uint64": "uint32"}


def tensor(value: Value) -> Spec:
    """The spec of an operand; numbers and lists of numbers are constants.

    The dtype of Python's numbers is `bool`, `int` or `float`, see `promoted`. Raises
    `UndeterminedError` for what is not known, `TypeError` for what is no tensor.
    """
    if isinstance(value, Spec):
        return value
    if isinstance(value, Unknown):
        raise UndeterminedError(value.why, value)
    if isinstance(value, Tensor):
        return value.spec
    if isinstance(value, (bool, int, float)):
        return Spec(SCALAR, type(value).__name__)
    if isinstance(value, range):
        return Spec((len(value),), "int")
    if isinstance(value, (list, tuple)):
        return _stacked(value)
    raise TypeError("not a tensor")


def _stacked(items: list[Value] | tuple[Value, ...]) -> Spec:
    if not items:
        return Spec((0,), "float")
    # A long list is a constant, whose elements are alike.
    inner = [tensor(item) for item in items[:200]]
    shape: Shape = inner[0].dims
    for other in inner[1:]:
        if len(other.dims) != len(shape):
            raise TypeError("a ragged list")
        shape = tuple(known(a, b) for a, b in zip(shape, other.dims, strict=True))
    return Spec((len(items), *shape), promoted(*(item.dtype for item in inner), settle=False))


def known(a: Dim, b: Dim) -> Dim:
    """The dimension that two say the same of: the one that is a number."""
    if a is None or isinstance(a, Unknown):
        return a if b is None else b
    return a


def numeric(spec: Spec) -> Str:
    """The dtype of an operand as a tensor of its own."""
    return spec.dtype if isinstance(spec.dtype, Unknown) else _SETTLED.get(spec.dtype, spec.dtype)


def strong(value: Value) -> Spec:
    """`tensor` with the dtype that a constant gets when it is made a tensor."""
    spec = tensor(value)
    return Spec(spec.shape, numeric(spec))


def promoted(*dtypes: Str, settle: bool = True) -> Str:
    """The dtype of an operation on several: the least one that each of them grows into.

    This is the rule of JAX, which Keras follows: Python's numbers give way to tensors of the same
    kind. With `settle`, what only numbers went into is a dtype of 32 bits.
    """
    above: set[str] | None = None
    for dtype in dtypes:
        if isinstance(dtype, Unknown):
            return dtype
        if dtype not in _NEXT:
            return dtypes[0] if len(set(dtypes)) == 1 else Unknown("a dtype that is not followed")
        reached = _above(dtype)
        above = reached if above is None else above & reached
    assert above
    least = max(above, key=lambda name: len(_above(name)))
    return _SETTLED.get(least, least) if settle else least


def _above(dtype: str) -> set[str]:
    found = {dtype}
    for larger in _NEXT[dtype].split():
        found |= _above(larger)
    return found


def floated(dtype: Str) -> Str:
    """The dtype of a function whose values are not whole: a float stays, all else is `float32`."""
    return promoted(dtype, "float")


def dtype_named(value: Value, default: Str) -> Str:
    """A `dtype` argument: a string, a name such as `tf.float32`, or what stands for neither."""
    if value is None:
        return default
    if isinstance(value, (str, Unknown)):
        return value
    path = getattr(value, "path", None)
    if isinstance(path, str):
        name = path.rpartition(".")[2].rstrip("_")
        return {"int": "int32", "float": "float32", "half": "float16"}.get(name, name)
    return Unknown("a dtype that is not followed")


def extent(value: Value) -> Dim:
    """One number of a shape; a scalar tensor, as from `tf.shape(x)[0]`, leaves it open."""
    spec = value.spec if isinstance(value, Tensor) else value
    if isinstance(spec, Spec):
        # What is no tensor that is known may as well be a number, which is no open dimension.
        return spec.shape if isinstance(spec.shape, Unknown) else None
    if value is None or isinstance(value, Unknown):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a dimension")
    return value


def extents(value: Value) -> Shape:
    """A `shape` argument, -1 included; a tensor of n numbers is a shape of n open dimensions."""
    found = settled(value)
    if is_int(found):
        return (int(found),)
    if isinstance(found, Spec):
        return (None,) * (whole(found.dims[0]) if found.rank else 1)
    if not isinstance(found, (list, tuple)):
        raise TypeError("not a shape")
    return tuple(extent(item) for item in found)


def whole(value: Value) -> int:
    """An integer that must be known here."""
    if value is None or isinstance(value, (Spec, Tensor)):
        raise UndeterminedError("a number that is only known when it runs")
    number = settled(value)
    if not is_int(number):
        raise TypeError("not an integer")
    return int(number)


def axes_of(axis: Value, rank: int, name: str = "axis") -> list[int]:
    """The axes that an argument names, each once; None is all of them."""
    axis = settled(axis)
    if axis is None:
        return list(range(rank))
    if isinstance(axis, (list, tuple, range)):
        found = [axis_of(item, rank, name) for item in axis]
        return list(dict.fromkeys(found))
    return [axis_of(axis, rank, name)]


def flag(value: Value) -> bool:
    """The truth of an option; raises `UndeterminedError` where it is not known."""
    return bool(settled(value))


def several(value: Value) -> list[Any]:
    """A list of tensors; a tensor alone, or anything else, is none."""
    value = settled(value)
    if not isinstance(value, (list, tuple)) or not value:
        raise TypeError("not a list of tensors")
    return list(value)


def sum_of(dims: Iterable[Dim]) -> Dim:
    """The sum of dimensions: unknown if one is, else open if one is."""
    total: Any = 0
    for dim in dims:
        if isinstance(dim, Unknown):
            return dim
        total = None if total is None or dim is None else total + dim
    return total  # type: ignore[no-any-return]


def on_dims(shape: Shape, change: Callable[[Dim], Dim], *axes: int) -> Shape:
    """A shape whose dimensions at some axes are changed."""
    return tuple(change(dim) if i in axes else dim for i, dim in enumerate(shape))
