"""Dropout, noise and penalties: they act in training alone, and never on a shape."""

import math
from typing import Any

from kerascheck.keras_api.arguments import between, data_format, number, plain
from kerascheck.keras_api.dims import need_rank, wrong
from kerascheck.keras_api.layers.same_shape import SameShape
from kerascheck.values import Float, Spec, Str, Value


class ActivityRegularization(SameShape):
    """Adds a penalty on the activations to the loss."""

    l1: Float = 0.0
    l2: Float = 0.0

    def check(self) -> None:
        for name, value in (("l1", self.l1), ("l2", self.l2)):
            amount: Any = value
            if amount is not None and number(amount, name) and not 0 <= amount < math.inf:
                raise wrong(name, amount, "must be a number that is not negative")


class Dropout(SameShape):
    """Sets a fraction `rate` of the inputs to 0 in training."""

    rate: Float
    noise_shape: Value = None
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)
        noise = self.noise_shape
        if noise is None or not plain(noise):
            return
        if not isinstance(noise, (tuple, list)):
            raise wrong("noise_shape", noise, "must be a tuple of integers")
        for dim in noise:
            if dim is not None and plain(dim) and not (isinstance(dim, int) and dim > 0):
                raise wrong("noise_shape", noise, "must have positive integers or None in it")


class AlphaDropout(SameShape):
    """Dropout that keeps mean and variance, for selu networks."""

    rate: Float
    noise_shape: Value = None
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)


class GaussianDropout(SameShape):
    """Multiplies by normal noise around 1 in training."""

    rate: Float
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)


class GaussianNoise(SameShape):
    """Adds normal noise in training."""

    stddev: Float
    seed: Value = None

    def check(self) -> None:
        between(self.stddev, "stddev", 0, 1)


class SpatialDropout1D(SameShape):
    """Drops whole channels of a sequence."""

    rate: Float
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)

    def output(self, inputs: Any, **call: Any) -> Spec:
        return Spec(need_rank(inputs, 3), self.compute_dtype)


class SpatialDropout2D(SameShape):
    """Drops whole feature maps of an image."""

    rate: Float
    data_format: Str | None = None
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)
        data_format(self.data_format)

    def output(self, inputs: Any, **call: Any) -> Spec:
        return Spec(need_rank(inputs, 4), self.compute_dtype)


class SpatialDropout3D(SameShape):
    """Drops whole feature maps of a volume."""

    rate: Float
    data_format: Str | None = None
    seed: Value = None

    def check(self) -> None:
        between(self.rate, "rate", 0, 1)
        data_format(self.data_format)

    def output(self, inputs: Any, **call: Any) -> Spec:
        return Spec(need_rank(inputs, 5), self.compute_dtype)
