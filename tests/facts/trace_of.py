"""Traces of small programs, for the tests of the interpreter."""

from textwrap import dedent

from kerascheck.facts.limits import Limits
from kerascheck.facts.trace import Trace, World
from kerascheck.keras_api.layers import Dense
from kerascheck.project import Project
from kerascheck.values import Facts, Value

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"


def trace(code: str, path: str = "train.py", limits: Limits | None = None) -> Trace:
    """The runs through a program that imports keras, layers and numpy."""
    project = Project(path, (HEAD + dedent(code)).encode())
    assert not project.problems
    return Trace(project.blocks, project.find, limits or Limits())


def world(code: str) -> World:
    """The run that takes the likelier side of every branch."""
    return trace(code).base


def facts(code: str) -> Facts:
    """The facts of that run."""
    return world(code).facts


def value_of(expression: str, before: str = "") -> Value:
    """The value of an expression, seen as the units of a layer."""
    layer = facts(f"{dedent(before)}\nlayers.Dense({expression})\n").layers[-1]
    assert isinstance(layer, Dense)
    return layer.units
