"""The equation of an `EinsumDense`: which axes its input, kernel, bias and output have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kerascheck.values import BuildError, Dim, Shape, Unknown

_LETTERS = "([a-zA-Z]+)"
_FORMS = (
    (f"{_LETTERS},{_LETTERS}->{_LETTERS}", False),
    (rf"\.\.\.{_LETTERS},{_LETTERS}->\.\.\.{_LETTERS}", True),
    (rf"([a-zA-Z]{{2,}})\.\.\.,{_LETTERS}->{_LETTERS}\.\.\.", False),
)
"""The three forms that Keras reads, and whether the dots stand for the first axes."""


@dataclass(frozen=True)
class Contraction:
    """The shapes that an equation gives for an input; `bias` is None without one."""

    kernel: tuple[Dim, ...]
    bias: tuple[Dim, ...] | None
    output: tuple[Dim, ...]


def contraction(
    equation: str, bias_axes: str | None, dims: Shape, output_shape: tuple[Dim, ...]
) -> Contraction:
    """Read an equation for an input of the shape `dims`; `output_shape` is without the batch."""
    taken, weighed, given, left = parse(equation)
    try:
        elided = len(dims) - len(taken)
        output = _output(dims, output_shape, elided, left)
        shift = elided if left else 0
        inputs = {letter: dims[_place(i, elided, len(dims), left)] for i, letter in _each(taken)}
        outputs = {letter: i + shift for i, letter in _each(given)}
        _agree(taken, inputs, outputs, output)
        _explain(taken, weighed, given)
        kernel = tuple(
            output[outputs[letter]] if letter in outputs else inputs[letter] for letter in weighed
        )
        bias = None
        if bias_axes is not None:
            sizes = {letter: output[i + shift] for i, letter in _each(given)}
            bias = _bias(bias_axes, given, sizes, 0 if left else elided)
    except IndexError:
        problem = f"has the equation {equation!r}, which does not fit an input of {len(dims)} axes"
        problem += f" and `output_shape={output_shape!r}`"
        help = "give the input a letter for each axis, and `output_shape` a size for each letter"
        raise BuildError("rank", problem, help=f"{help} after `->` but the batch") from None
    return Contraction(kernel, bias, tuple(output))


def parse(equation: str) -> tuple[str, str, str, bool]:
    """The letters of the input, kernel and output, and whether dots elide the first axes."""
    for form, left in _FORMS:
        found = re.match(form, equation)
        if found:
            taken, weighed, given = found.groups()
            return taken, weighed, given, left
    raise BuildError(
        "argument",
        f"`equation={equation!r}` is none that Keras reads",
        help="write it as in `'abc,cd->abd'`, `'...x,xy->...y'` or `'ab...,bc->ac...'`",
        keras="Invalid einsum equation",
        argument="equation",
    )


def _each(letters: str) -> list[tuple[int, str]]:
    return list(enumerate(letters))


def _place(index: int, elided: int, rank: int, left: bool) -> int:
    return index + elided - rank if left else index


def _output(dims: Shape, said: tuple[Dim, ...], elided: int, left: bool) -> list[Dim]:
    """The output shape: the batch axis first, then what is said and what the dots stand for."""
    batch = dims[0]
    if elided > 0 and left:
        # The axes stand in reverse order: Keras inserts each right after the batch axis.
        return [batch, *reversed(dims[1:elided]), *said]
    tail = dims[len(dims) - elided :] if elided > 0 else ()
    return [batch, *said, *tail]


def _agree(
    taken: str, inputs: Mapping[str, Dim], outputs: Mapping[str, int], output: list[Dim]
) -> None:
    """Refuse an axis of the input that `output_shape` gives another size."""
    for letter in taken:
        if letter not in outputs:
            continue
        mine, said = inputs[letter], output[outputs[letter]]
        if said is None or isinstance(said, Unknown) or isinstance(mine, Unknown):
            continue
        if said != mine:
            raise BuildError(
                "dimension",
                f"keeps the axis `{letter}`, which is {mine} in its input, "
                f"but {said} in `output_shape`",
                help="write None there, or the size that the input has",
                keras=f"Input shape and output shape do not match at shared dimension '{letter}'",
            )


def _explain(taken: str, weighed: str, given: str) -> None:
    """Refuse letters that come from nowhere."""
    for letter in given:
        if letter not in taken and letter not in weighed:
            raise _unexplained(letter, "output", "input or kernel")
    for letter in weighed:
        if letter not in given and letter not in taken:
            raise _unexplained(letter, "kernel", "input or output")


def _unexplained(letter: str, where: str, places: str) -> BuildError:
    return BuildError(
        "argument",
        f"has the axis `{letter}` in the {where} of its `equation`, but not in the {places}",
        help="name the axis where its size comes from, or take it out",
        keras="did not have a match in either the input spec or the output spec",
        argument="equation",
    )


def _bias(axes: str, given: str, sizes: Mapping[str, Dim], tail: int) -> tuple[Dim, ...]:
    strange = [letter for letter in axes if letter not in given]
    if strange or not axes:
        raise BuildError(
            "argument",
            f"`bias_axes={axes!r}` are not among the axes `{given}` of the output",
            help="name axes that stand after `->`, or leave `bias_axes` out",
            keras="Bias dimension was requested, but is not part of the output spec",
            argument="bias_axes",
        )
    first = min(given.find(letter) for letter in axes)
    shape = [sizes[letter] if letter in axes else 1 for letter in given[first:]]
    return (*shape, *[1] * tail)
