"""`kerascheck completion`: scripts that complete commands and options in a shell."""

import click

from kerascheck.cli.group import write


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a script that completes commands and options in SHELL.

    For bash: eval "$(kerascheck completion bash)"
    """
    from click.shell_completion import get_completion_class

    cls = get_completion_class(shell)
    if cls is None:
        raise click.UsageError(f"no completion for {shell}")
    group = context.find_root().command
    write(f"{cls(group, {}, 'kerascheck', '_KERASCHECK_COMPLETE').source()}\n")
