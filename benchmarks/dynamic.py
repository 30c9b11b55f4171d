"""How much of real code the dynamic mode builds, and whether it agrees with the formulas.

Run it as `python benchmarks/dynamic.py LIST --python PATH --device meta`, where LIST has a path of
a script or notebook in each line. No code of theirs is run. Prints two tables by source, the first
folder below the common one: the calls of `compile` and `fit` in the text, and the models; and the
reasons for what was not reached or built. `--each` tells the reason at each place.
"""

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.dynamic_sites import Site, sites
from kerascheck.dynamic import compare
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.project import Project
from kerascheck.values import Built
from kerascheck.worlds import settled

COLUMNS = ("models", "known", "built", "known built", "refused", "numbers", "agree", "differ")
"""Models in all; those with every layer known statically; those built; both; and their layers."""
CALLS = (
    "files",
    *(f"{w}{c}" for w in ("compile", "fit") for c in ("", " reached", " built", " exact")),
)
"""Files with such calls; the calls of `compile` and of `fit`, and what became of them."""


def count_site(site: Site, tally: Counter[str], reasons: Counter[str]) -> None:
    """Add one call of `compile` or `fit` to the figures of its source."""
    what = site.place.what
    tally.update({what: 1, f"{what} reached": site.reached})
    tally.update({f"{what} built": site.built, f"{what} exact": site.exact})
    if site.why:
        reasons[site.why[:100]] += 1


def count(built: Built, tally: Counter[str], reasons: Counter[str], path: str) -> None:
    """Add one model to the figures of its source."""
    if built.model is None:
        return
    known = built.model.complete and all(layer.counted is not None for layer in built.layers)
    known = known and bool(built.layers)
    tally.update({"models": 1, "known": known, "built": built.whole})
    tally.update({"known built": known and built.whole, "refused": built.refusal is not None})
    tally["numbers"] += bool(built.numbers)
    if built.gap is not None:
        reasons[built.gap.why[:100]] += 1
    elif built.unavailable:
        reasons[built.unavailable[:100]] += 1
    for layer in built.layers:
        tally["agree"] += layer.agrees
        if layer.differs and built.whole:
            tally["differ"] += 1
            print(f"DIFFERS {path}: {layer.part.kind}: {layer.differs}", file=sys.stderr)
    if built.refusal is not None:
        print(f"REFUSED {path}: {built.refusal.sentence[:200]}", file=sys.stderr)


def main() -> None:
    """Build the models of the files of a list, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--device", default="meta")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--timeout", type=float, default=60.0)
    given = parser.parse_args()
    paths = [line for line in given.list.read_text().splitlines() if line]
    root = os.path.commonpath(paths)
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    worker = Worker(Options(python=given.python, device=given.device, timeout=given.timeout))
    begun = time.monotonic()
    try:
        for path in paths:
            project = Project(path, Path(path).read_bytes())
            trace = Trace(project.blocks, project.find, Limits())
            facts = settled(trace)
            source = os.path.relpath(path, root).partition(os.sep)[0]
            made = compare.build(facts, worker, path)
            for built in made:
                count(built, tallies[source], reasons, path)
            found = sites(project, trace, made)
            tallies[source]["files"] += bool(found)
            for site in found:
                count_site(site, tallies[source], missed)
                if given.each and site.why:
                    at = f"{path}:{site.place.block}:{site.place.line}"
                    print(f"{site.place.what} {at}: {site.why}", file=sys.stderr)
        print(f"{len(paths)} files in {time.monotonic() - begun:.0f} s with {worker.device}\n")
    finally:
        worker.close()
    tallies["all"] = sum(tallies.values(), Counter())
    for columns in (CALLS, COLUMNS):
        table(tallies, columns)
    for told in (missed, reasons):
        print()
        for why, number in told.most_common(40):
            print(f"- {number} {why}")


def table(tallies: Mapping[str, Counter[str]], columns: Sequence[str]) -> None:
    """Print some columns of the figures, a source a row."""
    print(f"\n| source | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for source, tally in tallies.items():
        if any(tally[column] for column in columns):
            print(f"| {source} | {' | '.join(str(int(tally[column])) for column in columns)} |")


if __name__ == "__main__":
    main()
