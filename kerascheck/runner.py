"""Many files: a look at the bytes, then the pipeline, here or in a pool of processes.

A file that does not mention Keras costs a read. The pipeline, and LibCST with it, is imported
when the first file passes that look. No file can spoil the others: an exception, or the death of
a worker process, becomes the `failed` of the result of that file alone.
"""

import atexit
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kerascheck.config import Settings
from kerascheck.discovery import uses_keras
from kerascheck.result import Result

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from kerascheck.dynamic.runner import Options, Worker
    from kerascheck.rule import Rule

FLOOR = 16
"""Fewer files than this are checked in this process: each worker imports LibCST anew."""
PER_WORKER = 8
"""No more workers than give each so many files."""

BETWEEN_COLLECTIONS = 32
"""Files between two collections of garbage."""

Job = tuple[str, Settings, bytes | None]
"""A path, its settings, and its bytes if they cannot be read from the path."""
Work = Callable[[Job], Result]
"""What is done with each file: `check_one`, `fix_one` or `explain_one`."""


def run(
    paths: Sequence[str],
    settings_of: Callable[[str], Settings],
    *,
    jobs: int | None = None,
    stdin: tuple[str, bytes] | None = None,
    explain: bool = False,
    fix: bool = False,
    dynamic: "Options | None" = None,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Result]:
    """Check files, one result each in the order of `paths`, that of `stdin` last.

    `jobs` is how many processes to use at most; by default as many as pay. `stdin` is the name
    and the bytes of a source that is no file. With `explain` the results describe the models, with
    `fix` they have what fixes change in the files whose settings ask for it; nothing is written.
    With `dynamic` the models are built as well, by one worker for all files, which `tell` is told
    of; raises `UnavailableError` if that cannot be started.
    """
    results: dict[int, Result] = {}
    waiting: dict[int, Job] = {}
    entries: list[tuple[str, bytes | None]] = [(path, None) for path in paths]
    entries += [stdin] if stdin else []
    for index, (path, given) in enumerate(entries):
        data = given if given is not None else _bytes(path)
        if isinstance(data, Result):
            results[index] = data
        elif uses_keras(data):
            waiting[index] = (path, settings_of(path), given)
        else:
            results[index] = Result(path)
    if dynamic is not None:
        done = _built(waiting, dynamic, "explain" if explain else "check", tell)
    else:
        done = _static(waiting, jobs, explain, fix)
    for index in range(len(entries)):
        while index not in results:
            finished, result = next(done)
            results[finished] = result
        yield results.pop(index)


def _static(
    waiting: dict[int, Job], jobs: int | None, explain: bool, fix: bool
) -> Iterator[tuple[int, Result]]:
    count = workers(len(waiting), jobs)
    work = explain_one if explain else fix_one if fix else check_one
    yield from _pooled(waiting, count, work) if count > 1 else _here(waiting, work)


def _built(
    waiting: dict[int, Job],
    options: "Options",
    what: str,
    tell: Callable[[str], None] | None,
) -> Iterator[tuple[int, Result]]:
    """Check one file after the other with a worker that builds the models."""
    if not waiting:
        return
    from dataclasses import replace

    from kerascheck.dynamic.runner import worker

    with worker(options) as running:
        running.tell = tell
        if tell is not None:
            tell(f"starting Keras under {running.python}")
        _ = running.device  # Starts it, so that a missing Keras is told before anything else.
        for index, job in waiting.items():
            result = _worked(job, what, running)
            yield index, replace(result, sources={}) if what == "explain" else _light(result)


def workers(files: int, jobs: int | None = None) -> int:
    """How many processes to check so many files with; 1 is this process alone."""
    if jobs is not None:
        return max(min(jobs, files), 1)
    if files < FLOOR:
        return 1
    # Windows cannot wait for more than 61 processes at once.
    return max(min(_processors(), -(-files // PER_WORKER), 61), 1)


def check_one(job: Job) -> Result:
    """Run one file through the pipeline; whatever goes wrong is told in the result."""
    return _light(_worked(job, "check"))


def fix_one(job: Job) -> Result:
    """As `check_one`, after the fixes if the settings ask for them."""
    return _light(_worked(job, "fix" if job[1].fix else "check"))


def _light(result: Result) -> Result:
    """The result without its sources, unless something points into them."""
    if result.findings or result.suppressed or result.coverage.not_understood or result.executed:
        return result
    from dataclasses import replace

    return replace(result, sources={})


def explain_one(job: Job) -> Result:
    """As `check_one`, for a result that describes the models."""
    from dataclasses import replace

    # The description has every place in the terms of users, so that no source is needed.
    return replace(_worked(job, "explain"), sources={})


def _worked(job: Job, what: str, worker: "Worker | None" = None) -> Result:
    _pace()
    path, settings, given = job
    data = given if given is not None else _bytes(path)
    if isinstance(data, Result):
        return data
    try:
        if worker is not None:
            return _with(worker, job, data, what)
        if what == "explain":
            from kerascheck.pipeline import explain

            return explain(path, data, _rules(settings, path), settings)
        if what == "fix":
            from kerascheck.fixing import fix

            return fix(path, data, _rules(settings, path), settings)
        from kerascheck.pipeline import check

        return check(path, data, _rules(settings, path), settings)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are checked
        return Result(path, keras=True, failed=internal_error(path, error))


def _with(worker: "Worker", job: Job, data: bytes, what: str) -> Result:
    """Check or explain a file whose models are built, too."""
    from kerascheck import pipeline

    path, settings, _ = job
    work = pipeline.explain if what == "explain" else pipeline.check
    return work(path, data, _rules(settings, path), settings, worker=worker)


def _pace() -> None:
    """Collect garbage every so many files instead of whenever a tree has grown.

    Modules and trees are made of thousands of objects that all live on; looking through them for
    cycles takes a tenth of the time of a short run. Python does so once more when it ends, which
    takes another one, unless they are frozen.
    """
    global _checked
    if not _checked:
        atexit.register(gc.freeze)
    gc.disable()
    _checked += 1
    if _checked % BETWEEN_COLLECTIONS == 0:
        gc.collect()


_checked = 0


def _rules(settings: Settings, path: str) -> "list[Rule]":
    from kerascheck import registry

    return registry.select(registry.load(settings.plugins), settings, path)


def _here(waiting: dict[int, Job], work: Work) -> Iterator[tuple[int, Result]]:
    for index, job in waiting.items():
        yield index, work(job)


def _pooled(waiting: dict[int, Job], count: int, work: Work) -> Iterator[tuple[int, Result]]:
    """Check in `count` processes; one that dies costs the file it was at, and no other."""
    left = dict(waiting)
    while left:
        for index, result in _attempt(left, count, work):
            del left[index]
            yield index, result
        # After a death the pool is gone. The culprit is among the first that were left.
        for index in list(left)[: 2 * count]:
            alone = dict(_attempt({index: left[index]}, 1, work))
            path = left.pop(index)[0]
            died = "the process that checked this file died; please report this with the file"
            yield index, alone.get(index) or Result(path, keras=True, failed=died)


def _attempt(left: dict[int, Job], count: int, work: Work) -> Iterator[tuple[int, Result]]:
    """The results in order, without those of jobs that a broken pool has lost."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with _path_without_the_current_folder():
        pool = ProcessPoolExecutor(count, initializer=_leave_interrupts_to_the_parent)
    try:
        with _path_without_the_current_folder():
            futures = _submit(pool, left, work)
        for index, future in futures.items():
            try:
                result = future.result()
            except BrokenProcessPool:
                continue
            except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent
                path = left[index][0]
                result = Result(path, keras=True, failed=internal_error(path, error))
            yield index, result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: "ProcessPoolExecutor", left: dict[int, Job], work: Work
) -> "dict[int, Future[Result]]":
    from concurrent.futures.process import BrokenProcessPool

    futures = {}
    with suppress(BrokenProcessPool):
        for index, job in left.items():
            futures[index] = pool.submit(work, job)
    return futures


@contextmanager
def _path_without_the_current_folder() -> Iterator[None]:
    """A process that does not start as a copy of this one would have that folder first.

    A `queue.py` of the user there would be imported in place of Python's own. From Python 3.11 on.
    """
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _bytes(path: str) -> bytes | Result:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        return Result(path, failed=f"cannot be read: {error.strerror or error}")


def internal_error(path: str, error: Exception) -> str:
    """Write the traceback to a file, and say where it is and what to do with it.

    `path` is the file that was being checked, if the error has to do with one.
    """
    import tempfile
    import traceback

    text = "".join(traceback.format_exception(error))
    summary = f"internal error: {type(error).__name__}: {error}".splitlines()[0]
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="kerascheck-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(f"while checking {path}\n\n{text}" if path else text)
    except OSError:
        return f"{summary}; please open an issue"
    return f"{summary}; please open an issue with {file.name}"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
