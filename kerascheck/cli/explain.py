"""`kerascheck explain`: the models of scripts and notebooks, as they would be built."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kerascheck.cli.dynamic import chosen, dynamic_options, progress
from kerascheck.cli.files import existing_files, file_options
from kerascheck.cli.group import FAILED, FINDINGS, OK, error, fail, write
from kerascheck.cli.options import GroupedCommand, option, use_color
from kerascheck.cli.settings import configuration
from kerascheck.config import ConfigError
from kerascheck.result import Result

if TYPE_CHECKING:
    from kerascheck.explain.description import Explained

_FORMATS = ("table", "json", "markdown", "mermaid", "dot")


@click.command(
    "explain",
    cls=GroupedCommand,
    epilog="Exit status: 0 explained, whatever was found; 1 a file is not valid Python; "
    "2 it could not be done; 130 interrupted.",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option(
    "Output", "--format", type=click.Choice(_FORMATS), default="table",
    help="How to print the models.  [default: table]",
)  # fmt: skip
@option("Output", "--model", metavar="NAME", help="Show only the models of this name.")
@option(
    "Output", "--batch", type=click.IntRange(min=1), metavar="SIZE",
    help="Tell the memory of the layer outputs for so many samples.",
)  # fmt: skip
@option(
    "Output", "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
    help="Whether to use colours.  [default: auto]",
)  # fmt: skip
@dynamic_options
@file_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Show the models in PATHS: layers, shapes, parameters, data (default: this folder)."""
    try:
        context.exit(_run(paths or (".",), options))
    except ConfigError as problem:
        fail(str(problem))


def _run(paths: Sequence[str], options: dict[str, Any]) -> int:
    from kerascheck import runner

    settings = configuration(options)
    errors: list[str] = []
    required = options["error_on_no_files"]

    def complain(message: str) -> None:
        errors.append(message)
        error(message)

    files = existing_files(paths, settings, complain, required=required)
    stdin = (options["stdin_filename"] or "-") if "-" in paths else ""
    source = (stdin, sys.stdin.buffer.read()) if stdin else None
    dynamic = chosen(options, paths)
    if dynamic is None:
        jobs = options["jobs"]
        found = list(runner.run(files, settings.of, jobs=jobs, stdin=source, explain=True))
    else:
        from kerascheck.dynamic.runner import UnavailableError

        try:
            with progress() as tell:
                run = runner.run(
                    files, settings.of, stdin=source, explain=True, dynamic=dynamic, tell=tell
                )
                found = list(run)
        except UnavailableError as problem:
            fail(str(problem))
    unread = _complain(found)
    explained = _chosen([_explained(result) for result in found if not result.failed], options)
    write(_render(explained, options))
    _say_if_empty(found, explained)
    if errors or any(result.failed for result in found):
        return FAILED
    return FINDINGS if unread else OK


def _explained(result: Result) -> "Explained":
    from kerascheck.explain.description import Explained

    return result.explained or Explained(result.path, keras=False)


def _complain(found: Sequence[Result]) -> bool:
    """Say which files could not be explained; whether one of them is not valid Python."""
    unread = False
    for result in found:
        if result.failed:
            error(f"{result.path}: {result.failed}")
        for place, message in result.explained.problems if result.explained else ():
            unread = True
            error(f"{place}:{place.column}: {message}")
    return unread


def _chosen(files: "list[Explained]", options: dict[str, Any]) -> "list[Explained]":
    """The files with the models that were asked for only; leaves if there is none."""
    name = options["model"]
    if name is None:
        return files
    from dataclasses import replace

    kept = [
        replace(file, models=models, notes=(), missing=())
        for file in files
        if (models := tuple(model for model in file.models if model.name == name))
    ]
    if not kept:
        names = sorted({model.name for file in files for model in file.models if model.name})
        there = (
            f"there are {', '.join(f'`{name}`' for name in names)}" if names else "there is none"
        )
        fail(f"no model is called `{name}`; {there}")
    return kept


def _render(files: "Sequence[Explained]", options: dict[str, Any]) -> str:
    from importlib import import_module

    module = import_module(f"kerascheck.explain.{options['format']}")
    if options["format"] == "table":
        shown = use_color(options["color"])
        return str(module.render(files, batch=options["batch"], color=shown))
    return str(module.render(files, batch=options["batch"]))


def _say_if_empty(found: Sequence[Result], files: "Sequence[Explained]") -> None:
    if any(file.models for file in files) or not files:
        return
    used = any(file.keras for file in files)
    only = files[0].path if len(files) == 1 else f"{len(files):,} files"
    if used:
        write(f"No model found in {only}.\n", err=True)
    else:
        verb = "does not use" if len(files) == 1 else "do not use"
        write(f"{only} {verb} Keras: no model found.\n", err=True)
