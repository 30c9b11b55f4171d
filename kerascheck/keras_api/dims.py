"""Arithmetic on dimensions, of which some are open and some are not known."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kerascheck.values import (
    BuildError,
    Dim,
    Int,
    Shape,
    Spec,
    UndeterminedError,
    Unknown,
    Value,
)
from kerascheck.values.shapes import shape_text


def lift(function: Callable[..., int], *dims: Dim) -> Dim:
    """`function` of numbers; unknown if one of them is, else open if one of them is."""
    for dim in dims:
        if isinstance(dim, Unknown):
            return dim
    return None if any(dim is None for dim in dims) else function(*dims)


def product(dims: Iterable[Dim]) -> Dim:
    """The product of dimensions."""
    total: Dim = 1
    for dim in dims:
        total = lift(lambda a, b: a * b, total, dim)
    return total


def given(dim: Dim, what: str, keras: str = "") -> Int:
    """A dimension that a layer needs to be built; `BuildError` where it is open."""
    if dim is None:
        raise BuildError("dimension", f"needs to know {what}, but it is None", keras=keras)
    return dim


def settled(value: Value) -> Any:
    """The value itself; raises `UndeterminedError` with its reason if it is not known."""
    if isinstance(value, Unknown):
        raise UndeterminedError(value.why, value)
    return value


def is_int(value: Value) -> bool:
    """Whether a value is an integer and not a truth value."""
    return isinstance(value, int) and not isinstance(value, bool)


def positive(value: Value, name: str, *, zero: bool = False) -> Int:
    """An integer argument that must be positive, or with `zero` not negative."""
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(name, value, "must be an integer")
    if value < (0 if zero else 1):
        raise wrong(name, value, "must not be negative" if zero else "must be positive")
    return value


def wrong(name: str, value: Value, problem: str, help: str = "") -> BuildError:
    """The error of an argument: `units=0 must be positive`.

    Raises `UndeterminedError` for a value that is no plain constant: what it is to Keras is not
    known.
    """
    if not _plain(value):
        raise UndeterminedError(f"`{name}` is a value that is not followed")
    text = repr(value)
    return BuildError("argument", f"`{name}={text[:60]}` {problem}", help=help, argument=name)


def _plain(value: Value) -> bool:
    """Whether a value is a constant of Python, through and through."""
    if isinstance(value, (list, tuple)):
        return all(map(_plain, value))
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    return value is None or isinstance(value, (bool, int, float, str, bytes))


def numbers(value: Value, n: int, name: str, *, zero: bool = False) -> tuple[Int, ...]:
    """An argument that is one integer for all `n` axes, or one for each.

    This is what Keras's `standardize_tuple` accepts. Raises `UndeterminedError` if it is not
    known which of the two it is.
    """
    value = settled(value)
    if is_int(value):
        return (positive(value, name, zero=zero),) * n
    if not isinstance(value, (tuple, list)):
        raise wrong(name, value, f"must be an integer or a tuple of {n}")
    if len(value) != n:
        raise wrong(name, value, f"has {len(value)} numbers, but {n} are needed")
    return tuple(positive(item, name, zero=zero) for item in value)


def one_of(value: Value, name: str, options: Sequence[str]) -> Any:
    """A string argument that must be one of `options`, in lower case; else unchanged if unknown."""
    value = settled(value)
    if isinstance(value, str) and value.lower() in options:
        return value.lower()
    raise wrong(name, value, f"must be one of {', '.join(map(repr, options))}")


def one_tensor(x: Any) -> Spec:
    """The spec of the one tensor that a layer takes; `BuildError` for a list or dict of several."""
    if isinstance(x, Spec):
        return x
    if isinstance(x, (list, tuple)):
        for item in x:
            if isinstance(item, Unknown):
                # It may stand for any number of tensors, also for none.
                raise UndeterminedError(item.why, item)
    if isinstance(x, (list, tuple, dict)) and len(x) > 1:
        problem = f"takes one tensor, but is called with {len(x)} in a {type(x).__name__}"
        help = "join them first, as with `Concatenate()(tensors)`, or call it on each"
        keras = f"expects 1 input(s), but it received {len(x)} input tensors"
        raise BuildError("inputs", problem, help=help, keras=keras)
    settled(x)
    raise UndeterminedError("what it is called with is not a tensor that is followed")


def need_rank(
    x: Spec, *ranks: int, least: int | None = None, help: str | Callable[[Shape], str] = ""
) -> Shape:
    """The dimensions of an input whose rank the layer demands, `BuildError` if it has another.

    An input of which nothing is known has that rank, for the layer takes no other. `help` may be
    made of the dimensions that are wrong.
    """
    x = one_tensor(x)
    if isinstance(x.shape, Unknown) and len(ranks) == 1:
        return of_rank(x.shape, ranks[0])
    got = len(x.dims)
    if least is not None and got < least:
        wanted, keras = f"at least {least}", f"expected min_ndim={least}, found ndim={got}"
    elif ranks and got not in ranks:
        wanted = " or ".join(map(str, ranks))
        keras = f"expected ndim={wanted}, found ndim={got}"
    else:
        return x.dims
    article = "an" if least is not None and got < least else "a"
    problem = f"needs {article} {wanted}-D input, but gets {got}-D {shape_text(x.dims)}"
    hint = help if isinstance(help, str) else help(x.dims)
    raise BuildError("rank", problem, help=hint, keras=keras)


def of_rank(why: Unknown, rank: int) -> Shape:
    """The shape with `rank` axes of which no more is known, the size of the batch included."""
    return tuple(Unknown(why.why, why.site) for _ in range(rank))


def broadcast(first: Shape, second: Shape) -> Shape:
    """The shape of an element-wise operation on two; `BuildError` where they do not fit."""
    longest = max(len(first), len(second))
    left = (1,) * (longest - len(first)) + tuple(first)
    right = (1,) * (longest - len(second)) + tuple(second)
    return tuple(_stretched(a, b, first, second) for a, b in zip(left, right, strict=True))


def _stretched(a: Dim, b: Dim, first: Shape, second: Shape) -> Dim:
    if a == 1:
        return b
    if b == 1:
        return a
    if isinstance(a, int) and isinstance(b, int) and a != b:
        problem = f"shapes {shape_text(first)} and {shape_text(second)} do not fit together"
        raise BuildError("merge", problem, keras="Inputs have incompatible shapes")
    # An open or unknown axis that meets a number greater than 1 must be that number, or 1.
    if isinstance(a, int):
        return a
    return b if isinstance(b, int) or a is None else a


def axis_of(axis: Value, rank: int, name: str = "axis") -> int:
    """An axis counted from the front; `BuildError` where there is no such axis."""
    number: Any = settled(axis)
    if not is_int(number):
        raise wrong(name, number, "must be an integer")
    if not -rank <= number < rank:
        raise BuildError("rank", f"has `{name}={number}`, but its input has {rank} axes")
    return int(number % rank)
