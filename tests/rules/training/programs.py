"""Small training programs, and what the rules about training find in them."""

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.pipeline import check

RULES = [rule for rule in registry.load() if rule.origin.startswith("kerascheck.rules.training.")]

HEAD = """\
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
x = np.load("x.npy")
y = np.load("y.npy")
"""
MODEL = """\
model = keras.Sequential([keras.Input((20,)), layers.Dense(8), layers.Dense(1, "sigmoid")])
"""
COMPILE = """\
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
"""
TRAINED = MODEL + COMPILE


def found(code: str, rule: str) -> list[Finding]:
    """The findings of one rule in a program after `HEAD`, hints included."""
    active = [each for each in RULES if each.code == rule]
    settings = Settings(min_confidence="low")
    return list(check("train.py", (HEAD + code).encode(), active, settings).findings)


def levels(code: str, rule: str) -> list[str]:
    """Severity and confidence of the same findings: `warning high`."""
    return [f"{f.severity.label} {f.evidence.confidence}" for f in found(code, rule)]


def fixed(code: str, rule: str) -> str:
    """The program, without `HEAD`, after the edits of its only finding."""
    (finding,) = found(code, rule)
    assert finding.fix is not None
    lines = (HEAD + code).splitlines(keepends=True)
    for edit in finding.fix.edits:
        line = lines[edit.at.line - 1]
        lines[edit.at.line - 1] = line[: edit.at.column] + edit.text + line[edit.at.end_column :]
    return "".join(lines).removeprefix(HEAD)
