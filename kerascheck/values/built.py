"""Models as Keras really built them: what the dynamic stage found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.values.layers import Gap, Layer, Model
    from kerascheck.values.shapes import Spec
    from kerascheck.values.site import Site
    from kerascheck.values.training import Training


@dataclass(frozen=True, slots=True)
class Device:
    """What models are built with: the interpreter, its Keras, the backend, where it computes.

    `memory` is in bytes, None if it is not known. With `meta` nothing is computed: there are
    shapes and numbers of parameters only. `notes` are remarks for the user.
    """

    python: str
    keras: str
    backend: str = ""
    version: str = ""
    name: str = "CPU"
    memory: int | None = None
    meta: bool = False
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        backend = f"{self.backend} {self.version}".strip()
        where = "no backend, shapes only" if self.meta else f"{backend}, {self.name}"
        return f"keras {self.keras}, {where}"


@dataclass(frozen=True, eq=False, slots=True)
class BuiltLayer:
    """One layer as traced and as built; what is not known is None.

    `static` and `outputs` are what it gives, `counted` and `count` its parameters, `trains` and
    `trainable` those of them that are trained: by our own formulas and by Keras.
    """

    part: Layer | Model
    static: tuple[Spec, ...] | None = None
    outputs: tuple[Spec, ...] | None = None
    counted: int | None = None
    count: int | None = None
    trains: int | None = None
    trainable: int | None = None

    @property
    def differs(self) -> str:
        """What Keras does not agree on with us, in words; empty if nothing."""
        if self.static is not None and self.outputs is not None:
            ours, theirs = ", ".join(map(str, self.static)), ", ".join(map(str, self.outputs))
            if not _agree(self.static, self.outputs):
                return f"the output shape is {theirs} as built, and {ours} by our formulas"
        for ours_, theirs_, what in (
            (self.counted, self.count, "parameters"),
            (self.trains, self.trainable, "trainable parameters"),
        ):
            if ours_ is not None and theirs_ is not None and ours_ != theirs_:
                return f"{theirs_:,} {what} as built, and {ours_:,} by our formulas"
        return ""

    @property
    def agrees(self) -> bool:
        """Whether all of it is known both ways, and is the same."""
        known = None not in (self.static, self.outputs, self.counted, self.count)
        full = self.static is not None and all(spec.full for spec in self.static)
        return known and full and not self.differs


@dataclass(frozen=True, eq=False, slots=True)
class Refusal:
    """What Keras raised: for which layer and at which place, and in which words.

    `inputs` is what the layer was given. `problem` says it in our own words, a clause that
    follows the name of the layer, and `help` what to write instead; both may be empty.
    """

    part: Layer | Model | None
    site: Site
    type: str
    text: str
    inputs: tuple[Spec, ...] = ()
    problem: str = ""
    help: str = ""

    @property
    def sentence(self) -> str:
        """The first sentence of Keras's own words."""
        lines = [line.strip() for line in self.text.strip().splitlines()]
        first = next((line for line in lines if line and not line.startswith("Exception enc")), "")
        return f"{self.type}: {first}" if first else self.type


@dataclass(frozen=True, eq=False, slots=True)
class Numbers:
    """Losses and gradients on made-up samples, with several random weights.

    `losses` are data losses without regularisation, `expected` what an untrained model should
    have, None where nobody knows. `dead` are the layers with weights that no gradient reaches,
    and how many; `total` counts the trainable weights. `spoilt` is the first layer that gives
    something which is no finite number. `refused` is what the loss or a metric raised, and what
    it was given. `overfit` is the loss before and after training on one batch.
    """

    training: Training
    losses: tuple[float, ...] = ()
    expected: float | None = None
    dead: tuple[tuple[Layer | Model, int], ...] = ()
    total: int = 0
    spoilt: Layer | Model | None = None
    infinite: bool = False
    refused: str = ""
    metrics: tuple[str, ...] = ()
    labels: str = ""
    outputs: str = ""
    overfit: tuple[float, float] | None = None
    assumed: bool = False
    """Whether the inputs are made up in a range that nothing in the script says."""


@dataclass(frozen=True, eq=False, slots=True)
class Built:
    """What became of one model of the trace.

    `gap` says why it was built up to a point only, or not at all; `refusal` is what Keras raised.
    `unavailable` is a reason that has nothing to do with the model, such as a lack of time.
    `total` and `trainable` count parameters; `training_bytes` is the least that training needs at
    `batch` samples a step. `doubts` are reasons why there are no numbers. `too_large` is true if
    it was built without memory for its weights, though there is a backend. `assumed` are sizes
    and branches that are not known, and for which something else stands, so that the numbers of
    the whole mean nothing; `gap` is the first. `done` is true if all its weights were made.
    """

    model: Model | None
    device: Device
    layers: tuple[BuiltLayer, ...] = ()
    gap: Gap | None = None
    refusal: Refusal | None = None
    numbers: tuple[Numbers, ...] = ()
    unavailable: str = ""
    total: int | None = None
    trainable: int | None = None
    training_bytes: int | None = None
    batch: int | None = None
    doubts: tuple[str, ...] = ()
    too_large: bool = False
    assumed: tuple[Gap, ...] = ()
    done: bool = False

    @property
    def whole(self) -> bool:
        """Whether all of the model was built."""
        return not (self.gap or self.refusal or self.unavailable)


def _agree(static: tuple[Spec, ...], built: tuple[Spec, ...]) -> bool:
    """Whether two lists of specs may be of the same tensors; what is not known fits anything."""
    if len(static) != len(built):
        return any(not isinstance(spec.shape, tuple) for spec in static)
    for ours, theirs in zip(static, built, strict=True):
        if not isinstance(ours.shape, tuple) or not isinstance(theirs.shape, tuple):
            continue
        if len(ours.shape) != len(theirs.shape):
            return False
        for a, b in zip(ours.shape, theirs.shape, strict=True):
            if isinstance(a, int) and isinstance(b, int) and a != b:
                return False
            # Keras may leave a dimension open that is known, and the other way round, but for
            # the batch of a layer that is traced with a made-up one.
            if (a is None) != (b is None) and not (a is None or b is None):
                return False
    return True
