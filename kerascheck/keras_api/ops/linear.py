"""Linear algebra: products, norms, decompositions."""

from typing import Any

from kerascheck.keras_api.dims import axis_of, broadcast, is_int, lift, settled
from kerascheck.keras_api.ops.elementwise import binary, shared
from kerascheck.keras_api.ops.operands import flag, floated, promoted, strong, tensor, whole
from kerascheck.keras_api.ops.reductions import reduced
from kerascheck.values import BuildError, Dim, Shape, Spec, Str, Unknown, Value
from kerascheck.values.shapes import shape_text


def matmul(x: Value, y: Value) -> Spec:
    """`keras.ops.matmul` and `@`; a vector counts as one row or one column."""
    one, two = tensor(x), tensor(y)
    return Spec(multiplied(one.dims, two.dims), product_dtype(one, two))


def product_dtype(*specs: Spec) -> Str:
    """The dtype of a product in Keras: small integers are summed as `int32`."""
    if specs and all(spec.dtype == "int8" for spec in specs):
        return "int32"
    return promoted(*(spec.dtype for spec in specs))


def multiplied(first: Shape, second: Shape) -> Shape:
    """The shape of a matrix product; `BuildError` where the inner sizes differ."""
    if not first or not second:
        raise BuildError("rank", "needs at least 1 axis, but gets a number")
    left = (1, *first) if len(first) == 1 else first
    right = (*second, 1) if len(second) == 1 else second
    fit(left[-1], right[-2], first, second)
    shape = (*broadcast(left[:-2], right[:-2]), left[-2], right[-1])
    if len(first) == 1:
        shape = (*shape[:-2], shape[-1])
    return shape[:-1] if len(second) == 1 else shape


def _exact(a: Dim, b: Dim, first: Shape, second: Shape) -> None:
    """As `fit`, where Keras takes an open size for another one than a number."""
    if not isinstance(a, Unknown) and not isinstance(b, Unknown) and a != b:
        problem = f"cannot multiply {shape_text(first)} and {shape_text(second)}: {a} is not {b}"
        raise BuildError("merge", problem, keras="Shape must match on the last axis of `x1`")


def fit(a: Dim, b: Dim, first: Shape, second: Shape) -> None:
    """`BuildError` if two axes that are summed over have different sizes."""
    if isinstance(a, int) and isinstance(b, int) and a != b:
        problem = f"cannot multiply {shape_text(first)} and {shape_text(second)}: {a} is not {b}"
        raise BuildError("merge", problem, keras="Inner dimensions must be equal")


def tf_matmul(
    x: Value,
    y: Value,
    transpose_a: Value = False,
    transpose_b: Value = False,
    adjoint_a: Value = False,
    adjoint_b: Value = False,
) -> Spec:
    """`tf.matmul`, which needs matrices, and can turn them first."""
    one, two = tensor(x), tensor(y)
    shapes = []
    for spec, turns in ((one, (transpose_a, adjoint_a)), (two, (transpose_b, adjoint_b))):
        dims = spec.dims
        if len(dims) < 2:
            problem = f"needs at least 2 axes, but gets {shape_text(dims)}"
            raise BuildError("rank", problem, keras="Shape must be at least rank 2")
        turned = flag(turns[0]) or flag(turns[1])
        shapes.append((*dims[:-2], dims[-1], dims[-2]) if turned else dims)
    return Spec(multiplied(*shapes), shared(one, two))


def matvec(x: Value, y: Value, transpose_a: Value = False) -> Spec:
    """`tf.linalg.matvec`: matrices by vectors."""
    two = tensor(y)
    column = Spec((*two.dims, 1), two.dtype)
    spec = tf_matmul(x, column, transpose_a)
    return Spec(spec.dims[:-1], spec.dtype)


def dot(x: Value, y: Value) -> Spec:
    """`keras.ops.dot`: the last axis of one and the last but one of the other."""
    one, two = tensor(x), tensor(y)
    if not one.dims or not two.dims:
        return binary(x, y)
    dtype = promoted(one.dtype, two.dtype)
    if len(two.dims) == 1:
        # Of two vectors Keras does not compare the sizes before they are multiplied.
        if len(one.dims) > 1:
            _exact(one.dims[-1], two.dims[0], one.dims, two.dims)
        return Spec(one.dims[:-1], dtype)
    fit(one.dims[-1], two.dims[-2], one.dims, two.dims)
    return Spec((*one.dims[:-1], *two.dims[:-2], two.dims[-1]), dtype)


def backend_dot(x: Value, y: Value) -> Spec:
    """`K.dot`, which needs matrices."""
    one, two = tensor(x), tensor(y)
    if one.rank <= 2 and two.rank <= 2:
        return tf_matmul(x, y)
    return Spec(dot(x, y).shape, shared(one, two))


def batch_dot(x: Value, y: Value, axes: Value = None) -> Spec:
    """`K.batch_dot`: one axis of each is summed over, sample by sample."""
    one, two = tensor(x), tensor(y)
    for dims in (one.dims, two.dims):
        if len(dims) < 2:
            problem = f"needs at least 2 axes, but gets {shape_text(dims)}"
            raise BuildError("rank", problem, keras="Cannot do batch_dot on inputs with rank < 2")
    pair: Any = settled(axes)
    if pair is None:
        pair = (one.rank - 1, two.rank - 1 if two.rank == 2 else two.rank - 2)
    elif is_int(pair):
        pair = (pair, pair)
    a, b = axis_of(pair[0], one.rank, "axes"), axis_of(pair[1], two.rank, "axes")
    if a == 0 or b == 0:
        raise BuildError("merge", "cannot sum over the batch axis", keras="over axis 0")
    fit(one.dims[0], two.dims[0], one.dims, two.dims)
    fit(one.dims[a], two.dims[b], one.dims, two.dims)
    left = tuple(dim for i, dim in enumerate(one.dims) if i != a)
    right = tuple(dim for i, dim in enumerate(two.dims) if i not in (0, b))
    shape = (*left, *right)
    return Spec(shape if len(shape) > 1 else (shape[0], 1), shared(one, two))


def tensordot(x: Value, y: Value, axes: Value = 2) -> Spec:
    """Some axes of each summed over: the last n and the first n, or those named."""
    one, two = tensor(x), tensor(y)
    pair = settled(axes)
    if is_int(pair):
        left = list(range(one.rank - pair, one.rank)) if pair > 0 else []
        right = list(range(max(pair, 0)))
        if pair > min(one.rank, two.rank):
            raise BuildError("rank", f"sums over {pair} axes, but there are fewer")
    else:
        left, right = (
            _listed(side, spec.rank) for side, spec in zip(pair, (one, two), strict=True)
        )
    if len(left) != len(right):
        raise BuildError("merge", "sums over different numbers of axes")
    for a, b in zip(left, right, strict=True):
        fit(one.dims[a], two.dims[b], one.dims, two.dims)
    shape = [dim for i, dim in enumerate(one.dims) if i not in left]
    shape += [dim for i, dim in enumerate(two.dims) if i not in right]
    return Spec(tuple(shape), promoted(one.dtype, two.dtype))


def _listed(side: Value, rank: int) -> list[int]:
    value: Any = settled(side)
    return [axis_of(item, rank, "axes") for item in ((value,) if is_int(value) else value)]


def einsum(subscripts: Value, *operands: Value) -> Spec:
    """Products and sums by letters; a letter has one size everywhere."""
    text = str(settled(subscripts)).replace(" ", "")
    specs = [tensor(operand) for operand in operands]
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    if len(terms) != len(specs):
        raise BuildError(
            "inputs",
            f"has {len(terms)} terms for {len(specs)} tensors",
            keras="Number of operands must match",
        )
    sizes: dict[str, Dim] = {}
    wild: Shape = ()
    for term, spec in zip(terms, specs, strict=True):
        wild = broadcast(wild, _letters(term, spec.dims, sizes))
    if not arrow:
        letters = inputs.replace(",", "").replace(".", "")
        output = "..." + "".join(sorted(c for c in set(letters) if letters.count(c) == 1))
    shape: list[Dim] = []
    for piece in output.replace("...", "."):
        if piece == ".":
            shape.extend(wild)
        elif piece in sizes:
            shape.append(sizes[piece])
        else:
            raise BuildError("merge", f"has `{piece}` in the output, but in no input")
    return Spec(tuple(shape), product_dtype(*specs))


def _letters(term: str, dims: Shape, sizes: dict[str, Dim]) -> Shape:
    """Note the sizes of the letters of a term; gives the axes that `...` stands for."""
    before, dots, after = term.partition("...")
    spare = len(dims) - len(before) - len(after)
    if spare < 0 or (spare and not dots):
        problem = f"has the term `{term}` for {shape_text(dims)}"
        raise BuildError("rank", problem, keras="Input shape and spec must have the same length")
    middle = dims[len(before) : len(before) + spare]
    for letter, dim in zip(
        before + after, dims[: len(before)] + dims[len(before) + spare :], strict=True
    ):
        old = sizes.get(letter, 1)
        if letter in sizes:
            dim = broadcast((old,), (dim,))[0]
        sizes[letter] = dim
    return middle


def norm(x: Value, ord: Value = None, axis: Value = None, keepdims: Value = False) -> Spec:
    """The length of vectors or matrices."""
    spec = tensor(x)
    return Spec(reduced(spec, axis, keepdims), floated(spec.dtype))


def outer(x: Value, y: Value) -> Spec:
    """Every number of one with every number of the other."""
    one, two = tensor(x), tensor(y)
    sides = []
    for spec in (one, two):
        size: Dim = 1
        for dim in spec.dims:
            size = lift(lambda a, b: a * b, size, dim)
        sides.append(size)
    return Spec(tuple(sides), promoted(one.dtype, two.dtype))


def inner(x: Value, y: Value) -> Spec:
    """`keras.ops.inner`: the last axes summed over."""
    one, two = tensor(x), tensor(y)
    dtype = promoted(one.dtype, two.dtype)
    if not one.dims or not two.dims:
        return Spec(one.dims or two.dims, dtype)
    fit(one.dims[-1], two.dims[-1], one.dims, two.dims)
    return Spec((*one.dims[:-1], *two.dims[:-1]), dtype)


def vdot(x: Value, y: Value) -> Spec:
    """`keras.ops.vdot`: one number."""
    return Spec((), promoted(tensor(x).dtype, tensor(y).dtype))


def square(x: Value) -> Spec:
    """A function of square matrices that keeps the shape, as `inv`."""
    spec = strong(x)
    if spec.rank < 2:
        raise BuildError("rank", f"needs at least 2 axes, but gets {spec.rank}")
    a, b = spec.dims[-2:]
    if isinstance(a, int) and isinstance(b, int) and a != b:
        raise BuildError(
            "dimension",
            f"needs square matrices, but gets {shape_text(spec.dims)}",
            keras="Expected a square matrix",
        )
    return spec


def determinant(x: Value) -> Spec:
    """One number a matrix."""
    spec = square(x)
    return Spec(spec.dims[:-2], spec.dtype)


def traced(x: Value, offset: Value = 0, axis1: Value = 0, axis2: Value = 1) -> Spec:
    """The sum of a diagonal."""
    spec = strong(x)
    both = (axis_of(axis1, spec.rank), axis_of(axis2, spec.rank))
    dtype = spec.dtype
    if not isinstance(dtype, Unknown):
        small = {"bool": "int32", "int8": "int32", "int16": "int32"}
        dtype = {**small, "uint8": "uint32", "uint16": "uint32"}.get(dtype, dtype)
    return Spec(tuple(dim for i, dim in enumerate(spec.dims) if i not in both), dtype)


def tf_trace(x: Value) -> Spec:
    """`tf.linalg.trace`: over the last two axes."""
    spec = strong(x)
    return Spec(spec.dims[:-2], spec.dtype)


def tf_diag(x: Value) -> Spec:
    """`tf.linalg.diag`: matrices with these diagonals."""
    spec = strong(x)
    return Spec((*spec.dims, spec.dims[-1]), spec.dtype)


def tf_diag_part(x: Value) -> Spec:
    """`tf.linalg.diag_part`: the diagonals of matrices."""
    spec = strong(x)
    return Spec((*spec.dims[:-2], lift(min, *spec.dims[-2:])), spec.dtype)


def solved(x: Value, y: Value) -> Spec:
    """The solution of linear equations has the shape of the right side."""
    square(x)
    return strong(y)


def cross(x: Value, y: Value) -> Spec:
    """`tf.linalg.cross` and `keras.ops.cross` of vectors of three along the last axis."""
    spec = binary(x, y)
    if whole(spec.dims[-1]) != 3:
        return Spec(Unknown("a cross product of vectors that are not of three"), spec.dtype)
    return spec


def distances(x: Value, y: Value) -> Spec:
    """`keras.ops.cdist`."""
    one, two = tensor(x), tensor(y)
    fit(one.dims[-1], two.dims[-1], one.dims, two.dims)
    lead = broadcast(one.dims[:-2], two.dims[:-2])
    dtype = promoted(one.dtype, two.dtype, "float")
    return Spec((*lead, one.dims[-2], two.dims[-2]), dtype)
