"""What stands for a value that the trace does not know, so that a model is built nevertheless.

A size that comes from data, such as the number of columns or classes, hides all the layers around
it from Keras. With a made-up one they are built, too. Nothing that depends on such a size is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kerascheck.keras_api import graph, structures
from kerascheck.keras_api.words import words
from kerascheck.values import Gap, Model, Site, Spec, Specs, Unknown, Value

SIZE = 7
"""A number of columns, classes, units or words."""
_EXTENTS: Mapping[int, tuple[int, ...]] = {3: (256, SIZE), 4: (96, 96, 3), 5: (32, 32, 32, 3)}
"""The extents of an input behind the batch by its rank: sequences, images, volumes."""
INPUTS = tuple(Spec((None, *extents)) for extents in ((SIZE,), *_EXTENTS.values()))
"""What a model may be given of which nothing says what it is: rows, sequences, images, volumes."""
_SIZES = words(
    "units filters input_dim output_dim num_heads key_dim num_tokens max_tokens num_bins n"
)
"""The arguments of layers that are a size, for which any number is accepted."""
_LENGTHS: Mapping[str, int] = {"output_sequence_length": 256}
"""Arguments that are a number of steps in time."""
LEFT_OUT = words("RandomHeight RandomWidth")
"""Layers that Keras 3 does not have any more, and without which all others are what they are."""
_RATES: Mapping[str, Value] = {
    "rate": 0.5,
    "dropout": 0.5,
    "recurrent_dropout": 0.5,
    "stddev": 0.1,
    "momentum": 0.9,
    "epsilon": 0.001,
    "negative_slope": 0.1,
    "seed": None,
}
"""Arguments that say nothing of a shape or a weight."""


NOTHING = "nothing says what the shape of its input is"
"""Why an input is made up."""


@dataclass(eq=False)
class Notes:
    """What a plan takes for granted.

    `doubts` say for what code or numbers of the script something else stands in, so that losses
    mean nothing; `assumed` for what sizes something does, so that shapes mean nothing either.
    """

    doubts: list[str] = field(default_factory=list)
    assumed: list[Gap] = field(default_factory=list)

    def size(self, unknown: Unknown, site: Site, size: int = SIZE) -> int:
        """A made-up size for one that is not known."""
        self.assumed.append(Gap(unknown.site or site, unknown.why))
        return size

    def entry(self, model: Model) -> Specs:
        """What a `Sequential` is given: made up if that is not known, and one kind of input fits.

        The layers tell what fits: the least number of axes that all of them accept.
        """
        entry = model.entry
        if isinstance(entry, Spec) and not isinstance(entry.shape, Unknown):
            return entry
        for made in INPUTS:
            steps = list(graph.chain(model.layers, (made,)))
            outputs = [spec for step in steps for spec in structures.flatten(step.output)]
            if all(step.error is None for step in steps) and all(spec.full for spec in outputs):
                unknown = entry.shape if isinstance(entry, Spec) else Unknown(NOTHING, model.site)
                assert isinstance(unknown, Unknown)
                self.assumed.append(Gap(unknown.site or model.site, unknown.why))
                return made
        return entry

    def argument(self, name: str, unknown: Unknown, site: Site) -> Value:
        """A made-up argument of a layer; the unknown itself if none can stand for it."""
        if name in _SIZES:
            self.assumed.append(Gap(unknown.site or site, f"`{name}`: {unknown.why}"))
            return SIZE
        if name in _LENGTHS:
            self.assumed.append(Gap(unknown.site or site, f"`{name}`: {unknown.why}"))
            return _LENGTHS[name]
        if name in _RATES:
            self.doubts.append(f"`{name}`: {unknown.why}")
            return _RATES[name]
        return unknown

    def shape(self, spec: Spec, site: Site) -> Spec:
        """The spec of an input with made-up extents for those that are not known."""
        if isinstance(spec.shape, Unknown):
            return spec
        rank = len(spec.shape)
        usual = _EXTENTS.get(rank, (SIZE,) * (rank - 1))
        dims = [
            self.size(dim, site, usual[axis - 1]) if isinstance(dim, Unknown) and axis else dim
            for axis, dim in enumerate(spec.shape)
        ]
        return Spec(tuple(dims), spec.dtype)
