"""Whatever a script does, the run ends, says how, and leaves nothing behind."""

import os
import tempfile
from pathlib import Path

import pytest

from kerascheck.dynamic.contained import Limits
from tests.dynamic.hostile import contained


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the folders of the runs are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_script_runs_and_tells(tmp_path: Path, temporary: Path) -> None:
    outcome = contained(tmp_path, 'say(event="done", folder=os.getcwd(), told=ARGS)', word="mine")
    if outcome.ended == "refused":
        return
    assert (outcome.ended, outcome.status, outcome.unreadable) == ("finished", 0, 0)
    (line,) = outcome.lines
    assert line["told"] == {"word": "mine"}
    assert Path(line["folder"]).parent == temporary
    assert os.listdir(temporary) == []
    assert 0 < outcome.seconds < 30
    assert outcome.memory > 1 << 20


def test_an_hour_of_sleep_is_cut_short(tmp_path: Path, temporary: Path) -> None:
    outcome = contained(tmp_path, 'say(event="here"); time.sleep(3600)', Limits(seconds=1))
    if outcome.ended == "refused":
        return
    assert outcome.ended == "time"
    assert outcome.why == "it took longer than 1 seconds"
    assert outcome.lines == ({"event": "here"},)
    assert os.listdir(temporary) == []
