"""Which local modules an import finds: those that Python would."""

from pathlib import Path

import pytest

from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.keras_api.layers import Dense
from kerascheck.project import Project
from kerascheck.values import Unknown


def units(path: Path | str, code: str) -> object:
    """The units of the one layer that the checked file makes; None if it makes none."""
    project = Project(str(path), code.encode())
    layers = Trace(project.blocks, project.find, Limits()).base.facts.layers
    found = [layer.units for layer in layers if isinstance(layer, Dense)]
    assert len(found) <= 1
    return found[0] if found else None


def write(root: Path, **files: str) -> None:
    """Write files by their path, in which `__` stands for a slash; all of them end in `.py`."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/').replace('package', '__init__')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def net(size: int) -> str:
    return f"from keras import layers\ndef net():\n    return layers.Dense({size})\n"


@pytest.mark.parametrize(
    "code",
    [
        "from .base import net\nnet()\n",
        "from . import base\nbase.net()\n",
        "from .deep.other import net\nnet()\n",
        "from .deep import other\nother.net()\n",
        "from deep.other import net\nnet()\n",
        "from deep import other\nother.net()\n",
        "import deep.other\ndeep.other.net()\n",
        "import deep.third\nimport deep.other\ndeep.other.net()\n",
        "import deep.other as o\no.net()\n",
    ],
)
def test_folders_without_an_init_are_packages(tmp_path: Path, code: str) -> None:
    write(tmp_path, base=net(7), deep__other=net(7), deep__third="x = 1\n")
    assert units(tmp_path / "train.py", code) == 7


def test_dots_count_from_the_file_that_they_stand_in(tmp_path: Path) -> None:
    write(
        tmp_path,
        base=net(1),
        nets__base=net(2),
        nets__deep__base=net(3),
        nets__model="from .base import net\n",
        nets__deep__model="from ..base import net\n",
        nets__late="def net():\n    from .base import net as inner\n    return inner()\n",
    )
    assert units(tmp_path / "train.py", "from nets.model import net\nnet()\n") == 2
    assert units(tmp_path / "train.py", "from nets.deep.model import net\nnet()\n") == 2
    assert units(tmp_path / "train.py", "from nets.late import net\nnet()\n") == 2
    assert units(tmp_path / "train.py", "from .base import net\nnet()\n") == 1


def test_a_package_gives_what_its_init_has(tmp_path: Path) -> None:
    write(tmp_path, nets__package="from .base import net\n", nets__base=net(4))
    assert units(tmp_path / "train.py", "from nets import net\nnet()\n") == 4
    assert units(tmp_path / "nets/train.py", "from . import net\nnet()\n") == 4
    assert units(tmp_path / "nets/train.py", "from . import base\nbase.net()\n") == 4


def test_a_module_is_run_once_however_it_is_called(tmp_path: Path) -> None:
    made = "from keras import layers\nlayer = layers.Dense(9)\n"
    write(tmp_path, nets__base=made, nets__other="from .base import layer\n")
    code = "import nets.base\nfrom nets import other\nfrom nets.base import layer\n"
    assert units(tmp_path / "train.py", code) == 9


def test_the_folder_that_the_check_runs_in_comes_after_that_of_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, nets=net(1), more=net(2), scripts__nets=net(3), scripts__old__train="")
    code = "from {} import net\nnet()\n"
    monkeypatch.chdir(tmp_path)
    for folder in (Path("scripts"), tmp_path / "scripts"):
        assert units(folder / "train.py", code.format("nets")) == 3
        assert units(folder / "train.py", code.format("more")) == 2
    # Neither a folder in between, nor one that is not above the script.
    assert units("scripts/old/train.py", code.format("nets")) == 1
    monkeypatch.chdir(tmp_path / "scripts" / "old")
    assert units("../train.py", code.format("more")) is None


def test_the_root_of_a_project_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, nets=net(1), mine__train="")
    (tmp_path / "mine" / "setup.py").write_text("")
    monkeypatch.chdir(tmp_path)
    assert units("mine/train.py", "from nets import net\nnet()\n") is None


def test_a_library_is_no_folder_of_the_project(tmp_path: Path) -> None:
    write(tmp_path, keras__mine=net(1), mine=net(2))
    assert units(tmp_path / "train.py", "from keras import mine\nmine.net()\n") is None


NAMES = """
names = []
def note(name):
    if name not in names:
        names.append(name)
def load(path):
    for name in read(path):
        note(name)
def known():
    return names
"""


@pytest.mark.parametrize(
    ("before", "number"), [("", None), ("load(path)", None), ("note('a')\n    note('b')", 2)]
)
def test_a_list_that_functions_of_a_module_fill_is_open_until_they_are_called(
    tmp_path: Path, before: str, number: int | None
) -> None:
    write(tmp_path, names=NAMES)
    code = (
        "from keras import layers\nfrom names import *\n"
        f"def build(path):\n    {before or 'pass'}\n    return layers.Dense(len(known()))\n"
    )
    found = units(tmp_path / "train.py", code)
    assert found == number if number else isinstance(found, Unknown)
