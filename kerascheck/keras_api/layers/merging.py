"""Layers that join several tensors to one."""

from typing import Any

from kerascheck.keras_api.dims import is_int, settled, wrong
from kerascheck.keras_api.layers.heads import differ
from kerascheck.values import (
    Bool,
    BuildError,
    Dim,
    Layer,
    Shape,
    Spec,
    Specs,
    UndeterminedError,
    Unknown,
    Value,
)
from kerascheck.values.shapes import shape_text

_MISSING: Any = object()


class Merging(Layer):
    """What the layers over several inputs have in common; not a class of Keras.

    All but `Concatenate` and `Dot` work element by element: axes of length 1 stretch, and a
    tensor of fewer axes gets more behind its batch axis. An open axis stays open, whatever it
    meets.
    """

    def output(self, inputs: Any = _MISSING, *more: Any, **call: Any) -> Specs:
        return Spec(self.merged(self.shapes(inputs, more)), self.compute_dtype)

    def merged(self, shapes: list[Shape]) -> Shape:
        """The shape of the result; `BuildError` where shapes do not fit together."""
        rest = shapes[0][1:]
        for shape in shapes[1:]:
            rest = _elementwise(rest, shape[1:], shapes)
        return (_batch(shapes), *rest)

    def shapes(self, inputs: Any, more: tuple[Any, ...] = ()) -> list[Shape]:
        """The shapes of the tensors in the one list that Keras wants."""
        if isinstance(inputs, Unknown):
            raise UndeterminedError(inputs.why, inputs)
        if not more and isinstance(inputs, Spec) and isinstance(inputs.shape, Unknown):
            # What gives several tensors, such as `tf.split`, may not be followed either.
            raise UndeterminedError(inputs.shape.why, inputs.shape)
        if more or not isinstance(inputs, (list, tuple)):
            raise self._not_a_list(inputs, more)
        if not inputs:
            problem = "needs a list of tensors, but gets an empty one"
            raise BuildError("inputs", problem, keras="on a list of at least 1 input")
        found = []
        for item in inputs:
            if isinstance(item, Unknown):
                raise UndeterminedError(item.why, item)
            if not isinstance(item, Spec):
                raise UndeterminedError("one of the inputs is not a tensor that is followed")
            found.append(item.dims)
        return found

    def _not_a_list(self, inputs: Any, more: tuple[Any, ...]) -> BuildError:
        got = "one tensor"
        if more:
            got = f"{len(more) + 1} arguments"
        elif isinstance(inputs, dict):
            got = "a dict"
        elif not isinstance(inputs, Spec):
            got = "no input" if inputs is _MISSING else "something else"
        return BuildError(
            "inputs",
            f"needs one list of tensors, but gets {got}",
            help=f"put the tensors into a list: `{self.kind}()([a, b])`",
            keras="A merge layer should be called on a list of inputs",
        )


def _batch(shapes: list[Shape]) -> Dim:
    if not all(shapes):
        raise BuildError("rank", "needs inputs with a batch axis, but gets a scalar")
    batches = [shape[0] for shape in shapes]
    known = {batch for batch in batches if isinstance(batch, int)}
    if len(known) > 1:
        problem = f"gets inputs of different batch sizes, {_listed(shapes)}"
        raise BuildError("merge", problem, keras="Cannot merge tensors with different batch sizes")
    if known:
        return known.pop()
    return next((batch for batch in batches if isinstance(batch, Unknown)), None)


def _elementwise(first: Shape, second: Shape, shapes: list[Shape]) -> Shape:
    if len(first) < len(second):
        first, second = second, first
    kept = len(first) - len(second)
    pairs = zip(first[kept:], second, strict=True)
    return (*first[:kept], *(_joined(a, b, shapes) for a, b in pairs))


def _joined(a: Dim, b: Dim, shapes: list[Shape]) -> Dim:
    if a is None or b is None:
        return None
    if a == 1:
        return b
    if b == 1:
        return a
    if isinstance(a, int) and isinstance(b, int) and a != b:
        raise BuildError(
            "merge",
            f"cannot combine {_listed(shapes)}: one has {a} where another has {b}",
            help="bring both to the same shape, as with `Dense` or a 1x1 `Conv2D`, or join them "
            "with `Concatenate`",
            keras="Inputs have incompatible shapes",
        )
    # A number greater than 1 settles what an unknown one is: the same, or 1.
    return a if isinstance(a, int) else b if isinstance(b, int) else a


def _listed(shapes: list[Shape]) -> str:
    *most, last = map(shape_text, shapes)
    return f"{', '.join(most)} and {last}" if most else last


def _two(kind: str, shapes: list[Shape]) -> None:
    if len(shapes) != 2:
        problem = f"needs exactly 2 inputs, but gets {len(shapes)}"
        help = f"call it on two tensors: `{kind}([a, b])`"
        keras = "layer should be called on exactly 2 inputs"
        raise BuildError("inputs", problem, help=help, keras=keras)


class Add(Merging):
    """Sum of tensors of one shape."""


class Subtract(Merging):
    """Difference of two tensors."""

    def merged(self, shapes: list[Shape]) -> Shape:
        _two("Subtract()", shapes)
        return super().merged(shapes)


class Multiply(Merging):
    """Product of tensors, element by element."""


class Average(Merging):
    """Mean of tensors, element by element."""


class Maximum(Merging):
    """Largest of tensors, element by element."""


class Minimum(Merging):
    """Smallest of tensors, element by element."""


class Concatenate(Merging):
    """Tensors side by side along `axis`."""

    axis: Value = -1

    def merged(self, shapes: list[Shape]) -> Shape:
        axis: Any = settled(self.axis)
        if not is_int(axis):
            raise wrong("axis", axis, "must be an integer")
        self._compare(shapes, axis)
        total: Dim = shapes[0][axis] if axis < len(shapes[0]) else None
        for shape in shapes[1:]:
            added = shape[axis]
            if total is None or added is None:
                total = None
                break
            total = total + added
        place = axis % len(shapes[0])
        if axis >= len(shapes[0]):
            return shapes[0]  # a single input passes, whatever the axis
        return tuple(
            total if i == place else _first_known([shape[i] for shape in shapes])
            for i in range(len(shapes[0]))
        )

    def _compare(self, shapes: list[Shape], axis: int) -> None:
        ranks = {len(shape) for shape in shapes}
        if len(ranks) > 1:
            problem = f"cannot join {_listed(shapes)}: they do not have the same number of axes"
            help = "give all the same number of axes, as with `Flatten` or `Reshape`"
            raise BuildError("merge", problem, help=help, keras=_MATCHING)
        (rank,) = ranks
        if not -rank <= axis < rank and (axis < 0 or len(shapes) > 1 or not rank):
            problem = f"has `axis={axis}`, but its inputs have {rank} axes"
            raise BuildError("rank", problem, argument="axis", keras="list index out of range")
        for other in range(rank):
            known = {s[other] for s in shapes if isinstance(s[other], int)}
            if other != axis % rank and len(known) > 1:
                problem = f"cannot join {_listed(shapes)} along axis {axis}: they differ in axis "
                raise BuildError(
                    "merge", f"{problem}{other}", help=_axis_help(shapes, rank), keras=_MATCHING
                )


_MATCHING = "requires inputs with matching shapes except for the concatenation axis"


def _axis_help(shapes: list[Shape], rank: int) -> str:
    """Names the axis along which the shapes can be joined, if there is one."""
    differing = [i for i in range(rank) if len({s[i] for s in shapes if s[i] is not None}) > 1]
    if len(differing) == 1 and differing[0]:
        return f"join them along the axis in which they differ: `axis={differing[0]}`"
    return "only the axis of `axis` may differ: bring the others to the same length first"


def _first_known(dims: list[Dim]) -> Dim:
    """The dimension of the first input, or where it is not known, that of another."""
    if isinstance(dims[0], Unknown):
        return next((dim for dim in dims if isinstance(dim, int)), dims[0])
    return dims[0]


class Dot(Merging):
    """Dot product of two tensors along `axes`."""

    axes: Value
    normalize: Bool = False

    def check(self) -> None:
        axes: Any = self.axes
        if isinstance(axes, (list, tuple)) and len(axes) != 2:
            raise wrong("axes", axes, "must be an integer or a pair of integers")
        pair = axes if isinstance(axes, (list, tuple)) else (axes,)
        if not all(isinstance(axis, (int, Unknown)) for axis in pair):
            raise wrong("axes", axes, "must be an integer or a pair of integers")

    def merged(self, shapes: list[Shape]) -> Shape:
        _two("Dot(axes=…)", shapes)
        first, second = map(list, shapes)
        one, two = self._pair(first, second)
        for axis, shape in ((one, first), (two, second)):
            if not -len(shape) <= axis < len(shape):
                problem = f"has `axes={self.axes}`, but one of its inputs is {_listed(shapes)}"
                raise BuildError("rank", problem, argument="axes", keras="index out of range")
        if differ(first[one], second[two]):
            problem = f"multiplies axis {one} of {shape_text(tuple(first))} with axis {two} of "
            raise BuildError(
                "merge",
                f"{problem}{shape_text(tuple(second))}, which differ: {first[one]} and "
                f"{second[two]}",
                help="choose `axes` that have the same length in both inputs",
                keras="Incompatible input shapes: axis values",
            )
        if len(second) < 2:
            raise BuildError("rank", f"needs inputs of at least 2 axes, but gets {_listed(shapes)}")
        del first[one], second[two]
        rest = (*first, *second[1:])
        return rest if len(rest) != 1 else (*rest, 1)

    def _pair(self, first: list[Dim], second: list[Dim]) -> tuple[int, int]:
        axes: Any = settled(self.axes)
        if isinstance(axes, (list, tuple)):
            return settled(axes[0]), settled(axes[1])
        if axes < 0:
            return axes % len(first), axes % len(second)
        return axes, axes
