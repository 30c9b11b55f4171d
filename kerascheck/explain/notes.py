"""Findings in the margin: which of them belong to a layer, an argument of `compile` or `fit`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascheck.explain.description import Note, Place
from kerascheck.finding import Finding, Span
from kerascheck.values import Site

if TYPE_CHECKING:
    from kerascheck.sources import Source


def place(at: Span, sources: "Mapping[str, Source]") -> Place:
    """Where a span stands, in the terms of users."""
    source = sources.get(at.path)
    if source is None:
        return Place(at.path, None, at.line, at.column + 1, at.end_line, at.end_column + 1, at.line)
    found = source.location(at)
    return Place(
        found.path,
        found.cell,
        found.line,
        found.column,
        found.end_line,
        found.end_column,
        found.physical_line,
    )


@dataclass(frozen=True, eq=False)
class Spot:
    """One place of a finding, and what is to be seen there."""

    at: Span
    note: Note
    finding: Finding


class Margin:
    """The findings of a file, which are handed out to what they stand at.

    `left` are those that have not been handed out.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.spots = [spot for finding in findings for spot in _spots(finding)]
        self._told: set[int] = set()

    def at_layers(self, spans: Sequence[Span]) -> dict[int, list[Note]]:
        """The notes at each of the layers whose spans are given, by position.

        A place inside of several spans belongs to the smallest, one on the line of several to the
        last that starts before it; to all the layers with this span, if a loop makes several.
        """
        found: dict[int, list[Note]] = {}
        positions: dict[Span, list[int]] = {}
        for position, span in enumerate(spans):
            positions.setdefault(span, []).append(position)
        for spot in self.spots:
            owner = _owner(spot.at, list(positions))
            for position in positions[owner] if owner is not None else ():
                self._tell(spot, found.setdefault(position, []))
        return found

    def inside(self, site: Site | None) -> tuple[Note, ...]:
        """The notes inside of an argument."""
        found: list[Note] = []
        if site is not None:
            span = site.at
            for spot in self.spots:
                if _contains(span, spot.at):
                    self._tell(spot, found)
        return tuple(found)

    def beside(self, site: Site, others: Iterable[Site]) -> tuple[Note, ...]:
        """The notes inside of a call which are not inside of the arguments `others`."""
        found: list[Note] = []
        span, spans = site.at, [other.at for other in others]
        for spot in self.spots:
            if spot.note.primary and _contains(span, spot.at):
                if any(_contains(other, spot.at) for other in spans):
                    continue
                self._tell(spot, found)
        return tuple(found)

    @property
    def left(self) -> list[Spot]:
        """The first places of the findings that stand in no margin."""
        return [
            spot for spot in self.spots if spot.note.primary and id(spot.finding) not in self._told
        ]

    def _tell(self, spot: Spot, notes: list[Note]) -> None:
        if spot.note.primary:
            self._told.add(id(spot.finding))
        if spot.note.primary or all(note.code != spot.note.code for note in notes):
            notes.append(spot.note)


def _spots(finding: Finding) -> list[Spot]:
    spots = [Spot(finding.at, _note(finding, finding.mark or finding.message, True), finding)]
    labels = (
        Spot(label.at, _note(finding, label.text, False), finding) for label in finding.labels
    )
    return [*spots, *labels]


def _note(finding: Finding, text: str, primary: bool) -> Note:
    said = text.rstrip(".").replace("`", "")
    if finding.branch:
        said = f"{said} ({finding.branch.replace('`', '')})"
    severity = finding.severity.label
    return Note(finding.code, finding.rule, severity, said, finding.message, primary)


def _contains(outer: Span, inner: Span) -> bool:
    return (
        (outer.path, outer.block) == (inner.path, inner.block)
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


def _owner(at: Span, spans: Sequence[Span]) -> Span | None:
    """The span that a place belongs to."""
    around = [span for span in spans if _contains(span, at)]
    if around:
        # Of two spans around a place, the one that starts later is the inner one.
        return max(around, key=_start)
    here = [
        span for span in spans if (span.path, span.block, span.line) == (at.path, at.block, at.line)
    ]
    wrapped = [span for span in here if _contains(at, span)]
    if wrapped:
        # The place is a statement around the layer, such as its call, and not that of a model.
        return wrapped[-1] if at.end_line == wrapped[-1].end_line else None
    before = [span for span in here if span.column <= at.column]
    return max(before, key=_start) if before else (here[0] if here else None)


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column
