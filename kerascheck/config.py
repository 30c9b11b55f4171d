"""Settings of a checked file, with their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascheck.finding import Evidence, Severity

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


KERAS_VERSION = r"^(auto|[1-3](\.\d+)*)$"
"""What `keras-version` may be."""


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
    option. `fixable` and `unfixable` say whose fixes `fix` applies. `strict` and `verbose` are options of one run and no configuration keys.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[FileIgnore, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_level: str = "warning"
    min_confidence: str = "medium"
    keras_version: str = "auto"
    include: tuple[str, ...] = ("*.py", "*.ipynb")
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    markdown: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
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
