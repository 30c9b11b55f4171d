"""The programs in the rules' documentation: each Bad is found, each Good is silent."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from kerascheck import docs, registry
from kerascheck.config import Settings
from kerascheck.docs import Example
from kerascheck.finding import Finding, Severity
from kerascheck.pipeline import check
from kerascheck.rule import Rule

RULES = registry.load()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{example.kind.lower()}-{number}")
    for rule in RULES
    for number, example in enumerate(docs.parse(rule.doc).examples, 1)
]
EVERYTHING = Settings(min_confidence="low")


def findings(example: Example, rules: list[Rule], settings: Settings) -> list[Finding]:
    """What the rules find in an example; an `ipython` one is a cell of a notebook."""
    name, data = "train.py", example.code.encode()
    if example.language == "ipython":
        name, data = "train.ipynb", _notebook(example.code)
    result = check(name, data, rules, settings)
    assert not result.failed
    return list(result.findings)


def _notebook(code: str) -> bytes:
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "id": "a"}
    cell |= {"metadata": {}, "outputs": [], "source": code}
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_its_documentation(rule: Rule) -> None:
    doc = docs.parse(rule.doc)
    assert docs.faults(doc) == []
    assert {example.kind for example in doc.examples} == {"Bad", "Good"}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_of_a_rule(rule: Rule, example: Example) -> None:
    # A rule that is off by default is one that somebody asked for here.
    asked = replace(EVERYTHING, extend_select=(rule.code,))
    found = findings(example, registry.select(RULES, asked), asked)
    if example.kind == "Good":
        assert found == []
        return
    mine = Counter(finding.at.line for finding in found if finding.code == rule.code)
    assert mine == Counter(example.lines)
    others = [finding for finding in found if finding.code != rule.code]
    assert [finding for finding in others if finding.severity > Severity.INFO] == []
