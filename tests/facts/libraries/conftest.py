"""A stand-in for the interpreter that runs a few lines of Python on symbolic values."""

import ast
import builtins
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kerascheck.facts.call import Call, Instance, Ref
from kerascheck.facts.libraries import ATTRIBUTES, CONSTANTS, FUNCTIONS, METHODS, arrays
from kerascheck.finding import Span
from kerascheck.values import Clue, Data, Frequencies, Site, Unknown, Value

_MODULES = {
    "np": "numpy",
    "pd": "pandas",
    "tf": "tensorflow",
    "math": "math",
    "random": "random",
    "os": "os",
    "argparse": "argparse",
    "itertools": "itertools",
    "functools": "functools",
    "Counter": "collections.Counter",
}
_SYMBOLIC = (Data, Frequencies)


class _Text:
    def span(self, statement: object, node: object) -> Span:
        return Span("train.py", 0, 1, 0, 1, 1)

    def text(self, node: Any) -> str:
        return ast.unparse(node)


class Script:
    """Runs assignments and expressions; `names` are the variables, `clues` and `scores` notes."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.clues: list[Clue] = []
        self.scores: list[tuple[Value, Value]] = []
        self.misshapen: list[tuple[Value, Value]] = []
        self.image_format: Value = "channels_last"
        self.loops = 0
        self.site = Site(_Text(), None, ast.parse("here", mode="eval"))

    def __call__(self, source: str, **names: Any) -> Any:
        """Run lines of code; the value of the last expression."""
        self.names |= names
        result = None
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.Expr):
                result = self.value(statement.value)
            elif isinstance(statement, ast.Assign):
                self.assign(statement.targets[0], self.value(statement.value))
            elif isinstance(statement, ast.AugAssign):
                right = ast.BinOp(statement.target, statement.op, statement.value)
                self.assign(statement.target, self.value(right))
        return result

    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], site: Site
    ) -> Value:
        if callable(function):
            return function(*args, **kwargs)
        return Unknown("not a function", site)

    def clue(self, clue: Clue, model: Value = None) -> None:
        self.clues.append(clue)

    def mark(self, name: str, site: Site) -> None:
        pass

    def score(
        self, labels: Value, predictions: Value, site: Site, *, operator: bool = False
    ) -> None:
        self.scores.append((labels, predictions))

    def misshape(self, data: Data, target: Value, site: Site) -> None:
        self.misshapen.append((data, target))

    def assign(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple):
            many = len(target.elts)
            parts = value
            if isinstance(value, _SYMBOLIC):
                parts = arrays.iterate(value, self.site, many)
            for element, part in zip(target.elts, parts, strict=True):
                self.assign(element, part)
        elif isinstance(target, ast.Subscript):
            receiver, key = self.value(target.value), self.value(target.slice)
            if isinstance(receiver, Data):
                site = Site(_Text(), None, target)
                self.assign(target.value, arrays.stored(receiver, key, value, site))
            else:
                receiver[key] = value

    def value(self, node: ast.AST) -> Any:
        return getattr(self, f"_{type(node).__name__.lower()}")(node)

    def _at(self, node: ast.AST) -> Site:
        return Site(_Text(), None, node)

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        if node.id in _MODULES:
            return Ref(_MODULES[node.id], node.id)
        return getattr(builtins, node.id)

    def _list(self, node: ast.List) -> Any:
        return [self.value(item) for item in node.elts]

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self.value(item) for item in node.elts)

    def _dict(self, node: ast.Dict) -> Any:
        pairs = zip(node.keys, node.values, strict=True)
        return {self.value(k): self.value(v) for k, v in pairs if k is not None}

    def _slice(self, node: ast.Slice) -> Any:
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else self.value(part) for part in parts))

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        symbol = ast.unparse(ast.BinOp(ast.Name("a"), node.op, ast.Name("b")))[2:-2]
        if isinstance(left, _SYMBOLIC) or isinstance(right, _SYMBOLIC):
            return arrays.binary(symbol, left, right, self._at(node), self)
        return eval(f"left {symbol} right", {}, {"left": left, "right": right})

    def _compare(self, node: ast.Compare) -> Any:
        left, right = self.value(node.left), self.value(node.comparators[0])
        symbol = ast.unparse(ast.Compare(ast.Name("a"), node.ops, [ast.Name("b")]))[2:-2]
        return arrays.compare(symbol, left, right, self._at(node), self)

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(value, _SYMBOLIC):
            symbol = ast.unparse(ast.UnaryOp(node.op, ast.Name("a")))[0]
            return arrays.unary(symbol, value, self._at(node))
        return -value if isinstance(node.op, ast.USub) else ~value

    def _subscript(self, node: ast.Subscript) -> Any:
        receiver, key = self.value(node.value), self.value(node.slice)
        if isinstance(receiver, _SYMBOLIC):
            return arrays.subscript(receiver, key, self._at(node))
        return receiver if isinstance(receiver, Unknown) else receiver[key]

    def _attribute(self, node: ast.Attribute) -> Any:
        receiver = self.value(node.value)
        if isinstance(receiver, Ref):
            path = f"{receiver.path}.{node.attr}"
            return CONSTANTS[path] if path in CONSTANTS else Ref(path, path)
        if isinstance(receiver, _SYMBOLIC):
            return arrays.attribute(receiver, node.attr, self._at(node))
        if isinstance(receiver, Instance):
            return ATTRIBUTES[f"{receiver.kind}.{node.attr}"](receiver, self._at(node))
        return getattr(receiver, node.attr)

    def _dictcomp(self, node: ast.DictComp) -> Any:
        loop = node.generators[0]
        result = {}
        for item in self._items(self.value(loop.iter)):
            self.assign(loop.target, item)
            result[self.value(node.key)] = self.value(node.value)
        return result

    def _items(self, value: Any) -> Any:
        if isinstance(value, _SYMBOLIC):
            return arrays.iterate(value, self.site)
        return value

    def _call(self, node: ast.Call) -> Any:
        args: list[Any] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                args.extend(self.value(arg.value))
            else:
                args.append(self.value(arg))
        kwargs = {str(keyword.arg): self.value(keyword.value) for keyword in node.keywords}
        call = Call("", self._at(node), args, kwargs, self)
        if not any(isinstance(arg, ast.Starred) for arg in node.args):
            call.places.update({i: self._at(arg) for i, arg in enumerate(node.args)})
        if isinstance(node.func, ast.Attribute):
            call.receiver = self.value(node.func.value)
            if isinstance(call.receiver, (Instance, *_SYMBOLIC)):
                kind = f"{call.receiver.kind}." if isinstance(call.receiver, Instance) else ""
                call.name = kind + node.func.attr
                return METHODS[call.name](call)
        function = self.value(node.func)
        if isinstance(function, Ref):
            call.name, call.receiver = function.path, None
            return FUNCTIONS[function.path](call)
        return self._builtin(function, call)

    def _builtin(self, function: Any, call: Call) -> Any:
        name = getattr(function, "__name__", "")
        first = call.args[0] if call.args else None
        if isinstance(first, Frequencies) and name == "dict":
            return arrays.as_mapping(first, call.site)
        if isinstance(first, _SYMBOLIC) and name == "len":
            return arrays.length(first)
        if isinstance(first, _SYMBOLIC) and name in ("max", "min", "sum", "round"):
            return arrays.reduce(name, first, call.site)
        if isinstance(first, Unknown):
            return first
        columns = [self._items(arg) for arg in call.args]
        if name == "zip" and None in columns:
            columns = [[Unknown("a class")], [call.args[1]]]
        return function(*columns, **call.kwargs)


@pytest.fixture
def script() -> Script:
    return Script()
