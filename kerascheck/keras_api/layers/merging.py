"""Layers that join several tensors to one."""

from dataclasses import dataclass

from kerascheck.values import Bool, Layer, Value


@dataclass(frozen=True, eq=False)
class Merging(Layer):
    """What the layers over several inputs have in common; not a class of Keras."""


@dataclass(frozen=True, eq=False)
class Add(Merging):
    """Sum of tensors of one shape."""


@dataclass(frozen=True, eq=False)
class Subtract(Merging):
    """Difference of two tensors."""


@dataclass(frozen=True, eq=False)
class Multiply(Merging):
    """Product of tensors, element by element."""


@dataclass(frozen=True, eq=False)
class Average(Merging):
    """Mean of tensors, element by element."""


@dataclass(frozen=True, eq=False)
class Maximum(Merging):
    """Largest of tensors, element by element."""


@dataclass(frozen=True, eq=False)
class Minimum(Merging):
    """Smallest of tensors, element by element."""


@dataclass(frozen=True, eq=False)
class Concatenate(Merging):
    """Tensors side by side along `axis`."""

    axis: Value = -1


@dataclass(frozen=True, eq=False)
class Dot(Merging):
    """Dot product of two tensors along `axes`."""

    axes: Value
    normalize: Bool = False
