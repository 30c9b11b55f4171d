"""Runs a file, once for every combination of branches that matters, and collects the facts."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kerascheck.facts.calls import call_value
from kerascheck.facts.channel_order import KERAS_1_LAYERS, may_be_first
from kerascheck.facts.expressions import EXPRESSIONS
from kerascheck.facts.interpreter import Interpreter, Tables
from kerascheck.facts.limits import Limits, OutOfBoundsError
from kerascheck.facts.models import ModelValue
from kerascheck.facts.record import Decision
from kerascheck.facts.relevance import Relevance
from kerascheck.facts.scope import Module, Scope
from kerascheck.facts.statements import STATEMENTS
from kerascheck.facts.training import assemble
from kerascheck.facts.uncalled import follow_uncalled
from kerascheck.facts.written import Words
from kerascheck.sources.remarks import Prose
from kerascheck.values import Data, Facts, Gap, Locator, Site, Target, Unknown, Use, Value

if TYPE_CHECKING:
    import libcst as cst

Choices = Mapping[str, bool]
_CHANNELS_FIRST = re.compile(r"\bdata_format\s*=\s*['\"]channels_first")
"""Layers that say themselves that the channels come first."""


@dataclass(frozen=True, eq=False)
class Code:
    """One block of source, parsed; `path` is that of its file, `prose` the text around it."""

    module: cst.Module
    locator: Locator
    text: str
    path: str = ""
    prose: Prose = field(default_factory=Prose)


Find = Callable[[str, int, str], Sequence[Code] | None]
"""Gives the code of a local module by its dotted name, the number of leading dots, and the path of
the file that imports it, which is empty for the script; for one module always the same object."""


@dataclass(frozen=True, eq=False)
class World:
    """One run through the file: the sides taken, and what followed from them."""

    choices: Choices
    facts: Facts
    decisions: Mapping[str, Decision]
    unresolved: Mapping[str, Gap]
    incomplete: str = ""
    expected: Sequence[Site] = ()
    """Blocks that have to fail, so that what is wrong in them is no mistake."""


@dataclass(eq=False)
class Trace:
    """All the runs through one file; each is made when it is asked for, within the bounds."""

    blocks: Sequence[Code]
    find: Find
    limits: Limits = field(default_factory=Limits)
    target: Target = field(default_factory=Target)
    _worlds: dict[frozenset[tuple[str, bool]], World] = field(default_factory=dict)
    _relevance: Relevance = field(default_factory=Relevance)
    _deadline: float = 0.0
    _words: Words = field(default_factory=lambda: Words([]))

    def __post_init__(self) -> None:
        prose = {id(b.locator): b.prose for b in self.blocks}
        blocks = [(b.module, b.locator, b.text) for b in self.blocks]
        self._words = Words(blocks, self.target, prose)
        self._deadline = time.thread_time() + self.limits.seconds
        for block in self.blocks:
            self._relevance.add(block.text)

    @property
    def base(self) -> World:
        """The run that takes the likelier side of every branch."""
        world = self.world({})
        assert world is not None
        return world

    @property
    def worlds(self) -> list[World]:
        """The runs that have been made."""
        return list(self._worlds.values())

    def world(self, choices: Choices) -> World | None:
        """The run with these sides taken; None when the bounds allow no more runs."""
        key = frozenset(choices.items())
        if key not in self._worlds:
            if self._worlds and (
                len(self._worlds) >= self.limits.worlds or time.thread_time() > self._deadline
            ):
                return None
            self._worlds[key] = self._run(choices)
        return self._worlds[key]

    def _run(self, choices: Choices) -> World:
        tables = Tables(
            EXPRESSIONS,
            STATEMENTS,
            call_value,
            score,
            self._relevance.matters,
            self._relevance.builds,
            self._relevance.alternative,
        )
        loader = Loader(self.find, self._relevance, self.limits, self._words)
        run = Interpreter(tables, self.limits, choices, loader, self._deadline)
        loader.run = run
        incomplete = ""
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 8_000))
        run.order_open = self._words.order_open()
        run.aged = self._words.says(KERAS_1_LAYERS)
        if run.order_open and self._words.channels_first():
            run.image_format = Unknown("the order of axes is in the settings of an old Keras")
        try:
            for block in self.blocks:
                run.locator = block.locator
                run.execute(block.module.body)
            if run.image_format == "channels_last" and self._words.says(_CHANNELS_FIRST):
                why = "some layers have the channels first, so that whoever calls it may set that"
                run.image_format = Unknown(why)
            follow_uncalled(run)
        except OutOfBoundsError as error:
            incomplete = str(error)
        finally:
            sys.setrecursionlimit(limit)
        record = run.record
        facts = assemble(record, self._words)
        return World(
            choices, facts, record.decisions, record.unresolved, incomplete, record.expected
        )


def score(run: Interpreter, labels: Value, predictions: Value, site: Site, operator: bool) -> None:
    """Predictions that are compared with labels measure the model that made them."""
    model: Any = predictions.predicted if isinstance(predictions, Data) else None
    if model is None and isinstance(labels, Data):
        model = labels.predicted
        labels, predictions = predictions, labels
    fact = model.snapshot() if isinstance(model, ModelValue) else Unknown("not a prediction", site)
    function = run.frame.function
    run.record.uses.append(
        Use(
            site=site,
            method="score",
            model=fact,
            data=predictions,
            labels=labels,
            score=True,
            operator=operator,
            loop=run.loops > 0,
            function=function.qualname if function is not None else "",
            order=run.record.next(),
        )
    )


class Loader:
    """Runs local modules that the script imports, each once a run."""

    def __init__(self, find: Find, relevance: Relevance, limits: Limits, words: Words) -> None:
        self.words = words
        self.find = find
        self.relevance = relevance
        self.limits = limits
        self.modules: dict[tuple[str, int, str], Module | None] = {}
        """What each import has found, by the file that it stands in if it begins with a dot."""
        self.loaded: dict[int, Module] = {}
        """The modules by the identity of their code."""
        self.places: dict[int, str] = {}
        """The paths of their files by the identity of the locators."""
        self.run: Interpreter | None = None

    def __call__(self, path: str, level: int) -> Module | None:
        """The module, or None if it is not part of the project; a cycle gives what is known."""
        assert self.run is not None
        importer = self.places.get(id(self.run.locator), "") if level else ""
        key = (path, level, importer)
        if key not in self.modules:
            code = self.find(path, level, importer)
            self.modules[key] = None if code is None else self._load(path, code)
        return self.modules[key]

    def _load(self, path: str, code: Sequence[Code]) -> Module | None:
        if id(code) in self.loaded:
            return self.loaded[id(code)]
        if len(self.loaded) >= self.limits.files:
            return None
        module = self.loaded[id(code)] = Module(path, Scope())
        self._execute(module, code)
        return module

    def _execute(self, module: Module, code: Sequence[Code]) -> None:
        run = self.run
        assert run is not None
        module.scope.names["__main__"] = False
        saved = run.scope, run.locator, run.statement, len(run.functions)
        run.scope = module.scope
        try:
            for block in code:
                self.relevance.add(block.text)
                self.words.note_module(block.text, block.locator)
                run.order_open |= may_be_first(block.text)
                self.places[id(block.locator)] = block.path
                run.locator = block.locator
                run.execute(block.module.body)
        finally:
            run.scope, run.locator, run.statement, count = saved
            # Functions of other modules that this script does not call are theirs to check.
            run.imported += run.functions[count:]
            del run.functions[count:]
