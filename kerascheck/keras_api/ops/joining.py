"""Several tensors as one, and one as several."""

from itertools import pairwise

from kerascheck.keras_api.dims import axis_of, is_int, lift, settled
from kerascheck.keras_api.ops.elementwise import shared
from kerascheck.keras_api.ops.operands import (
    extent,
    on_dims,
    promoted,
    several,
    strong,
    sum_of,
    tensor,
    whole,
)
from kerascheck.keras_api.ops.reshaping import ravel, same_but
from kerascheck.values import BuildError, Dim, Shape, Spec, Specs, UndeterminedError, Value
from kerascheck.values.shapes import shape_text


def concatenate(xs: Value, axis: Value = 0) -> Spec:
    """`keras.ops.concatenate`: what is open in the first stays open."""
    specs = [tensor(item) for item in several(xs)]
    shape, at = _joined(specs, axis)
    first = specs[0].dims
    kept = tuple(dim if i == at or first[i] is not None else None for i, dim in enumerate(shape))
    return Spec(kept, promoted(*(spec.dtype for spec in specs)))


def concat(xs: Value, axis: Value = -1) -> Specs:
    """`tf.concat` and `K.concatenate`: what one tensor knows is known of all.

    Shapes that are joined, as of `tf.shape(x)` and a list, stay numbers.
    """
    items = several(xs)
    numbers = joined_numbers(items)
    if numbers is not None:
        return numbers
    specs = [tensor(item) for item in items]
    shape, _ = _joined(specs, axis)
    return Spec(shape, shared(*specs))


def backend_concatenate(xs: Value, axis: Value = -1) -> Specs:
    """`K.concatenate`, which counts a negative axis round and round."""
    at, items = settled(axis), several(xs)
    rank = tensor(items[0]).rank
    return concat(items, at % rank if is_int(at) and at < 0 and rank else at)


def _joined(specs: list[Spec], axis: Value) -> tuple[Shape, int]:
    at = axis_of(axis, specs[0].rank)
    shapes = [spec.dims for spec in specs]
    common = same_but(shapes, at, "concatenate")
    return on_dims(common, lambda _: sum_of(shape[at] for shape in shapes), at), at


def joined_numbers(items: list[Value]) -> tuple[Value, ...] | None:
    """Lists of whole numbers and scalar tensors as one, or None if they are something else."""
    if not all(isinstance(item, (list, tuple)) for item in items):
        return None
    flat = [number for item in items for number in item]  # type: ignore[attr-defined]
    return tuple(flat) if flat and all(map(_is_number, flat)) else None


def _is_number(value: Value) -> bool:
    return is_int(value) or (
        isinstance(value, Spec) and value.shape == () and value.dtype in ("int32", "int64")
    )


def stack(xs: Value, axis: Value = 0) -> Specs:
    """Tensors of one shape along a new axis; a shape made of its numbers stays numbers."""
    items = several(xs)
    if all(map(_is_number, items)) and any(isinstance(item, Spec) for item in items):
        return tuple(items)
    specs = [tensor(item) for item in items]
    shape = same_but([spec.dims for spec in specs], None, "stack")
    at = axis_of(axis, len(shape) + 1)
    return Spec((*shape[:at], len(specs), *shape[at:]), shared(*specs))


def ops_stack(xs: Value, axis: Value = 0) -> Specs:
    """`keras.ops.stack`: what is open in the first stays open."""
    result = stack(xs, axis)
    if not isinstance(result, Spec):
        return result
    specs = [tensor(item) for item in several(xs)]
    at = axis_of(axis, result.rank)
    first = (*specs[0].dims[:at], len(specs), *specs[0].dims[at:])
    return Spec(first, promoted(*(spec.dtype for spec in specs)))


def vstack(xs: Value) -> Spec:
    """`keras.ops.vstack`."""
    return concatenate(xs, 0)


def hstack(xs: Value) -> Spec:
    """`keras.ops.hstack`: along the second axis, or the only one."""
    first = tensor(several(xs)[0])
    return concatenate(xs, 0 if first.rank == 1 else 1)


def append(x: Value, y: Value, axis: Value = None) -> Spec:
    """`keras.ops.append`."""
    if axis is None:
        return concatenate([ravel(x), ravel(y)], 0)
    return concatenate([x, y], axis)


def unstack(x: Value, num: Value = None, axis: Value = 0) -> list[Spec]:
    """One tensor for each place on an axis."""
    spec = strong(x)
    at = axis_of(axis, spec.rank)
    size = spec.dims[at]
    count = num if num is not None else size
    if count is None:
        problem = f"cannot take {shape_text(spec.dims)} apart along axis {at}, whose size is open"
        raise BuildError("dimension", problem, keras="Cannot infer argument `num` from shape")
    rest = spec.dims[:at] + spec.dims[at + 1 :]
    return [Spec(rest, spec.dtype)] * whole(count)


def split(x: Value, sections: Value, axis: Value = 0) -> list[Spec]:
    """`keras.ops.split`: in equal parts, or at the given places."""
    spec = strong(x)
    at = axis_of(axis, spec.rank)
    places = settled(sections)
    if is_int(places):
        return _equal_parts(spec, places, at)
    bounds = [0, *map(extent, places), spec.dims[at]]
    sizes = [lift(lambda a, b: b - a, start, end) for start, end in pairwise(bounds)]
    if any(isinstance(size, int) and size < 0 for size in sizes):
        problem = f"splits an axis of {spec.dims[at]} at {tuple(places)}"
        raise BuildError("size", problem, keras="Negative dimensions are not allowed")
    return _parts(spec, sizes, at)


def array_split(x: Value, sections: Value, axis: Value = 0) -> list[Spec]:
    """`keras.ops.array_split`: parts that differ by one at most."""
    spec, count = strong(x), whole(sections)
    at = axis_of(axis, spec.rank)
    size = spec.dims[at]
    sizes = [lift(lambda n, i=i: n // count + (i < n % count), size) for i in range(count)]
    return _parts(spec, sizes, at)


def tf_split(x: Value, sizes: Value, axis: Value = 0) -> list[Spec]:
    """`tf.split`: in equal parts, or in parts of the given sizes, of which one may be -1."""
    spec = strong(x)
    at = axis_of(axis, spec.rank)
    wanted = settled(sizes)
    if is_int(wanted):
        return _equal_parts(spec, wanted, at)
    if isinstance(wanted, Spec):
        raise UndeterminedError("the number of parts is only known when it runs")
    parts = [extent(item) for item in wanted]
    free = [i for i, part in enumerate(parts) if is_int(part) and part == -1]
    given = sum_of(part for i, part in enumerate(parts) if i not in free)
    size = spec.dims[at]
    if isinstance(size, int) and isinstance(given, int):
        left = size - given
        if left < 0 or (left and not free):
            problem = f"has parts of {given} altogether for an axis of {size}"
            raise BuildError("dimension", problem, keras="can't split axis of size")
        if len(free) == 1:
            parts[free[0]] = left
    elif free:
        parts[free[0]] = None
    return _parts(spec, parts, at)


def _equal_parts(spec: Spec, count: int, at: int) -> list[Spec]:
    size = spec.dims[at]
    if count < 1 or (isinstance(size, int) and size % count):
        problem = f"cannot split an axis of {size} into {count} equal parts"
        raise BuildError("dimension", problem, keras="must be divisible by `indices_or_sections`")
    return _parts(spec, [lift(lambda n: n // count, size)] * count, at)


def _parts(spec: Spec, sizes: list[Dim], at: int) -> list[Spec]:
    lead, rest = spec.dims[:at], spec.dims[at + 1 :]
    return [Spec((*lead, size, *rest), spec.dtype) for size in sizes]


def meshgrid(*xs: Value, indexing: Value = "xy") -> list[Spec]:
    """One grid a vector."""
    specs = [strong(x) for x in xs]
    dims = [spec.dims[0] if spec.dims else 1 for spec in specs]
    if settled(indexing) == "xy" and len(dims) > 1:
        dims[0], dims[1] = dims[1], dims[0]
    return [Spec(tuple(dims), spec.dtype) for spec in specs]
