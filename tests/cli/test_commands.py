"""`rule`, `config`, `version` and `completion`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kerascheck import __version__, config_file, registry

Call = Callable[..., Result]


def test_rule_without_a_name_lists_them_all(call: Call) -> None:
    lines = call("rule").stdout.splitlines()
    assert len(lines) == len(registry.load())
    (line,) = [line for line in lines if line.startswith("KC901")]
    assert line.split()[:3] == ["KC901", "syntax-error", "error/warning/info"]
    assert line.endswith("The file, or one cell of a notebook, is not valid Python.")


@pytest.mark.parametrize("name", ["KC901", "kc901", "syntax-error"])
def test_rule_explains_by_code_or_name(call: Call, name: str) -> None:
    levels = "error (high confidence), warning (medium confidence), info (low confidence)"
    told = f"syntax-error (KC901)\n{levels}\n"
    assert call("rule", name).stdout.startswith(told)


def test_rule_prints_several_and_groups(call: Call) -> None:
    text = call("rule", "KC905", "--group", "KC90").stdout
    assert text.index("bad-suppression (KC905)") < text.index("syntax-error (KC901)")
    assert text.count("bad-suppression (KC905)") == 1
    pages = json.loads(call("rule", "--all", "--output-format", "json").stdout)
    assert [page["code"] for page in pages] == [rule.code for rule in registry.load()]
    assert call("rule", "KC901", "--output-format", "markdown").stdout.startswith(
        "# syntax-error (KC901)\n"
    )


def test_rule_names_the_nearest(call: Call) -> None:
    assert call("rule", "sytax-error").stderr == (
        'error: unknown rule "sytax-error"; did you mean "syntax-error"?\n'
    )
    assert call("rule", "--group", "XX").stderr == (
        'error: no rule has a code that starts with "XX"\n'
    )


def test_config_lists_and_describes_keys(call: Call) -> None:
    lines = call("config").stdout.splitlines()
    assert [line.split()[0] for line in lines] == config_file.keys()
    assert call("config", "fail-level").stdout == (
        "fail-level\n"
        "  The least severity that gives exit status 1.\n"
        '  type:    "error" | "info" | "warning"\n'
        '  default: "warning"\n'
    )
    assert "type:    list of string\n" in call("config", "select").stdout
    assert call("config", "selct").stderr == 'error: unknown key "selct"; did you mean "select"?\n'


def test_config_prints_its_schema(call: Call) -> None:
    schema = json.loads(call("config", "--schema").stdout)
    assert schema["$defs"]["Table"]["additionalProperties"] is False


def test_config_shows_where_each_setting_comes_from(call: Call, folder: Path) -> None:
    (folder / "kerascheck.toml").write_text(
        'fail-level = "error"\nseverity = { KC1 = "off" }\nper-file-ignores = { "a b" = ["KC1"] }\n'
    )
    text = call("config", "--show").stdout
    assert 'fail-level = "error"  # kerascheck.toml\n' in text
    assert 'min-confidence = "medium"  # default\n' in text
    toml = pytest.importorskip("tomllib")
    values = toml.loads(text)
    assert values["severity"] == {"KC1": "off"}
    assert values["per-file-ignores"] == {"a b": ["KC1"]}
    assert set(values) == set(config_file.keys()) - {"extend"}
    (folder / "kerascheck.toml").write_text("fail-level = 3\n")
    assert call("config", "--show").exit_code == 2


def test_version(call: Call) -> None:
    assert call("version").stdout == f"kerascheck {__version__}\n"
    assert call("--version").stdout == f"kerascheck {__version__}\n"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion(call: Call, shell: str) -> None:
    assert "_KERASCHECK_COMPLETE" in call("completion", shell).stdout


def test_completion_knows_the_commands(call: Call) -> None:
    words = {"COMP_WORDS": "kerascheck r", "COMP_CWORD": "1"}
    result = call(_KERASCHECK_COMPLETE="bash_complete", **words)
    assert "plain,rule" in result.stdout


def test_help_lists_the_commands(call: Call) -> None:
    text = call("--help").stdout
    assert text == call("-h").stdout
    for command in ("check", "rule", "config", "version", "completion"):
        assert f"\n  {command} " in text
