"""`full`: each finding with its source frames, its reason and what to write instead."""

from collections.abc import Iterator

from kerascheck.finding import Finding
from kerascheck.report import Run, frame, proposal
from kerascheck.report.style import clean, paint
from kerascheck.result import Result


def render(run: Run, *, color: bool = False) -> str:
    """The findings, an empty line after each."""
    blocks = ("\n".join(_finding(result, found, color)) for result, found in run.findings)
    return "".join(f"{block}\n\n" for block in blocks)


def _finding(result: Result, finding: Finding, color: bool) -> Iterator[str]:
    severity = finding.severity.label
    title = paint(f"{severity}[{finding.code}]", severity, color)
    yield f"{title}{paint(': ' + clean(finding.message), 'bold', color)}"
    width, lines = frame.render(finding, result.sources, severity, color=color)
    yield from lines
    margin = " " * width
    notes = {
        "why": finding.why,
        "branch": finding.branch,
        "keras": finding.keras,
        "help": finding.help,
        "fix": "",
        "more": f"kerascheck rule {finding.code}",
    }
    for key, text in notes.items():
        if key == "fix":
            yield from proposal.render(finding, result.sources, width, color=color)
        elif text:
            sign = paint(f"{margin} =", "gutter", color)
            first, *rest = text.splitlines()
            yield f"{sign} {paint(f'{key}:', 'bold', color)}{' ' * (7 - len(key))}{clean(first)}"
            yield from (f"{margin}   {' ' * 8}{clean(line)}".rstrip() for line in rest)
