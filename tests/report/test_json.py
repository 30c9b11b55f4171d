"""The `json` format: version 1, complete, positions as in the text formats."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kerascheck import __version__
from kerascheck.finding import Finding, Severity
from kerascheck.report import Run, render
from kerascheck.result import Result


@pytest.mark.parametrize("name", ["json", "json-v1"])
def test_the_whole_document(logits: Result, unread: Result, name: str) -> None:
    failed = Result("broken.py", failed="cannot be read")
    document = json.loads(render(name, Run([logits, unread, failed, Result("plain.py")])))
    assert document["version"] == 1
    assert document["tool"] == {"name": "kerascheck", "version": __version__}
    assert document["coverage"] == {
        "files": 4,
        "keras_files": 2,
        "models": 3,
        "understood": 2,
        "layers": 41,
        "not_understood": [
            {
                "name": "net",
                "why": "layers come from a loop",
                "location": {
                    "path": "net.py",
                    "cell": None,
                    "line": 2,
                    "column": 7,
                    "end_line": 2,
                    "end_column": 14,
                    "physical_line": 2,
                    "physical_end_line": 2,
                },
            }
        ],
    }
    assert document["failed"] == [{"path": "broken.py", "error": "cannot be read"}]
    assert [(s["code"], s["reason"]) for s in document["suppressed"]] == [
        ("KC201", "on purpose"),
        ("KC201", ""),
    ]
    (finding,) = document["findings"]
    label = finding.pop("labels")
    assert finding == {
        "code": "KC112",
        "rule": "logits-without-from-logits",
        "severity": "error",
        "confidence": "high",
        "message": "the loss expects probabilities, but the model outputs raw scores",
        "why": "negative scores are clipped, and most of the gradient is lost",
        "keras": "",
        "help": "pass `from_logits=True` to the loss",
        "branch": "",
        "fix": None,
        "mark": "from_logits=False",
        "location": {
            "path": "train.py",
            "cell": None,
            "line": 8,
            "column": 10,
            "end_line": 8,
            "end_column": 43,
            "physical_line": 8,
            "physical_end_line": 8,
        },
    }
    assert [(part["text"], part["location"]["line"]) for part in label] == [
        ("no activation: raw scores", 3)
    ]


def test_a_notebook_has_its_cell_and_the_line_of_the_file(notebook: Callable[..., Any]) -> None:
    source = notebook("x", "a\nfit(x)")
    finding = Finding(source.span("x", 1), "m", code="KC201", severity=Severity.WARNING)
    result = Result("lesson.ipynb", True, (finding,), sources={"lesson.ipynb": source})
    location = json.loads(render("json", Run([result])))["findings"][0]["location"]
    assert location["cell"] == {"index": 2}
    assert (location["line"], location["column"], location["physical_line"]) == (2, 5, 202)
