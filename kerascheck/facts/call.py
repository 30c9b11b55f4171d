"""What a function of a library sees when the script calls it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kerascheck.values import Clue, Data, Site, Unknown, Value


class Runtime(Protocol):
    """What the interpreter does for the functions that stand in for library functions."""

    image_format: Value
    """Where images have their channels: `channels_last`, `channels_first`, or not known."""
    loops: int
    """The number of loops around what is run, those around the calls that led there included."""

    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], site: Site
    ) -> Value:
        """Call a function of the script or of a library, as `site` does."""
        ...

    def clue(self, clue: Clue, model: Value = None) -> None:
        """Note evidence for the task: of one model, or of the whole script."""
        ...

    def mark(self, name: str, site: Site) -> None:
        """Note what the script is about, as in `Context.marks`."""
        ...

    def score(
        self, labels: Value, predictions: Value, site: Site, *, operator: bool = False
    ) -> None:
        """Note that predictions are compared with labels, as `accuracy_score` does."""
        ...

    def misshape(self, data: Data, target: Value, site: Site) -> None:
        """Note an array that is put into a shape that it does not fit."""
        ...


@dataclass(frozen=True, eq=False)
class Ref:
    """A name of a library: `path` is canonical (`keras.layers.Dense`), `spelled` as imported."""

    path: str
    spelled: str = ""


DATA_TYPE = "numpy.ndarray"
"""What `type` gives for all data that are no list: arrays, tables and others are not told apart."""


@dataclass(eq=False)
class Instance:
    """An object of a library class, such as a `LabelEncoder`; `state` is what calls changed.

    `places` has the sites of the arguments it was made with, as `Call.places` has.
    """

    kind: str
    site: Site
    args: list[Value] = field(default_factory=list)
    kwargs: dict[str, Value] = field(default_factory=dict)
    state: dict[str, Value] = field(default_factory=dict)
    places: Mapping[str | int, Site] = field(default_factory=dict)


@dataclass(eq=False)
class Call:
    """A call of a library function or method.

    `name` is the canonical path, or `kind.method` for a method; `receiver` is then the object.
    `places` has the sites of the arguments by keyword or position. `complete` is false when an
    unknown `*args` or `**kwargs` may bring more arguments.
    """

    name: str
    site: Site
    args: list[Value]
    kwargs: dict[str, Value]
    run: Runtime
    receiver: Value = None
    places: dict[str | int, Site] = field(default_factory=dict)
    complete: bool = True

    def get(self, name: str, position: int | None = None, default: Value = None) -> Value:
        """The argument by keyword or position; unknown if it may hide in `**kwargs`."""
        if name in self.kwargs:
            return self.kwargs[name]
        if position is not None and position < len(self.args):
            return self.args[position]
        if not self.complete:
            return Unknown(f"`{name}` may come from unpacked arguments", self.site)
        return default

    def place(self, name: str, position: int | None = None) -> Site:
        """Where the argument is written; the call itself if it is not."""
        if name in self.places:
            return self.places[name]
        if position is not None and position in self.places:
            return self.places[position]
        return self.site

    def unknown(self, why: str) -> Unknown:
        """An unknown result, for a reason."""
        return Unknown(why, self.site)


Handler = Callable[[Call], Value]
"""Stands in for a function, class or method of a library: a call in, its value out."""
