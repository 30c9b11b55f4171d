"""`--keras-version`, the key of the same name, and what a run says of the version it was for."""

import json
import sys
from pathlib import Path

import pytest

from kerascheck import pipeline
from tests.cli.conftest import Call

CODE = "from tensorflow import keras\nkeras.optimizers.Adam(lr=0.1)\n"


@pytest.fixture(autouse=True)
def script(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kerascheck.pipeline", pipeline)
    (folder / "train.py").write_text(CODE)
    (folder / "requirements.txt").write_text("numpy\ntensorflow==2.10.0\n")


def test_a_run_says_which_older_version_it_was_for(call: Call) -> None:
    result = call("train.py")
    assert result.exit_code == 0
    assert (
        "Checked for Keras 2.10 (`tensorflow==2.10.0` in requirements.txt, line 2); "
        "--keras-version 3 asks what Keras 3 refuses." in result.stdout
    )


def test_the_option_counts_more_than_the_project(call: Call) -> None:
    result = call("train.py", "--keras-version", "3")
    assert result.exit_code == 1
    assert "KC701" in result.stdout
    assert "Checked for" not in result.stdout


def test_the_configuration_counts_more_than_the_project(call: Call, folder: Path) -> None:
    (folder / "kerascheck.toml").write_text('keras-version = "3.4"\n')
    assert call("train.py").exit_code == 1
    assert call("train.py", "--keras-version", "auto").exit_code == 0
    assert call("train.py", "--config", "keras-version = '2'", "--isolated").exit_code == 1


def test_json_has_the_version_of_each_file(call: Call) -> None:
    report = json.loads(call("train.py", "--output-format", "json").stdout)
    assert report["targets"] == {
        "train.py": "Keras 2.10 (`tensorflow==2.10.0` in requirements.txt, line 2)"
    }


@pytest.mark.parametrize("version", ["x", "4", "2.x", ">=2", ""])
def test_what_is_no_version(call: Call, folder: Path, version: str) -> None:
    result = call("train.py", "--keras-version", version)
    assert result.exit_code == 2
    assert "--keras-version takes auto, or a version such as 2, 2.15 or 3" in result.stderr
    (folder / "kerascheck.toml").write_text(f'\nkeras-version = "{version}"\n')
    result = call("train.py")
    assert result.exit_code == 2
    assert (
        'kerascheck.toml:2: "keras-version" must be auto, or a version such as 2, 2.15 or 3'
        in result.stderr
    )


def test_a_file_of_requirements_that_cannot_be_read_is_a_warning_once(
    call: Call, folder: Path
) -> None:
    (folder / "requirements.txt").write_text("tensorflow==two\n")
    (folder / "other.py").write_text(CODE)
    result = call("train.py", "other.py")
    assert result.exit_code == 1
    assert result.stderr.count("warning: requirements.txt:1: ") == 1


@pytest.mark.keras
def test_another_keras_that_builds_the_models_is_told(call: Call) -> None:
    pytest.importorskip("keras")
    result = call("train.py", "--dynamic", "--device", "meta", "--python", sys.executable)
    assert "but the code is for Keras 2.10" in result.stderr
    result = call(
        "train.py", "--dynamic", "--device", "meta", "--python", sys.executable, "--keras-version", "3"
    )  # fmt: skip
    assert "but the code is for" not in result.stderr
