"""The findings of a built model together with those of the trace: each mistake is told once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kerascheck.finding import Finding, Severity, Span
from kerascheck.values import Built, Execution, Model, Numbers, Problem

_NUMERIC = frozenset({"KC552", "KC554", "KC555", "KC556"})
"""Codes of findings that follow from what static rules report of a compile, a fit, an output."""


def merged(
    static: Sequence[Finding], dynamic: Iterable[Finding], built: Sequence[Built]
) -> list[Finding]:
    """All findings; of two about one mistake the static one, with the words of Keras added."""
    kept = list(static)
    known = {(finding.code, finding.at) for finding in static}
    for finding in dynamic:
        if (finding.code, finding.at) in known:
            continue
        if finding.code == "KC551":
            position = _same_place(kept, finding)
            if position is not None:
                kept[position] = replace(kept[position], keras=finding.keras)
                continue
            if _follows(static, finding, built):
                continue
        elif finding.code in _NUMERIC and _explained(static, finding, built):
            continue
        kept.append(finding)
        known.add((finding.code, finding.at))
    return sorted(kept, key=lambda finding: (finding.at, finding.code))


def _same_place(findings: Sequence[Finding], new: Finding) -> int | None:
    """The position of an error on the lines of a finding or of what it points to."""
    places = [new.at, *(label.at for label in new.labels)]
    for position, finding in enumerate(findings):
        fits = finding.severity is Severity.ERROR and finding.code != "KC551"
        if fits and any(_meet(finding.at, place) for place in places):
            return position
    return None


def _follows(findings: Sequence[Finding], new: Finding, built: Sequence[Built]) -> bool:
    """Whether a layer before it is one that Keras refuses: an older Keras does so later only."""
    before = [
        layer.part.site.at
        for model in built
        if model.refusal is not None and model.refusal.site.at == new.at
        for layer in model.layers
    ]
    errors = [item for item in findings if item.severity is Severity.ERROR and item.keras]
    return any(_meet(error.at, place) for error in errors for place in before)


def _explained(findings: Sequence[Finding], new: Finding, built: Sequence[Built]) -> bool:
    """Whether a static finding is about the same training, and so the cause."""
    places: list[Span] = [new.at, *(label.at for label in new.labels)]
    for model in built:
        for numbers in model.numbers:
            own = _places(numbers)
            if any(_meet(new.at, place) for place in own):
                places += own
    return any(
        finding.severity >= Severity.WARNING
        and any(_meet(at, place) for at in (finding.at, *_labelled(finding)) for place in places)
        for finding in findings
    )


def _places(numbers: Numbers) -> list[Span]:
    training = numbers.training
    sites = [training.compile.site, training.output.site]
    if training.fit is not None:
        sites.append(training.fit.site)
    return [site.at for site in sites]


def _labelled(finding: Finding) -> Iterator[Span]:
    yield from (label.at for label in finding.labels)


def _meet(one: Span, other: Span) -> bool:
    """Whether two spans have a line in common."""
    if (one.path, one.block) != (other.path, other.block):
        return False
    return one.line <= other.end_line and other.line <= one.end_line


def problems(built: Sequence[Built]) -> Iterator[Problem]:
    """What is to be said of the building itself."""
    noted = False
    for model in built:
        site = model.model.site if model.model is not None else None
        if site is None:
            continue
        if not noted and model.device.notes:
            noted = True
            yield Problem("dynamic-unavailable", site.at, "; ".join(model.device.notes))
        yield from _of_model(model, model.model)


def executed_problems(execution: Execution | None) -> Iterator[Problem]:
    """Where a run of the script, without anything made up, disagrees with our formulas."""
    for model in execution.models if execution is not None else ():
        for layer in model.layers:
            if model.exact and layer.differs:
                kind = layer.part.kind
                yield Problem("internal-error", layer.part.site.at, layer.differs, f"`{kind}`")
                break


def _of_model(built: Built, model: Model | None) -> Iterator[Problem]:
    if model is None:
        return
    at, name = model.site.at, model.name
    if built.unavailable:
        detail = f"it could not be built: {built.unavailable}"
        yield Problem("dynamic-unavailable", at, detail, name)
    elif built.too_large:
        detail = "it is too large to be built in memory; only shapes and parameters were checked"
        yield Problem("dynamic-unavailable", at, detail, name)
    elif built.gap is None and built.refusal is None:
        for layer in built.layers:
            if layer.differs:
                kind = layer.part.kind
                yield Problem("internal-error", layer.part.site.at, layer.differs, f"`{kind}`")
                return
