"""How the script writes the names and calls of libraries, for rules about old spellings.

Places of keywords, import clauses and the like are worked out when a rule asks for them.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kerascheck.values.site import Node, Site
from kerascheck.values.target import Target, Version
from kerascheck.values.unknown import Value


@dataclass(frozen=True, eq=False)
class Import:
    """One clause of an import.

    `path` is what is imported, as spelled: `keras.layers.core.Dense`, or `keras.utils` for
    `import keras.utils`. `name` is what it binds, `*` for all names of a module. `site` is the
    clause, `statement` the whole import and `module` the module of `from module import …`.
    """

    path: str
    name: str
    site: Site
    statement: Site
    module: Site | None = None

    @property
    def renamed(self) -> bool:
        """Whether the clause says `as`."""
        return bool(getattr(self.site.node, "asname", None))

    @property
    def source(self) -> str:
        """The module that a name is imported from; empty for `import module`."""
        return self.path.rpartition(".")[0] if self.module is not None else ""

    @property
    def target(self) -> Site:
        """What is imported, without `as …`."""
        return self._at(getattr(self.site.node, "name", self.site.node))

    def _at(self, node: object) -> Site:
        return Site(self.site.locator, self.site.statement, node)


@dataclass(frozen=True, eq=False)
class Spelling:
    """A name of a library as a chain of attributes, such as `keras.layers.core.Dense`.

    `path` is the name with what the imports stand for: `K.mean` is `keras.backend.mean`.
    """

    path: str
    site: Site


@dataclass(frozen=True, eq=False)
class Argument:
    """One argument of a call as it is written; `name` is empty if it is given by position.

    `star` is `*` or `**` for what is unpacked.
    """

    name: str
    site: Site
    value: Site
    keyword: Site | None = None
    star: str = ""


@dataclass(frozen=True, eq=False)
class Called(Node):
    """A call of something of a library, or of a method of a model or metric.

    `name` is the canonical path, such as `keras.layers.Dense`, or the bare name of a method;
    `spelled` is the path as the imports spell it. `receiver` is what the method belongs to, and
    `result` what the call gives. `positional` and `named` are the values of the arguments;
    `complete` is false if an unknown `*args` or `**kwargs` may bring more. `inside` is true within
    the code of a layer or loss that is being followed. `loops` counts the loops around the call,
    those around the functions that lead to it included. `tried` is true where the script expects that
    it may fail.
    """

    name: str
    spelled: str
    receiver: Value = None
    result: Value = None
    positional: tuple[Value, ...] = ()
    named: Mapping[str, Value] = field(default_factory=dict)
    complete: bool = True
    inside: bool = False
    loops: int = 0
    tried: bool = False

    @property
    def method(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]

    @property
    def function(self) -> Site:
        """What is called: a name or a chain of attributes."""
        return self._at(_part(self.site.node, "func"))

    @property
    def word(self) -> Site:
        """The last name of what is called: `fit` in `model.fit(…)`."""
        function = _part(self.site.node, "func")
        return self._at(getattr(function, "attr", function))

    @property
    def owner(self) -> Site | None:
        """What the method is called on: `model` in `model.fit(…)`."""
        function = _part(self.site.node, "func")
        value = getattr(function, "value", None)
        return None if isinstance(value, str) or value is None else self._at(value)

    @property
    def binding(self) -> Site | None:
        """The assignment of the result to one name, such as `x = model.compile(…)`."""
        lines = getattr(self.site.statement, "body", ())
        if not isinstance(lines, (list, tuple)):
            return None  # The call stands in the head of a loop or a condition.
        for line in lines:
            targets = getattr(line, "targets", ())
            if len(targets) == 1 and getattr(line, "value", None) is self.site.node:
                return self._at(line)
        return None

    @property
    def bound(self) -> str:
        """The name that the result is bound to; empty if it is not bound to one name."""
        place = self.binding
        target = place.node.targets[0].target if place is not None else None  # type: ignore[attr-defined]
        return self._at(target).text if target is not None else ""

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The arguments in the order in which they are written."""
        return tuple(self._argument(arg) for arg in _part(self.site.node, "args"))

    def named_by(self, names: Collection[str]) -> list[Argument]:
        """The arguments that are written with one of these keywords."""
        if not any(name in names for name in self.named):
            return []
        return [arg for arg in self.arguments if arg.keyword is not None and arg.name in names]

    def argument(self, name: str, position: int | None = None) -> Argument | None:
        """The argument by keyword or position, if it is written in the call."""
        for arg in self.named_by((name,)):
            return arg
        if position is None:
            return None
        plain = [arg for arg in self.arguments if not arg.name and not arg.star]
        starred = any(arg.star == "*" for arg in self.arguments)
        return plain[position] if position < len(plain) and not starred else None

    def _argument(self, arg: Any) -> Argument:
        keyword = None if arg.keyword is None else self._at(arg.keyword)
        name = "" if arg.keyword is None else arg.keyword.value
        return Argument(name, self._at(arg), self._at(arg.value), keyword, arg.star)

    def _at(self, node: object) -> Site:
        return Site(self.site.locator, self.site.statement, node)


@dataclass(frozen=True, eq=False)
class Read:
    """An attribute or element that the script reads, or assigns, of something of Keras.

    `name` is the attribute, or the key of an element; `owner` is a model, layer, optimizer, or
    for a key of `History.history` the `Fit`. `word` is the place of the name or key. `asked` tells
    that a key which is not there gives None, as `get` does.
    """

    name: str
    owner: Value
    site: Site
    word: Site
    assigned: bool = False
    asked: bool = False


def _part(node: object, name: str) -> Any:
    """A part of a syntax node; of what is no call, nothing."""
    return getattr(node, name, ())


@dataclass(frozen=True, eq=False)
class Mention:
    """A name of the script where it is used: `chain` is the longest chain that it begins."""

    name: Site
    chain: Site


def _none(name: str) -> tuple[Mention, ...] | None:
    return ()


def _nowhere_used(name: str) -> tuple[Mention, ...]:
    return ()


def _nowhere(text: str) -> tuple[Site, ...]:
    return ()


def _free(site: Site) -> bool:
    return False


def _silent() -> bool:
    return False


def _nothing_else(name: str) -> bool:
    return False


def _finds_nothing(pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset()


def _says_nothing(pattern: re.Pattern[str]) -> bool:
    return False


def _says_nothing_there(pattern: re.Pattern[str], site: Site) -> bool:
    return False


def _no_remark(site: Site) -> str:
    return ""


def _unused(name: str) -> int:
    return 0


def _open() -> str:
    return ""


@dataclass(frozen=True, eq=False)
class Written:
    """How the script itself, without the modules it imports, spells what it uses of libraries.

    `spellings` are those names alone that libraries no longer have. `mentions` gives all uses of a
    name in the text, or None if the script binds it in another way than by an import; `literals`
    gives all plain strings with a text, docstrings and parts of other strings left out; `penalties`
    says whether the text mentions the losses that layers add themselves, `resets` whether it
    resets the state of anything; `guarded`
    says whether a place stands in a `try` with a handler or under a condition on a version (which
    takes long to tell, so it is asked last); `older` gives the text by which the
    script asks for a Keras before 3, if it does. `target` is the version that the script is for.
    """

    imports: tuple[Import, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    calls: tuple[Called, ...] = ()
    reads: tuple[Read, ...] = ()
    mentions: Callable[[str], tuple[Mention, ...] | None] = _none
    uses: Callable[[str], tuple[Mention, ...]] = _nowhere_used
    """All places of a name in the text, those that bind it included."""
    literals: Callable[[str], tuple[Site, ...]] = _nowhere
    penalties: Callable[[], bool] = _silent
    resets: Callable[[], bool] = _silent
    attributes: Callable[[str], int] = _unused
    """How often the text has `.name`, be it read or assigned."""
    says: Callable[[re.Pattern[str]], bool] = _says_nothing
    """Whether the text, comments included, has what a pattern looks for."""
    says_there: Callable[[re.Pattern[str], Site], bool] = _says_nothing_there
    """The same of the file of a place, which may be a module that the script imports."""
    finds: Callable[[re.Pattern[str]], frozenset[str]] = _finds_nothing
    """All texts that a pattern, or its one group, finds there."""
    speaks: Callable[[re.Pattern[str]], bool] = _says_nothing
    """The same, where what a notebook says between its cells counts, too."""
    around: Callable[[Site], str] = _no_remark
    """What comments, docstrings and the text of a notebook say around a place."""
    title: Callable[[], str] = _open
    """The first text of the file: of a notebook, or the docstring and comments at its head."""
    only_empty: Callable[[str], bool] = _nothing_else
    """Whether a name is an empty list in the whole text, and only made an array or measured."""
    guarded: Callable[[Site], bool] = _free
    unmentioned: Callable[[Site], str] = _no_remark
    """The function around a place, if the script has its name nowhere else; else empty."""
    retired: Callable[[Site], bool] = _free
    """Whether a place is in a function that comments alone still call."""
    older: Callable[[], str] = _open
    target: Target = field(default_factory=Target)

    def keras_3(self, spelled: str = "") -> bool:
        """Whether something is meant for Keras 3, as far as the script and its project say.

        `spelled` is a path as the imports spell it; a method of a model is asked for without.
        """
        return self.reaches((3,), spelled)

    def reaches(self, version: Version, spelled: str = "") -> bool:
        """Whether something is meant for a version of Keras or a later one.

        Where nothing is known it is; what is written for Keras 2 beside a Keras 3, such as
        `tf_keras`, is judged by no rule.
        """
        if "." not in spelled:
            return self._modern and self.target.reaches(version, self.package)
        if not spelled.startswith("keras.") and (spelled.startswith(_OLDER) or self._older):
            return False
        return self.target.reaches(version, spelled)

    def named(self, spelled: str = "") -> str:
        """How a finding calls the version, with the line that says it."""
        return self.target.named(spelled if "." in spelled else self.package)

    @cached_property
    def asks_keras_3(self) -> bool:
        """Whether the project is for Keras 3, whatever package single names are of."""
        return not self._older and self.target.reaches((3,), self.package)

    @property
    def pinned(self) -> bool:
        """Whether the user, the script or its project says of which version its models are."""
        return self.target.pin(self.package) is not None

    @cached_property
    def package(self) -> str:
        """The package whose models the script has: that of its first import of Keras."""
        paths = (one.path for one in self.imports)
        first = (p for p in paths if p.startswith(("keras", "tensorflow.keras")))
        return next(first, "tensorflow")

    @cached_property
    def _modern(self) -> bool:
        return not self._older and not any(one.path.startswith(_OLDER) for one in self.imports)

    @cached_property
    def _older(self) -> bool:
        return bool(self.older())


_OLDER = ("tf_keras", "tensorflow.compat.v1", "tensorflow_core")
"""How paths begin in packages that are not Keras 3."""
