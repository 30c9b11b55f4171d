"""Which version of Keras a script is for: the user says, the script says, or its project."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kerascheck.sources import Source
from kerascheck.target.versions import SpecifierError, newest, parse
from kerascheck.values.target import Pin, Target, Version

AUTO = "auto"
ROOT_MARKS = (".git", "pyproject.toml", "setup.cfg", "setup.py")
_ABOVE = 4
"""How many folders above the file are looked at, at most."""
_LARGEST = 16 << 20
"""Bytes: what is larger is no file of requirements."""
_FILE = re.compile(
    r"(?:requirements.*\.txt|environment\.ya?ml|uv\.lock|poetry\.lock|pyproject\.toml|setup\.cfg"
    r"|setup\.py|Pipfile)"
)
_MENTION = re.compile(rb"keras|tensorflow", re.IGNORECASE)
_INSTALL = re.compile(
    r"\b(?:pip(?:3(?:\.\d+)?)?|conda|mamba)(?:[ \t]+-\S+)*(?:[ \t]+|[\"'],[ \t]*[\"'])install\b"
    r"((?:[^\n]*\\\n)*[^\n]*)"
)
"""A command of a shell with its lines, or one that is written as the list of its words."""
_TENSORFLOW = re.compile(r"^[ \t]*%tensorflow_version[ \t]+(\d)", re.MULTILINE)
_WORD = re.compile(
    r"(?<![\w/.-])(keras|tensorflow(?:[-_](?:gpu|cpu|macos))?)(?:\[[^\]\n]*\])?"
    r"((?:[ \t]*,?[ \t]*(?:==|=|~=|<=|>=|<|>)[ \t]*[\d.*]+)+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """The target of a script, and what could not be read or does not agree on the way to it."""

    target: Target = field(default_factory=Target)
    notes: tuple[str, ...] = ()


def find(source: Source, wanted: str = AUTO) -> Found:
    """The target of one source; `wanted` is the setting, `auto` or a version.

    What the script itself installs counts more than its project. Of the project the nearest
    folder that asks for Keras or TensorFlow decides, and within it the first kind of file.
    """
    if wanted != AUTO:
        return Found(Target(chosen=Pin(parse(wanted), f"keras-version = {wanted}")))
    own = installed(source)
    if len(own) == 2:
        return Found(Target(**own))
    folder = os.path.dirname(os.path.abspath(source.path))
    project = _project(folder)
    if own:
        # Another package of the project may be what the script replaces.
        return Found(Target(**own), project.notes)
    return project


def installed(source: Source) -> dict[str, Pin]:
    """What the lines of a script or notebook install, by package; the last line of each counts."""
    found: dict[str, Pin] = {}
    for block in source.blocks:
        lines = block.written or block.text
        text = lines if isinstance(lines, str) else "\n".join(lines)
        if "install" not in text and "%tensorflow_version" not in text:
            continue
        where = block.label or os.path.basename(source.path)
        for line, package, version, written in _installs(text):
            number = line if block.label else block.first_line + line - 1
            found[package] = Pin(version, written, f"{where}, line {number}")
    return found


def _installs(text: str) -> Iterator[tuple[int, str, Version, str]]:
    """Line, package, newest version and text of each requirement that has an upper bound."""
    for match in _TENSORFLOW.finditer(text):
        line = text.count("\n", 0, match.end()) + 1
        yield line, "tensorflow", (int(match[1]),), match[0].strip()
    for match in _INSTALL.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if "#" in text[start : match.start()]:
            continue
        for word in _WORD.finditer(match[1]):
            try:
                version = newest(word[2])
            except SpecifierError:
                continue
            if version is not None:
                package = "keras" if word[1].lower() == "keras" else "tensorflow"
                line = text.count("\n", 0, match.start(1) + word.start()) + 1
                yield line, package, version, word[0].strip()


def _project(folder: str) -> Found:
    """What the nearest folder says, from that of the script to the root of its project."""
    notes: list[str] = []
    for here in _folders(folder):
        found = _folder(here, _files(here))
        notes += found.notes
        if found.target != Target():
            return Found(found.target, tuple(notes))
    return Found(Target(), tuple(notes))


def _folders(folder: str) -> Iterator[str]:
    """The folder and those above it, up to the root of the project; never the home above it."""
    home = os.path.expanduser("~")
    for number in range(_ABOVE + 1):
        if number and folder == home:
            return
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or any(os.path.exists(os.path.join(folder, m)) for m in ROOT_MARKS):
            return
        folder = parent


def _files(folder: str) -> tuple[tuple[str, int, int], ...]:
    """The files of requirements in a folder: name, time of change and size."""
    try:
        names = _names(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return ()
    found = []
    for name in names:
        try:
            about = os.stat(os.path.join(folder, name))
        except OSError:
            continue
        found.append((name, about.st_mtime_ns, about.st_size))
    return tuple(found)


@lru_cache(maxsize=512)
def _names(folder: str, changed: int) -> tuple[str, ...]:
    """The names of the files of requirements; `changed` is when the folder was changed last."""
    return tuple(sorted(name for name in os.listdir(folder) if _FILE.fullmatch(name)))


@lru_cache(maxsize=512)
def _folder(folder: str, files: tuple[tuple[str, int, int], ...]) -> Found:
    """What the files of one folder ask for; read once as long as none of them changes."""
    if not files:
        return Found()
    # Few projects have one of these files that speaks of Keras, and TOML takes time to import.
    from kerascheck.target.requirements import rank

    kinds: dict[int, list[str]] = {}
    for name, _, size in files:
        if size <= _LARGEST:
            kinds.setdefault(rank(name), []).append(name)
    notes: list[str] = []
    pins: dict[str, Pin] = {}
    for _, names in sorted(kinds.items()):
        found: dict[str, list[Pin]] = {}
        for name in names:
            for package, pin in _pins(os.path.join(folder, name), notes):
                found.setdefault(package, []).append(pin)
        for package, several in found.items():
            pins.setdefault(package, max(several, key=lambda pin: pin.version))
            if len({_major(package, pin) for pin in several}) > 1:
                first, *_, last = sorted(several, key=lambda pin: pin.version)
                notes.append(
                    f"{first.evidence} and {last.evidence} are of two versions of Keras; "
                    "the newer one is taken: state keras-version"
                )
    return Found(Target(pins.get("keras"), pins.get("tensorflow")), tuple(notes))


def _major(package: str, pin: Pin) -> bool:
    """Whether a requirement leads to Keras 3."""
    return Target(**{package: pin}).reaches((3,), package)


def _pins(path: str, notes: list[str]) -> Iterator[tuple[str, Pin]]:
    """The requirements of one file that have an upper bound; what cannot be read is noted."""
    from kerascheck.target.requirements import Requirement, requirements

    shown = os.path.relpath(path)
    shown = os.path.basename(path) if shown.startswith("..") else shown.replace(os.sep, "/")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        notes.append(f"{shown}: cannot be read: {error.strerror}")
        return
    if not _MENTION.search(data):
        return
    try:
        items = list(requirements(os.path.basename(path), data.decode("utf-8-sig")))
    except ValueError as error:
        # Of TOML or UTF-8; the file is not ours to judge, but what it says is not known.
        what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else f"not valid TOML: {error}"
        notes.append(f"{shown}: {what}; the version of Keras in it is not known")
        return
    for item in items:
        if not isinstance(item, Requirement):
            notes.append(f"{shown}:{item.line}: {item.text}")
        elif item.newest is not None:
            yield item.package, Pin(item.newest, item.text, f"{shown}, line {item.line}")
