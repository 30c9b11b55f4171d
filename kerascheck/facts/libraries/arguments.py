"""Transforms of one array as functions of a library and as methods of data."""

from collections.abc import Callable
from dataclasses import dataclass

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.literals import as_data
from kerascheck.values import (
    Data,
    Frequencies,
    Kind,
    Site,
    Unknown,
    Value,
)


@dataclass(frozen=True)
class Arguments:
    """The arguments after the array: all of a method's, all but the first of a function's."""

    call: Call
    shift: int

    def get(self, name: str, position: int | None = None, default: Value = None) -> Value:
        """The argument by keyword or by its position after the array."""
        place = None if position is None else position + self.shift
        return self.call.get(name, place, default)

    @property
    def rest(self) -> list[Value]:
        """The positional ones."""
        return self.call.args[self.shift :]

    @property
    def site(self) -> Site:
        """Where the call stands."""
        return self.call.site


Transform = Callable[[Data, Arguments], Value]


def as_method(transform: Transform, name: str) -> Handler:
    """A transform as a method of data; frequencies go their own way."""

    def handler(call: Call) -> Value:
        if isinstance(call.receiver, Data):
            return of_matrix(call.receiver, transform(call.receiver, Arguments(call, 0)))
        if isinstance(call.receiver, Frequencies):
            return of_counts(call.receiver, name, call.site)
        return call.unknown(f"`.{name}()` of a value that is not followed")

    return handler


def as_function(transform: Transform, name: str) -> Handler:
    """A transform as a function whose first argument is the array or a list."""

    def handler(call: Call) -> Value:
        first = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
        if isinstance(first, Frequencies):
            return of_counts(first, name, call.site)
        if isinstance(first, list) and any(isinstance(item, Frequencies) for item in first):
            return frequencies.of_several(first, name, call.site)
        data = as_data(first, call.site)
        if data is not None:
            made = of_matrix(data, transform(data, Arguments(call, 1)))
            if isinstance(made, Data) and made.kind is Kind.LIST and name != "tolist":
                return made.but(kind=Kind.ARRAY)
            return made
        return first if isinstance(first, Unknown) else call.unknown(f"`{call.name}` of a value")

    return handler


def of_matrix(data: Data, made: Value) -> Value:
    """What is made of data; an `np.matrix` keeps two axes, of sizes that are not followed."""
    if not data.matrix or not isinstance(made, Data) or made.rank == 2:
        return made
    return made.but(shape=Unknown("the axes of a matrix"))


def of_counts(value: Frequencies, name: str, site: Site) -> Value:
    """A function of class counts that NumPy applies to arrays."""
    if name in ("astype", "copy", "tolist", "ravel", "flatten", "squeeze", "numpy", "to_numpy"):
        return value
    if name in frequencies.REDUCTIONS:
        return frequencies.aggregate(value, name, site)
    return frequencies.scaled(value, name, site)
