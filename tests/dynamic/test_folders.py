"""What a script may import from beside itself."""

import os
from pathlib import Path

from kerascheck.dynamic.folders import modules


def test_modules_are_python_files_of_the_project_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "train.py",
        "net/__init__.py",
        "net/parts/blocks.py",
        "net/weights.h5",
        "secret.env",
        ".ssh/key.py",
        "env/pyvenv.cfg",
        "env/lib/numpy.py",
        "__pycache__/train.py",
        "no-package/part.py",
        "a/b/c/d/e/deep.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    os.symlink("/etc", tmp_path / "link")
    found = {os.path.relpath(path, tmp_path) for path in modules(str(tmp_path))}
    assert found == {"train.py", "net/__init__.py", "net/parts/blocks.py"}


def test_modules_are_counted(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"part{number}.py").write_text("")
    assert len(modules(str(tmp_path), 5)) == 5
    assert modules(str(tmp_path / "nowhere")) == []
