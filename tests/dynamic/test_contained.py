"""Whatever a script does, the run ends, says how, and leaves nothing behind."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kerascheck.dynamic.contained import Limits, Outcome, Program, run
from kerascheck.dynamic.sandbox import unavailable
from tests.dynamic.hostile import contained, free, running, script

HERE = unavailable() is None
ONLY_HERE = pytest.mark.skipif(not HERE, reason=f"nothing is run: {unavailable()}")
MB = 1 << 20
RESULTS_FILE = 'int(os.environ["KERASCHECK_RESULTS"])'


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the folders of the runs are made; after each test nothing is left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert os.listdir(folder) == []


def children() -> set[str]:
    """The processes that this one has started and that have not been ended."""
    found = set()
    for thread in os.listdir("/proc/self/task"):
        with suppress(OSError):
            found |= set(Path(f"/proc/self/task/{thread}/children").read_text().split())
    return found


def limited(folder: Path, code: str, limits: Limits) -> Outcome:
    """Run code that will meet a limit, and show that no process of it is left."""
    before = children() if HERE else set()
    outcome = contained(folder, code, limits)
    if HERE:
        assert children() <= before
    return outcome


def test_a_script_runs_and_tells(tmp_path: Path, temporary: Path) -> None:
    outcome = contained(tmp_path, 'say(event="done", folder=os.getcwd(), told=ARGS)', word="mine")
    if HERE:
        assert (outcome.ended, outcome.status, outcome.unreadable) == ("finished", 0, 0)
        (line,) = outcome.lines
        assert line["told"] == {"word": "mine"}
        assert Path(line["folder"]).parent == temporary
        assert 0 < outcome.seconds < 30
        assert outcome.memory > MB


def test_a_script_gets_its_files_and_its_own_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "a secret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    path = script(tmp_path, 'say(job=open("job").read(), found=dict(os.environ), here=os.getcwd())')
    outcome = run(
        Program(sys.executable, str(path), ("{}",), (), {"OWN": "word"}, {"job": b"what to do"})
    )
    if HERE:
        (line,) = outcome.lines
        assert line["job"] == "what to do"
        assert line["found"]["OWN"] == "word"
        assert line["found"]["LANG"] == "C.UTF-8"
        assert {"SECRET_TOKEN", "SSH_AUTH_SOCK", "KERASCHECK_USER"}.isdisjoint(line["found"])
        for name in ("HOME", "TMPDIR", "KERAS_HOME", "XDG_CACHE_HOME"):
            assert line["found"][name].startswith(line["here"])


def test_it_has_no_input(tmp_path: Path) -> None:
    outcome = contained(tmp_path, "say(read=sys.stdin.read())")
    if HERE:
        assert outcome.lines == ({"read": ""},)


# What the script does; the limits; how it ends; what is said of it.
ENDS = {
    "an hour of sleep": (
        'say(event="here"); time.sleep(3600)',
        Limits(seconds=0.5),
        "time",
        "it took longer than 0.5 seconds",
    ),
    "an hour of sleep that nothing interrupts": (
        (
            "for n in set(signal.valid_signals()) - {9, 19}:\n"
            "    try: signal.signal(n, signal.SIG_IGN)\n"
            "    except (OSError, ValueError): pass\n"
            'say(event="here")\nwhile True: time.sleep(3600)'
        ),
        Limits(seconds=0.5),
        "time",
        "it took longer than 0.5 seconds",
    ),
    "a stop": (
        'say(event="here"); os.kill(os.getpid(), signal.SIGSTOP)',
        Limits(seconds=0.5),
        "time",
        "it took longer than 0.5 seconds",
    ),
    "work without end": (
        'signal.signal(signal.SIGXCPU, signal.SIG_IGN); say(event="here")\nwhile True: pass',
        Limits(seconds=30, processor=0.5),
        "processor",
        "it used the processor for 0.5 seconds",
    ),
    "all memory": (
        'say(event="here"); held = []\nwhile True: held.append(b"x" * (1 << 20))',
        Limits(seconds=30, memory=100 * MB),
        "memory",
        "it took more than 100 MB of memory",
    ),
    "all shared memory": (
        (
            'import mmap; say(event="here"); held = []\n'
            "while True: held.append(mmap.mmap(-1, 1 << 20)); held[-1].write(bytes(1 << 20))"
        ),
        Limits(seconds=30, memory=100 * MB),
        "memory",
        "it took more than 100 MB of memory",
    ),
    "threads without end": (
        (
            'import threading; say(event="here")\n'
            "while True: threading.Thread(target=time.sleep, args=(60,)).start()"
        ),
        Limits(seconds=30, threads=50),
        "threads",
        "it started more than 50 threads",
    ),
    "files without end": (
        'say(event="here")\nfor n in range(10**9): open(str(n), "w")',
        Limits(seconds=30, files=500),
        "disk",
        "it made more than 500 files",
    ),
    "a full disk": (
        'say(event="here"); n = 0\nwhile True:\n    open(str(n), "wb").write(bytes(1 << 20)); n += 1',
        Limits(seconds=30, disk=50 * MB),
        "disk",
        "it wrote more than 50 MB",
    ),
    "a full disk in files without a name": (
        (
            'say(event="here"); held = []\nwhile True:\n'
            '    held.append(open("x", "wb", 0)); held[-1].write(bytes(1 << 20)); os.unlink("x")\n'
            "    if len(held) > 200: time.sleep(60)"
        ),
        Limits(seconds=30, disk=50 * MB),
        "disk",
        "it wrote more than 50 MB",
    ),
    "a full disk in mapped files without a name": (
        (
            'import mmap; say(event="here"); held = []\nfor n in range(200):\n'
            '    with open("x", "w+b", 0) as file:\n        file.write(bytes(1 << 20))\n'
            "        d = file.fileno(); held.append(libc.mmap(None, 4096, 1, 1, d, 0))\n"
            '    os.unlink("x")\ntime.sleep(60)'
        ),
        Limits(seconds=30, disk=50 * MB, file=2 * MB),
        "disk",
        "it wrote more than 50 MB",
    ),
    "deep folders": (
        (
            'say(event="here")\nfor n in range(2000): os.mkdir("deep" * 20); os.chdir("deep" * 20)\n'
            "time.sleep(60)"
        ),
        Limits(seconds=30),
        "disk",
        "it made folders more than 60 deep",
    ),
    "a results pipe flooded": (
        'say(event="here")\nwhile True: say(text="x" * 100_000)',
        Limits(seconds=30, results=5 * MB),
        "results",
        "it told more than 5 MB",
    ),
    "a line without an end": (
        f'say(event="here")\nwhile True: os.write(int(os.environ["KERASCHECK_RESULTS"]), bytes({MB}))',
        Limits(seconds=30, results=5 * MB),
        "results",
        "it told more than 5 MB",
    ),
    "output without end": (
        'say(event="here")\nwhile True: os.write(1, bytes(1 << 20)); os.write(2, bytes(1 << 20))',
        Limits(seconds=0.5),
        "time",
        "it took longer than 0.5 seconds",
    ),
    "an exit": ('say(event="here"); os._exit(7)', Limits(), "exit", "it ended with the status 7"),
    "an error": ('say(event="here"); 1 / 0', Limits(), "exit", "it ended with the status 1"),
    "a silent end": ('say(event="here"); os._exit(0)', Limits(), "finished", ""),
    "a crash": (
        'say(event="here"); ctypes.string_at(0)',
        Limits(),
        "signal",
        "it ended with the signal SIGSEGV",
    ),
    "its own death": (
        'say(event="here"); os.kill(os.getpid(), signal.SIGKILL)',
        Limits(),
        "signal",
        "it ended with the signal SIGKILL",
    ),
    "an alarm": (
        'say(event="here"); signal.alarm(1); time.sleep(60)',
        Limits(),
        "signal",
        "it ended with the signal SIGALRM",
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_it_ends_and_says_how(name: str, tmp_path: Path) -> None:
    code, limits, ended, why = ENDS[name]
    begun = time.monotonic()
    outcome = limited(tmp_path, code, limits)
    if HERE:
        assert (outcome.ended, outcome.why) == (ended, why)
        assert outcome.lines[0] == {"event": "here"}
        assert time.monotonic() - begun < 20


def test_much_memory_at_once_is_an_error_in_the_script(tmp_path: Path) -> None:
    code = "attempt(bytearray, 20 << 30); attempt(bytearray, 1 << 20)"
    outcome = limited(tmp_path, code, Limits(seconds=30, memory=500 * MB))
    if HERE:
        assert [line["event"] for line in outcome.lines] == ["blocked", "allowed"]
        assert outcome.lines[0]["error"] == "MemoryError"
        assert outcome.memory < 500 * MB


def test_the_memory_of_the_caller_is_not_the_one_of_the_script(tmp_path: Path) -> None:
    large = b"x" * (400 * MB)
    outcome = contained(tmp_path, 'say(event="done")')
    assert len(large) == 400 * MB
    if HERE:
        assert MB < outcome.memory < 200 * MB


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    code = 'attempt(lambda: open("x", "wb").write(bytes(3 << 20))); say(size=os.path.getsize("x"))'
    outcome = limited(tmp_path, code, Limits(seconds=30, file=2 * MB))
    if HERE:
        assert outcome.lines[0]["error"] == "OSError"
        assert outcome.lines[1] == {"size": 2 * MB}


def test_a_gigabyte_of_output_is_thrown_away(tmp_path: Path) -> None:
    code = """
    for _ in range(1024):
        os.write(1, bytes(1 << 20))
    os.write(2, b"the last words\\n")
    say(event="done")
    """
    outcome = limited(tmp_path, code, Limits(seconds=60))
    if HERE:
        assert (outcome.ended, outcome.lines) == ("finished", ({"event": "done"},))
        assert outcome.printed == (1 << 30) + len("the last words\n")
        assert outcome.errors == "the last words\n"


def test_of_much_error_output_the_end_is_kept(tmp_path: Path) -> None:
    code = 'os.write(2, b"x" * (1 << 20) + b"\\x1b[2Jthe end\\xff")'
    outcome = contained(tmp_path, code)
    if HERE:
        assert outcome.errors.endswith("x\ufffd[2Jthe end\ufffd")
        assert len(outcome.errors) <= 1 << 16


LEFT = {
    "a file that cannot be written": 'os.close(os.open("a", os.O_CREAT | os.O_WRONLY, 0))',
    "a folder that cannot be read": 'os.mkdir("a"); os.mkdir("a/b"); open("a/b/c", "w")\n'
    'os.rename("a/b", "b"); os.mkdir("locked", 0)',
    "folders that cannot be entered": 'os.makedirs("a/b/c")\n'
    'here = os.getcwd(); os.chdir("a"); os.mkdir("x", 0o000); os.chdir("b"); os.mkdir("y", 0o100)',
    "a deep folder": 'here = os.open(".", os.O_RDONLY)\n'
    'for n in range(3000): os.mkdir("d"); os.chdir("d")\n'
    'open("x", "w"); os.mkdir("locked", 0o500); os.fchdir(here)',
    "a deep folder of long names": 'for n in range(100): os.mkdir("d" * 250); os.chdir("d" * 250)',
    "links to what must stay": 'os.symlink(ARGS["kept"], "link"); os.symlink("/", "root")\n'
    'os.symlink(os.path.dirname(ARGS["kept"]), "folder")',
    "odd names": 'for name in (b"a\\xff", b"-rf", b"\\n", b"*", b"~"): open(name, "w"); os.mkdir(name + b"d")',
    "many files": "for n in range(500): open(str(n), 'w')",
}


@pytest.mark.parametrize("name", LEFT)
def test_nothing_is_left(name: str, tmp_path: Path, temporary: Path) -> None:
    kept = tmp_path / "outside" / "kept"
    kept.parent.mkdir()
    kept.write_text("kept")
    outcome = contained(tmp_path, LEFT[name], kept=str(kept))
    if HERE:
        assert outcome.ended == "finished" or outcome.why.startswith("it made"), outcome
    assert os.listdir(temporary) == []
    assert kept.read_text() == "kept"


HOSTILE_LINES = {
    "no JSON": b"nothing",
    "no object": b"[1]",
    "no end": b'{"a": 1',
    "no text": b'{"a": "\xff"}',
    "no number": b'{"a": NaN}',
    "a number without end": b'{"a": ' + b"9" * 5000 + b"}",
    "an infinite number": b'{"a": 1e999}',
    "a fraction without end": b'{"a": 0.' + b"9" * 5000 + b"}",
    "a deep list": b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a rather deep list": b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}",
    "a long line": b'{"a": "' + b"x" * (3 << 20) + b'"}',
    "code": b'__import__("os").system("true")',
}


@pytest.mark.parametrize("name", HOSTILE_LINES)
def test_a_hostile_line_is_counted_and_no_more(name: str, tmp_path: Path) -> None:
    path = script(
        tmp_path, f'open({RESULTS_FILE}, "wb", 0, closefd=False).write(open("in", "rb").read())'
    )
    data = b'{"event": "first"}\n' + HOSTILE_LINES[name] + b'\n{"event": "last"}\n'
    outcome = run(Program(sys.executable, str(path), ("{}",), files={"in": data}))
    if HERE:
        assert outcome.lines == ({"event": "first"}, {"event": "last"})
        assert outcome.unreadable == 1


def test_what_fools_a_terminal_is_taken_out(tmp_path: Path) -> None:
    code = r'say(**{"a\x1b[2J": "\x1b]0;title\x07\r\u202e\x9b\ud800 kept\tand\nkept"})'
    outcome = contained(tmp_path, code)
    if HERE:
        assert outcome.lines == (
            {"a\ufffd[2J": "\ufffd]0;title\ufffd\ufffd\ufffd\ufffd\ufffd kept\tand\nkept"},
        )


def test_many_small_values_are_too_much(tmp_path: Path) -> None:
    outcome = contained(tmp_path, "for _ in range(9): say(a=[[]] * 100_000)")
    if HERE:
        assert outcome.ended == "results"
        assert len(outcome.lines) == 4


def test_a_line_that_is_not_finished_is_no_claim(tmp_path: Path) -> None:
    code = f'say(event="here"); os.write({RESULTS_FILE}, b\'{{"event": "half"\'); os._exit(0)'
    outcome = contained(tmp_path, code)
    if HERE:
        assert outcome.lines == ({"event": "here"},)


def test_no_interpreter_is_no_run(tmp_path: Path) -> None:
    path = script(tmp_path, "")
    outcome = run(Program(str(tmp_path / "python"), str(path)))
    assert outcome.ended == "refused"
    if HERE:
        assert outcome.why.endswith("python cannot be started: No such file or directory")


def test_a_script_can_claim_that_it_was_refused_only_at_its_own_cost(tmp_path: Path) -> None:
    outcome = contained(tmp_path, 'say(event="here"); say(event="refused", why="x"); os._exit(3)')
    if HERE:
        assert outcome.ended == "exit"


@ONLY_HERE
def test_it_dies_with_the_one_who_started_it(tmp_path: Path) -> None:
    code = """
    sys.path[:0] = ARGS["path"]
    from kerascheck.dynamic import contained
    import threading, tempfile
    tempfile.tempdir = ARGS["own"]
    threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
    contained.run(contained.Program(sys.executable, ARGS["script"]))
    """
    own, marker = tmp_path / "own", tmp_path / "marker"
    own.mkdir()
    inner = tmp_path / "sleep.py"
    inner.write_text(
        "import os, time\n"
        "os.write(int(os.environ['KERASCHECK_RESULTS']), b'{}\\n')\n"
        "open('started', 'w')\ntime.sleep(60)\n"
    )
    root = [str(Path(__file__).parents[2])]
    free(tmp_path, code, path=root, own=str(own), script=str(inner), marker=str(marker))
    assert list(own.glob("*/started"))
    end = time.monotonic() + 5
    while running(str(inner)):
        assert time.monotonic() < end
        time.sleep(0.02)


@ONLY_HERE
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    running = children()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(KeyboardInterrupt):
            contained(tmp_path, "time.sleep(60)")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert os.listdir(temporary) == []
    assert children() <= running
