"""Runs a script of somebody's in the sandbox, within limits, and leaves nothing of it behind.

The script gets an empty folder of its own, an environment without the caller's secrets, no input,
and a pipe for what it has to tell: JSON, an object a line, written to the descriptor that the
variable `sandbox.RESULTS` names. Everything that runs in there can write to that pipe, so no line
is more than a claim of the script about itself: here each is bounded in size and depth and freed
of what could fool a terminal, and whoever uses it has to check what it says.
"""

import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kerascheck.dynamic import sandbox
from kerascheck.dynamic.claims import Claims, plain
from kerascheck.dynamic.folders import held, measure, remove

_PASSED = ("LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""The variables of the caller's environment that the script sees."""
_OWN_FOLDERS = {
    "HOME": "home",
    "KERAS_HOME": "home/.keras",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "TMPDIR": "tmp",
}
_STEP = 0.05
"""Seconds from one look at the process to the next."""
_DISK_STEP = 0.25
"""Seconds from one look at its files to the next, at least."""
_KEPT = 1 << 16
"""How many bytes of the end of its standard error are kept."""


@dataclass(frozen=True)
class Limits:
    """How much a script may use. Sizes are in bytes, times in seconds.

    `memory` 0 means three quarters of what is free. `printed` output is thrown away in any case
    and has no limit; `results` is the limit of what it tells.
    """

    seconds: float = 60.0
    processor: float = 300.0
    memory: int = 0
    disk: int = 1 << 30
    file: int = 512 << 20
    files: int = 10_000
    open_files: int = 512
    threads: int = 1024 + 8 * (os.cpu_count() or 1)
    results: int = 16 << 20


@dataclass(frozen=True)
class Program:
    """What to run: `python script arguments`, in a new folder that holds `files` by their names.

    It can read `script`, what the interpreter imports from, and the files and folders (with all
    that is in them) of `readable`. `environment` is added to what it sees. `gpu` lets it use the
    graphics cards; otherwise they are hidden.
    """

    python: str
    script: str
    arguments: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    gpu: bool = False


@dataclass(frozen=True)
class Outcome:
    """How it ended, and what it told until then.

    `ended` is `finished` (status 0), `exit` (another status), `signal`, the limit that was met
    (`time`, `processor`, `memory`, `disk`, `threads`, `results`), or `refused`: nothing was run,
    and `why` says why. `lines` are claims, `unreadable` counts the lines that are no such thing.
    `printed` counts the bytes that it wrote to standard output and error, `errors` is the end of
    the latter. `left` is the folder, if it could not be removed.
    """

    ended: str
    status: int | None = None
    why: str = ""
    seconds: float = 0.0
    processor: float = 0.0
    memory: int = 0
    lines: tuple[dict[str, Any], ...] = ()
    unreadable: int = 0
    printed: int = 0
    errors: str = ""
    left: str = ""


def unavailable() -> str | None:
    """Why nothing can be run here; None if it can."""
    return sandbox.unavailable()


def run(program: Program, limits: Limits | None = None) -> Outcome:
    """Run a script in the sandbox until it ends or meets a limit; then nothing of it is left."""
    why = unavailable()
    if why is not None:
        return Outcome("refused", why=why)
    folder = tempfile.mkdtemp(prefix="kerascheck-")
    gone = False
    try:
        outcome = _Run(program, limits or Limits(), folder).outcome()
    finally:
        gone = remove(folder)
    return outcome if gone else replace(outcome, left=folder)


class _Run:
    """One run in a folder that is made and removed by the caller."""

    def __init__(self, program: Program, limits: Limits, folder: str) -> None:
        self.program = program
        self.limits = limits
        self.folder = folder
        self.claims = Claims(limits.results)
        self.most = limits.memory or _free() * 3 // 4 or 8 << 30
        self.printed = 0
        self.errors = b""
        self.peak = 0
        self.used = 0.0
        self.met = ""
        self.why = ""
        self._disk_at = 0.0

    def outcome(self) -> Outcome:
        """Start it, watch it, end it."""
        begun = time.monotonic()
        results, told = os.pipe()
        try:
            try:
                process = self._start(told)
            except OSError as error:
                reason = error.strerror or str(error)
                return Outcome("refused", why=f"{self.program.python} cannot be started: {reason}")
            finally:
                os.close(told)
            try:
                self._watch(process, results, begun + self.limits.seconds)
            finally:
                self._end(process)
        finally:
            os.close(results)
        ended, why = self._ended(process.returncode)
        return Outcome(
            ended,
            process.returncode,
            why,
            time.monotonic() - begun,
            self.used,
            self.peak,
            tuple(self.claims.lines) if ended != "refused" else (),
            self.claims.unreadable,
            self.printed,
            plain(self.errors.decode("utf-8", "replace")),
        )

    def _start(self, told: int) -> "subprocess.Popen[bytes]":
        for place in _OWN_FOLDERS.values():
            os.makedirs(os.path.join(self.folder, place), exist_ok=True)
        for name, data in self.program.files.items():
            Path(self.folder, name).write_bytes(data)
        options = os.path.join(self.folder, ".sandbox")
        Path(options).write_text(json.dumps(self._options()), encoding="utf-8")
        command = [self.program.python, "-I", "-B", sandbox.__file__, options, self.program.script]
        return subprocess.Popen(
            [*command, *self.program.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=self.folder,
            env=self._environment(told),
            pass_fds=(told,),
            start_new_session=True,
        )

    def _options(self) -> dict[str, object]:
        """What `sandbox.main` is told."""
        limits, seconds = self.limits, int(self.limits.processor) + 2
        kernel = {
            "RLIMIT_CPU": (seconds, seconds + 5),
            "RLIMIT_FSIZE": (limits.file, limits.file),
            "RLIMIT_NOFILE": (limits.open_files, limits.open_files),
            # At 1 byte no core is dumped, not even to a program that collects them, as at 0.
            "RLIMIT_CORE": (1, 1),
        }
        if not self.program.gpu:  # The drivers of graphics cards reserve far more than they use.
            room = self.most + (1 << 30) + (os.cpu_count() or 1) * (32 << 20)
            kernel["RLIMIT_DATA"] = (room, room)
        return {
            "folder": self.folder,
            "readable": [self.program.script, *self.program.readable],
            "gpu": self.program.gpu,
            "limits": kernel,
        }

    def _environment(self, told: int) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
        own = {name: os.path.join(self.folder, place) for name, place in _OWN_FOLDERS.items()}
        if not self.program.gpu:
            kept |= {"CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}
        return {
            "PATH": "/usr/bin:/bin",
            "USER": "nobody",
            "KERASCHECK_USER": os.path.expanduser("~"),
            **kept,
            **self.program.environment,
            **own,
            sandbox.RESULTS: str(told),
        }

    def _watch(self, process: "subprocess.Popen[bytes]", results: int, end: float) -> None:
        """Read what comes until the process ends or meets a limit."""
        assert process.stdout is not None
        assert process.stderr is not None
        look = 0.0
        with process.stdout as out, process.stderr as err, selectors.DefaultSelector() as selector:
            for number, take in (
                (out.fileno(), self._take_output),
                (err.fileno(), self._take_errors),
                (results, self._take_results),
            ):
                os.set_blocking(number, False)
                selector.register(number, selectors.EVENT_READ, take)
            dead = False
            while not self.met:
                # When it is dead, what is left in the pipes is read, and no more comes.
                ready = selector.select(0 if dead else _STEP)
                for key, _ in ready:
                    data = os.read(key.fd, 1 << 16)
                    if data:
                        key.data(data)
                    else:
                        selector.unregister(key.fd)
                if dead and not ready:
                    break
                now = time.monotonic()
                if now > end:
                    self._meet("time", f"it took longer than {self.limits.seconds:g} seconds")
                elif now >= look and not dead:
                    dead = _is_dead(process.pid)
                    if not dead:
                        self._look(process.pid, now)
                    look = time.monotonic() + _STEP
                if not selector.get_map() and not dead:
                    time.sleep(_STEP)

    def _take_output(self, data: bytes) -> None:
        self.printed += len(data)

    def _take_errors(self, data: bytes) -> None:
        self.printed += len(data)
        self.errors = (self.errors + data)[-_KEPT:]

    def _take_results(self, data: bytes) -> None:
        if not self.claims.feed(data):
            self._meet("results", f"it told more than {self.limits.results >> 20:,} MB")

    def _meet(self, limit: str, why: str) -> None:
        if not self.met:
            self.met, self.why = limit, why

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        """End the process and all others of its session; none is left when this returns."""
        import resource  # Not on Windows, where nothing comes this far.

        # Until it is waited for, no other process can get its number.
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.used = max(self.used, used.ru_utime + used.ru_stime)
        # Linux counts what the process was before its program began: a copy of this one.
        if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
            self.peak = max(self.peak, used.ru_maxrss << 10)
        for number in _session(process.pid):
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)

    def _look(self, process: int, now: float) -> None:
        """Look what the process uses. It has no children: the sandbox lets it make none."""
        use = _usage(process)
        self.used = max(self.used, use.processor)
        self.peak = max(self.peak, use.peak)
        limits = self.limits
        if use.memory > self.most:
            self._meet("memory", f"it took more than {self.most >> 20:,} MB of memory")
        elif use.processor > limits.processor:
            self._meet("processor", f"it used the processor for {limits.processor:g} seconds")
        elif use.threads > limits.threads:
            self._meet("threads", f"it started more than {limits.threads:,} threads")
        elif now >= self._disk_at:
            size, wrong = measure(self.folder, limits.files)
            size += held(process, os.stat(self.folder).st_dev, limits.file)
            if wrong or size > limits.disk:
                self._meet("disk", wrong or f"it wrote more than {limits.disk >> 20:,} MB")
            spent = time.monotonic() - now
            self._disk_at = now + max(_DISK_STEP, 5 * spent)

    def _ended(self, status: int) -> tuple[str, str]:
        """How it ended, and the words for it."""
        if self.met:
            return self.met, self.why
        if status == 0:
            return "finished", ""
        lines = self.claims.lines
        if status == sandbox.REFUSED and len(lines) == 1 and lines[0].get("event") == "refused":
            return "refused", str(lines[0].get("why"))
        if status > 0:
            return "exit", f"it ended with the status {status}"
        if -status in (signal.SIGXCPU, signal.SIGKILL) and self.used > self.limits.processor - 1:
            return "processor", f"it used the processor for {self.limits.processor:g} seconds"
        with suppress(ValueError):
            return "signal", f"it ended with the signal {signal.Signals(-status).name}"
        return "signal", f"it ended with the signal {-status}"


@dataclass(frozen=True)
class _Usage:
    """What a process uses now: bytes, seconds of the processor, threads."""

    memory: int = 0
    peak: int = 0
    processor: float = 0.0
    threads: int = 0


def _usage(process: int) -> _Usage:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
        times = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return _Usage()
    found = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    sizes = {
        name: int(found[name].split()[0]) << 10
        for name in ("VmRSS", "VmSwap", "VmPTE", "VmHWM")
        if name in found
    }
    now = sum(sizes.get(name, 0) for name in ("VmRSS", "VmSwap", "VmPTE"))
    ticks = int(times[11]) + int(times[12])
    return _Usage(
        now,
        sizes.get("VmHWM", 0),
        ticks / os.sysconf("SC_CLK_TCK"),
        int(found.get("Threads", "0")),
    )


def _is_dead(process: int) -> bool:
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError):
                after = Path(f"/proc/{name}/stat").read_bytes().rpartition(b")")[2].split()
                if int(after[3]) == leader:
                    found.append(int(name))
    return found


def _free() -> int:
    """The bytes of main memory that are free, 0 if that is not known."""
    with suppress(OSError, ValueError), open("/proc/meminfo", encoding="ascii") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return 0
