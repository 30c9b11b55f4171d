"""What git ignores: the `.gitignore` files on the way to a path, and `.git/info/exclude`."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Layers = tuple[tuple[str, "GitIgnoreSpec"], ...]
"""The folders with patterns, the outermost first; the innermost that matches decides."""


def around(folder: str) -> Layers:
    """The patterns for an argument from around it; none if they leave out the argument itself."""
    layers = _above(folder)
    return () if ignored(folder, layers, folder=True) else layers


def _above(folder: str) -> Layers:
    """The patterns that the folders around `folder`, an absolute path, have for it.

    Those of the repository that it stands in; none if it stands in no repository.
    """
    if os.path.exists(os.path.join(folder, ".git")):
        return _read(folder, os.path.join(folder, ".git", "info", "exclude"))
    parents = []
    parent = os.path.dirname(folder)
    while parent != folder:
        parents.append(parent)
        if os.path.exists(os.path.join(parent, ".git")):
            break
        folder, parent = parent, os.path.dirname(parent)
    else:
        return ()
    layers = _read(parents[-1], os.path.join(parents[-1], ".git", "info", "exclude"))
    for outer in reversed(parents):
        layers += inside(outer)
    return layers


def inside(folder: str) -> Layers:
    """The patterns that stand in `folder` itself."""
    return _read(folder, os.path.join(folder, ".gitignore"))


def ignored(path: str, layers: Layers, *, folder: bool) -> bool:
    """Whether git ignores `path`, an absolute path; its parents are not looked at."""
    for base, spec in reversed(layers):
        inner = path[len(base) :].lstrip(os.sep).replace(os.sep, "/")
        if not inner:
            continue
        decided = spec.check_file(f"{inner}/" if folder else inner).include
        if decided is not None:
            return decided
    return False


def _read(folder: str, file: str) -> Layers:
    try:
        with open(file, encoding="utf-8-sig", errors="replace") as opened:
            lines = opened.read().split("\n")
    except OSError:
        return ()
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    return ((folder, _spec(lines)),)


def _spec(lines: Sequence[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines(_valid(lines))


def _valid(lines: Iterable[str]) -> list[str]:
    """The lines without those that are no patterns, which git passes over, too."""
    from pathspec import GitIgnoreSpec

    good = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return good
