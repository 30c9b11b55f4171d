"""What to write instead: the lines of a fix, as they are after it.

   = fix [unsafe: changes training]:
18 |     loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kerascheck.finding import Applicability, Edit, Finding, Span
from kerascheck.report.frame import BEFORE, LONGEST
from kerascheck.report.style import clean, paint

if TYPE_CHECKING:
    from kerascheck.sources import Source

LABELS = {
    Applicability.SAFE: "safe",
    Applicability.UNSAFE: "unsafe: changes training",
    Applicability.DISPLAY: "shown only",
}
"""How each kind of fix is called."""


def render(
    finding: Finding, sources: Mapping[str, "Source"], margin: int, *, color: bool
) -> Iterator[str]:
    """The lines that show the fix of a finding; none without a fix."""
    fix = finding.fix
    if fix is None or any(edit.at.path not in sources for edit in fix.edits):
        return
    title = paint(f"fix [{LABELS[fix.applicability]}]:", "bold", color)
    yield f"{paint(' ' * margin + ' =', 'gutter', color)} {title}"
    here = finding.at.path, finding.at.block
    for group in _groups(fix.edits):
        first = group[0].at
        source = sources[first.path]
        if (first.path, first.block) != here:
            here = first.path, first.block
            yield f"{paint(' ' * margin + ':::', 'gutter', color)} {source.location(first)}"
        # Fences of Markdown start anywhere in their file, but the step from line to line is one.
        shift, lines = _lines(source, group)
        number = source.location(first).line + shift
        for line in lines:
            gutter = paint(f"{number:>{margin}} |", "gutter", color)
            yield f"{gutter} {_cut(line, first.column)}".rstrip()
            number += 1


def _groups(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits by position, those in one go that share a line."""
    group: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.at):
        last = group[-1].at if group else None
        if last and (last.path, last.block, last.end_line) != (
            edit.at.path,
            edit.at.block,
            edit.at.line,
        ):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _lines(source: "Source", group: Sequence[Edit]) -> tuple[int, list[str]]:
    """The lines that some edits change, after them, and how far behind the first edit they start."""
    first, last = group[0].at, group[-1].at
    text, line, column = "", first.line, 0
    for edit in group:
        text += source.line_text(first.block, line)[column : edit.at.column] + edit.text
        line, column = edit.at.end_line, edit.at.end_column
    text += source.line_text(last.block, line)[column:]
    lines = text.split("\n")
    # A new line in front of another ends with a break, which does not change that one.
    if group[-1].text.endswith("\n") and last.end_column == 0:
        lines.pop()
    # Nor does one behind another, which starts with a break.
    elif group[0].text.startswith("\n") and first == last and _ends_line(source, first):
        return 1, lines[1:]
    return 0, lines


def _ends_line(source: "Source", at: Span) -> bool:
    """Whether a place is the end of a line, and takes nothing of it."""
    end = len(source.line_text(at.block, at.line))
    return (at.line, at.column) == (at.end_line, at.end_column) and at.column == end


def _cut(line: str, column: int) -> str:
    """A line to print, cut around a column if it is very long."""
    if len(line) <= LONGEST:
        return clean(line)
    start = max(column - BEFORE, 0)
    end = start + LONGEST
    return f"{'…' if start else ''}{clean(line[start:end])}{'…' if end < len(line) else ''}"
