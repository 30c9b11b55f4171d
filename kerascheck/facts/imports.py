"""Imports: of libraries by name, of local modules by following them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.call import Ref
from kerascheck.facts.interpreter import Signal
from kerascheck.facts.lookup import reference
from kerascheck.facts.scope import Module, Scope
from kerascheck.facts.written import note_import
from kerascheck.keras_api.names import star_names
from kerascheck.values import Unknown, Value

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_LIBRARIES = frozenset(
    [
        "keras",
        "tensorflow",
        "tf_keras",
        "tensorflow_datasets",
        "tensorflow_hub",
        "tensorflow_addons",
        "numpy",
        "pandas",
        "sklearn",
        "scipy",
        "matplotlib",
        "seaborn",
        "os",
        "sys",
        "re",
        "math",
        "random",
        "time",
        "json",
        "pickle",
        "collections",
        "itertools",
        "functools",
        "argparse",
        "datetime",
        "glob",
        "pathlib",
        "shutil",
        "logging",
        "warnings",
        "typing",
        "cv2",
        "PIL",
        "skimage",
        "torch",
        "jax",
        "theano",
        "h5py",
        "nltk",
        "gensim",
        "tqdm",
        "keras_tuner",
        "kerastuner",
        "imblearn",
        "plotly",
    ]
)
_MARKS = {
    "gym": "rl",
    "gymnasium": "rl",
    "pettingzoo": "rl",
    "rl": "rl",
    "keras_tuner": "tuner",
    "kerastuner": "tuner",
    "hyperas": "tuner",
    "hyperopt": "tuner",
    "optuna": "tuner",
    "talos": "tuner",
    "kt": "tuner",
    "pytest": "tests",
    "unittest": "tests",
}
_SCIKIT_WRAPPERS = frozenset({"scikeras", "keras.wrappers.scikit_learn"})


def import_names(run: Interpreter, node: cst.Import) -> Signal | None:
    """`import a.b` and `import a.b as c`."""
    for alias in node.names:
        path = dotted(alias.name)
        _mark(run, path, node)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bound = alias.asname.name.value
            note_import(run, node, alias, path, bound)
            run.scope.bind(bound, _module(run, path, 0, node))
        else:
            top = path.partition(".")[0]
            note_import(run, node, alias, path, top)
            value = _module(run, top, 0, node) if top == path else _package(run, path)
            run.scope.bind(top, value)
    return None


def import_from(run: Interpreter, node: cst.ImportFrom) -> Signal | None:
    """`from a import b`, `from . import b` and `from a import *`."""
    path = dotted(node.module) if node.module is not None else ""
    level = len(node.relative)
    _mark(run, path, node)
    module = _module(run, path, level, node)
    if isinstance(node.names, cst.ImportStar):
        note_import(run, node, node.names, f"{path}.*", "*")
        _star(run, path, module)
        return None
    for alias in node.names:
        name = dotted(alias.name)
        bound = name
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bound = alias.asname.name.value
        if isinstance(module, Ref):
            note_import(run, node, alias, f"{path}.{name}", bound)
        run.scope.bind(bound, _member(run, module, path, level, name, node))
    return None


def dotted(node: cst.BaseExpression) -> str:
    """The text of a dotted name."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))


def is_library(path: str) -> bool:
    """Whether a dotted path belongs to a library that is no part of the project."""
    return path.partition(".")[0] in _LIBRARIES


def _module(run: Interpreter, path: str, level: int, node: cst.CSTNode) -> Value:
    if level == 0 and is_library(path):
        return reference(path)
    module = run.load_module(path, level)
    if isinstance(module, Module):
        return module
    return reference(path) if level == 0 else Unknown("a module that was not found", run.site(node))


def _package(run: Interpreter, path: str) -> Value:
    """What `import a.b` binds `a` to: a package with the module `b`, or a library."""
    top, *inner = path.split(".")
    module = None if is_library(path) else run.load_module(path, 0)
    if not isinstance(module, Module):
        return Ref(top, top)
    package: Value = run.load_module(top, 0) or run.scope.names.get(top)
    if not isinstance(package, Module) or package.name != top:
        package = Module(top, Scope())
    held: Value = package
    for name in inner[:-1]:
        if isinstance(held, Module):
            held = held.scope.names.setdefault(name, Module(name, Scope()))
    if isinstance(held, Module):
        held.scope.names[inner[-1]] = module
    return package


def _member(
    run: Interpreter, module: Value, path: str, level: int, name: str, node: cst.CSTNode
) -> Value:
    if isinstance(module, Module) and name in module.scope.names:
        return module.member(name, run.site(node))
    if level > 0 or not is_library(path):
        # A folder is a package without an `__init__.py`, too.
        inner = run.load_module(f"{path}.{name}" if path else name, level)
        if isinstance(inner, Module):
            return inner
    if isinstance(module, Module):
        return Unknown(f"`{name}` is not known in `{module.name}`", run.site(node))
    if isinstance(module, Ref):
        return reference(f"{path}.{name}")
    where = f"`{'.' * level}{path}`"
    return Unknown(f"`{name}` comes from {where}, which was not found", run.site(node))


def _star(run: Interpreter, path: str, module: Value) -> None:
    if isinstance(module, Module):
        for name, value in module.scope.names.items():
            if not name.startswith("_"):
                run.scope.bind(name, value)
        return
    names = star_names(path)
    for name in names:
        run.scope.bind(name, reference(f"{path}.{name}"))
    if not names:
        run.star_gap = f"`from {path} import *`"


def _mark(run: Interpreter, path: str, node: cst.CSTNode) -> None:
    top = path.partition(".")[0]
    if top in _MARKS:
        run.mark(_MARKS[top], run.site(node))
    if top in _SCIKIT_WRAPPERS or "wrappers.scikit_learn" in path:
        run.mark("wrapper", run.site(node))
