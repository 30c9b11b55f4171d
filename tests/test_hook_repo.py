"""The hook as its users have it: pre-commit installs this checkout and runs it on a repository."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow

BAD = """\
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
"""
GOOD = BAD.replace("softmax", "sigmoid")
COMMA = "import keras\nm = keras.Sequential([keras.Input(shape=(784)), keras.layers.Dense(3)])\n"
ELSEWHERE = "print('no network here')\n"


def notebook(*cells: str) -> str:
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "id": f"cell-{number}",
                    "metadata": {},
                    "outputs": [],
                    "source": cell.splitlines(keepends=True),
                }
                for number, cell in enumerate(cells, 1)
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *args],
        cwd=folder, check=True, capture_output=True, text=True, env=environment(folder),
    ).stdout  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """Without the variables that git sets when the tests run in a hook themselves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    kept = {key: value for key, value in kept.items() if not key.startswith("PYTHON")}
    # Pip reads its own settings in the home of the user, so that stays as it is.
    return {**kept, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), "NO_COLOR": "1"}


def repository(folder: Path) -> Path:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "All of it")
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what is in this checkout now, committed or not."""
    copy = tmp_path_factory.mktemp("hook") / "checkout"
    copy.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return repository(copy)


@pytest.fixture(scope="module")
def users(checkout: Path) -> Path:
    """The repository of a user of the hook."""
    folder = checkout.parent / "users"
    folder.mkdir()
    (folder / "bad.py").write_text(BAD)
    (folder / "good.py").write_text(GOOD)
    (folder / "elsewhere.py").write_text(ELSEWHERE)
    (folder / "notes.txt").write_text("import keras, and then?\n")
    (folder / "lesson.ipynb").write_text(notebook("%matplotlib inline\nimport keras", BAD))
    return repository(folder)


def hook(
    checkout: Path, users: Path, *args: str, name: str = "kerascheck"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(checkout), name, *args]
    return subprocess.run(
        command,
        check=False,
        cwd=users,
        capture_output=True,
        text=True,
        env=environment(users),
        encoding="utf-8",
    )


def test_the_hook_finds_what_is_wrong_in_scripts_and_notebooks(checkout: Path, users: Path) -> None:
    done = hook(checkout, users, "--all-files", "--verbose")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "- hook id: kerascheck\n" in done.stdout
    assert "- exit code: 1\n" in done.stdout
    assert "error[KC110]" in done.stdout
    assert "--> bad.py:3:" in done.stdout
    assert "--> lesson.ipynb:cell 2:3:" in done.stdout
    assert "good.py:" not in done.stdout
    assert "in 3 of 4 files (1 does not use Keras)" in done.stdout


def test_the_hook_passes_where_nothing_is_wrong(checkout: Path, users: Path) -> None:
    done = hook(checkout, users, "--files", "good.py", "elsewhere.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_the_hook_reads_only_scripts_and_notebooks(checkout: Path, users: Path) -> None:
    done = hook(checkout, users, "--files", "notes.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" in done.stdout


def test_the_fixing_hook_fails_when_it_has_fixed_and_then_passes(
    checkout: Path, users: Path
) -> None:
    (users / "comma.py").write_text(COMMA)
    git(users, "add", "--all")
    args = ("--files", "comma.py", "good.py")
    done = hook(checkout, users, *args, name="kerascheck-fix")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "- files were modified by this hook\n" in done.stdout
    assert (users / "comma.py").read_text() == COMMA.replace("(784)", "(784,)")
    git(users, "add", "--all")
    assert hook(checkout, users, *args, name="kerascheck-fix").returncode == 0
