"""The hooks for pre-commit: each calls a command that exists, with options that exist."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascheck.cli import main

yaml = pytest.importorskip("yaml")
HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


def test_every_hook_can_be_called() -> None:
    hooks = yaml.safe_load(HOOKS.read_text())
    assert [hook["id"] for hook in hooks] == [
        "kerascheck",
        "kerascheck-fix",
        "kerascheck-dynamic",
    ]
    for hook in hooks:
        program, *args = hook["entry"].split()
        assert program == "kerascheck"
        assert CliRunner().invoke(main, [*args, *hook["args"], "--help"]).exit_code == 0
        # One process a hook run: kerascheck starts its own.
        assert hook["require_serial"] is True
