"""Preprocessing of numbers and categories."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api import graph
from kerascheck.keras_api.arguments import at_least, choice, plain, size
from kerascheck.keras_api.dims import axis_of, given, is_int, one_tensor, settled, wrong
from kerascheck.keras_api.layers.same_shape import SameShape
from kerascheck.values import (
    Bool,
    BuildError,
    Data,
    Dim,
    Float,
    Int,
    Layer,
    Model,
    Shape,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Unknown,
    Value,
    Weight,
)
from kerascheck.values.shapes import shape_text

_ENCODINGS = ("int", "one_hot", "multi_hot", "count")


class CategoryEncoding(Layer):
    """One-hot, multi-hot or count rows from integers."""

    num_tokens: Int | None = None
    output_mode: Str = "multi_hot"
    sparse: Bool = False

    def check(self) -> None:
        choice(self.output_mode, "output_mode", ("count", "one_hot", "multi_hot", "binary"))
        if self.num_tokens is None:
            raise wrong("num_tokens", None, "must be given")
        at_least(self.num_tokens, "num_tokens", 1)

    def output(self, inputs: Any, count_weights: Any = None, **call: Any) -> Spec:
        dims = one_tensor(inputs).dims
        return Spec(_encoded(dims, self.output_mode, self._depth), self.compute_dtype)

    @property
    def _depth(self) -> Dim:
        return _extent(self.num_tokens, "num_tokens")


class Discretization(Layer):
    """Integers from numbers, by bins; `adapt` finds them if only their number is given."""

    bin_boundaries: Value = None
    num_bins: Int | None = None
    epsilon: Float = 0.01
    output_mode: Str = "int"
    sparse: Bool = False

    def check(self) -> None:
        choice(self.output_mode, "output_mode", _ENCODINGS)
        _check_sparse(self.sparse, self.output_mode)
        at_least(self.num_bins, "num_bins", 0, none=True)
        if (self.num_bins is None) == (self.bin_boundaries is None):
            both = (
                "is given with `bin_boundaries`" if self.num_bins is not None else "must be given"
            )
            raise wrong("num_bins", self.num_bins, both, "give one of `num_bins`, `bin_boundaries`")

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = one_tensor(inputs).dims
        mode = settled(self.output_mode)
        if mode == "int":
            return Spec(dims, "int32")
        if mode == "one_hot":
            return Spec(_encoded(dims, mode, self._depth), self.compute_dtype)
        # Keras leaves out the second axis here, not the last.
        rows = (dims[0], *dims[2:]) if len(dims) > 1 else ()
        return Spec((*rows, self._depth), self.compute_dtype)

    @property
    def _depth(self) -> Dim:
        bounds = self.bin_boundaries
        if bounds is None:
            return _extent(self.num_bins, "num_bins")
        if isinstance(bounds, (list, tuple)):
            return len(bounds) + 1
        return Unknown("the number of `bin_boundaries`")


class Hashing(Layer):
    """Integers from categories, by hashing."""

    num_bins: Int
    mask_value: Value = None
    salt: Value = None
    output_mode: Str = "int"
    sparse: Bool = False

    def check(self) -> None:
        at_least(self.num_bins, "num_bins", 1)
        choice(self.output_mode, "output_mode", _ENCODINGS)
        _check_sparse(self.sparse, self.output_mode)
        check_salt(self.salt)

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = one_tensor(inputs).dims
        if settled(self.output_mode) == "int":
            # The layer refuses every other dtype in this mode, save one that is set for all layers.
            small = self.extra.get("dtype") == "int32"
            return Spec(dims, "int32" if small else "int64")
        return Spec((*dims[:-1], _extent(self.num_bins, "num_bins")), self.variable_dtype)


class HashedCrossing(Layer):
    """Integers from combinations of two categories, by hashing."""

    num_bins: Int
    output_mode: Str = "int"
    sparse: Bool = False

    def check(self) -> None:
        choice(self.output_mode, "output_mode", ("int", "one_hot"))

    def output(self, inputs: Any, **call: Any) -> Spec:
        if isinstance(inputs, Unknown):
            return Spec(inputs)
        if not isinstance(inputs, (list, tuple)) or len(inputs) != 2:
            problem = "takes a list of exactly two tensors"
            keras = "Expected as input a list/tuple of 2 tensors"
            raise BuildError("inputs", problem, help="call it as `layer((a, b))`", keras=keras)
        first, second = (one_tensor(item).dims for item in inputs)
        if not first or not second:
            raise BuildError(
                "rank", "needs inputs of at least one axis", keras="index out of range"
            )
        mine, other = first[-1], second[-1]
        if not isinstance(mine, Unknown) and not isinstance(other, Unknown) and mine != other:
            problem = f"needs two inputs of one shape, but gets {shape_text(first)}"
            problem += f" and {shape_text(second)}"
            keras = "Expected the two input tensors to have identical shapes"
            raise BuildError("merge", problem, keras=keras)
        if settled(self.output_mode) == "int":
            explicit = self.extra.get("dtype")
            return Spec(first, "int64" if explicit is None else self.compute_dtype)
        rows = first[:-1] if settled(mine) == 1 else first
        return Spec((*rows, _extent(self.num_bins, "num_bins")), self.compute_dtype)


class Normalization(SameShape):
    """Shifts and scales features by mean and variance that `adapt` finds, or that are given."""

    axis: Value = -1
    mean: Value = None
    variance: Value = None
    invert: Bool = False

    def check(self) -> None:
        if plain(self.axis) and not isinstance(self.axis, (int, list, tuple, type(None))):
            raise wrong("axis", self.axis, "must be an integer, a tuple of such, or None")
        if (self.mean is None) != (self.variance is None):
            missing = "mean" if self.mean is None else "variance"
            raise wrong(missing, None, "must be given with the other of `mean` and `variance`")
        mean, variance = _array_shape(self.mean), _array_shape(self.variance)
        if self.mean is None or mean is None or variance is None:
            return
        if mean != variance:
            problem = f"has the shape {shape_text(mean)}, but `variance` {shape_text(variance)}"
            raise wrong("mean", self.mean, problem)
        axis: Any = self.axis
        if plain(axis) and len(mean) > len(_tuple_of(axis)):
            raise wrong("mean", self.mean, f"has more axes than `axis={axis!r}`")

    def output(self, inputs: Any, **call: Any) -> Specs:
        self._kept(one_tensor(inputs))
        return super().output(inputs)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        shape = self._kept(one_tensor(inputs))
        if self.mean is None:
            yield Weight("mean", shape, trainable=False)
            yield Weight("variance", shape, trainable=False)
            yield Weight("count", (), trainable=False, dtype="int64")

    def _kept(self, x: Spec) -> tuple[Int, ...]:
        """The extents along the axes that are not averaged over."""
        axes = sorted(axis_of(axis, x.rank) for axis in _tuple_of(settled(self.axis)))
        what = "each dimension that it keeps apart"
        keras = "All `axis` values to be kept must have a known shape"
        kept = tuple(given(x.dims[axis], what, keras) for axis in axes)
        mean = _array_shape(self.mean)
        for wanted, got in zip(reversed(kept), reversed(mean or ()), strict=False):
            if isinstance(wanted, int) and isinstance(got, int) and got not in (1, wanted):
                problem = f"has a `mean` of {got} numbers, but its input has {wanted} features"
                raise BuildError("dimension", problem, keras="Incompatible shapes")
        return kept


class Rescaling(SameShape):
    """Multiplies by `scale` and adds `offset`."""

    scale: Value
    offset: Float = 0.0


class Pipeline(Layer):
    """Preprocessing layers, one after the other."""

    layers: Value

    def output(self, inputs: Any, **call: Any) -> Specs:
        for layer in self._layers():
            inputs = graph.call(layer, (inputs,), {})
        return inputs

    def parts(self, inputs: Any, **call: Any) -> Iterator[tuple[Layer | Model, tuple[Any, ...]]]:
        for layer in self._layers():
            yield layer, (inputs,)
            inputs = graph.call(layer, (inputs,), {})

    def _layers(self) -> list[Layer | Model]:
        layers: Any = settled(self.layers)
        if not plain(layers):
            raise UndeterminedError("the layers of a `Pipeline` are not followed")
        if not isinstance(layers, (list, tuple)) or not layers:
            raise BuildError("argument", "`layers` must be a list of layers", argument="layers")
        for layer in layers:
            if plain(layer):
                problem = f"has {layer!r} in its list, which is no layer"
                raise BuildError("argument", problem, argument="layers")
            if not isinstance(settled(layer), (Layer, Model)):
                raise UndeterminedError("a layer of a `Pipeline` is not followed")
        return list(layers)


def _extent(count: Value, name: str) -> Dim:
    """A number of rows or bins as a dimension."""
    return count if isinstance(count, Unknown) else size(count, name, none=True)


def _encoded(dims: Shape, mode: Value, depth: Dim) -> Shape:
    """The shape of rows for categories: a last axis of 1 makes room for them."""
    if settled(mode) == "one_hot" and dims and not (len(dims) > 1 and settled(dims[-1]) == 1):
        return (*dims, depth)
    return (*dims[:-1], depth)


def _check_sparse(sparse: Value, mode: Value) -> None:
    if plain(sparse) and sparse and mode == "int":
        raise wrong("sparse", sparse, "needs an `output_mode` other than 'int'")


def check_salt(salt: Value) -> None:
    """An integer or two."""
    pair = isinstance(salt, (list, tuple)) and len(salt) == 2
    if salt is not None and plain(salt) and not pair and not isinstance(salt, int):
        raise wrong("salt", salt, "must be an integer or a pair of integers")


def _tuple_of(axis: Any) -> tuple[Any, ...]:
    if axis is None:
        return ()
    return (axis,) if is_int(axis) else tuple(axis)


def _array_shape(value: Any) -> Shape | None:
    """The shape of an array that is written or loaded; None if it is not known."""
    if isinstance(value, (int, float)):
        return ()
    if isinstance(value, (list, tuple)):
        inner = _array_shape(value[0]) if value else ()
        return None if inner is None else (len(value), *inner)
    if isinstance(value, Data) and not isinstance(value.shape, Unknown):
        return value.shape
    return None
