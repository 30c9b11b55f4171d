"""The slow parts that a plain run leaves alone; how fast the rest is, `benchmarks/` measures."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SLOW = {"difflib", "libcst.matchers", "libcst.codemod", "markdown_it", "pathspec", "rich"}


@pytest.fixture(scope="module")
def speed() -> ModuleType:
    """The benchmark as a module."""
    spec = spec_from_file_location("speed", ROOT / "benchmarks" / "speed.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["speed"] = module
    spec.loader.exec_module(module)
    return module


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.mark.parametrize("lines", [100, 300])
def test_the_measured_scripts_are_typical_and_sound(
    speed: ModuleType, lines: int, tmp_path: Path
) -> None:
    text = speed.script(lines)
    assert abs(text.count("\n") - lines) < 20
    (tmp_path / "script.py").write_text(text)
    done = run("-m", "kerascheck", "--isolated", "script.py", folder=tmp_path)
    parts = text.count("keras.Model(")
    models = "1 model" if parts == 1 else f"{parts} models"
    assert done.stdout.startswith(f"No problems found. Understood {parts} of {models}, ")


def test_a_plain_run_without_findings_imports_no_slow_module(
    speed: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "script.py").write_text(speed.script(100))
    done = run("-X", "importtime", "-m", "kerascheck", "script.py", folder=tmp_path)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"libcst", "kerascheck.pipeline"} <= imported
    assert imported & SLOW == set()
