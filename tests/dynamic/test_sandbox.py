"""What runs in the sandbox changes nothing, reads no secret, and reaches nobody."""

import platform
from pathlib import Path

import pytest

from kerascheck.dynamic.sandbox import unavailable
from tests.dynamic.hostile import blocked, contained, free, snapshot

HERE = unavailable() is None
X86 = platform.machine() == "x86_64"

# Each is one attempt to change `ARGS["outside"]`, a folder that holds `kept` and `empty/`, and
# that the sandbox is allowed to read, so that what needs an open file is tried with one.
CHANGES = {
    "a new file": 'attempt(open, f"{OUT}/new", "w")',
    "a new file by its descriptor": 'attempt(os.open, f"{OUT}/new", os.O_CREAT | os.O_WRONLY)',
    "a nameless file": 'attempt(lambda: os.link(f"/proc/self/fd/{os.open(OUT, os.O_TMPFILE | os.O_WRONLY)}", f"{OUT}/new", src_dir_fd=os.open("/", os.O_RDONLY)))',
    "an appended line": 'attempt(lambda: open(f"{OUT}/kept", "a").write("x"))',
    "an emptied file": 'attempt(open, f"{OUT}/kept", "w")',
    "a file emptied while it is read": 'attempt(os.open, f"{OUT}/kept", os.O_RDONLY | os.O_TRUNC)',
    "a truncated file": 'attempt(os.truncate, f"{OUT}/kept", 0)',
    "a symbolic link": 'os.symlink(f"{OUT}/kept", "link"); attempt(lambda: open("link", "a").write("x"))',
    "a folder behind a link": 'os.symlink(OUT, "link"); attempt(open, "link/new", "w")',
    "a hard link": 'attempt(os.link, f"{OUT}/kept", "hard")\n'
    'if os.path.exists("hard"): attempt(lambda: open("hard", "a").write("x"))',
    "a hard link there": 'open("own", "w"); attempt(os.link, "own", f"{OUT}/new")',
    "a descriptor opened again": 'd = os.open(f"{OUT}/kept", os.O_RDONLY)\n'
    'attempt(lambda: open(f"/proc/self/fd/{d}", "a").write("x"))',
    "a way through the root": 'attempt(lambda: open(f"/proc/self/root{OUT}/kept", "a").write("x"))',
    "a removed file": 'attempt(os.remove, f"{OUT}/kept")',
    "a removed folder": 'attempt(os.rmdir, f"{OUT}/empty")',
    "a new folder": 'attempt(os.mkdir, f"{OUT}/new")',
    "a new link": 'attempt(os.symlink, "kept", f"{OUT}/new")',
    "a new pipe": 'attempt(os.mkfifo, f"{OUT}/new")',
    "a new device": 'attempt(os.mknod, f"{OUT}/new", 0o644 | 0o060000, os.makedev(7, 0))',
    "a file taken away": 'attempt(os.rename, f"{OUT}/kept", "mine")',
    "a file renamed": 'attempt(os.rename, f"{OUT}/kept", f"{OUT}/new")',
    "a file replaced": 'open("own", "w"); attempt(os.replace, "own", f"{OUT}/kept")',
    "the mode": 'attempt(os.chmod, f"{OUT}/kept", 0o777)',
    "the mode by the descriptor": 'attempt(os.fchmod, os.open(f"{OUT}/kept", os.O_RDONLY), 0o777)',
    "the mode of the folder": "attempt(os.chmod, OUT, 0o777)",
    "setuid": 'attempt(os.chmod, f"{OUT}/kept", 0o4755)',
    "the owner": 'attempt(os.chown, f"{OUT}/kept", 1, 1)',
    "the owner by the descriptor": 'attempt(os.fchown, os.open(f"{OUT}/kept", os.O_RDONLY), 1, 1)',
    "the owner of a link": 'attempt(os.lchown, f"{OUT}/kept", 1, 1)',
    "the times": 'attempt(os.utime, f"{OUT}/kept", (1, 1))',
    "the times by the descriptor": 'attempt(os.utime, os.open(f"{OUT}/kept", os.O_RDONLY), (1, 1))',
    "an attribute": 'attempt(os.setxattr, f"{OUT}/kept", "user.mark", b"x")',
    "an attribute by the descriptor": 'attempt(os.setxattr, os.open(f"{OUT}/kept", os.O_RDONLY), "user.mark", b"x")',
    "a flag of the file system": "import fcntl\n"
    'attempt(fcntl.ioctl, os.open(f"{OUT}/kept", os.O_RDONLY), 0x40086602, (0x80).to_bytes(8, "little"))',
    "its space": 'attempt(lambda: os.posix_fallocate(os.open(f"{OUT}/kept", os.O_RDWR), 0, 9999))',
}
OUT = 'OUT = ARGS["outside"]\n'


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


@pytest.mark.parametrize("name", CHANGES)
def test_these_changes_are_real(name: str, outside: Path, inside: Path) -> None:
    before = snapshot(outside)
    free(inside, OUT + CHANGES[name], outside=str(outside))
    assert snapshot(outside) != before
