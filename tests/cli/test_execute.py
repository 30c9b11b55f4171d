"""`--execute` of `check` and `explain`: only a word on the command line runs code."""

import json
import sys
from pathlib import Path

import pytest

from kerascheck import pipeline
from kerascheck.config import ConfigError
from kerascheck.config_file import schema
from kerascheck.configuration import Configuration
from kerascheck.dynamic import contained, executing
from tests.cli.conftest import Call

SCRIPT = """import json
import keras

model = keras.Sequential([keras.Input((20,))])
for units in json.loads("[16, 10]"):
    model.add(keras.layers.Dense(units))
open("mark", "w").write("executed")
"""
OPTIONS = ("--execute", "--device", "meta", "--python", sys.executable)
sandboxed = pytest.mark.skipif(
    executing.unavailable() is not None, reason="there is no sandbox here"
)


@pytest.fixture(autouse=True)
def script(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Not the made-up pipeline of the other tests of commands.
    monkeypatch.setitem(sys.modules, "kerascheck.pipeline", pipeline)
    path = folder / "train.py"
    path.write_text(SCRIPT)
    return path


def test_without_a_sandbox_it_is_refused(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "unavailable", lambda: "it needs Linux, and this is Plan 9")
    for command in ("check", "explain"):
        result = call(command, "train.py", "--execute")
        assert result.exit_code == 2
        assert "--execute needs a sandbox, and there is none: it needs Linux" in result.stderr


def test_a_hook_cannot_ask_for_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    result = call("train.py", *OPTIONS)
    assert result.exit_code == 2
    assert "no hook may ask for" in result.stderr


def test_an_editor_cannot_ask_for_it(call: Call) -> None:
    result = call("-", "--stdin-filename", "train.py", *OPTIONS, stdin=SCRIPT)
    assert result.exit_code == 2
    assert "not on stdin" in result.stderr


def test_the_environment_cannot_ask_for_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERASCHECK_EXECUTE", "1")
    result = call("train.py")
    assert "Executed" not in result.stdout
    assert "--execute" not in result.stderr


def test_a_configuration_cannot_ask_for_it(folder: Path) -> None:
    assert "execute" not in schema()["$defs"]["Table"]["properties"]
    (folder / "kerascheck.toml").write_text("execute = true\n")
    with pytest.raises(ConfigError, match='unknown key "execute"'):
        Configuration().of("train.py")


def test_it_changes_no_file(call: Call) -> None:
    result = call("train.py", *OPTIONS, "--fix")
    assert result.exit_code == 2
    assert "--dynamic changes no file" in result.stderr


@sandboxed
@pytest.mark.keras
def test_the_report_names_the_models_of_the_run(call: Call, folder: Path) -> None:
    pytest.importorskip("keras")
    result = call("train.py", *OPTIONS)
    assert "code of these files is run in a sandbox" in result.stderr
    assert "not understood: `model` train.py:4" in result.stdout
    assert "1 model made, 1 of them whatever the data. Nothing was trained." in result.stdout
    assert "executed: `model` train.py:4 \N{EN DASH} 2 layers, 506 parameters" in result.stdout
    assert not (folder / "mark").exists()


@sandboxed
@pytest.mark.keras
def test_every_format_tells_of_it_or_leaves_it_out(call: Call) -> None:
    pytest.importorskip("keras")
    text = call("train.py", *OPTIONS, "--output-format", "json").stdout
    (run,) = json.loads(text)["dynamic"]["executed"]
    (made,) = run["models"]
    assert (made["name"], made["parameters"], made["doubts"]) == ("model", 506, [])
    assert made["location"]["line"] == 4
    for name in ("concise", "github", "full"):
        assert call("train.py", *OPTIONS, "--output-format", name).exit_code == 0


@sandboxed
@pytest.mark.keras
def test_explain_shows_what_the_run_made(call: Call) -> None:
    pytest.importorskip("keras")
    text = call("explain", "train.py", *OPTIONS).stdout
    assert "model `model`   Sequential, executed   train.py:4" in text
    assert "2 of 2 layers agree" in text
    document = json.loads(call("explain", "train.py", *OPTIONS, "--format", "json").stdout)
    made = document["files"][0]["models"][-1]
    assert (made["size"]["parameters"], made["built"]["complete"]) == (506, True)
    assert [layer["built"]["verdict"] for layer in made["layers"]] == ["agrees", "agrees"]
