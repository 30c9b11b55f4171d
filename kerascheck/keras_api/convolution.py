"""Arithmetic of windows that move over axes: what convolutions and poolings take and give.

The formulas are those of Keras 3 (`keras/src/ops/operation_utils.py` and
`keras/src/backend/common/backend_utils.py`), with dimensions that are open (`None`) or unknown.
"""

import math
from collections.abc import Sequence
from typing import Any

from kerascheck.keras_api.dims import (
    given,
    is_int,
    lift,
    need_rank,
    positive,
    settled,
)
from kerascheck.keras_api.dims import wrong as refused
from kerascheck.values import BuildError, Dim, Int, Shape, Spec, Unknown, Value
from kerascheck.values.shapes import shape_text

_SIDES = {1: "steps", 2: "height, width", 3: "depth, height, width"}


def sizes(value: Value, n: int, name: str, *, zero: bool = False) -> tuple[Any, ...]:
    """An argument that is one integer for all `n` axes or a number for each, all positive.

    As Keras, this lets floats in a tuple pass, and zero where `zero` says so. What is not known
    stays so, axis by axis.
    """
    if isinstance(value, Unknown):
        return (value,) * n
    if isinstance(value, int):
        value = (int(value),) * n
    if not isinstance(value, (tuple, list)):
        raise refused(name, value, f"must be an integer or a tuple of {n} integers")
    if len(value) != n:
        problem = f"has {len(value)} numbers, but there {'is' if n == 1 else 'are'} {n} to give"
        raise refused(name, value, problem)
    for item in value:
        if not isinstance(item, (int, float, Unknown)):
            raise refused(name, value, f"must be an integer or a tuple of {n} integers")
        if not isinstance(item, Unknown) and (item < 0 or (item == 0 and not zero)):
            raise refused(name, value, f"must be {'0 or more' if zero else 'positive'}")
    return tuple(value)


def whole(value: Value, n: int, name: str) -> tuple[Int, ...]:
    """As `sizes`, for the sides of a kernel, where Keras cannot make an array of a float."""
    found = sizes(value, n, name)
    if any(isinstance(item, float) for item in found):
        raise refused(name, value, "must be integers", "use `//` in place of `/`")
    return tuple(item if isinstance(item, Unknown) else int(item) for item in found)


def count(value: Value, name: str, *, zero: bool = False) -> Int:
    """An argument that is a positive number of channels or groups, or with `zero` not negative."""
    if isinstance(value, float):
        raise refused(name, value, "must be an integer", "use `//` in place of `/`, or `int(…)`")
    return positive(int(value) if isinstance(value, bool) else value, name, zero=zero)


def channels_first(data_format: Value) -> bool:
    """Whether the channels come before the other axes; the default is that they come last."""
    found = "channels_last" if data_format is None else str(settled(data_format)).lower()
    if found not in ("channels_first", "channels_last"):
        help = "write 'channels_last' (the default) or 'channels_first'"
        raise refused("data_format", data_format, "is no data format of Keras", help)
    return found == "channels_first"


def check_format(data_format: Value) -> None:
    """Raise `BuildError` for a data format that Keras does not have."""
    if not isinstance(data_format, Unknown):
        channels_first(data_format)


def padding_of(value: Value, *, causal: bool = False) -> Any:
    """A `padding` in lower case, as the constructors of convolutions take it.

    They take a list too, which fails when the layer is built; see `same_size`.
    """
    if isinstance(value, (Unknown, list, tuple)):
        return value
    options = ("valid", "same", "causal") if causal else ("valid", "same")
    if isinstance(value, str) and value.lower() in options:
        return value.lower()
    help = "use 'same', or 'valid' after a `ZeroPadding` layer of the width that is wanted"
    if isinstance(value, str) and value.lower() == "causal":
        help = "only `Conv1D` pads causally; pad with a `ZeroPadding` layer, then use 'valid'"
    raise refused("padding", value, f"must be {' or '.join(map(repr, options))}", help)


def check_strides(strides: Sequence[Any], dilation: Sequence[Any]) -> None:
    """Raise `BuildError` where both strides and dilation are above 1."""
    stride = max((n for n in strides if not isinstance(n, Unknown)), default=1)
    rate = max((n for n in dilation if not isinstance(n, Unknown)), default=1)
    if stride > 1 and rate > 1:
        problem = f"has strides of {stride} and a dilation of {rate}, of which one must be 1"
        keras = "`strides > 1` not supported in conjunction with `dilation_rate > 1`"
        help = "keep `dilation_rate` and make the stride by a pooling, or leave one of them out"
        raise BuildError("argument", problem, help=help, keras=keras, argument="dilation_rate")


def window_input(x: Any, n: int, kind: str) -> Shape:
    """The dimensions of the input of a layer with `n` axes between batch and channels."""
    return need_rank(x, n + 2, help=lambda dims: _rank_help(dims, n, kind))


def _rank_help(dims: Shape, n: int, kind: str) -> str:
    rank, sample = len(dims), dims[1:]
    if rank == n + 1 and n > 1:
        wider = shape_text((*sample, 1)).replace("None", "-1")
        return (
            f"add an axis for the channels: `Reshape({wider})` before it, or "
            "`np.expand_dims(x, -1)` on the data"
        )
    if rank == 2 and n == 1:
        return (
            "keep the axis of the steps: `return_sequences=True` in a recurrent layer before it, "
            "no `Flatten` or global pooling, or `Reshape((steps, features))`"
        )
    if rank == 2:
        return (
            "leave out the `Flatten`, `Dense` or global pooling before it, or bring the axes back "
            f"with `Reshape(({_SIDES[n]}, channels))`"
        )
    if rank == n + 3:
        larger = f"`{kind.replace(f'{n}D', f'{n + 1}D')}` or " if n < 3 else ""
        return f"use {larger}`TimeDistributed({kind}(…))`, which takes each step by itself"
    return ""


def split(dims: Shape, first: bool) -> tuple[Shape, Dim]:
    """The dimensions between batch and channels, and the channels."""
    return (dims[2:], dims[1]) if first else (dims[1:-1], dims[-1])


def joined(batch: Dim, between: Sequence[Dim], channels: Dim, first: bool) -> Shape:
    """The opposite of `split`."""
    return (batch, channels, *between) if first else (batch, *between, channels)


def known_channels(channels: Dim, first: bool) -> Int:
    """The number of channels, which a layer with a kernel needs to know."""
    which = "first" if first else "last"
    what = f"the number of channels (the {which} axis of a sample of the input)"
    return given(channels, what, "The channel dimension of the inputs should be defined")


def slid(dim: Dim, kernel: Any, stride: Any, dilation: Any, padding: Any) -> Dim:
    """The number of places of a window that moves over an axis: the length that comes out."""
    if dim is None or isinstance(padding, Unknown):
        return padding if dim is not None else None
    if padding == "valid":
        seen = lift(lambda k, r: (k - 1) * r + 1, kernel, dilation)
        return lift(lambda d, k, s: math.floor((d - k) / s) + 1, dim, seen, stride)
    return lift(lambda d, s: math.floor((d - 1) / s) + 1, dim, stride)


def slide(
    between: Shape,
    kernel: Sequence[Any],
    strides: Sequence[Any],
    dilation: Sequence[Any],
    padding: Any,
    name: str = "kernel_size",
) -> Shape:
    """What a window makes of the axes between batch and channels; `BuildError` if nothing is left.

    `name` is the argument that gives the size of the window.
    """
    if not isinstance(padding, Unknown) and padding not in ("valid", "same", "causal"):
        help = "write it in lower case: 'valid' or 'same'"
        raise refused("padding", padding, "must be 'valid' or 'same'", help)
    if any(not isinstance(stride, Unknown) and stride == 0 for stride in strides):
        raise refused("strides", tuple(strides), "must be positive")
    axes = zip(between, kernel, strides, dilation, strict=True)
    result = tuple(slid(d, k, s, r, padding) for d, k, s, r in axes)
    if padding == "valid" and any(isinstance(dim, int) and dim <= 0 for dim in result):
        raise _used_up(between, result, kernel, name)
    return result


def _used_up(between: Shape, result: Shape, kernel: Sequence[Any], name: str) -> BuildError:
    problem = f"receives {times(between)} and would produce {times(result)}"
    problem += f" with `{name}={shape_text(tuple(kernel))}`"
    help = f"use `padding='same'`, a smaller `{name}`, fewer poolings before it or a larger input"
    if between[0] in (1, 3) and all(isinstance(d, int) and d > 3 for d in between[1:]):
        help += "; if the channels come first in the data, move that axis to the end"
    keras = "Computed output size would be zero or negative"
    return BuildError("size", problem, help=help, keras=keras, argument=name)


def times(between: Sequence[Dim]) -> str:
    """Dimensions as a size: `28x28`, or `a length of 10`."""
    return "x".join(map(str, between)) if len(between) > 1 else f"a length of {between[0]}"


def spread(dim: Dim, kernel: Any, stride: Any, dilation: Any, padding: Any, extra: Any) -> Dim:
    """The length of what a transposed convolution makes of an axis; `extra` is output padding."""
    if dim is None or isinstance(dim, Unknown):
        return dim
    if isinstance(padding, (list, tuple)):
        raise refused("padding", padding, "must be 'valid' or 'same'")
    if isinstance(padding, Unknown):
        return padding
    if padding == "same" and extra is None:
        return lift(lambda d, s: d * s, dim, stride)
    seen = lift(lambda k, r: (k - 1) * r + 1, kernel, dilation)
    if extra is None:
        return lift(lambda d, k, s: (d - 1) * s + max(k, s), dim, seen, stride)
    if padding == "same":
        return lift(lambda d, k, s, e: (d - 1) * s + k % 2 + e, dim, seen, stride, extra)
    return lift(lambda d, k, s, e: (d - 1) * s + k + e, dim, seen, stride, extra)


def settle(dims: Sequence[Any], name: str) -> Shape:
    """Dimensions that were computed; `BuildError` for floats and negative ones.

    `name` is the argument that they come from.
    """
    for dim in dims:
        if isinstance(dim, float):
            problem = f"has a float in `{name}`, which gives the size {dim}"
            raise BuildError("argument", problem, help="write integers", argument=name)
        if is_int(dim) and dim < 0:
            problem = f"would produce {times(dims)}"
            keras = "Negative dimensions are not allowed"
            raise BuildError("size", problem, keras=keras, argument=name)
    return tuple(int(dim) if isinstance(dim, int) else dim for dim in dims)


def turned(spec: object) -> tuple[int, int, int] | None:
    """Channels, rows and columns of an input that looks like an image with its channels first."""
    match spec:
        case Spec(shape=(_, 1 | 3 as channels, int(rows), int(columns))) if min(
            rows, columns
        ) >= 8 and max(rows, columns) <= 4 * min(rows, columns):
            return channels, rows, columns
    return None


def meeting(kernel: int, size: int, stride: int, *, causal: bool = False) -> int:
    """How many places of a kernel ever meet one of `size` steps, with the padding `same`.

    With `causal` the padding is all in front. The others only see padding, so that their weights
    learn nothing.
    """
    out = -(-size // stride)
    around = max((out - 1) * stride + kernel - size, 0)
    before = kernel - 1 if causal else around // 2
    starts = [step * stride - before for step in range(out)]
    return sum(any(0 <= start + place < size for start in starts) for place in range(kernel))
