import json

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.facts.limits import Limits
from kerascheck.pipeline import check
from kerascheck.result import Result

MODEL = """\
import keras
m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")]){comment}
m.compile("adam", "binary_crossentropy")
"""


def run(code: str, settings: Settings | None = None) -> Result:
    settings = settings or Settings()
    rules = registry.select(registry.load(), settings, "train.py")
    return check("train.py", code.encode(), rules, settings)


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def test_findings_have_code_rule_and_severity() -> None:
    (finding,) = run(MODEL.format(comment="")).findings
    assert (finding.code, finding.rule) == ("KC110", "single-unit-softmax")
    assert finding.severity.label == "error"


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        pytest.param("", ["KC110"], id="no comment"),
        pytest.param("  # kerascheck: ignore[KC110] on purpose", [], id="by code"),
        pytest.param("  # kerascheck: ignore[single-unit-softmax] on purpose", [], id="by name"),
        pytest.param("  # noqa: KC110", [], id="in the form of other linters"),
        pytest.param("  # noqa", ["KC110"], id="a bare noqa, which is for other linters"),
        pytest.param("  # kerascheck: ignore[KC104]", ["KC905", "KC110"], id="another rule"),
        pytest.param("  # kerascheck: ignore[KC11O]", ["KC905", "KC110"], id="an unknown code"),
        pytest.param("  # kerascheck: ignore", ["KC905", "KC110"], id="no code"),
    ],
)
def test_comments_silence_findings_and_are_judged_themselves(comment: str, left: list[str]) -> None:
    assert sorted(codes(run(MODEL.format(comment=comment)))) == sorted(left)


def test_what_is_silenced_keeps_its_reason() -> None:
    result = run(MODEL.format(comment="  # kerascheck: ignore[KC110] on purpose"))
    assert [(item.finding.code, item.reason) for item in result.suppressed] == [
        ("KC110", "on purpose")
    ]


def test_a_reason_can_be_required() -> None:
    settings = Settings(require_ignore_reason=True)
    assert codes(run(MODEL.format(comment="  # kerascheck: ignore[KC110]"), settings)) == ["KC905"]
    assert not run(MODEL.format(comment="  # kerascheck: ignore[KC110] fine"), settings).findings


def test_unused_comments_can_be_let_be() -> None:
    settings = Settings(report_unused_ignores=False)
    code = "import keras  # kerascheck: ignore[KC110]\n"
    assert codes(run(code)) == ["KC905"]
    assert not run(code, settings).findings


def test_coverage_counts_models_and_names_those_not_understood() -> None:
    code = """
import keras
from nowhere import build
a = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
b = keras.models.load_model("b.keras")
c = build()
c.compile(optimizer="adam", loss="mse")
"""
    coverage = run(code).coverage
    assert (coverage.models, coverage.understood, coverage.layers) == (3, 1, 2)
    assert [item.name for item in coverage.not_understood] == ["b", "c"]
    assert "loaded" in coverage.not_understood[0].why
    assert "nowhere" in coverage.not_understood[1].why


def test_a_file_that_does_not_parse_is_a_finding() -> None:
    (finding,) = run("import keras\nx = (\n").findings
    assert finding.code == "KC901"
    assert finding.at.line == 2


def test_a_file_that_is_too_deep_is_no_false_python() -> None:
    (finding,) = run("import keras\nx = " + "+".join(["[0]"] * 400) + "\n").findings
    assert finding.code == "KC901"
    assert finding.message == (
        "this file was not checked, though it may be valid Python: it is nested too deeply to be followed"
    )
    assert finding.severity.label == "warning"


def test_a_model_counts_once_however_often_it_is_built() -> None:
    code = """
import keras
def build(n):
    return keras.Sequential([keras.layers.Dense(n)])
for n in (1, 2, 3):
    build(n)
"""
    assert run(code).coverage.models == 1


def test_a_bound_that_is_met_is_told_although_the_first_cell_is_empty() -> None:
    cells = ["# only a comment\n", "import keras\n" + "x = [1, 2]\n" * 2000]
    book = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    limits = Limits(steps=500)
    result = check("n.ipynb", json.dumps(book).encode(), registry.load(), Settings(), limits)
    (item,) = result.coverage.not_understood
    assert "500 steps" in item.why
    assert item.at.block == 1


def test_models_of_unit_tests_need_not_learn_well() -> None:
    model = "import keras\nm = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])\n"
    model += "m.compile('adam', 'mse')\nm.summary()\n"
    silent = "m.fit(numpy.zeros((9, 4)), numpy.zeros((9, 3)))\n"
    model += "import numpy\n" + silent
    rules = registry.load()

    def codes(head: str) -> list[str]:
        found = check("t.py", (head + model).encode(), rules, Settings()).findings
        return [finding.code for finding in found]

    assert codes("") == ["KC402", "KC503", "KC511"]
    assert codes("import pytest\n") == ["KC511"]
