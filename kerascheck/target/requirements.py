"""What files of a project ask of Keras and TensorFlow: one reader a kind of file.

A reader gives the requirements with their lines. It looks for nothing but the two packages, and
what it cannot read of them it gives as a note.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from kerascheck.target.versions import SpecifierError, newest
from kerascheck.values.target import Version

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGES = {
    "keras": "keras",
    **dict.fromkeys(
        (
            "tensorflow",
            "tensorflow-gpu",
            "tensorflow-cpu",
            "tensorflow-macos",
            "tensorflow-intel",
            "tensorflow-rocm",
        ),
        "tensorflow",
    ),
}
"""The names under which the two packages are installed."""
_NAME = r"(?P<name>keras|tensorflow(?:[-_.](?:gpu|cpu|macos|intel|rocm))?)"
_REQUIREMENT = re.compile(
    rf"{_NAME}[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?P<spec>[^;#@\n]*)(?P<rest>[^\n]*)", re.IGNORECASE
)
_SIGNED = re.compile(r"[=<>!~^*\d(]")


@dataclass(frozen=True)
class Requirement:
    """A package, `keras` or `tensorflow`, the newest version that is allowed, and its line."""

    package: str
    newest: Version | None
    text: str
    line: int


@dataclass(frozen=True)
class Note:
    """Something about the two packages that cannot be read, and its line."""

    line: int
    text: str


Reader = Callable[[str], Iterator[Requirement | Note]]


def requirement(text: str, line: int) -> Iterator[Requirement | Note]:
    """One requirement as pip and conda write it; nothing for another package."""
    match = _REQUIREMENT.match(text.strip().rpartition("::")[2])
    if match is None:
        return
    spec = match["spec"].split(" --")[0].strip().strip("\\").strip()
    if spec and not _SIGNED.match(spec):
        return  # Another package whose name begins so, such as `keras-tuner`.
    written = f"{match['name']}{spec}"
    package = PACKAGES[match["name"].lower().replace("_", "-").replace(".", "-")]
    if "python_version" in match["rest"] or "python_full_version" in match["rest"]:
        return  # It counts under some versions of Python only.
    try:
        yield Requirement(package, newest(spec), written, line)
    except SpecifierError as error:
        yield Note(line, str(error))


def plain(text: str) -> Iterator[Requirement | Note]:
    """A `requirements.txt`: a requirement a line."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from requirement(line, number)


def quoted(text: str) -> Iterator[Requirement | Note]:
    """Requirements in quotation marks, of a `setup.py` or `pyproject.toml`."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#"):
            for match in re.finditer(r"\"([^\"]*)\"|'([^']*)'", line):
                yield from requirement(match[1] or match[2] or "", number)


def listed(text: str) -> Iterator[Requirement | Note]:
    """A conda `environment.yml` (`- tensorflow=2.10=build`) or a `setup.cfg`."""
    for number, line in enumerate(text.splitlines(), 1):
        item = re.sub(r"^\s*(?:install_requires\s*=\s*|-\s+)?", "", line).strip("'\"")
        yield from requirement(re.sub(r"(?<=\d)=[\w.]+$", "", item), number)


def pyproject(text: str) -> Iterator[Requirement | Note]:
    """The dependencies of a `pyproject.toml`, also those of Poetry."""
    tree = tomllib.loads(text)
    project, tool = _table(tree.get("project")), _table(tree.get("tool"))
    groups = [project.get("dependencies")]
    groups += _table(project.get("optional-dependencies")).values()
    groups += _table(tree.get("dependency-groups")).values()
    for group in groups:
        for item in group if isinstance(group, list) else ():
            if isinstance(item, str):
                yield from requirement(item, _line(text, item))
    poetry = _table(tool.get("poetry"))
    tables = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    tables += [_table(group).get("dependencies") for group in _table(poetry.get("group")).values()]
    for table in tables:
        yield from _versions(text, _table(table))


def pipfile(text: str) -> Iterator[Requirement | Note]:
    """The packages of a `Pipfile`."""
    tree = tomllib.loads(text)
    for name in ("packages", "dev-packages"):
        yield from _versions(text, _table(tree.get(name)))


def locked(text: str) -> Iterator[Requirement | Note]:
    """The versions that a `uv.lock` or `poetry.lock` fixes.

    Such a file is long and written by a program, so it is not read as TOML.
    """
    pattern = rf"""^name = "{_NAME}"\r?\nversion = "(?P<version>[\d.]+)[^"\n]*"$"""
    for match in re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE):
        line = text.count("\n", 0, match.start()) + 1
        yield from requirement(f"{match['name']}=={match['version']}", line)


READERS: tuple[tuple[str, Reader], ...] = (
    ("uv.lock", locked),
    ("poetry.lock", locked),
    ("requirements.txt", plain),
    ("pyproject.toml", pyproject),
    ("setup.cfg", listed),
    ("setup.py", quoted),
    ("Pipfile", pipfile),
    ("environment.y*ml", listed),
    ("requirements*.txt", plain),
)
"""The files by the pattern of their names; the first of a folder that bounds a package decides."""


def rank(name: str) -> int:
    """The rank of a file among those of a folder by its name; raises `StopIteration` if none."""
    return next(number for number, (pattern, _) in enumerate(READERS) if fnmatch(name, pattern))


def requirements(name: str, text: str) -> Iterator[Requirement | Note]:
    """What a file of this name asks for; raises `ValueError` for TOML that is none."""
    return READERS[rank(name)][1](text)


def _versions(text: str, table: dict[str, object]) -> Iterator[Requirement | Note]:
    """Packages by name, each with its version or a table that has it."""
    for name, value in table.items():
        spec = value.get("version", "") if isinstance(value, dict) else value
        if name.lower().replace("_", "-") in PACKAGES and isinstance(spec, str):
            yield from requirement(f"{name} {spec}", _line(text, name))


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _line(text: str, item: str) -> int:
    """The first line that has a text as a string or as a key; 1 if none does."""
    quoted = re.escape(item)
    found = re.search(rf"""["']{quoted}["']|^[ \t]*{quoted}[ \t]*=""", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
