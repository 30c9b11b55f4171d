"""Shapes of tensors, the weights of layers, and what Keras refuses to build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kerascheck.values.unknown import Bool, Int, Shape, Str, UndeterminedError, Unknown

if TYPE_CHECKING:
    from kerascheck.values.layers import Applied, Layer, Model
    from kerascheck.values.site import Site

Dim = int | Unknown | None
"""A dimension: a number, one that Keras leaves open (`None`), or one that is not known here."""

_BYTES = {"float64": 8, "int64": 8, "uint64": 8, "float16": 2, "bfloat16": 2, "int16": 2}
_BYTES |= {"uint16": 2, "int8": 1, "uint8": 1, "bool": 1, "float8_e4m3fn": 1, "float8_e5m2": 1}


@dataclass(frozen=True, slots=True)
class Spec:
    """Shape and dtype of a symbolic tensor; an unknown shape is one of unknown rank."""

    shape: Shape | Unknown
    dtype: Str = "float32"

    @property
    def dims(self) -> Shape:
        """The dimensions, the batch axis first; raises `UndeterminedError` if the rank is open."""
        if isinstance(self.shape, Unknown):
            raise UndeterminedError(self.shape.why, self.shape)
        return self.shape

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis included; raises `UndeterminedError` as `dims`."""
        return len(self.dims)

    @property
    def full(self) -> bool:
        """Whether nothing of the shape is unknown; open dimensions are known to be open."""
        return not isinstance(self.shape, Unknown) and not any(
            isinstance(dim, Unknown) for dim in self.shape
        )

    def __str__(self) -> str:
        return "?" if isinstance(self.shape, Unknown) else shape_text(self.shape)


Specs = Any
"""What a layer takes or gives: a `Spec`, or a list, tuple or dict of such (to any depth)."""


def shape_text(shape: Shape) -> str:
    """A shape as Python writes it, `?` for what is not known: `(None, 28, ?)`."""
    comma = "," if len(shape) == 1 else ""
    return f"({', '.join(map(str, shape))}{comma})"


@dataclass(frozen=True, slots=True)
class Weight:
    """One array of numbers of a layer; its shape has no open dimension.

    `number` counts the weights of one layer, in the order in which it makes them.
    """

    name: str
    shape: tuple[Int, ...]
    trainable: Bool = True
    dtype: Str = "float32"
    number: int = 0

    @property
    def count(self) -> Int:
        """The number of numbers in it."""
        total: Int = 1
        for dim in self.shape:
            total = total * dim
        return total

    @property
    def bytes(self) -> Int:
        """The memory it takes."""
        if isinstance(self.dtype, Unknown):
            return self.dtype
        return self.count * _BYTES.get(self.dtype, 4)


class BuildError(Exception):
    """Keras raises here, when the layer is made, built or called.

    `kind` says what is wrong, and so which rule reports it: `argument` (a value that the
    constructor refuses), `input-shape` (of an input layer), `rank`, `size` (an output without
    extent), `dimension` (one that Keras needs is open, or is not the one that the layer was built
    for), `merge`, `reshape`, `inputs` (their number or structure). `problem` is a clause without a
    full stop, `help` what to write instead, `keras` the gist of Keras's own words, for whoever
    has searched for them.
    """

    def __init__(
        self, kind: str, problem: str, *, help: str = "", keras: str = "", argument: str = ""
    ) -> None:
        super().__init__(problem)
        self.kind = kind
        self.problem = problem
        self.help = help
        self.keras = keras
        self.argument = argument


@dataclass(frozen=True, eq=False)
class Fault:
    """A `BuildError` with its place: Keras refuses `layer` where it stands or is called.

    `site` is the call, or the layer where it was added. `inputs` is what the layer was given, and
    `source` the layer that made it, if one did; where there are several, `sources` has them all, each with
    what it gives. `certain` is false where something on the way was
    inferred, as an input shape from data.
    """

    site: Site
    layer: Layer | Model
    kind: str
    problem: str
    help: str = ""
    keras: str = ""
    argument: str = ""
    inputs: Specs = None
    source: Layer | Model | None = None
    sources: tuple[tuple[Layer | Model, Spec], ...] = ()
    certain: bool = True
    entry: Site | None = None
    """Where the shape of the input comes from, if it is not written in the model itself."""
    applied: Applied | None = None
    """The call that was refused, if it was one on tensors."""
