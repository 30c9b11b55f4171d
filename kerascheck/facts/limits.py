"""Bounds of a trace, so that no input takes long."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that no real script meets; meeting one is noted, and ends what it bounds."""

    steps: int = 600_000
    """Evaluated syntax nodes in one run through a file."""
    seconds: float = 10.0
    """Processor time of all runs through a file: what else a machine does changes no result."""
    depth: int = 48
    """Nested calls of the script's own functions."""
    recursion: int = 2
    """Nested calls of the same function."""
    unroll: int = 1_100
    """Turns of a loop that builds a model or a list."""
    idle_unroll: int = 24
    """Turns of a loop that does neither."""
    turns: int = 2_500
    """Turns of all loops together; further loops are followed for one turn."""
    trainings: int = 100
    """Trainings that loops run; nested grids of settings run thousands, and all alike."""
    worlds: int = 32
    """Combinations of branches that are tried."""
    items: int = 60_000
    """Length of a constant or list that the trace makes."""
    files: int = 40
    """Local modules that one script imports, directly or not."""


class OutOfBoundsError(Exception):
    """A bound on the whole run was met."""
