"""Imports go down the layers only, and rules import nothing but the vocabulary."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = {
    "finding": set(),
    "globs": set(),
    "gitignore": set(),
    "directives": set(),
    "values": {"finding"},
    "keras_api": {"values"},
    "sources": {"finding"},
    "facts": {"finding", "keras_api", "sources", "values"},
    "rule": {"finding", "values"},
    "edits": {"finding", "values"},
    "rules": {"edits", "keras_api", "rule"},
    "docs": {"finding", "rule"},
    "config": {"finding", "globs"},
    "discovery": {"config", "gitignore", "globs"},
    "registry": {"config", "finding", "globs", "rule", "rules"},
    "result": {"finding", "sources"},
    "fix": {"finding", "sources"},
    "suppress": {"directives", "finding", "sources"},
    "worlds": {"facts", "finding", "keras_api", "values"},
    "project": {"directives", "facts", "finding", "sources", "values"},
    "target": {"sources", "values"},
    "report": {"finding", "result", "sources"},
    "dynamic": {"finding", "keras_api", "values"},
    "explain": {"finding", "keras_api", "report", "result", "values"},
    "pipeline": {
        "config", "dynamic", "explain", "facts", "finding", "fix", "project", "registry", "result", "rule",
        "suppress", "sources", "target", "values", "worlds",
    },
    "fixing": {"config", "facts", "finding", "fix", "pipeline", "result", "rule", "sources"},
    "runner": {"config", "discovery", "dynamic", "fixing", "pipeline", "registry", "result"},
    "cli": {
        "config", "discovery", "docs", "dynamic", "explain", "finding", "fixing", "registry", "report", "result",
        "rule", "runner",
    },
    "__main__": {"cli"},
}  # fmt: skip
"""What each part of `kerascheck` may import besides itself. `rules` is the folder of that name."""

THIRD_PARTY = {
    "click": {"cli"},
    "libcst": {"facts", "sources"},
    "markdown_it": {"sources"},
    "msgspec": {"config"},
    "pathspec": {"gitignore"},
    "rich": {"cli"},
    "tomli": {"config", "target"},
    "tomllib": {"config", "target"},  # before Python 3.11 it is no part of the standard library
}
"""The packages that are not Python's own, and the parts that may import them."""


class Import(NamedTuple):
    """One module that another imports; `when` is `start`, `call` or `typing`."""

    name: str
    when: str
    line: int
    relative: bool


ALONE = ("launch", "sandbox", "executor", "worker")
"""Files and folders of `dynamic` that run under the user's interpreter, which has no kerascheck."""


@cache
def modules() -> dict[str, Path]:
    """The path of every module by its name as an import spells it."""
    found = {}
    for folder, prefix in (("kerascheck", ""), ("rules", "kerascheck.")):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = prefix + ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(module: str) -> tuple[Import, ...]:
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return tuple(_imports(ast.parse(path.read_text(encoding="utf-8")), package, "start"))


def _imports(node: ast.AST, package: str, when: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, when, child.lineno, False) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            source = resolve_name("." * child.level + (child.module or ""), package)
            for alias in child.names:
                name = f"{source}.{alias.name}"
                name = name if name in modules() else source
                yield Import(name, when, child.lineno, child.level > 0)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _imports(child, package, "typing")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _imports(child, package, "call" if when == "start" else when)
        else:
            yield from _imports(child, package, when)


def part(module: str) -> str:
    """The part of `kerascheck` that a module belongs to; empty for the top package itself."""
    package, _, rest = module.partition(".")
    assert package == "kerascheck"
    return re.sub("^config.*", "config", rest.partition(".")[0])


def ours(name: str) -> bool:
    return name.partition(".")[0] == "kerascheck"


def alone(module: str) -> bool:
    """Whether a module is one of those that run under the user's interpreter."""
    return module.startswith("kerascheck.dynamic.") and module.split(".")[2] in ALONE


def test_the_layers_have_no_cycle_and_name_every_part() -> None:
    assert list(TopologicalSorter(LAYERS).static_order())
    assert {part(name) for name in modules()} - {""} == LAYERS.keys()


@pytest.mark.parametrize("module", modules())
def test_imports_go_down_the_layers(module: str) -> None:
    allowed = LAYERS.get(part(module), set()) | {"", part(module)}
    wrong = [
        f"line {line}: {name}"
        for name, when, line, _ in imports(module)
        if ours(name) and when != "typing" and part(name) not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("module", [name for name in modules() if part(name) == "rules"])
def test_rules_import_only_the_vocabulary(module: str) -> None:
    for name, _, line, _ in imports(module):
        if ours(name):
            assert part(name) in LAYERS["rules"], f"line {line}: {name}"
        else:
            assert name.partition(".")[0] in sys.stdlib_module_names, f"line {line}: {name}"


@pytest.mark.parametrize("module", modules())
def test_other_packages_are_imported_where_they_belong(module: str) -> None:
    for name, when, line, _ in imports(module):
        package = name.partition(".")[0]
        if alone(module) and when == "call":
            continue  # It runs under another interpreter, whose Keras it is for.
        if not ours(name) and package not in sys.stdlib_module_names and when != "typing":
            # Keras, TensorFlow and NumPy are in no set: the checked code is never run.
            assert part(module) in THIRD_PARTY.get(package, ()), f"line {line}: {name}"
        slow = ("libcst.matchers", "libcst.metadata", "libcst.helpers", "libcst.codemod")
        assert not name.startswith(slow), f"line {line}: {name} takes longer than all the rest"


@pytest.mark.parametrize("module", modules())
def test_what_runs_under_another_interpreter_stands_alone(module: str) -> None:
    for name, when, line, relative in imports(module):
        # There it has another name, and nothing else of kerascheck is there.
        assert relative == (alone(module) and ours(name)), f"line {line}: {name}"
        assert not relative or alone(name), f"line {line}: {name}"
        if alone(module) and when == "start" and not relative:
            assert name.partition(".")[0] in sys.stdlib_module_names, f"line {line}: {name}"


def test_modules_have_no_cycle_when_they_are_first_imported() -> None:
    graph = {module: set(_edges(module, "start")) for module in modules()}
    assert list(TopologicalSorter(graph).static_order())


def test_no_import_in_a_function_hides_a_cycle() -> None:
    hidden = {
        (module, name)
        for module in modules()
        for name in _edges(module, "call")
        if module in _reached(name)
    }
    assert not hidden


def _edges(module: str, when: str) -> Iterator[str]:
    """What a module imports, its own packages left out: those are there already."""
    for name, time, *_ in imports(module):
        if ours(name) and time == when and not f"{module}.".startswith(f"{name}."):
            yield name


def _reached(module: str) -> set[str]:
    """Everything that is imported with a module."""
    seen: set[str] = set()
    queue = [module]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue.extend(_edges(name, "start"))
    return seen
