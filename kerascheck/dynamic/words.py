"""Keras's errors in better words: by our own formulas where they know it, else by what it says."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from kerascheck.keras_api import graph
from kerascheck.values import Layer, Model, Operation, Site, Spec

Words = tuple[str, str]
"""What is wrong, as a clause that follows the name of the layer, and what to write instead."""


def reworded(part: Layer | Model | None, inputs: Sequence[Spec], text: str, site: Site) -> Words:
    """What an error of Keras means; empty words if nobody knows better."""
    if isinstance(part, Layer) and not isinstance(part, Operation):
        error = graph.checked(part)
        if error is None and inputs:
            given: Any = tuple(inputs) if len(inputs) == 1 else (list(inputs),)
            error = graph.attempt(part, given, {})[1]
            if error is None and len(inputs) > 1:
                error = graph.attempt(part, tuple(inputs), {})[1]
        if error is not None:
            return error.problem, error.help
    for pattern, words in _RULES:
        found = re.search(pattern, text, re.DOTALL)
        if found is not None:
            return words(found)
    return "", ""


def _rank(found: "re.Match[str]") -> Words:
    wanted, got = found["wanted"], found["got"]
    return f"needs a {wanted}-D input, the batch included, but gets {got}-D", ""


def _axis(found: "re.Match[str]") -> Words:
    return (
        f"was built for {found['size']} on axis {found['axis']}, but is given {found['shape']}",
        "give it the same number of features each time, or make a layer of its own",
    )


def _size(found: "re.Match[str]") -> Words:
    return (
        "has a window that is larger than what it is given, so that nothing would be left",
        'drop a layer that makes it smaller, write `padding="same"`, or start from a larger input',
    )


def _reshape(found: "re.Match[str]") -> Words:
    return "cannot give its input another number of values", "write a shape of the same size"


def _broadcast(found: "re.Match[str]") -> Words:
    return (
        f"cannot combine the shapes {found['a']} and {found['b']}",
        "bring both to the same shape first, as by a `Dense` or a convolution of size 1",
    )


def _open(found: "re.Match[str]") -> Words:
    return (
        "needs to know an extent that is left open",
        "fix the size of the input, or use a global pooling instead of `Flatten`",
    )


def _keyword(found: "re.Match[str]") -> Words:
    return f"has no argument `{found['name']}`", f"drop `{found['name']}`"


_RULES: tuple[tuple[str, Callable[["re.Match[str]"], Words]], ...] = (
    (r"expected (?:min_|max_)?ndim=(?P<wanted>\d+), found ndim=(?P<got>\d+)", _rank),
    (
        (
            r"expected axis (?P<axis>-?\d+) of input shape to have value (?P<size>\d+), but received "
            r"input with shape (?P<shape>\([^)]*\))"
        ),
        _axis,
    ),
    (r"output size would be zero or negative|Negative dimension|negative output", _size),
    (r"total size of (?:new array|the tensor) must be unchanged|cannot be reshaped", _reshape),
    (
        (
            r"(?:incompatible shapes?|broadcast(?:ed)? (?:together )?(?:with )?shapes?)[^(]*"
            r"(?P<a>\([^)]*\))[^(]*(?P<b>\([^)]*\))"
        ),
        _broadcast,
    ),
    (r"should be defined|must be fully-defined|fully-defined \(no `None`", _open),
    (r"Unrecognized keyword arguments passed to \w+: \{'(?P<name>\w+)'", _keyword),
)
