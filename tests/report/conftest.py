"""A source for reports: texts of blocks, as a script or as the cells of a notebook."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import pytest

from kerascheck.finding import Evidence, Finding, Label, Severity, Span
from kerascheck.result import Coverage, NotUnderstood, Result, Suppressed
from kerascheck.sources import Source


@dataclass(frozen=True)
class FakeLocation:
    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    physical_line: int
    physical_end_line: int

    def __str__(self) -> str:
        cell = f"cell {self.cell}:" if self.cell is not None else ""
        return f"{self.path}:{cell}{self.line}:{self.column}"


@dataclass(frozen=True)
class FakeSource:
    """Blocks of text. `notebook`: each is a cell, whose lines start at line 100, 200, …"""

    path: str
    blocks: tuple[str, ...]
    notebook: bool = False
    shift: int = 0

    def location(self, at: Span) -> FakeLocation:
        cell = at.block + 1 if self.notebook else None
        base = 100 * (at.block + 1) if self.notebook else self.shift
        line = at.line if self.notebook else at.line + base
        end = at.end_line if self.notebook else at.end_line + base
        return FakeLocation(
            self.path,
            cell,
            line,
            at.column + 1,
            end,
            at.end_column + 1,
            at.line + base,
            at.end_line + base,
        )

    def line_text(self, block: int, line: int) -> str:
        return self.blocks[block].splitlines()[line - 1]

    def span(self, part: str, block: int = 0) -> Span:
        """The span of a text that stands once in a block."""
        text = self.blocks[block]
        start = text.index(part)
        assert text.find(part, start + 1) < 0
        end = start + len(part)
        return Span(
            self.path,
            block,
            text.count("\n", 0, start) + 1,
            start - (text.rfind("\n", 0, start) + 1),
            text.count("\n", 0, end) + 1,
            end - (text.rfind("\n", 0, end) + 1),
        )


TRAIN = """\
model = keras.Sequential([
    layers.Flatten(),
    layers.Dense(10),
])
model.summary()
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
)
"""


@pytest.fixture
def script() -> Callable[..., FakeSource]:
    return lambda text=TRAIN, path="train.py", shift=0: FakeSource(path, (text,), shift=shift)


@pytest.fixture
def notebook() -> Callable[..., FakeSource]:
    return lambda *cells, path="lesson.ipynb": FakeSource(path, cells, notebook=True)


@pytest.fixture
def logits(script: Callable[..., FakeSource]) -> Result:
    """One finding with a label, in a script."""
    source = script()
    finding = Finding(
        source.span('"sparse_categorical_crossentropy"'),
        "the loss expects probabilities, but the model outputs raw scores",
        labels=[Label(source.span("layers.Dense(10)"), "no activation: raw scores")],
        mark="from_logits=False",
        why="negative scores are clipped, and most of the gradient is lost",
        help="pass `from_logits=True` to the loss",
        code="KC112",
        rule="logits-without-from-logits",
        severity=Severity.ERROR,
    )
    return Result(
        "train.py",
        keras=True,
        findings=(finding,),
        coverage=Coverage(1, 1, 2),
        sources={"train.py": cast(Source, source)},
    )


@pytest.fixture
def unread(script: Callable[..., FakeSource]) -> Result:
    """A file with a model that was not understood, and a silenced finding."""
    source = script("import keras\nnet = build()\n", "net.py")
    at = source.span("build()")
    silenced = Finding(at, "silenced", code="KC201", rule="some-rule", severity=Severity.WARNING)
    return Result(
        "net.py",
        keras=True,
        suppressed=(Suppressed(silenced, "on purpose"), Suppressed(silenced)),
        coverage=Coverage(2, 1, 39, (NotUnderstood("net", at, "layers come from a loop"),)),
        sources={"net.py": cast(Source, source)},
    )


@pytest.fixture
def many(script: Callable[..., FakeSource]) -> Callable[[int, int, int], Result]:
    """A file with so many errors, warnings and infos, a line each."""

    def make(errors: int, warnings: int, infos: int) -> Result:
        total = errors + warnings + infos
        source = script("".join(f"line{n:03}\n" for n in range(total)), "many.py")
        levels = [Severity.INFO] * infos + [Severity.WARNING] * warnings + [Severity.ERROR] * errors
        findings = tuple(
            Finding(
                source.span(f"line{n:03}"),
                f"number {n}",
                evidence=Evidence.LIKELY,
                code=f"KC{level.value}01",
                rule=f"rule-{level.label}",
                severity=level,
            )
            for n, level in enumerate(levels)
        )
        return Result(
            "many.py",
            keras=True,
            findings=findings,
            coverage=Coverage(1, 1, 1),
            sources={"many.py": cast(Source, source)},
        )

    return make
