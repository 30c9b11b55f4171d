"""Layers that change the shape and nothing else."""

from collections.abc import Sequence
from typing import Any, ClassVar

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.dims import is_int, lift, need_rank, one_tensor, positive, product, wrong
from kerascheck.values import BuildError, Dim, Int, Layer, Shape, Spec, Str, Unknown, Value
from kerascheck.values.shapes import shape_text


class Flatten(Layer):
    """Joins all axes but the batch axis."""

    data_format: Str | None = None

    def check(self) -> None:
        windows.check_format(self.data_format)

    def output(self, x: Spec) -> Spec:
        x = one_tensor(x)
        if isinstance(x.shape, Unknown):
            return Spec((None, x.shape), x.dtype)
        batch, *rest = need_rank(x, least=1)
        return Spec((batch, None if None in rest else product(rest)), x.dtype)


class Reshape(Layer):
    """Gives each sample the shape `target_shape`; one -1 is inferred."""

    target_shape: Value

    def check(self) -> None:
        self._target()

    def output(self, x: Spec) -> Spec:
        target = self._target()
        if target is None:
            assert isinstance(self.target_shape, Unknown)
            return Spec(self.target_shape, one_tensor(x).dtype)
        x = one_tensor(x)
        if isinstance(x.shape, Unknown):
            inferred = tuple(x.shape if dim == -1 else dim for dim in target)
            return Spec((x.shape, *inferred), x.dtype)
        batch, *sample = need_rank(x, least=1)
        return Spec((batch, *_reshaped(tuple(sample), target)), x.dtype)

    def _target(self) -> Shape | None:
        """The shape to make, with None for what Keras does not read as a number."""
        value = self.target_shape
        if isinstance(value, Unknown):
            return None
        if not isinstance(value, (tuple, list)):
            help = f"write `({value},)`" if is_int(value) else ""
            raise wrong("target_shape", value, "must be a tuple", help)
        numbers = [dim for dim in value if isinstance(dim, int)]
        if any(dim < -1 for dim in numbers):
            raise wrong("target_shape", value, "has a negative size other than -1")
        if numbers.count(-1) > 1:
            help = "write all sizes but one as numbers"
            raise wrong("target_shape", value, "has more than one -1", help)
        return tuple(_size(dim) for dim in value)


def _size(value: Value) -> Dim:
    """A size as it is given; a float tells Keras nothing, a value not followed may be a number."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Unknown):
        return value
    if value is None or isinstance(value, float):
        return None
    return Unknown("a size that is not followed")


def _reshaped(sample: Shape, target: Shape) -> Shape:
    """What Keras makes of `target` for samples of the shape `sample`; both may be open."""
    if None in sample or None in target:
        return tuple(None if dim == -1 else dim for dim in target)
    size, wanted = product(sample), product(dim for dim in target if dim != -1)
    whole = -1 not in target
    fits = lift(lambda a, b: a == b if whole else b > 0 and a % b == 0, size, wanted)
    if fits is False:
        raise _no_fit(sample, target, size, wanted)
    inferred = lift(lambda a, b: a // b, size, wanted) if not whole else None
    return tuple(inferred if dim == -1 else dim for dim in target)


def _no_fit(sample: Shape, target: Shape, size: Dim, wanted: Dim) -> BuildError:
    rest = "" if -1 not in target else f", which {wanted} does not divide"
    made = shape_text(target) if rest else f"{shape_text(target)} = {wanted}"
    problem = f"cannot make {made} of {shape_text(sample)} = {size}{rest}"
    help = "the product of the sizes must stay the same; write -1 for one of them to infer it"
    if rest:
        help = f"use sizes whose product divides {size}"
    keras = "The total size of the tensor must be unchanged"
    return BuildError("reshape", problem, help=help, keras=keras, argument="target_shape")


class Permute(Layer):
    """Reorders the axes of each sample; `dims` count from 1."""

    dims: Value

    def check(self) -> None:
        if isinstance(self.dims, Unknown):
            return
        if not isinstance(self.dims, (tuple, list)):
            raise wrong("dims", self.dims, "must be a tuple of axes, as `(2, 1)`")
        if any(isinstance(dim, Unknown) for dim in self.dims):
            return
        known = all(isinstance(dim, int) for dim in self.dims)
        if not known or sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            help = "name each axis once, from 1: the batch axis is not one of them"
            raise wrong("dims", self.dims, "is no permutation of the axes", help)

    def output(self, x: Spec) -> Spec:
        self.check()
        axes: Any = self.dims
        if isinstance(axes, Unknown):
            sizes = need_rank(x, least=1)
            return Spec((sizes[0], *(axes for _ in sizes[1:])), x.dtype)
        help = "name each axis of a sample once in `dims`, the batch axis left out"
        sizes = need_rank(x, len(axes) + 1, help=help)
        return Spec((sizes[0], *(a if isinstance(a, Unknown) else sizes[a] for a in axes)), x.dtype)


class RepeatVector(Layer):
    """Repeats a vector `n` times as a sequence."""

    n: Int

    def check(self) -> None:
        positive(self.n, "n")

    def output(self, x: Spec) -> Spec:
        help = "it repeats a vector: let a recurrent layer before it return its last output only "
        help += "(`return_sequences=False`), or put `Flatten()` before it"
        batch, features = need_rank(x, 2, help=help)
        return Spec((batch, positive(self.n, "n"), features), self.compute_dtype)


class Margins(Layer):
    """What layers that cut or add at both ends of each axis have in common; not of Keras."""

    axes: ClassVar[int] = 0
    argument: ClassVar[str] = ""
    """The parameter that has the margins."""
    sign: ClassVar[int] = 1

    def check(self) -> None:
        self._margins()
        windows.check_format(getattr(self, "data_format", None))

    def output(self, x: Spec) -> Spec:
        dims = windows.window_input(x, self.axes, self.kind)
        first = windows.channels_first(getattr(self, "data_format", None))
        between, channels = windows.split(dims, first)
        pairs = self._margins()
        moved = [_moved(dim, self.sign, pair) for dim, pair in zip(between, pairs, strict=True)]
        known = (d for d in moved if isinstance(d, (int, float)))
        if self.sign < 0 and any(dim <= 0 for dim in known):
            raise self._used_up(between, moved)
        result = windows.settle(moved, self.argument)
        return Spec(windows.joined(dims[0], result, channels, first), self.compute_dtype)

    def _margins(self) -> Sequence[Sequence[Any]]:
        """The numbers to cut or add at the start and the end of each axis."""
        value, name = getattr(self, self.argument), self.argument
        if isinstance(value, Unknown):
            return [(value, value)] * self.axes
        if self.axes == 1:
            return [windows.sizes(value, 2, name, zero=True)]
        if isinstance(value, int):
            if value < 0 and self.sign < 0:
                raise wrong(name, value, "must not be negative")
            return [(int(value), int(value))] * self.axes
        if not isinstance(value, (tuple, list)) or len(value) != self.axes:
            problem = f"must be an integer, or a tuple of {self.axes} integers or pairs of such"
            raise wrong(name, value, problem)
        return [windows.sizes(pair, 2, name, zero=True) for pair in value]

    def _used_up(self, between: Shape, result: Sequence[Any]) -> BuildError:
        problem = f"receives {windows.times(between)} and would produce {windows.times(result)}"
        return BuildError(
            "size",
            problem,
            help=f"cut less with `{self.argument}`, or start from a larger input",
            keras="`cropping` must be smaller than the corresponding dimension of the input",
            argument=self.argument,
        )


def _moved(dim: Dim, sign: int, pair: Sequence[Any]) -> Any:
    if dim is None:
        return None
    return lift(lambda d, a, b: d + sign * (a + b), dim, *pair)


class Cropping1D(Margins):
    """Cuts time steps off both ends."""

    axes: ClassVar[int] = 1
    argument: ClassVar[str] = "cropping"
    sign: ClassVar[int] = -1
    cropping: Value = (1, 1)


class Cropping2D(Margins):
    """Cuts the borders of an image."""

    axes: ClassVar[int] = 2
    argument: ClassVar[str] = "cropping"
    sign: ClassVar[int] = -1
    cropping: Value = ((0, 0), (0, 0))
    data_format: Str | None = None


class Cropping3D(Margins):
    """Cuts the borders of a volume."""

    axes: ClassVar[int] = 3
    argument: ClassVar[str] = "cropping"
    sign: ClassVar[int] = -1
    cropping: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None


class ZeroPadding1D(Margins):
    """Adds zeros before and after a sequence."""

    axes: ClassVar[int] = 1
    argument: ClassVar[str] = "padding"
    padding: Value = 1
    data_format: Str | None = None


class ZeroPadding2D(Margins):
    """Adds a border of zeros to an image."""

    axes: ClassVar[int] = 2
    argument: ClassVar[str] = "padding"
    padding: Value = (1, 1)
    data_format: Str | None = None


class ZeroPadding3D(Margins):
    """Adds a border of zeros to a volume."""

    axes: ClassVar[int] = 3
    argument: ClassVar[str] = "padding"
    padding: Value = ((1, 1), (1, 1), (1, 1))
    data_format: Str | None = None


class UpSampling1D(Layer):
    """Repeats each time step."""

    size: Value = 2

    def check(self) -> None:
        positive(self.size, "size")

    def output(self, x: Spec) -> Spec:
        factor = (positive(self.size, "size"),)
        return Spec(_enlarged(x, factor, False, self.kind), self.compute_dtype)


class UpSampling2D(Layer):
    """Enlarges an image."""

    size: Value = (2, 2)
    data_format: Str | None = None
    interpolation: Str = "nearest"

    def check(self) -> None:
        windows.sizes(self.size, 2, "size")
        windows.check_format(self.data_format)
        # Keras looks at the name itself only when images are resized.
        if not isinstance(self.interpolation, (str, Unknown)):
            raise wrong("interpolation", self.interpolation, "must be a string")

    def output(self, x: Spec) -> Spec:
        first = windows.channels_first(self.data_format)
        factors = windows.sizes(self.size, 2, "size")
        return Spec(_enlarged(x, factors, first, self.kind), self.compute_dtype)


class UpSampling3D(Layer):
    """Enlarges a volume."""

    size: Value = (2, 2, 2)
    data_format: Str | None = None

    def check(self) -> None:
        windows.sizes(self.size, 3, "size")
        windows.check_format(self.data_format)

    def output(self, x: Spec) -> Spec:
        first = windows.channels_first(self.data_format)
        factors = windows.sizes(self.size, 3, "size")
        return Spec(_enlarged(x, factors, first, self.kind), self.compute_dtype)


def _enlarged(x: Spec, factors: Sequence[Any], first: bool, kind: str) -> Shape:
    dims = windows.window_input(x, len(factors), kind)
    between, channels = windows.split(dims, first)
    larger = [
        None if dim is None else lift(lambda d, f: d * f, dim, factor)
        for dim, factor in zip(between, factors, strict=True)
    ]
    return windows.joined(dims[0], windows.settle(larger, "size"), channels, first)
