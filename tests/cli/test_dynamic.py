"""`--dynamic` of `check` and `explain`."""

import json
import sys
import time
from pathlib import Path

import pytest

from kerascheck import pipeline
from tests.cli.conftest import Call

MODEL = """import keras
from keras import layers

model = keras.Sequential([keras.Input((20,)), layers.Dense(16), layers.Dense(10)])
"""


@pytest.fixture(autouse=True)
def script(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Not the made-up pipeline of the other tests of commands.
    monkeypatch.setitem(sys.modules, "kerascheck.pipeline", pipeline)
    path = folder / "train.py"
    path.write_text(MODEL)
    return path


def test_no_such_interpreter(call: Call) -> None:
    result = call("train.py", "--dynamic", "--python", "nowhere")
    assert result.exit_code == 2
    assert "--python nowhere: no such interpreter" in result.stderr


def test_it_changes_no_file(call: Call) -> None:
    result = call("train.py", "--dynamic", "--fix")
    assert result.exit_code == 2
    assert "--dynamic changes no file" in result.stderr


@pytest.mark.parametrize("shape", ["model", "model=", "model=a", "=3", "model=0"])
def test_a_shape_that_is_none(call: Call, shape: str) -> None:
    assert call("train.py", "--dynamic", "--input-shape", shape).exit_code == 2


def test_a_file_without_keras_starts_nothing(call: Call, folder: Path) -> None:
    (folder / "other.py").write_text("print(1)\n")
    result = call("other.py", "--dynamic", "--python", sys.executable)
    assert result.exit_code == 0
    assert "Built" not in result.stdout


@pytest.mark.keras
def test_the_report_names_what_was_built_with_what(call: Call) -> None:
    pytest.importorskip("keras")
    result = call("train.py", "--dynamic", "--device", "meta", "--python", sys.executable)
    assert "Built 1 of 1 model" in result.stdout
    assert "no backend, shapes only. Nothing was trained." in result.stdout


@pytest.mark.keras
def test_explain_shows_the_columns_side_by_side(call: Call) -> None:
    pytest.importorskip("keras")
    options = ("--dynamic", "--device", "meta", "--python", sys.executable)
    text = call("explain", "train.py", *options).stdout
    assert "static shape  built shape  static  built  check" in text
    assert "2 of 2 layers agree   ? 0 known only dynamically" in text
    document = json.loads(call("explain", "train.py", *options, "--format", "json").stdout)
    layer = document["files"][0]["models"][0]["layers"][1]
    assert layer["built"]["outputs"][0]["shape"] == [None, 16]
    assert (layer["built"]["parameters"], layer["built"]["verdict"]) == (336, "agrees")


@pytest.mark.keras
def test_a_shape_that_the_script_does_not_say(call: Call, script: Path) -> None:
    pytest.importorskip("keras")
    script.write_text(MODEL.replace("keras.Input((20,)), ", ""))
    options = ("--dynamic", "--device", "meta", "--python", sys.executable)
    assert "Built 0 of 1 model and 1 with made-up sizes" in call("train.py", *options).stdout
    text = call("explain", "train.py", *options, "--input-shape", "model=20").stdout
    assert "336" in text


@pytest.mark.keras
@pytest.mark.slow
def test_without_a_backend_it_takes_two_seconds_more_at_most(call: Call) -> None:
    pytest.importorskip("keras")
    options = ("--dynamic", "--device", "meta", "--python", sys.executable)
    call("train.py", *options)
    begun = time.monotonic()
    call("train.py")
    static = time.monotonic() - begun
    begun = time.monotonic()
    call("train.py", *options)
    assert time.monotonic() - begun < static + 2
