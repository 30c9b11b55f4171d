"""Workers with the real Keras, shared by the tests, and environments with a made-up one."""

import importlib.util
import os
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.dynamic import compare
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.finding import Finding
from kerascheck.pipeline import check
from kerascheck.project import Project
from kerascheck.values import Built, Facts

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"
RULES = registry.select(registry.load(), Settings())

PYTHONS = [path for path in os.environ.get("KERASCHECK_PYTHONS", "").split(os.pathsep) if path]
PYTHONS = PYTHONS or [sys.executable]
"""The interpreters with Keras that the tests build with: the variable may name others, each with
a Keras, backend or version of its own. `KERAS_BACKEND` chooses the backend as for Keras itself."""

DEVICE = os.environ.get("KERASCHECK_DEVICE", "cpu")
"""Where the models with a backend are built: on a machine that has one, `gpu` may be tried."""

Build = Callable[[str], tuple[Built, ...]]

FAKE_KERAS = """
import os, sys, time

__version__ = "3.99.0"


class _Config:
    disable_traceback_filtering = staticmethod(lambda: None)


class _Backend:
    backend = staticmethod(lambda: "torch")
    standardize_dtype = staticmethod(str)


class _Utils:
    clear_session = staticmethod(lambda: None)
    set_random_seed = staticmethod(lambda seed: None)


class _Tree:
    flatten = staticmethod(lambda value: [])


config, backend, utils, tree = _Config, _Backend, _Utils, _Tree


class Variable:
    def __init__(self, *args, **kwargs):
        pass


class Layer:
    built = True
    trainable = True
    trainable_weights = ()
    non_trainable_weights = ()

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return None


class Model(Layer):
    pass


class Sequential(Model):
    def add(self, layer):
        pass


def Input(**kwargs):
    return None


class Flatten(Layer):
    def __init__(self, **kwargs):
        os._exit(3)


class Dropout(Layer):
    def __init__(self, **kwargs):
        time.sleep(60)


class Reshape(Layer):
    def __init__(self, **kwargs):
        print(chr(123) + chr(125))
        os.write(1, b"noise without an end")
        sys.stdout.flush()


class Permute(Layer):
    def __init__(self, **kwargs):
        raise ValueError("no such axis")


class Embedding(Layer):
    def __init__(self, **kwargs):
        self.held = bytearray(300 << 20)
        for at in range(0, len(self.held), 4096):
            self.held[at] = 1
        time.sleep(60)


class Masking(Layer):
    def __init__(self, **kwargs):
        import torch

        torch.cuda.spent = os.environ.get("CUDA_VISIBLE_DEVICES") != "-1"


class layers:
    Layer, Masking = Layer, Masking
    Dense = type("Dense", (Layer,), {})
    Flatten, Dropout, Reshape, Permute, Embedding = Flatten, Dropout, Reshape, Permute, Embedding
"""
FAKE_TORCH = """
__version__ = "2.99"


class cuda:
    spent = False
    is_available = staticmethod(lambda: False)
    is_initialized = staticmethod(lambda: cuda.spent)

    def synchronize():
        raise RuntimeError("CUDA error: device-side assert triggered")
"""


def facts(code: str, path: str = "train.py") -> Facts:
    """The facts of a program after `HEAD`."""
    project = Project(path, (HEAD + dedent(code)).encode())
    assert not project.problems
    return Trace(project.blocks, project.find, Limits()).base.facts


def built(worker: Worker, code: str) -> tuple[Built, ...]:
    """What becomes of the models of a program after `HEAD`."""
    return compare.build(facts(code), worker, "train.py")


def found(worker: Worker, code: str) -> list[Finding]:
    """The findings of a program after `HEAD`, whose models are built."""
    data = (HEAD + dedent(code)).encode()
    return list(check("train.py", data, RULES, Settings(), worker=worker).findings)


def line(number: int) -> int:
    """The line of a program, seen without `HEAD`."""
    return number - HEAD.count("\n")


@pytest.fixture(scope="session", params=PYTHONS)
def meta(request: pytest.FixtureRequest) -> Iterator[Worker]:
    """The real Keras without a backend."""
    yield from _worker(request.param, "meta")


@pytest.fixture(scope="session", params=PYTHONS)
def cpu(request: pytest.FixtureRequest) -> Iterator[Worker]:
    """The real Keras with its backend."""
    yield from _worker(request.param, DEVICE)


def _worker(python: str, device: str) -> Iterator[Worker]:
    if python == sys.executable and importlib.util.find_spec("keras") is None:
        pytest.skip("Keras is not installed")
    worker = Worker(Options(python=python, device=device))
    try:
        if device != "meta" and worker.device.meta:
            pytest.skip("no backend of Keras is installed")
        yield worker
    finally:
        worker.close()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, str]], str]:
    """Makes an environment with some packages, given as text; returns its interpreter."""

    def make(packages: dict[str, str]) -> str:
        folder = tmp_path_factory.mktemp("environment")
        venv.create(folder, symlinks=os.name == "posix")
        python = next(
            path
            for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe")
            if path.exists()
        )
        site = next(path for path in folder.rglob("site-packages") if path.is_dir())
        for name, text in packages.items():
            (site / name).mkdir()
            (site / name / "__init__.py").write_text(text)
        return str(python)

    return make


@pytest.fixture(scope="session")
def fake(environment: Callable[[dict[str, str]], str]) -> str:
    """An interpreter whose Keras is a few lines, some of which do harm."""
    return environment({"keras": FAKE_KERAS, "torch": FAKE_TORCH})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
