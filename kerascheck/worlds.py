"""Judges a file in every world of its branches, and keeps the findings that can be trusted.

A finding may rest on one choice that is not known; it then names the branch. One that rests on
two choices at once would mix values that may never meet, and is dropped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import replace
from pathlib import PurePath

from kerascheck.facts.record import Decision
from kerascheck.facts.trace import Choices, Trace, World
from kerascheck.finding import Finding, Span
from kerascheck.keras_api import tables
from kerascheck.values import Facts, Gap, Model, Unknown

Judge = Callable[[Facts], Iterable[Finding]]
"""The findings of the active rules, in one world."""
Key = tuple[str, Span]
_LONG = 100
"""Conditions up to this length are shown as a whole."""
_OPTIONS = 6
"""So many options of one value are tried for a finding that rests on another condition."""
_MANY, _FAR = 8, 1_000_000
"""So many decisions are tried in the order of the run; lines to a decision in another file."""


def judge(trace: Trace, rules: Judge) -> list[Finding]:
    """The findings that hold, each once, in the order of the text."""
    court = _Court(trace, rules)
    kept: dict[Key, Finding] = {}
    for world in court.explore():
        for key, finding in court.findings(world).items():
            if key not in kept:
                verdict = court.verdict(world, key, finding)
                if verdict is not None:
                    kept[key] = verdict
    return sorted(kept.values(), key=lambda finding: (finding.at, finding.code))


def settled(trace: Trace) -> Facts:
    """The facts of the base world, with a gap in each model that another world makes otherwise.

    Those are models whose layers, shapes or parameters depend on a condition that is not known.
    A model that another world does not make at all is what it is where it is made.
    """
    base = trace.base
    gaps: dict[int, Gap] = {}
    shown = [(model, _numbers(model)) for model in base.facts.models] if base.decisions else []
    for key, decision in base.decisions.items():
        other = trace.world({key: not decision.taken}) if decision.free else None
        if other is None:
            continue
        there: dict[object, list[object]] = defaultdict(list)
        for model in other.facts.models:
            there[model.site.node].append(_numbers(model))
        gap = Gap(decision.site, f"it depends on whether `{decision.text}` holds")
        for model, numbers in shown:
            others = there.get(model.site.node)
            if others and numbers not in others:
                gaps.setdefault(id(model), gap)
    if not gaps:
        return base.facts
    models = tuple(_unsettled(model, gaps.get(id(model))) for model in base.facts.models)
    return replace(base.facts, models=models)


def _unsettled(model: Model, gap: Gap | None) -> Model:
    if gap is None:
        return model
    changed = copy(model)
    why = Unknown(gap.why, gap.site)
    changed.__dict__.update(gaps=(*model.gaps, gap), unsettled=why, output_known=False)
    return changed


def _numbers(model: Model) -> object:
    sums = tables.totals(tables.rows(model))
    rows = [(row.part.kind, str(row.output), str(row.count)) for row in tables.rows(model)]
    return rows, str(sums.trainable), str(sums.frozen)


class _Court:
    def __init__(self, trace: Trace, rules: Judge) -> None:
        self.trace = trace
        self.rules = rules
        self.judged: dict[int, dict[Key, Finding]] = {}

    def explore(self) -> Iterator[World]:
        """The base world, then one world for the other side of every free decision."""
        queue: list[World] = [self.trace.base]
        seen: set[frozenset[str]] = {frozenset()}
        while queue:
            world = queue.pop(0)
            yield world
            for key, decision in world.decisions.items():
                choices = {**world.choices, key: not decision.taken}
                flipped = frozenset(choices)
                fresh = key not in world.choices and decision.free and flipped not in seen
                # Below a flipped branch only the decisions that it brought are tried again.
                if fresh and (not world.choices or key not in self.trace.base.decisions):
                    seen.add(flipped)
                    other = self.trace.world(choices)
                    if other is not None:
                        queue.append(other)

    def findings(self, world: World) -> dict[Key, Finding]:
        """The findings in one world; the most certain one where several are at one place."""
        if id(world) not in self.judged:
            best: dict[Key, Finding] = {}
            expected = [site.at for site in world.expected]
            for finding in self.rules(world.facts):
                if any(_within(finding.at, block) for block in expected):
                    continue
                key = finding.code, finding.at
                if key not in best or finding.evidence > best[key].evidence:
                    best[key] = finding
            self.judged[id(world)] = best
        return self.judged[id(world)]

    def verdict(self, world: World, key: Key, finding: Finding) -> Finding | None:
        """The finding with its branch; None if it rests on choices that may exclude each other."""
        rests: dict[str, World] = {}
        for name in _nearest(world, finding):
            other = self._turned(world, name)
            if other is None:
                if world.choices:
                    return None
                # The bounds are met, on a slow machine by the clock: what the script itself does
                # in its first run is still said, whatever else it could do.
                continue
            if key not in self.findings(other):
                rests[name] = other
        rests = {name: rests[name] for name in world.decisions if name in rests}
        if any(_every_turn(world, name, finding) for name in rests):
            return None
        blank = any(world.decisions[name].blank for name in rests)
        if rests and (finding.guarded or blank or _no_option(world, rests)):
            return None
        if self._without_a_caller(world, key):
            return None
        # A condition that is only asked inside the branch of another one goes with that branch.
        apart = [
            name
            for name, other in rests.items()
            if not any(inner not in other.decisions for inner in rests if inner != name)
        ]
        if len(apart) > 1 or (apart and self._one_of_several(world, key, rests)):
            return None
        return replace(finding, branch=_words(world, list(rests))) if rests else finding

    def _one_of_several(self, world: World, key: Key, rests: Iterable[str]) -> bool:
        """Whether a finding that rests on a condition also rests on which option a value is."""
        known = {world.decisions[name].about for name in rests}
        return any(
            self._with_other_options(world, key, name)
            for name, decision in world.decisions.items()
            if decision.taken and decision.free and decision.alternative
            if decision.about and decision.about not in known and name not in world.choices
        )

    def _with_other_options(self, world: World, key: Key, name: str) -> bool:
        """Whether a finding is gone with some option that the value may be instead.

        Of `if x == 1: … elif x == 2: … elif x == 3: …` the first two may both lead to it, so that
        it is still there when only the first is turned.
        """
        about, current = world.decisions[name].about, world
        for _ in range(_OPTIONS):
            other = self.trace.world({**current.choices, name: False})
            if other is None:
                return False
            options = [n for n, d in other.decisions.items() if d.about == about and d.taken]
            if not options or key not in self.findings(other):
                return bool(options)
            name, current = options[0], other
        return False

    def _without_a_caller(self, world: World, key: Key) -> bool:
        """Whether a finding is only there where parameters are None that the callers pass."""
        given = {
            name: False
            for name, decision in world.decisions.items()
            if decision.given and decision.taken and name not in world.choices
        }
        other = self.trace.world({**world.choices, **given}) if given else None
        return other is not None and key not in self.findings(other)

    def _turned(self, world: World, name: str) -> World | None:
        """The world where one more decision is taken the other way."""
        choices: Choices
        if name in world.choices:
            choices = {k: v for k, v in world.choices.items() if k != name}
        else:
            choices = {**world.choices, name: not world.decisions[name].taken}
        return self.trace.world(choices)


def _nearest(world: World, finding: Finding) -> list[str]:
    """The decisions that a finding may rest on.

    Where they are many, the bounds may end before all of them are tried; then those come first
    that stand next to the finding, or to the places that show it.
    """
    names = [
        name
        for name, decision in world.decisions.items()
        if name in world.choices or (decision.free and decision.alternative)
    ]
    if len(names) <= _MANY:
        return names
    places = [finding.at, *(label.at for label in finding.labels)]

    def distance(name: str) -> int:
        at = world.decisions[name].site.at
        same = [place for place in places if (place.path, place.block) == (at.path, at.block)]
        return min((abs(place.line - at.line) for place in same), default=_FAR)

    return sorted(names, key=distance)


def _no_option(world: World, names: Iterable[str]) -> bool:
    """Whether a finding rests on a value that is none of the options an `if` chooses from.

    What stands before `if x == 1: … elif x == 2: …` without an `else` marks that nothing is chosen.
    """
    asked: dict[str, list[Decision]] = defaultdict(list)
    for name in names:
        decision = world.decisions[name]
        if decision.about and not decision.taken:
            asked[decision.about].append(decision)
    return any(
        len(refused) > 1 and not all(decision.other for decision in refused)
        for refused in asked.values()
    )


def _every_turn(world: World, name: str, finding: Finding) -> bool:
    """Whether a mistake is there only if all turns of a loop take the same side in it.

    Then it stands behind the loop; or what shows it does, and the turns differ in the side they
    take: which of them the rest of the script meets is not known. The likelier side may well be
    that of all turns, if the condition does not ask for what differs between them.
    """
    decision = world.decisions[name]
    if decision.loop is None:
        return False
    loop = decision.loop.at
    if _within(finding.at, loop):
        return decision.turn and any(_behind(label.at, loop) for label in finding.labels)
    if name in world.choices:
        return True
    return decision.turn and finding.at.path == loop.path and _behind(finding.at, loop)


def _behind(at: Span, whole: Span) -> bool:
    """Whether a place stands behind another one, or in another file."""
    if at.path != whole.path:
        return True
    end = (whole.block, whole.end_line, whole.end_column)
    return (at.block, at.line, at.column) >= end


def _within(at: Span, whole: Span) -> bool:
    """Whether a place begins in another one."""
    start, end = (whole.line, whole.column), (whole.end_line, whole.end_column)
    inside = start <= (at.line, at.column) <= end
    return inside and (at.path, at.block) == (whole.path, whole.block)


def _words(world: World, names: list[str]) -> str:
    """The sides taken; where `x == 1` does not hold, what x is instead, if a branch says it.

    Where two conditions of the same words are taken to different sides, their files tell them apart.
    """
    sides = []
    taken = {(world.decisions[name].text, world.decisions[name].taken) for name in names}
    for name in names:
        decision = world.decisions[name]
        instead = None if decision.taken else _instead(world, decision)
        if instead is not None:
            sides.append(f"`{instead}` holds")
        else:
            twice = (decision.text, not decision.taken) in taken
            where = f" on {_place(decision.site.at)}" if twice else ""
            sides.append(
                f"`{decision.text}`{where} {'holds' if decision.taken else 'does not hold'}"
            )
    return "where " + " and ".join(dict.fromkeys(sides))


def _place(at: Span) -> str:
    return f"line {at.line} of {PurePath(at.path).name}"


def _instead(world: World, decision: Decision) -> str | None:
    """The condition that holds of what another one asks for in vain."""
    for other in world.decisions.values():
        if other.taken and decision.about and other.about == decision.about:
            text = " ".join(other.whole.split())
            return text if len(text) <= _LONG else other.text
    return None
