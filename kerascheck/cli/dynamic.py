"""The options of the dynamic mode, and the line of progress while models are built."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING, Any

import click

from kerascheck.cli.group import fail, write
from kerascheck.cli.options import Decorator, option

if TYPE_CHECKING:
    from kerascheck.dynamic.runner import Options

_OPTIONS: tuple[Decorator, ...] = (
    option(
        "Dynamic",
        "--dynamic",
        is_flag=True,
        help="Build the models with your Keras, too; your code is not run.",
    ),
    option(
        "Dynamic",
        "--device",
        type=click.Choice(["auto", "cpu", "gpu", "meta"]),
        default="auto",
        help="What to build them on; meta: shapes only.  [default: auto]",
    ),
    option(
        "Dynamic",
        "--python",
        metavar="PATH",
        default="",
        help="The interpreter whose Keras builds them.  [default: that of the environment]",
    ),
    option(
        "Dynamic",
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=120.0,
        metavar="SECONDS",
        help="The time for one model.  [default: 120]",
    ),
    option(
        "Dynamic",
        "--execute",
        is_flag=True,
        # Nothing but a word on the command line runs code: no configuration, no environment.
        allow_from_autoenv=False,
        help="Run your code, too, in a sandbox and without training, for models that are not "
        "understood otherwise. Linux only; implies --dynamic.",
    ),
    option("Dynamic", "--overfit", is_flag=True, help="Try whether each can learn one batch."),
    option(
        "Dynamic",
        "--input-shape",
        multiple=True,
        metavar="NAME=SHAPE",
        help="The input of the model NAME, without the batch: net=28,28,1.",
    ),
)


def dynamic_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about building models to a command."""
    return reduce(lambda decorated, add: add(decorated), reversed(_OPTIONS), function)


def chosen(options: Mapping[str, Any], paths: Sequence[str]) -> "Options | None":
    """What the options ask of the dynamic mode, None if it is not asked for."""
    if options["execute"]:
        _allow(paths)
    elif not options["dynamic"]:
        return None

    from kerascheck.dynamic.runner import Options

    first = next((path for path in paths if path != "-"), ".")
    return Options(
        python=options["python"],
        device=options["device"],
        timeout=options["timeout"],
        overfit=options["overfit"],
        shapes=dict(map(_shape, options["input_shape"])),
        folder=first if os.path.isdir(first) else os.path.dirname(first),
        execute=options["execute"],
    )


def _allow(paths: Sequence[str]) -> None:
    """Leave where code must not be executed, or cannot be; else say that it is."""
    from kerascheck.dynamic import executing

    if os.environ.get("PRE_COMMIT"):
        raise click.UsageError("--execute runs code, which no hook may ask for; call it yourself")
    if "-" in paths:
        raise click.UsageError("--execute runs code, which must be in a file and not on stdin")
    why = executing.unavailable()
    if why is not None:
        fail(f"--execute needs a sandbox, and there is none: {why}")
    write(
        "--execute: code of these files is run in a sandbox, without network, training or data.\n",
        err=True,
    )


def _shape(given: str) -> tuple[str, tuple[int | None, ...]]:
    name, equals, text = given.partition("=")
    parts = [part.strip() for part in text.strip("() ").split(",") if part.strip()]
    if not (name and equals and parts):
        raise click.UsageError(f'--input-shape takes NAME=28,28,1, not "{given}"')
    dims: list[int | None] = []
    for part in parts:
        if part != "None" and not (part.isdigit() and int(part)):
            raise click.UsageError(f'--input-shape {given}: "{part}" is no size')
        dims.append(None if part == "None" else int(part))
    return name.strip(), tuple(dims)


@contextmanager
def progress() -> Iterator[Callable[[str], None] | None]:
    """Shows on a terminal what is being built, in one line that goes away; else nothing."""
    if not sys.stderr.isatty():
        yield None
        return

    def tell(words: str) -> None:
        sys.stderr.write(f"\r\x1b[K{words[:100]}")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        tell("")
