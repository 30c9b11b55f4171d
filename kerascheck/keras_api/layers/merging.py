"""Layers that join several tensors to one."""

from kerascheck.values import Bool, Layer, Value


class Merging(Layer):
    """What the layers over several inputs have in common; not a class of Keras."""


class Add(Merging):
    """Sum of tensors of one shape."""


class Subtract(Merging):
    """Difference of two tensors."""


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


class Dot(Merging):
    """Dot product of two tensors along `axes`."""

    axes: Value
    normalize: Bool = False
