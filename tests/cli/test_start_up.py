"""What a file without Keras costs: hardly more than importing click."""

import os
import subprocess
import sys
from pathlib import Path

import kerascheck

ROOT = str(Path(kerascheck.__file__).parents[1])

HEAVY = {
    "concurrent.futures",
    "difflib",
    "importlib.metadata",
    "json",
    "kerascheck.keras_api",
    "kerascheck.pipeline",
    "kerascheck.registry",
    "kerascheck.values",
    "libcst",
    "markdown_it",
    "msgspec",
    "multiprocessing",
    "numpy",
    "pathspec",
    "rich",
    "tempfile",
    "tomllib",
}


def test_a_file_without_keras_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "no_keras.py").write_text("print(1)\n")
    done = subprocess.run(
        # Not installed in every environment that the tests run in.
        [sys.executable, "-X", "importtime", "-m", "kerascheck", "no_keras.py"],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": ROOT},
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "kerascheck.runner" in imported
    assert imported & HEAVY == set()
    assert done.stdout == "No problems found. The file does not use Keras.\n"
