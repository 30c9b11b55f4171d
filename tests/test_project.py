"""What a file under check is told of the files beside it."""

import os
from pathlib import Path

import pytest

from kerascheck import project
from kerascheck.project import Project


def beside(folder: Path, *texts: str) -> bool:
    return Project(str(folder / "train.py"), b"import keras\n").beside(texts)


def test_all_texts_have_to_be_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("first second\n")
    (tmp_path / "two.ipynb").write_text("third\n")
    assert beside(tmp_path, "first", "second")
    assert beside(tmp_path, "third")
    assert not beside(tmp_path, "first", "third")


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    assert not beside(tmp_path / "nowhere", "text")
    (tmp_path / "folder.py").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "real.py").write_text("text\n")
    assert beside(tmp_path, "text")


def test_few_files_and_few_bytes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("x" * 60)
    (tmp_path / "b.py").write_text("y" * 60)
    (tmp_path / "c.py").write_text("z")
    monkeypatch.setattr(project, "_NEIGHBOUR_BYTES", 100)
    assert [beside(tmp_path, text) for text in "xyz"] == [True, False, True]
    monkeypatch.setattr(project, "_NEIGHBOURS", 2)
    assert [beside(tmp_path, text) for text in "xyz"] == [True, False, False]
