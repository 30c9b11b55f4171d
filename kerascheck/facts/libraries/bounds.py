"""The range of the values of several data."""

from collections.abc import Sequence


def lowest(bounds: Sequence[float | None]) -> float | None:
    """The least of lower bounds; None if one of them is not known."""
    known = [bound for bound in bounds if bound is not None]
    return min(known) if len(known) == len(bounds) else None


def highest(bounds: Sequence[float | None]) -> float | None:
    """The greatest of upper bounds; None if one of them is not known."""
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None
