"""`kerascheck version`."""

import click

from kerascheck import __version__
from kerascheck.cli.group import write


@click.command("version")
def command() -> None:
    """Print the version."""
    write(f"kerascheck {__version__}\n")
