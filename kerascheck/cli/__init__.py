"""The command line: arguments in, exit status out. One file a command."""

from kerascheck.cli.group import COMMANDS, DefaultGroup

__all__ = ["main"]

main = DefaultGroup(
    name="kerascheck",
    help="Find mistakes in Keras models before training, without running the code.",
    epilog="`kerascheck PATH` is short for `kerascheck check PATH`.",
    default="check",
    modules={name: f"kerascheck.cli.{name}" for name in COMMANDS},
)
