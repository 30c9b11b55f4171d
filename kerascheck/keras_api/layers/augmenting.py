"""What the augmentations of images have in common: same shapes, and checked factors."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from kerascheck.keras_api.arguments import choice, data_format, pair, plain, value_range
from kerascheck.keras_api.layers.same_shape import SameShape

Limits = Mapping[str, tuple[float, float]]
Options = Mapping[str, Sequence[str]]

INTERPOLATIONS = ("nearest", "bilinear")
FILLS = ("reflect", "wrap", "constant", "nearest")


class Augmentation(SameShape):
    """A random change of images that leaves their shape; labels and boxes may come with them.

    `LOOSE` and `STRICT` have the limits of factors by the parameter: of two numbers, strict ones
    must both lie within. `CHOICES` are strings that the constructor checks, and `RANGED` says
    whether it checks `value_range`. With `LENIENT`, None and an empty tuple are a factor of 0.
    """

    LOOSE: ClassVar[Limits] = {}
    STRICT: ClassVar[Limits] = {}
    CHOICES: ClassVar[Options] = {}
    RANGED: ClassVar[bool] = False
    LENIENT: ClassVar[bool] = False

    def check(self) -> None:
        data_format(getattr(self, "data_format", self.extra.get("data_format")))
        for limits, loose in ((self.LOOSE, True), (self.STRICT, False)):
            for name, (low, high) in limits.items():
                factor = getattr(self, name)
                if not (self.LENIENT and plain(factor) and not factor):
                    pair(factor, name, low, high, loose=loose)
        for name, options in self.CHOICES.items():
            choice(getattr(self, name), name, options)
        if self.RANGED:
            value_range(getattr(self, "value_range", None))
