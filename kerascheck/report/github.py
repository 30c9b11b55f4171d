"""`github`: workflow commands, which GitHub Actions shows as annotations in the changed files.

GitHub shows at most ten annotations of each level a step and drops the rest without a word, so
errors come first, and a last line says how many there were more. In a notebook the line is that
of the file, as GitHub shows the file, and the message names the cell.
"""

from kerascheck.finding import Finding, Severity
from kerascheck.report import Run
from kerascheck.result import Result

LIMIT = 10
"""How many annotations of one level GitHub shows of one step."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(run: Run) -> str:
    """The workflow commands, the worst findings first."""
    lines = []
    left = 0
    for severity, command in _COMMANDS.items():
        found = [pair for pair in run.findings if pair[1].severity is severity]
        lines += [_command(command, result, finding) for result, finding in found[:LIMIT]]
        left += len(found[LIMIT:])
    if left:
        lines.append(f"{left} more {'problem' if left == 1 else 'problems'} without annotation\n")
    return "".join(lines)


def _command(command: str, result: Result, finding: Finding) -> str:
    properties = {"title": f"kerascheck ({finding.code})", "file": finding.at.path}
    message = finding.message
    source = result.sources.get(finding.at.path)
    if source:
        at = source.location(finding.at)
        properties |= {"file": at.path, "line": str(at.physical_line)}
        if at.cell is None:
            properties |= {"col": str(at.column), "endLine": str(at.physical_end_line)}
            properties["endColumn"] = str(at.end_column)
        else:
            properties["endLine"] = str(at.physical_end_line)
            message = f"cell {at.cell}, line {at.line}: {message}"
    if finding.help:
        message += f"\nhelp: {finding.help}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
