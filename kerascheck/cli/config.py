"""`kerascheck config`: which settings there are, and which hold for a file."""

from typing import Any

import click

from kerascheck.cli.group import fail, write


@click.command("config")
@click.argument("key", required=False)
@click.option("--schema", is_flag=True, help="Print the JSON schema of the configuration.")
@click.option(
    "--show", metavar="PATH", is_flag=False, flag_value=".",
    help="Print the settings for PATH (default: this folder) and where each comes from.",
)  # fmt: skip
def command(key: str | None, schema: bool, show: str | None) -> None:
    """List the settings, or describe the one called KEY."""
    from kerascheck import config_file

    if schema:
        import json

        write(json.dumps(config_file.schema(), indent=2) + "\n")
        return
    about = config_file.schema()["$defs"]["Table"]["properties"]
    if key is not None and key not in about:
        fail(f'unknown key "{key}"{config_file.meant(key, list(about))}')
    chosen = [key] if key is not None else list(about)
    if show is not None:
        _show(show, [name for name in chosen if name != "extend"])
    elif key is not None:
        write(_description(key, about[key]))
    else:
        width = max(map(len, about))
        write("".join(f"{name:<{width}}  {about[name]['description']}\n" for name in chosen))


def _description(key: str, about: dict[str, Any]) -> str:
    lines = [key, f"  {about['description']}", f"  type:    {_type(about)}"]
    if "default" in about:
        lines.append(f"  default: {toml(about['default'])}")
    return "\n".join(lines) + "\n"


def _type(about: dict[str, Any]) -> str:
    if "enum" in about:
        return " | ".join(toml(value) for value in sorted(about["enum"]))
    if "anyOf" in about:
        return " | ".join(_type(kind) for kind in about["anyOf"])
    if about.get("type") == "array":
        return f"list of {_type(about['items'])}"
    if about.get("type") == "object":
        inner = about.get("additionalProperties")
        return f"table of {_type(inner)}" if isinstance(inner, dict) and inner else "table"
    return str(about.get("type", "value"))


def _show(path: str, keys: list[str]) -> None:
    import os

    from kerascheck.config import ConfigError
    from kerascheck.config_file import display
    from kerascheck.configuration import Configuration

    try:
        configuration = Configuration()
        folder = os.path.isdir(path)
        settings = (
            configuration.of_folder(os.path.abspath(path)) if folder else configuration.of(path)
        )
    except ConfigError as error:
        fail(str(error))
    for key in keys:
        field = key.replace("-", "_")
        value = getattr(settings, field)
        if field == "per_file_ignores":
            value = {item.pattern: item.codes for item in value}
        origin = settings.origin.get(field)
        write(f"{key} = {toml(value)}  # {display(origin) if origin else 'default'}\n")


def toml(value: object) -> str:
    """A value as one writes it in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            import json

            return json.dumps(value, ensure_ascii=False)
        case list() | tuple():
            return f"[{', '.join(toml(item) for item in value)}]"
        case dict():
            inner = ", ".join(f"{toml(str(key))} = {toml(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return str(value)
