"""The files that a command is about: its arguments, and the options that say which of them."""

import os
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import click

from kerascheck.cli.group import COMMANDS, write
from kerascheck.cli.options import Decorator, option
from kerascheck.configuration import Configuration

_GLOBS = {"multiple": True, "metavar": "GLOBS"}
_OPTIONS: tuple[Decorator, ...] = (
    option("Files", "--include", help="Globs of the files to check in folders.", **_GLOBS),
    option("Files", "--exclude", help="Globs to leave out.", **_GLOBS),
    option("Files", "--extend-exclude", help="Globs to leave out in addition.", **_GLOBS),
    option(
        "Files",
        "--respect-gitignore/--no-respect-gitignore",
        default=None,
        help="Whether to leave out what git ignores.  [default: yes]",
    ),
    option(
        "Files",
        "--force-exclude/--no-force-exclude",
        default=None,
        help="Whether to leave out excluded files that are arguments.  [default: no]",
    ),
    option(
        "Files",
        "--markdown/--no-markdown",
        default=None,
        help="Whether to check code in Markdown files.  [default: no]",
    ),
    option("Files", "--stdin-filename", metavar="PATH", help="Name for what is read from `-`."),
    option("Files", "--error-on-no-files", is_flag=True, help="No file to check is an error."),
    option(
        "Run",
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        help="Configuration file to use, or one setting.",
    ),
    option(
        "Run",
        "--keras-version",
        metavar="VERSION",
        help="The Keras that the code is for, such as 2, 2.15 or 3.  [default: as the project "
        "asks for, or the newest]",
    ),
    option("Run", "--isolated", is_flag=True, help="Read no configuration file."),
    option("Run", "-j", "--jobs", type=click.IntRange(min=1), help="Processes to use at most."),
)


def file_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about files and their settings to a command."""
    return reduce(lambda decorated, add: add(decorated), reversed(_OPTIONS), function)


def existing_files(
    paths: Sequence[str],
    settings: Configuration,
    complain: Callable[[str], None],
    *,
    required: bool,
) -> list[str]:
    """The files in `paths`; complains of arguments that do not exist.

    That there are no files is a warning, or if they are `required` a complaint. `-` is left out.
    """
    existing = []
    for path in paths:
        if os.path.exists(path):
            existing.append(path)
        elif path != "-":
            complain(_missing(path))
    files: list[str] = []
    if existing:
        from kerascheck.discovery import discover

        problems: list[str] = []
        files = list(discover(existing, settings.of_folder, problems))
        for problem in problems:
            complain(problem)
    if existing and not files:
        what = "Python files or notebooks" if any(map(os.path.isdir, existing)) else "files"
        message = f"no {what} to check in " + ", ".join(f"`{path}`" for path in existing)
        if required:
            complain(message)
        else:
            write(f"warning: {message}\n", err=True)
    return files


def _missing(path: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(path, COMMANDS, 1)
    meant = f" \u2013 did you mean the command `{close[0]}`?" if close else ""
    return f"path `{path}` does not exist{meant}"
