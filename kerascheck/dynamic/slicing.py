"""The statements of a script that some of its models depend on: a backward slice.

It works on names, statement by statement, into branches, loops and functions, and keeps too much
rather than too little. What is dropped becomes blank, so that every line keeps its number. A block
is a script or one cell of a notebook; all blocks of a file are one program.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kerascheck.dynamic.effects import (
    CRITERIA,
    EVERYTHING,
    SETTINGS,
    Effects,
    Function,
    calls_in,
    chain_of,
    effects_of,
    functions_in,
    root_of,
)

Function_ = ast.FunctionDef | ast.AsyncFunctionDef
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_DATA = ("x", "y", "generator")
"""The arguments of `fit` by which a model without an input shape is built."""


@dataclass(frozen=True)
class Mark:
    """A place that the slice is made for: the line of a model in a block, both from 0 and 1."""

    block: int
    line: int


@dataclass(frozen=True)
class Sliced:
    """The text of each block, and how many of the statements outside of functions are left."""

    texts: tuple[str, ...]
    kept: int
    total: int

    @property
    def empty(self) -> bool:
        """Whether nothing is left to run."""
        return not self.kept


def sliced(texts: Sequence[str], marks: Iterable[Mark], names: Iterable[str] = ()) -> Sliced:
    """What has to be run for the models at `marks`, and for those that are called `names`.

    A block that is no Python is left out.
    """
    trees = [_tree(text) for text in texts]
    work = _Slicer(trees, frozenset(marks), set(names))
    work.run()
    statements = [statement for tree in trees for statement in tree.body]
    blanked = tuple(
        _blanked(text, tree, work.kept) for text, tree in zip(texts, trees, strict=True)
    )
    return Sliced(blanked, sum(id(item) in work.kept for item in statements), len(statements))


def _tree(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


@dataclass
class _Slicer:
    """Finds what to keep of the statements of `trees`."""

    trees: Sequence[ast.Module]
    marks: frozenset[Mark]
    names: set[str]
    kept: set[int] = field(default_factory=set)
    """The identities of the statements that stay."""
    makers: set[str] = field(default_factory=set)
    """Functions and classes in which a marked model is made, or which call one of these."""

    def __post_init__(self) -> None:
        self.functions: dict[str, Function] = {}
        self.modules: set[str] = set()
        self.marked: set[int] = set()
        self.effects: dict[int, Effects] = {}
        for number, tree in enumerate(self.trees):
            lines = {mark.line for mark in self.marks if mark.block == number}
            for node in ast.walk(tree):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    self.modules |= {_bound(alias) for alias in node.names}
                if isinstance(node, ast.stmt) and any(line in _lines(node) for line in lines):
                    self.marked.add(id(node))
        for tree in self.trees:
            self.functions |= functions_in(tree, self.modules)
        self.body = [statement for tree in self.trees for statement in tree.body]
        self.written = set().union(*(self._of(statement).writes for statement in self.body))

    def run(self) -> None:
        """Keep what is needed; a name that is found to hold a model asks for another round."""
        known = None
        while known != (len(self.names), len(self.makers)):
            known = (len(self.names), len(self.makers))
            self.makers |= {name for name, made in self.functions.items() if self._makes(made)}
            self._follow_aliases()
            self.kept.clear()
            # What is done to a model last may be the adding of a layer.
            live = {name.partition(".")[0] for name in self.names}
            self._block(self.body, live, inside=False)

    def _follow_aliases(self) -> None:
        """Know the other names of a model: what it is assigned to, and the lists it is put into."""
        for tree in self.trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and self._holds(node.value):
                    for target in node.targets:
                        self.names |= {chain_of(target), root_of(target)} - {""}
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    put = node.func.attr in ("append", "insert", "setdefault", "update")
                    if put and any(map(self._holds, node.args)):
                        self.names |= {root_of(node.func)} - {""}

    def _holds(self, value: ast.expr) -> bool:
        """Whether a value is a model that is followed, or a collection with one in it."""
        if isinstance(value, (ast.Name, ast.Attribute)):
            return chain_of(value) in self.names
        if isinstance(value, (ast.List, ast.Tuple)):
            return any(map(self._holds, value.elts))
        return isinstance(value, ast.Dict) and any(map(self._holds, value.values))

    def _makes(self, function: Function) -> bool:
        reads = self._of(function.node).reads
        return id(function.node) in self.marked or bool(self.makers & reads)

    def _of(self, node: ast.AST) -> Effects:
        found = self.effects.get(id(node))
        if found is None:
            found = self.effects[id(node)] = effects_of(node, self.functions)
        return found

    # Blocks of statements, from their end to their beginning.

    def _block(
        self, body: Sequence[ast.stmt], live: set[str], *, inside: bool, jumps: bool = False
    ) -> bool:
        """Keep what `live` needs, which becomes what is needed before; whether anything is kept.

        `inside` is true in a function, whose parameters and free names others see too; `jumps`
        where the way out of a loop or function that stays must stay, too.
        """
        found = False
        for statement in reversed(body):
            found |= self._statement(statement, live, inside=inside, jumps=jumps)
        return found

    def _statement(self, statement: ast.stmt, live: set[str], *, inside: bool, jumps: bool) -> bool:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                kept = self._function(statement, live)
            case ast.ClassDef():
                wanted = statement.name in live or self._is_registered(statement, live)
                kept = self._whole(statement, live) if wanted else False
            case ast.If():
                kept = self._if(statement, live, inside=inside, jumps=jumps)
            case ast.For() | ast.AsyncFor() | ast.While():
                kept = self._loop(statement, live, inside=inside)
            case ast.With() | ast.AsyncWith():
                kept = self._with(statement, live, inside=inside, jumps=jumps)
            case ast.Try():
                kept = self._try(statement, live, inside=inside, jumps=jumps)
            case _:
                kept = self._simple(statement, live, inside=inside, jumps=jumps)
        if kept:
            self.kept.add(id(statement))
        return kept

    def _whole(self, statement: ast.stmt, live: set[str]) -> bool:
        """Keep a statement with all that is in it."""
        self.kept |= {id(node) for node in ast.walk(statement) if isinstance(node, ast.stmt)}
        live |= self._of(statement).reads
        return True

    def _function(self, node: Function_, live: set[str]) -> bool:
        if node.name not in live and not self._is_registered(node, live):
            return False
        inner: set[str] = set()
        self._block(node.body, inner, inside=True, jumps=True)
        if any(isinstance(item, (ast.Yield, ast.YieldFrom)) for item in ast.walk(node)):
            return self._whole(node, live)
        live |= (inner | self._of(node).outside) - self._of(node).local
        return True

    def _is_registered(self, node: Function_ | ast.ClassDef, live: set[str]) -> bool:
        """Whether a decorator changes something that is needed, such as a list of classes."""
        return any(self._of(item).mutates & live for item in node.decorator_list)

    def _if(self, node: ast.If, live: set[str], *, inside: bool, jumps: bool) -> bool:
        before = set(live)
        other = set(live)
        kept = self._block(node.body, live, inside=inside, jumps=jumps)
        kept |= self._block(node.orelse, other, inside=inside, jumps=jumps)
        live |= other | before
        if kept:
            live |= self._of(node.test).reads
        return kept

    def _loop(
        self, node: ast.For | ast.AsyncFor | ast.While, live: set[str], *, inside: bool
    ) -> bool:
        head = self._of(node.test if isinstance(node, ast.While) else node.iter).reads
        after, kept, jumps = set(live), False, False
        while True:
            known = set(live)
            now = self._block(node.body, live, inside=inside, jumps=jumps)
            now |= self._block(node.orelse, set(after), inside=inside, jumps=jumps)
            live |= known | after
            kept |= now
            if kept:
                live |= head
            if live == known and (jumps or not kept):
                return kept
            jumps = kept

    def _with(
        self, node: ast.With | ast.AsyncWith, live: set[str], *, inside: bool, jumps: bool
    ) -> bool:
        before = set(live)
        kept = self._block(node.body, live, inside=inside, jumps=jumps)
        live |= before
        reads: set[str] = set()
        for item in node.items:
            reads |= self._of(item.context_expr).reads
            if item.optional_vars is not None:
                kept |= bool(self._of(item.optional_vars).writes & live)
        if kept:
            live |= reads
        return kept

    def _try(self, node: ast.Try, live: set[str], *, inside: bool, jumps: bool) -> bool:
        after, kept = set(live), False
        suites = [node.finalbody, node.orelse, *(item.body for item in node.handlers), node.body]
        for suite in suites:
            part = after | live
            kept |= self._block(suite, part, inside=inside, jumps=jumps)
            live |= part
        if kept:
            for handler in node.handlers:
                live |= self._of(handler.type).reads if handler.type is not None else set()
        return kept

    def _simple(self, statement: ast.stmt, live: set[str], *, inside: bool, jumps: bool) -> bool:
        effects = self._of(statement)
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            wanted = {_bound(alias) for alias in statement.names}
            return "*" in wanted or bool(wanted & live)
        if isinstance(statement, (ast.Global, ast.Nonlocal)):
            return inside
        if jumps and isinstance(statement, _JUMPS):
            live |= effects.reads
            return True
        if self._is_criterion(statement, effects):
            self._note(statement)
            self._kill(statement, live)
            live |= self._read(self._needed(statement, effects))
            return True
        changed = effects.writes | (effects.mutates - self.modules)
        # In a function a change of what comes from outside is seen outside.
        if (
            changed & live
            or (live and EVERYTHING in changed)
            or (inside and changed - effects.writes)
        ):
            self._kill(statement, live)
            live |= self._read(effects.reads)
            return True
        return False

    def _read(self, reads: set[str]) -> set[str]:
        """What is read, which is all that there is if code in a text may do so."""
        return reads | self.written if EVERYTHING in reads else reads

    def _kill(self, statement: ast.stmt, live: set[str]) -> None:
        """Forget the names that a statement gives a new value in any case."""
        if isinstance(statement, ast.Assign):
            names = {name.id for name in statement.targets if isinstance(name, ast.Name)}
            live -= names
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            live.discard(statement.target.id)

    # What the slice is made for.

    def _is_criterion(self, statement: ast.stmt, effects: Effects) -> bool:
        if id(statement) in self.marked or self.makers & effects.reads:
            return True
        for call in calls_in(statement):
            if not isinstance(call.func, ast.Attribute):
                continue
            chain = chain_of(call.func)
            if SETTINGS.search(chain):
                return True
            owner, _, method = chain.rpartition(".")
            known = owner in self.names or root_of(call.func) in self.names
            if known and (method in CRITERIA or method in self.functions):
                return True
        return False

    def _note(self, statement: ast.stmt) -> None:
        """Follow the names under which a statement keeps a model."""
        if isinstance(statement, ast.Assign):
            call = statement.value.func if isinstance(statement.value, ast.Call) else None
            if isinstance(call, ast.Attribute) and call.attr in CRITERIA:
                return
            for target in statement.targets:
                if isinstance(target, (ast.Name, ast.Attribute)):
                    self.names.add(chain_of(target))

    def _needed(self, statement: ast.stmt, effects: Effects) -> set[str]:
        """What a statement reads; of `fit` the model and its data only."""
        call = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return effects.reads
        if not call.func.attr.startswith(("fit", "train_on_batch")):
            return effects.reads
        wanted: list[ast.AST] = [call.func, *call.args[:2]]
        wanted += [item.value for item in call.keywords if item.arg in _DATA or item.arg is None]
        return set().union(*(self._of(node).reads for node in wanted))


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def _lines(node: ast.stmt) -> range:
    return range(_first(node), (node.end_lineno or node.lineno) + 1)


# The text without what is dropped.


def _blanked(text: str, tree: ast.Module, kept: set[int]) -> str:
    """The text of a block in which all but the statements `kept` are blank."""
    if not any(id(statement) in kept for statement in tree.body):
        return "\n" * text.count("\n")
    lines = [line.encode("utf-8", "surrogatepass") for line in text.split("\n")]
    _blank(tree.body, kept, lines, top=True)
    return "\n".join(line.decode("utf-8", "replace") for line in lines)


def _blank(body: Sequence[ast.stmt], kept: set[int], lines: list[bytes], *, top: bool) -> None:
    shared = {line for item in body if id(item) in kept for line in _lines(item)}
    left = [item for item in body if id(item) in kept or shared & set(_lines(item))]
    for statement in body:
        if statement in left:
            for suite in _suites(statement):
                _blank(suite, kept, lines, top=False)
            continue
        start, end = _first(statement), statement.end_lineno or statement.lineno
        before = lines[start - 1][: statement.col_offset]
        for number in range(start, end + 1):
            line = lines[number - 1]
            first = statement.col_offset if number == start else 0
            # What follows on the line are semicolons, other dropped statements, comments.
            lines[number - 1] = line[:first].rstrip()
        if not left and not top and statement is body[0]:
            lines[start - 1] = before + b"pass"


def _suites(statement: ast.stmt) -> list[Sequence[ast.stmt]]:
    """The blocks of statements inside of a statement."""
    if isinstance(statement, ast.ClassDef):
        return []
    found = [getattr(statement, name, ()) for name in ("body", "orelse", "finalbody")]
    found += [handler.body for handler in getattr(statement, "handlers", ())]
    return [suite for suite in found if suite]
