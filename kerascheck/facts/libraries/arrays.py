"""What the interpreter asks of data and class counts: operators, elements, attributes, methods."""

from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.arithmetic import binary, compare, unary
from kerascheck.facts.libraries.attributes import attribute
from kerascheck.facts.libraries.frame_methods import unique, without_column
from kerascheck.facts.libraries.frequencies import as_mapping
from kerascheck.facts.libraries.literals import array, as_data
from kerascheck.facts.libraries.methods import METHODS, method
from kerascheck.facts.libraries.storing import stored
from kerascheck.facts.libraries.subscripts import iterate, length, streamed, subscript
from kerascheck.values import Data, Frequencies, Site, Unknown, Value

__all__ = [
    "METHODS",
    "array",
    "as_data",
    "as_mapping",
    "attribute",
    "binary",
    "compare",
    "iterate",
    "length",
    "method",
    "reduce",
    "stored",
    "streamed",
    "subscript",
    "unary",
    "unique",
    "without_column",
]


def reduce(name: str, value: Data | Frequencies | list[Value], site: Site) -> Value:
    """What `max`, `min`, `sum`, `round`, `abs`, … of Python give for data, class counts, or a list of counts."""
    if isinstance(value, list):
        return frequencies.of_several(value, name, site)
    if isinstance(value, Frequencies):
        if value.mapped and name in ("max", "min", "sum"):
            # A dict is its keys to these functions, not its numbers.
            return Unknown(f"`{name}` of the classes", site)
        return frequencies.aggregate(value, name, site)
    if value.rank in (0, 1) and name in ("max", "min", "sum"):
        return frequencies.of_all(value, name, site)
    if name in ("abs", "round"):
        return value.step(name, site, low=None, high=None)
    return Unknown(f"`{name}` of data", site)
