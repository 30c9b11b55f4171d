"""Normalization layers."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api import graph
from kerascheck.keras_api.arguments import at_least, plain
from kerascheck.keras_api.dims import axis_of, given, is_int, one_tensor, settled, wrong
from kerascheck.keras_api.layers.same_shape import SameShape, same
from kerascheck.values import (
    Bool,
    BuildError,
    Float,
    Int,
    Layer,
    Model,
    Spec,
    Specs,
    UndeterminedError,
    Unknown,
    Value,
    Weight,
)

_OPEN = "Found invalid dimension 'None'"


class BatchNormalization(SameShape):
    """Normalizes over the batch; keeps moving averages for inference."""

    axis: Value = -1
    momentum: Float = 0.99
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    moving_mean_initializer: Value = "zeros"
    moving_variance_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None
    renorm: Bool = False
    renorm_clipping: Value = None
    renorm_momentum: Float = 0.99
    synchronized: Bool = False

    def check(self) -> None:
        if plain(self.axis):
            self._axis()
        for name, value in (("momentum", self.momentum), ("epsilon", self.epsilon)):
            if plain(value) and not isinstance(value, (int, float, str)):
                raise wrong(name, value, "must be a number")

    def output(self, inputs: Any, **call: Any) -> Specs:
        self._features(inputs)
        return super().output(inputs)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        shape = (self._features(inputs),)
        if self.scale:
            yield Weight("gamma", shape)
        if self.center:
            yield Weight("beta", shape)
        kept = ["moving_mean", "moving_variance"]
        if self.renorm:
            kept += ["moving_stddev", "renorm_mean", "renorm_stddev"]
        for name in kept:
            yield Weight(name, shape, trainable=False)

    def _features(self, inputs: Any) -> Int:
        return _extent(one_tensor(inputs), self._axis())

    def _axis(self) -> int:
        """The axis as Keras reads it, which is whatever `int` takes."""
        axis: Any = settled(self.axis)
        try:
            return int(axis)
        except (TypeError, ValueError):
            help = "give one axis, such as `axis=-1`"
            raise wrong("axis", axis, "must be an integer", help) from None


class GroupNormalization(SameShape):
    """Normalizes over groups of channels; -1 groups are one for each channel."""

    groups: Int = 32
    axis: Value = -1
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None

    def check(self) -> None:
        groups: Any = self.groups
        if plain(groups) and not (isinstance(groups, int) and (groups > 0 or groups == -1)):
            raise wrong("groups", groups, "must be a positive integer, or -1 for one per channel")

    def output(self, inputs: Any, **call: Any) -> Specs:
        self._channels(inputs)
        return super().output(inputs)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        shape = (self._channels(inputs),)
        if self.scale:
            yield Weight("gamma", shape)
        if self.center:
            yield Weight("beta", shape)

    def _channels(self, inputs: Any) -> Int:
        # Keras counts `True` as 1 here.
        axis = int(self.axis) if isinstance(self.axis, bool) else self.axis
        channels = _extent(one_tensor(inputs), axis)
        groups = self.groups
        if isinstance(channels, int) and isinstance(groups, int):
            groups = channels if groups == -1 else groups
            if groups == 0 or channels < groups or channels % groups:
                raise BuildError(
                    "dimension",
                    f"divides {channels} channels into {groups} groups, which does not work out",
                    help=f"choose `groups` so that it divides {channels}",
                    keras="Number of groups must be a multiple of the number of channels",
                    argument="groups",
                )
        return channels


class LayerNormalization(SameShape):
    """Normalizes each sample over its features."""

    axis: Value = -1
    epsilon: Float = 0.001
    center: Bool = True
    scale: Value = True
    beta_initializer: Value = "zeros"
    gamma_initializer: Value = "ones"
    beta_regularizer: Value = None
    gamma_regularizer: Value = None
    beta_constraint: Value = None
    gamma_constraint: Value = None

    def check(self) -> None:
        _check_axes(self.axis)

    def output(self, inputs: Any, **call: Any) -> Specs:
        x = one_tensor(inputs)
        _numbers(x, self.axis)
        for present in (self.scale, self.center, self._rms):
            if not isinstance(present, Unknown) and present:
                _extents(x, self.axis)
        return super().output(x)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        x = one_tensor(inputs)
        if self.scale or self._rms:
            yield Weight("gamma", _extents(x, self.axis))
        if self.center and not self._rms:
            yield Weight("beta", _extents(x, self.axis))

    @property
    def _rms(self) -> Value:
        return self.extra.get("rms_scaling", False)


class RMSNormalization(SameShape):
    """Divides by the root mean square of the features."""

    axis: Value = -1
    epsilon: Float = 1e-06

    def output(self, inputs: Any, **call: Any) -> Specs:
        x = one_tensor(inputs)
        _extents(x, self.axis)
        return super().output(x)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        yield Weight("scale", _extents(one_tensor(inputs), self.axis))


class SpectralNormalization(Layer):
    """Wraps a layer and bounds the spectral norm of its kernel, of which it keeps one vector."""

    layer: Value
    power_iterations: Int = 1

    def check(self) -> None:
        if plain(self.layer):
            raise wrong("layer", self.layer, "must be a layer")
        at_least(self.power_iterations, "power_iterations", 1)

    def output(self, inputs: Any, **call: Any) -> Specs:
        x = one_tensor(inputs)
        inner = self._inner()
        self._columns(inner, x)
        return same(graph.call(inner, (x,), {}), self.compute_dtype)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        columns = self._columns(self._inner(), one_tensor(inputs))
        yield Weight("vector_u", (1, columns), trainable=False)

    def parts(self, inputs: Any, **call: Any) -> Iterator[tuple[Layer | Model, tuple[Any, ...]]]:
        yield self._inner(), (one_tensor(inputs),)

    def _inner(self) -> Layer:
        inner = settled(self.layer)
        if not isinstance(inner, Layer):
            raise UndeterminedError("the layer in a `SpectralNormalization` is not followed")
        return inner

    def _columns(self, inner: Layer, x: Spec) -> Int:
        """The last axis of the kernel of the inner layer, or of its table."""
        if isinstance(inner, SpectralNormalization):
            return self._columns(inner._inner(), x)
        made = list(inner.build(x))
        for name in ("kernel", "embeddings"):
            for weight in made:
                if weight.name == name and not inner.kind.startswith("Separable"):
                    return weight.shape[-1]
        if not made and not isinstance(inner, SameShape):
            raise UndeterminedError(f"the weights of `{inner.kind}` are not known")
        raise BuildError(
            "argument",
            f"wraps `{inner.kind}`, which has no kernel",
            help="wrap a layer such as `Dense` or `Conv2D`",
            keras=f"{inner.kind} object has no attribute 'kernel' nor 'embeddings'",
            argument="layer",
        )


class UnitNormalization(SameShape):
    """Scales each sample to length one."""

    axis: Value = -1

    def check(self) -> None:
        _check_axes(self.axis)

    def output(self, inputs: Any, **call: Any) -> Specs:
        if isinstance(inputs, Spec):
            _numbers(inputs, self.axis)
        return super().output(inputs)


def _check_axes(axis: Value) -> None:
    if plain(axis) and not isinstance(axis, (int, list, tuple)):
        raise wrong("axis", axis, "must be an integer or a list of integers")


def _numbers(x: Spec, axis: Value) -> list[int]:
    """The axes, each counted from the front, in the order that Keras sorts them into."""
    axes: Any = settled(axis)
    if not isinstance(axes, (list, tuple)):
        axes = [axes]
    if all(map(is_int, axes)):
        axes = sorted(axes)
    return [axis_of(item, x.rank) for item in axes]


def _extents(x: Spec, axis: Value) -> tuple[Int, ...]:
    """The dimensions of an input along some axes, which must be known."""
    what = "each dimension that it normalizes over"
    return tuple(given(x.dims[item], what, _OPEN) for item in _numbers(x, axis))


def _extent(x: Spec, axis: Value) -> Int:
    dim = x.dims[axis_of(axis, x.rank)]
    return given(dim, f"the dimension at `axis={axis}` of its input", _OPEN)
