"""What runs in the sandbox changes nothing, reads no secret, and reaches nobody."""

import contextlib
import errno
import importlib.util
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from kerascheck.dynamic import sandbox
from kerascheck.dynamic.contained import Limits
from tests.dynamic.attacks import (
    CALLS_OUT,
    CHANGES,
    DENIED,
    OF_SOME_SYSTEMS,
    ON_OTHERS,
    OUT,
    READS,
    SECRET,
    SEEN_ONLY,
    STARTS,
)
from tests.dynamic.hostile import blocked, contained, free, running, snapshot

HERE = sandbox.unavailable() is None
ROOT = hasattr(os, "getuid") and os.getuid() == 0
NOBODY = 65534
X86 = platform.machine() == "x86_64"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the attacks are those of Linux")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "empty").mkdir(parents=True)
    (folder / "kept").write_text("kept")
    (folder / "kept").chmod(0o640)
    return folder


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Where the script lies; it can be read, not written."""
    folder = tmp_path / "inside"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_outside_changes(name: str, outside: Path, inside: Path) -> None:
    before = snapshot(outside)
    readable = (str(outside),)
    outcome = contained(inside, OUT + CHANGES[name], readable=readable, outside=str(outside))
    assert blocked(outcome)
    assert snapshot(outside) == before


@LINUX
@pytest.mark.parametrize("name", CHANGES)
def test_these_changes_are_real(name: str, outside: Path, inside: Path) -> None:
    before = snapshot(outside)
    said = free(inside, OUT + CHANGES[name], outside=str(outside))
    if name in OF_SOME_SYSTEMS and said[0]["event"] == "blocked":
        return  # not every user may, and not every file system can
    assert snapshot(outside) != before


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the one who runs kerascheck, with secrets in files and in the environment."""
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True)
    (folder / ".ssh" / "key").write_text(SECRET)
    (folder / "data.csv").write_text(SECRET)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("SECRET_TOKEN", SECRET)
    return folder


@pytest.mark.parametrize("name", READS)
def test_no_secret_is_read(name: str, home: Path) -> None:
    outcome = contained(home, READS[name], home=str(home), parent=os.getpid())
    assert outcome.ended == ("finished" if HERE else "refused")
    assert SECRET not in repr(outcome)


@LINUX
@pytest.mark.parametrize("name", READS)
def test_these_secrets_can_be_read(name: str, home: Path) -> None:
    # What an environment was at the start of this process is not what the test has made of it.
    parent = subprocess.Popen(["sleep", "60"], env={"SECRET_TOKEN": SECRET, "PATH": os.defpath})
    try:
        said = free(home, READS[name], home=str(home), parent=parent.pid)
    finally:
        parent.kill()
        parent.wait()
    assert SECRET in repr(said)


def test_a_script_reads_what_it_imports_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("word = 'imported'")
    (tmp_path / "beside.txt").write_text(SECRET)
    code = f"""
    sys.path.insert(0, {str(tmp_path)!r})
    import beside, numpy
    say(event="here", word=beside.word, numpy=numpy.arange(3).sum().item())
    attempt(lambda: open({str(tmp_path / "beside.txt")!r}).read())
    """
    outcome = contained(tmp_path, code, readable=(str(tmp_path / "beside.py"),))
    if HERE:
        assert outcome.lines[0] == {"event": "here", "word": "imported", "numpy": 3}
        assert outcome.lines[1]["event"] == "blocked"


def test_a_script_writes_in_its_own_folder(tmp_path: Path) -> None:
    code = """
    import pathlib, shutil, tempfile
    os.makedirs("a/b"); open("a/b/c", "w").write("text"); os.rename("a/b/c", "a/d")
    os.symlink("a/d", "link"); os.link("a/d", "hard"); os.truncate("a/d", 2)
    pathlib.Path.home().joinpath("mine").write_text("x")
    with tempfile.NamedTemporaryFile() as file:
        place = file.name
    shutil.copyfile("hard", "copy"); shutil.rmtree("a")
    say(event="done", text=open("copy").read(), own=place.startswith(os.getcwd()))
    """
    outcome = contained(tmp_path, code)
    if HERE:
        assert outcome.lines == ({"event": "done", "text": "te", "own": True},)


class Listener:
    """Sockets that wait for a call."""

    def __init__(self, folder: Path) -> None:
        self.tcp, self.udp, self.unix = (
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
        )
        self.udp.bind(("127.0.0.1", 0))
        self.path = os.path.relpath(folder / "socket")
        self.unix.bind(self.path)
        self.unix.listen()
        self.places = {
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "unix": str(folder / "socket"),
        }

    def heard(self) -> list[str]:
        """Which of them were called."""
        found = []
        for name in ("tcp", "udp", "unix"):
            held: socket.socket = getattr(self, name)
            held.settimeout(0)
            with contextlib.suppress(BlockingIOError):
                if name == "udp":
                    held.recv(9)
                else:
                    held.accept()[0].close()
                found.append(name)
        return found

    def close(self) -> None:
        for held in (self.tcp, self.udp, self.unix):
            held.close()


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    made = Listener(tmp_path)
    yield made
    made.close()


@LINUX
@pytest.mark.parametrize("name", CALLS_OUT)
def test_nobody_is_called(name: str, listener: Listener, inside: Path) -> None:
    outcome = contained(inside, CALLS_OUT[name], readable=(str(inside),), **listener.places)
    assert blocked(outcome)
    assert listener.heard() == []


@LINUX
@pytest.mark.parametrize("name", ["a connection", "a message", "a local socket", "a library"])
def test_these_calls_are_real(name: str, listener: Listener, inside: Path) -> None:
    free(inside, CALLS_OUT[name], **listener.places)
    assert len(listener.heard()) == 1


@pytest.fixture
def victim() -> Iterator["subprocess.Popen[bytes]"]:
    """Another process of the same user, in another session."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", "import time; time.sleep(600)"], start_new_session=True
    )
    yield process
    process.kill()
    process.wait()


def state(process: int) -> tuple[object, ...]:
    """What another process could change of one."""
    import resource

    return (
        os.sched_getaffinity(process),
        os.sched_getscheduler(process),
        os.getpriority(os.PRIO_PROCESS, process),
        Path(f"/proc/{process}/oom_score_adj").read_text(),
        os.getpgid(process),
        os.getsid(process),
        resource.prlimit(process, resource.RLIMIT_NOFILE),
    )


@LINUX
@pytest.mark.parametrize("name", ON_OTHERS)
def test_no_other_process_is_touched(
    name: str, victim: "subprocess.Popen[bytes]", inside: Path
) -> None:
    before = state(victim.pid)
    outcome = contained(inside, ON_OTHERS[name], victim=victim.pid, parent=os.getpid())
    assert blocked(outcome)
    time.sleep(0.02)
    assert victim.poll() is None
    assert state(victim.pid) == before


@LINUX
@pytest.mark.parametrize("name", ON_OTHERS)
def test_others_could_be_touched(
    name: str, victim: "subprocess.Popen[bytes]", inside: Path
) -> None:
    before = state(victim.pid)
    said = free(inside, ON_OTHERS[name], victim=victim.pid, parent=victim.pid)
    if name in OF_SOME_SYSTEMS and said[0]["event"] == "blocked":
        return
    with contextlib.suppress(subprocess.TimeoutExpired):
        victim.wait(0.3 if name.startswith("a signal") else 0)
    assert "allowed" in repr(said) or victim.poll() is not None
    assert victim.poll() is not None or state(victim.pid) != before or name in SEEN_ONLY


@LINUX
@pytest.mark.parametrize("name", STARTS)
def test_no_process_is_started(name: str, inside: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    outcome = contained(inside, STARTS[name], readable=(str(tmp_path),), marker=str(marker))
    assert outcome.ended in ("finished", "refused")
    assert "started" not in repr(outcome.lines)
    assert running(str(marker)) == []


@LINUX
@pytest.mark.parametrize("name", STARTS)
def test_these_processes_would_start(name: str, inside: Path, tmp_path: Path) -> None:
    marker = str(tmp_path / "marker")
    said = free(inside, STARTS[name], marker=marker)
    left = running(marker)
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert left or "started" in repr(said)


@LINUX
def test_every_call_that_is_not_listed_fails(inside: Path) -> None:
    column = 0 if X86 else 1
    known = {
        number
        for text in (sandbox._ALLOWED, sandbox._GUARDED)
        for number in sandbox._numbers(text, column).values()
    } | {sandbox._numbers(sandbox._OWN, column)["truncate"]}
    if X86:
        # What a traced function returns by. Filters never see these; called by anybody else they
        # do nothing but end the process with SIGILL.
        known |= {335, 336}
    others = [number for number in range(sandbox._NEWEST + 50) if number not in known]
    code = "for number in ARGS['numbers']: attempt(call, number, 0, 0, 0, 0, 0, 0)"
    outcome = contained(inside, code, numbers=others)
    if HERE:
        assert outcome.ended == "finished"
        assert len(outcome.lines) == len(others) > 200
        assert {line["errno"] for line in outcome.lines} <= {errno.EPERM, errno.ENOSYS}
    assert blocked(outcome)


@LINUX
@pytest.mark.parametrize("name", DENIED)
def test_what_would_loosen_it_fails(name: str, inside: Path) -> None:
    number = DENIED[name][0 if X86 else 1]
    outcome = contained(inside, f"number = {number}\n{DENIED[name][2]}")
    assert blocked(outcome)
    if HERE:
        assert outcome.lines[0]["errno"] in (errno.EPERM, errno.ENOSYS, errno.EACCES)


# Machine code that asks for the number of the process: by the way of 32-bit programs, and by x32.
FOREIGN = {"the 32-bit way": "b814000000cd80c3", "the x32 way": "b8270000400f05c3"} if X86 else {}


@LINUX
@pytest.mark.parametrize("name", FOREIGN)
def test_no_other_way_into_the_kernel(name: str, inside: Path) -> None:
    code = f"""
    import mmap
    room = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    room.write(bytes.fromhex({FOREIGN[name]!r}))
    run = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(room)))
    say(event="here")
    say(event="back", answer=run())
    """
    outcome = contained(inside, code)
    if HERE:
        assert (outcome.ended, outcome.status) == ("signal", -signal.SIGSYS)
        assert outcome.lines == ({"event": "here"},)


@LINUX
def test_signals_to_itself_are_its_own_affair(inside: Path) -> None:
    code = """
    import threading
    signal.signal(signal.SIGUSR1, lambda *_: say(event="got"))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    thread = threading.Thread(target=lambda: say(event="thread")); thread.start(); thread.join()
    """
    outcome = contained(inside, code)
    if HERE:
        assert [line["event"] for line in outcome.lines] == ["got"] * 3 + ["thread"]


@LINUX
def test_no_file_is_setuid(inside: Path) -> None:
    code = """
    for mode in (0o4755, 0o2755):
        attempt(os.open, f"made{mode}", os.O_CREAT | os.O_WRONLY, mode)
        attempt(os.open, ".", os.O_TMPFILE | os.O_WRONLY, mode)
        open(f"plain{mode}", "w"); attempt(os.chmod, f"plain{mode}", mode)
    """
    outcome = contained(inside, code)
    assert blocked(outcome)
    assert len(outcome.lines) == (6 if HERE else 0)


@LINUX
def test_the_privileges_of_root_are_gone(inside: Path) -> None:
    code = "say(event='here', text=open('/proc/self/status').read())"
    outcome = contained(inside, code)
    if HERE:
        found = dict(line.split(":", 1) for line in outcome.lines[0]["text"].splitlines())
        assert {int(found[name], 16) for name in ("CapEff", "CapPrm", "CapInh", "CapAmb")} == {0}
        assert found["NoNewPrivs"].split() == ["1"]
        assert found["Seccomp"].split() == ["2"]


def test_a_process_with_threads_is_not_locked_in(tmp_path: Path) -> None:
    code = """
    import threading
    threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    sys.path.insert(0, ARGS["place"])
    import sandbox
    attempt(sandbox.confine, ARGS["own"])
    """
    place = os.path.dirname(sandbox.__file__)
    said = free(tmp_path, code, place=place, own=str(tmp_path))
    assert said[0]["error"] == "OSError"
    assert said[0]["errno"] == (errno.EBUSY if HERE else errno.ENOSYS)


@pytest.mark.parametrize(
    ("system", "machine", "words"),
    [
        ("darwin", "arm64", "it needs Linux"),
        ("win32", "AMD64", "it needs Linux"),
        ("linux", "riscv64", "riscv64"),
    ],
)
def test_other_systems_have_a_reason(
    system: str, machine: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert words in str(sandbox.unavailable())
    with pytest.raises(OSError, match=words):
        sandbox.confine("nowhere")


@LINUX
@pytest.mark.skipif(not HERE, reason="there is no filter to take the calls away with")
@pytest.mark.parametrize(
    ("call", "words"), [("landlock_create_ruleset", "Landlock"), ("seccomp", "seccomp")]
)
def test_an_older_kernel_runs_nothing(call: str, words: str, tmp_path: Path) -> None:
    """A kernel without one of the two is made by a filter that takes its call away."""
    marker = tmp_path / "marker"
    code = """
    sys.path[:0] = ARGS["path"]
    from kerascheck.dynamic import contained, sandbox
    column = 0 if sandbox.platform.machine() == "x86_64" else 1
    number = sandbox._numbers(sandbox._OWN, column)[ARGS["call"]]
    deny = (sandbox._RETURN, 0, 0, sandbox._NONE)
    allow = (sandbox._RETURN, 0, 0, sandbox._ALLOW)
    load = (sandbox._LOAD, 0, 0, 0)
    sandbox._prctl(38, 1)
    sandbox._program = lambda *_: [load, (sandbox._EQUAL, 0, 1, number), deny, allow]
    sandbox._seccomp(0, False)
    outcome = contained.run(contained.Program(sys.executable, ARGS["script"]))
    say(event=outcome.ended, why=outcome.why)
    """
    script = tmp_path / "mark.py"
    script.write_text(f"open({str(marker)!r}, 'w')")
    path = [str(Path(sandbox.__file__).parents[2])]
    said = free(tmp_path, code, path=path, call=call, script=str(script))
    assert said[0]["event"] == "refused"
    assert words in said[0]["why"]
    assert not marker.exists()


# How the process is made another before it is locked in.
WAYS = {
    # The filter denies what the first version of Landlock could not, such as to empty a file.
    "the first Landlock": "sandbox._abi = lambda: 1",
    "an ordinary user": "os.setgroups([]); os.setresgid(*[OTHER] * 3); os.setresuid(*[OTHER] * 3)",
}


@LINUX
@pytest.mark.skipif(not HERE, reason="there is no Landlock of any version")
@pytest.mark.parametrize("way", WAYS if ROOT else ["the first Landlock"])
@pytest.mark.parametrize("name", CHANGES)
def test_others_are_locked_in_as_well(name: str, way: str) -> None:
    code = f"""
    sys.path.insert(0, ARGS["place"])
    import fcntl, pwd, sandbox
    OTHER = ARGS["other"]
    {WAYS[way]}
    sandbox.confine(os.getcwd(), [ARGS["outside"]])
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        outside = folder / "outside"
        (outside / "empty").mkdir(parents=True)
        (outside / "kept").write_text("kept")
        (folder / "own").mkdir()
        owner = NOBODY if way == "an ordinary user" else os.getuid()
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, -1)
        before = snapshot(outside)
        attack = f"{dedent(code)}{OUT}{CHANGES[name]}"
        modules = os.path.dirname(sandbox.__file__)
        said = free(folder / "own", attack, place=modules, other=owner, outside=str(outside))
        assert {line["event"] for line in said} == {"blocked"}
        assert snapshot(outside) == before


@LINUX
@pytest.mark.keras
@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
def test_backends_work_in_it(backend: str, tmp_path: Path) -> None:
    """The backends that are installed are imported in the sandbox, train there and save."""
    if importlib.util.find_spec("keras") is None or importlib.util.find_spec(backend) is None:
        pytest.skip(f"Keras with {backend} is not installed")
    code = """
    import numpy, keras
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    before = model.get_weights()[0].copy()
    loss = model.fit(numpy.ones((8, 4)), numpy.ones((8, 2)), verbose=0).history["loss"][0]
    changed = bool((model.get_weights()[0] != before).any())
    model.save("model.keras")
    model.save_weights("all.weights.h5")
    again = keras.models.load_model("model.keras")
    say(backend=keras.backend.backend(), loss=loss, changed=changed, count=again.count_params())
    """
    environment = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
    outcome = contained(tmp_path, code, Limits(seconds=120), environment=environment)
    if HERE:
        (line,) = outcome.lines
        assert line["loss"] > 0
        del line["loss"]
        assert line == {"backend": backend, "changed": True, "count": 4 * 3 + 3 + 3 * 2 + 2}
