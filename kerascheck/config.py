"""Settings: the defaults, the nearest configuration file of each checked file, and options.

Reading and validating a file is the part of `config_file`, which is imported only when a file
with settings exists: a run without one pays for neither a TOML reader nor a validator.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.finding import Evidence, Severity

FILE_NAMES = (".kerascheck.toml", "kerascheck.toml", "pyproject.toml")
"""In one folder the first that has settings counts."""

DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".hg",
    ".ipynb_checkpoints",
    ".kerascheck_cache",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pypackages__",
    "_build",
    "buck-out",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)


class ConfigError(Exception):
    """The settings cannot be used; the text says where, what and what may have been meant."""


@dataclass(frozen=True)
class FileIgnore:
    """Rules that are silent in the files that `pattern`, relative to `folder`, matches.

    A pattern that starts with `!` means the files that the rest of it does not match.
    """

    pattern: str
    codes: tuple[str, ...]
    folder: str = ""


@dataclass(frozen=True)
class Settings:
    """The settings for one file, under the names of the configuration keys.

    An empty `select` stands for the stable rules. `severity` has `error`, `warning`, `info` or
    `off` by code, prefix or name. `rules` has the options of single rules. `folder` is the one
    that patterns are relative to; `origin` says for each key that was set by which file or
    option. `strict` and `verbose` are options of one run and no configuration keys.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[FileIgnore, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_level: str = "warning"
    min_confidence: str = "medium"
    include: tuple[str, ...] = ("*.py", "*.ipynb")
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    markdown: bool = False
    output_format: tuple[str, ...] = ("full",)
    require_ignore_reason: bool = False
    report_unused_ignores: bool = True
    plugins: tuple[str, ...] = ()
    required_version: str = ""
    rules: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    folder: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    verbose: bool = False

    @property
    def fails_from(self) -> "Severity":
        """The least severity that makes a run fail."""
        from kerascheck.finding import Severity

        return Severity[self.fail_level.upper()]

    @property
    def least_evidence(self) -> "Evidence":
        """The least evidence that is reported."""
        from kerascheck.finding import Evidence

        return next(level for level in Evidence if level.confidence == self.min_confidence)


def override(settings: Settings, values: Mapping[str, object], origin: str = "") -> Settings:
    """The settings with `values` (by field name) on top, noting that they come from `origin`.

    The two `extend_` lists grow; everything else is replaced. Without `origin` the option of the
    command line that sets the field is named.
    """
    merged = dict(values)
    for name in ("extend_select", "extend_exclude"):
        if name in merged:
            merged[name] = (*getattr(settings, name), *values[name])  # type: ignore[misc]
    origins = {name: origin or f"--{name.replace('_', '-')}" for name in values}
    return replace(settings, **merged, origin={**settings.origin, **origins})  # type: ignore[arg-type]


class Configuration:
    """Finds the settings of each checked file: those of the nearest configuration file.

    Files of outer folders do not count, unless the nearest one names one in `extend`. `overrides`
    are applied in order on top of every file. `file` is used for all instead of searching;
    `isolated` reads none.
    """

    def __init__(
        self,
        overrides: Mapping[str, object] | None = None,
        *,
        file: str = "",
        inline: Mapping[str, object] | None = None,
        isolated: bool = False,
    ) -> None:
        self._overrides = dict(overrides or {})
        self._inline = dict(inline or {})
        self._file = file
        self._isolated = isolated
        self._folders: dict[str, Settings] = {}
        self._default: Settings | None = None

    def of(self, path: str) -> Settings:
        """The settings for the file `path`; `ConfigError` if its configuration is wrong."""
        if self._file or self._isolated:
            if self._default is None:
                self._default = self._finish(_read(self._file) if self._file else None)
            return self._default
        return self.of_folder(os.path.dirname(os.path.abspath(path)))

    def of_folder(self, folder: str) -> Settings:
        """The settings for the files right in `folder`, an absolute path."""
        if self._file or self._isolated:
            return self.of("")
        seen = []
        settings = None
        while settings is None:
            if folder in self._folders:
                settings = self._folders[folder]
                break
            seen.append(folder)
            found = _find(folder)
            parent = os.path.dirname(folder)
            if found or parent == folder:
                settings = self._finish(found)
            folder = parent
        self._folders.update(dict.fromkeys(seen, settings))
        return settings

    def _finish(self, settings: Settings | None) -> Settings:
        """Put the options on top and hold the result against this version."""
        settings = settings or Settings(folder=os.getcwd())
        if self._inline:
            settings = override(settings, self._inline, "--config")
        if self._overrides:
            settings = override(settings, self._overrides)
        if settings.required_version:
            from kerascheck.config_file import require_version

            require_version(settings)
        return settings


def _find(folder: str) -> Settings | None:
    """The settings that stand in `folder`, if any."""
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            continue
        if name != "pyproject.toml" or b"kerascheck" in data:
            from kerascheck.config_file import read

            settings = read(path, data)
            if settings:
                return settings
    return None


def _read(path: str) -> Settings:
    from kerascheck.config_file import read_file

    return read_file(path)
