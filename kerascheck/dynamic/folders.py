"""Measures and removes a folder whose content somebody hostile has made."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_DEPTH = 60
"""No program has a reason to nest folders deeper."""
_PACKAGES = 4
"""How deep packages are looked for."""


def modules(folder: str, most: int = 2000) -> list[str]:
    """The Python files in a folder and in the packages below it: what its scripts can import.

    Hidden folders, links and environments are left out, and what is more than `most` files.
    """
    found: list[str] = []
    waiting = [(folder, 0)]
    while waiting and len(found) < most:
        place, depth = waiting.pop()
        with suppress(OSError), os.scandir(place) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
            if depth and any(entry.name == "pyvenv.cfg" for entry in listed):
                continue
            for entry in listed:
                if entry.name.startswith((".", "__pycache__")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if depth < _PACKAGES and entry.name.isidentifier():
                        waiting.append((entry.path, depth + 1))
                elif entry.name.endswith(".py") and entry.is_file(follow_symlinks=False):
                    found.append(entry.path)
    return found[:most]


def measure(folder: str, most: int) -> tuple[int, str]:
    """The bytes on disk under a folder, and what is wrong with it: empty if nothing is.

    It may change while it is measured. More than `most` entries, a folder that cannot be listed
    and one that is too deep are wrong, because nobody can say what they hold.
    """
    size, entries, waiting = 0, 0, [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    entries += 1
                    if entries > most:
                        return size, f"it made more than {most:,} files"
                    with suppress(FileNotFoundError):
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append((entry.path, depth + 1))
        except (FileNotFoundError, NotADirectoryError):
            continue  # it has been removed since
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                return size, "it made a folder that cannot be read"
            depth = _DEPTH + 1
        if depth > _DEPTH:
            return size, f"it made folders more than {_DEPTH} deep"
    return size, ""


def held(process: int, device: int, file: int) -> int:
    """The bytes of removed files that a process still holds open or in memory.

    `device` is that of its folder. The size of a file that is only mapped is not to be seen; a few
    count for what is mapped of them, the others for the largest `file` that can be.
    """
    size, seen = 0, set()
    with suppress(OSError):
        for entry in os.listdir(f"/proc/{process}/fd"):
            with suppress(OSError):
                found = os.stat(f"/proc/{process}/fd/{entry}")
                if found.st_nlink == 0 and stat.S_ISREG(found.st_mode):
                    size += 0 if found.st_ino in seen else found.st_blocks * 512
                    seen.add(found.st_ino)
    mapped: dict[int, int] = {}
    with suppress(OSError), open(f"/proc/{process}/maps", "rb") as file_of_maps:
        for line in file_of_maps:
            if not line.endswith(b" (deleted)\n"):
                continue
            span, _, offset, numbers, inode, *_ = line.split(None, 5)
            major, minor = (int(part, 16) for part in numbers.split(b":"))
            if os.makedev(major, minor) == device and int(inode) not in seen:
                start, end = (int(part, 16) for part in span.split(b"-"))
                reach = int(offset, 16) + end - start
                mapped[int(inode)] = max(mapped.get(int(inode), 0), reach)
    known = sorted(mapped.values())[-4:]
    return size + sum(known) + file * (len(mapped) - len(known))


def remove(folder: str) -> bool:
    """Remove a folder with all that is in it, whatever its modes and depth; False if it stays.

    Nothing may run in it any more. No path is ever followed: each folder is opened from the one
    above it, and what it holds moves up to the top, so that nothing is deep.
    """
    token, number = secrets.token_hex(8), 0
    with suppress(OSError):
        with _opened(folder, None) as top:
            while names := os.listdir(top):
                before = number, len(names)
                for name in names:
                    if not _unlink(name, top):
                        continue
                    with _opened(name, top) as inner:
                        for part in os.listdir(inner):
                            if _unlink(part, inner):
                                with _opened(part, inner):
                                    pass  # opening makes it movable
                                number += 1
                                os.rename(
                                    part, f"{token}-{number}", src_dir_fd=inner, dst_dir_fd=top
                                )
                    os.rmdir(name, dir_fd=top)
                if (number, len(names)) == before and len(os.listdir(top)) >= len(names):
                    return False
        os.rmdir(folder)
        return True
    return False


@contextmanager
def _opened(name: str, above: int | None) -> Iterator[int]:
    """A folder, made ours to read and change. A link is none."""
    flags = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    place = os.open(name, os.O_PATH | flags, dir_fd=above)
    try:
        os.chmod(f"/proc/self/fd/{place}", 0o700)
    finally:
        os.close(place)
    opened = os.open(name, os.O_RDONLY | flags, dir_fd=above)
    try:
        yield opened
    finally:
        os.close(opened)


def _unlink(name: str, folder: int) -> bool:
    """Remove it if it is no folder; True if it is one."""
    if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        return True
    os.unlink(name, dir_fd=folder)
    return False
