"""What the constructors of Keras's layers demand of their arguments.

Each check passes over what is not known, and raises `BuildError` of the kind `argument`.
"""

from collections.abc import Collection
from typing import Any

from kerascheck.keras_api.dims import one_of, settled, wrong
from kerascheck.keras_api.words import words
from kerascheck.values import BuildError, Value

ACTIVATIONS = words(
    "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh "
    "leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink "
    "softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh "
    "tanh_shrink threshold"
)
"""Strings that Keras 3 takes for an activation, in this case only."""

_PLAIN = (bool, int, float, complex, str, bytes, list, tuple, dict, set, type(None))


def plain(value: Value) -> bool:
    """Whether a value is one of Python's own, so that all is known of it."""
    return isinstance(value, _PLAIN)


def number(value: Value, name: str) -> bool:
    """Whether a number is known; refuses what is none."""
    if isinstance(value, (int, float)):
        return True
    if plain(value):
        raise wrong(name, value, "must be a number")
    return False


def between(value: Any, name: str, low: float, high: float, *, above: bool = False) -> None:
    """A number from `low` to `high`, both included; with `above`, greater than `low`."""
    if number(value, name) and not (low < value <= high or (value == low and not above)):
        start = "above" if above else "from"
        raise wrong(name, value, f"must be {start} {low} to {high}")


def at_least(value: Any, name: str, low: float, *, none: bool = False) -> None:
    """A number that is not less than `low`, or with `none` None."""
    if not (none and value is None) and number(value, name) and value < low:
        raise wrong(name, value, f"must not be less than {low}")


def size(value: Value, name: str, *, none: bool = False) -> Any:
    """An extent that becomes a dimension: Keras refuses it when the layer is called."""
    value = settled(value)
    if value is None and none:
        return None
    if not isinstance(value, int):
        raise wrong(name, value, "must be an integer")
    if value < 0:
        raise wrong(name, value, "must not be negative")
    return int(value)


def choice(value: Value, name: str, options: Collection[Any]) -> None:
    """One of `options`, in exactly this spelling."""
    if plain(value) and not (isinstance(value, (str, type(None))) and value in options):
        raise wrong(name, value, f"must be one of {', '.join(map(repr, options))}")


def data_format(value: Value) -> None:
    """`channels_last`, `channels_first` or None for the default."""
    if plain(value) and value is not None:
        one_of(value, "data_format", ("channels_last", "channels_first"))


def channels_first(value: Value) -> bool:
    """Whether a `data_format` puts the channels before the extents of an image."""
    value = settled(value)
    return isinstance(value, str) and value.lower() == "channels_first"


def activation(value: Value, name: str = "activation") -> None:
    """A function, or a string that names one of Keras 3."""
    if value is None or not plain(value) or isinstance(value, dict):
        return
    if not (isinstance(value, str) and value in ACTIVATIONS):
        text = repr(value)[:60]
        raise BuildError(
            "argument",
            f"`{name}={text}` is no activation of Keras 3",
            help=_spelling(value),
            keras=f"Could not interpret activation function identifier: {value}",
            argument=name,
        )


def _spelling(value: Value) -> str:
    if isinstance(value, str):
        for known in sorted(ACTIVATIONS):
            if known.replace("_", "") == value.lower().replace("_", "").replace("-", ""):
                return f"write `{known!r}`"
    return "write a name such as `'relu'`, or a function"


def pair(value: Value, name: str, low: float, high: float, *, loose: bool = False) -> None:
    """A number from `low` to `high`, or a lower and an upper one.

    With `loose`, two numbers need only overlap with the range, as most augmentations have it.
    """
    if not plain(value):
        return
    if not isinstance(value, (list, tuple)):
        between(value, name, low, high)
        return
    if len(value) != 2:
        raise wrong(name, value, "must be a number or a pair of numbers")
    if not all(number(item, name) for item in value):
        return
    first, second = value
    bad = first > high or second < low
    if not loose:
        bad = bad or first < low or second > high
    if bad:
        raise wrong(name, value, f"must lie from {low} to {high}")


def value_range(value: Value) -> None:
    """The lowest and the highest value of pixels."""
    if plain(value) and not (isinstance(value, (list, tuple)) and len(value) == 2):
        raise wrong("value_range", value, "must be a pair of numbers")
