"""One source through all stages: blocks, facts, findings, suppressions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace
from kerascheck.finding import Finding, Severity, Span
from kerascheck.project import Project
from kerascheck.result import Building, Coverage, Made, NotUnderstood, Ran, Result, Suppressed
from kerascheck.rule import Rule
from kerascheck.sources import Block
from kerascheck.target import find as find_target
from kerascheck.values import Built, Device, Execution, Facts, Model, Problem, Site, Target
from kerascheck.worlds import judge, settled

if TYPE_CHECKING:
    from kerascheck.dynamic.runner import Worker


_QUALITY = ("KC1", "KC2", "KC3", "KC4", "KC503", "KC6", "KC8")
"""The rules that are about training; those on migration and the file itself are not.

Of those on shapes one is, where Keras compares numbers that do not belong together.
"""


def check(
    path: str,
    data: bytes,
    rules: Sequence[Rule],
    settings: Settings,
    limits: Limits | None = None,
    worker: "Worker | None" = None,
) -> Result:
    """The findings of `rules` in one file, and how much of the file was understood.

    With a `worker` the models are built, too.
    """
    return _examined(path, data, rules, settings, limits, worker).result


def explain(
    path: str,
    data: bytes,
    rules: Sequence[Rule],
    settings: Settings,
    limits: Limits | None = None,
    worker: "Worker | None" = None,
) -> Result:
    """As `check`, with a description of the models of the file in its likeliest world."""
    from kerascheck.explain.describe import describe

    found = _examined(path, data, rules, settings, limits, worker)
    facts = replace(settled(found.trace), built=found.built)
    if found.execution is not None:
        facts = replace(facts, executed=found.execution.models)
    return replace(found.result, explained=describe(facts, found.result, found.project.problems))


@dataclass(frozen=True)
class _Examined:
    """What has been found out about one file."""

    result: Result
    trace: Trace
    project: Project
    built: tuple[Built, ...] = ()
    execution: Execution | None = None


def _examined(
    path: str,
    data: bytes,
    rules: Sequence[Rule],
    settings: Settings,
    limits: Limits | None,
    worker: "Worker | None",
) -> "_Examined":
    project = Project(path, data)
    found_target = find_target(project.sources[path], settings.keras_version)
    target = found_target.target
    trace = Trace(project.blocks, project.find, limits or Limits(), target)
    models = [rule for rule in rules if not registry.is_tool(rule)]
    claims = tuple(project.claims())

    def found(facts: Facts) -> Iterator[Finding]:
        return graded(models, replace(facts, claims=claims, beside=project.beside), settings)

    findings = judge(trace, found)
    built: tuple[Built, ...] = ()
    execution: Execution | None = None
    problems: list[Problem] = []
    understood = coverage(trace, path)
    if worker is not None:
        from kerascheck.dynamic import compare, merge

        base = settled(trace)
        built = compare.build(base, worker, path)
        execution, refused = _executed(project, built, understood, worker)
        made = execution.models if execution is not None else ()
        facts = replace(
            base, claims=claims, beside=project.beside, built=(*built, *refused), executed=made
        )
        more = graded([rule for rule in models if registry.is_dynamic(rule)], facts, settings)
        findings = merge.merged(findings, more, built)
        problems = [*merge.problems(built), *merge.executed_problems(execution)]
    result = Result(path, True, tuple(findings), (), understood, project.sources)
    result = replace(result, target=_words(target), notes=found_target.notes)
    if worker is not None:
        notes = (*result.notes, *_other_keras(worker.device, target))
        result = replace(
            result, building=_building(worker, built), executed=_ran(execution), notes=notes
        )
    checked = silence(result, project, rules, settings, problems)
    return _Examined(checked, trace, project, built, execution)


def _executed(
    project: Project, built: Sequence[Built], understood: Coverage, worker: "Worker"
) -> tuple[Execution | None, tuple[Built, ...]]:
    """What executing the script gives for the models that the trace left open, if asked for."""
    if not worker.options.execute:
        return None, ()
    models = [(item, item.model) for item in built if item.model is not None]
    places = {gap.at: gap.name for gap in understood.not_understood}
    places |= {model.site.at: model.name for item, model in models if item.gap is not None}
    if not places:
        return None, ()
    from kerascheck.dynamic import executing

    if worker.tell is not None:
        worker.tell(f"{project.path}: executing what {len(places)} models depend on")
    texts = tuple(block.text for block in project.sources[project.path].blocks)
    source = executing.Source(project.path, texts, executing.allowed(project.folders))
    execution, refused = executing.execute(
        source, places, set(places.values()), worker.options, worker.device
    )
    known = [model.site.at for item, model in models if item.whole]
    open_ = tuple(item for item in execution.models if not _stands_in(item.site.at, known))
    return replace(execution, models=open_), refused


def _stands_in(at: Span, places: Sequence[Span]) -> bool:
    """Whether a place lies in one of others."""
    return any(
        (at.path, at.block) == (place.path, place.block)
        and (place.line, place.column) <= (at.line, at.column)
        and (at.end_line, at.end_column) <= (place.end_line, place.end_column)
        for place in places
    )


def _ran(execution: Execution | None) -> Ran | None:
    if execution is None:
        return None
    made = [
        Made(model.name, model.site.at, len(model.layers), model.total, model.doubts)
        for model in execution.models
    ]
    failures = [(failure.site.at, failure.words) for failure in execution.failures]
    return Ran(
        tuple(made),
        tuple(failures),
        execution.statements,
        execution.total,
        execution.ended,
        execution.spellings,
        execution.seconds,
    )


def _other_keras(device: Device, target: Target) -> Iterator[str]:
    """That the models are built by another Keras than the one they are for, if so."""
    wanted, major = target.version(), device.keras.partition(".")[0]
    if wanted is not None and major != str(wanted[0]):
        yield (
            f"{device.python} has Keras {device.keras}, but the code is for {target.named()}: "
            "what was built may be another model there"
        )


def _words(target: Target) -> str:
    """The version of Keras that the findings are about; empty if it is the newest."""
    return "" if target.reaches((3,)) and target.reaches((3,), "tensorflow") else target.named()


def _building(worker: "Worker", built: Sequence[Built]) -> Building:
    device = worker.device
    models = [item for item in built if item.model is not None]
    return Building(
        device.python,
        device.keras,
        f"{device.backend} {device.version}".strip(),
        device.name,
        len(models),
        sum(item.whole for item in models),
        sum(bool(item.numbers) for item in models),
        device.seconds,
        sum(item.done and bool(item.assumed) for item in models),
    )


def graded(rules: Sequence[Rule], facts: Facts, settings: Settings) -> Iterator[Finding]:
    """What the rules find in one world, with code and severity."""
    tests = "tests" in facts.context
    for rule in rules:
        options = registry.options_of(rule, settings) if rule.options else None
        for finding in rule.run(facts, options):
            kept = registry.grade(rule, finding, settings)
            if kept is not None and not (tests and _of_quality(kept)):
                yield kept


def _of_quality(finding: Finding) -> bool:
    """Whether it is about how well a model learns, which those of unit tests need not do."""
    stops = finding.severity is Severity.ERROR and finding.keras
    return not stops and finding.code.startswith(_QUALITY)


def silence(
    result: Result,
    project: Project,
    rules: Sequence[Rule],
    settings: Settings,
    more: Sequence[Problem] = (),
) -> Result:
    """The result after suppression comments, with the findings about the file itself.

    `more` are problems beside those of the source.
    """
    tool = [rule for rule in rules if registry.is_tool(rule)]
    problems = [*project.problems, *_unresolved(result.coverage), *more]
    findings = [*result.findings, *graded(tool, Facts(problems=tuple(problems)), settings)]
    suppressed: tuple[Suppressed, ...] = ()
    if any(_suppresses(block) for source in project.sources.values() for block in source.blocks):
        findings, suppressed = _suppressed(findings, project, rules, settings)
    if any(finding.fix for finding in findings):
        from kerascheck.fix import settle

        findings = [settle(finding, project.sources) for finding in findings]
    findings.sort(key=lambda finding: (finding.at, finding.code))
    return replace(result, findings=tuple(findings), suppressed=suppressed)


def _suppresses(block: Block) -> bool:
    return bool(block.comments or block.ignored or block.skip)


def _suppressed(
    findings: list[Finding], project: Project, rules: Sequence[Rule], settings: Settings
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """The findings that no comment silences, those about comments, and those that are silenced."""
    # A file without a word to kerascheck, which is almost every file, does not need this module.
    from kerascheck.suppress import apply

    known = {rule.name: rule.code for rule in registry.load(settings.plugins)}
    active = {rule.code for rule in rules}
    outcome = apply(project.sources, findings, known, path=project.path, active=active)
    problems = [
        Problem("bad-suppression", notice.span, notice.message)
        for notice in outcome.notices
        if notice.kind != "unused" or settings.report_unused_ignores
    ]
    problems += [
        Problem("bad-suppression", finding.at, f"`{finding.code}` is ignored without a reason")
        for finding, reason in outcome.suppressed
        if settings.require_ignore_reason and not reason
    ]
    tool = [rule for rule in rules if registry.is_tool(rule)]
    kept = [*outcome.kept, *graded(tool, Facts(problems=tuple(problems)), settings)]
    return kept, tuple(Suppressed(finding, reason) for finding, reason in outcome.suppressed)


def coverage(trace: Trace, path: str) -> Coverage:
    """How many of the models in the file were understood; one world in which it is suffices."""
    best: dict[int, Model] = {}
    unresolved: dict[str, NotUnderstood] = {}
    for world in trace.worlds:
        for model in world.facts.models:
            known = best.get(id(model.site.node))
            if known is None or (model.complete and not known.complete):
                best[id(model.site.node)] = model
        for name, gap in world.unresolved.items():
            unresolved.setdefault(name, NotUnderstood(name, gap.site.at, gap.why))
    mine = [model for model in best.values() if model.site.at.path == path]
    missing = [_missing(model) for model in mine if not model.complete]
    missing += unresolved.values()
    missing += _ended(trace)
    layers = sum(_count(model) for model in mine if model.complete)
    complete = sum(model.complete for model in mine)
    return Coverage(complete + len(missing), complete, layers, tuple(missing))


def _missing(model: Model) -> NotUnderstood:
    gap = model.gaps[0]
    return NotUnderstood(model.name or model.kind, model.site.at, gap.why)


def _ended(trace: Trace) -> list[NotUnderstood]:
    incomplete = trace.base.incomplete
    # A cell may hold nothing but comments; a run that meets a bound has a statement somewhere.
    block = next((block for block in trace.blocks if block.module.body), None)
    if not incomplete or block is None:
        return []
    first = block.module.body[0]
    where = Site(block.locator, first, first).at
    return [NotUnderstood("the rest of the file", where, f"following it took {incomplete}")]


def _count(model: Model) -> int:
    return sum(_count(part) if isinstance(part, Model) else 1 for part in model.layers)


def _unresolved(understood: Coverage) -> list[Problem]:
    return [
        Problem("unresolved-model", item.at, item.why, item.name)
        for item in understood.not_understood
    ]
