"""Which rules there are, which of them a file is checked with, and how findings are graded."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import ConfigError, FileIgnore, Settings
from kerascheck.finding import Evidence, Finding, Severity, Span
from kerascheck.rule import Facts, Rule

AT = Span("a.py", 0, 1, 0, 1, 1)


def make(code: str, name: str) -> Rule:
    def check(facts: Facts) -> Iterator[Finding]:
        yield from ()

    check.__module__ = f"somewhere.{name.replace('-', '_')}"
    levels = {Evidence.CERTAIN: Severity.ERROR, Evidence.LIKELY: Severity.WARNING,
              Evidence.HINT: Severity.INFO}  # fmt: skip
    return Rule(code, levels, check)


RULES = [
    make("KC101", "one"),
    make("KC102", "two-words"),
    make("KC201", "three"),
    make("KC902", "cell-skipped"),
    make("KC903", "unresolved-model"),
]


def selected(**settings: object) -> list[str]:
    chosen = registry.select(RULES, Settings(**settings), "/p/a.py")  # type: ignore[arg-type]
    return [rule.code for rule in chosen]


def test_our_rules_are_found_with_unique_codes_and_names() -> None:
    rules = registry.load()
    codes = [rule.code for rule in rules]
    assert {"KC901", "KC902", "KC903", "KC905"} <= set(codes)
    assert codes == sorted(set(codes))
    assert all(rule.name and rule.doc for rule in rules)


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        pytest.param({}, "KC101 KC102 KC201", id="default"),
        pytest.param({"select": ("ALL",)}, "KC101 KC102 KC201", id="all"),
        pytest.param({"select": ("KC1",)}, "KC101 KC102", id="prefix"),
        pytest.param({"select": ("KC101", "three")}, "KC101 KC201", id="code and name"),
        pytest.param({"select": ("kc101", "Three")}, "KC101 KC201", id="in any case"),
        pytest.param({"ignore": ("KC1",)}, "KC201", id="ignore a prefix"),
        pytest.param({"ignore": ("ALL",)}, "", id="same length, ignore wins"),
        pytest.param({"select": ("KC101",), "ignore": ("one",)}, "", id="code and name are equal"),
        pytest.param({"select": ("KC101",), "ignore": ("KC1",)}, "KC101", id="code over prefix"),
        pytest.param({"select": ("KC1",), "ignore": ("KC10",)}, "", id="longer prefix"),
        pytest.param({"select": ("KC101",), "extend_select": ("KC2",)}, "KC101 KC201", id="extend"),
        pytest.param({"select": ("KC9",)}, "KC902 KC903", id="on request by prefix"),
        pytest.param({"extend_select": ("cell-skipped",)}, "KC101 KC102 KC201 KC902", id="by name"),
        pytest.param({"strict": True}, "KC101 KC102 KC201 KC903", id="strict"),
        pytest.param({"strict": True, "ignore": ("KC903",)}, "KC101 KC102 KC201", id="but ignored"),
        pytest.param({"verbose": True}, "KC101 KC102 KC201 KC902 KC903", id="verbose"),
        pytest.param({"severity": {"KC1": "off", "KC102": "info"}}, "KC102 KC201", id="off"),
        pytest.param({"per_file_ignores": (FileIgnore("a.py", ("KC1",), "/p"),)}, "KC201",
                     id="ignored in this file"),
        pytest.param({"per_file_ignores": (FileIgnore("a.py", ("ALL",), "/p"),),
                      "select": ("KC101",)}, "", id="which always wins"),
        pytest.param({"per_file_ignores": (FileIgnore("b.py", ("KC1",), "/p"),)},
                     "KC101 KC102 KC201", id="ignored in another file"),
    ],
)  # fmt: skip
def test_selection(settings: dict[str, object], codes: str) -> None:
    assert selected(**settings) == codes.split()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"select": ("KC1O1",)}, '--select: unknown rule "KC1O1"; did you mean "KC101"?'),
        ({"extend_select": ("KC3",)}, '--extend-select: unknown rule "KC3"'),
        ({"ignore": ("two-word",)}, '--ignore: unknown rule "two-word"; did you mean "two-words"?'),
        ({"severity": {"ons": "off"}}, '--severity: unknown rule "ons"; did you mean "one"?'),
        ({"per_file_ignores": (FileIgnore("*", ("",)),)}, '--per-file-ignores: unknown rule ""'),
        ({"rules": {"one": {"most": 1}}}, '--rules: rule "one" has no option "most"'),
        ({"rules": {"KC1": {"most": 1}}},
         '--rules: options belong to one rule, and "KC1" is several'),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_an_error(settings: dict[str, object], message: str) -> None:
    origin = {name: f"--{name.replace('_', '-')}" for name in settings}
    with pytest.raises(ConfigError) as caught:
        registry.validate(RULES, Settings(**settings, origin=origin))  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)


def test_what_exists_is_none() -> None:
    registry.validate(
        RULES, Settings(select=("ALL", "KC", "KC101"), ignore=("one",), severity={"KC9": "off"})
    )


def test_an_unknown_rule_in_a_file_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "kerascheck.toml"
    file.write_text('select = [\n  "KC1",\n  "KC7",\n]\n')
    settings = Settings(select=("KC1", "KC7"), origin={"select": str(file)})
    with pytest.raises(ConfigError, match=r'^kerascheck.toml:3: unknown rule "KC7"'):
        registry.validate(RULES, settings)


def graded(evidence: Evidence, settings: Settings, rule: Rule = RULES[0]) -> Finding | None:
    return registry.grade(rule, Finding(AT, "message", evidence=evidence), settings)


def test_a_finding_gets_its_code_name_and_severity() -> None:
    finding = graded(Evidence.LIKELY, Settings())
    assert finding is not None
    assert (finding.code, finding.rule, finding.severity) == ("KC101", "one", Severity.WARNING)


def test_too_little_evidence_gives_nothing() -> None:
    assert graded(Evidence.HINT, Settings()) is None
    assert graded(Evidence.LIKELY, Settings(min_confidence="high")) is None
    assert graded(Evidence.HINT, Settings(min_confidence="low")) is not None


def test_a_level_without_severity_is_silent() -> None:
    rule = Rule("KC101", {Evidence.CERTAIN: Severity.ERROR}, RULES[0].check)
    assert graded(Evidence.LIKELY, Settings(min_confidence="low"), rule) is None


def test_configured_severity_of_the_most_specific_key_wins() -> None:
    settings = Settings(severity={"KC101": "info", "KC1": "error"})
    finding = graded(Evidence.CERTAIN, settings)
    assert finding is not None
    assert finding.severity is Severity.INFO


def test_strict_makes_an_unresolved_model_a_warning() -> None:
    finding = graded(Evidence.CERTAIN, Settings(strict=True), RULES[4])
    assert finding is not None
    assert finding.severity is Severity.WARNING


RULE_FILE = '''"""Doc."""
from kerascheck.rule import Severity, rule

@rule("{code}", certain=Severity.ERROR)
def check(facts):
    yield from ()
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of rules that an entry point `mine` names."""
    folder = tmp_path / "mine_rules"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    information = tmp_path / "mine-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1\n")
    (information / "entry_points.txt").write_text("[kerascheck.rules]\nmine = mine_rules\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry._loaded.cache_clear()
    yield folder
    registry._loaded.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "mine_rules"]:
        del sys.modules[name]


def test_a_plugin_is_loaded_only_when_it_is_named(package: Path) -> None:
    (package / "group").mkdir()
    (package / "group/__init__.py").write_text("")
    (package / "group/new_rule.py").write_text(RULE_FILE.format(code="MY001"))
    assert registry.find(registry.load(), "MY001") is None
    rule = registry.find(registry.load(["mine"]), "new-rule")
    assert rule is not None
    assert rule.code == "MY001"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({}, "no rules in mine_rules", id="empty"),
        pytest.param({"a.py": ""}, "mine_rules.a has 0 rules, not one", id="no rule in a file"),
        pytest.param({"a.py": RULE_FILE.format(code="KC901")}, "are both KC901", id="taken code"),
    ],
)
def test_broken_packages(package: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (package / name).write_text(text)
    with pytest.raises(LookupError, match=message):
        registry.load(["mine"])


def test_a_plugin_that_is_missing_or_broken_is_an_error_of_the_settings(package: Path) -> None:
    with pytest.raises(ConfigError, match='plugin "mine2" is not installed; did you mean "mine"'):
        registry.load(["mine2"])
    (package / "a.py").write_text("import no_such_module")
    with pytest.raises(ConfigError, match='plugin "mine" cannot be loaded: No module named'):
        registry.load(["mine"])
