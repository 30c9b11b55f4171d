"""Discovery: which files are checked, in which order, and what is told of the others."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerascheck.config import Settings
from kerascheck.discovery import discover, uses_keras


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str, text: str = "") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def found(*paths: str, problems: list[str] | None = None, **changes: Any) -> list[str]:
    settings = replace(Settings(folder=os.getcwd()), **changes)
    names = discover(paths or (".",), lambda _: settings, problems)
    return [name.replace(os.sep, "/") for name in names]


def test_scripts_and_notebooks_are_found_by_name() -> None:
    make("b.py", "a.ipynb", "c.txt", "d.pyc", "sub/a.py", "sub/deep/b.ipynb", "a.md")
    assert found() == ["a.ipynb", "b.py", "sub/a.py", "sub/deep/b.ipynb"]
    assert found("sub") == ["sub/a.py", "sub/deep/b.ipynb"]
    assert found("sub/") == ["sub/a.py", "sub/deep/b.ipynb"]


def test_markdown_is_found_on_request() -> None:
    make("a.md", "b.markdown", "c.py")
    assert found(markdown=True) == ["a.md", "b.markdown", "c.py"]


def test_a_file_that_is_named_is_checked_whatever_its_suffix() -> None:
    make("a.txt", "venv/b.py")
    assert found("a.txt", "venv/b.py", "venv") == ["a.txt", "venv/b.py"]


def test_each_file_comes_once() -> None:
    make("a.py", "sub/b.py")
    assert found("sub/b.py", ".", "a.py", "./sub/../a.py") == ["sub/b.py", "a.py"]


def test_usual_folders_are_left_out() -> None:
    make("a.py", "venv/b.py", ".git/c.py", "x/node_modules/d.py", ".ipynb_checkpoints/e.ipynb")
    assert found() == ["a.py"]
    assert found(exclude=()) != ["a.py"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("old", ["a.py", "b_test.py", "sub/c.py"]),
        ("*_test.py", ["a.py", "old/d.py", "sub/c.py", "sub/old/e.py"]),
        ("sub/old", ["a.py", "b_test.py", "old/d.py", "sub/c.py"]),
        ("sub/", ["a.py", "b_test.py", "old/d.py"]),
        ("**/c.py", ["a.py", "b_test.py", "old/d.py", "sub/old/e.py"]),
    ],
)
def test_patterns_of_what_to_leave_out(pattern: str, expected: list[str]) -> None:
    make("a.py", "b_test.py", "old/d.py", "sub/c.py", "sub/old/e.py")
    assert found(extend_exclude=(pattern,)) == expected


def test_patterns_of_what_to_check() -> None:
    make("a.py", "b.pyw", "keras_c.txt", "sub/d.py")
    assert found(include=("*.pyw", "keras_*", "sub/*.py")) == ["b.pyw", "keras_c.txt", "sub/d.py"]


def test_force_exclude_holds_for_arguments() -> None:
    make("venv/lib/a.py", "b.py")
    assert found("venv/lib/a.py", "venv/lib", "b.py", force_exclude=True) == ["b.py"]
    assert found("venv/lib/a.py", "b.py") == ["venv/lib/a.py", "b.py"]


def test_settings_are_those_of_each_folder() -> None:
    make("a.py", "sub/a.py", "sub/b.py")

    def settings_of(folder: str) -> Settings:
        exclude = ("a.py",) if folder.endswith("sub") else ()
        return Settings(exclude=exclude, folder=folder)

    names = [name.replace(os.sep, "/") for name in discover(["."], settings_of)]
    assert names == ["a.py", "sub/b.py"]


def test_what_git_ignores_is_left_out() -> None:
    make("a.py", "b.py", "build/c.py", "sub/d.py", "sub/e.py", "sub/keep/b.py", "data/f.py")
    make(".gitignore", text="b.py\nbuild/\n# a comment\n/data\n")
    make("sub/.gitignore", text="e.py\n!keep/b.py\n")
    assert found() == ["a.py", "sub/d.py", "sub/keep/b.py"]
    assert len(found(respect_gitignore=False)) == 7


def test_the_folders_around_an_argument_ignore_too_if_they_are_in_its_repository() -> None:
    make("sub/a.py", "sub/b.py", "sub/c.py")
    make(".gitignore", text="b.py\n")
    assert found("sub") == ["sub/a.py", "sub/b.py", "sub/c.py"]
    make(".git/info/exclude", text="c.py\n")
    assert found("sub") == ["sub/a.py"]
    assert found() == ["sub/a.py"]


def test_an_argument_that_git_ignores_is_checked() -> None:
    make("out/a.py", ".git/HEAD")
    make(".gitignore", text="out/\n")
    assert found() == []
    assert found("out") == ["out/a.py"]
    assert found("out/a.py") == ["out/a.py"]


def test_lines_that_are_no_patterns_are_passed_over() -> None:
    make("a.py", "b.py")
    make(".gitignore", text="!\n/\n[\nb.py\n\udcff\n".encode("utf-8", "replace").decode())
    assert found() == ["a.py"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_links_neither_loop_nor_double() -> None:
    make("a.py", "sub/b.py")
    os.symlink("..", "sub/up")
    os.symlink("sub", "again")
    os.symlink("sub/b.py", "z.py")
    os.symlink("gone.py", "dangling.py")
    assert found() == ["a.py", "sub/b.py"]
    assert found("again") == ["again/b.py"]


def test_what_does_not_exist_is_told() -> None:
    make("a.py")
    problems: list[str] = []
    assert found("gone.py", "a.py", problems=problems) == ["a.py"]
    assert problems == ["path `gone.py` does not exist"]


def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.py", "locked/b.py", "sub/c.py")
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("kerascheck.discovery.os.scandir", refusing)
    problems: list[str] = []
    assert found(problems=problems) == ["a.py", "sub/c.py"]
    assert problems == ["locked: cannot be read: Permission denied"]


def test_pathspec_is_imported_only_where_git_ignores_something(tree: Path) -> None:
    make("a.py")
    make(".gitignore", text="# nothing\n\n")
    code = (
        "import sys\n"
        "from kerascheck.config import Settings\n"
        "from kerascheck.discovery import discover\n"
        "print(list(discover(['.'], lambda _: Settings())), 'pathspec' in sys.modules)\n"
    )
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}

    def run() -> Iterator[str]:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        yield from done.stdout.split()

    assert list(run()) == ["['a.py']", "False"]
    make(".gitignore", text="b.py\n")
    assert list(run()) == ["['a.py']", "True"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"import keras", True),
        (b"from tensorflow import x", True),
        (b"\xff\x00tf_keras", True),
        (b"import Keras", False),
        (b"", False),
    ],
)
def test_the_look_at_the_bytes(data: bytes, expected: bool) -> None:
    assert uses_keras(data) is expected


@given(st.binary())
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    assert uses_keras(data + b"keras")
