"""A folder with files to check, a pipeline that needs no LibCST, and a way to call the commands."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from kerascheck import result as results
from kerascheck.cli import main
from kerascheck.config import Settings
from kerascheck.finding import Finding, Severity, Span
from kerascheck.rule import Rule

Call = Callable[..., Result]


def check(path: str, data: bytes, rules: Sequence[Rule], settings: Settings) -> results.Result:
    """A pipeline whose findings are the words `error`, `warning` and `info` of a file."""
    text = data.decode()
    if "crash" in text:
        raise ZeroDivisionError("on purpose")
    if "interrupt" in text:
        raise KeyboardInterrupt
    if "die" in text:
        os._exit(9)
    findings = []
    for number, line in enumerate(text.splitlines(), 1):
        for severity in Severity:
            if severity.label in line:
                at = Span(path, 0, number, 0, number, len(line))
                finding = Finding(at, line, code=f"KC{severity.value}01", rule="a-rule",
                                  severity=severity)  # fmt: skip
                findings.append(finding)
    codes = ",".join(rule.code for rule in rules)
    gap = results.NotUnderstood(codes, Span(path, 0, 1, 0, 1, 1), settings.fail_level)
    gaps = (gap,) if "gap" in text else ()
    return results.Result(
        path, True, tuple(findings), coverage=results.Coverage(1, 1 - len(gaps), 2, gaps)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with four files; the pipeline is replaced by `check`."""
    pipeline = ModuleType("kerascheck.pipeline")
    pipeline.check = check  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kerascheck.pipeline", pipeline)
    for variable in [*os.environ]:
        if variable.startswith("KERASCHECK_") or variable.endswith("_COLOR"):
            monkeypatch.delenv(variable)
    monkeypatch.delenv("CLICOLOR_FORCE", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "bad.py": "import keras\nan error\n",
        "worse.py": "import keras\na warning\nan info\n",
        "good.py": "import keras\n",
        "plain.py": "print(1)\n",
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def call(folder: Path) -> Call:
    """Call the command line in `folder`."""

    def run(*args: str, stdin: str | None = None, **env: str) -> Result:
        return CliRunner().invoke(main, args, input=stdin, env=env, prog_name="kerascheck")

    return run
