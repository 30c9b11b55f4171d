"""Many files: order, the look at the bytes, processes that die, files that cannot be read."""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from kerascheck import runner
from kerascheck.config import Settings
from kerascheck.result import Coverage, Result
from kerascheck.rule import Rule


def check(path: str, data: bytes, rules: Sequence[Rule], settings: Settings) -> Result:
    """A pipeline that obeys the file: it raises, dies, or counts its bytes as layers."""
    if b"raise" in data:
        raise RecursionError("too\ndeep")
    if b"die" in data:
        os._exit(9)
    return Result(path, keras=True, coverage=Coverage(1, 1, len(data)))


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = ModuleType("kerascheck.pipeline")
    module.check = check  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kerascheck.pipeline", module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def run(*texts: str, jobs: int | None = None) -> list[Result]:
    """The results of files 0.py, 1.py, … with these texts."""
    paths = []
    for number, text in enumerate(texts):
        Path(f"{number}.py").write_text(text)
        paths.append(f"{number}.py")
    return list(runner.run(paths, lambda path: Settings(), jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_are_in_the_order_of_the_files(jobs: int) -> None:
    results = run(*(f"import keras{' ' * n}" if n % 3 else "print()" for n in range(20)), jobs=jobs)
    assert [result.path for result in results] == [f"{n}.py" for n in range(20)]
    assert [result.keras for result in results] == [bool(n % 3) for n in range(20)]
    assert results[5].coverage.layers == len("import keras     ")


@pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the pipeline of the test is inherited"
)
def test_a_process_that_dies_costs_one_file() -> None:
    texts = ["import keras"] * 20
    texts[3] = texts[17] = "import keras; die"
    results = run(*texts, jobs=2)
    assert [n for n, result in enumerate(results) if result.failed] == [3, 17]
    assert results[3].failed.startswith("the process that checked this file died")
    assert results[4].coverage.models == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_costs_one_file(jobs: int, tmp_path: Path) -> None:
    results = run("import keras", "import keras; raise", "import keras", jobs=jobs)
    assert [bool(result.failed) for result in results] == [False, True, False]
    assert results[1].failed.startswith("internal error: RecursionError: too; please open an issue")
    (report,) = tmp_path.glob("kerascheck-*.txt")
    assert "while checking 1.py" in report.read_text()


def test_a_file_that_cannot_be_read_is_told() -> None:
    Path("folder.py").mkdir()
    results = list(runner.run(["folder.py", "gone.py"], lambda path: Settings()))
    assert [result.failed for result in results] == [
        "cannot be read: Is a directory",
        "cannot be read: No such file or directory",
    ]


def test_stdin_comes_last_and_is_not_read_from_disk() -> None:
    Path("a.py").write_text("import keras")
    results = list(
        runner.run(["a.py"], lambda path: Settings(), stdin=("b.py", b"import keras as k"))
    )
    assert [(result.path, result.coverage.layers) for result in results] == [
        ("a.py", 12),
        ("b.py", 17),
    ]


@pytest.mark.parametrize(
    ("files", "jobs", "processors", "count"),
    [
        pytest.param(15, None, 8, 1, id="too few files"),
        pytest.param(16, None, 8, 2, id="enough for two"),
        pytest.param(1000, None, 8, 8, id="all processors"),
        pytest.param(1000, None, 1, 1, id="one processor"),
        pytest.param(10_000, None, 500, 61, id="never more than 61"),
        pytest.param(3, 8, 1, 3, id="as asked, but not more than files"),
        pytest.param(1000, 1, 8, 1, id="one as asked"),
        pytest.param(0, None, 8, 1, id="no files"),
    ],
)
def test_how_many_processes(
    monkeypatch: pytest.MonkeyPatch, files: int, jobs: int | None, processors: int, count: int
) -> None:
    monkeypatch.setattr(runner, "_processors", lambda: processors)
    assert runner.workers(files, jobs) == count
