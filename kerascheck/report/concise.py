"""`concise`: one line a finding, in the shape that editors and scripts know from other linters."""

from kerascheck.report import Run
from kerascheck.report.style import clean, paint


def render(run: Run, *, color: bool = False) -> str:
    """A line `path:line:column: CODE severity: message` for each finding."""
    lines = []
    for result, finding in run.findings:
        source = result.sources.get(finding.at.path)
        place = str(source.location(finding.at)) if source else finding.at.path
        severity = finding.severity.label
        mark = f"{finding.code} {paint(severity, severity, color)}"
        lines.append(f"{paint(place, 'bold', color)}: {mark}: {clean(finding.message)}\n")
    return "".join(lines)
