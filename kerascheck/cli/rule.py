"""`kerascheck rule`: what the rules are about."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kerascheck.cli.group import fail, write
from kerascheck.cli.options import use_color

if TYPE_CHECKING:
    from kerascheck.rule import Rule


@click.command("rule")
@click.argument("names", nargs=-1, metavar="[CODE|NAME]...")
@click.option("--all", "every", is_flag=True, help="Explain every rule.")
@click.option("--group", metavar="PREFIX", help="Explain the rules of a group, such as KC1.")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "markdown"]), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
def command(names: tuple[str, ...], every: bool, group: str | None, output_format: str) -> None:
    """Explain rules, by code or name; without any, list them all."""
    from kerascheck import docs, registry
    from kerascheck.config import ConfigError
    from kerascheck.configuration import Configuration

    try:
        settings = Configuration().of("any.py")
        rules = registry.load(settings.plugins)
    except (ConfigError, LookupError) as error:
        fail(str(error))
    listed = not (names or every or group)
    chosen = list(rules) if every or listed else _chosen(rules, names, group)
    if output_format == "json":
        import json

        write(json.dumps([docs.as_json(rule) for rule in chosen], indent=2) + "\n")
    elif listed and output_format == "text":
        write("".join(f"{line}\n" for line in docs.table(chosen)))
    elif output_format == "markdown":
        write("\n".join(docs.markdown(rule) for rule in chosen))
    elif sys.stdout.isatty() and use_color("auto"):
        _print_styled("\n".join(docs.markdown(rule) for rule in chosen))
    else:
        write("\n".join(docs.text(rule) for rule in chosen))


def _chosen(rules: "Sequence[Rule]", names: Sequence[str], group: str | None) -> "list[Rule]":
    from kerascheck import registry

    chosen = []
    for name in names:
        rule = registry.find(rules, name)
        if rule is None:
            fail(registry.unknown_rule(rules, name))
        chosen.append(rule)
    if group:
        members = [rule for rule in rules if rule.code.startswith(group.upper())]
        if not members:
            fail(f'no rule has a code that starts with "{group}"')
        chosen += [rule for rule in members if rule not in chosen]
    return chosen


def _print_styled(text: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
