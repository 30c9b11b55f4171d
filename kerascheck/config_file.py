"""Reading a configuration file: TOML, checked key by key, with errors that name the line."""

import os
import re
import sys
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from kerascheck import __version__
from kerascheck.config import (
    DEFAULT_EXCLUDE,
    KERAS_VERSION,
    ConfigError,
    FileIgnore,
    Settings,
    override,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SECTION = "[tool.kerascheck]"
_Words = tuple[str, ...]


def _doc(text: str) -> msgspec.Meta:
    return msgspec.Meta(description=text)


class Table(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """Settings of kerascheck: `[tool.kerascheck]` in pyproject.toml, or kerascheck.toml."""

    extend: Annotated[str, _doc("Another configuration file to build on.")] = ""
    select: Annotated[
        _Words, _doc("Rules to use: codes, prefixes, names or ALL. Empty: the stable rules.")
    ] = ()
    extend_select: Annotated[_Words, _doc("Rules to use in addition to `select`.")] = ()
    ignore: Annotated[
        _Words, _doc("Rules not to use. The more specific of `select` and `ignore` wins.")
    ] = ()
    per_file_ignores: Annotated[
        dict[str, _Words], _doc("Rules not to use in files that match a glob; `!` negates it.")
    ] = {}
    severity: Annotated[
        dict[str, Literal["error", "warning", "info", "off"]], _doc("Severity by rule.")
    ] = {}
    fail_level: Annotated[
        Literal["error", "warning", "info"], _doc("The least severity that gives exit status 1.")
    ] = "warning"
    min_confidence: Annotated[
        Literal["high", "medium", "low"], _doc("The least confidence that is reported.")
    ] = "medium"
    keras_version: Annotated[
        str,
        msgspec.Meta(
            pattern=KERAS_VERSION,
            description="The Keras that the code is for: auto, or a version such as 2, 2.15 or 3.",
        ),
    ] = "auto"
    include: Annotated[_Words, _doc("Globs of the files to check in folders.")] = (
        "*.py",
        "*.ipynb",
    )
    exclude: Annotated[_Words, _doc("Globs of files and folders to leave out.")] = DEFAULT_EXCLUDE
    extend_exclude: Annotated[_Words, _doc("Globs to leave out besides `exclude`.")] = ()
    respect_gitignore: Annotated[bool, _doc("Leave out what git ignores.")] = True
    force_exclude: Annotated[
        bool, _doc("Leave out excluded files even if they are named as arguments.")
    ] = False
    markdown: Annotated[bool, _doc("Check the Python code in Markdown files too.")] = False
    fix: Annotated[bool, _doc("Apply the safe fixes of what is found.")] = False
    unsafe_fixes: Annotated[bool, _doc("Apply fixes that change the training as well.")] = False
    fixable: Annotated[_Words, _doc("Rules whose fixes may be applied.")] = ("ALL",)
    unfixable: Annotated[
        _Words, _doc("Rules whose fixes are only shown. The more specific of the two wins.")
    ] = ()
    output_format: Annotated[
        str | _Words, _doc("FORMAT or FORMAT=FILE: full, concise, json or github.")
    ] = "full"
    require_ignore_reason: Annotated[bool, _doc("Report ignore comments without a reason.")] = False
    report_unused_ignores: Annotated[bool, _doc("Report ignore comments that match nothing.")] = (
        True
    )
    plugins: Annotated[_Words, _doc("Entry points with more rules to load, by name.")] = ()
    required_version: Annotated[
        str, _doc("The version of kerascheck that may run, such as >=0.1,<0.3.")
    ] = ""
    rules: Annotated[
        dict[str, dict[str, Any]], _doc("Options of single rules, one table a rule.")
    ] = {}


def keys() -> list[str]:
    """The configuration keys as they are written."""
    return list(Table.__struct_encode_fields__)


def read_file(path: str) -> Settings:
    """The settings of a file that the user names; a file without any gives the defaults."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    return read(path, data) or Settings(folder=os.path.dirname(os.path.abspath(path)))


def read(path: str, data: bytes, extending: tuple[str, ...] = ()) -> Settings | None:
    """The settings of one configuration file; none if it is a pyproject.toml without ours.

    `extending` are the files that lead here by `extend`. Raises `ConfigError`.
    """
    path = os.path.abspath(path)
    shown = display(path)
    text, tree = _parse(shown, data)
    table: object = tree
    project = os.path.basename(path) == "pyproject.toml"
    if project:
        tool = tree.get("tool", {})
        if not isinstance(tool, dict) or "kerascheck" not in tool:
            return None
        table = tool["kerascheck"]
    if not isinstance(table, dict):
        raise ConfigError(f'{shown}: "tool.kerascheck" must be a table')
    values = validate(table, shown, text, SECTION if project else "")
    settings = Settings()
    if "extend" in values:
        settings = _extended(path, str(values.pop("extend")), (*extending, path))
    folder = os.path.dirname(path)
    values["folder"] = folder
    if "per_file_ignores" in values:
        values["per_file_ignores"] = tuple(
            FileIgnore(item.pattern, item.codes, folder) for item in values["per_file_ignores"]
        )
    return override(settings, values, path)


def inline(text: str) -> dict[str, Any]:
    """The settings of `--config KEY=VALUE`, where VALUE is TOML or a bare word."""
    key, _, value = text.partition("=")
    for source in (text, f'{key} = "{value.strip()}"'):
        try:
            tree = tomllib.loads(source)
        except tomllib.TOMLDecodeError:
            continue
        values = validate(tree, f"--config {text}", "", "")
        if "extend" in values:
            raise ConfigError(f'--config {text}: "extend" can only stand in a file')
        return values
    raise ConfigError(f"--config {text}: neither a file nor KEY=VALUE with a TOML value")


def validate(table: dict[str, Any], shown: str, text: str, section: str) -> dict[str, Any]:
    """The values of a table by field name of `Settings`; `ConfigError` for a wrong one."""
    known = keys()
    for key in table:
        if key not in known:
            place = f" in {section}" if section else ""
            raise ConfigError(
                f'{_at(shown, text, key, section)}: unknown key "{key}"{place}{meant(key, known)}'
            )
    try:
        checked = msgspec.convert(table, Table)
    except msgspec.ValidationError as error:
        raise ConfigError(_reworded(str(error), shown, text, section)) from error
    fields = dict(zip(known, Table.__struct_fields__, strict=True))
    return {fields[key]: _frozen(fields[key], getattr(checked, fields[key])) for key in table}


def meant(word: str, choices: list[str]) -> str:
    """`; did you mean "select"?` if a choice is close to `word`, else nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, choices, 1)
    return f'; did you mean "{close[0]}"?' if close else ""


def display(path: str) -> str:
    """The path relative to the current folder if it lies within it."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else near.replace(os.sep, "/")


def line_of(text: str, word: str, section: str = "") -> int:
    """The first line (from 1) after the head of `section` that has `word` as a key or string.

    TOML readers keep no positions, so this is a search of the text; 0 if nothing matches.
    """
    start = max(text.find(section), 0) if section else 0
    quoted = re.escape(word)
    found = re.compile(
        rf"""^[ \t]*["']?{quoted}["']?[ \t]*[.=]|["']{quoted}["']""", re.MULTILINE
    ).search(text, start)
    if found is None and section:
        head = rf"^\[tool\.kerascheck\.[\"']?{quoted}\b"
        found = re.compile(head, re.MULTILINE).search(text)
    if found is None:
        return 0
    lead = len(found.group()) - len(found.group().lstrip())
    return text.count("\n", 0, found.start() + lead) + 1


def require_version(settings: Settings) -> None:
    """Raise `ConfigError` unless this version meets `required-version`."""
    mine = _numbers(__version__)
    for part in settings.required_version.split(","):
        match = re.fullmatch(r"\s*(==|>=|<=|!=|<|>)?\s*(\d+(?:\.\d+)*)\s*", part)
        where = display(settings.origin["required_version"])
        if not match:
            raise ConfigError(f'{where}: required-version "{part.strip()}" is not a version')
        asked = _numbers(match[2])
        fits = {
            "==": mine == asked,
            "!=": mine != asked,
            ">=": mine >= asked,
            "<=": mine <= asked,
            ">": mine > asked,
            "<": mine < asked,
        }
        if not fits[match[1] or "=="]:
            raise ConfigError(
                f"{where}: required-version is {settings.required_version}, "
                f"but this is kerascheck {__version__}"
            )


def schema() -> dict[str, Any]:
    """The JSON schema of the configuration."""
    return msgspec.json.schema(Table)


def _parse(shown: str, data: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}:{line}: not UTF-8, as TOML must be") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.fullmatch(
            r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error)
        )
        if match is None:
            raise ConfigError(f"{shown}: not valid TOML: {error}") from error
        line = int(match[2] or text.count("\n") + 1)
        column = f":{match[3]}" if match[3] else ""
        reason = match[1][:1].lower() + match[1][1:]
        raise ConfigError(f"{shown}:{line}{column}: not valid TOML: {reason}") from error


def _extended(path: str, target: str, extending: tuple[str, ...]) -> Settings:
    base = os.path.abspath(os.path.join(os.path.dirname(path), os.path.expanduser(target)))
    if base in extending:
        raise ConfigError(f'{display(path)}: "extend" leads back to {display(base)}')
    try:
        with open(base, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(
            f'{display(path)}: "extend" names {target}, which cannot be read: {error.strerror}'
        ) from error
    return read(base, data, extending) or Settings()


def _reworded(message: str, shown: str, text: str, section: str) -> str:
    """Say a validator's message in the words of a configuration file."""
    what, _, where = message.partition(" - at `")
    path = re.sub(r"\[\.\.\.\]|\[\d+\]", "", where.rstrip("`").removeprefix("$").lstrip("."))
    key = path.partition(".")[0]
    names = {"array": "a list", "str": "a string", "bool": "true or false", "object": "a table"}
    match = re.fullmatch(r"Expected `(.+)`, got `(.+)`", what)
    if match:
        wanted = " or ".join(names.get(kind, kind) for kind in match[1].split(" | "))
        reason = f"must be {wanted}, not {names.get(match[2], match[2])}"
        if "[" in where:
            reason = f"has a value that {reason}"
        if match[2] == "bool":
            reason = reason.replace("not true or false", "not a true or false")
    else:
        enum = re.fullmatch(r"Invalid enum value (.+)", what)
        if enum:
            reason = f'has the invalid value "{enum[1].strip(chr(39))}"'
            reason += f"; it can be {', '.join(_choices(key))}"
        elif what.startswith("Expected `str` matching regex"):
            reason = "must be auto, or a version such as 2, 2.15 or 3"
        else:
            reason = what
    return f'{_at(shown, text, key, section)}: "{key}" {reason}'


def _choices(key: str) -> list[str]:
    properties = schema()["$defs"]["Table"]["properties"]
    about: Mapping[str, Any] = properties.get(key, {})
    return list(about.get("enum") or about.get("additionalProperties", {}).get("enum", []))


def _at(shown: str, text: str, key: str, section: str) -> str:
    line = line_of(text, key, section)
    return f"{shown}:{line}" if line else shown


def _frozen(name: str, value: Any) -> Any:
    if name == "per_file_ignores":
        return tuple(FileIgnore(glob, codes) for glob, codes in value.items())
    return (value,) if name == "output_format" and isinstance(value, str) else value


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".") if part.isdigit()]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
