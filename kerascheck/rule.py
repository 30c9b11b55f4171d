"""All that a rule file needs besides the Keras classes: facts to read, findings to report."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc

from kerascheck.finding import Applicability, Edit, Evidence, Finding, Fix, Label, Severity
from kerascheck.values import (
    CLASSIFICATION,
    Callback,
    Claim,
    Clue,
    Compile,
    Counts,
    CustomLayer,
    CustomLoss,
    Data,
    Encoding,
    Facts,
    Fault,
    Fit,
    Frequencies,
    Kind,
    Layer,
    Loss,
    Metric,
    Model,
    Operation,
    Optimizer,
    Output,
    Problem,
    Site,
    Spec,
    Task,
    Tensor,
    Training,
    Unknown,
    Use,
    weakest,
)

__all__ = [
    "CLASSIFICATION",
    "Applicability",
    "Callback",
    "Claim",
    "Clue",
    "Compile",
    "Counts",
    "CustomLayer",
    "CustomLoss",
    "Data",
    "Edit",
    "Encoding",
    "Evidence",
    "Facts",
    "Fault",
    "Finding",
    "Fit",
    "Fix",
    "Frequencies",
    "Kind",
    "Label",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Operation",
    "Optimizer",
    "Output",
    "Problem",
    "Rule",
    "Severity",
    "Site",
    "Spec",
    "Task",
    "Tensor",
    "Training",
    "Unknown",
    "Use",
    "replace_string",
    "rule",
    "weakest",
]

Check = Callable[[Facts], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A check and what is said about it; its name is the name of its file."""

    code: str
    severity: Mapping[Evidence, Severity]
    check: Check

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


def rule(
    code: str,
    *,
    certain: Severity | None = None,
    likely: Severity | None = None,
    hint: Severity | None = None,
) -> Callable[[Check], Rule]:
    """Make the decorated function a rule; it is silent at the levels of evidence not given."""
    levels = {Evidence.CERTAIN: certain, Evidence.LIKELY: likely, Evidence.HINT: hint}
    severity = {level: value for level, value in levels.items() if value}
    return lambda check: Rule(code, severity, check)


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
