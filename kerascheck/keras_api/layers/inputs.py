"""What an input layer makes of its arguments."""

from collections.abc import Iterable
from typing import Any

from kerascheck.keras_api.arguments import plain
from kerascheck.keras_api.dims import is_int, settled
from kerascheck.keras_api.words import words
from kerascheck.values import BuildError, Dim, Spec, Str, Tensor, Unknown, Value
from kerascheck.values.shapes import shape_text

DTYPES = words(
    "float16 float32 float64 uint8 uint16 uint32 uint64 int8 int16 int32 int64 bfloat16 bool "
    "string float8_e4m3fn float8_e5m2 complex64 complex128"
)
"""The dtypes of tensors in Keras 3."""
_LIBRARIES = ("tensorflow.", "numpy.")
"""Where dtypes have names, as `tf.string`, all of which Keras takes."""


def input_spec(
    shape: Value,
    batch_size: Value,
    batch_shape: Value,
    dtype: Value,
    tensor: Value = None,
    kinds: tuple[Value, Value] = (None, None),
) -> Spec:
    """The spec of an input; `BuildError` of the kind `input-shape` for what Keras refuses.

    `kinds` are `sparse` and `ragged`, which exclude each other.
    """
    if tensor is not None:
        return _wrapped(tensor, shape, batch_size, batch_shape, dtype)
    _exclusive(shape, batch_size, batch_shape, kinds)
    kind = _dtype(dtype)
    if batch_shape is not None:
        return Spec(_dims(batch_shape, "batch_shape"), kind)
    dims = _dims(shape, "shape")
    batch = _dim(batch_size, batch_size, "batch_size")
    return Spec(dims if isinstance(dims, Unknown) else (batch, *dims), kind)


def _exclusive(
    shape: Value, batch_size: Value, batch_shape: Value, kinds: tuple[Value, Value]
) -> None:
    for name, value in (("shape", shape), ("batch_size", batch_size)):
        if batch_shape is not None and value is not None:
            raise BuildError(
                "input-shape",
                f"gets both `{name}` and `batch_shape`",
                help="keep one: `shape` is without the batch axis, `batch_shape` with it",
                keras=f"You cannot pass both `{name}` and `batch_shape` at the same time",
                argument=name,
            )
    if shape is None and batch_shape is None:
        raise BuildError(
            "input-shape",
            "has no `shape`",
            help="say what one sample looks like, as in `shape=(28, 28, 1)`",
            keras="You must pass a `shape` argument",
        )
    if all(plain(kind) and kind for kind in kinds):
        raise BuildError(
            "input-shape",
            "is both `sparse` and `ragged`",
            help="keep one of the two",
            keras="cannot have `sparse=True` and `ragged=True` at the same time",
            argument="ragged",
        )


def _dtype(dtype: Value) -> Str:
    if dtype is None:
        return "float32"
    if isinstance(dtype, Unknown):
        return dtype
    if dtype == "int":
        return "int64"
    named = getattr(dtype, "path", None)
    if isinstance(named, str) and named.startswith(_LIBRARIES):
        name = named.rpartition(".")[2].rstrip("_")
        dtype = name if name in DTYPES else dtype
    if not plain(dtype):
        return Unknown("a dtype that is not a string")
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise BuildError(
            "argument",
            f"`dtype={dtype!r}` is no dtype of Keras 3",
            help="write one such as `'float32'` or `'int32'`",
            keras=f"Invalid dtype: {dtype}",
            argument="dtype",
        )
    return dtype


def _wrapped(
    tensor: Value, shape: Value, batch_size: Value, batch_shape: Value, dtype: Value
) -> Spec:
    """The spec of a tensor that becomes an input; what is said besides must agree with it."""
    settled(tensor)
    if not isinstance(tensor, Tensor):
        if plain(tensor):
            raise BuildError(
                "input-shape",
                f"`tensor={str(tensor)[:40]}` is no symbolic tensor",
                help="leave `tensor` out, and give a `shape`",
                keras="Argument `input_tensor` must be a KerasTensor",
                argument="input_tensor",
            )
        return Spec(Unknown("a tensor that is not followed"))
    dims, kind = tensor.spec.dims, tensor.spec.dtype
    said: list[tuple[str, Any, Any]] = [("batch_shape", batch_shape, dims), ("dtype", dtype, kind)]
    said.append(("shape", shape, dims[1:]))
    said.append(("batch_size", batch_size, dims[0] if dims else ""))
    for name, value, mine in said:
        if value is not None and settled_all(value, mine) and value != mine:
            raise BuildError(
                "input-shape",
                f"`{name}={value!r}` does not fit the tensor, which has shape {shape_text(dims)}",
                help=f"leave `{name}` out",
                keras=f"you cannot provide an incompatible `{name}` argument",
                argument=name,
            )
    return tensor.spec


def settled_all(*values: Value) -> bool:
    """Whether nothing in some values is unknown."""
    for value in values:
        if isinstance(value, Unknown):
            return False
        if isinstance(value, (list, tuple)) and not settled_all(*value):
            return False
    return True


def _dims(shape: Value, name: str) -> tuple[Dim, ...] | Unknown:
    if isinstance(shape, Unknown):
        return shape
    if isinstance(shape, (tuple, list, set, range, dict)):
        return tuple(_dim(dim, shape, name) for dim in _items(shape))
    if not plain(shape):
        return Unknown("a shape that is computed in a way that is not followed")
    raise BuildError(
        "input-shape",
        f"`{name}={shape!r}` is not a tuple",
        help=_tuple_for(shape, name),
        keras=f"Cannot convert '{shape}' to a shape",
        argument=name,
    )


def _items(shape: Iterable[Any]) -> list[Any]:
    return list(shape)


def _tuple_for(shape: Value, name: str) -> str:
    if is_int(shape):
        return f"write `{name}=({shape},)`, with a comma"
    if isinstance(shape, float) and shape == int(shape):
        return f"write `{name}=({int(shape)},)`"
    return f"write a tuple of integers, as in `{name}=(28, 28, 1)`"


def _dim(dim: Value, shape: Value, name: str) -> Dim:
    if dim is None or isinstance(dim, Unknown):
        return dim
    if isinstance(dim, int) and dim >= 0:
        return int(dim)
    if not plain(dim):
        return Unknown("a dimension that is computed in a way that is not followed")
    negative = isinstance(dim, int)
    what = "a negative dimension" if negative else f"{dim!r} in it, which is no dimension"
    if name == "batch_size":
        what = "no number of samples"
    raise BuildError(
        "input-shape",
        f"`{name}={shape!r}` {'is' if name == 'batch_size' else 'has'} {what}",
        help=_dimension_for(dim, shape, name),
        keras="Negative dimensions are not allowed" if negative else "Found invalid dimension",
        argument=name,
    )


def _dimension_for(dim: Value, shape: Value, name: str) -> str:
    nested = isinstance(dim, (tuple, list))
    if nested and isinstance(shape, (tuple, list)) and len(shape) == 1:
        return f"take the outer brackets away: `{name}={dim!r}`"
    if isinstance(dim, float) and dim >= 0 and dim == int(dim):
        return f"write `{int(dim)}`, or divide with `//`"
    if is_int(dim):
        return "write `None` for a dimension that stays open"
    return "write an integer, or `None` for a dimension that stays open"
