"""The worker: what it is started with, its limits, and what becomes of one that dies."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kerascheck.dynamic import runner
from kerascheck.dynamic.runner import LostError, Options, UnavailableError, Worker, interpreter

Environment = Callable[[dict[str, str]], str]


def job(*names: str) -> dict[str, Any]:
    """A model of layers one after the other."""
    steps: list[dict[str, Any]] = [
        {"id": number, "do": "make", "class": f"keras.layers.{name}", "kwargs": {}}
        for number, name in enumerate(names, 1)
    ]
    last = len(names) + 1
    parts = list(range(1, last))
    steps.append({"id": last, "do": "sequential", "parts": parts, "input": None, "kwargs": {}})
    return {"version": 1, "steps": steps, "model": last}


@pytest.fixture
def worker(fake: str) -> Iterator[Worker]:
    made = Worker(Options(python=fake, timeout=5))
    yield made
    made.close()


def test_it_says_what_it_builds_with(worker: Worker, fake: str) -> None:
    device = worker.device
    assert (device.python, device.keras, device.backend) == (fake, "3.99.0", "torch")
    assert (device.version, device.name, device.meta) == ("2.99", "CPU", False)


def test_one_worker_serves_many_jobs(worker: Worker) -> None:
    assert worker.build(job("Dense"))[0]["event"] == "built"
    process = worker._process
    assert worker.build(job("Dense", "Dense"))[0]["event"] == "built"
    assert worker._process is process


def test_what_keras_prints_does_not_disturb_the_answers(worker: Worker) -> None:
    answer, _ = worker.build(job("Reshape", "Dense"))
    assert sorted(answer["parts"]) == ["1", "2", "3"]


def test_an_error_names_its_step(worker: Worker) -> None:
    error = worker.build(job("Dense", "Permute"))[0]["error"]
    assert (error["at"], error["type"], error["text"]) == (2, "ValueError", "no such axis")


def test_a_worker_that_dies_costs_one_model(worker: Worker) -> None:
    assert worker.build(job("Dense"))[0]["event"] == "built"
    with pytest.raises(LostError, match="the process that built it died"):
        worker.build(job("Flatten"))
    assert worker.build(job("Dense"))[0]["event"] == "built"


def test_a_model_that_takes_too_long_costs_one_model(fake: str) -> None:
    worker = Worker(Options(python=fake, timeout=0.5))
    with pytest.raises(LostError, match=r"longer than 0\.5 seconds"):
        worker.build(job("Dropout"))
    assert worker.build(job("Dense"))[0]["event"] == "built"
    worker.close()


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_a_model_that_takes_too_much_memory_costs_one_model(
    fake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(Options(python=fake, timeout=30))
    assert worker.device
    monkeypatch.setattr(runner, "_memory", lambda: 200 << 20)
    with pytest.raises(LostError, match=r"more than 150 MB of memory"):
        worker.build(job("Embedding"))
    worker.close()


def test_losses_that_take_too_long_do_not_cost_the_model(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = worker._ask

    def slow(line: str, seconds: float) -> dict[str, Any]:
        if json.loads(line).get("probe"):
            worker._lose()
            raise LostError("it took longer than 9 seconds")
        return ask(line, seconds)

    monkeypatch.setattr(worker, "_ask", slow)
    answer, _ = worker.build({**job("Dense"), "probe": {"losses": ["mse"]}})
    assert answer["event"] == "built"
    assert answer["unprobed"] == "it took longer than 9 seconds"


def test_what_a_graphics_card_gives_up_on_is_built_on_the_cpu(worker: Worker) -> None:
    first, _ = worker.build(job("Dense"))
    process = worker._process
    answer, device = worker.build(job("Masking"))
    assert (answer["event"], device.name) == ("built", "CPU")
    assert worker._process is not process, "the one that gave up is of no more use"
    last, _ = worker.build(job("Dense"))
    assert (first["event"], last["event"]) == ("built", "built")


def test_nothing_of_it_is_left_behind(worker: Worker) -> None:
    assert worker.device
    process, folder = worker._process, worker._folder
    assert process is not None
    assert os.path.isdir(folder)
    worker.close()
    assert process.poll() is not None
    assert not os.path.exists(folder)


@pytest.mark.parametrize(
    "name",
    ["keras.layers.TFSMLayer", "keras.layers.Lambda", "keras.saving.load_model", "os.system"],
)
def test_what_is_not_in_the_lists_is_refused(worker: Worker, name: str) -> None:
    wanted = job("Dense")
    wanted["steps"][0]["class"] = name
    answer, _ = worker.build(wanted)
    assert (answer["event"], answer["step"]) == ("refused", 1)
    assert name in answer["why"]


@pytest.mark.parametrize(
    "kwargs",
    [
        {"vocabulary": "/etc/passwd"},
        {"activation": {"dict": [["class_name", "x"], ["module", "os"]]}},
        {"activation": [{"dict": [["class_name", "x"]]}]},
    ],
)
def test_arguments_by_which_keras_reads_files_or_imports_are_refused(
    worker: Worker, kwargs: dict[str, Any]
) -> None:
    wanted = job("Dense")
    wanted["steps"][0]["kwargs"] = kwargs
    assert worker.build(wanted)[0]["event"] == "refused"


def test_an_interpreter_without_keras_is_named(environment: Environment) -> None:
    python = environment({})
    with pytest.raises(UnavailableError) as error:
        _ = Worker(Options(python=python)).device
    assert str(error.value).startswith(f"{python}: it has no Keras; name the interpreter")


def test_an_old_keras_is_named(environment: Environment) -> None:
    old = "__version__ = '2.15.0'\nclass config:\n    pass\n"
    torch = "__version__ = '2.1'\nclass cuda:\n    is_available = staticmethod(lambda: False)\n"
    python = environment({"keras": old, "torch": torch})
    with pytest.raises(UnavailableError, match=r"Keras 2\.15\.0 is too old; version 3 is needed"):
        _ = Worker(Options(python=python)).device


@pytest.mark.parametrize("version", ["3.0.5", "3.4.1", "3.99.0"])
def test_a_keras_that_is_not_tested_without_a_backend_is_named(
    version: str, environment: Environment
) -> None:
    python = environment({"keras": f"import numpy\n__version__ = {version!r}\n", "numpy": ""})
    words = rf"Keras {version} can be used with a backend only; without one, Keras 3\.5 to 3\.\d+"
    with pytest.raises(UnavailableError, match=words):
        _ = Worker(Options(python=python)).device


def test_a_broken_keras_is_told(environment: Environment) -> None:
    python = environment({"keras": "raise RuntimeError('half installed')", "torch": ""})
    with pytest.raises(UnavailableError, match="RuntimeError: half installed"):
        _ = Worker(Options(python=python)).device


def test_modules_beside_the_script_are_not_imported(
    worker: Worker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("keras", "torch", "json", "contextlib"):
        (folder / f"{name}.py").write_text(f"open({str(folder / 'marker')!r}, 'w')")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    assert worker.build(job("Dense"))[0]["event"] == "built"
    assert not (folder / "marker").exists()


def test_the_named_interpreter_comes_first(folder: Path) -> None:
    assert interpreter(Options(python=sys.executable), {}) == sys.executable
    with pytest.raises(UnavailableError, match="--python nowhere: no such interpreter"):
        interpreter(Options(python="nowhere"), {})


def test_the_interpreter_is_that_of_the_environment_then_of_the_project(folder: Path) -> None:
    assert interpreter(Options(folder=str(folder)), {}) == sys.executable
    project = _python(folder / ".venv")
    inner = folder / "src" / "net"
    inner.mkdir(parents=True)
    assert interpreter(Options(folder=str(inner)), {}) == project
    active = _python(folder / "active")
    variables = {"VIRTUAL_ENV": str(folder / "active")}
    assert interpreter(Options(folder=str(inner)), variables) == active
    # pre-commit's environment has kerascheck and nothing else.
    hook = {**variables, "PRE_COMMIT": "1"}
    assert interpreter(Options(folder=str(inner)), hook) == project


def _python(folder: Path) -> str:
    path = folder / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    return str(path)


def test_start_up_is_limited(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    python = environment({"keras": "import time\ntime.sleep(60)", "torch": ""})
    monkeypatch.setattr(runner, "_START", 0.5)
    start = time.monotonic()
    with pytest.raises(UnavailableError, match="it took longer than"):
        _ = Worker(Options(python=python, timeout=0.5)).device
    assert time.monotonic() - start < 20
