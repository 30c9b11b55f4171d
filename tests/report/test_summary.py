"""The last lines: how many problems, what was understood, and what was not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kerascheck.finding import Span
from kerascheck.report import Run
from kerascheck.report.summary import render, statistics
from kerascheck.result import Coverage, NotUnderstood, Result

PLAIN = [Result(f"plain{n}.py") for n in range(93)]


def test_clean_with_a_model_that_was_not_understood(unread: Result, logits: Result) -> None:
    others = [Result("a.py", keras=True), Result("b.py", keras=True)]
    run = Run([replace(unread, suppressed=()), replace(logits, findings=()), *others, *PLAIN])
    assert render(run) == (
        "No problems found. Understood 2 of 3 models, 41 layers, in 4 of 97 files "
        "(93 do not use Keras).\n"
        "  not understood: `net` net.py:2 \N{EN DASH} layers come from a loop\n"
    )


def test_problems_and_suppressed_findings(
    unread: Result, many: Callable[[int, int, int], Result]
) -> None:
    unread = replace(unread, coverage=Coverage())
    assert render(Run([many(1, 2, 3), unread, PLAIN[0]])) == (
        "Found 6 problems (1 error, 2 warnings, 3 info).\n"
        "Understood 1 of 1 model, 1 layer, in 2 of 3 files (1 does not use Keras).\n"
        "2 suppressed (1 with a reason).\n"
    )


@pytest.mark.parametrize(
    ("results", "text"),
    [
        pytest.param(
            [Result("a.py", keras=True, coverage=Coverage(1, 1, 8))],
            "No problems found. Understood 1 of 1 model, 8 layers.\n",
            id="one file",
        ),
        pytest.param(
            [Result("a.py", keras=True)],
            "No problems found. No model found.\n",
            id="one file without a model",
        ),
        pytest.param(
            [Result("a.py", keras=True), Result("b.py")],
            "No problems found. No model found in 1 of 2 files (1 does not use Keras).\n",
            id="no model in several files",
        ),
        pytest.param(
            PLAIN, "No problems found. None of 93 files uses Keras.\n", id="nothing with Keras"
        ),
        pytest.param(
            [Result("a.py")],
            "No problems found. The file does not use Keras.\n",
            id="one file without Keras",
        ),
        pytest.param([Result("a.py", failed="no")], "", id="the only file failed"),
        pytest.param(
            [Result("a.py", keras=True), Result("b.py"), Result("c.py", True, failed="no")],
            "No problems found. No model found in 1 of 3 files "
            "(1 does not use Keras, 1 could not be checked).\n",
            id="one of three failed",
        ),
        pytest.param(
            [Result("a.py", failed="no"), Result("b.py", failed="no")],
            "2 files could not be checked.\n",
            id="all failed",
        ),
        pytest.param([], "", id="no files"),
    ],
)
def test_special_cases(results: list[Result], text: str) -> None:
    assert render(Run(results)) == text


def test_only_ten_are_listed_unless_all_are_asked_for() -> None:
    gaps = tuple(
        NotUnderstood(f"m{n}", Span("a.py", 0, n + 1, 0, n + 1, 1), "why") for n in range(1234)
    )
    run = Run([Result("a.py", keras=True, coverage=Coverage(1234, 0, 0, gaps))])
    lines = render(run).splitlines()
    assert lines[0] == "No problems found. Understood 0 of 1,234 models, 0 layers."
    assert lines[1] == "  not understood: `m0` a.py \N{EN DASH} why"
    assert lines[11:] == ["  not understood: and 1,224 more, which --verbose lists"]
    assert len(render(run, everything=True).splitlines()) == 1235


def test_without_coverage(unread: Result) -> None:
    assert render(Run([replace(unread, suppressed=())]), coverage=False) == "No problems found.\n"


def test_a_finding_that_two_files_lead_to_stands_once(logits: Result) -> None:
    assert len(Run([logits, replace(logits, path="importer.py")]).findings) == 1


def test_statistics_count_by_rule(logits: Result, many: Callable[[int, int, int], Result]) -> None:
    (found,) = logits.findings
    moved = replace(found, at=replace(found.at, path="again.py"))
    again = replace(logits, path="again.py", findings=(moved,))
    assert statistics(Run([logits, many(0, 3, 0), again])) == (
        "count  code   fix  conf.  name                        where\n"
        "    3  KC201       med.   rule-warning                many.py\n"
        "    2  KC112       high   logits-without-from-logits  2 files\n"
    )
    assert statistics(Run([])) == ""
