"""Where the version of Keras that a script is for is looked for, and what of it counts."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kerascheck.sources import read_source
from kerascheck.target import Found, find, requirements
from kerascheck.target.requirements import Note, Requirement

SCRIPT = b"import keras\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str | bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode())


def found(path: str = "train.py", data: bytes = SCRIPT, wanted: str = "auto") -> Found:
    return find(read_source(path, data), wanted)


def named(path: str = "train.py", data: bytes = SCRIPT) -> str:
    return found(path, data).target.named()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("requirements.txt", "numpy\nkeras==2.3.1\n", "2.3 (`keras==2.3.1` in requirements.txt, line 2)"),
        ("requirements.txt", "Keras[x] >= 2.4, < 3 # old\n", "2.9999 (`Keras>= 2.4, < 3` in requirements.txt, line 1)"),
        ("requirements-gpu.txt", "tensorflow-gpu==2.10.0\n", "2.10 (`tensorflow-gpu==2.10.0` in requirements-gpu.txt, line 1)"),
        ("pyproject.toml", '[project]\ndependencies = [\n  "tensorflow<2.16",\n]\n', "2.15 (`tensorflow<2.16` in pyproject.toml, line 3)"),
        ("pyproject.toml", '[project.optional-dependencies]\nx = ["keras~=2.10.0"]\n', "2.10 (`keras~=2.10.0` in pyproject.toml, line 2)"),
        ("pyproject.toml", '[dependency-groups]\ndev = [{include-group = "a"}, "keras==2.9"]\n', "2.9 (`keras==2.9` in pyproject.toml, line 2)"),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "*"\ntensorflow = "~2.10"\n', "2.10 (`tensorflow~2.10` in pyproject.toml, line 3)"),
        ("pyproject.toml", '[tool.poetry.group.a.dependencies]\nkeras = {version = "2.8"}\n', "2.8 (`keras2.8` in pyproject.toml, line 2)"),
        ("setup.cfg", "[options]\ninstall_requires =\n    numpy\n    keras<2.4\n", "2.3 (`keras<2.4` in setup.cfg, line 4)"),
        ("setup.py", 'setup(install_requires=["numpy", "tensorflow==1.14"])\n', "2.2 (`tensorflow==1.14` in setup.py, line 1)"),
        ("Pipfile", '[packages]\ntensorflow = "==2.4.1"\n', "2.4 (`tensorflow==2.4.1` in Pipfile, line 2)"),
        ("environment.yml", "dependencies:\n  - python=3.7\n  - conda-forge::keras=2.2.4=0\n", "2.2 (`keras=2.2.4` in environment.yml, line 3)"),
        ("environment.yaml", "dependencies:\n- pip:\n  - tensorflow==2.6\n", "2.6 (`tensorflow==2.6` in environment.yaml, line 3)"),
        ("uv.lock", '[[package]]\nname = "keras"\nversion = "2.15.0"\n', "2.15 (`keras==2.15.0` in uv.lock, line 2)"),
        ("poetry.lock", '[[package]]\nname = "tensorflow"\nversion = "2.9.3"\n', "2.9 (`tensorflow==2.9.3` in poetry.lock, line 2)"),
    ],
)  # fmt: skip
def test_each_kind_of_file(name: str, text: str, expected: str) -> None:
    write(name, text)
    assert named() == f"Keras {expected}".replace(".9999", "")
    assert found().notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "keras\n",
        "tensorflow>=2.4\n",
        "keras-tuner==1.4\nkeras_cv<1\ntensorflow-datasets==4.9\ntensorflow_probability==0.8\n",
        "# keras==2.3\n",
        "-r base.txt\n--find-links https://x/tensorflow==2.3\ngit+https://x/keras.git@2.3\n",
        "keras @ https://x/keras-2.3.zip\n",
        'tensorflow==2.3; python_version < "3.9"\n',
    ],
)
def test_what_bounds_nothing(text: str) -> None:
    write("requirements.txt", text)
    assert found() == Found()


def test_the_nearest_folder_counts_up_to_the_root_of_the_project() -> None:
    write("requirements.txt", "keras==2.3\n")
    assert named("src/a/train.py").startswith("Keras 2.3 ")
    write("src/requirements.txt", "keras==2.9\n")
    assert named("src/a/train.py") == "Keras 2.9 (`keras==2.9` in src/requirements.txt, line 1)"
    write("src/a/setup.py", "")
    assert found("src/a/train.py") == Found()


def test_without_a_root_four_folders_are_looked_at(folder: Path) -> None:
    (folder / ".git").rmdir()
    write("requirements.txt", "keras==2.3\n")
    assert named("1/2/3/4/train.py").startswith("Keras 2.3")
    assert found("1/2/3/4/5/train.py") == Found()


def test_what_lies_in_the_home_of_the_user_is_of_no_project_below(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").rmdir()
    monkeypatch.setattr(os.path, "expanduser", lambda path: str(folder))
    write("requirements.txt", "keras==2.3\n")
    assert found("project/train.py") == Found()
    assert named("train.py").startswith("Keras 2.3")


def test_a_lock_counts_more_than_what_was_asked_for() -> None:
    write("pyproject.toml", '[project]\ndependencies = ["keras>=2.4,<4"]\n')
    write("uv.lock", '[[package]]\nname = "keras"\nversion = "2.15.0"\n')
    assert "uv.lock" in named()


def test_two_files_that_do_not_agree_are_told() -> None:
    write("requirements-a.txt", "tensorflow==2.10\n")
    write("requirements-b.txt", "tensorflow==2.16\n")
    result = found()
    assert result.target.reaches((3,))
    (note,) = result.notes
    assert note == (
        "`tensorflow==2.10` in requirements-a.txt, line 1 and `tensorflow==2.16` in "
        "requirements-b.txt, line 1 are of two versions of Keras; the newer one is taken: state "
        "keras-version"
    )


def test_each_package_is_judged_by_its_own_requirement() -> None:
    write("requirements.txt", "keras==3.4\ntensorflow==2.10\n")
    target = found().target
    assert target.reaches((3,), "keras.layers.Dense")
    assert not target.reaches((3,), "tensorflow.keras.layers.Dense")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("requirements.txt", "numpy\ntensorflow==two\n", 'requirements.txt:2: "==two" is no requirement on a version'),
        ("requirements.txt", b"keras==\xff\n", "requirements.txt: not UTF-8; the version of Keras in it is not known"),
        ("pyproject.toml", "keras = [\n", "pyproject.toml: not valid TOML: "),
        ("Pipfile", "[packages\nkeras", "Pipfile: not valid TOML: "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(name: str, text: str | bytes, expected: str) -> None:
    write(name, text)
    result = found()
    assert result.target.pin() is None
    assert len(result.notes) == 1
    assert result.notes[0].startswith(expected)


@pytest.mark.parametrize(
    "text",
    ["project = 1\ntool = 2\n# keras", '[project]\ndependencies = "keras"\n[tool]\npoetry = 1'],
)
def test_toml_of_another_shape_says_nothing(text: str) -> None:
    write("pyproject.toml", text)
    assert found() == Found()


def test_a_folder_is_read_once_until_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    real = requirements.requirements

    def counted(name: str, text: str) -> Iterator[Requirement | Note]:
        reads.append(name)
        return real(name, text)

    monkeypatch.setattr(requirements, "requirements", counted)
    write("requirements.txt", "keras==2.3\n")
    for name in ("a.py", "b.py", "a.py"):
        assert named(name).startswith("Keras 2.3")
    assert len(reads) == 1
    write("requirements.txt", "keras==2.10\n")
    assert named().startswith("Keras 2.10")
    assert len(reads) == 2


def notebook(*cells: str) -> bytes:
    made = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": 1}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("!pip install -q keras==2.3.1", "Keras 2.3 (`keras==2.3.1` in cell 2, line 1)"),
        ("%pip install 'tensorflow<2.16' numpy", "Keras 2.15 (`tensorflow<2.16` in cell 2, line 1)"),
        ("x = 1\n!pip3 install tensorflow-gpu==1.15", "Keras 2.2 (`tensorflow-gpu==1.15` in cell 2, line 2)"),
        ("%tensorflow_version 1.x", "Keras 2.2 (`%tensorflow_version 1` in cell 2, line 1)"),
        ("!pip install numpy \\\n  keras==2.1.6", "Keras 2.1 (`keras==2.1.6` in cell 2, line 2)"),
        ("!{sys.executable} -m pip install keras==2.1.6",
         "Keras 2.1 (`keras==2.1.6` in cell 2, line 1)"),
        ("!pip3.6 install keras==2.1.6", "Keras 2.1 (`keras==2.1.6` in cell 2, line 1)"),
        ("!pip -q install keras==2.1.6", "Keras 2.1 (`keras==2.1.6` in cell 2, line 1)"),
        ("!conda install -y keras=2.2", "Keras 2.2 (`keras=2.2` in cell 2, line 1)"),
    ],
)  # fmt: skip
def test_what_a_notebook_installs_counts_more_than_its_project(cell: str, expected: str) -> None:
    write("requirements.txt", "keras==3.4\ntensorflow==2.16\n")
    package = "tensorflow" if "tensorflow" in cell else "keras"
    target = found("a.ipynb", notebook("import keras", cell)).target
    assert target.named(package) == expected
    os.remove("requirements.txt")
    assert named("a.ipynb", notebook("import keras", cell)) == expected


@pytest.mark.parametrize(
    "line",
    [
        b'os.system("pip install keras==2.3")',
        b'subprocess.check_call([sys.executable, "-m", "pip", "install", "keras==2.3"])',
        b"subprocess.run(['pip','install','keras==2.3'])",
    ],
)
def test_what_a_script_installs(line: bytes) -> None:
    assert named("a.py", b"import os\n" + line) == "Keras 2.3 (`keras==2.3` in a.py, line 2)"


@pytest.mark.parametrize(
    "code",
    [
        b"# pip install keras==2.3\n",
        b'os.system("pip install keras")\n',
        b'os.system("pip uninstall keras==2.3")\n',
        b'subprocess.run(["pip", "install", "keras"])\n',
        b'os.system("pip install -U keras>=2.3")\n',
        b'os.system("pip install keras-tuner==1.0 ./keras==2.3")\n',
    ],
)
def test_lines_that_install_no_old_version(code: bytes) -> None:
    assert found("a.py", code) == Found()


@pytest.mark.parametrize("wanted", ["1", "2", "2.10", "3", "3.4"])
def test_what_the_user_states_counts_for_all(wanted: str) -> None:
    write("requirements.txt", "keras==2.3\ntensorflow==2.16\n")
    target = found(wanted=wanted).target
    assert target.named() == f"Keras {wanted} (`keras-version = {wanted}`)"
    assert target.reaches((3,)) == wanted.startswith("3")
    assert target.reaches((3,), "tensorflow.keras") == wanted.startswith("3")
