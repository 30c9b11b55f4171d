"""Finds the version of Keras that a script is for: what its project and itself ask to install."""

from kerascheck.target.find import Found, find
from kerascheck.target.versions import parse

__all__ = ["Found", "find", "parse"]
