"""Files of the user's that are named like modules of Python."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kerascheck
from kerascheck.runner import FLOOR

ROOT = Path(kerascheck.__file__).parents[1]

NAMES = ("select", "queue", "json", "ast", "typing", "dataclasses", "click", "libcst", "tokenize")
BAD_MODEL = (
    "import keras\n"
    "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation='softmax')])\n"
    "m.compile('adam', 'binary_crossentropy')\n"
)


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not the one of Python')\n")
    (tmp_path / "train.py").write_text(BAD_MODEL)
    return tmp_path


def test_files_named_like_modules_are_not_imported(folder: Path) -> None:
    assert "KC110" in run(folder, "-m", "kerascheck", "train.py")


def test_they_are_not_imported_where_kerascheck_itself_lies_beside_them(folder: Path) -> None:
    for name in ("kerascheck", "rules"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    # The command of an environment without it: only the current folder has it.
    out = run(folder, "-m", "kerascheck", "train.py", PYTHONPATH=_without_kerascheck())
    assert "KC110" in out


def _without_kerascheck() -> str:
    return os.pathsep.join(path for path in sys.path if path and Path(path) != ROOT)


def test_a_folder_that_the_user_has_put_on_the_path_stays_there(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('the one that was asked for')\n")
    done = subprocess.run(
        [sys.executable, "-m", "kerascheck", "--version"],
        cwd=tmp_path.parent,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
    )
    assert done.stderr == "the one that was asked for\n"


SPAWNED = """
import multiprocessing, sys
from kerascheck.cli import main
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    del sys.path[0]
    main(["check", "--jobs", "2", "."])
"""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 has no PYTHONSAFEPATH")
def test_processes_that_start_anew_do_not_import_them_either(folder: Path, tmp_path: Path) -> None:
    for number in range(FLOOR):
        (folder / f"model_{number}.py").write_text(BAD_MODEL)
    start = tmp_path / "elsewhere" / "start.py"
    start.parent.mkdir()
    start.write_text(SPAWNED)
    out = run(folder, str(start))
    assert out.count("error[KC110]") == FLOOR + 1
