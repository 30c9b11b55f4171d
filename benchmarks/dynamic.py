"""How much of real code the dynamic mode builds, and whether it agrees with the formulas.

Run it as `python benchmarks/dynamic.py LIST --python PATH --device meta`, where LIST has a path of
a script or notebook in each line. No code of theirs is run. Prints a table by source, the first
folder below the common one, and the reasons for what was not built.
"""

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from kerascheck.dynamic import compare
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.project import Project
from kerascheck.values import Built
from kerascheck.worlds import settled

COLUMNS = ("models", "known", "built", "known built", "refused", "numbers", "agree", "differ")
"""Models in all; those with every layer known statically; those built; both; and their layers."""


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
    parser.add_argument("--timeout", type=float, default=60.0)
    given = parser.parse_args()
    paths = [line for line in given.list.read_text().splitlines() if line]
    root = os.path.commonpath(paths)
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    worker = Worker(Options(python=given.python, device=given.device, timeout=given.timeout))
    begun = time.monotonic()
    try:
        for path in paths:
            project = Project(path, Path(path).read_bytes())
            facts = settled(Trace(project.blocks, project.find, Limits()))
            source = os.path.relpath(path, root).partition(os.sep)[0]
            for built in compare.build(facts, worker, path):
                count(built, tallies[source], reasons, path)
        print(f"{len(paths)} files in {time.monotonic() - begun:.0f} s with {worker.device}\n")
    finally:
        worker.close()
    tallies["all"] = sum(tallies.values(), Counter())
    print(f"| source | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for source, tally in tallies.items():
        print(f"| {source} | {' | '.join(str(int(tally[column])) for column in COLUMNS)} |")
    print()
    for why, number in reasons.most_common(40):
        print(f"- {number} {why}")


if __name__ == "__main__":
    main()
