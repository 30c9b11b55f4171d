"""Starts the worker under the user's interpreter, limits it, and asks it to build models."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kerascheck.dynamic import launch
from kerascheck.values import Device

Json = dict[str, Any]
_START = 180.0
"""Seconds that importing Keras may take, at least."""
_LARGEST = 4 << 30
"""No more bytes of weights than this are really made in main memory."""
_PASSED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")
"""The variables of the environment that the worker gets."""


class UnavailableError(Exception):
    """Nothing can be built: there is no Keras to build with, or it cannot be started."""


class LostError(Exception):
    """One model could not be built: the worker died, or took too much time or memory."""


@dataclass(frozen=True)
class Options:
    """What the user asks of the dynamic mode.

    `python` is the interpreter to use, empty for the one of the project. `timeout` is in seconds
    for one model. `shapes` are the shapes of inputs by the name of the model, without the batch.
    """

    python: str = ""
    device: str = "auto"
    timeout: float = 120.0
    overfit: bool = False
    shapes: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    folder: str = ""
    execute: bool = False
    """Whether the script is executed, in the sandbox, for models that the trace left open."""


def interpreter(options: Options, environment: Mapping[str, str] = os.environ) -> str:
    """The Python to build with: the one named, that of the active or the project's environment.

    pre-commit activates an environment for kerascheck alone, which is not the one that is meant.
    """
    if options.python:
        found = shutil.which(options.python) or options.python
        if not os.path.exists(found):
            raise UnavailableError(f"--python {options.python}: no such interpreter")
        return found
    hook = bool(environment.get("PRE_COMMIT"))
    active = "" if hook else environment.get("VIRTUAL_ENV") or environment.get("CONDA_PREFIX")
    folders = [Path(active)] if active else []
    start = Path(options.folder or ".").resolve()
    folders += [folder / ".venv" for folder in (start, *start.parents)]
    for folder in folders:
        for name in ("bin/python", "Scripts/python.exe"):
            if (folder / name).exists():
                return str(folder / name)
    return (_outside(environment) if hook else "") or sys.executable


def _outside(environment: Mapping[str, str]) -> str:
    """The first Python on the path that is not that of kerascheck's own environment."""
    folders = [
        folder
        for folder in environment.get("PATH", "").split(os.pathsep)
        if folder and Path(folder).resolve() != Path(sys.executable).parent.resolve()
    ]
    path = os.pathsep.join(folders)
    return shutil.which("python3", path=path) or shutil.which("python", path=path) or ""


class Worker:
    """One worker process, started when the first model is to be built, and again if it dies."""

    def __init__(self, options: Options, device: str = "") -> None:
        self.options = options
        self.python = interpreter(options)
        self.device_name = device or options.device
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._device: Device | None = None
        self._folder = ""
        self._started = False
        self._reader: threading.Thread | None = None
        self._others: dict[str, Worker] = {}
        self.tell: Callable[[str], None] | None = None
        """Told in words what is being built."""

    @property
    def device(self) -> Device:
        """What it builds with; starts the worker. Raises `UnavailableError`."""
        if self._device is None or self._process is None:
            self._start()
        assert self._device is not None
        return self._device

    def build(self, job: Json) -> tuple[Json, Device]:
        """The answer to a job; raises `UnavailableError` or, for this model alone, `LostError`."""
        try:
            device = self.device
        except UnavailableError as error:
            if not self._started:
                raise
            raise LostError(str(error)) from error
        self._started = True
        try:
            answer = self._ask(json.dumps(job, allow_nan=False), self.options.timeout)
        except LostError as error:
            if not job.get("probe"):
                raise
            # It may have been the losses that were too much, and not the model.
            answer, device = self.build({**job, "probe": None})
            return {**answer, "unprobed": str(error)}, device
        if answer["event"] == "too-large":
            return self._other("meta").build({**job, "probe": None})
        if answer["event"] == "spent":
            self._lose()
            return self._other("cpu").build(job)
        return answer, device

    def _other(self, device: str) -> "Worker":
        """The worker for models that do not fit in memory, or at which the GPU gave up."""
        if device not in self._others:
            self._others[device] = Worker(self.options, device)
        return self._others[device]

    def close(self) -> None:
        """End the process; nothing of it is left behind."""
        for other in self._others.values():
            other.close()
        self._lose()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def _start(self) -> None:
        self.close()
        self._folder = tempfile.mkdtemp(prefix="kerascheck-")
        told = {"device": self.device_name, "backend": wished(), "limit": limit()}
        command = [self.python, "-I", launch.__file__, "worker", json.dumps(told)]
        errors = open(os.path.join(self._folder, "stderr"), "w+", encoding="utf-8")  # noqa: SIM115 - read at the end
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                cwd=self._folder,
                env=self._environment(),
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise UnavailableError(f"{self.python} cannot be started: {error.strerror}") from error
        finally:
            errors.close()
        self._lines = queue.Queue()
        self._reader = threading.Thread(
            target=_read, args=(self._process, self._lines), daemon=True, name="worker"
        )
        self._reader.start()
        try:
            answer = self._receive(max(self.options.timeout, _START))
        except LostError as error:
            raise UnavailableError(f"{self.python}: {error}") from error
        if answer.get("event") != "ready":
            self.close()
            raise UnavailableError(_failure(self.python, answer))
        self._device = Device(
            self.python,
            answer["keras"],
            answer["backend"],
            answer["backend_version"],
            answer["device"],
            answer["memory"],
            answer["meta"],
            answer["seconds"],
            tuple(answer["notes"]),
        )

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
        home = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "KERAS_HOME"), self._folder)
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
        return {**kept, **home, **quiet, "KERASCHECK_USER": os.path.expanduser("~")}

    def _ask(self, line: str, seconds: float) -> Json:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        with suppress(OSError, ValueError):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        return self._receive(seconds)

    def _receive(self, seconds: float) -> Json:
        """The next answer, within a limit of time and of memory."""
        process = self._process
        assert process is not None
        end, most = time.monotonic() + seconds, _memory() * 3 // 4
        while True:
            try:
                line = self._lines.get(timeout=0.2)
            except queue.Empty:
                if time.monotonic() > end:
                    self._lose()
                    raise LostError(f"it took longer than {seconds:g} seconds") from None
                if most and _resident(process.pid) > most:
                    self._lose()
                    raise LostError(f"it took more than {most >> 20:,} MB of memory") from None
                continue
            if line is None:
                words = self._last_words()
                self._lose()
                raise LostError(f"the process that built it died{words}")
            with suppress(ValueError):
                answer = json.loads(line)
                if isinstance(answer, dict):
                    return answer

    def _lose(self) -> None:
        """End the process, and close what leads to it."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        _end(process)
        if self._reader is not None:
            self._reader.join(10)
        if process.stdout is not None:
            process.stdout.close()

    def _last_words(self) -> str:
        """The last line that the process wrote to its standard error."""
        try:
            with open(os.path.join(self._folder, "stderr"), encoding="utf-8") as file:
                lines = file.read()[-4000:].strip().splitlines()
        except (OSError, UnicodeDecodeError):
            return ""
        return f": {lines[-1][:300]}" if lines else ""


@contextmanager
def worker(options: Options) -> Iterator[Worker]:
    """A worker that is ended in any case."""
    made = Worker(options)
    try:
        yield made
    finally:
        made.close()


def _failure(python: str, answer: Json) -> str:
    why = answer.get("why", "it does not answer")
    if answer.get("kind") in ("no-keras", "old-keras"):
        return (
            f"{python}: {why}; name the interpreter of an environment with Keras 3 by --python, "
            "or activate that environment"
        )
    return f"{python}: {why}"


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    with suppress(OSError, ValueError):
        for line in process.stdout or ():
            lines.put(line)
    lines.put(None)


def _end(process: "subprocess.Popen[str]") -> None:
    """End a process and those that it has started."""
    if process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    kill: Callable[[], None] = process.kill
    if os.name == "posix":
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


def wished() -> str:
    """The backend that the user has chosen for Keras, as Keras itself would find it."""
    named = os.environ.get("KERAS_BACKEND")
    if named:
        return named
    folder = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    try:
        with open(os.path.join(folder, "keras.json"), encoding="utf-8") as file:
            chosen = json.load(file)
    except (OSError, ValueError):
        return ""
    backend = chosen.get("backend") if isinstance(chosen, dict) else None
    return backend if isinstance(backend, str) else ""


def _memory() -> int:
    """The bytes of main memory that are free, 0 if that is not known."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) << 10
    except (OSError, ValueError):
        pass
    return 0


def limit() -> int:
    """How many bytes of weights are really made."""
    free = _memory()
    return min(free * 2 // 5, _LARGEST) if free else _LARGEST


def _resident(process: int) -> int:
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
