"""Locks the calling process in: what runs in it afterwards can change and reach nothing outside.

This file asks nothing of kerascheck, only of Python (3.9 or newer), so that the interpreter of a
project can run it: `PYTHON -I -B sandbox.py OPTIONS SCRIPT ARGUMENTS...` locks itself in and then
runs the script, as `contained.py` starts it; OPTIONS is a file of JSON. It needs Linux, and no privilege.

Three parts of the kernel do the work, and none of them can be undone by the process:

- Landlock: files are written only under one folder and read only where a list allows it;
- seccomp: a system call that is not in the lists below fails. There are no sockets, no new
  processes or programs, no signals to others, and no changes of mode, owner, time or attributes;
- the privileges of root are given up, and the process dies with the one that has started it.

The numbers of the system calls are those of the kernel's headers (`asm/unistd_64.h` for x86-64,
`asm-generic/unistd.h` for ARM64).
"""

from __future__ import annotations

import contextlib
import errno
import glob
import json
import os
import platform
import runpy
import signal
import site
import struct
import sys
from collections.abc import Iterable, Iterator

RESULTS = "KERASCHECK_RESULTS"
"""The variable of the environment that names the descriptor to which results are written."""
REFUSED = 3
"""The exit status that says that nothing was run."""

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""How the kernel names the architecture to a filter, and which number below is meant."""

_ALLOWED = """
read:0:63 write:1:64 close:3:57 stat:4:- fstat:5:80 lstat:6:- poll:7:- lseek:8:62 mmap:9:222
mprotect:10:226 munmap:11:215 brk:12:214 rt_sigaction:13:134 rt_sigprocmask:14:135
rt_sigreturn:15:139 pread64:17:67 pwrite64:18:68 readv:19:65 writev:20:66 access:21:- pipe:22:-
select:23:- sched_yield:24:124 mremap:25:216 msync:26:227 mincore:27:232 madvise:28:233
dup:32:23 dup2:33:- pause:34:- nanosleep:35:101 getitimer:36:102 alarm:37:- setitimer:38:103
getpid:39:172 sendfile:40:71 exit:60:93 wait4:61:260 uname:63:160 flock:73:32 fsync:74:82
fdatasync:75:83 ftruncate:77:46 getdents:78:- getcwd:79:17 chdir:80:49 fchdir:81:50 rename:82:-
mkdir:83:- rmdir:84:- link:86:- unlink:87:- symlink:88:- readlink:89:- umask:95:166
gettimeofday:96:169 getrlimit:97:163 getrusage:98:165 sysinfo:99:179 times:100:153
getuid:102:174 getgid:104:176 geteuid:107:175 getegid:108:177 getppid:110:173 getpgrp:111:-
getgroups:115:158 getresuid:118:148 getresgid:120:150 getpgid:121:155 getsid:124:156
capget:125:90 rt_sigpending:127:136 rt_sigtimedwait:128:137 rt_sigsuspend:130:133
sigaltstack:131:132 statfs:137:43 fstatfs:138:44 getpriority:140:141 sched_getparam:143:121
sched_getscheduler:145:120 sched_get_priority_max:146:125 sched_get_priority_min:147:126
sched_rr_get_interval:148:127 mlock:149:228 munlock:150:229 arch_prctl:158:- gettid:186:178
readahead:187:213 getxattr:191:8 lgetxattr:192:9 fgetxattr:193:10 listxattr:194:11
llistxattr:195:12 flistxattr:196:13 time:201:- futex:202:98 sched_getaffinity:204:123
epoll_create:213:- getdents64:217:61 set_tid_address:218:96 restart_syscall:219:128
fadvise64:221:223 timer_create:222:107 timer_settime:223:110 timer_gettime:224:108
timer_getoverrun:225:109 timer_delete:226:111 clock_gettime:228:113 clock_getres:229:114
clock_nanosleep:230:115 exit_group:231:94 epoll_wait:232:- epoll_ctl:233:21 mbind:237:235
set_mempolicy:238:237 get_mempolicy:239:236 waitid:247:95 inotify_init:253:-
inotify_add_watch:254:27 inotify_rm_watch:255:28 mkdirat:258:34 newfstatat:262:79
unlinkat:263:35 renameat:264:38 linkat:265:37 symlinkat:266:36 readlinkat:267:78
faccessat:269:48 pselect6:270:72 ppoll:271:73 set_robust_list:273:99 sync_file_range:277:84
epoll_pwait:281:22 signalfd:282:- timerfd_create:283:85 eventfd:284:- fallocate:285:47
timerfd_settime:286:86 timerfd_gettime:287:87 signalfd4:289:74 eventfd2:290:19
epoll_create1:291:20 dup3:292:24 pipe2:293:59 inotify_init1:294:26 preadv:295:69 pwritev:296:70
getcpu:309:168 renameat2:316:276 getrandom:318:278 membarrier:324:283 mlock2:325:284
copy_file_range:326:285 preadv2:327:286 pwritev2:328:287 pkey_mprotect:329:288
pkey_alloc:330:289 pkey_free:331:290 statx:332:291 rseq:334:293 close_range:436:436
faccessat2:439:439 epoll_pwait2:441:441 futex_waitv:449:449 map_shadow_stack:453:453
futex_wake:454:454 futex_wait:455:455 futex_requeue:456:456
"""
_GUARDED = """
open:2:- creat:85:- openat:257:56 clone:56:220 kill:62:129 tgkill:234:131 prctl:157:167 fcntl:72:25
ioctl:16:29 prlimit64:302:261 sched_setaffinity:203:122
"""
"""Calls that are allowed with some arguments only."""
_ABSENT = "clone3:435:435 openat2:437:437 memfd_create:319:279"
"""Calls that are said not to exist, so that the C library falls back to an older one. The
arguments of the first two are out of a filter's sight; the files of the third are in memory only,
where no limit finds them."""
_NEWEST = 456
"""No call with a higher number is known here; an older kernel says that it does not exist."""
_OWN = """
landlock_create_ruleset:444:444 landlock_add_rule:445:445 landlock_restrict_self:446:446
seccomp:317:277 capset:126:91 truncate:76:45
"""
"""Calls that are made here, or looked at."""

# What may be asked for by the calls that can ask for much.
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 9, 36, 37, 38, 1030, 1031, 1032)
"""Duplicates, flags, locks, and the size of a pipe; no owner or signal, no lease, no notice."""
_PRCTL = (2, 3, 15, 16, 21, 23, 25, 27, 29, 30, 39, 41, 42, 51, 52, 56, 0x53564D41)
"""What only reads, the name of a thread, its timer slack, huge pages, names of memory."""
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""Is it a terminal, its size, how much can be read, and flags: none that changes a file."""
_IOCTL_GPU = (0x30000001, 0x30000002)
_IOCTL_GPU_KINDS = (0x00, 0x46, 0x47, 0x4B, 0x64)
"""The kinds that the drivers of NVIDIA, AMD and WSL use; those of file systems are others."""
_CLONE_THREAD = 0x00010000
_NAMESPACES = 0x7E020080
_SETID = 0o6000
_O_ACCMODE, _O_CREAT, _O_TRUNC, _O_TMPFILE = 0o3, 0o100, 0o1000, 0o20000000

# Landlock: the rights by their names in the kernel, and the version that brought them.
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL_DEV

_SYSTEM = """
/usr /lib /lib32 /lib64 /libx32 /nix/store /gnu/store /run/opengl-driver
/etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/localtime /etc/timezone /etc/mime.types
/etc/fonts /etc/alternatives /etc/OpenCL /etc/os-release /etc/debian_version
/proc/self /proc/cpuinfo /proc/meminfo /proc/stat /proc/version /proc/filesystems /proc/uptime
/proc/loadavg /proc/devices /proc/driver /proc/sys/vm /proc/sys/kernel/osrelease
/proc/sys/kernel/pid_max /proc/sys/kernel/threads-max
/sys/devices/system /sys/devices/virtual/dmi/id /sys/fs/cgroup /sys/kernel/mm
/dev/urandom /dev/random /dev/zero
"""
"""What the interpreter, NumPy and the backends read. Not `/etc` or `/proc` as a whole, and nothing
of `/home`: there are the secrets."""
_GPU_READ = ("/sys/bus/pci", "/sys/devices", "/sys/class", "/sys/module", "/proc/modules")
_GPU_WRITE = ("/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/dri/*", "/dev/kfd", "/dev/dxg")


def unavailable() -> str | None:
    """Why this system cannot lock a process in; None if it can."""
    if not sys.platform.startswith("linux"):
        return f"it needs Linux, and this is {platform.system() or sys.platform}"
    machine = platform.machine()
    if machine not in _ARCHITECTURES or struct.calcsize("P") != 8:
        return f"it needs x86-64 or ARM64, and this Python runs on {machine or 'something else'}"
    try:
        import ctypes  # noqa: F401 - some interpreters are built without it
    except ImportError:
        return "it needs ctypes, which this Python was built without"
    if _abi() < 1:
        return (
            "it needs Landlock, which this kernel has not or has switched off (Linux 5.13 has it)"
        )
    if not _seccomp_known():
        return "it needs seccomp, which this kernel has not or has switched off"
    return None


def confine(folder: str, readable: Iterable[str] = (), gpu: bool = False) -> None:
    """Lock the calling process in, for good.

    It can write only under `folder`, and read only there, in `readable` (folders with all that is
    in them, or files), what this interpreter imports from, and what the system has for all.
    With `gpu` it may use the graphics cards. Raises `OSError` if that cannot be, or if the process
    has other threads: these would stay free.
    """
    why = unavailable()
    if why is not None:
        raise OSError(errno.ENOSYS, why)
    if len(os.listdir("/proc/self/task")) != 1:
        raise OSError(errno.EBUSY, "the process has several threads")
    abi = _abi()
    _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    _prctl(38, 1)  # PR_SET_NO_NEW_PRIVS
    _landlock(abi, _rules(os.path.realpath(folder), readable, gpu))
    _drop_privileges()
    _seccomp(abi, gpu)


def interpreter_paths() -> list[str]:
    """The files and folders that the running interpreter imports from."""
    folders = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sys.path]
    folders.append(os.path.dirname(os.path.realpath(os.__file__)))
    return [folder for folder in dict.fromkeys(folders) if folder and not _is_broad(folder)]


def _is_broad(path: str) -> bool:
    """Is it a folder that holds far more than an installation: the root, or a home?"""
    import pwd  # only where there are such users

    path = os.path.realpath(path)
    homes = ["/home", "/root", "/tmp", "/etc", "/var"]
    with contextlib.suppress(KeyError):
        homes.append(os.path.realpath(pwd.getpwuid(os.getuid()).pw_dir))
    return any(os.path.commonpath([path, home]) == path for home in homes)


def _rules(folder: str, readable: Iterable[str], gpu: bool) -> Iterator[tuple[str, int]]:
    """Each path with the rights there."""
    yield folder, ~(_EXECUTE | _MAKE_CHAR | _MAKE_BLOCK | _MAKE_SOCK | _MAKE_FIFO | _IOCTL_DEV)
    yield "/dev/null", _READ | _WRITE | _TRUNCATE
    for path in (*_SYSTEM.split(), *interpreter_paths()):
        yield path, _READ | _LIST
    for path in readable:
        yield path, _READ | _LIST
        if not os.path.isdir(path):
            # Python finds a module only in a folder that it can list.
            yield os.path.dirname(os.path.abspath(path)), _LIST
    if gpu:
        for path in _GPU_READ:
            yield path, _READ | _LIST
        for pattern in _GPU_WRITE:
            for path in glob.glob(pattern):
                yield path, _READ | _WRITE | _IOCTL_DEV


def _syscall(name: str, *arguments: object) -> int:
    """Call the kernel; raises `OSError`. Numbers are passed as they are, bytes by their place."""
    import ctypes

    number = _numbers(_OWN, _ARCHITECTURES[platform.machine()][1])[name]
    passed = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    answer: int = ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *passed)
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return answer


def _prctl(option: int, value: int) -> None:
    import ctypes

    numbers = [ctypes.c_ulong(number) for number in (value, 0, 0, 0)]
    if ctypes.CDLL(None, use_errno=True).prctl(option, *numbers) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl: {os.strerror(code)}")


def _abi() -> int:
    """The version of Landlock, 0 if there is none."""
    try:
        return _syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def _seccomp_known() -> bool:
    """Can a filter make a call fail?"""
    try:
        return _syscall("seccomp", 2, 0, struct.pack("I", 0x00050000)) == 0
    except OSError:
        return False


def _landlock(abi: int, rules: Iterable[tuple[str, int]]) -> None:
    """Allow what the rules say, and nothing else of what this version of Landlock knows."""
    handled = _FIRST
    for version, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        if abi >= version:
            handled |= right
    # Sockets and signals are denied by the filter; a kernel that can deny them twice does so.
    given = struct.pack("QQQ", handled, 3, 3)[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = _syscall("landlock_create_ruleset", given, len(given), 0)
    try:
        for path, rights in rules:
            try:
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except OSError:
                continue  # what is not there needs no rule
            try:
                kind = handled if os.path.isdir(f"/proc/self/fd/{place}") else handled & _OF_FILES
                if rights & kind:
                    rule = struct.pack("=Qi", rights & kind, place)
                    _syscall("landlock_add_rule", ruleset, 1, rule, 0)
            finally:
                os.close(place)
        _syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _drop_privileges() -> None:
    """Give up the capabilities; without `execve` none of them comes back."""
    header = struct.pack("Ii", 0x20080522, 0)
    _syscall("capset", header, struct.pack("6I", 0, 0, 0, 0, 0, 0))


# A filter of seccomp is a program for a small machine: each instruction is (code, to skip if true,
# to skip if false, number). The machine has one register.
_LOAD, _EQUAL, _ABOVE, _ANY, _AND, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
_ALLOW, _DENY, _NONE = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_KILL = 0x80000000
_Code = list[tuple[int, int, int, int]]


def _numbers(text: str, column: int) -> dict[str, int]:
    entries = (entry.split(":") for entry in text.split())
    return {entry[0]: int(entry[1 + column]) for entry in entries if entry[1 + column] != "-"}


def _low(argument: int) -> tuple[int, int, int, int]:
    """Load the lower half of an argument: the kernel looks at no more of an `int`."""
    return (_LOAD, 0, 0, 16 + 8 * argument)


def _one_of(argument: int, values: Iterable[int]) -> _Code:
    """Allow these values of an argument only."""
    code = [_low(argument)]
    for value in values:
        code += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*code, (_RETURN, 0, 0, _DENY)]


def _opening(flags: int, mode: int) -> _Code:
    """Allow to open files, but not to empty one that is opened for reading, nor to make setuid."""
    return [
        _low(flags),
        (_AND, 0, 0, _O_ACCMODE | _O_TRUNC),
        (_EQUAL, 0, 1, _O_TRUNC),
        (_RETURN, 0, 0, _DENY),
        _low(flags),
        (_ANY, 0, 2, _O_CREAT | _O_TMPFILE),
        _low(mode),
        (_ANY, 1, 0, _SETID),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]


def _guards(gpu: bool) -> dict[str, _Code]:
    """What is asked of the arguments of the calls of `_GUARDED`."""
    me = os.getpid()
    ioctl = _one_of(1, (*_IOCTL, *(_IOCTL_GPU if gpu else ())))
    if gpu:
        ioctl[-1:] = [_low(1), (_AND, 0, 0, 0xFF00)]
        for kind in _IOCTL_GPU_KINDS:
            ioctl += [(_EQUAL, 0, 1, kind << 8), (_RETURN, 0, 0, _ALLOW)]
        ioctl += [(_RETURN, 0, 0, _DENY)]
    return {
        "open": _opening(1, 2),
        "openat": _opening(2, 3),
        "creat": [
            _low(1),
            (_ANY, 0, 1, _SETID),
            (_RETURN, 0, 0, _DENY),
            (_RETURN, 0, 0, _ALLOW),
        ],
        "clone": [
            _low(0),
            (_ANY, 0, 2, _CLONE_THREAD),
            (_ANY, 1, 0, _NAMESPACES),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _DENY),
        ],
        "kill": _one_of(0, (me,)),
        "tgkill": _one_of(0, (me,)),
        "prctl": _one_of(0, _PRCTL),
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": ioctl,
        # Limits can be read; both halves of the place of new ones must be 0.
        "prlimit64": [
            _low(2),
            (_EQUAL, 1, 0, 0),
            (_RETURN, 0, 0, _DENY),
            (_LOAD, 0, 0, 16 + 8 * 2 + 4),
            (_EQUAL, 1, 0, 0),
            (_RETURN, 0, 0, _DENY),
            *_one_of(0, (0, me)),
        ],
        "sched_setaffinity": _one_of(0, (0, me)),
    }


def _program(abi: int, gpu: bool) -> _Code:
    """The filter: kill what calls in a foreign way, then the lists."""
    architecture, column = _ARCHITECTURES[platform.machine()]
    code: _Code = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_ABOVE, 0, 1, 0x3FFFFFFF),  # the x32 calls of x86-64, and numbers below 0
        (_RETURN, 0, 0, _KILL),
        (_ABOVE, 0, 1, _NEWEST),
        (_RETURN, 0, 0, _NONE),
    ]
    guards = _guards(gpu)
    for name, number in _numbers(_GUARDED, column).items():
        code += [(_EQUAL, 0, len(guards[name]), number), *guards[name]]
    allowed = set(_numbers(_ALLOWED, column).values())
    if abi >= 3:  # the kernel itself asks Landlock about it
        allowed.add(_numbers(_OWN, column)["truncate"])
    for number in sorted(allowed):
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for number in _numbers(_ABSENT, column).values():
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NONE)]
    return [*code, (_RETURN, 0, 0, _DENY)]


def _seccomp(abi: int, gpu: bool) -> None:
    """Put the filter before every system call that is made from now on."""
    import ctypes

    code = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(abi, gpu))
    held = ctypes.create_string_buffer(code, len(code))
    given = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(held))
    try:
        # SECCOMP_FILTER_FLAG_SPEC_ALLOW: no slow-down for attacks that read the own memory.
        _syscall("seccomp", 1, 4, given)
    except OSError:
        _syscall("seccomp", 1, 0, given)


def _user_packages() -> None:
    """Import what the user has installed for all projects, which `-I` leaves out."""
    home = os.environ.pop("KERASCHECK_USER", "")
    if home and sys.prefix == sys.base_prefix:
        folder = site.getusersitepackages().replace(os.path.expanduser("~"), home, 1)
        if os.path.isdir(folder) and folder not in sys.path:
            site.addsitedir(folder)


def _limit(limits: dict[str, list[int]]) -> None:
    """Set limits of the kernel by their names, (where it warns, where it ends); never raise one."""
    import resource

    for name, pair in limits.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            highest = resource.getrlimit(kind)[1]
            resource.setrlimit(
                kind,
                tuple(  # type: ignore[arg-type]
                    value if highest == resource.RLIM_INFINITY else min(value, highest)
                    for value in pair
                ),
            )


def main() -> int:
    """Lock the process in and run a script; the status `REFUSED` means that it was not run."""
    with open(sys.argv[1], encoding="utf-8") as file:
        options = json.load(file)
    os.unlink(sys.argv[1])
    _user_packages()
    try:
        _limit(options["limits"])
        confine(options["folder"], options["readable"], options["gpu"])
    except OSError as error:
        message = json.dumps({"event": "refused", "why": error.strerror or str(error)})
        os.write(int(os.environ[RESULTS]), f"{message}\n".encode())
        return REFUSED
    sys.argv = sys.argv[2:]
    runpy.run_path(sys.argv[0], run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
