"""Input that no one would write on purpose: a clear word, the right exit code, in bounded time."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

GOOD = "import keras\nm = keras.Sequential([keras.layers.Dense(1)])\n"
BAD_MODEL = (
    "import keras\n"
    "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation='softmax')])\n"
    "m.compile('adam', 'binary_crossentropy')\n"
)
SECONDS = 30
"""More than any of these takes on a slow machine; the point is that they end."""


def check(*paths: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kerascheck", *map(str, paths)]
    started = time.monotonic()
    done = subprocess.run(
        command, check=False, cwd=cwd, capture_output=True, text=True, timeout=SECONDS
    )
    assert time.monotonic() - started < SECONDS
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder with a script that has a finding, which must be reported in any case."""
    (tmp_path / "beside.py").write_text(BAD_MODEL)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "says", "status"),
    [
        pytest.param("a.py", b"", "", 1, id="an empty file"),
        pytest.param("a.ipynb", b'{"cells": ["keras', "a.ipynb:1", 1, id="a notebook cut short"),
        pytest.param("a.ipynb", b"keras", "a.ipynb:1", 1, id="a notebook that is no JSON"),
        pytest.param("a.ipynb", b'["keras"]', "a.ipynb", 1, id="a notebook that is a list"),
        pytest.param("a.py", b"import keras\nx = '\xff\xfe'\n", "a.py:2", 1, id="invalid UTF-8"),
        pytest.param("a.py", b"import keras\n\x00\n", "a.py:2", 1, id="a null byte"),
        pytest.param("a.py", b"import keras\nx = (\n", "a.py:2", 1, id="an open parenthesis"),
        pytest.param("a.py", b"import keras\nprint 'a'\n", "Python 2", 1, id="Python 2"),
        pytest.param(
            "a.py",
            b"import keras\nx = " + b"(" * 10_000 + b"1" + b")" * 10_000 + b"\n",
            "nested",
            1,
            id="ten thousand parentheses",
        ),
        pytest.param(
            "a.py",
            b"import keras\nx = " + b"+".join([b"1"] * 20_000) + b"\n",
            "nested",
            1,
            id="a sum of twenty thousand",
        ),
        pytest.param(
            "a.py", b"import keras\n" + b"x = 1  # keras\n" * 3_500_000, "bytes", 1, id="50 MB"
        ),
        pytest.param(
            "a.py", b"import keras\nfor i in range(10**9):\n    x = i\n", "", 1, id="a long loop"
        ),
        pytest.param(
            "a.py", b"import keras\ndef f():\n    return f()\nf()\n", "", 1, id="a recursion"
        ),
        pytest.param("a.py", b"import keras\nimport a\nfrom a import *\n", "", 1, id="itself"),
    ],
)
def test_the_other_files_are_reported(
    beside: Path, name: str, content: bytes, says: str, status: int
) -> None:
    (beside / name).write_bytes(content)
    done = check(name, "beside.py", cwd=beside)
    assert says in done.stdout + done.stderr
    assert "KC110" in done.stdout
    assert done.returncode == status


def test_two_modules_that_import_each_other(beside: Path) -> None:
    (beside / "a.py").write_text("import keras\nfrom b import g\ndef f():\n    return g()\nf()\n")
    (beside / "b.py").write_text("import keras\nfrom a import f\ndef g():\n    return f()\ng()\n")
    done = check("a.py", "b.py", "beside.py", cwd=beside)
    assert "KC110" in done.stdout
    assert done.returncode == 1


def test_a_missing_path(beside: Path) -> None:
    done = check("gone.py", "beside.py", cwd=beside)
    assert "gone.py" in done.stderr
    assert "KC110" in done.stdout
    assert done.returncode == 2


def test_a_folder_without_python(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = check("empty", cwd=tmp_path)
    assert "empty" in done.stdout + done.stderr
    assert done.returncode == 0


def test_links_that_go_in_a_circle(beside: Path) -> None:
    os.symlink(".", beside / "loop", target_is_directory=True)
    os.symlink("other", beside / "one")
    os.symlink("one", beside / "other")
    done = check(".", cwd=beside)
    assert done.stdout.count("error[KC110]") == 1
    assert done.returncode == 1


def test_a_broken_cell_leaves_the_others_to_be_checked(tmp_path: Path) -> None:
    cells = ["import keras\n", "x = (\n", BAD_MODEL.partition("\n")[2]]
    book = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
            for source in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (tmp_path / "n.ipynb").write_text(json.dumps(book))
    done = check("n.ipynb", cwd=tmp_path)
    assert "n.ipynb:cell 2:1" in done.stdout
    assert "KC901" in done.stdout
    assert "n.ipynb:cell 3:1" in done.stdout
    assert "KC110" in done.stdout
    assert done.returncode == 1


def test_a_script_on_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kerascheck", "-", "--stdin-filename", "given.py"]
    done = subprocess.run(
        command,
        check=False,
        input=BAD_MODEL,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert "given.py:2" in done.stdout
    assert done.returncode == 1


def test_a_good_file_alone_passes(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD)
    done = check("good.py", cwd=tmp_path)
    assert done.returncode == 0
    assert "Understood 1 of 1 model" in done.stdout
