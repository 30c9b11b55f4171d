"""Names, functions, classes and objects of the checked script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascheck.values import Locator, Site, Unknown, Value

if TYPE_CHECKING:
    import libcst as cst


class Scope:
    """The names of a module or a running function, and the scope around it."""

    __slots__ = ("function", "module", "names", "outer", "rebound", "redirected")

    def __init__(self, outer: Scope | None = None, function: Function | None = None) -> None:
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.function = function
        self.module: Scope = outer.module if outer else self
        self.redirected: dict[str, Scope] = {}
        self.rebound: set[str] = set()
        """Names that have had several values, so that it is open which one a function sees."""

    def find(self, name: str) -> Scope | None:
        """The nearest scope that has the name."""
        scope: Scope | None = self.redirected.get(name, self)
        while scope is not None:
            if name in scope.names:
                return scope
            scope = scope.outer
        return None

    def bind(self, name: str, value: Value) -> None:
        """Assign here, or where `global` and `nonlocal` say."""
        scope = self.redirected.get(name, self)
        if name in scope.names and scope.names[name] is not value:
            scope.rebound.add(name)
        scope.names[name] = value


@dataclass(eq=False)
class Function:
    """A function or lambda of the script."""

    name: str
    params: cst.Parameters
    body: cst.BaseSuite | cst.BaseExpression
    scope: Scope
    locator: Locator
    statement: object
    defaults: dict[str, Value] = field(default_factory=dict)
    owner: Class | None = None
    kind: str = ""
    generator: bool = False
    with_gradient: bool = False
    """Whether it returns its result and a gradient, of which `tf.custom_gradient` keeps the first."""
    setter: Function | None = None
    """What a property calls when its attribute is assigned to."""
    calls: int = 0

    @property
    def qualname(self) -> str:
        """The name with that of its class."""
        return f"{self.owner.name}.{self.name}" if self.owner else self.name

    @property
    def positional(self) -> tuple[cst.Param, ...]:
        """The parameters that arguments without a keyword go to, in their order."""
        return (*self.params.posonly_params, *self.params.params)

    @property
    def parameters(self) -> tuple[cst.Param, ...]:
        """All parameters but those for the rest, `*args` and `**kwargs`."""
        return (*self.positional, *self.params.kwonly_params)


@dataclass(eq=False)
class Class:
    """A class of the script; `bases` may be classes of the script, library names or unknown."""

    name: str
    bases: list[Value]
    names: dict[str, Value]
    site: Site
    made: bool = False
    """Whether the script makes an object of it."""

    def lookup(self, name: str) -> Value:
        """The attribute from this class or its bases, or `MISSING`."""
        for cls in self.mro():
            if name in cls.names:
                return cls.names[name]
        return MISSING

    def mro(self) -> list[Class]:
        """This class and the classes of the script it derives from, the nearest first."""
        order, queue = [], [self]
        while queue:
            cls = queue.pop(0)
            if cls not in order:
                order.append(cls)
                queue.extend(base for base in cls.bases if isinstance(base, Class))
        return order

    def foreign(self) -> list[Value]:
        """The bases that are not classes of the script."""
        return [b for cls in self.mro() for b in cls.bases if not isinstance(b, Class)]


@dataclass(eq=False)
class Object:
    """An instance of a class of the script."""

    cls: Class
    site: Site
    attributes: dict[str, Value] = field(default_factory=dict)
    former: list[Value] = field(default_factory=list)
    """Values of attributes that were given another value; Keras keeps the layers among them."""
    keras: Value = None
    """The model or layer it is, where the class derives from one of Keras."""
    base: Value = None
    """The layer that it is apart from what the class changes, where that derives from a `Dense`."""
    built: bool = False
    """Whether the `build` of the class calls that of the base."""


@dataclass(eq=False)
class Method:
    """A function with the object that it was taken from, or a library method of a value."""

    receiver: Value
    function: Function | str
    site: Site


@dataclass(eq=False)
class Super:
    """What `super()` gives."""

    receiver: Object
    after: Class


@dataclass(eq=False)
class Module:
    """A local module that the script imports."""

    name: str
    scope: Scope

    def member(self, name: str, site: Site) -> Value:
        """What a name of it holds; unknown where that is still to be filled.

        An empty collection is a place that other files of the project put things into.
        """
        value = self.scope.names[name]
        if isinstance(value, (list, dict, set)) and not value:
            return Unknown(f"`{name}` is empty in `{self.name}`, to be filled by others", site)
        return value


class Missing:
    """The type of `MISSING`."""


MISSING = Missing()
"""No such name."""
