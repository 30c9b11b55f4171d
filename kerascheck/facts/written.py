"""Notes how the script spells names of libraries, and looks names up in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import libcst as cst

from kerascheck.facts.call import Ref
from kerascheck.facts.channel_order import first_throughout, may_be_first
from kerascheck.facts.models import ModelValue
from kerascheck.facts.retired import retired, unmentioned
from kerascheck.facts.scope import MISSING, Object
from kerascheck.keras_api.former import ATTRIBUTES, is_former, like_trainable, misspelt
from kerascheck.sources.exercises import GAP, layer_wanted
from kerascheck.sources.remarks import Prose, Remarks, plain
from kerascheck.sources.tree import parts
from kerascheck.values import (
    Called,
    Import,
    Layer,
    Locator,
    Mention,
    Optimizer,
    Read,
    Site,
    Spelling,
    Target,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.call import Call
    from kerascheck.facts.interpreter import Interpreter

HISTORY = "keras.callbacks.History.history"
"""The kind of the dict that a training leaves; its state has the `fit`."""
N = TypeVar("N", Import, Spelling, Called, Read)
_WATCHED = ("keras.", "tensorflow.", "sklearn.", "seaborn.", "numpy.")


def note_import(
    run: Interpreter,
    node: cst.Import | cst.ImportFrom,
    alias: cst.CSTNode,
    path: str,
    name: str,
) -> None:
    """Note one clause of an import of a library."""
    module = run.site(node.module) if isinstance(node, cst.ImportFrom) and node.module else None
    run.record.imports.append(Import(path, name, run.site(alias), run.site(node), module))


def note_name(run: Interpreter, owner: Ref, name: str, node: cst.CSTNode) -> None:
    """Note a chain of attributes if its name is one that libraries no longer have."""
    path = f"{owner.spelled}.{name}"
    if not is_former(path) and not misspelt(path):
        return
    found = run.record.spellings
    if found and found[-1].site.node is getattr(node, "value", None):
        found.pop()
    found.append(Spelling(path, run.site(node)))


def note_call(
    run: Interpreter, call: Call, result: Value, *, path: str, spelled: str, receiver: Value = None
) -> None:
    """Note a call that is written in the source, of a watched library or of a Keras object."""
    if not isinstance(call.site.node, cst.Call):
        return
    if isinstance(receiver, ModelValue):
        receiver = receiver.snapshot()
    run.record.called.append(
        Called(
            site=call.site,
            name=path,
            spelled=spelled,
            receiver=receiver,
            result=result.snapshot() if isinstance(result, ModelValue) else result,
            positional=tuple(call.args),
            named=call.kwargs,
            complete=call.complete,
            inside=bool(run.collected),
            loops=run.loops,
            tried=bool(run.tried),
        )
    )


def watched(path: str) -> bool:
    """Whether calls of a library function are noted."""
    return path.startswith(_WATCHED)


def note_attribute(
    run: Interpreter, owner: Value, node: cst.Attribute, *, assigned: bool = False
) -> None:
    """Note an attribute of a model, layer or optimizer that Keras 3 does not have.

    So is a name that is assigned and close to `trainable`, if it is not that of a class of the
    script.
    """
    misspelt = assigned and like_trainable(node.attr.value) and not isinstance(owner, Object)
    if node.attr.value not in ATTRIBUTES and not misspelt:
        return
    if isinstance(owner, Object):
        # What a class of the script has itself is its own.
        name = node.attr.value
        if name in owner.attributes or owner.cls.lookup(name) is not MISSING:
            return
        owner = owner.keras
    if isinstance(owner, ModelValue):
        owner = owner.snapshot()
    elif not isinstance(owner, (Layer, Optimizer)):
        return
    site = run.site(node)
    run.record.reads.append(Read(node.attr.value, owner, site, run.site(node.attr), assigned))


_CHANGING = frozenset({"pop", "append", "insert", "extend", "remove", "clear"})
"""Methods that change a list."""


def note_copied(run: Interpreter, call: cst.Call, method: cst.Attribute) -> None:
    """Note a change of `model.layers`, such as `model.layers.pop()`: it is a copy in Keras 3.

    Where the result is used, the layer may be all that is wanted.
    """
    layers = method.value
    if method.attr.value not in _CHANGING or not isinstance(layers, cst.Attribute):
        return
    lines = getattr(run.statement, "body", ())
    alone = isinstance(lines, (list, tuple)) and any(
        isinstance(line, cst.Expr) and line.value is call for line in lines
    )
    named = isinstance(layers.value, (cst.Name, cst.Attribute))
    if alone and named and layers.attr.value == "layers":
        owner = run.evaluate(layers.value)
        if isinstance(owner, ModelValue):
            name = f"layers.{method.attr.value}"
            read = Read(name, owner.snapshot(), run.site(call), run.site(method))
            run.record.reads.append(read)


def note_key(
    run: Interpreter, fit: Value, key: Value, site: Site, word: object, *, asked: bool = False
) -> None:
    """Note a key that is looked up in the history of a training; `asked` if it may be missing."""
    if isinstance(key, str):
        run.record.reads.append(Read(key, fit, site, run.site(word), asked=asked))


@dataclass(eq=False)
class Words:
    """The names in blocks of source; read when first asked for."""

    blocks: Sequence[tuple[cst.Module, Locator, str]]
    target: Target = field(default_factory=Target)
    prose: Mapping[int, Prose] = field(default_factory=dict)
    """The text around the blocks, by the identity of their locators."""
    _names: dict[str, list[Mention]] = field(default_factory=dict)
    _texts: dict[str, list[Site]] = field(default_factory=dict)
    _bound: set[str] = field(default_factory=set)
    _tried: set[int] = field(default_factory=set)
    _read: bool = False
    _walked: bool = False
    _asks_before: dict[int, str] = field(default_factory=dict)
    _modules: dict[int, str] = field(default_factory=dict)
    """The texts of modules of the project, by the identity of their locators."""
    _remarks: dict[int, Remarks] = field(default_factory=dict)
    _said: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def note_module(self, text: str, locator: Locator) -> None:
        """Note a module of the project that is imported: it may ask for Keras 2 for all of it."""
        self._modules[id(locator)] = text
        if id(text) not in self._asks_before:
            found = _OLDER.search(text)
            self._asks_before[id(text)] = found[0] if found else ""

    def mine(self, notes: Sequence[N]) -> tuple[N, ...]:
        """Those of notes that are on places in these blocks, and not in modules they import."""
        locators = {id(locator) for _, locator, _ in self.blocks}
        return tuple(note for note in notes if id(note.site.locator) in locators)

    def mentions(self, name: str) -> tuple[Mention, ...] | None:
        """All uses of a name; None if it is bound otherwise than by imports."""
        self._look()
        return None if name in self._bound else tuple(self._names.get(name, ()))

    def uses(self, name: str) -> tuple[Mention, ...]:
        """All places of a name, those that bind it included."""
        self._look()
        return tuple(self._names.get(name, ()))

    def literals(self, text: str) -> tuple[Site, ...]:
        """All plain strings of the script with this text."""
        if not any(text in whole for _, _, whole in self.blocks):
            return ()
        self._look()
        return tuple(self._texts.get(text, ()))

    def guarded(self, site: Site) -> bool:
        """Whether a place is in a `try` with a handler, or under a condition on a version."""
        if not self._walked:
            self._walked = True
            for module, locator, _ in self.blocks:
                self._tried.update(map(id, _guarded(module.body, locator)))
        return id(site.statement) in self._tried or id(site.node) in self._tried

    def older(self) -> str:
        """The text that asks for Keras 2, if there is one."""
        for _, _, text in self.blocks:
            found = _OLDER.search(text)
            if found:
                return found[0]
        return next(filter(None, self._asks_before.values()), "")

    def attributes(self, name: str) -> int:
        """How often the text has `.name`, be it assigned or read."""
        pattern = re.compile(rf"\.\s*{re.escape(name)}\b")
        return sum(len(pattern.findall(text)) for _, _, text in self.blocks)

    def only_empty(self, name: str) -> bool:
        """Whether the name is an empty list in the whole text, and only made an array or measured.

        Whatever else the text does with the name may fill the list: a method, a function that it
        is handed to, a second name.
        """
        word = rf"(?<![\w.]){re.escape(name)}"
        used = re.compile(word + r"\b")
        harmless = re.compile(
            rf"(?m)^[ \t]*{word}[ \t]*=[ \t]*(?:\[\s*\]|list\(\))[ \t]*(?:#.*)?$|"
            rf"\b(?:array|asarray|len|print)\([ \t]*{word}[ \t]*[,)]"
        )
        texts = [text for _, _, text in self.blocks]
        uses, known = (sum(len(p.findall(text)) for text in texts) for p in (used, harmless))
        return uses == known and not self.reflects()

    def again(self, name: str, site: Site) -> bool:
        """Whether the text behind a place has a name once more, or a loop may come back to it.

        An assignment to the name alone is no such use.
        """
        numbers = [number for number, (_, at, _) in enumerate(self.blocks) if at is site.locator]
        if not numbers:
            return True
        place = site.at
        lines = self.blocks[numbers[0]][2].splitlines()
        if _in_a_loop(lines[: place.line]):
            return True
        texts = ["\n".join(lines[place.end_line :])]
        texts += [text for _, _, text in self.blocks[numbers[0] + 1 :]]
        word = rf"(?<![\w.]){re.escape(name)}\b"
        uses = re.compile(word)
        set_only = re.compile(rf"(?m)^[ \t]*{word}[ \t]*=(?!=)")
        return any(uses.search(set_only.sub("", text)) for text in texts)

    def reflects(self) -> bool:
        """Whether the text may read attributes that it does not name."""
        return self.says(_REFLECTION)

    def penalties(self) -> bool:
        """Whether the text mentions the losses that layers add, or has Keras compute the loss."""
        return self.says(_PENALTIES)

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text, comments included, has what the pattern looks for."""
        if pattern not in self._said:
            self._said[pattern] = any(pattern.search(text) for _, _, text in self.blocks)
        return self._said[pattern]

    def says_there(self, pattern: re.Pattern[str], site: Site) -> bool:
        """Whether the file of a place says so: the script, or a module that it imports."""
        module = self._modules.get(id(site.locator))
        return self.says(pattern) if module is None else pattern.search(module) is not None

    def finds(self, pattern: re.Pattern[str]) -> frozenset[str]:
        """All texts that a pattern, or its one group, finds in the text, comments included."""
        return frozenset(one for _, _, text in self.blocks for one in pattern.findall(text))

    def speaks(self, pattern: re.Pattern[str]) -> bool:
        """The same, where the text of a notebook between its cells counts, too."""
        return self.says(pattern) or any(pattern.search(text) for text in self._between)

    @cached_property
    def _between(self) -> list[str]:
        """What a notebook says between its cells."""
        return [plain(said) for p in self.prose.values() for said in (p.before, p.after) if said]

    def retired(self, site: Site) -> bool:
        """Whether a place is in a function of the script that comments alone still call."""
        return retired(self._text(site.locator), site.at.line)

    def unmentioned(self, site: Site) -> str:
        """The function around a place, if the script has its name nowhere else; else empty."""
        texts = [text for _, _, text in self.blocks]
        return unmentioned(texts, self._text(site.locator), site.at.line)

    def order_open(self) -> bool:
        """Whether the script is of an age whose settings may put the channels of images first."""
        return any(may_be_first(text) for _, _, text in self.blocks)

    def channels_first(self) -> bool:
        """Whether the shapes of such a script have the channels first, and nothing sets it."""
        return first_throughout("\n".join(text for _, _, text in self.blocks))

    def around(self, site: Site) -> str:
        """What comments, docstrings and the text of a notebook say around a place."""
        return self._told(site.locator).around(site.at.line, site.at.end_line)

    def layer_wanted(self, site: Site) -> bool:
        """Whether a comment behind the last layer of a model says that another one goes there."""
        if not self.says(GAP):
            return False
        whole = site.locator.span(site.statement, site.statement)
        return layer_wanted(self._text(site.locator), site.at.end_line, whole.end_line)

    def title(self) -> str:
        """The first text of the file: of a notebook, or the docstring and comments at its head."""
        return self._told(self.blocks[0][1]).title() if self.blocks else ""

    def _told(self, of: Locator) -> Remarks:
        """What is written beside the code of a block; nothing beside that of another file."""
        if id(of) not in self._remarks:
            self._remarks[id(of)] = Remarks(self._text(of), self.prose.get(id(of)))
        return self._remarks[id(of)]

    def _text(self, of: Locator) -> str:
        """The text of a block of the script; empty for one of another file."""
        return next((text for _, locator, text in self.blocks if locator is of), "")

    def resets(self) -> bool:
        """Whether the text resets the state of anything, such as a metric."""
        return any("reset_state" in text for _, _, text in self.blocks)

    def _look(self) -> None:
        if not self._read:
            self._read = True
            for module, locator, _ in self.blocks:
                self._visit(module, locator)

    def _visit(self, whole: cst.CSTNode, locator: Locator) -> None:
        stack: list[tuple[cst.CSTNode, cst.CSTNode | None]] = [(whole, None)]
        while stack:
            node, chain = stack.pop()
            if isinstance(node, cst.Name):
                site = Site(locator, None, node)
                outer = Site(locator, None, chain or node)
                self._names.setdefault(node.value, []).append(Mention(site, outer))
                continue
            if isinstance(node, cst.SimpleString):
                text = node.raw_value if node.prefix == "" else ""
                self._texts.setdefault(text, []).append(Site(locator, None, node))
                continue
            if isinstance(node, cst.Attribute):
                stack.append((node.value, chain or node))
                continue
            self._bound.update(_binds(node))
            stack.extend((part, None) for part in reversed(list(_parts(node))))


def _in_a_loop(lines: Sequence[str]) -> bool:
    """Whether the last of these lines stands in a loop, as its indentation tells."""
    depth = len(lines[-1]) - len(lines[-1].lstrip()) if lines else 0
    for line in reversed(lines[:-1]):
        inner = len(line) - len(line.lstrip())
        if line.strip() and inner < depth:
            depth = inner
            if re.match(r"(?:async[ \t]+)?(?:for|while)\b", line.lstrip()):
                return True
    return False


def _guarded(body: Sequence[cst.CSTNode], locator: Locator) -> Iterator[cst.CSTNode]:
    """The statements, simple ones with their parts, that stand inside of a guard."""
    stack = [(node, False) for node in body]
    while stack:
        node, guarded = stack.pop()
        if guarded:
            yield node
            if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
                yield from node.body
        guarded = guarded or _guards(node, locator)
        for name in ("body", "orelse", "finalbody"):
            part = getattr(node, name, None)
            if isinstance(part, (cst.IndentedBlock, cst.SimpleStatementSuite)):
                inner = part.body if isinstance(part, cst.IndentedBlock) else [part]
                stack.extend((statement, guarded) for statement in inner)
            elif isinstance(part, cst.CSTNode):
                stack.append((part, guarded))
        stack.extend((handler, guarded) for handler in getattr(node, "handlers", ()))


def _guards(node: cst.CSTNode, locator: Locator) -> bool:
    """Whether what stands in a statement may be meant for some versions of a library only."""
    if isinstance(node, (cst.Try, cst.TryStar)):
        return bool(node.handlers)
    return isinstance(node, cst.If) and "version" in locator.text(node.test).lower()


def _parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The parts of a node in which names of the script may be used."""
    if isinstance(node, (cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal)):
        return
    for part in parts(node):
        keyword = isinstance(node, cst.Arg) and part is node.keyword
        name = isinstance(node, (cst.Param, cst.FunctionDef, cst.ClassDef)) and part is node.name
        if not keyword and not name:
            yield part


def _binds(node: cst.CSTNode) -> Iterator[str]:
    """The names that a node binds, imports left out."""
    if isinstance(node, (cst.Param, cst.FunctionDef, cst.ClassDef)):
        if isinstance(node.name, cst.Name):
            yield node.name.value
    elif isinstance(node, (cst.AssignTarget, cst.For, cst.CompFor, cst.AnnAssign, cst.NamedExpr)):
        yield from _targets(node.target)
    elif isinstance(node, cst.AsName) and isinstance(node.name, cst.Name):
        yield node.name.value


def _targets(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, cst.Name):
        yield node.value
    elif isinstance(node, (cst.Tuple, cst.List)):
        for element in node.elements:
            yield from _targets(element.value)


_REFLECTION = re.compile(
    r"\b(?:getattr|setattr|vars|locals|get_layer|__dict__)\b|\.(?:_?layers|submodules)\b(?!\.|\s+import)"
)
_PENALTIES = re.compile(
    r"(?<!keras)\.(?:losses|get_losses_for)\b|\b(?:compute_loss|compiled_loss|add_loss)\b"
)
_OLDER = re.compile(r"""TF_USE_LEGACY_KERAS["']\s*(?:\]\s*=|,)\s*["']?(?:1|True|true)["']?""")
