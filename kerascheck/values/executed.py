"""Models as the script itself made them, where it was executed because the trace did not suffice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.values.built import BuiltLayer, Refusal
    from kerascheck.values.shapes import Spec
    from kerascheck.values.site import Site


@dataclass(frozen=True, eq=False, slots=True)
class Executed:
    """One model that a run of the script made.

    `names` are those that hold it, such as `net` or `self.net`. `site` is where it is made, `compiled` and `fitted` where these are called. `total` and
    `trainable` count parameters; they are None for a model that was not built, as nothing says
    what it is given. `doubts` are reasons why its figures may rest on something made up; without
    any they are those of the script.
    """

    names: tuple[str, ...]
    kind: str
    site: Site
    layers: tuple[BuiltLayer, ...] = ()
    outputs: tuple[Spec, ...] = ()
    total: int | None = None
    trainable: int | None = None
    compiled: Site | None = None
    fitted: Site | None = None
    loss: str = ""
    optimizer: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its first name; empty if it has none."""
        return self.names[0] if self.names else ""

    @property
    def exact(self) -> bool:
        """Whether its figures are those of the script, whatever its data."""
        return not self.doubts and self.total is not None


@dataclass(frozen=True, eq=False, slots=True)
class Failure:
    """A statement that failed, and what it raised; `refusal` if it was Keras that refused a layer."""

    site: Site
    type: str
    text: str = ""
    refusal: Refusal | None = None

    @property
    def words(self) -> str:
        """The error as Python prints it, its first line."""
        lines = self.text.strip().splitlines()
        return f"{self.type}: {lines[0]}" if lines else self.type


@dataclass(frozen=True, eq=False, slots=True)
class Execution:
    """What became of executing a script: `statements` of `total` were run.

    `ended` says why it did not come to its end, or was not begun; empty if it did. `spellings`
    are arguments of Keras 1 and 2, with what stands for them now. `processor` is how many seconds of
    the processor it took.
    """

    models: tuple[Executed, ...] = ()
    failures: tuple[Failure, ...] = ()
    statements: int = 0
    total: int = 0
    ended: str = ""
    spellings: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    processor: float = 0.0
