"""`json`, which is `json-v1`: everything a run knows, for programs.

Within version 1 keys may be added; none is removed, renamed or given another meaning. Lines and
columns count from 1 and the end of a range is excluded. In a notebook `line` counts within the
cell and `physical_line` is the line of the file; elsewhere they are the same.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kerascheck import __version__
from kerascheck.finding import Finding, Span
from kerascheck.report import Run
from kerascheck.result import Ran, Result

if TYPE_CHECKING:
    from kerascheck.sources import Source


def render(run: Run) -> str:
    """One JSON object, indented, with a line break at its end."""
    coverage = run.coverage
    document = {
        "version": 1,
        "tool": {"name": "kerascheck", "version": __version__},
        "coverage": {
            "files": len(run.results),
            "keras_files": sum(result.keras for result in run.results),
            "models": coverage.models,
            "understood": coverage.understood,
            "layers": coverage.layers,
            "not_understood": [
                {"name": gap.name, "why": gap.why, "location": location(gap.at, result.sources)}
                for result in run.results
                for gap in result.coverage.not_understood
            ],
        },
        "dynamic": _dynamic(run),
        "findings": [_finding(result, finding) for result, finding in run.findings],
        "suppressed": [
            {**_finding(result, silent.finding), "reason": silent.reason}
            for result in run.results
            for silent in result.suppressed
        ],
        "fixed": [
            {"path": result.path, "code": finding.code, "rule": finding.rule}
            for result, finding in run.fixed
        ],
        "targets": {result.path: result.target for result in run.results if result.target},
        "failed": [{"path": result.path, "error": result.failed} for result in run.failures],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _dynamic(run: Run) -> dict[str, Any] | None:
    """What was built, and with what; null without the dynamic mode."""
    found = [result.building for result in run.results if result.building is not None]
    if not found:
        return None
    return {
        "python": found[0].python,
        "keras": found[0].keras,
        "backend": found[0].backend,
        "device": found[0].device,
        "models": sum(item.models for item in found),
        "built": sum(item.built for item in found),
        "computed": sum(item.computed for item in found),
        "executed": [
            _executed(result, result.executed)
            for result in run.results
            if result.executed is not None
        ],
    }


def _executed(result: Result, run: Ran) -> dict[str, Any]:
    """What became of a file that was executed; figures that rest on made-up data are left out."""
    return {
        "path": result.path,
        "statements": run.statements,
        "of": run.total,
        "ended": run.ended,
        "seconds": round(run.seconds, 2),
        "models": [
            {
                "name": model.name,
                "layers": model.layers,
                "parameters": None if model.doubts else model.parameters,
                "doubts": list(model.doubts),
                "location": location(model.at, result.sources),
            }
            for model in run.models
        ],
        "failures": [
            {"error": words, "location": location(at, result.sources)} for at, words in run.failures
        ],
        "spellings": [{"old": old, "new": new} for old, new in run.spellings],
    }


def location(at: Span, sources: Mapping[str, "Source"]) -> dict[str, Any]:
    """Where a span stands; only its path and block if its source is not at hand."""
    source = sources.get(at.path)
    if source is None:
        return {"path": at.path, "block": at.block}
    found = source.location(at)
    return {
        "path": found.path,
        "cell": None if found.cell is None else {"index": found.cell},
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "physical_line": found.physical_line,
        "physical_end_line": found.physical_end_line,
    }


def _finding(result: Result, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.label,
        "confidence": finding.evidence.confidence,
        "message": finding.message,
        "why": finding.why,
        "keras": finding.keras,
        "help": finding.help,
        "branch": finding.branch,
        "fix": _fix(result, finding),
        "location": location(finding.at, result.sources),
        "mark": finding.mark,
        "labels": [
            {"text": label.text, "location": location(label.at, result.sources)}
            for label in finding.labels
        ],
    }


def _fix(result: Result, finding: Finding) -> dict[str, Any] | None:
    """The edits of a fix: the text of each replaces what stands at its location."""
    if finding.fix is None:
        return None
    return {
        "applicability": finding.fix.applicability.value,
        "edits": [
            {"location": location(edit.at, result.sources), "text": edit.text}
            for edit in finding.fix.edits
        ],
    }
