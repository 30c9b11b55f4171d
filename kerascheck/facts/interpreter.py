"""The state of a run through a file, and the dispatch over syntax nodes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from kerascheck.facts.limits import Limits, OutOfBoundsError
from kerascheck.facts.record import Record
from kerascheck.facts.scope import Function, Scope
from kerascheck.values import (
    Clue,
    Data,
    Layer,
    Locator,
    Model,
    Pass,
    Reshape,
    Site,
    UndeterminedError,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    import libcst as cst

    from kerascheck.facts.models import ModelValue
    from kerascheck.facts.tapes import Tape


class Signal(Enum):
    """How a statement ended the block it stands in."""

    BREAK = "break"
    CONTINUE = "continue"
    RETURN = "return"
    RAISE = "raise"


Evaluate = Callable[["Interpreter", Any], Value]
Execute = Callable[["Interpreter", Any], Signal | None]


@dataclass(frozen=True)
class Tables:
    """What the interpreter does at each kind of node, and with calls of each kind of value."""

    expressions: Mapping[type, Evaluate]
    statements: Mapping[type, Execute]
    call: Callable[[Interpreter, Value, Sequence[Value], Mapping[str, Value], Site], Value]
    score: Callable[[Interpreter, Value, Value, Site, bool], None]
    matters: Callable[[Interpreter, cst.CSTNode], bool]
    builds: Callable[[Interpreter, cst.CSTNode], bool]
    alternative: Callable[[Interpreter, cst.CSTNode], bool]


@dataclass(eq=False)
class Frame:
    """A running function: what it returns and yields, and where it was entered."""

    function: Function | None = None
    returned: Value = None
    yielded: list[Value] = field(default_factory=list)
    called: bool = True
    given: frozenset[str] = frozenset()
    """The parameters that the caller has passed a value for."""
    open_loops: int = 0
    """How many loops of which not every turn is followed run outside of it."""
    outside: Scope | None = None
    """The scope that it was entered from."""


class Interpreter:
    """Runs statements over symbolic values and records what it meets."""

    def __init__(
        self,
        tables: Tables,
        limits: Limits,
        choices: Mapping[str, bool],
        loader: Callable[[str, int], Any],
        deadline: float,
    ) -> None:
        self.tables = tables
        self.limits = limits
        self.choices = choices
        self.load_module = loader
        self.deadline = deadline
        self.record = Record()
        self.scope = Scope()
        self.locator: Locator | None = None
        self.statement: object = None
        self.frames: list[Frame] = [Frame()]
        self.loops = 0
        self.around: Site | None = None
        """The innermost loop around what runs, in its function."""
        self.open_loops: list[cst.CSTNode] = []
        """The loops and comprehensions that it runs in and of which not every turn is followed."""
        self.open_turns: list[int | None] = []
        """How many turns each of these has, where that is known."""
        self.tried = 0
        """In how many blocks it runs that expect an error, as `try` with a handler does."""
        self.failing = 0
        """In how many blocks it runs that have to fail, which are among these."""
        self.steps = 0
        self.turns = 0
        self.functions: list[Function] = []
        self.imported: list[Function] = []
        """Those of the modules that the file imports."""
        self.equalities: dict[str, Value] = {}
        self.answers: dict[int, list[tuple[Value, bool]]] = {}
        """What unknown parameters were compared with, by their `id`, and the side taken."""
        self.asked: list[Unknown] = []
        """Those parameters, so that each keeps its `id` to itself."""
        self.star_gap: str = ""
        self.image_format: Value = "channels_last"
        self.deciding: cst.If | None = None
        """The `if` whose condition is being decided."""
        self.aged = False
        """Whether arguments that only layers of Keras 1 have stand in the script."""
        self.order_open = False
        """Whether the file is of an age whose settings may put the channels first."""
        self.order_said = False
        """Whether it says itself where they are."""
        self.policy: Value = None
        self.epsilon: Value = 1e-7
        self.tapes: list[Tape] = []
        """The tapes that are recording."""
        self.unrecorded: dict[int, Pass] = {}
        """The last call of each model that no tape has recorded, by the `id` of the model."""
        self.passed: dict[int, tuple[Value, Model]] = {}
        """What models have returned, by its identity, and the models as they were then."""
        self.collected: list[list[tuple[Layer | Model, tuple[Any, ...]]]] = []
        """The layers that each body of a layer which is being followed has called so far."""

    def evaluate(self, node: cst.BaseExpression) -> Value:
        """The value of an expression."""
        self.steps += 1
        if self.steps & 0x3FF == 0:
            self.check_bounds()
        handler = self.tables.expressions.get(type(node))
        if handler is None:
            return Unknown(f"`{type(node).__name__}` is not followed", self.site(node))
        return handler(self, node)

    def execute(self, statements: Sequence[cst.CSTNode]) -> Signal | None:
        """Run statements until one of them leaves the block."""
        for statement in statements:
            signal = self.run(statement)
            if signal is not None:
                return signal
        return None

    def run(self, statement: cst.CSTNode) -> Signal | None:
        """Run one statement; a failure inside makes what it would bind unknown, no more."""
        self.steps += 1
        outer, self.statement = self.statement, statement
        try:
            handler = self.tables.statements.get(type(statement))
            return handler(self, statement) if handler else None
        except (UndeterminedError, RecursionError):
            return None
        finally:
            self.statement = outer

    def check_bounds(self) -> None:
        """Raise `OutOfBoundsError` when a bound of the run is met."""
        if self.steps > self.limits.steps:
            raise OutOfBoundsError(f"more than {self.limits.steps:,} steps")
        if time.thread_time() > self.deadline:
            raise OutOfBoundsError(f"more than {self.limits.seconds:g} seconds")

    def site(self, node: object) -> Site:
        """The place of a node in the statement that is running."""
        assert self.locator is not None
        return Site(self.locator, self.statement, node)

    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], site: Site
    ) -> Value:
        """Call a value; see `facts.calls`."""
        return self.tables.call(self, function, args, kwargs, site)

    def clue(self, clue: Clue, model: Value = None) -> None:
        """Note evidence for the task of one model, or of the whole script."""
        clues = getattr(model, "clues", None)
        (clues if isinstance(clues, list) else self.record.clues).append(clue)

    def mark(self, name: str, site: Site) -> None:
        """Note what the script is about."""
        self.record.marks.setdefault(name, []).append(site)

    def score(
        self, labels: Value, predictions: Value, site: Site, *, operator: bool = False
    ) -> None:
        """Note that predictions are compared with labels, by an operator or by a function."""
        self.tables.score(self, labels, predictions, site, operator)

    def misshape(self, data: Data, target: Value, site: Site) -> None:
        """Note an array that does not fit into a shape, unless the script expects the error."""
        if isinstance(data.shape, tuple) and isinstance(target, tuple) and not self.tried:
            self.record.reshapes.append(Reshape(site, data, data.shape, target))

    @property
    def frame(self) -> Frame:
        """The running function."""
        return self.frames[-1]

    @contextmanager
    def entered(self, function: Function, scope: Scope) -> Iterator[Frame]:
        """Run inside a function: its scope, and its place in the source."""
        saved = self.scope, self.locator, self.statement, self.loops, self.around
        loops = len(self.open_loops)
        frame = Frame(function, called=self.frame.called, open_loops=loops, outside=self.scope)
        self.scope, self.locator, self.around = scope, function.locator, None
        self.frames.append(frame)
        try:
            yield frame
        finally:
            self.frames.pop()
            self.scope, self.locator, self.statement, self.loops, self.around = saved

    @contextmanager
    def loop(self, node: cst.CSTNode, *, partial: bool, turns: int | None = None) -> Iterator[None]:
        """Run inside a loop; `partial` if not every turn is followed, `turns` how many it has."""
        around, self.around = self.around, self.site(node)
        self.loops += 1
        if partial:
            self.open_loops.append(node)
            self.open_turns.append(turns)
        try:
            yield
        finally:
            self.around = around
            self.loops -= 1
            if partial:
                self.open_loops.pop()
                self.open_turns.pop()

    @property
    def partial_loops(self) -> int:
        """In how many loops it runs of which not every turn is followed."""
        return len(self.open_loops)

    def add_model(self, model: ModelValue) -> ModelValue:
        """Record a new model."""
        self.record.models.append(model)
        return model
