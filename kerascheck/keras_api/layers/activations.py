"""Activation functions as layers."""

from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api.arguments import activation, at_least
from kerascheck.keras_api.dims import given, is_int, one_tensor, settled, wrong
from kerascheck.keras_api.layers.same_shape import SameShape
from kerascheck.values import BuildError, Dim, Float, Int, Spec, Value, Weight


class Activation(SameShape):
    """Applies the activation that is given by name or as a function."""

    activation: Value

    def check(self) -> None:
        activation(self.activation)


class ELU(SameShape):
    """Exponential linear unit."""

    alpha: Float = 1.0


class LeakyReLU(SameShape):
    """Rectifier with a slope for negative inputs; `alpha` before Keras 3."""

    negative_slope: Float = 0.3

    def check(self) -> None:
        old = "alpha" in self.extra
        at_least(self.extra["alpha"] if old else self.negative_slope, "negative_slope", 0)


class PReLU(SameShape):
    """Rectifier with a learned slope for negative inputs, one for each place of a sample.

    Axes in `shared_axes`, which count from 1 as the batch axis is 0, have one slope for all.
    """

    alpha_initializer: Value = "Zeros"
    alpha_regularizer: Value = None
    alpha_constraint: Value = None
    shared_axes: Value = None

    def output(self, inputs: Any, **call: Any) -> Spec:
        x = one_tensor(inputs)
        if not isinstance(self.shared_axes, (list, tuple, int, type(None))):
            return Spec(x.shape, self.compute_dtype)
        self._slopes(x)
        return Spec(x.shape, self.compute_dtype)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        yield Weight("alpha", self._slopes(one_tensor(inputs)))

    def _slopes(self, x: Spec) -> tuple[Int, ...]:
        dims: list[Dim] = list(x.dims[1:])
        shared = settled(self.shared_axes)
        if shared is not None and not isinstance(shared, (list, tuple)):
            shared = [shared]
        for axis in shared or ():
            if not is_int(settled(axis)):
                raise wrong("shared_axes", shared, "must be integers")
            if not -len(dims) <= axis - 1 < len(dims):
                problem = f"shares axis {axis}, but its input has {len(x.dims)} axes"
                raise BuildError("rank", problem, keras="list assignment index out of range")
            dims[axis - 1] = 1
        what = "every dimension of its input that is not in `shared_axes`"
        return tuple(given(dim, what, "Found invalid dimension 'None'") for dim in dims)


class ReLU(SameShape):
    """Rectifier, with an upper bound, slope and threshold if given."""

    max_value: Value = None
    negative_slope: Float = 0.0
    threshold: Float = 0.0

    def check(self) -> None:
        at_least(self.max_value, "max_value", 0, none=True)
        at_least(self.negative_slope, "negative_slope", 0)
        at_least(self.threshold, "threshold", 0)


class Softmax(SameShape):
    """Softmax along `axis`."""

    axis: Value = -1

    def output(self, inputs: Any, mask: Any = None, **call: Any) -> Any:
        return super().output(inputs)
