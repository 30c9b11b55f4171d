"""`explain`: files and options in, descriptions out, exit status."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kerascheck
from kerascheck.cli import main

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kerascheck.__file__).parents[1])}
MODEL = """\
import keras
{name} = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])
{name}.compile("adam", "binary_crossentropy")
"""
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call `explain` in a folder with two models, a broken file and one without Keras."""
    for variable in [*os.environ]:
        if variable.startswith("KERASCHECK_") or variable.endswith("_COLOR"):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "first.py": MODEL.format(name="first"),
        "second.py": MODEL.format(name="second"),
        "broken.py": "import keras\nm = (\n",
        "plain.py": "print(1)\n",
        "none.py": "import keras\n",
    }.items():
        Path(name).write_text(text, encoding="utf-8")

    def run(*args: str, stdin: str | None = None, **env: str) -> Result:
        options = ["explain", *args]
        return CliRunner().invoke(main, options, input=stdin, env=env, prog_name="kerascheck")

    return run


def test_findings_do_not_change_the_exit_status(call: Call) -> None:
    done = call("first.py")
    assert done.exit_code == 0
    assert done.stdout.startswith("model `first`   Sequential   first.py:2   compiled :3\n")
    assert "✖ KC110" in done.stdout
    assert done.stderr == ""


def test_a_folder_is_searched_as_by_check(call: Call) -> None:
    done = call("--exclude", "broken.py,second.py")
    assert done.exit_code == 0
    assert "first.py:2" in done.stdout
    assert "second" not in done.stdout


def test_a_broken_file_gives_1_and_the_others_are_explained(call: Call) -> None:
    done = call("broken.py", "first.py")
    assert done.exit_code == 1
    assert "model `first`" in done.stdout
    assert done.stderr.startswith("error: broken.py:2:")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("lost.py",), "path `lost.py` does not exist", id="a missing path"),
        pytest.param(("--format", "png"), "png", id="an unknown format"),
        pytest.param(("--batch", "0", "first.py"), "--batch", id="no sample"),
        pytest.param(("--wrong",), "--wrong", id="an unknown option"),
        pytest.param(("--model", "third", "first.py"), "there are `first`", id="no such model"),
        pytest.param(("--config", "lost.toml", "first.py"), "no such file", id="no settings"),
    ],
)
def test_what_cannot_be_done_gives_2(call: Call, arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_missing_path_does_not_hide_the_others(call: Call) -> None:
    done = call("lost.py", "first.py")
    assert done.exit_code == 2
    assert "model `first`" in done.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.py", "No model found in none.py.\n"),
        ("plain.py", "plain.py does not use Keras: no model found.\n"),
    ],
)
def test_that_there_is_no_model_is_said(call: Call, name: str, says: str) -> None:
    done = call(name)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", says)


def test_a_model_is_chosen_by_name(call: Call) -> None:
    done = call("first.py", "second.py", "--model", "second")
    assert done.exit_code == 0
    assert done.stdout.startswith("model `second`")
    assert "first" not in done.stdout


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("json", '{\n  "version": 1,'),
        ("markdown", "## `first` Sequential\n"),
        ("mermaid", "flowchart TD\n"),
        ("dot", "digraph kerascheck {\n"),
    ],
)
def test_formats(call: Call, name: str, start: str) -> None:
    done = call("first.py", "--format", name, "--batch", "4")
    assert done.exit_code == 0
    assert done.stdout.startswith(start)


def test_json_is_a_document_even_without_a_model(call: Call) -> None:
    done = call("plain.py", "broken.py", "--format", "json")
    assert done.exit_code == 1
    plain, broken = json.loads(done.stdout)["files"]
    assert (plain["keras"], plain["models"]) == (False, [])
    assert broken["errors"][0]["location"]["line"] == 2


def test_stdin_has_a_name(call: Call) -> None:
    done = call("-", "--stdin-filename", "cell.py", stdin=MODEL.format(name="m"))
    assert done.stdout.startswith("model `m`   Sequential   cell.py:2   compiled :3\n")


def test_memory_is_told_for_a_batch(call: Call) -> None:
    assert "of layer outputs for a batch of 32" in call("first.py", "--batch", "32").stdout


def test_colours_are_chosen_as_in_check(call: Call) -> None:
    assert "\x1b[" in call("first.py", "--color", "always").stdout
    assert "\x1b[" not in call("first.py").stdout
    assert "\x1b[" in call("first.py", FORCE_COLOR="1").stdout
    assert "\x1b[" not in call("first.py", "--color", "always", "--format", "dot").stdout


def test_settings_decide_which_findings_are_told(call: Call) -> None:
    Path("pyproject.toml").write_text('[tool.kerascheck]\nignore = ["KC110"]\n', encoding="utf-8")
    assert "KC110" not in call("first.py").stdout
    assert "KC110" in call("first.py", "--isolated").stdout
    assert "KC110" not in call("first.py", "--isolated", "--config", "ignore=['KC1']").stdout


def test_an_internal_error_gives_2_and_the_others_are_explained(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kerascheck.explain import describe

    real = describe.describe

    def failing(facts: object, result: object, problems: object) -> object:
        if getattr(result, "path", "") == "first.py":
            raise ZeroDivisionError("on purpose")
        return real(facts, result, problems)  # type: ignore[arg-type]

    monkeypatch.setattr(describe, "describe", failing)
    done = call("first.py", "second.py")
    assert done.exit_code == 2
    assert "internal error: ZeroDivisionError" in done.stderr
    assert "model `second`" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_will_do(call: Call, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kerascheck", "explain", "first.py"],
        capture_output=True, check=True, env={**ENVIRONMENT, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    text = done.stdout.decode(encoding)
    assert ("✖ KC110" if encoding == "utf-8" else "x KC110") in text
    assert done.stderr == b""


def test_several_processes_explain_the_same(call: Call) -> None:
    arguments = [sys.executable, "-m", "kerascheck", "explain", "first.py", "second.py"]
    texts = [
        subprocess.run(
            [*arguments, "--jobs", jobs],
            capture_output=True, check=True, text=True, encoding="utf-8",
            env={**ENVIRONMENT, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for jobs in ("1", "2")
    ]  # fmt: skip
    assert texts[0] == texts[1]
    assert texts[0].endswith("2 models in 2 files, 4 layers, 18 parameters\n")
