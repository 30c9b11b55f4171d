"""Source frames: lines of the checked file with the places of a finding underlined.

    14 |     layers.Dense(10),
       |     ---------------- no activation: these are raw scores
       ⋮
    18 |     loss="sparse_categorical_crossentropy",
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expects probabilities

A place that spans several lines is underlined on its first. A single line between two places is
shown, more are left out. Very long lines are cut around the place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascheck.finding import Finding, Span
from kerascheck.report.style import RESET, STYLES, paint, visible, width

if TYPE_CHECKING:
    from kerascheck.sources import Source

LONGEST = 160
"""Lines with more characters than this are cut."""
BEFORE = 40
"""How many characters before a place are kept of a line that is cut."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span to underline; only the primary one has the severity's mark and colour."""

    at: Span
    text: str
    primary: bool = False


def places(finding: Finding) -> list[Place]:
    """The places of a finding: the primary first, a label at the same span twice left out."""
    found = [Place(finding.at, finding.mark, primary=True)]
    for label in finding.labels:
        place = Place(label.at, label.text)
        if place not in found:
            found.append(place)
    return found


def render(
    finding: Finding, sources: Mapping[str, "Source"], severity: str, *, color: bool
) -> tuple[int, list[str]]:
    """The width of the line numbers, and the lines of the frames of a finding, its position first.

    Places in another block or file than the primary one follow in frames of their own.
    """
    groups: dict[tuple[str, int], list[Place]] = {}
    for place in places(finding):
        if place.at.path in sources:
            groups.setdefault((place.at.path, place.at.block), []).append(place)
    drawn = [_Frame(sources[path], group, color) for (path, _), group in groups.items()]
    margin = max((frame.margin for frame in drawn), default=1)
    at = finding.at
    bar = paint(f"{' ' * margin} |", "gutter", color)
    position = str(sources[at.path].location(at)) if at.path in sources else at.path
    lines = [f"{paint(' ' * margin + '-->', 'gutter', color)} {position}"]
    for (path, block), frame in zip(groups, drawn, strict=True):
        if (path, block) != (at.path, at.block):
            name = _elsewhere(sources[path], frame.first, same_file=path == at.path)
            lines += [bar, f"{paint(' ' * margin + ':::', 'gutter', color)} {name}"]
        lines += [bar, *frame.lines(margin, severity)]
    return margin, [*lines, bar] if drawn else lines


def _elsewhere(source: "Source", at: Span, *, same_file: bool) -> str:
    location = source.location(at)
    cell = getattr(location.cell, "index", location.cell)
    if same_file and cell is not None:
        return f"cell {cell}"
    if same_file:
        return f"line {location.line}"
    return f"{location.path}:cell {cell}" if cell is not None else location.path


class _Frame:
    """The frame of one block of one source."""

    def __init__(self, source: "Source", marked: Sequence[Place], color: bool) -> None:
        self._source = source
        self._color = color
        self._by_line: dict[int, list[Place]] = {}
        for place in marked:
            self._by_line.setdefault(place.at.line, []).append(place)
        self.first = marked[0].at
        # Fences of Markdown start anywhere in their file, but the step from line to line is one.
        self._shift = source.location(self.first).line - self.first.line
        self.margin = len(str(max(self._by_line) + self._shift))

    def lines(self, margin: int, severity: str) -> Iterator[str]:
        bar = paint(f"{' ' * margin} |", "gutter", self._color)
        previous = 0
        for line in sorted(self._by_line):
            if previous and line - previous == 2:
                yield self._numbered(line - 1, margin, self._cut(line - 1, [])[0])
            elif previous and line - previous > 2:
                yield paint(f"{' ' * margin} ⋮", "gutter", self._color)
            marked = sorted(self._by_line[line], key=lambda place: place.at.column)
            text, start = self._cut(line, marked)
            yield self._numbered(line, margin, text, start)
            for place in marked:
                yield f"{bar} {self._underline(place, text, start, severity)}".rstrip()
            previous = line

    def _numbered(self, line: int, margin: int, text: str, start: int = 0) -> str:
        number = paint(f"{line + self._shift:>{margin}} |", "gutter", self._color)
        shown = _shown(text)[0]
        return f"{number} {'…' if start else ''}{shown}".rstrip()

    def _cut(self, line: int, marked: Sequence[Place]) -> tuple[str, int]:
        """The text of a line and the column that it starts at, which is not 0 if it is cut."""
        text = self._source.line_text(self.first.block, line).rstrip("\r\n")
        if len(text) <= LONGEST:
            return text, 0
        start = max(min((place.at.column for place in marked), default=0) - BEFORE, 0)
        end = start + LONGEST
        return text[start:end] + ("…" if end < len(text) else ""), start

    def _underline(self, place: Place, text: str, start: int, severity: str) -> str:
        at = place.at
        begin = min(max(at.column - start, 0), len(text))
        end = at.end_column - start if at.end_line == at.line else len(text.rstrip())
        end = min(max(end, begin), len(text))
        ahead = _shown(text[:begin])[1]
        length = max(_shown(text[:end])[1] - ahead, 1)
        style = severity if place.primary else "label"
        drawn = ("^" if place.primary else "-") * length
        drawn = f"{drawn} {place.text}" if place.text else drawn
        if self._color:
            drawn = f"{STYLES[style]}{drawn}{RESET}"
        return " " * (ahead + (1 if start else 0)) + drawn


def _shown(text: str) -> tuple[str, int]:
    """The text as it is printed, and how many columns it takes."""
    if text.isascii() and text.isprintable():
        return text, len(text)
    parts = []
    column = 0
    for character in text:
        shown = visible(character, column)
        parts.append(shown)
        column += width(character, column) if shown == character else len(shown)
    return "".join(parts), column
