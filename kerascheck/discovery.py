"""Which files to check: the arguments, and what stands in the folders among them."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from kerascheck import gitignore
from kerascheck.globs import matches

MARKDOWN = ("*.md", "*.markdown")
"""What `markdown` adds to `include`."""


class Choice(Protocol):
    """The settings that choose files; patterns are relative to `folder`."""

    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...
    @property
    def extend_exclude(self) -> tuple[str, ...]: ...
    @property
    def respect_gitignore(self) -> bool: ...
    @property
    def force_exclude(self) -> bool: ...
    @property
    def markdown(self) -> bool: ...
    @property
    def folder(self) -> str: ...


def uses_keras(data: bytes) -> bool:
    """Whether the bytes of a file name Keras or TensorFlow at all."""
    return b"keras" in data or b"tensorflow" in data


def discover(
    paths: Iterable[str],
    settings_of: Callable[[str], Choice],
    problems: list[str] | None = None,
) -> Iterator[str]:
    """The files to check, each once, in the order of `paths` and by name within a folder.

    `settings_of` gives the settings for an absolute folder. A file among the `paths` is checked
    whatever its name, unless it is excluded and `force_exclude` is set. Links to folders are not
    followed. What does not exist or cannot be read is told in `problems`.
    """
    search = _Search(settings_of, problems if problems is not None else [])
    for path in paths:
        if os.path.isdir(path):
            if not search.is_forced_out(path):
                yield from search.folder(path)
        elif not os.path.exists(path):
            search.problems.append(f"path `{path}` does not exist")
        elif not search.is_forced_out(path) and search.is_new(os.path.realpath(path)):
            yield path


class _Search:
    def __init__(self, settings_of: Callable[[str], Choice], problems: list[str]) -> None:
        self.settings_of = settings_of
        self.problems = problems
        self._seen: set[str] = set()
        self._filters: dict[int, _Filter] = {}

    def is_new(self, real: str) -> bool:
        """Whether a file, by its real path, comes for the first time."""
        new = real not in self._seen
        self._seen.add(real)
        return new

    def is_forced_out(self, path: str) -> bool:
        """Whether an argument is excluded and exclusions hold for arguments, too."""
        absolute = os.path.abspath(path)
        settings = self.settings_of(os.path.dirname(absolute))
        if not settings.force_exclude:
            return False
        chosen = self._filter(settings)
        base = settings.folder or os.getcwd()
        while True:
            if chosen.excludes(os.path.basename(absolute), absolute):
                return True
            parent = os.path.dirname(absolute)
            if parent in (absolute, base):
                return False
            absolute = parent

    def folder(self, path: str) -> Iterator[str]:
        """The files to check in a folder and those below it."""
        start = os.path.abspath(path)
        shown = "" if path in (".", "./", ".\\") else path
        pending = [_Found(shown, start, os.path.realpath(start), gitignore.around)]
        while pending:
            found = pending.pop()
            if not found.layers:
                if self.is_new(found.real):
                    yield found.shown
                continue
            chosen = self._filter(self.settings_of(found.path))
            layers: gitignore.Layers = ()
            if chosen.settings.respect_gitignore:
                layers = found.layers(found.path) + gitignore.inside(found.path)
            inner = sorted(self._entries(found, chosen, layers), key=_by_name, reverse=True)
            pending += inner

    def _entries(
        self, parent: "_Found", chosen: "_Filter", layers: gitignore.Layers
    ) -> Iterator["_Found"]:
        """What to look at in a folder."""
        try:
            with os.scandir(parent.path) as entries:
                listed = list(entries)
        except OSError as error:
            name = parent.shown or "."
            self.problems.append(f"{name}: cannot be read: {error.strerror or error}")
            return
        for entry in listed:
            folder = _is_folder(entry)
            if folder is None or chosen.excludes(entry.name, entry.path):
                continue
            if not folder and not chosen.includes(entry.name, entry.path):
                continue
            if layers and gitignore.ignored(entry.path, layers, folder=folder):
                continue
            real = os.path.join(parent.real, entry.name)
            yield _Found(
                os.path.join(parent.shown, entry.name),
                entry.path,
                os.path.realpath(real) if entry.is_symlink() else real,
                (lambda _: layers) if folder else None,
            )

    def _filter(self, settings: Choice) -> "_Filter":
        if id(settings) not in self._filters:
            self._filters[id(settings)] = _Filter(settings)
        return self._filters[id(settings)]


class _Found(NamedTuple):
    """A file or folder to look at; `layers` gives what git ignores around it, for a folder."""

    shown: str
    path: str
    real: str
    layers: Callable[[str], gitignore.Layers] | None


class _Filter:
    """The patterns of some settings, sorted by how they are tested: most are plain."""

    def __init__(self, settings: Choice) -> None:
        self.settings = settings
        exclude = [*settings.exclude, *settings.extend_exclude]
        self._names = {pattern for pattern in exclude if not set("*?[/!") & set(pattern)}
        self._exclude = [pattern for pattern in exclude if pattern not in self._names]
        include = [*settings.include, *(MARKDOWN if settings.markdown else ())]
        self._suffixes = tuple(
            pattern[1:]
            for pattern in include
            if pattern.startswith("*.") and not set("*?[/") & set(pattern[1:])
        )
        self._include = [pattern for pattern in include if pattern[1:] not in self._suffixes]

    def excludes(self, name: str, path: str) -> bool:
        """Whether a file or folder is left out by itself, its parents apart."""
        return name in self._names or any(
            matches(pattern.rstrip("/"), path, self.settings.folder) for pattern in self._exclude
        )

    def includes(self, name: str, path: str) -> bool:
        """Whether a file in a folder is one to check."""
        return name.endswith(self._suffixes) or any(
            matches(pattern, path, self.settings.folder) for pattern in self._include
        )


def _by_name(found: _Found) -> str:
    return found.shown


def _is_folder(entry: "os.DirEntry[str]") -> bool | None:
    """Whether an entry is a folder; None if it is neither that nor a file, or a link to one."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return True
        return False if entry.is_file() else None
    except OSError:
        return None
