"""What README.md shows is so: its commands, its table of rules, its samples, its settings.

`python tests/test_readme.py` writes the table and the samples anew.
"""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascheck import docs, registry
from kerascheck.cli import main
from kerascheck.configuration import Configuration
from kerascheck.rule import Rule

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PART = re.compile(
    r"(<!-- (rules|sample: kerascheck ((?:explain )?[^ ]+)) -->\n)(.*?)(<!-- end -->)", re.DOTALL
)


def current(readme: str) -> str:
    """The text with the parts between the marks as they should be."""
    return PART.sub(lambda match: f"{match[1]}{_part(match[3])}{match[5]}", readme)


def _part(sample: str | None) -> str:
    if sample is None:
        return "".join(_rows(registry.load()))
    command, _, path = sample.rpartition(" ")
    arguments = [command or "check", "--isolated", path]
    run = CliRunner().invoke(main, arguments, env={"COLUMNS": "80"})
    assert run.exit_code == (0 if command else 1)
    return f"\n```text\n$ kerascheck {sample}\n{run.output}```\n\n"


def _rows(rules: list[Rule]) -> list[str]:
    """A table of the rules; a mistake is told in one line."""
    rows = ["\n| code | name | severity | what is wrong |\n|---|---|---|---|\n"]
    for rule in rules:
        severity = ", ".join(dict.fromkeys(label for label, _ in docs.levels(rule)))
        mistake = " ".join(docs.parse(rule.doc).mistake.split())
        rows.append(f"| {rule.code} | {rule.name} | {severity} | {mistake} |\n")
    return [*rows, "\n"]


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_the_table_and_the_samples_are_current(
    readme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert len(PART.findall(readme)) == 3
    assert readme == current(readme), "run `python tests/test_readme.py`"


def test_the_first_screen_has_the_two_commands(readme: str) -> None:
    screen = "\n".join(readme.splitlines()[:24])
    commands = re.findall(r"```sh\n(.*?)\n```", screen)
    assert commands == ["pip install . && kerascheck examples", "pip install -e '.[dev]' && pytest"]


def test_the_continuous_check_calls_the_second_command(readme: str) -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    second = re.findall(r"```sh\n(.*?)\n```", readme)[1]
    assert f'tests="{second}"' in lines
    assert 'bash -c "$tests"' in lines
    assert lines[0] == "#!/usr/bin/env bash"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_settings_are_valid(readme: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(example, encoding="utf-8")
    settings = Configuration().of_folder(str(tmp_path))
    assert settings.fail_level == "error"
    registry.validate(registry.load(), settings)


def test_links_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


if __name__ == "__main__":
    os.chdir(ROOT)
    README.write_text(current(README.read_text(encoding="utf-8")), encoding="utf-8")
