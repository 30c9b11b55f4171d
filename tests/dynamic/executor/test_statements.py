"""Statements that run on their own: errors are survived, what is made up is followed."""

# mypy: disable-error-code="no-untyped-call,no-untyped-def"

import ast
from textwrap import dedent
from typing import Any

import pytest

from kerascheck.dynamic.executor import standins
from kerascheck.dynamic.executor.ledger import Ledger
from kerascheck.dynamic.executor.rewriting import HOOKS, Rewriter, Statement, undefined
from kerascheck.dynamic.executor.standins import Standin


class Hooks:
    """The hooks without Keras: values of the class `Layer` stand for layers."""

    def __init__(self) -> None:
        self.made = self.working = 0
        self.told: list[tuple[int, str]] = []
        self.marked: dict[int, str] = {}
        self.standin = Standin

    def failed(self, statement: Any, error: BaseException) -> None:
        self.told.append((statement.line, type(error).__name__))

    def changeable(self, value: Any) -> bool:
        return isinstance(value, (list, dict, set))

    def touched(self, value: Any, reason: str) -> None:
        self.marked[id(value)] = reason

    def take(self, path: str, name: str, tried: bool) -> Any:
        return getattr(__import__(path), name)

    def bring(self, path: str, renamed: bool, tried: bool) -> Any:
        return __import__(path)

    def star(self, path: str, space: dict[str, Any]) -> None:
        space.update(vars(__import__(path)))

    @staticmethod
    def call(function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if any(isinstance(value, Standin) for value in args) and function in (len, sorted):
            return Standin("a call")
        return function(*args, **kwargs)


class Run:
    """A program that was run: its names, and what was noted."""

    def __init__(self, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hooks = Hooks()
        self.ledger = Ledger(self.hooks, self.hooks.call, self.hooks)
        monkeypatch.setattr(standins, "leak", self.ledger.leak)
        self.names: dict[str, Any] = {HOOKS: self.ledger, "unknown": Standin("data")}
        tree = Rewriter("main", self.ledger.statements).module(ast.parse(dedent(code)))
        exec(compile(tree, "main", "exec"), self.names)  # noqa: S102

    def __getitem__(self, name: str) -> Any:
        return self.names[name]

    @property
    def failures(self) -> list[tuple[int, str]]:
        return self.hooks.told

    def tainted(self, name: str) -> bool:
        """Whether a statement that reads a name would be tainted."""
        ledger: Any = self.ledger
        node = ast.parse(name).body[0]
        statement = Statement(node, "main", {name}, set(), False)
        frame = type("Frame", (), {"f_locals": self.names, "f_globals": self.names})
        return bool(ledger.tainted(statement, id(self.names), self.names, frame))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda code: Run(code, monkeypatch)


def test_a_statement_that_fails_does_not_keep_the_next_from_running(run: Any) -> None:
    done = run("a = 1 / 0\nb = a.x + 2\nc = 3\n")
    assert done["c"] == 3
    assert isinstance(done["a"], Standin)
    assert isinstance(done["b"], Standin)
    assert done.failures == [(1, "ZeroDivisionError")]


def test_errors_in_functions_branches_loops_and_contexts_are_survived(run: Any) -> None:
    code = """
    def make(n):
        "Text."
        a = 1 / 0
        b = n + 1
        return b
    if 1 / 0:
        c = make(1)
    for i in undefined_name:
        d = 4
    with 1 / 0 as e:
        f = 5
    class Plain:
        def run(self):
            self.x = {}["a"]
            return 7
    g = Plain().run()
    """
    done = run(code)
    assert (done["c"], done["d"], done["f"], done["g"]) == (2, 4, 5, 7)
    assert [kind for _, kind in done.failures] == [
        "ZeroDivisionError", "ZeroDivisionError", "NameError", "ZeroDivisionError", "KeyError",
    ]  # fmt: skip


def test_a_handler_of_the_script_gets_its_error(run: Any) -> None:
    done = run("try:\n    a = 1 / 0\nexcept ZeroDivisionError:\n    a = 4\n")
    assert done["a"] == 4
    assert done.failures == []
    assert done.tainted("a")


def test_a_raise_ends_the_function_and_not_the_script(run: Any) -> None:
    code = "def f():\n    raise ValueError\n    return 3\na = f()\nraise SystemExit\nb = 2\n"
    done = run(code)
    assert isinstance(done["a"], Standin)
    assert done["b"] == 2
    assert done.failures == [(4, "ValueError"), (5, "SystemExit")]


def test_generators_lambdas_and_layers_run_as_they_are(run: Any) -> None:
    code = """
    def numbers():
        for i in range(3):
            yield i
    double = lambda x: x * 2
    class Layer(list):
        def call(self):
            return 1 / 0
    a = [double(i) for i in numbers()]
    b = Layer().call()
    """
    done = run(code)
    assert done["a"] == [0, 2, 4]
    assert done.failures == [(10, "ZeroDivisionError")]


def test_returning_breaking_and_continuing_work(run: Any) -> None:
    code = """
    def f():
        for i in range(9):
            if i < 3:
                continue
            if i == 5:
                break
        while True:
            return i
    a = f()
    """
    assert run(code)["a"] == 5


@pytest.mark.parametrize(
    "code",
    [
        "a = int(unknown)",
        "a = 3 if unknown else 4",
        "if unknown:\n    a = 3\nelse:\n    a = 4",
        "a = 0\nfor _ in unknown:\n    a += 1",
        "a = 3\nif int(unknown) > 100:\n    a = 4",
        "b = int(unknown)\na = b + 1",
        "def f(x):\n    if x:\n        return 3\n    return 4\na = f(unknown)",
        "def f(x):\n    y = int(x)\n    return y + 1\na = f(unknown)",
        "a = []\nb = a\nb.append(int(unknown))",
        "n = int(unknown)\ndef f():\n    return n + 1\na = f()",
        "n = int(unknown)\nclass C(list):\n    def f(self):\n        return n\na = C().f()",
        "a = {}\nfor key in unknown:\n    a['x'] = 1",
        "i = 0\nwhile i < int(unknown):\n    i += 1\na = i",
        "a = f'{unknown}'",
        "a = [1 for _ in unknown]",
        "def f(x):\n    for i in range(9):\n        if x:\n            break\n    return i\na = f(unknown)",
    ],
)
def test_what_depends_on_data_is_tainted(run: Any, code: str) -> None:
    assert run(code).tainted("a")


@pytest.mark.parametrize(
    "code",
    [
        "a = 3\nb = int(unknown)",
        "a = int(unknown)\na = 3",
        "def f(x):\n    y = int(x)\n    return 3\na = f(unknown)",
        "if unknown:\n    b = 3\na = 4",
        "a = len(unknown)",  # A stand-in, which speaks for itself.
        "for _ in range(3):\n    a = 4",
        "def f(n):\n    return n\nb = f(int(unknown))\na = f(3)",
    ],
)
def test_what_does_not_depend_on_data_is_not(run: Any, code: str) -> None:
    assert not run(code).tainted("a")


def test_what_a_failed_statement_may_have_changed_is_marked(run: Any) -> None:
    done = run("class Net:\n    pass\nnet = Net()\nnet.add(1 / 0)\nnet.fit(1 / 0)\n")
    assert done.hooks.marked[id(done["net"])] == "line 4 fails"


def test_loops_that_train_end_after_a_turn_unless_they_make_layers(run: Any) -> None:
    code = """
    a = b = 0
    while True:
        a += 1
        __kerascheck__.trained()
    for i in range(5):
        b += 1
        __kerascheck__.hooks.made += 1
        __kerascheck__.trained()
    """
    done = run(code)
    assert (done["a"], done["b"]) == (1, 5)
    assert done.tainted("a")


def test_imports_of_all_kinds_go_through_the_hooks(run: Any) -> None:
    code = "import os.path as p, json\nfrom math import pi as x, e\nfrom math import *\na = tau\n"
    done = run(code)
    assert (done["x"] > 3, done["e"] > 2, done["a"] > 6) == (True, True, True)
    assert done["json"].dumps(1) == "1"


def test_names_that_nobody_defines_are_found() -> None:
    assert undefined(ast.parse("a = len(x)\nprint(__name__, a)")) == {"x", "a"}
