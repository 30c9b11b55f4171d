"""Hostile code, each piece with one thing that it tries."""

SECRET = "the word that nobody may read"

# Each is one attempt to change the folder `ARGS["outside"]`, which holds `kept` and `empty/`, and
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
    "the owner": 'attempt(os.chown, f"{OUT}/kept", os.getuid(), os.getgid())',
    "the owner by the descriptor": 'attempt(os.fchown, os.open(f"{OUT}/kept", os.O_RDONLY), os.getuid(), os.getgid())',
    "the owner of a link": 'attempt(os.lchown, f"{OUT}/kept", os.getuid(), os.getgid())',
    "the times": 'attempt(os.utime, f"{OUT}/kept", (1, 1))',
    "the times by the descriptor": 'attempt(os.utime, os.open(f"{OUT}/kept", os.O_RDONLY), (1, 1))',
    "an attribute": 'attempt(os.setxattr, f"{OUT}/kept", "user.mark", b"x")',
    "an attribute by the descriptor": 'attempt(os.setxattr, os.open(f"{OUT}/kept", os.O_RDONLY), "user.mark", b"x")',
    "a flag of the file system": "import fcntl\n"
    'attempt(fcntl.ioctl, os.open(f"{OUT}/kept", os.O_RDONLY), 0x40086602, (0x80).to_bytes(8, "little"))',
    "its space": 'attempt(lambda: os.posix_fallocate(os.open(f"{OUT}/kept", os.O_RDWR), 0, 9999))',
}
OUT = 'OUT = ARGS["outside"]\n'
"""What stands before each of these."""

OF_SOME_SYSTEMS = {
    "a new device",
    "an attribute",
    "an attribute by the descriptor",
    "a flag of the file system",
    "a handle",
    "a debugger",
    "its memory",
    "its limits",
}
"""What not every user may do, and not every file system or kernel lets anybody do."""

READS = {
    name: f"HOME_OF, PARENT = ARGS['home'], ARGS['parent']\n{code}"
    for name, code in {
        "a file": 'attempt(lambda: open(f"{HOME_OF}/.ssh/key").read())',
        "data beside the script": 'attempt(lambda: open(f"{HOME_OF}/data.csv").read())',
        "a folder entered": 'attempt(lambda: [os.chdir(f"{HOME_OF}/.ssh"), open("key").read()])',
        "a symbolic link": 'attempt(lambda: [os.symlink(f"{HOME_OF}/.ssh/key", "link"), open("link").read()])',
        "a hard link": 'attempt(lambda: [os.link(f"{HOME_OF}/.ssh/key", "hard"), open("hard").read()])',
        "a file moved here": 'attempt(lambda: [os.rename(f"{HOME_OF}/.ssh/key", "mine"), open("mine").read()])',
        "a place opened again": 'd = os.open(f"{HOME_OF}/.ssh/key", os.O_PATH)\n'
        'attempt(lambda: open(f"/proc/self/fd/{d}").read())',
        "a handle": """
handle, mount = ctypes.create_string_buffer((128).to_bytes(4, "little") + bytes(132)), ctypes.c_int()
found = libc.name_to_handle_at(-100, f"{HOME_OF}/.ssh/key".encode(), handle, ctypes.byref(mount), 0)
opened = libc.open_by_handle_at(os.open(".", os.O_RDONLY), handle, os.O_RDONLY)
attempt(lambda: os.read(opened, 99))
""",
        "the environment": 'say(event="here", found=dict(os.environ))\n'
        'attempt(lambda: open(f"/proc/{PARENT}/environ").read())',
    }.items()
}
"""Attempts to read a secret in `ARGS["home"]` or in the environment of `ARGS["parent"]`."""

CALLS_OUT = {
    name: f"import socket\n{code}"
    for name, code in {
        "a connection": 'attempt(socket.create_connection, ("127.0.0.1", ARGS["tcp"]), 2)',
        "a message": "attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
        '.sendto(b"x", ("127.0.0.1", ARGS["udp"])))',
        "a local socket": 'attempt(lambda: socket.socket(socket.AF_UNIX).connect(ARGS["unix"]))',
        "a library": "import urllib.request\n"
        "attempt(lambda: urllib.request.urlopen(f\"http://127.0.0.1:{ARGS['tcp']}\", timeout=0.3))",
        "a name": 'attempt(socket.getaddrinfo, "localhost", 80)',
        "a server": 'attempt(socket.create_server, ("127.0.0.1", 0))',
        "a pair": "attempt(socket.socketpair)",
        "the kernel": "attempt(socket.socket, socket.AF_NETLINK, socket.SOCK_RAW, 0)",
        "the ciphers of the kernel": "attempt(socket.socket, socket.AF_ALG, socket.SOCK_SEQPACKET, 0)",
        "the host of a virtual machine": "attempt(socket.socket, 40, socket.SOCK_STREAM)",
        "a raw socket": "attempt(socket.socket, socket.AF_INET, socket.SOCK_RAW, 1)",
    }.items()
}
"""Attempts to call somebody, on the ports `ARGS["tcp"]`, `ARGS["udp"]`, and at `ARGS["unix"]`."""

_PAIR = """
def raw(x86, arm):
    import platform
    return x86 if platform.machine() == "x86_64" else arm
OTHER = ARGS["victim"]
"""
ON_OTHERS = {
    name: f"{_PAIR}{code}"
    for name, code in {
        "a signal": "attempt(os.kill, OTHER, signal.SIGTERM)",
        "a signal to its group": "attempt(os.killpg, OTHER, signal.SIGKILL)",
        "a signal to the parent": 'attempt(os.kill, ARGS["parent"], signal.SIGKILL)',
        "a signal to everybody": "attempt(os.kill, -1, 0)",
        "a signal to a thread": "attempt(call, raw(200, 130), OTHER, 9)",
        "a signal to a thread of a group": "attempt(call, raw(234, 131), OTHER, OTHER, 9)",
        "a queued signal": "attempt(call, raw(129, 138), OTHER, 9, "
        'ctypes.create_string_buffer(bytes(8) + (-1).to_bytes(4, "little", signed=True) + bytes(116)))',
        "a signal by a descriptor": "attempt(lambda: call(424, call(434, OTHER, 0), 9, 0, 0))",
        "a signal of a pipe": """
import fcntl
reading, writing = os.pipe()
attempt(fcntl.fcntl, reading, 8, OTHER)
attempt(fcntl.fcntl, reading, 10, 9)
fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
os.write(writing, b"x")
""",
        "a debugger": "attempt(call, raw(101, 117), 0x4206, OTHER, 0, 0)",
        "its memory": 'attempt(lambda: open(f"/proc/{OTHER}/mem", "r+b").close())',
        "its command line": 'attempt(lambda: open(f"/proc/{OTHER}/cmdline").read())',
        "its processors": "attempt(os.sched_setaffinity, OTHER, {min(os.sched_getaffinity(0))})",
        "its priority": "attempt(os.setpriority, os.PRIO_PROCESS, OTHER, 5)",
        "its scheduling": "attempt(os.sched_setscheduler, OTHER, os.SCHED_BATCH, os.sched_param(0))",
        "its priority at the disk": "attempt(call, raw(251, 30), 1, OTHER, 3 << 13)",
        "its limits": "attempt(call, raw(302, 261), OTHER, 7, (ctypes.c_ulong * 2)(64, 64), 0)",
        "its likelihood to be killed": 'attempt(lambda: open(f"/proc/{OTHER}/oom_score_adj", "w").write("900"))',
    }.items()
}
"""Attempts to reach the process `ARGS["victim"]`, or `ARGS["parent"]`."""
SEEN_ONLY = {
    "a signal to everybody",  # the signal 0, which asks whether one could be sent
    "a debugger",
    "its memory",
    "its command line",
    "its processors",  # there may be one only
    "its priority at the disk",
}
"""What leaves no trace on the victim."""

_CHILD = f"""{_PAIR.replace('OTHER = ARGS["victim"]', "")}
TOLD = 'import os; os.write(int(os.environ["KERASCHECK_RESULTS"]), bytes([123, 125, 10]))'
CHILD = [sys.executable, "-I", "-c", TOLD.replace("bytes([123, 125, 10])", repr(b'{{"event": "started"}}\\n'))]

def split(make):
    try:
        number = make()
    except OSError:
        return
    if number == 0:
        say(event="started")
        os._exit(0)
    os.waitpid(number, 0)
"""
STARTS = {
    name: f"{_CHILD}{code}"
    for name, code in {
        "a fork": "split(os.fork)",
        "a fork by its number": "split(lambda: call(raw(57, 220), raw(0, 17), 0, 0, 0, 0))",
        "a clone": "split(lambda: call(raw(56, 220), 17, 0, 0, 0, 0))",
        "a newer clone": "split(lambda: call(435, ctypes.create_string_buffer("
        'bytes(32) + (17).to_bytes(8, "little") + bytes(48)), 88))',
        "a program": "import subprocess\n"
        "attempt(lambda: subprocess.run(CHILD, close_fds=False, check=True))",
        "a program by the shell": "import shlex\nos.system(shlex.join(CHILD))",
        "a program spawned": "attempt(lambda: os.waitpid(os.posix_spawn(CHILD[0], CHILD, os.environ), 0))",
        "a program in its place": "attempt(os.execv, CHILD[0], CHILD)",
        "another process of Python": """
import multiprocessing
def told():
    say(event="started")
def start():
    process = multiprocessing.get_context("fork").Process(target=told)
    process.start()
    process.join()
attempt(start)
""",
        "a daemon": """
try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 99)
            os.execv(CHILD[0], [*CHILD[:3], "import time; time.sleep(600)", ARGS["marker"]])
        os._exit(0)
except OSError:
    pass
""",
        "forks without end": """
for _ in range(20):
    split(os.fork)
""",
    }.items()
}
"""Attempts to start a process: it says so, or has `ARGS["marker"]` in its command line."""

DENIED = {
    "new name spaces": (272, 97, "attempt(call, number, 0x10000000)"),
    "another name space": (308, 268, 'attempt(call, number, os.open("/proc/self/ns/net", 0), 0)'),
    "a mount": (165, 40, 'attempt(call, number, b"none", os.getcwd().encode(), b"tmpfs", 0, 0)'),
    "another root": (161, 51, 'attempt(call, number, b".")'),
    "a program for the kernel": (
        321,
        280,
        "attempt(call, number, 0, (ctypes.c_uint * 30)(2, 4, 4, 1), 120)",
    ),
    "a ring of requests": (425, 425, "attempt(call, number, 1, ctypes.create_string_buffer(120))"),
    "a debugger of itself": (101, 117, "attempt(call, number, 0, 0, 0, 0)"),
    "a key": (250, 219, "attempt(call, number, 0, -3, 1)"),
    "faults of memory": (323, 282, "attempt(call, number, 1)"),
    "a file in memory": (319, 279, 'attempt(call, number, b"name", 0)'),
    "shared memory that stays": (29, 194, "attempt(call, number, 0, 4096, 0o1600)"),
    "a queue that stays": (68, 186, "attempt(call, number, 0, 0o1600)"),
    "a session": (112, 157, "attempt(call, number)"),
    "a group": (109, 154, "attempt(call, number, 0, 0)"),
    "the death of the parent": (157, 167, "attempt(call, number, 1, 0, 0, 0, 0)"),
    "to be seen by nobody": (157, 167, "attempt(call, number, 4, 0, 0, 0, 0)"),
    "to be debugged": (157, 167, "attempt(call, number, 0x59616D61, -1, 0, 0, 0)"),
    "another filter": (317, 277, "attempt(call, number, 1, 0, 0)"),
    "a higher limit": (302, 261, "attempt(call, number, 0, 7, (ctypes.c_ulong * 2)(64, 64), 0)"),
    "capabilities": (
        126,
        91,
        "attempt(call, number, (ctypes.c_uint * 2)(0x20080522), (ctypes.c_uint * 6)())",
    ),
    "another user": (117, 147, "attempt(call, number, 1, 1, 1)"),
    "a way of running": (135, 92, "attempt(call, number, 0x0040000)"),
    "a thread in a name space": (56, 220, "attempt(call, number, 0x10010F00, 0, 0, 0, 0)"),
    "a lease": (72, 25, 'attempt(call, number, os.open("/proc/self/exe", 0), 1024, 0)'),
    "a notice": (72, 25, 'attempt(call, number, os.open(".", 0), 1026, 1)'),
    "an input for a terminal": (16, 29, 'attempt(call, number, 0, 0x5412, b"x")'),
}
"""Calls by their numbers on x86-64 and ARM64, with arguments that the kernel would take."""
