"""Suppressions: comments and cell metadata that silence findings, and those that silence nothing.

A finding is silenced by a suppression that reaches any of its labelled lines, so one can be
written at the layer as well as at `compile`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kerascheck.directives import Directive, directives
from kerascheck.finding import Finding, Span
from kerascheck.sources.source import Block, Source

_ALIKE = str.maketrans("OIL", "011")
"""Letters that are typed for digits."""


@dataclass(frozen=True)
class Notice:
    """A suppression that is wrong.

    `kind` is `unused`, `unknown` (no rule has this code or name) or `malformed`. `codes` are the
    codes and names it is about, as written; `text` is the suppression as written.
    """

    kind: str
    span: Span
    message: str
    codes: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Outcome:
    """The findings that stay, those that are silenced with the reasons given, and notices."""

    kept: tuple[Finding, ...]
    suppressed: tuple[tuple[Finding, str], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass
class _Suppression:
    """`codes` maps the codes of rules to what was written; no code at all stands for every one."""

    span: Span
    codes: dict[str, str]
    reason: str = ""
    text: str = ""
    lines: list[tuple[int, int]] | None = None
    whole_file: bool = False
    every: bool = False
    used: set[str] = field(default_factory=set)

    def silences(self, finding: Finding) -> bool:
        if not self.every and finding.code not in self.codes:
            return False
        return any(map(self._reaches, (finding.at, *(label.at for label in finding.labels))))

    def _reaches(self, at: Span) -> bool:
        if at.path != self.span.path:
            return False
        if self.whole_file:
            return True
        if at.block != self.span.block:
            return False
        return self.lines is None or any(
            first <= at.end_line and at.line <= last for first, last in self.lines
        )


def apply(
    sources: Mapping[str, Source] | Callable[[str], Source | None],
    findings: Iterable[Finding],
    known_rules: Mapping[str, str],
    *,
    path: str | None = None,
    active: Collection[str] | None = None,
) -> Outcome:
    """Take out the findings that the sources they point into suppress.

    `known_rules` gives the code of each rule by its name. Notices are about the suppressions in
    the source `path` (by default, in all sources). With `active`, the codes of the rules that
    ran, no suppression of another rule is called unused.
    """
    findings = tuple(findings)
    found: list[_Suppression] = []
    notices: list[Notice] = []
    for source in _sources(sources, findings):
        wrong: list[Notice] = []
        found += _read(source, known_rules, wrong)
        notices += wrong if path in (None, source.path) else ()
    kept, suppressed = [], []
    for finding in findings:
        reasons = [_use(item, finding) for item in found if item.silences(finding)]
        if reasons:
            suppressed.append((finding, next(filter(None, reasons), "")))
        else:
            kept.append(finding)
    mine = [item for item in found if path in (None, item.span.path)]
    notices += _unused(mine, active)
    notices.sort(key=lambda notice: notice.span)
    return Outcome(tuple(kept), tuple(suppressed), tuple(notices))


def _sources(
    sources: Mapping[str, Source] | Callable[[str], Source | None], findings: Iterable[Finding]
) -> Iterator[Source]:
    if isinstance(sources, Mapping):
        yield from sources.values()
        return
    spans = (at for item in findings for at in (item.at, *(label.at for label in item.labels)))
    for path in dict.fromkeys(at.path for at in spans):
        source = sources(path)
        if source is not None:
            yield source


def _use(suppression: _Suppression, finding: Finding) -> str:
    suppression.used.add(finding.code)
    return suppression.reason


def _unused(found: Iterable[_Suppression], active: Collection[str] | None) -> Iterator[Notice]:
    for item in found:
        idle = tuple(
            written
            for code, written in item.codes.items()
            if code not in item.used and (active is None or code in active)
        )
        if idle:
            where = "in this file" if item.whole_file else "here"
            names = ", ".join(f"`{written}`" for written in idle)
            message = f"unused suppression: no finding of {names} {where}"
            yield Notice("unused", item.span, message, idle, item.text)


def _read(
    source: Source, known: Mapping[str, str], notices: list[Notice]
) -> Iterator[_Suppression]:
    """The suppressions in a source; those that are wrong are added to `notices`."""
    for index, block in enumerate(source.blocks):
        top = Span(source.path, index, 1, 0, 1, len(block.lines[0]))
        if block.skip:
            yield _Suppression(top, {}, "the cell has the tag `kerascheck-skip`", every=True)
        if block.ignored:
            text = "cell metadata"
            codes = _codes(block.ignored, known, top, text, notices)
            yield _Suppression(top, codes, "ignored in the metadata of the cell", text)
        if block.comments:
            yield from _comments(source.path, index, block, known, notices)


def _comments(
    path: str, index: int, block: Block, known: Mapping[str, str], notices: list[Notice]
) -> Iterator[_Suppression]:
    found: list[tuple[Directive, Span]] = []
    comments = []
    for comment in block.comments:
        for item in directives(comment.text):
            column = comment.column + item.column
            end = column + len(item.text)
            found.append((item, Span(path, index, comment.line, column, comment.line, end)))
            comments.append(comment)
    if not found:
        return
    from kerascheck.sources.reach import reach

    ranges = reach(block.text, comments)
    for (item, span), lines in zip(found, ranges, strict=True):
        if item.wrong:
            notices.append(Notice("malformed", span, item.wrong, item.codes, item.text))
            continue
        codes = _codes(item.codes, known, span, item.text, notices)
        yield _Suppression(span, codes, item.reason, item.text, lines, item.whole_file)


def _codes(
    written: Iterable[str],
    known: Mapping[str, str],
    span: Span,
    text: str,
    notices: list[Notice],
) -> dict[str, str]:
    """The codes of the rules that are written, by code or by name."""
    codes = set(known.values())
    result = {}
    for item in written:
        if item.upper() in codes:
            result[item.upper()] = item
        elif item.lower() in known:
            result[known[item.lower()]] = item
        else:
            message = f"unknown code `{item}`{_meant(item, known)}"
            notices.append(Notice("unknown", span, message, (item,), text))
    return result


def _meant(item: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    codes = sorted(set(known.values()))
    digits = item.upper().translate(_ALIKE)
    close = [code for code in codes if code.translate(_ALIKE) == digits]
    close += get_close_matches(item.upper(), codes, 1) or get_close_matches(item.lower(), known, 1)
    return f"; did you mean `{close[0]}`?" if close else ""
