"""What runs under the user's interpreter is loaded from its own folder, and changes nothing there."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kerascheck.dynamic import launch

LOADED = """
import json, runpy, sys
sys.dont_write_bytecode = {before}
path = list(sys.path)
found = runpy.run_path({script!r})["load"]({name!r})
print(json.dumps({{
    "main": callable(found.main),
    "path": sys.path == path,
    "before": sys.dont_write_bytecode,
    "foreign": sorted(
        name for name, module in sys.modules.items()
        if name.partition(".")[0] not in (*sys.stdlib_module_names, "__main__", "kerascheck_dynamic")
        and getattr(module, "__file__", None)
    ),
    "own": sorted(name for name in sys.modules if name.startswith("kerascheck_dynamic.")),
}}))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the folder that nothing was ever loaded from."""
    folder = tmp_path / "dynamic"
    source = Path(launch.__file__).parent
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("name", ["worker", "executor"])
@pytest.mark.parametrize("before", [False, True])
def test_it_is_loaded_alone_and_leaves_nothing(copy: Path, name: str, before: bool) -> None:
    code = LOADED.format(script=str(copy / "launch.py"), name=name, before=before)
    command = [sys.executable, "-I", "-S", "-c", code]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    own = told.pop("own")
    assert told == {"main": True, "path": True, "before": before, "foreign": []}
    assert f"kerascheck_dynamic.{name}.process" in own
    assert {module.split(".")[1] for module in own} <= {"worker", "executor"}
    assert not list(copy.rglob("__pycache__"))
