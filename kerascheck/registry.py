"""Finds the rules, ours and the plugins', and says which of them a file is checked with."""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from kerascheck.config import ConfigError, Settings
from kerascheck.finding import Applicability, Finding, Severity
from kerascheck.globs import matches
from kerascheck.rule import Rule

GROUP = "kerascheck.rules"
"""The entry-point group of plugins; each entry point names a package of rule files."""

ON_REQUEST = frozenset({"KC902", "KC903"})
"""Rules that are off unless selected by more than `ALL`, or asked for by an option."""
OPINIONS = frozenset(
    {"KC209", "KC304", "KC406", "KC408", "KC420", "KC605", "KC802", "KC804", "KC805", "KC806"}
)
"""Rules that are off unless selected by more than `ALL`."""

_EXACT = 1000
"""How specific a whole code or a name is; a prefix counts its letters, `ALL` nothing."""


def load(plugins: Sequence[str] = ()) -> list[Rule]:
    """All rules by code: ours, and those of the entry points that `plugins` names.

    Raises `LookupError` if a package has no rules or a module not exactly one, and `ConfigError`
    for a plugin that is not installed or cannot be imported. The rules are looked for once.
    """
    return list(_loaded(tuple(plugins)))


@lru_cache(maxsize=8)
def _loaded(plugins: tuple[str, ...]) -> tuple[Rule, ...]:
    rules = list(_rules("kerascheck.rules"))
    for name in plugins:
        rules.extend(_plugin(name))
    codes: dict[str, Rule] = {}
    for rule in rules:
        for key in (rule.code, rule.name):
            other = codes.setdefault(key, rule)
            if other is not rule:
                raise LookupError(f"{rule.origin} and {other.origin} are both {key}")
    return tuple(sorted(rules, key=lambda rule: rule.code))


def is_tool(rule: Rule) -> bool:
    """Whether the rule reads `Facts.problems`, which the engine meets, and not the models."""
    return rule.code.startswith("KC9")


def is_dynamic(rule: Rule) -> bool:
    """Whether the rule reads `Facts.built`, which only the dynamic mode fills."""
    return rule.code in {"KC551", "KC552", "KC553", "KC554", "KC555", "KC556"}


def find(rules: Iterable[Rule], word: str) -> Rule | None:
    """The rule with this code or name, in any case."""
    return next((r for r in rules if word.upper() == r.code or word.lower() == r.name), None)


def select(rules: Sequence[Rule], settings: Settings, path: str = "") -> list[Rule]:
    """The rules that the file `path` is checked with.

    The most specific of the selectors that match a rule decides; of equally specific ones the
    one that switches it off. `per-file-ignores` and the severity `off` always do.
    """
    silenced = [
        code
        for item in settings.per_file_ignores
        if path and matches(item.pattern, path, item.folder)
        for code in item.codes
    ]
    chosen = (*(settings.select or ("ALL",)), *settings.extend_select)
    active = []
    for rule in rules:
        wanted = _specific(rule, chosen)
        if rule.code in OPINIONS and wanted <= 0:
            continue
        if rule.code in ON_REQUEST and wanted <= 0 and not _asked(rule, settings):
            continue
        if _specific(rule, settings.ignore) >= wanted or _specific(rule, silenced) >= 0:
            continue
        if severity_of(rule, settings) != "off":
            active.append(rule)
    return active


def grade(rule: Rule, finding: Finding, settings: Settings) -> Finding | None:
    """The finding with its code, rule and severity; none if its evidence does not suffice.

    That is if the rule has no severity for the level, or `min-confidence` asks for more.
    """
    severity = rule.severity.get(finding.evidence)
    if severity is None or finding.evidence < settings.least_evidence:
        return None
    if finding.slight:
        severity = min(rule.severity.values())
    configured = severity_of(rule, settings)
    if configured:
        severity = Severity[configured.upper()]
    elif rule.code == "KC903" and settings.strict:
        severity = Severity.WARNING
    fix = finding.fix
    if fix is not None and not fixable(rule, settings):
        fix = replace(fix, applicability=Applicability.DISPLAY)
    return replace(finding, code=rule.code, rule=rule.name, severity=severity, fix=fix)


def fixable(rule: Rule, settings: Settings) -> bool:
    """Whether the fixes of a rule may be applied: the more specific of the two settings says."""
    return _specific(rule, settings.fixable) > _specific(rule, settings.unfixable)


def severity_of(rule: Rule, settings: Settings) -> str:
    """The severity that the configuration gives a rule, `off` included; empty if none."""
    fitting = [(_specific(rule, [key]), level) for key, level in settings.severity.items()]
    best = max((item for item in fitting if item[0] >= 0), default=None, key=lambda item: item[0])
    return best[1] if best else ""


def validate(rules: Sequence[Rule], settings: Settings) -> None:
    """Raise `ConfigError` if the settings name a rule or an option of a rule that is unknown."""
    silenced = [code for item in settings.per_file_ignores for code in item.codes]
    named: Mapping[str, Iterable[str]] = {
        "select": settings.select,
        "extend_select": settings.extend_select,
        "ignore": settings.ignore,
        "per_file_ignores": silenced,
        "severity": settings.severity,
        "fixable": settings.fixable,
        "unfixable": settings.unfixable,
        "rules": settings.rules,
    }
    for key, words in named.items():
        for word in words:
            if not known(rules, word):
                raise ConfigError(f"{_where(settings, key, word)}: {unknown_rule(rules, word)}")
    for word, options in settings.rules.items():
        rule = find(rules, word)
        where = _where(settings, "rules", word)
        if rule is None:
            raise ConfigError(f'{where}: options belong to one rule, and "{word}" is several')
        offered = rule.options
        for option, value in options.items():
            if option in offered and not _alike(offered[option], value):
                raise ConfigError(
                    f'{where}: option "{option}" of rule "{rule.name}" must be '
                    f"{_KINDS[type(offered[option])]}, not {value!r}"
                )
            if option not in offered:
                raise ConfigError(
                    f'{where}: rule "{rule.name}" has no option "{option}"'
                    f"{_meant(option, list(offered))}"
                )


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list of texts",
}


def _alike(default: object, value: object) -> bool:
    """Whether a configured value is of the kind of the default."""
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(default, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is type(default)


def options_of(rule: Rule, settings: Settings) -> Mapping[str, object]:
    """The options of a rule that are configured, under its name or its code."""
    for word, options in settings.rules.items():
        if word.upper() == rule.code or word.lower() == rule.name:
            return options
    return {}


def known(rules: Iterable[Rule], word: str) -> bool:
    """Whether a code, a prefix of one, a name or `ALL` means at least one rule."""
    return word.upper() == "ALL" or any(_specific(rule, [word]) >= 0 for rule in rules)


def unknown_rule(rules: Iterable[Rule], word: str) -> str:
    """The words of an error about a rule that does not exist, with the nearest that does."""
    listed = list(rules)
    nearest = _meant(word.upper(), [rule.code for rule in listed])
    nearest = nearest or _meant(word.lower(), [rule.name for rule in listed])
    return f'unknown rule "{word}"{nearest}'


def _specific(rule: Rule, words: Iterable[str]) -> int:
    """How specific the most specific of `words` that matches the rule is; -1 if none does."""
    best = -1
    for word in words:
        upper = word.upper()
        if upper == rule.code or word.lower() == rule.name:
            return _EXACT
        if upper == "ALL":
            best = max(best, 0)
        elif word and rule.code.startswith(upper):
            best = max(best, len(word))
    return best


def _asked(rule: Rule, settings: Settings) -> bool:
    return settings.verbose or (rule.code == "KC903" and settings.strict)


def _where(settings: Settings, key: str, word: str) -> str:
    """Where a key was set: an option, or a file and the line that has `word`."""
    origin = settings.origin.get(key, "settings")
    if origin.startswith("--"):
        return origin
    from kerascheck.config_file import display, line_of

    try:
        with open(origin, encoding="utf-8") as file:
            line = line_of(file.read(), word)
    except OSError:
        line = 0
    return f"{display(origin)}:{line}" if line else display(origin)


def _meant(word: str, choices: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, choices, 1)
    return f'; did you mean "{close[0]}"?' if close else ""


def _plugin(name: str) -> Iterator[Rule]:
    from importlib.metadata import entry_points

    points = [point for point in entry_points(group=GROUP) if point.name == name]
    if not points:
        installed = [point.name for point in entry_points(group=GROUP)]
        raise ConfigError(f'plugin "{name}" is not installed{_meant(name, installed)}')
    try:
        yield from _rules(points[0].value)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f'plugin "{name}" cannot be loaded: {error}') from error


def _rules(package: str) -> Iterator[Rule]:
    """The rules of the modules of a package and of the packages in it."""
    modules = list(_modules(package))
    if not modules:
        raise LookupError(f"no rules in {package}")
    for module in modules:
        rules = [value for value in vars(module).values() if isinstance(value, Rule)]
        if len(rules) != 1:
            raise LookupError(f"{module.__name__} has {len(rules)} rules, not one")
        yield rules[0]


def _modules(package: str) -> Iterator[ModuleType]:
    path = import_module(package).__path__
    for info in sorted(pkgutil.iter_modules(path, f"{package}."), key=lambda info: info.name):
        if info.ispkg:
            yield from _modules(info.name)
        else:
            yield import_module(info.name)
