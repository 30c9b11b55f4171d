"""Requirements on versions, as pip, Poetry and conda write them: the newest that they allow."""

import re
from collections.abc import Iterable

from kerascheck.values.target import NEWEST, Version

_PART = re.compile(r"\s*(===?|~=|!=|<=|>=|<|>|\^|~|=)?\s*v?(\d+(?:\.\d+)*)(\.\*|\*)?([^\s,]*)\s*")
_EXCLUDED = re.compile(r"\s*!=\s*(\d+(?:\.\d+)*)\s*")


class SpecifierError(ValueError):
    """The text is no requirement on a version."""


def parse(text: str) -> Version:
    """The parts of a version number; raises `SpecifierError`.

    >>> parse("2.15")
    (2, 15)
    """
    if not re.fullmatch(r"\d+(\.\d+)*", text.strip()):
        raise SpecifierError(f'"{text}" is no version')
    return tuple(map(int, text.split(".")))


def newest(specifier: str) -> Version | None:
    """The newest version that a requirement allows; None if it sets no upper bound.

    What it says of the newest with `<` is the last before: `(2, 15, 9999)` of `<2.16`. What is
    one of several, such as `2.10 || 2.11`, is taken for the newest. Raises `SpecifierError`.

    >>> newest(">=2.4,<3")
    (2, 9999)
    >>> newest("~=2.10.1")
    (2, 10, 9999)
    >>> newest(">=2.4") is None
    True
    """
    found: list[Version | None] = []
    for alternative in specifier.split("||"):
        parts = list(_parts(alternative))
        bounds = [bound for bound in map(_upper, parts) if bound is not None]
        last = min(bounds, key=_full) if bounds else None
        without = [parse(match[1]) for part in parts if (match := _EXCLUDED.fullmatch(part))]
        if last is not None and _full(last) in map(_full, without):
            last = _before(last)
        found.append(last)
    known = [bound for bound in found if bound is not None]
    return max(known, key=_full) if len(known) == len(found) else None


def _parts(specifier: str) -> Iterable[str]:
    text = specifier.strip().strip("()").strip()
    text = re.sub(r"(?<=[\d*])\s+(?=[<>=!~^])", ",", text)
    if text in ("", "*", "latest"):
        return []
    return text.split(",")


def _upper(part: str) -> Version | None:
    """The last version that one part allows; None where it sets no bound."""
    if part.strip() in ("", "*"):
        return None
    match = _PART.fullmatch(part)
    if match is None:
        raise SpecifierError(f'"{part.strip()}" is no requirement on a version')
    sign, number, star, _ = match.groups()
    version = tuple(map(int, number.split(".")))
    if sign in ("!=", ">", ">="):
        return None
    if sign == "<":
        return _before(version)
    if sign == "<=" or (sign in ("==", "===", "=", None) and not star):
        return version
    if sign == "~=" and not star:
        return (*version[:-1], NEWEST) if len(version) > 1 else None
    if sign == "^":
        return (version[0], NEWEST) if version[0] else (*version[:2], NEWEST)
    if sign == "~":
        return (*version[:2], NEWEST) if len(version) > 1 else (*version, NEWEST)
    return (*version, NEWEST)


def _before(version: Version) -> Version | None:
    """The last version before another: `2.9999` of 3, `2.15.9999` of 2.16."""
    while version and not version[-1]:
        version = version[:-1]
    if not version:
        return None
    return (*version[:-1], version[-1] - 1, NEWEST)


def _full(version: Version) -> Version:
    """For comparison: what a version leaves open is not there, as in `==2.10`."""
    return version + (0,) * (4 - len(version))
