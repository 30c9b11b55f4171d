"""What is built from a checkout: all of the code under one name, and it runs where it is put."""

import os
import subprocess
import sys
import tarfile
import venv
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

pytestmark = pytest.mark.slow


class Built(NamedTuple):
    """A wheel and an sdist of this checkout."""

    wheel: Path
    sdist: Path

    @property
    def names(self) -> list[str]:
        with ZipFile(self.wheel) as file:
            return file.namelist()

    @property
    def metadata(self) -> Message:
        name = next(name for name in self.names if name.endswith(".dist-info/METADATA"))
        with ZipFile(self.wheel) as file:
            return Parser().parsestr(file.read(name).decode())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The wheel is made from the sdist, as an installer without the wheel would do."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(out), str(ROOT))
    return Built(next(out.glob("*.whl")), next(out.glob("*.tar.gz")))


def run(*command: str, cwd: Path = ROOT, status: int = 0) -> str:
    """The output of a command, which has to end with `status`."""
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def project_version() -> str:
    """The version that pyproject.toml gives; Python 3.10 has nothing to read the file with."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def modules(folder: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")}


def test_the_wheel_has_every_module_and_the_rules_inside(built: Built) -> None:
    expected = modules("kerascheck") - {"kerascheck/rules.py"}
    expected |= {f"kerascheck/{name}" for name in modules("rules")}
    assert {name for name in built.names if name.endswith(".py")} == expected
    assert "kerascheck/py.typed" in built.names


def test_the_wheel_has_one_top_level_name(built: Built) -> None:
    tops = {name.partition("/")[0] for name in built.names if ".dist-info/" not in name}
    assert tops == {"kerascheck"}


def test_the_sdist_has_the_sources_the_tests_and_the_examples(built: Built) -> None:
    with tarfile.open(built.sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert modules("kerascheck") | modules("rules") | modules("tests") <= names
    assert {"README.md", "LICENSE", "pyproject.toml", "examples/election.py"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".git/")]


def test_the_version_is_that_of_the_project(built: Built) -> None:
    assert built.metadata["Version"] == project_version()


def test_the_wheel_works_in_a_fresh_environment(built: Built, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(str(scripts / "python"), "-m", "pip", "install", "--quiet", str(built.wheel), cwd=tmp_path)
    program = str(scripts / "kerascheck")
    assert run(program, "--version", cwd=tmp_path) == f"kerascheck {project_version()}\n"

    example = (ROOT / "examples" / "election.py").read_bytes()
    (tmp_path / "election.py").write_bytes(example)
    report = run(program, "election.py", "--output-format", "concise", cwd=tmp_path, status=1)
    assert "KC101 error" in report
    run(str(scripts / "python"), "-c", "import kerascheck.rules", cwd=tmp_path)
    run(str(scripts / "python"), "-c", "import rules", cwd=tmp_path, status=1)
