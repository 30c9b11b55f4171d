"""The `github` format: escapes, limits, and lines of a notebook."""

from collections.abc import Callable
from typing import Any

from kerascheck.finding import Finding, Severity
from kerascheck.report import Run, render
from kerascheck.result import Result


def test_a_finding_in_a_script(logits: Result) -> None:
    assert render("github", Run([logits])) == (
        "::error title=kerascheck (KC112),file=train.py,line=8,col=10,endLine=8,endColumn=43::"
        "the loss expects probabilities, but the model outputs raw scores"
        "%0Ahelp: pass `from_logits=True` to the loss\n"
    )


def test_text_and_properties_are_escaped(script: Callable[..., Any]) -> None:
    source = script("x = 1\n", "a,b:c%.py")
    finding = Finding(source.span("x"), "98 %\r\nof: a, b", code="KC1", severity=Severity.INFO)
    result = Result(source.path, True, (finding,), sources={source.path: source})
    assert render("github", Run([result])) == (
        "::notice title=kerascheck (KC1),file=a%2Cb%3Ac%25.py,line=1,col=1,endLine=1,endColumn=2::"
        "98 %25%0D%0Aof: a, b\n"
    )


def test_a_notebook_has_the_line_of_the_file_and_names_the_cell(
    notebook: Callable[..., Any],
) -> None:
    source = notebook("x", "a\nfit(x)")
    finding = Finding(source.span("x", 1), "message", code="KC1", severity=Severity.WARNING)
    result = Result(source.path, True, (finding,), sources={source.path: source})
    assert render("github", Run([result])) == (
        "::warning title=kerascheck (KC1),file=lesson.ipynb,line=202,endLine=202::"
        "cell 2, line 2: message\n"
    )


def test_errors_come_first_and_what_github_would_drop_is_counted(
    many: Callable[[int, int, int], Result],
) -> None:
    lines = render("github", Run([many(12, 11, 2)])).splitlines()
    assert [line.split(" ")[0] for line in lines] == (
        ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 2 + ["3"]
    )
    assert lines[-1] == "3 more problems without annotation"


def test_ten_of_each_are_not_too_many(many: Callable[[int, int, int], Result]) -> None:
    assert "more" not in render("github", Run([many(10, 10, 10)]))
