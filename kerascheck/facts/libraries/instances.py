"""Objects of library classes: how they are made, and what their arguments were."""

from collections.abc import Callable

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.values import Site, Unknown, Value

Attribute = Callable[[Instance, Site], Value]
"""Stands in for an attribute of an object of a library class."""

_INCOMPLETE = "arguments that are unpacked"


def make(call: Call) -> Instance:
    """The object that a call of a class makes."""
    made = Instance(call.name, call.site, list(call.args), dict(call.kwargs), places=call.places)
    if not call.complete:
        made.state[_INCOMPLETE] = True
    return made


def option(made: Instance, name: str, position: int | None = None, default: Value = None) -> Value:
    """An argument the object was made with; unknown if it may have come unpacked."""
    if name in made.kwargs:
        return made.kwargs[name]
    if position is not None and position < len(made.args):
        return made.args[position]
    if _INCOMPLETE in made.state:
        return Unknown(f"`{name}` may come from unpacked arguments", made.site)
    return default


def place(made: Instance, name: str, position: int | None = None) -> Site:
    """Where the argument that the object was made with is written; else where it was made."""
    if name in made.places:
        return made.places[name]
    return made.site if position is None else made.places.get(position, made.site)


def receiver(call: Call) -> Instance:
    """The object whose method is called; an object without arguments if it is not known."""
    if isinstance(call.receiver, Instance):
        return call.receiver
    kind = call.name.rpartition(".")[0]
    return Instance(kind, call.site, state={_INCOMPLETE: True})


def short(path: str) -> str:
    """The last part of a dotted path: `LabelEncoder`."""
    return path.rpartition(".")[2]


def method_text(call: Call) -> str:
    """How a method call reads in a chain of steps: `LabelEncoder.fit_transform`."""
    return ".".join(call.name.split(".")[-2:])


def from_state(name: str, why: str) -> Attribute:
    """An attribute that calls have left in the object's state, else unknown for a reason."""

    def attribute(made: Instance, site: Site) -> Value:
        return made.state[name] if name in made.state else Unknown(why, site)

    return attribute


def returns_unknown(why: str) -> Handler:
    """A handler of calls whose result depends on the data."""
    return lambda call: call.unknown(why)
