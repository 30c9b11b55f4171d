"""Places in the checked source, whose positions are computed when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kerascheck.finding import Span


class Locator(Protocol):
    """Knows where the nodes of one block of source text stand."""

    def span(self, statement: object, node: object) -> Span:
        """The range of `node`, which is part of `statement`."""
        ...

    def text(self, node: object) -> str:
        """The source text of `node`."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """A node of a syntax tree, with what is needed to say where it stands."""

    locator: Locator = field(repr=False)
    statement: object = field(repr=False)
    node: object = field(repr=False)

    @property
    def at(self) -> Span:
        """The range of the node in the source."""
        return self.locator.span(self.statement, self.node)

    @property
    def text(self) -> str:
        """The source text of the node."""
        return self.locator.text(self.node)

    @property
    def parenthesized(self) -> bool:
        """Whether parentheses stand around the node, which its text does not have."""
        return bool(getattr(self.node, "lpar", ()))


@dataclass(frozen=True, eq=False, kw_only=True)
class Node:
    """A value that is made at a place in the source: a layer, a loss, a model, a call.

    `args` has the places of the arguments that are written in the call, by parameter name.
    """

    site: Site = field(repr=False)
    args: Mapping[str, Site] = field(default_factory=dict, repr=False)
