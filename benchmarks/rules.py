"""What the rules cost beside parsing and tracing, in all of some files.

Run it as `python benchmarks/rules.py [FILE …]`; without files it takes the programs of
`tests/real/programs`. All of it is done in one process, in which every file was checked once before, with
the collector of garbage off as in a run of `kerascheck`. Times are processor time. A rule that
asks for something first pays for it, also where others use it afterwards.

It prints the share of all rules, which should be at most 30 % on scripts of a usual size, and the
rules that take most. In programs of 20 lines there is little to trace, so that it is larger.
"""

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import wraps
from operator import itemgetter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kerascheck import pipeline, registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.rule import Rule

SHOWN = 12


def timed(rule: Rule, spent: dict[str, float]) -> Rule:
    """The same rule, whose processor time is added up in `spent`, in seconds."""

    @wraps(rule.check)
    def check(*given: Any) -> Iterator[Finding]:
        start = time.process_time()
        found = list(rule.check(*given))
        spent[rule.code] += time.process_time() - start
        return iter(found)

    return replace(rule, check=check)


def main(names: Sequence[str]) -> None:
    """Print the shares."""
    files = [Path(name) for name in names] or sorted(
        (ROOT / "tests" / "real" / "programs").glob("*.py")
    )
    sources = [(str(file), file.read_bytes()) for file in files]
    settings = Settings()
    rules = registry.select(registry.load(), settings)
    for path, data in sources:
        pipeline.check(path, data, rules, settings)
    spent: defaultdict[str, float] = defaultdict(float)
    watched = [timed(rule, spent) for rule in rules]
    gc.collect()
    gc.disable()
    start = time.process_time()
    for path, data in sources:
        pipeline.check(path, data, watched, settings)
    whole = time.process_time() - start
    gc.enable()
    mine = sum(spent.values())
    share = mine / (whole - mine)
    print(f"{len(files)} files: {whole:.2f} s, of which {mine:.2f} s are the rules'")
    print(f"the rules add {share:.0%} to parsing and tracing")
    for code, seconds in sorted(spent.items(), key=itemgetter(1), reverse=True)[:SHOWN]:
        print(f"  {code} {1000 * seconds:7.1f} ms {seconds / mine:4.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
