"""What one rule finds in a program."""

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.pipeline import check

HEAD = """\
import keras
import numpy as np
from keras import layers
"""


def found(code: str, program: str) -> list[Finding]:
    """The findings of the rule `code` in a program after `HEAD`, hints included."""
    rules = [rule for rule in registry.load() if rule.code == code]
    settings = Settings(min_confidence="low")
    return list(check("train.py", (HEAD + program).encode(), rules, settings).findings)


def levels(code: str, program: str) -> list[str]:
    """Severity and confidence of the same findings: `warning high`."""
    return [f"{f.severity.label} {f.evidence.confidence}" for f in found(code, program)]


def lines(code: str, program: str) -> list[int]:
    """The lines of the program, from 1, that the same findings are on."""
    return [finding.at.line - HEAD.count("\n") for finding in found(code, program)]
