"""All that a rule file needs besides the Keras classes: facts to read, findings to report."""

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Any, TypeGuard, overload

from kerascheck.finding import Applicability, Edit, Evidence, Finding, Fix, Label, Severity, Span
from kerascheck.values import (
    CLASSIFICATION,
    EMPTY,
    NEGATED,
    NEGATIVE_INDEX,
    NO_ROWS,
    Adaptation,
    Argument,
    Batch,
    Blocks,
    Built,
    Callback,
    Called,
    Claim,
    Clue,
    Compile,
    Component,
    Counts,
    CustomLayer,
    CustomLoss,
    Data,
    Encoding,
    Ending,
    Facts,
    Fault,
    Fit,
    Flow,
    Fold,
    Formula,
    Frequencies,
    Gradient,
    Heard,
    Import,
    Kind,
    Late,
    Layer,
    Look,
    Loss,
    Metric,
    Model,
    More,
    Named,
    Numbers,
    Operation,
    Optimizer,
    Output,
    Pass,
    Problem,
    Quotient,
    Read,
    Refusal,
    Reshape,
    Score,
    Site,
    Spec,
    Spelling,
    Step,
    Stored,
    Taken,
    Task,
    Tensor,
    Times,
    Training,
    Undefined,
    Unknown,
    Use,
    WordIds,
    Written,
    weakest,
)

__all__ = [
    "CLASSIFICATION",
    "EMPTY",
    "NEGATED",
    "NEGATIVE_INDEX",
    "NO_ROWS",
    "ON_PURPOSE",
    "UNVALIDATED",
    "Adaptation",
    "Applicability",
    "Argument",
    "Batch",
    "Blocks",
    "Built",
    "Callback",
    "Called",
    "Claim",
    "Clue",
    "Compile",
    "Component",
    "Counts",
    "CustomLayer",
    "CustomLoss",
    "Data",
    "Edit",
    "Encoding",
    "Ending",
    "Evidence",
    "Facts",
    "Fault",
    "Finding",
    "Fit",
    "Fix",
    "Flow",
    "Fold",
    "Formula",
    "Frequencies",
    "Gradient",
    "Heard",
    "Import",
    "Kind",
    "Label",
    "Late",
    "Layer",
    "Look",
    "Loss",
    "Metric",
    "Model",
    "More",
    "Named",
    "Numbers",
    "Operation",
    "Optimizer",
    "Options",
    "Output",
    "Pass",
    "Problem",
    "Quotient",
    "Read",
    "Refusal",
    "Reshape",
    "Rule",
    "Score",
    "Severity",
    "Site",
    "Spec",
    "Spelling",
    "Step",
    "Stored",
    "Taken",
    "Task",
    "Tensor",
    "Times",
    "Training",
    "Undefined",
    "Unknown",
    "Use",
    "WordIds",
    "Written",
    "keras_runs",
    "mixed_parts",
    "nearest",
    "only_predicts",
    "refused",
    "replace_quoted",
    "replace_string",
    "rule",
    "same_model",
    "same_rows",
    "subject",
    "told",
    "weakest",
]

ON_PURPOSE = re.compile(
    r"\b(?:on purpose|purpose(?:ly|fully)|deliberate(?:ly)?|intentional(?:ly)?|wrong(?:ly)?|incorrect(?:ly)?|"
    r"mistakes?|bad (?:example|idea|practice)|anti-?patterns?|pitfalls?|"
    r"(?:do not|don't|never) (?:do|use|write) (?:this|that|it))\b",
    re.IGNORECASE,
)
"""Words by which a text says of code that it is not as it ought to be; for `told`."""
UNVALIDATED = re.compile(
    r"\b(?:nothing to|no|not? (?:have|use|need|(?:set|sett)(?:ing)? aside|hold(?:ing)? out)(?: an?| any)?|"
    r"without(?: an?| any)?|skip(?:ping)?(?: the)?) "
    r"(?:validat\w*|test(?:ing)? (?:set|data|split)|held[- ]?out|hold-?out)|"
    r"\bin[- ]sample\b|\btrain(?:ing)?[ _](?:set[ _])?(?:accuracy|acc|score|rmse|error)\b|"
    r"\b(?:is|are|likely|probably|clearly|surely) overfit",
    re.IGNORECASE,
)
"""Words by which a text says that no samples are held out, or a score is of those learnt from."""
Check = Callable[[Facts], Iterator[Finding]]
Options = Mapping[str, Any]
"""The options of a rule by name, as configured or by default."""
CheckWithOptions = Callable[[Facts, Options], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A check and what is said about it; its name is the name of its file.

    `options` has the defaults of its options by name; a check of a rule with options takes them
    as its second argument.
    """

    code: str
    severity: Mapping[Evidence, Severity]
    check: Callable[..., Iterator[Finding]]
    options: Options = field(default_factory=dict)

    def run(self, facts: Facts, given: Options | None = None) -> Iterator[Finding]:
        """What the check finds; `given` are the options that are configured."""
        if not self.options:
            return self.check(facts)
        return self.check(facts, {**self.options, **(given or {})})

    @property
    def origin(self) -> str:
        """The module that the rule stands in."""
        return self.check.__module__

    @property
    def name(self) -> str:
        """The name that users write: `softmax-on-multilabel`."""
        return self.origin.rpartition(".")[2].replace("_", "-")

    @property
    def doc(self) -> str:
        """The rule's documentation: the docstring of its module."""
        return cleandoc(sys.modules[self.origin].__doc__ or "")


@overload
def rule(
    code: str,
    *,
    certain: Severity | None = None,
    likely: Severity | None = None,
    hint: Severity | None = None,
) -> Callable[[Check], Rule]: ...


@overload
def rule(
    code: str,
    *,
    certain: Severity | None = None,
    likely: Severity | None = None,
    hint: Severity | None = None,
    options: Options,
) -> Callable[[CheckWithOptions], Rule]: ...


def rule(
    code: str,
    *,
    certain: Severity | None = None,
    likely: Severity | None = None,
    hint: Severity | None = None,
    options: Options | None = None,
) -> Callable[[Any], Rule]:
    """Make the decorated function a rule; it is silent at the levels of evidence not given.

    `options` are the rule's options with their defaults: numbers, strings, truth values or lists
    of strings, set in the configuration under `[rules.<name>]`.
    """
    levels = {Evidence.CERTAIN: certain, Evidence.LIKELY: likely, Evidence.HINT: hint}
    severity = {level: value for level, value in levels.items() if value}
    return lambda check: Rule(code, severity, check, options or {})


def nearest(word: str, choices: Collection[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """The choices that are most like a word, the nearest first; at most `count` of them."""
    # Only a script with a mistake pays for this import.
    from difflib import get_close_matches

    return get_close_matches(word, list(choices), count, cutoff)


def package_of(text: str) -> str:
    """How a call spells the package of Keras: `tf.keras` in `tf.keras.losses.Huber()`."""
    found = re.match(r"((?:\w+\.)*keras)\.\w", text)
    return found.group(1) if found else "keras"


def replace_string(
    site: Site | None, text: str, applicability: Applicability = Applicability.UNSAFE
) -> Fix | None:
    """Write another string literal in the same quotes; None if no plain one stands at `site`."""
    literal = site.text if site is not None else ""
    quote = literal[:1]
    if site is None or quote not in ("'", '"') or literal[-1:] != quote:
        return None
    if not literal[1:-1].isidentifier():
        return None
    return Fix((Edit(site.at, f"{quote}{text}{quote}"),), applicability)


def replace_quoted(
    site: Site | None, old: str, new: str, applicability: Applicability = Applicability.UNSAFE
) -> Fix | None:
    """Write another string for `old` in an argument such as a list; None unless it is there once.

    For `["accuracy", "mae"]` as well as for `"accuracy"`; the quotes and all else stay.
    """
    text = site.text if site is not None else ""
    found = re.findall(rf"(?<![\w\"'])([\"']){re.escape(old)}\1(?![\"'])", text)
    if site is None or len(found) != 1:
        return None
    quote = found[0]
    changed = text.replace(f"{quote}{old}{quote}", f"{quote}{new}{quote}")
    return Fix((Edit(site.at, changed),), applicability)


def same_model(one: object, other: object) -> bool:
    """Whether two snapshots are of one model: of one that is made at the same place."""
    match one, other:
        case Model(site=a), Model(site=b):
            return a.node is b.node
    return False


def keras_runs(model: object, method: str) -> TypeGuard[Model]:
    """Whether a method of a model is Keras's own, and not that of a class of the script."""
    return isinstance(model, Model) and method not in model.overridden


def only_predicts(facts: Facts, training: Training) -> bool:
    """Whether the model is compiled but only ever predicts, so that the loss plays no part."""
    site = training.model.site
    methods = {
        use.method for use in facts.uses if isinstance(use.model, Model) and use.model.site is site
    }
    return training.fit is None and bool(methods) and all("predict" in name for name in methods)


def same_rows(one: object, other: object) -> bool:
    """Whether two values hold the same samples, whatever has been done to these since.

    So do the inputs of a model with several, if each does; a list of one is that one.
    """
    if isinstance(one, (list, tuple)) or isinstance(other, (list, tuple)):
        mine, others = _parts(one), _parts(other)
        return len(mine) == len(others) > 0 and all(map(same_rows, mine, others))
    if one is None or other is None or isinstance(one, Unknown) or isinstance(other, Unknown):
        return False
    if isinstance(one, Data) and isinstance(other, Data):
        # One unknown may stand for several values, such as the parts of what a call returns.
        return not isinstance(one.rows, Unknown) and one.rows == other.rows
    return one is other


def first_input(inputs: object) -> object:
    """The input of a model, or the first of several; a split treats all of them alike."""
    return inputs[0] if isinstance(inputs, (list, tuple)) and inputs else inputs


def _parts(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else (value,)


def mixed_parts(one: object, other: object) -> bool:
    """Whether two arrays are known to be parts of one split, but not of the same part."""
    if not (isinstance(one, Data) and isinstance(other, Data)):
        return False
    if not one.part or not other.part or one.part == other.part:
        return False
    calls = {id(step.site.node): step.text for step in one.steps}
    shared = [step for step in other.steps if id(step.site.node) in calls]
    if {one.part, other.part} == {"test", "validation"}:
        # The part that is left is called by what was known of the array before.
        left = "(train part)"
        return any((left in step.text) != (left in calls[id(step.site.node)]) for step in shared)
    return bool(shared)


def told(facts: Facts, pattern: re.Pattern[str], *places: Site | None) -> bool:
    """Whether the text around one of some places says something, as that a mistake is on purpose.

    Searched are the comments on the lines of the statement and next above it, the docstrings of the
    functions around it and of the file, and in a notebook or Markdown file the first text and those
    before and behind the cell. Line breaks are spaces there, and marks of emphasis are left out.
    """
    return any(pattern.search(facts.written.around(place)) for place in places if place is not None)


def refused(facts: Facts, *kinds: str) -> Iterator[tuple[Fault, Finding]]:
    """What Keras refuses to build, of these kinds of `Fault`, each with a finding that says so.

    A layer that has failed once is not told of again, unless another argument of it is wrong.
    """
    failed: dict[object, set[str]] = {}
    for fault in facts.faults:
        known = failed.setdefault(fault.layer.site.node, set())
        about = fault.argument if fault.kind == "argument" else ""
        fresh = not known or (about and "" not in known and about not in known)
        known.add(about)
        if fresh and fault.kind in kinds:
            yield fault, _refusal(fault)


def _refusal(fault: Fault) -> Finding:
    said = f"{subject(fault.layer)} {fault.problem}"
    if fault.problem.startswith("`"):
        said = re.sub("^(`[^`]*`)", rf"\1 of {subject(fault.layer)}", fault.problem)
    return Finding(
        fault.site.at,
        f"{said}.",
        labels=list(_seen(fault)),
        help=fault.help,
        evidence=Evidence.CERTAIN if fault.certain else Evidence.LIKELY,
        keras=fault.keras,
        guarded=_stands_in(fault),
    )


def _stands_in(fault: Fault) -> bool:
    """Whether the argument has a value that stands for none yet, which a name has brought there.

    In one branch of two, such as where a file is missing, it marks that the script cannot go on.
    """
    place = fault.layer.args.get(fault.argument)
    value = getattr(fault.layer, fault.argument, fault)
    blank = value is None or (type(value) is int and value == -1) or value in ("", [], ())
    return blank and place is not None and not _LITERAL.fullmatch(place.text)


_LITERAL = re.compile(r"None|-1|['\"]{2}|\[\s*\]|\(\s*\)")


def subject(part: Layer | Model) -> str:
    """How a message calls a layer or model: `Dense`, `Input`, the model `encoder`."""
    if isinstance(part, Model):
        return f"the model `{part.name}`" if part.name else "the model"
    return "`Input`" if part.kind == "InputLayer" else f"`{part.kind}`"


def _seen(fault: Fault) -> Iterator[Label]:
    """The lines that make it wrong: what gives the input, and where the layer is made."""
    sources = fault.sources or ((fault.source, fault.inputs),)
    for source, given in dict.fromkeys((part, _given(spec)) for part, spec in sources):
        if source is not None and given:
            yield Label(source.site.at, f"gives {given}")
    made, here = fault.layer.site.at, fault.site.at
    if not _within(made, here) and not _within(here, made):
        yield Label(made, f"{subject(fault.layer)} is made here")
    if fault.entry is not None:
        yield Label(fault.entry.at, "the model gets the shape of its input here")


def _given(inputs: object) -> str:
    """The shape of the first input, if it is known; empty if not."""
    while isinstance(inputs, (tuple, list)) and inputs:
        inputs = inputs[0]
    return "" if not isinstance(inputs, Spec) or isinstance(inputs.shape, Unknown) else str(inputs)


def _within(inner: Span, outer: Span) -> bool:
    if (inner.path, inner.block) != (outer.path, outer.block):
        return False
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)
