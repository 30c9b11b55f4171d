"""The `concise` format: one line a finding."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kerascheck.finding import Finding, Severity
from kerascheck.report import Run, render
from kerascheck.result import Result


def test_one_line_a_finding(logits: Result, notebook: Callable[..., Any]) -> None:
    source = notebook("x", "fit(x)")
    finding = Finding(source.span("x", 1), "two\nlines", code="KC201", severity=Severity.WARNING)
    other = Result("lesson.ipynb", True, (finding,), sources={"lesson.ipynb": source})
    assert render("concise", Run([logits, other])) == (
        "train.py:8:10: KC112 error: "
        "the loss expects probabilities, but the model outputs raw scores\n"
        "lesson.ipynb:cell 2:1:5: KC201 warning: two lines\n"
    )


def test_nothing_for_no_findings(logits: Result) -> None:
    assert render("concise", Run([replace(logits, findings=())])) == ""


def test_colours_of_place_and_severity(logits: Result) -> None:
    assert render("concise", Run([logits]), color=True).startswith(
        "\x1b[1mtrain.py:8:10\x1b[0m: KC112 \x1b[1;31merror\x1b[0m: the loss"
    )
