"""Reports: what a run has found, in the format that was asked for. One file a format."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, cast

from kerascheck.result import Coverage, NotUnderstood, Result

if TYPE_CHECKING:
    from kerascheck.finding import Finding, Severity, Span

FORMATS = {
    "full": "kerascheck.report.full",
    "concise": "kerascheck.report.concise",
    "json": "kerascheck.report.json",
    "json-v1": "kerascheck.report.json",
    "github": "kerascheck.report.github",
}
"""Each format's module, which has a function `render(run) -> str`."""

TEXT_FORMATS = frozenset({"full", "concise"})
"""The formats for people: their summary follows the findings, that of others goes to stderr."""


@dataclass(frozen=True)
class Run:
    """The results of all the files of one run, in the order of the files.

    With `unsafe`, `--fix` would apply unsafe fixes too.
    """

    results: Sequence[Result]
    unsafe: bool = False

    @cached_property
    def findings(self) -> "list[tuple[Result, Finding]]":
        """Every finding with the result it stands in, by place within each file.

        A module that several scripts import may bring the same finding with each of them; it
        stands once, with the highest severity.
        """
        best: dict[tuple[str, Span], tuple[Result, Finding]] = {}
        for result in self.results:
            for finding in sorted(result.findings, key=lambda found: (found.at, found.code)):
                key = finding.code, finding.at
                own = finding.at.path == result.path
                if key in best:
                    other, known = best[key]
                    rank = (known.severity, known.at.path == other.path)
                    if (finding.severity, own) <= rank:
                        continue
                best[key] = result, finding
        return list(best.values())

    @cached_property
    def coverage(self) -> Coverage:
        """What was understood in all the files together."""
        models = understood = layers = 0
        gaps: list[NotUnderstood] = []
        for result in self.results:
            part = result.coverage
            models += part.models
            understood += part.understood
            layers += part.layers
            gaps += part.not_understood
        return Coverage(models, understood, layers, tuple(gaps))

    @cached_property
    def counts(self) -> "Counter[Severity]":
        """How many findings there are of each severity."""
        return Counter(finding.severity for _, finding in self.findings)

    @cached_property
    def fixed(self) -> "list[tuple[Result, Finding]]":
        """Every finding that a fix has resolved, or would resolve."""
        changed = [(result, result.change) for result in self.results if result.change]
        return [(result, finding) for result, change in changed for finding in change.fixed]

    def fixable(self, result: Result, finding: "Finding") -> str:
        """`*` if `--fix` would apply the fix of a finding, `+` if with `--unsafe-fixes`."""
        from kerascheck.finding import applicable

        if applicable(finding, result.path, unsafe=self.unsafe):
            return "*"
        return "+" if applicable(finding, result.path, unsafe=True) else ""

    @property
    def failures(self) -> list[Result]:
        """The files that could not be checked."""
        return [result for result in self.results if result.failed]


def render(name: str, run: Run, *, color: bool = False) -> str:
    """The findings of a run in the format `name`, which is one of `FORMATS`."""
    if name in TEXT_FORMATS and not run.findings:
        return ""
    module = import_module(FORMATS[name])
    if name in TEXT_FORMATS:
        return cast(str, module.render(run, color=color))
    return cast(Callable[[Run], str], module.render)(run)
