"""Classes that mirror those of Keras: an annotation a parameter, in the order of Keras's own.

They read like dataclasses, and type checkers take them for such. The real decorator compiles an
`__init__` for every class when it is defined: for the two hundred classes of Keras that takes
longer than checking a script. One `__init__` for all of them costs nothing until a layer is made.
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, field
from typing import TYPE_CHECKING, Any, ClassVar

from kerascheck.values.site import Node

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Any:
        """Tell type checkers, which alone need to know, that a class is like a dataclass."""
        return lambda cls: cls


REQUIRED: Any = MISSING
"""Stands for the default of a parameter that has none."""


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
class Mirror(Node):
    """Base of the classes whose annotations are the parameters of a class of Keras."""

    _signatures: ClassVar[dict[type, dict[str, Any]]] = {}

    def __init__(self, *given: Any, **named: Any) -> None:
        known = type(self).parameters()
        values = {"site": named.pop("site"), "args": named.pop("args", {})}
        for name, default in known.items():
            values[name] = fresh(default)
        values.update(zip(type(self).positional(), given, strict=False))
        surplus = named.keys() - known.keys()
        missing = [name for name in known if values[name] is REQUIRED and name not in named]
        if surplus or missing or len(given) > len(known):
            raise TypeError(f"{type(self).__name__} does not take these arguments: {named}")
        self.__dict__.update(values, **named)

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).positional())
        return f"{type(self).__name__}({given})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to field {name!r}")

    @classmethod
    def parameters(cls) -> Mapping[str, Any]:
        """All parameters with their defaults: `REQUIRED`, a value, or a field with a factory."""
        known = Mirror._signatures.get(cls)
        if known is None:
            known = Mirror._signatures[cls] = dict(_annotated(cls))
        return known

    @classmethod
    def positional(cls) -> list[str]:
        """The parameters that Keras takes by position, in its order."""
        return [name for name in cls.parameters() if name not in _KEYWORD_ONLY]


def fresh(default: Any) -> Any:
    """The default itself, or what its factory makes."""
    if isinstance(default, Field) and callable(default.default_factory):
        return default.default_factory()
    return default


_KEYWORD_ONLY = frozenset({"extra", "partial", "body"})


def _annotated(cls: type) -> Iterator[tuple[str, Any]]:
    for base in reversed(cls.__mro__):
        if not (issubclass(base, Mirror) and base is not Mirror):
            continue
        for name, annotation in inspect.get_annotations(base).items():
            if "ClassVar" in str(annotation):
                continue
            default = base.__dict__.get(name, REQUIRED)
            if isinstance(default, Field) and default.default_factory is MISSING:
                default = default.default
            yield name, default
