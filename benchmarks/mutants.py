"""How many mistakes are found: each is put into scripts that are sound, one at a time.

Run it as `python -m benchmarks.mutants [FILE …]`; without files it takes the repaired programs of
`tests/real/programs`. It prints a table in Markdown: the mistakes, how many scripts have each now,
and for how many of these a finding is new, at the level of an error or a warning or else at that of
a note; and the rules that say so. `--missed` lists the others, `--write FOLDER` stores those.
A new finding counts, of whatever rule: see the last column.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.mutations import MISTAKES, mutants
from kerascheck import pipeline, registry
from kerascheck.config import Settings
from kerascheck.finding import Finding, Severity
from kerascheck.rule import Rule

SHOWN = 4
"""Rules that the table names for a mistake."""


@dataclass(frozen=True)
class Mutant:
    """What is newly said of a script with one mistake."""

    path: Path
    mistake: str
    text: str
    fresh: tuple[tuple[str, Severity], ...]

    @property
    def worst(self) -> Severity | None:
        return max((severity for _, severity in self.fresh), default=None)


@dataclass
class Count:
    """What came of the scripts with one mistake."""

    tried: int = 0
    found: int = 0
    noted: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, mutant: Mutant) -> None:
        self.tried += 1
        worst = mutant.worst
        self.found += worst is not None and worst > Severity.INFO
        self.noted += worst is Severity.INFO
        self.codes.update({code for code, _ in mutant.fresh})

    def row(self, name: str) -> str:
        missed = self.tried - self.found - self.noted
        share = f"{self.found / self.tried:.0%}" if self.tried else ""
        codes = ", ".join(code for code, _ in self.codes.most_common(SHOWN))
        return (
            f"| {name} | {self.tried} | {self.found} | {share} | {self.noted} | {missed} "
            f"| {codes} |"
        )


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(registry.select(registry.load(), Settings()))


def findings(path: Path, text: str) -> tuple[Finding, ...]:
    return tuple(pipeline.check(str(path), text.encode(), _rules(), Settings()).findings)


def fresh(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[tuple[str, Severity]]:
    """The findings that were not there before, as often as they are new."""
    left = Counter((finding.code, finding.message) for finding in before)
    for finding in after:
        key = (finding.code, finding.message)
        if left[key]:
            left[key] -= 1
        else:
            yield finding.code, finding.severity


def tried(path: Path) -> list[Mutant]:
    """Every mistake in one script."""
    text = path.read_text(encoding="utf-8")
    before = findings(path, text)
    return [
        Mutant(path, name, changed, tuple(fresh(before, findings(path, changed))))
        for name, changed in mutants(text)
    ]


def counted(made: Sequence[Mutant]) -> Iterator[str]:
    """The table."""
    counts = {name: Count() for name in MISTAKES}
    total = Count()
    for mutant in made:
        counts[mutant.mistake].add(mutant)
        total.add(mutant)
    total.codes.clear()
    yield "| mistake | scripts | error or warning | | note | missed | rules |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for name, count in counts.items():
        if count.tried:
            yield count.row(name)
    yield total.row("**all**")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--missed", action="store_true", help="list the scripts without a finding")
    parser.add_argument("--write", type=Path, help="a folder for the scripts without a finding")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    files = options.files or sorted((ROOT / "tests" / "real" / "programs").glob("*_fixed.py"))
    with ProcessPoolExecutor(options.jobs) as pool:
        made = [mutant for result in pool.map(tried, files) for mutant in result]
    print(f"{len(made)} scripts with one mistake each, from {len(files)}.\n")
    print("\n".join(counted(made)))
    missed = [mutant for mutant in made if mutant.worst is None]
    if options.missed:
        print()
        for mutant in missed:
            print(f"- {mutant.path.name}: {mutant.mistake}")
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        for number, mutant in enumerate(missed):
            words = mutant.mistake.replace(" ", "_").replace(":", "").replace("/", "_")
            target = options.write / f"{words}-{number}-{mutant.path.name}"
            target.write_text(mutant.text, encoding="utf-8")


if __name__ == "__main__":
    main()
