"""From the options of a command to settings that go on top of every configuration file."""

import os
import re
from collections.abc import Mapping
from typing import Any

import click

from kerascheck.cli.options import words
from kerascheck.config import KERAS_VERSION, ConfigError, FileIgnore
from kerascheck.configuration import Configuration

_LISTS = (
    "select",
    "extend_select",
    "ignore",
    "include",
    "exclude",
    "extend_exclude",
    "fixable",
    "unfixable",
)
_VALUES = (
    "min_confidence",
    "fail_level",
    "keras_version",
    "respect_gitignore",
    "force_exclude",
    "markdown",
    "fix",
    "unsafe_fixes",
)


def configuration(options: Mapping[str, Any]) -> Configuration:
    """What the options ask for; `ConfigError` or `click.UsageError` if that cannot be."""
    files, inline = _given(options["config"])
    if len(files) > 1:
        raise click.UsageError("--config can name one file only")
    if files and options["isolated"]:
        raise click.UsageError("--isolated reads no file, and --config names one")
    overrides: dict[str, Any] = {name: words(options[name]) for name in _LISTS if options.get(name)}
    overrides |= {name: options[name] for name in _VALUES if options.get(name) is not None}
    version = options.get("keras_version")
    if version is not None and not re.search(KERAS_VERSION, version):
        raise click.UsageError(
            f'--keras-version takes auto, or a version such as 2, 2.15 or 3, not "{version}"'
        )
    if options.get("per_file_ignores"):
        overrides["per_file_ignores"] = _per_file(options["per_file_ignores"])
    if options.get("diff") or options.get("fix_only"):
        overrides["fix"] = True
    overrides |= {name: True for name in ("strict", "verbose") if options.get(name)}
    return Configuration(
        overrides, file=files[0] if files else "", inline=inline, isolated=options["isolated"]
    )


def _given(values: tuple[str, ...]) -> tuple[list[str], dict[str, Any]]:
    """The files and the single settings of `--config`."""
    files = []
    settings: dict[str, Any] = {}
    for value in values:
        if os.path.exists(value) or "=" not in value:
            if not os.path.isfile(value):
                raise ConfigError(f"--config {value}: no such file")
            files.append(value)
        else:
            from kerascheck.config_file import inline

            settings |= inline(value)
    return files, settings


def _per_file(values: tuple[str, ...]) -> tuple[FileIgnore, ...]:
    """`GLOB:LIST` with the list of a glob that is repeated put together."""
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        glob, colon, codes = value.rpartition(":")
        if not (colon and glob and codes):
            raise click.UsageError(f'--per-file-ignores takes GLOB:LIST, not "{value}"')
        found[glob] = (*found.get(glob, ()), *words((codes,)))
    return tuple(FileIgnore(glob, codes, os.getcwd()) for glob, codes in found.items())
