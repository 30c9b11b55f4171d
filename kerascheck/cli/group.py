"""The group of commands: `check` is run where none is named; every error has its exit status."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from kerascheck import __version__

COMMANDS = ("check", "explain", "rule", "config", "version", "completion")

OK, FINDINGS, FAILED, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses: nothing to fix, something to fix, the tool did not do its job, stopped."""


class DefaultGroup(click.Group):
    """Commands that are imported when they are used; `default` is the one that is implied.

    `modules` has the module of each command, which holds it under the name `command`.
    """

    def __init__(self, *, default: str, modules: Mapping[str, str], **settings: Any) -> None:
        settings.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(no_args_is_help=False, **settings)
        self.default = default
        self.modules = dict(modules)
        click.version_option(__version__, message="%(prog)s %(version)s")(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        command = import_module(self.modules[cmd_name]).command
        return command if isinstance(command, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for param in self.params for name in param.opts + param.secondary_opts}
        own.update(self.get_help_option_names(ctx))
        # A shell that completes the first word is offered the commands.
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in own | self.modules.keys()):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit status, 2 for a wrong call, 130 on Ctrl-C."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            click.echo("interrupted", err=True)
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _show(error)
            sys.exit(FAILED)
        except Exception as problem:  # noqa: BLE001 - a traceback would leave with status 1
            from kerascheck.runner import internal_error

            write(f"error: {internal_error('', problem)}\n", err=True)
            sys.exit(FAILED)
        sys.exit(status if isinstance(status, int) else OK)


def fail(message: str) -> NoReturn:
    """Leave with status 2 and one sentence on stderr."""
    error(message)
    raise click.exceptions.Exit(FAILED)


def error(message: str) -> None:
    """Print one error to stderr."""
    write(f"error: {message}\n", err=True)


def write(text: str, *, err: bool = False) -> None:
    """Print to stdout or stderr; a reader that has gone away is no error.

    What the encoding of the stream does not have is replaced, and no colour is removed or added.
    """
    from kerascheck.report.style import encodable

    stream = sys.stderr if err else sys.stdout
    try:
        stream.write(encodable(text, stream.encoding or "utf-8"))
        stream.flush()
    except BrokenPipeError:
        # Python would complain about the same pipe again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _show(problem: click.ClickException) -> None:
    if isinstance(problem, click.UsageError) and problem.ctx:
        write(f"{problem.ctx.get_usage()}\n", err=True)
    error(problem.format_message())
