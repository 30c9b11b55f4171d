"""How many of the models that the trace leaves open a run of their script makes.

Run it as `python benchmarks/execute.py LIST --python PATH --device cpu --sample 80`, where LIST has a
path of a script or notebook in each line. It runs code of theirs, in the sandbox. Prints a table by
what is left open, and the reasons for what was not made.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from kerascheck.dynamic import executing
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.finding import Span
from kerascheck.pipeline import coverage
from kerascheck.project import Project
from kerascheck.result import NotUnderstood
from kerascheck.values import Executed, Execution


def main() -> None:
    """Execute a sample of the files with models that are not understood, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--sample", type=int, default=80)
    parser.add_argument("--timeout", type=float, default=60.0)
    given = parser.parse_args()
    paths = [line for line in given.list.read_text().splitlines() if line]
    random.Random(0).shuffle(paths)
    options = Options(given.python, given.device, given.timeout, execute=True)
    worker = Worker(options)
    tally: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    seconds = []
    try:
        for path in paths:
            project = Project(path, Path(path).read_bytes())
            gaps = _gaps(project, path)
            if not gaps:
                continue
            texts = tuple(block.text for block in project.sources[path].blocks)
            source = executing.Source(path, texts, executing.allowed(project.folders))
            names = {gap.name for gap in gaps.values()}
            run, _ = executing.execute(source, gaps, names, options, worker.device)
            seconds.append(run.processor)
            if run.ended and run.ended != executing.NEVER:
                print(f"{path}: {run.ended}", file=sys.stderr)
            tally.update({"files": 1, "statements": run.statements, "of": run.total})
            tally["cut short"] += bool(run.ended and run.ended != executing.NEVER)
            for at, gap in gaps.items():
                _count(at, gap, run, tally, reasons)
            for model in run.models:
                wrong = [layer for layer in model.layers if layer.differs]
                tally["layers that differ"] += len(wrong) if model.exact else 0
                tally["layers that agree"] += sum(layer.agrees for layer in model.layers)
            if tally["files"] == given.sample:
                break
        print(f"{tally['files']} files with {worker.device}")
    finally:
        worker.close()
    seconds.sort()
    print(
        f"seconds of the processor a file: median {seconds[len(seconds) // 2]:.1f}, most {seconds[-1]:.1f}"
    )
    for name, number in tally.items():
        print(f"- {name}: {number}")
    print()
    for why, number in reasons.most_common(30):
        print(f"- {number} {why}")


def _gaps(project: Project, path: str) -> Mapping[Span, NotUnderstood]:
    """What the trace leaves open, by its place."""
    trace = Trace(project.blocks, project.find, Limits())
    _ = trace.base
    missing = coverage(trace, path).not_understood
    return {gap.at: gap for gap in missing if gap.at.path == path}


def _count(
    at: Span, gap: NotUnderstood, run: Execution, tally: Counter[str], reasons: Counter[str]
) -> None:
    """Add what a run makes of one open model."""
    made = [model for model in run.models if _is_of(model, at, gap.name)]
    tally["open models"] += 1
    tally["made"] += bool(made)
    tally["built"] += any(model.total is not None for model in made)
    tally["built whatever the data"] += any(model.exact for model in made)
    if not made:
        tally["never run in the file"] += run.ended == executing.NEVER
        reasons[executing.NEVER if run.ended == executing.NEVER else gap.why[:100]] += 1


def _is_of(model: Executed, at: Span, name: str) -> bool:
    """Whether a model that was made is the open one: by its place, or by its name."""
    sites = [site.at for site in (model.site, model.compiled, model.fitted) if site is not None]
    near = any(site.block == at.block and at.line <= site.line <= at.end_line for site in sites)
    return near or (bool(name) and name in model.names)


if __name__ == "__main__":
    main()
