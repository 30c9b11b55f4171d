"""How often our formulas and Keras agree: random calls of every layer, and random graphs of layers.

`python benchmarks/shapes.py [CASES]` prints a table in Markdown: the calls tried a layer, how many
of them Keras refuses, and every disagreement. Needs Keras and hypothesis.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kerascheck.keras_api.layers import LAYERS
from kerascheck.values import UndeterminedError
from tests.keras_api.layers import cases, oracle

CASES = 100
"""Calls a layer, if nothing else is asked for."""
QUIET = list(HealthCheck)


@dataclass
class Count:
    """What came of the calls of one layer."""

    tried: int = 0
    refused: int = 0
    unknown: int = 0
    differs: list[str] = field(default_factory=list)


def count(layer: str, number: int) -> Count:
    """Try a layer with `number` random calls, valid and invalid."""
    result = Count()
    strategy = cases.every()[layer]

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=QUIET,
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        tried = data.draw(strategy)
        result.tried += 1
        theirs = oracle.keras(tried)
        result.refused += theirs.failed
        try:
            mine = oracle.ours(tried)
        except UndeterminedError:
            result.unknown += 1
            return
        if mine != theirs:
            result.differs.append(f"{tried}: ours {mine}, Keras {theirs} {theirs.error}")

    run()
    return result


def rows(number: int) -> Iterator[tuple[str, Count]]:
    """The counts of every layer, by name."""
    for layer in sorted(cases.every()):
        yield layer, count(layer, number)


def main() -> int:
    """Print the table; the exit status is 1 if there is a disagreement."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    start = time.monotonic()
    print("| layer | calls | refused by Keras | not known to us | disagreements |")
    print("|---|---:|---:|---:|---:|")
    total = Count()
    for layer, counted in rows(number):
        print(
            f"| {layer} | {counted.tried} | {counted.refused} | {counted.unknown} "
            f"| {len(counted.differs)} |",
            flush=True,
        )
        total.tried += counted.tried
        total.refused += counted.refused
        total.unknown += counted.unknown
        total.differs += [f"{layer}: {text}" for text in counted.differs]
    print(
        f"| **all {len(cases.every())}** | {total.tried} | {total.refused} | {total.unknown} "
        f"| {len(total.differs)} |\n"
    )
    aliases = len(LAYERS) - len({id(cls) for cls in LAYERS.values()})
    print(f"{aliases} further names mean one of these layers. {time.monotonic() - start:.0f} s.")
    for text in total.differs:
        print(f"- {text}")
    return 1 if total.differs else 0


if __name__ == "__main__":
    sys.exit(main())
