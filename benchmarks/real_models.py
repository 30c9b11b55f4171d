"""Compares what kerascheck knows of the models in real files with what Keras itself builds.

Run it as `python benchmarks/real_models.py FOLDER…`, where Keras 3 and TensorFlow are installed. It
RUNS THE CODE IT IS GIVEN: each file in a process of its own, as another user and without a network
where the system allows it, but run it only on code that you would run. Results of Keras are kept in
`--keep`, so that only kerascheck is run again.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import importlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.real_compare import Json, compare, join

SECONDS = 60
"""Processor time that one file gets."""
WALL = 240
MEMORY = 6 << 30
NOBODY = 65534
ENDINGS = (".py", ".ipynb")


def files(folders: Sequence[str]) -> Iterator[str]:
    """The files in some folders that speak of Keras."""
    for folder in folders:
        paths = [Path(folder)] if os.path.isfile(folder) else sorted(Path(folder).rglob("*"))
        for path in paths:
            if path.suffix in ENDINGS and path.is_file() and b"keras" in path.read_bytes():
                yield str(path.resolve())


def in_child(work: Callable[[], Any], wall: float) -> Any:
    """Run something in a process of its own; None if it ends badly."""
    folder = tempfile.mkdtemp(prefix="real_models_")
    os.chmod(folder, 0o777)
    result = os.path.join(folder, ".result")
    child = os.fork()
    if not child:
        code = 1
        with contextlib.suppress(BaseException):
            file = open(result, "w")  # noqa: SIM115 - the child writes to it until it ends
            os.setsid()
            os.chdir(folder)
            null = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(null, number)
            json.dump(work(), file)
            file.close()
            code = 0
        os._exit(code)
    _wait(child, wall)
    try:
        with open(result) as file:
            return json.load(file)
    except ValueError:
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(child: int, wall: float) -> None:
    end = time.monotonic() + wall
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        time.sleep(0.02)
        if time.monotonic() > end or _resident(child) > MEMORY:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return


def _resident(process: int) -> int:
    try:
        with open(f"/proc/{process}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _lower() -> None:
    """Give up the network and the rights of root, where there are any."""
    os.environ.update(HOME=os.getcwd(), TMPDIR=os.getcwd(), KERAS_HOME=os.getcwd())
    tempfile.tempdir = os.getcwd()
    if os.getuid() == 0:
        ctypes.CDLL(None).unshare(0x40000000)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def by_keras(path: str, root: str) -> Json | None:
    """What Keras builds from a file."""
    from benchmarks import real_keras

    texts = [block.text for block in _source(path).blocks]

    def work() -> Json:
        _lower()
        return real_keras.run(path, texts, root, SECONDS)

    found: Json | None = in_child(work, WALL)
    return found


def _source(path: str) -> Any:
    from kerascheck.sources.read import read_source

    return read_source(path, Path(path).read_bytes())


def by_us(path: str) -> Json | None:
    """What kerascheck knows of the models of a file."""

    def work() -> Json:
        from kerascheck.facts.trace import Trace
        from kerascheck.project import Project
        from kerascheck.worlds import settled

        project = Project(path, Path(path).read_bytes())
        facts = settled(Trace(project.blocks, project.find))
        last = {id(fact.model.live): fact.model for fact in facts.compiles}
        return {"models": [_ours(model, last.get(id(model.live))) for model in facts.models]}

    found: Json | None = in_child(work, WALL)
    return found


def _ours(model: Any, compiled: Any) -> Json:
    from kerascheck.keras_api import structures, tables
    from kerascheck.values import Unknown

    reasons: list[str] = [gap.why for gap in model.gaps]

    def known(value: Any) -> Any:
        if isinstance(value, Unknown):
            reasons.append(value.why)
            return "?"
        return value

    def shape(spec: Any) -> Any:
        whole = known(spec.shape)
        return whole if whole == "?" else [known(dim) for dim in whole]

    rows = [row for row in tables.table(model) if row.part.kind != "InputLayer"]
    sums = tables.totals(rows)
    then = sums
    if compiled is not None:
        # What is trained is settled by the last compile, whatever is frozen after it.
        then = tables.totals(tables.table(model, None, compiled.frozen, compiled.trainable))
    at = model.site.at
    layers = [
        {
            "class": row.part.kind,
            "model": hasattr(row.part, "returns"),
            "shapes": [shape(spec) for spec in structures.flatten(row.output)],
            "count": known(row.count),
        }
        for row in rows
    ]
    return {
        "place": [os.path.abspath(at.path), at.block, at.line],
        "kind": model.kind,
        "name": model.name,
        "whole": not model.gaps,
        "layers": layers,
        "sums": ["?", "?"] if model.gaps else [known(sums.trainable), known(sums.frozen)],
        "at_compile": ["?", "?"] if model.gaps else [known(then.trainable), known(then.frozen)],
        "reasons": reasons,
    }


class Result:
    """What the comparison came to."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.reasons: Counter[str] = Counter()
        self.lines: list[str] = []

    def take(self, source: str, path: str, ours: Json | None, theirs: Json | None) -> None:
        """Add one file."""
        tally = self.counts[source]
        tally["files"] += 1
        if theirs is None or ours is None:
            tally["lost"] += 1
            self.lines.append(f"LOST {path}: {'keras' if theirs is None else 'kerascheck'}")
        built = [m for m in (theirs or {}).get("models", ()) if m["sums"] is not None]
        tally["with models"] += bool(built)
        for one, other in join((ours or {}).get("models", ()), built):
            self._pair(tally, path, one, other)

    def _pair(self, tally: Counter[str], path: str, one: Json | None, other: Json | None) -> None:
        if other is None:
            tally["not built by Keras"] += 1
            return
        tally["models"] += 1
        place = ":".join(map(str, other["place"]))
        if one is None:
            tally["only Keras"] += 1
            self.lines.append(f"ONLY KERAS {place} {other['class']}")
            return
        verdict, wrong = compare(one, other)
        tally[verdict] += 1
        if verdict == "WRONG":
            self.lines += [f"WRONG {place} {other['class']}: {what}" for what in wrong]
        elif verdict == "partly":
            why = one["reasons"][0] if one["reasons"] else "no reason given"
            self.reasons[why] += 1
            self.lines.append(f"PARTLY {place} {other['class']}: {why}")

    def tell(self) -> None:
        """Print it all."""
        print(*sorted(self.lines), sep="\n")
        verdicts = "equal", "partly", "WRONG", "only Keras", "not built by Keras", "lost"
        columns = "files", "with models", "models", *verdicts
        print("source", *columns, sep=" | ")
        total: Counter[str] = Counter()
        for source, tally in sorted(self.counts.items()):
            print(source, *(tally[column] for column in columns), sep=" | ")
            total += tally
        print("all", *(total[column] for column in columns), sep=" | ")
        share = 100 * total["equal"] / max(total["models"], 1)
        print(f"{share:.1f} % of the models known in full\n")
        for why, count in self.reasons.most_common(40):
            print(f"{count:5} {why}")


def both(path: str, root: str, keep: str) -> tuple[str, Json | None, Json | None]:
    """A file with what kerascheck and Keras make of it."""
    theirs = _kept(path, root, Path(keep).resolve())
    return path, by_us(path), theirs


def main() -> int:
    """Compare the files of the folders on the command line."""
    about = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(description=about, fromfile_prefix_chars="@")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--keep", default=".real_models", help="folder for the results of Keras")
    parser.add_argument("--kept", action="store_true", help="only files with results in `--keep`")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--root", default="", help="folder that the sources are told apart in")
    given = parser.parse_args()
    root = os.path.abspath(
        given.root or os.path.commonpath(list(map(os.path.abspath, given.folders)))
    )
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    importlib.import_module("kerascheck.worlds")
    if not given.kept:
        importlib.import_module("benchmarks.real_keras")  # Once, before there are other processes.
    Path(given.keep).mkdir(parents=True, exist_ok=True)
    result = Result()

    paths = list(files(given.folders))
    if given.kept:
        paths = [path for path in paths if _place_of(path, Path(given.keep)).exists()]
    with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
        for path, ours, theirs in pool.imap(partial(both, root=root, keep=given.keep), paths):
            source = os.path.relpath(path, root).partition(os.sep)[0]
            result.take(source, path, ours, theirs)
            print(".", end="", file=sys.stderr, flush=True)
    result.tell()
    return 1 if any(tally["WRONG"] for tally in result.counts.values()) else 0


def _place_of(path: str, folder: Path) -> Path:
    key = hashlib.sha256(path.encode() + Path(path).read_bytes()).hexdigest()
    return folder / f"{key[:24]}.json"


def _kept(path: str, root: str, folder: Path) -> Json | None:
    file = _place_of(path, folder)
    if file.exists():
        kept: Json | None = json.loads(file.read_text())
        return kept
    found = by_keras(path, root)
    file.write_text(json.dumps(found))
    return found


if __name__ == "__main__":
    sys.exit(main())
