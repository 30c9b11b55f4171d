"""The documentation of a rule: the docstring of its file, read into parts and printed.

The docstring starts with the mistake in one sentence, then says more, then has the sections of
`HEADINGS` in that order, each heading on a line of its own with a colon. Under `Bad:` and `Good:`
stands a fence: a whole program in ```` ```python ````, or a notebook cell in ```` ```ipython ````.
Every line of a Bad program with a finding ends with `# finding`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kerascheck.finding import Evidence
from kerascheck.rule import Rule

HEADINGS = (
    "Why it hurts",
    "What Keras says",
    "Bad",
    "Good",
    "When to ignore",
    "Options",
    "Fix safety",
    "References",
)
OPTIONAL = frozenset({"Options", "Fix safety"})
MARK = "# finding"

_HEADING = re.compile(rf"({'|'.join(HEADINGS)}):[ \t]*")
_FENCE = re.compile(r"```(python|ipython)\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A program of a docstring: `kind` is Bad or Good, `language` python or ipython."""

    kind: str
    code: str
    language: str = "python"

    @property
    def lines(self) -> list[int]:
        """The lines, from 1, on which findings are promised."""
        lines = enumerate(self.code.splitlines(), 1)
        return [number for number, line in lines if line.rstrip().endswith(MARK)]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its colon, and the text under it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Doc:
    """A docstring in parts: the mistake in one sentence, what follows it, the sections."""

    mistake: str
    more: str
    sections: tuple[Section, ...]

    def section(self, heading: str) -> str:
        """The text under a heading; several of one heading are joined, none give nothing."""
        return "\n\n".join(part.text for part in self.sections if part.heading == heading)

    @property
    def examples(self) -> list[Example]:
        """The programs under `Bad:` and `Good:`, in their order."""
        return [
            Example(section.heading, code, language)
            for section in self.sections
            if section.heading in ("Bad", "Good")
            for language, code in _FENCE.findall(section.text)
        ]


def parse(text: str) -> Doc:
    """Read a docstring (without its indentation) into parts."""
    head: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    lines = head
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            lines = []
            sections.append((heading[1], lines))
        else:
            lines.append(line)
    intro = "\n".join(head).strip()
    first, _, rest = intro.partition("\n\n")
    match = re.match(r"(.+?[.!?])(?:\s+|\Z)(.*)", first, re.DOTALL)
    mistake, more = (match[1], match[2]) if match else (first, "")
    more = f"{more}\n\n{rest}"
    parts = tuple(Section(name, "\n".join(body).strip()) for name, body in sections)
    return Doc(" ".join(mistake.split()), more.strip(), parts)


def faults(doc: Doc) -> list[str]:
    """Where a docstring breaks the contract, in words; empty if it keeps it."""
    found = []
    headings = [section.heading for section in doc.sections]
    if not doc.mistake.endswith("."):
        found.append("the first sentence does not end with a full stop")
    found.extend(
        f"`{heading}:` is missing"
        for heading in HEADINGS
        if heading not in OPTIONAL and heading not in headings
    )
    order = [HEADINGS.index("Bad" if name == "Good" else name) for name in headings]
    if order != sorted(order):
        found.append(f"the sections are not in the order {', '.join(HEADINGS)}")
    if doc.section("Fix safety") and not fixes(doc):
        found.append("`Fix safety:` does not begin with Safe, Unsafe or Shown")
    found.extend(f"`{part.heading}:` is empty" for part in doc.sections if not part.text)
    pairs = [section for section in doc.sections if section.heading in ("Bad", "Good")]
    found.extend(
        f"`{section.heading}:` has no program"
        for section in pairs
        if section.text and not _FENCE.search(section.text)
    )
    found.extend(
        f"a {example.kind} program has {len(example.lines)} lines with a mark"
        for example in doc.examples
        if (example.kind == "Bad") != bool(example.lines)
    )
    return found


def levels(rule: Rule) -> list[tuple[str, str]]:
    """Severity and confidence for each level of evidence, the surest first."""
    ordered = sorted(rule.severity, reverse=True)
    return [(rule.severity[level].label, Evidence(level).confidence) for level in ordered]


def fixes(doc: Doc) -> str:
    """Whether the rule has fixes and of what kind, as its section on them begins; empty if not."""
    first = re.match(r"(Safe|Unsafe|Shown)\b", doc.section("Fix safety"))
    return first[1].lower() if first else ""


def _head(rule: Rule, doc: Doc) -> str:
    severity = ", ".join(f"{label} ({sure} confidence)" for label, sure in levels(rule))
    kind = fixes(doc)
    return f"{severity} \N{MIDDLE DOT} fix: {kind}" if kind else severity


def text(rule: Rule) -> str:
    """The page of a rule for a terminal, without colours."""
    doc = parse(rule.doc)
    lines = [f"{rule.name} ({rule.code})", _head(rule, doc), "", "What it checks"]
    lines += _indented("\n\n".join(part for part in (doc.mistake, doc.more) if part))
    for section in doc.sections:
        lines += ["", section.heading, *_indented(_FENCE.sub(_unfenced, section.text))]
    return "\n".join(lines) + "\n"


def markdown(rule: Rule, level: int = 1) -> str:
    """The page of a rule as Markdown, its title a heading of the given level."""
    doc = parse(rule.doc)
    marks = "#" * level
    parts = [f"{marks} {rule.name} ({rule.code})", _head(rule, doc), doc.mistake, doc.more]
    for section in doc.sections:
        parts += [f"{marks}# {section.heading}", section.text]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(rule: Rule) -> dict[str, Any]:
    """The page of a rule as plain data; the keys are the headings in snake case."""
    doc = parse(rule.doc)
    prose = [heading for heading in HEADINGS if heading not in ("Bad", "Good")]
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": {sure: label for label, sure in levels(rule)},
        "fix": fixes(doc) or None,
        "mistake": doc.mistake,
        "description": doc.more,
        **{heading.lower().replace(" ", "_"): doc.section(heading) for heading in prose},
        "examples": [
            {"kind": example.kind.lower(), "language": example.language, "code": example.code}
            for example in doc.examples
        ],
    }


def table(rules: Iterable[Rule]) -> Iterator[str]:
    """A line for each rule: its code, severities, name and mistake."""
    rows = list(rules)
    width = max((len(rule.name) for rule in rows), default=0)
    for rule in rows:
        severity = "/".join(label for label, _ in levels(rule))
        yield f"{rule.code}  {rule.name:<{width}}  {severity:<18} {parse(rule.doc).mistake}".rstrip()


def _unfenced(match: re.Match[str]) -> str:
    return "\n".join(f"  {line}".rstrip() for line in match[2].rstrip().splitlines())


def _indented(body: str) -> list[str]:
    return [f"  {line}".rstrip() for line in body.splitlines()]
