"""Options in groups with headings, values in lists with commas, and whether to use colours."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click


class GroupedOption(click.Option):
    """An option that `--help` lists under a heading."""

    def __init__(self, *args: Any, heading: str = "Options", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.heading = heading


class GroupedCommand(click.Command):
    """A command whose help has a part for each heading; its options are also variables.

    `KERASCHECK_<OPTION>` in the environment stands for an option that is not given.
    """

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        extra["auto_envvar_prefix"] = "KERASCHECK"
        return super().make_context(info_name, args, parent, **extra)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        headings: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                heading = getattr(param, "heading", "Other")
                headings.setdefault(heading, []).append(record)
        headings["Other"] = headings.pop("Other")
        for heading, records in headings.items():
            with formatter.section(heading):
                formatter.write_dl(records)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def option(heading: str, *names: str, **attributes: Any) -> Decorator:
    """An option of the group `heading`."""
    return click.option(*names, cls=GroupedOption, heading=heading, **attributes)


def words(values: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an option that may be repeated and may have several words with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def use_color(choice: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what goes to stdout: `always`, `never`, or as the environment says."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE")
    if forced:
        return forced != "0"
    return sys.stdout.isatty() and environment.get("TERM") != "dumb"
