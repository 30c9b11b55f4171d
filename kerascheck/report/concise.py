"""`concise`: one line a finding, in the shape that editors and scripts know from other linters."""

from kerascheck.report import Run
from kerascheck.report.style import clean, paint


def render(run: Run, *, color: bool = False) -> str:
    """A line `path:line:column: CODE severity: message` for each finding.

    Before the severity stands `[*]` if `--fix` changes what is wrong, `[+]` if it does with
    `--unsafe-fixes`.
    """
    lines = []
    for result, finding in run.findings:
        source = result.sources.get(finding.at.path)
        place = str(source.location(finding.at)) if source else finding.at.path
        severity = finding.severity.label
        sign = run.fixable(result, finding)
        mark = f"{finding.code} {f'[{sign}] ' if sign else ''}{paint(severity, severity, color)}"
        lines.append(f"{paint(place, 'bold', color)}: {mark}: {clean(finding.message)}\n")
    return "".join(lines)
