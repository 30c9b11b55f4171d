"""What cannot be determined: `Unknown`, which carries the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.values.site import Site


class UndeterminedError(Exception):
    """A decision depends on a value that is not known; `unknown` is that value."""

    def __init__(self, why: str, unknown: "Unknown | None" = None) -> None:
        super().__init__(why)
        self.unknown = Unknown(why) if unknown is None else unknown


@dataclass(frozen=True, eq=False, slots=True)
class Unknown:
    """A value that is not known, and why.

    Arithmetic with it gives an unknown with the same reason. It equals only itself, so two uses
    of one unknown variable can be told from two unknowns. It has no truth value: a branch on it
    raises `UndeterminedError`. No `case` pattern for a known value matches it, so a rule that
    matches on values is silent about what is not known.
    """

    why: str
    site: "Site | None" = None

    def _absorb(self, _: object) -> "Unknown":
        return Unknown(self.why, self.site)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _absorb
    __floordiv__ = __rfloordiv__ = __truediv__ = __rtruediv__ = _absorb
    __mod__ = __rmod__ = __pow__ = __rpow__ = _absorb

    def __neg__(self) -> "Unknown":
        return self

    def __bool__(self) -> bool:
        raise UndeterminedError(self.why, self)

    def __repr__(self) -> str:
        return "?"


@dataclass(frozen=True, eq=False, slots=True)
class UnknownRange(Unknown):
    """A `range` whose bounds are not known: as an index it takes several rows, not one."""


@dataclass(frozen=True, eq=False, slots=True)
class AtMost(Unknown):
    """A count that is not known, but no more than `most`."""

    most: int = 0


class Position(Unknown):
    """One whole number that is not known, such as the place of a row in a turn of a loop.

    As an index it takes one row, where any other unknown may be a list that takes several.
    Arithmetic with whole numbers gives another.
    """

    __slots__ = ()

    def _moved(self, other: object) -> Unknown:
        whole = isinstance(other, (int, Position)) and not isinstance(other, bool)
        return (Position if whole else Unknown)(self.why, self.site)

    # To mypy an operator that is assigned has the type of the one above, which may give a subclass.
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _moved  # type: ignore[assignment]
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _moved  # type: ignore[assignment]


@dataclass(frozen=True, eq=False, slots=True)
class MadeName(Unknown):
    """A name that Keras makes for a layer: `stem`, and a number after the first one."""

    stem: str = ""

    def may_be(self, other: object) -> bool:
        """Whether it is not known to differ from another value."""
        if not isinstance(other, str):
            return isinstance(other, Unknown)
        head, _, number = other.rpartition("_")
        return other == self.stem or (head == self.stem and number.isdigit())


@dataclass(frozen=True, eq=False, slots=True)
class OneOf(Unknown):
    """A text that is not known, but which is one of `options`."""

    options: frozenset[str] = frozenset()

    def may_be(self, other: object) -> bool:
        """Whether it is not known to differ from another value."""
        return other in self.options if isinstance(other, str) else isinstance(other, Unknown)


@dataclass(frozen=True, eq=False, slots=True)
class Ending(Unknown):
    """A text that is not known but for some `parts`, of which the last is known.

    Two such texts are equal if all their parts are: texts, and unknown values that are the same.
    """

    parts: tuple[object, ...] = ()

    @property
    def end(self) -> str:
        """How the text ends."""
        return str(self.parts[-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ending) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(self.parts)


def ending(*parts: object, site: "Site | None" = None) -> Unknown:
    """The text that parts make, some of which are unknown; a plain unknown if the last one is."""
    flat: list[object] = []
    for part in parts:
        known = isinstance(part, (str, int, float, Unknown))
        one = part if known else Unknown("a value that is not followed", site)
        flat.extend(one.parts if isinstance(one, Ending) else (one,))
    unknown = next((part for part in reversed(flat) if isinstance(part, Unknown)), None)
    why = "a text with a value that is not known" if unknown is None else unknown.why
    if not flat or not isinstance(flat[-1], str) or not flat[-1]:
        return Unknown(why, site) if unknown is None else unknown
    return Ending(why, site if unknown is None else unknown.site, tuple(flat))


class WordIds(Unknown):
    """The numbers that a tokenizer gives words, from 1 on, and how many they are.

    What is computed from it, such as one more, is unknown as any other.
    """

    __slots__ = ()


@dataclass(frozen=True, eq=False, slots=True)
class More(Unknown):
    """As the item of a list: any number of further items, none among them.

    `order` says what they are to the item before them: `same` if all equal it, `classes` if more
    that equal it come first, and after them those of one other class after the other, `windows` if
    all of them and it are windows that slide over a series, each of which overlaps with the next.
    `same:1` and `classes:1` say so of the part at place 1 of each item, as of a sample and its label.
    `count` is how many items it stands for, if that is known.
    """

    order: str = ""
    count: int | None = None


class Awaited(More):
    """The items of an empty list that a function fills which is still to be called."""

    __slots__ = ()


def open_ended(items: Iterable[object]) -> bool:
    """Whether a list may have any number of items besides those that are known."""
    return any(isinstance(item, More) for item in items)


def count_of(items: Iterable[object]) -> int | None:
    """How many items a list has; None if that is not known.

    An unknown item may stand for any number of items like those beside it.
    """
    total = 0
    for item in items:
        number = item.count if isinstance(item, More) else None if isinstance(item, Unknown) else 1
        if number is None:
            return None
        total += number
    return total


class Quotient(Unknown):
    """What `/` gives of numbers of which one is not known: a float, whichever it is.

    What is computed from it is unknown as any other.
    """

    __slots__ = ()


class Undefined(Unknown):
    """A name that nothing in the file defines, as in a sketch that leaves the data to the reader.

    What is computed from it is unknown as any other.
    """

    __slots__ = ()


class Measured(Unknown):
    """What `evaluate` gives: a number, or a list if the model has metrics; `site` is the call.

    What is computed from it is unknown as any other.
    """

    __slots__ = ()


class NotNone(Unknown):
    """What has been set in place of a value that was not None, and is not taken to be None now.

    What is computed from it is unknown as any other.
    """

    __slots__ = ()


Int = int | Unknown
Float = float | Unknown
Bool = bool | Unknown
Str = str | Unknown
Shape = tuple[int | Unknown | None, ...]
"""Dimensions; `None` is one that Keras leaves open, such as the batch size."""
Value = object
"""Any value of the checked program: a Python constant, a list or dict, a Keras object, data."""
