"""What an input layer makes of `shape`, `batch_size` and `batch_shape`."""

from kerascheck.keras_api.dims import is_int
from kerascheck.values import BuildError, Dim, Spec, Unknown, Value


def input_spec(shape: Value, batch_size: Value, batch_shape: Value, dtype: Value) -> Spec:
    """The spec of an input; `BuildError` of the kind `input-shape` for what Keras refuses."""
    kind = dtype if isinstance(dtype, (str, Unknown)) else "float32"
    if batch_shape is not None:
        return Spec(_dims(batch_shape, "batch_shape"), kind)
    batch: Dim = batch_size if isinstance(batch_size, (int, Unknown)) else None
    if shape is None:
        why = Unknown("an input without a shape")
        return Spec(why, kind)
    dims = _dims(shape, "shape")
    return Spec(dims if isinstance(dims, Unknown) else (batch, *dims), kind)


def _dims(shape: Value, name: str) -> tuple[Dim, ...] | Unknown:
    if isinstance(shape, Unknown):
        return shape
    if not isinstance(shape, (tuple, list)):
        fix = f"write `({shape},)`, with a comma" if is_int(shape) else "write a tuple"
        raise BuildError(
            "input-shape",
            f"`{name}={shape!r}` is not a tuple",
            help=fix,
            keras=f"Cannot convert '{shape}' to a shape",
            argument=name,
        )
    return tuple(_dim(dim, shape, name) for dim in shape)


def _dim(dim: Value, shape: Value, name: str) -> Dim:
    if dim is None or isinstance(dim, Unknown):
        return dim
    if isinstance(dim, int) and not isinstance(dim, bool) and dim >= 0:
        return dim
    raise BuildError(
        "input-shape",
        f"`{name}={shape!r}` has {dim!r} in it, which is no dimension",
        keras="Cannot convert the shape",
        argument=name,
    )
