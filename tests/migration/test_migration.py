"""Old scripts, fixed by `--select KC7 --fix`, run on Keras 3 with as many parameters as before."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.finding import Severity
from kerascheck.fixing import fix
from kerascheck.keras_api import tables
from kerascheck.pipeline import check
from kerascheck.project import Project
from tests.migration import keras_1, keras_2, tf_keras

SCRIPTS = {**keras_1.SCRIPTS, **keras_2.SCRIPTS, **tf_keras.SCRIPTS}
ASKED = Settings(select=("KC7",), fix=True)
NAMES = pytest.mark.parametrize("name", SCRIPTS)


@cache
def migrated(code: str) -> str:
    """The script as `kerascheck --select KC7 --fix` leaves it."""
    result = fix("train.py", code.encode(), registry.select(registry.load(), ASKED), ASKED)
    assert not result.failed
    assert result.change is not None
    assert result.change.warnings == ()
    return result.change.after.decode()


def counts(code: str) -> dict[str, object]:
    """The numbers of parameters of the models of a script by name, without running it."""
    project = Project("train.py", code.encode())
    models = Trace(project.blocks, project.find, Limits()).base.facts.models
    known = [model for model in models if model.name and model.kind != "loaded"]
    return {model.name: tables.totals(tables.rows(model)).all for model in known}


def test_there_are_enough_scripts_of_all_styles() -> None:
    assert len(SCRIPTS) == len(keras_1.SCRIPTS) + len(keras_2.SCRIPTS) + len(tf_keras.SCRIPTS)
    assert len(SCRIPTS) >= 60


@NAMES
def test_nothing_is_left_to_migrate(name: str) -> None:
    rules = registry.select(registry.load(), ASKED)
    before = check("train.py", SCRIPTS[name].encode(), rules, ASKED).findings
    assert any(finding.severity is not Severity.INFO for finding in before)
    after = check("train.py", migrated(SCRIPTS[name]).encode(), rules, ASKED).findings
    left = [finding.message for finding in after if finding.severity is not Severity.INFO]
    assert left == []


@NAMES
def test_the_models_are_the_same_to_the_trace(name: str) -> None:
    before, after = counts(SCRIPTS[name]), counts(migrated(SCRIPTS[name]))
    assert before == after
    assert all(isinstance(count, int) for count in before.values())


@pytest.fixture(scope="module")
def ran() -> dict[str, dict[str, object]]:
    """What became of the migrated scripts, all in one process."""
    pytest.importorskip("keras", minversion="3.0")
    pytest.importorskip("tensorflow")
    scripts = {name: migrated(code) for name, code in SCRIPTS.items()}
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("run_scripts.py"))],
        input=json.dumps(scripts),
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "CUDA_VISIBLE_DEVICES": ""},
    )
    found: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.keras
@NAMES
def test_the_script_runs_on_keras_3(name: str, ran: dict[str, dict[str, object]]) -> None:
    result = ran[name]
    assert "error" not in result, f"{result['error']}\n{migrated(SCRIPTS[name])}"
    known = counts(SCRIPTS[name])
    built = result["counts"]
    assert isinstance(built, dict)
    assert built
    assert {key: known[key] for key in built if key in known} == {
        key: built[key] for key in built if key in known
    }
    assert built.keys() & known.keys()
