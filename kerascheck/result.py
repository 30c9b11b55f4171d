"""What checking one file gives: findings, and how much of the file was understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.explain.description import Explained
    from kerascheck.finding import Finding, Span
    from kerascheck.sources import Source


@dataclass(frozen=True)
class NotUnderstood:
    """A model that could not be followed: its name in the script, where, and the reason."""

    name: str
    at: "Span"
    why: str


@dataclass(frozen=True)
class Coverage:
    """How much of the code was understood; the sum of two covers both.

    `models` counts the models found, `understood` those whose every layer is known, and `layers`
    the layers of the models understood.
    """

    models: int = 0
    understood: int = 0
    layers: int = 0
    not_understood: tuple[NotUnderstood, ...] = ()

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.models + other.models,
            self.understood + other.understood,
            self.layers + other.layers,
            self.not_understood + other.not_understood,
        )


@dataclass(frozen=True)
class Suppressed:
    """A finding that a comment silences, and the reason that the comment gives (may be empty)."""

    finding: "Finding"
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """What fixes make of a file: its bytes before and after, and the findings they resolve.

    `warnings` are about fixes that could not be applied.
    """

    before: bytes
    after: bytes
    fixed: "tuple[Finding, ...]" = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Building:
    """What the dynamic mode did with a file.

    The interpreter `python` has the version `keras` of Keras and built on `device`, all in words
    that are printed; `built` of `models` models were built whole, `assumed` more with made-up sizes for
    what is not known, and of `computed` the losses and gradients are known.
    """

    python: str
    keras: str
    backend: str
    device: str
    models: int = 0
    built: int = 0
    computed: int = 0
    seconds: float = 0.0
    assumed: int = 0


@dataclass(frozen=True)
class Made:
    """A model that a run of the script made: its name, where, and its size.

    `parameters` is None if it was not built. `doubts` say why its figures may rest on made-up data.
    """

    name: str
    at: "Span"
    layers: int
    parameters: int | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ran:
    """What executing a file gave: `statements` of `total` were run, in the sandbox.

    `failures` are the statements that failed, and what they raised. `ended` says why it did not
    come to its end. `spellings` are old arguments, with what stands for them now.
    """

    models: tuple[Made, ...] = ()
    failures: "tuple[tuple[Span, str], ...]" = ()
    statements: int = 0
    total: int = 0
    ended: str = ""
    spellings: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Result:
    """All that is known after one file has been checked.

    `keras` is false if the file does not mention Keras and was not read further. `sources` has
    every source that a finding or a label points into, by path, that of the file itself
    included. `failed` is empty unless the file could not be checked at all: then it says why.
    `explained` describes the models, and `change` is what fixes do, if that was asked for; the
    findings are those that are left after it. `building` tells of the models that were built, and
    `executed` of what became of the script where it was executed. `target` names the version of
    Keras that the findings are about, with the line that says so, unless it is the newest; `notes`
    are about files of requirements that could not be read.
    """

    path: str
    keras: bool = False
    findings: "tuple[Finding, ...]" = ()
    suppressed: tuple[Suppressed, ...] = ()
    coverage: Coverage = Coverage()
    sources: Mapping[str, "Source"] = field(default_factory=dict)
    failed: str = ""
    explained: "Explained | None" = None
    change: Change | None = None
    building: Building | None = None
    executed: Ran | None = None
    target: str = ""
    notes: tuple[str, ...] = ()
