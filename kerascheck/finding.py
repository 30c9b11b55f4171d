"""What a rule reports: findings and the places that prove them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Severity(IntEnum):
    """How bad a mistake is; ordered, so that a threshold is a comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that reports print."""
        return self.name.lower()


class Evidence(IntEnum):
    """How sure a finding is; that of several facts is the least of them."""

    HINT = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def confidence(self) -> str:
        """The word for users: high, medium or low."""
        return {1: "low", 2: "medium", 3: "high"}[self.value]


class Applicability(Enum):
    """Whether a replacement keeps what is trained (`SAFE`), changes it, or is only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, order=True)
class Span:
    """A range of text in one block of one source.

    `block` counts the blocks of the source from 0: a script has one, a notebook one a cell, a
    Markdown file one a fence. Lines count from 1 within the block, columns from 0 in characters
    (code points); the end is excluded. `path` is the path of the source as it is displayed.
    """

    path: str
    block: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Label:
    """A second place, and what is to be seen there."""

    at: Span
    text: str


@dataclass(frozen=True)
class Edit:
    """Replace the text of `at` by `text`."""

    at: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """What to write instead, as edits of the source.

    `imports` are statements such as `import keras` that the edits need; the pipeline turns those
    that are not in the file yet into edits at the right place.
    """

    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.UNSAFE
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One mistake in one place.

    `at` is the expression to change. `message` is one sentence with the values and the
    consequence; `why` explains it further; `keras` has the gist of what Keras itself says, for
    whoever searches for it; `help` says what to write instead; `mark` stands beside the underlined
    primary expression. `slight` is true for what is certain but hardly matters: it gets the mildest
    level of its rule, and keeps a safe fix, which doubt would take away. `guarded` is true for what
    scripts avoid by a condition of their own, as where a shortcut gets a projection if the sizes
    differ: it is not told where it rests on a condition that is not known. A rule leaves the fields
    after `guarded` alone: the pipeline fills them in.
    """

    at: Span
    message: str
    labels: Sequence[Label] = ()
    help: str = ""
    why: str = ""
    mark: str = ""
    evidence: Evidence = Evidence.CERTAIN
    fix: Fix | None = None
    keras: str = ""
    slight: bool = field(default=False, kw_only=True)
    guarded: bool = field(default=False, kw_only=True)
    code: str = field(default="", kw_only=True)
    rule: str = field(default="", kw_only=True)
    severity: Severity = field(default=Severity.INFO, kw_only=True)
    branch: str = field(default="", kw_only=True)


def applicable(finding: Finding, path: str, *, unsafe: bool) -> bool:
    """Whether `--fix` applies the fix of a finding when it checks the file `path`.

    A place in another file is fixed when that file is checked.
    """
    fix = finding.fix
    if fix is None or not fix.edits or finding.at.path != path:
        return False
    if any(edit.at.path != path for edit in fix.edits):
        return False
    return fix.applicability is Applicability.SAFE or (
        unsafe and fix.applicability is Applicability.UNSAFE
    )
