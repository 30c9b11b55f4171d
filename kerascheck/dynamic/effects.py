"""What a statement does to names: which it reads, which it writes, whose objects it changes."""

import ast
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

CRITERIA = frozenset(
    {
        "build",
        "compile",
        "fit",
        "fit_generator",
        "summary",
        "train_on_batch",
    }
)
"""Methods of a model after which it is worth looking at it."""
SETTINGS = re.compile(
    r"\b(?:set_(?:image_data_format|image_dim_ordering|floatx|global_policy|dtype_policy|policy"
    r"|learning_phase)|sys\.path\.(?:append|insert))$"
)
"""Calls that change what every layer does, or where modules are found."""
_QUIET = frozenset(
    {
        "astype", "copy", "count_params", "describe", "evaluate", "fit", "fit_generator",
        "get_config", "get_layer", "get_weights", "head", "info", "items", "keys", "load_weights",
        "predict", "predict_generator", "reshape", "save", "save_weights", "summary", "tail",
        "to_json", "train_on_batch", "values",
    }
)  # fmt: skip
"""Methods that leave the object as it is, as far as its layers go."""
_CHANGING = frozenset(
    {
        "add", "append", "build", "compile", "clear", "extend", "insert", "pop", "popitem", "push",
        "remove", "reverse", "set_weights", "setdefault", "sort", "update",
    }
)  # fmt: skip
"""Methods that change the object wherever they are called."""
FILES = "<files>"
"""Stands for all files, like a name that some calls change and others read."""
EVERYTHING = "<everything>"
"""Stands for all names, which code in a text may read and write."""
_OPAQUE = frozenset({"exec", "eval", "globals", "locals", "vars"})
_WRITERS = frozenset({"save", "save_model", "write", "dump", "copy_file", "write_text"})
_READERS = frozenset({"load_model", "open", "load", "read_text", "model_from_json"})
_HARMLESS = frozenset(
    {"display", "exit", "input", "len", "plot_model", "print", "pprint", "quit", "type"}
)
"""Functions that change nothing they are given."""


@dataclass
class Effects:
    """The names that are read and written, and those whose objects may be changed.

    `local` are those that belong to the function itself, if it is one; `outside` what the head of
    a function reads: its decorators, defaults and annotations.
    """

    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    mutates: set[str] = field(default_factory=set)
    local: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Function:
    """A function or class of the file, and what calling it changes.

    `changes` are names from outside that it writes or changes; `alters` whether it changes what
    it is given.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    changes: frozenset[str]
    alters: bool


def functions_in(tree: ast.Module, modules: AbstractSet[str] = frozenset()) -> dict[str, Function]:
    """The functions, methods and classes of a block by name; nothing changes `modules`."""
    found: dict[str, Function] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = effects_of(node, {})
            arguments = _parameters(node) - {"self", "cls"}
            alters = bool(inner.mutates & arguments)
            found[node.name] = Function(
                node, frozenset(inner.mutates - inner.local - modules), alters
            )
    return found


def effects_of(node: ast.AST, functions: Mapping[str, Function]) -> Effects:
    """What a statement or an expression does; `functions` are those of the file.

    For a function: what its body does, its own names apart.
    """
    walk = _Walk(functions)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return walk.definition(node)
    walk.visit(node)
    for name in list(walk.found.reads):
        if name in functions:
            walk.found.mutates |= functions[name].changes
    walk.found.reads |= walk.found.mutates - {FILES, EVERYTHING}
    return walk.found


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a statement, but not those inside of functions that it defines."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from calls_in(child)


def root_of(node: ast.AST) -> str:
    """The name that a chain of attributes, items and calls begins with; empty if with none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def chain_of(node: ast.AST) -> str:
    """`a.b.c` of a chain of attributes, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{chain_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


class _Walk(ast.NodeVisitor):
    """Collects effects in the scope of one function or module."""

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self.found = Effects()
        self.functions = functions
        self.shared: set[str] = set()
        """Names declared `global` or `nonlocal`."""

    def definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Effects:
        """The effects of a body; of a class, of all its methods together."""
        for statement in node.body:
            self.visit(statement)
        found = self.found
        own = set() if isinstance(node, ast.ClassDef) else found.writes
        found.local = (_parameters(node) | own) - self.shared
        head = _Walk(self.functions)
        for name in ("decorator_list", "bases", "keywords", "args", "returns"):
            part = getattr(node, name, None)
            for item in part if isinstance(part, list) else [part]:
                if item is not None:
                    head.visit(item)
        found.outside = head.found.reads
        found.mutates |= self.shared & found.writes
        found.reads = (found.reads - found.local) | found.outside
        found.writes = {node.name}
        return found

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.found.reads.add(node.id)
        else:
            self.found.writes.add(node.id)

    def visit_arg(self, node: ast.arg) -> None:
        if node.annotation is not None:
            self.visit(node.annotation)

    def visit_alias(self, node: ast.alias) -> None:
        self.found.writes.add(node.asname or node.name.partition(".")[0])

    def visit_Global(self, node: ast.Global) -> None:
        self.shared |= set(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.shared |= set(node.names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.found.writes.add(node.name)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        inner = _Walk(self.functions).definition(node)
        self._take(inner, node.name)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        inner = _Walk(self.functions).definition(node)
        self._take(inner, node.name)

    def _take(self, inner: Effects, name: str) -> None:
        self.found.reads |= inner.reads
        self.found.mutates |= inner.mutates - inner.local
        self.found.writes.add(name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        inner = _Walk(self.functions)
        inner.visit(node.body)
        own = _arguments(node.args)
        self.found.reads |= inner.found.reads - own
        self.found.mutates |= inner.found.mutates - own
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)

    def _comprehension(self, node: ast.AST) -> None:
        inner = _Walk(self.functions)
        inner.generic_visit(node)
        self.found.reads |= inner.found.reads - inner.found.writes
        self.found.mutates |= inner.found.mutates - inner.found.writes

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._stored(node)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._stored(node)
        self.generic_visit(node)

    def _stored(self, node: ast.Attribute | ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._change(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._change(node.target)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """A call whose result nobody uses is made for what it changes."""
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Attribute):
                if call.func.attr not in _QUIET:
                    self._change(call.func)
            elif not (isinstance(call.func, ast.Name) and call.func.id in _HARMLESS):
                known = self.functions.get(root_of(call.func))
                if known is None:
                    self._given(call)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
            self._change(node.func)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else root_of(node.func)
        if name in _WRITERS:
            self.found.mutates.add(FILES)
        if name in _READERS:
            self.found.reads.add(FILES)
        if name in _OPAQUE and isinstance(node.func, ast.Name):
            self.found.reads.add(EVERYTHING)
            if name != "eval":
                self.found.mutates.add(EVERYTHING)
        known = self.functions.get(name)
        if known is not None:
            if known.alters:
                self._given(node)
            if isinstance(node.func, ast.Attribute):
                self._change(node.func)
        self.generic_visit(node)

    def _given(self, call: ast.Call) -> None:
        for argument in (*call.args, *(item.value for item in call.keywords)):
            if root_of(argument):
                self.found.mutates.add(root_of(argument))

    def _change(self, node: ast.AST) -> None:
        name = root_of(node)
        if name:
            self.found.mutates.add(name)


def _parameters(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return _arguments(node.args)
    return {"self", "cls"}


def _arguments(arguments: ast.arguments) -> set[str]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item is not None]
    return {item.arg for item in every}
