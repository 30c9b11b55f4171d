"""The programs in the rules' documentation: each Bad is found, each Good is silent."""

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kerascheck import docs, registry
from kerascheck.config import Settings
from kerascheck.docs import Example
from kerascheck.dynamic.runner import Options, Worker
from kerascheck.finding import Finding, Severity
from kerascheck.pipeline import check
from kerascheck.rule import Rule

RULES = registry.load()
DYNAMIC = [rule for rule in RULES if "Needs `--dynamic`." in rule.doc]


def examples(rules: list[Rule]) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{example.kind.lower()}-{number}")
        for rule in rules
        for number, example in enumerate(docs.parse(rule.doc).examples, 1)
    ]


EVERYTHING = Settings(min_confidence="low")


def findings(
    example: Example, rules: list[Rule], settings: Settings, worker: Worker | None = None
) -> list[Finding]:
    """What the rules find in an example; an `ipython` one is a cell of a notebook."""
    name, data = "train.py", example.code.encode()
    if example.language == "ipython":
        name, data = "train.ipynb", _notebook(example.code)
    result = check(name, data, rules, settings, worker=worker)
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


@pytest.mark.parametrize(
    ("rule", "example"), examples([rule for rule in RULES if rule not in DYNAMIC])
)
def test_an_example_of_a_rule(rule: Rule, example: Example) -> None:
    judge(rule, example)


class Miscounting(Worker):
    """A worker whose Keras has a parameter too many in every layer of a bad example."""

    spoilt = False

    def build(self, job: Any) -> Any:
        answer, device = super().build(job)
        if self.spoilt:
            for part in answer["parts"].values():
                part["frozen"] = part.get("frozen", 0) + 1
        return answer, device


@pytest.fixture(scope="module")
def building() -> Iterator[Miscounting]:
    if importlib.util.find_spec("keras") is None:
        pytest.skip("Keras is not installed")
    made = Miscounting(Options(python=sys.executable, device="cpu"))
    yield made
    made.close()


@pytest.mark.keras
@pytest.mark.parametrize(("rule", "example"), examples(DYNAMIC))
def test_an_example_of_a_rule_about_built_models(
    rule: Rule, example: Example, building: Miscounting
) -> None:
    building.spoilt = rule.code == "KC907" and example.kind == "Bad"
    judge(rule, example, building)


def judge(rule: Rule, example: Example, worker: Worker | None = None) -> None:
    # A rule that is off by default is one that somebody asked for here.
    asked = replace(EVERYTHING, extend_select=(rule.code,))
    found = findings(example, registry.select(RULES, asked), asked, worker)
    if example.kind == "Good":
        assert found == []
        return
    mine = Counter(finding.at.line for finding in found if finding.code == rule.code)
    assert mine == Counter(example.lines)
    others = [finding for finding in found if finding.code != rule.code]
    assert [finding for finding in others if finding.severity > Severity.INFO] == []
