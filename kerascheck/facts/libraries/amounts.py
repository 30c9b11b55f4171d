"""Positive numbers that are not known, but are one number for all classes."""

from dataclasses import dataclass
from math import isfinite

from kerascheck.values import AtMost, Quotient, Site, Unknown, Value


class Amount(Unknown):
    """A positive number that is not known, such as the length of data or a sum of counts.

    Arithmetic that keeps it positive gives an amount again, so that `total / 2` is still known to
    scale all classes alike; all else is an unknown.
    """

    __slots__ = ()

    def _grow(self, other: object) -> Unknown:
        return Amount(self.why, self.site) if is_amount(other) else Unknown(self.why, self.site)

    def _divide(self, other: object) -> Unknown:
        return (PositiveQuotient if is_amount(other) else Unknown)(self.why, self.site)

    __add__ = __radd__ = __mul__ = __rmul__ = __pow__ = _grow  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = _divide  # type: ignore[assignment]


@dataclass(frozen=True, eq=False, slots=True)
class Tail(Unknown):
    """The length of data without its last `rest` rows: where these begin, as in `len(table) - 18`.

    `of` is the unknown number of rows. What is computed from it is unknown as any other.
    """

    of: Value = None
    rest: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Length(Amount):
    """The length of data whose number of rows `of` is not known."""

    of: Value = None

    def __sub__(self, other: object) -> Unknown:
        if isinstance(other, int) and other > 0:
            return Tail(self.why, self.site, self.of, other)
        return Unknown(self.why, self.site)

    def __rsub__(self, other: object) -> Unknown:
        return Unknown(self.why, self.site)


class Rest(Amount, AtMost):
    """How many rows are left of those that are counted by `most`."""

    __slots__ = ()


class PositiveQuotient(Amount, Quotient):
    """An amount that `/` gave."""

    __slots__ = ()


def is_amount(value: Value) -> bool:
    """Whether the value is a positive number, known or not."""
    return isinstance(value, Amount) or (isinstance(value, (int, float)) and value > 0)


def is_number(value: Value) -> bool:
    """Whether the value is a known real number that a float can hold; truth values count."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and abs(value) < 10**300


def rest(whole: object, why: str) -> Amount:
    """How many are left of a number of rows, or of what is left of them already."""
    most = whole.most if isinstance(whole, AtMost) else whole
    return Rest(why, None, most) if isinstance(most, int) else Amount(why)


def amount(why: str, site: Site | None = None) -> Amount:
    """A positive number that is not known, for a reason."""
    return Amount(why, site)
