"""One file, fixed: check, apply what fits together, check again, until nothing changes.

Nothing is written here: the result has the bytes before and after.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kerascheck.config import Settings
from kerascheck.facts.limits import Limits
from kerascheck.finding import Applicability, Finding, Span, applicable
from kerascheck.fix import Place, choose, edits_of, moved
from kerascheck.pipeline import check
from kerascheck.result import Change, Result
from kerascheck.rule import Rule
from kerascheck.sources.parse import Parsed, parse
from kerascheck.sources.read import read_source
from kerascheck.sources.source import Source
from kerascheck.sources.unwritable import UnwritableError
from kerascheck.sources.write import write

ROUNDS = 10
"""After so many changes of a file the rest is left."""

_Known = tuple[str, Place, str]
"""What a fix that did not work is known by: code, place, and the text of its edits."""


def fix(
    path: str,
    data: bytes,
    rules: Sequence[Rule],
    settings: Settings,
    limits: Limits | None = None,
) -> Result:
    """As `check`, of the file after its fixes; `change` has what they did."""
    work = _Fixing(path, data, rules, settings, limits)
    for _ in range(ROUNDS):
        if not work.round():
            break
    else:
        if work.waiting():
            work.warn(f"there was something left to fix after {ROUNDS} rounds")
    return work.result()


class _Fixing:
    """A file between two rounds."""

    def __init__(
        self,
        path: str,
        data: bytes,
        rules: Sequence[Rule],
        settings: Settings,
        limits: Limits | None,
    ) -> None:
        self._path, self._rules, self._settings, self._limits = path, rules, settings, limits
        self._before = self._data = data
        self._seen = {data}
        self._checked = self._check(data)
        self._refused: set[_Known] = set()
        self._fixed: list[Finding] = []
        self._warnings: list[str] = []

    def round(self) -> bool:
        """Apply the fixes that go together; false if there is none that works."""
        wanted = self.waiting()
        while wanted:
            chosen = choose(wanted)
            attempt = self._apply(chosen)
            culprits = self._culprits(chosen, attempt)
            if attempt is not None and not culprits:
                return self._keep(chosen, *attempt)
            for finding, why in culprits:
                self._refuse(finding, why)
            wanted = self.waiting()
        return False

    def waiting(self) -> list[Finding]:
        """The findings whose fix is still to be applied."""
        unsafe = self._settings.unsafe_fixes
        return [
            finding
            for finding in self._checked.findings
            if applicable(finding, self._path, unsafe=unsafe)
            and _known(finding) not in self._refused
        ]

    def warn(self, message: str) -> None:
        """Note something that the user is to know."""
        self._warnings.append(f"{self._path}: {message}")

    def result(self) -> Result:
        """The last check, with what has changed since the first."""
        findings = [self._shown(finding) for finding in self._checked.findings]
        if not self._fixed and not self._warnings:
            return self._checked
        change = Change(self._before, self._data, tuple(self._fixed), tuple(self._warnings))
        return replace(self._checked, findings=tuple(findings), change=change)

    def _check(self, data: bytes) -> Result:
        return check(self._path, data, self._rules, self._settings, self._limits)

    @property
    def _source(self) -> Source:
        return self._checked.sources[self._path]

    def _apply(self, findings: Sequence[Finding]) -> tuple[bytes, Result] | None:
        """The file and its check with some fixes; none if they cannot be written or read."""
        try:
            data = write(self._source, self._data, edits_of(findings))
        except UnwritableError:
            return None
        if _broken(read_source(self._path, data)) > _broken(self._source):
            return None
        return data, self._check(data)

    def _culprits(
        self, chosen: Sequence[Finding], attempt: tuple[bytes, Result] | None
    ) -> list[tuple[Finding, str]]:
        """The fixes that did not work, with the reason."""
        if attempt is not None:
            # What stands next to it may have moved to its place, with another message.
            after = {(f.code, f.message, _start(f)) for f in attempt[1].findings}
            edits = edits_of(chosen)
            return [
                (finding, "what it is for is still there")
                for finding in chosen
                if (finding.code, finding.message, moved(finding.at, self._source, edits)) in after
            ]
        if len(chosen) == 1:
            return [(chosen[0], self._trouble(chosen[0]))]
        alone = list(self._alone(chosen))
        # Each is good for itself, but not all together: the last has to wait for ever.
        return alone or [(chosen[-1], "it does not go with the other fixes")]

    def _alone(self, chosen: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
        for finding in chosen:
            why = self._trouble(finding)
            if why:
                yield finding, why

    def _trouble(self, finding: Finding) -> str:
        """Why a single fix cannot be applied; empty if it can."""
        try:
            data = write(self._source, self._data, edits_of([finding]))
        except UnwritableError as error:
            return str(error)
        broken = _broken(read_source(self._path, data)) > _broken(self._source)
        return "the result is not valid Python" if broken else ""

    def _keep(self, chosen: Sequence[Finding], data: bytes, checked: Result) -> bool:
        if data in self._seen:
            # Two rules that undo each other would go on for ever.
            for finding in chosen:
                self._refuse(finding, "another fix undoes it")
            return True
        edits = edits_of(chosen)
        self._refused = {
            (code, moved(self._point(place), self._source, edits), text)
            for code, place, text in self._refused
        }
        self._seen.add(data)
        self._data, self._checked = data, checked
        self._fixed += chosen
        return True

    def _point(self, place: Place) -> Span:
        block, line, column = place
        return Span(self._path, block, line, column, line, column)

    def _refuse(self, finding: Finding, why: str) -> None:
        self._refused.add(_known(finding))
        place = self._source.location(finding.at)
        self._warnings.append(f"{place}: the fix of {finding.code} is not applied: {why}")

    def _shown(self, finding: Finding) -> Finding:
        """A finding as it is reported: a fix that did not work is only shown."""
        if finding.fix is None or _known(finding) not in self._refused:
            return finding
        return replace(finding, fix=replace(finding.fix, applicability=Applicability.DISPLAY))


def save(path: str, change: Change) -> None:
    """Put the fixed file in the place of the old one, at once and with its permissions.

    Raises `OSError`, also if the file is no longer what was checked.
    """
    import shutil
    import tempfile

    target = os.path.realpath(path)
    with open(target, "r+b") as file:
        if file.read() != change.before:
            raise OSError(0, "it has changed since it was checked", path)
    folder, name = os.path.split(target)
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(change.after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _broken(source: Source) -> int:
    """How many blocks and parts of a file cannot be read."""
    parsed = [parse(source, index) for index in range(len(source.blocks))]
    return len(source.problems) + sum(not isinstance(each, Parsed) for each in parsed)


def _start(finding: Finding) -> Place:
    return finding.at.block, finding.at.line, finding.at.column


def _known(finding: Finding) -> _Known:
    edits = finding.fix.edits if finding.fix else ()
    return finding.code, _start(finding), "\0".join(edit.text for edit in edits)
