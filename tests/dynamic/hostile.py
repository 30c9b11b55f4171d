"""Runs hostile code in the sandbox, and says what it could do."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import Any

from kerascheck.dynamic.contained import Limits, Outcome, Program, run
from kerascheck.dynamic.sandbox import RESULTS, unavailable

HEAD = f"""\
import ctypes, json, os, signal, sys, time

def say(**claims):
    os.write(int(os.environ["{RESULTS}"]), (json.dumps(claims) + "\\n").encode())

def attempt(action, *arguments):
    try:
        value = action(*arguments)
    except BaseException as error:
        say(event="blocked", error=type(error).__name__, errno=getattr(error, "errno", None))
        return None
    say(event="allowed", value=repr(value)[:300])
    return value

libc = ctypes.CDLL(None, use_errno=True)

def call(number, *arguments):
    answer = libc.syscall(ctypes.c_long(number), *[
        ctypes.c_long(a) if isinstance(a, int) else a for a in arguments
    ])
    if answer < 0:
        raise OSError(ctypes.get_errno(), "call")
    return answer

ARGS = json.loads(sys.argv[1])
"""


def script(folder: Path, code: str) -> Path:
    """A file with the code, in a folder."""
    path = folder / "hostile.py"
    path.write_text(HEAD + dedent(code), encoding="utf-8")
    return path


def contained(
    folder: Path,
    code: str,
    limits: Limits | None = None,
    readable: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    **arguments: object,
) -> Outcome:
    """Run the code in the sandbox; where there is none, show that it was not run."""
    path = script(folder, code)
    program = Program(
        sys.executable, str(path), (json.dumps(arguments),), readable, environment or {}
    )
    outcome = run(program, limits or Limits(seconds=30))
    if unavailable() is not None:
        assert outcome == Outcome("refused", why=str(unavailable()))
    assert outcome.left == ""
    return outcome


def free(folder: Path, code: str, **arguments: object) -> list[dict[str, Any]]:
    """Run the same code without a sandbox, to show that it does harm; returns what it says."""
    path = script(folder, code)
    reading, writing = os.pipe()
    try:
        subprocess.run(
            [sys.executable, "-I", path, json.dumps(arguments)],
            env={**os.environ, RESULTS: str(writing)},
            pass_fds=(writing,),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
    finally:
        os.close(writing)
    with open(reading, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def blocked(outcome: Outcome) -> bool:
    """Was each attempt blocked? True where nothing can be run at all."""
    if outcome.ended == "refused":
        return unavailable() is not None
    assert outcome.lines, outcome
    return all(line["event"] == "blocked" for line in outcome.lines)


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that can be changed of what is in a folder: contents, kinds, modes, times, attributes."""
    found: dict[str, tuple[object, ...]] = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        state = path.lstat()
        kept = (state.st_mode, state.st_uid, state.st_gid, state.st_nlink, state.st_size)
        times = (state.st_mtime_ns, state.st_ctime_ns)
        content = path.read_bytes() if path.is_file() else b""
        attributes: tuple[str, ...] = ()
        if sys.platform == "linux":
            attributes = tuple(os.listxattr(path, follow_symlinks=False))
        found[str(path)] = (*kept, *times, content, attributes)
    return found


def running(marker: str) -> list[int]:
    """The processes that have the marker in their command line or environment."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            with suppress(OSError):
                place = Path("/proc", name)
                text = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
                if marker.encode() in text:
                    found.append(int(name))
    return found
