"""`Conv2D(32, 3, 3)`: two numbers by position that are a kernel and its strides, or two sides."""

import ast
import re
from dataclasses import dataclass

from kerascheck.values import Layer

_PLANES = frozenset({"Conv2D", "SeparableConv2D", "Conv2DTranspose"})
OLD_NAMES = ("Convolution2D", "SeparableConvolution2D", "Deconvolution2D", "Deconv2D")
"""The names that Keras 1 had for these classes."""
_OLD = frozenset({"border_mode", "subsample", "dim_ordering", "init", "nb_filter", "bias"})
"""Arguments by which a call is one of Keras 1, which Keras 3 does not take at all."""
_KERNEL = re.compile(r"(?i)conv|kern|filt|ker_|nb_|_?(?:row|col)s?$")
_PATCH = re.compile(r"(?i)patch|stride|step|pool|scale|factor|down")
"""Names of steps, and of a side that is meant to be the step, too."""


@dataclass(frozen=True)
class Sides:
    """The class as the call spells it, the two numbers, and how they are written."""

    name: str
    kernel: int
    strides: int
    texts: tuple[str, str]

    def not_patches(self) -> bool:
        """Whether the second number leaves out pixels, or is the odd side of a kernel."""
        if self.strides < 2 or self.strides < self.kernel:
            return False
        return self.kernel < self.strides or self.kernel % 2 == 1


def by_position(layer: Layer) -> Sides | None:
    """The two numbers of a call `Conv2D(filters, a, b, …)` without arguments that say what they are.

    They are numbers, or twice one name that speaks of a kernel.
    """
    kernel, strides = layer.args.get("kernel_size"), layer.args.get("strides")
    if layer.kind not in _PLANES or kernel is None or strides is None or kernel is strides:
        # To write out the whole call takes longer; almost all end here.
        return None
    texts = kernel.text, strides.text
    named = texts[0].isidentifier() and texts[0] == texts[1]
    if not (named or (texts[0].isdigit() and texts[1].isdigit())):
        return None
    sizes = getattr(layer, "kernel_size", None), getattr(layer, "strides", None)
    if named and (not _KERNEL.search(texts[0]) or _PATCH.search(texts[0])):
        return None
    try:
        call = ast.parse(layer.site.text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    match call, sizes:
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(attr=name), args=[_, _, _], keywords=keywords
        ), (int(a), int(b)) if not {word.arg for word in keywords} & (
            {None, "strides", "kernel_size"} | _OLD
        ):
            return Sides(name, a, b, texts)
    return None
