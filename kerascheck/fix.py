"""Fixes of one file: which of them go together, what they leave, and when one is not safe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kerascheck.finding import Applicability, Edit, Evidence, Finding, Fix, Span
from kerascheck.sources import Source
from kerascheck.sources.comments import comments
from kerascheck.sources.imports import add_import
from kerascheck.sources.unwritable import UnwritableError
from kerascheck.sources.write import offsets

Place = tuple[int, int, int]
"""A block, a line and a column."""


def settle(finding: Finding, sources: Mapping[str, Source]) -> Finding:
    """The finding with its fix as it may be applied, imports included.

    A fix is safe only if the finding is certain, holds in every branch, and no comment is lost.
    A fix of a place that is not there is left out.
    """
    fix = finding.fix
    if fix is None:
        return finding
    try:
        edits = (*_imports(fix, finding, sources), *fix.edits)
        lossy = any(_loses_comment(edit, sources[edit.at.path]) for edit in edits)
    except (KeyError, IndexError, UnwritableError):
        return replace(finding, fix=None)
    applicability = fix.applicability
    doubtful = finding.evidence < Evidence.CERTAIN or finding.branch
    if applicability is Applicability.SAFE and (lossy or doubtful):
        applicability = Applicability.UNSAFE
    return replace(finding, fix=Fix(edits, applicability))


def choose(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes can be applied at once, by position.

    Two fixes that change the same place cannot. Nor does a fix change what proves another finding
    that is fixed: whether that still holds is known after the next check.
    """
    chosen: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: (finding.at, finding.code)):
        if not any(_conflict(finding, other) for other in chosen):
            chosen.append(finding)
    return chosen


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of the fixes, each once: two fixes may add the same import."""
    return list(dict.fromkeys(edit for found in findings if found.fix for edit in found.fix.edits))


def moved(at: Span, source: Source, edits: Sequence[Edit]) -> Place:
    """Where the start of a place is once the edits are applied."""
    text = source.blocks[at.block].text
    start = offsets(text, at)[0]
    before, done = [], 0
    for edit in sorted((edit for edit in edits if edit.at.block == at.block), key=_start):
        first, last = offsets(text, edit.at)
        if first > start or (first == start and last > first):
            break
        before += [text[done:first], edit.text if last <= start else ""]
        done = min(last, start)
    ahead = "".join([*before, text[done:start]])
    return at.block, ahead.count("\n") + 1, len(ahead) - ahead.rfind("\n") - 1


def _imports(fix: Fix, finding: Finding, sources: Mapping[str, Source]) -> list[Edit]:
    if not fix.imports:
        return []
    at = min((edit.at for edit in fix.edits), default=finding.at)
    found = [add_import(sources[at.path], statement, at) for statement in fix.imports]
    edits = [edit for edit in found if edit]
    if not edits:
        return []
    # Several in one place are one edit, in their order.
    place = edits[0].at
    return [Edit(place, "".join(edit.text for edit in edits))]


def _loses_comment(edit: Edit, source: Source) -> bool:
    text = source.blocks[edit.at.block].text
    start, end = offsets(text, edit.at)
    if "#" not in text[start:end]:
        return False
    changed = text[:start] + edit.text + text[end:]
    return len(list(comments(changed))) < len(list(comments(text)))


def _conflict(one: Finding, other: Finding) -> bool:
    mine, theirs = edits_of([one]), edits_of([other])
    shared = set(mine) & set(theirs)
    mine = [edit for edit in mine if edit not in shared]
    theirs = [edit for edit in theirs if edit not in shared]
    if any(_overlap(a.at, b.at) for a in mine for b in theirs):
        return True
    return any(_overlap(edit.at, at) for edit in mine for at in _proof(other)) or any(
        _overlap(edit.at, at) for edit in theirs for at in _proof(one)
    )


def _proof(finding: Finding) -> list[Span]:
    return [finding.at, *(label.at for label in finding.labels)]


def _overlap(one: Span, other: Span) -> bool:
    if (one.path, one.block) != (other.path, other.block):
        return False
    first, second = sorted((one, other), key=lambda at: (_start_of(at), _end_of(at)))
    return _start_of(first) == _start_of(second) or _start_of(second) < _end_of(first)


def _start(edit: Edit) -> Place:
    return edit.at.block, edit.at.line, edit.at.column


def _start_of(at: Span) -> tuple[int, int]:
    return at.line, at.column


def _end_of(at: Span) -> tuple[int, int]:
    return at.end_line, at.end_column
