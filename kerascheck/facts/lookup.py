"""Names that the script uses, and names of libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascheck.facts.call import Ref
from kerascheck.keras_api.names import canonical
from kerascheck.values import (
    Callback,
    Data,
    Frequencies,
    Optimizer,
    Tensor,
    Undefined,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    import libcst as cst

    from kerascheck.facts.interpreter import Interpreter

_BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "exit",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "hasattr",
        "hash",
        "help",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "globals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "ord",
        "chr",
        "pow",
        "print",
        "property",
        "quit",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "classmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "xrange",
        "raw_input",
        "unicode",
        "long",
        "reduce",
        "__import__",
        "NotImplementedError",
        "ValueError",
        "Exception",
        "ImportError",
        "KeyError",
        "IndexError",
        "TypeError",
        "RuntimeError",
        "StopIteration",
        "AssertionError",
        "AttributeError",
        "FileNotFoundError",
        "OSError",
        "IOError",
        "KeyboardInterrupt",
        "BaseException",
        "ModuleNotFoundError",
        "NameError",
        "ZeroDivisionError",
        "UserWarning",
        "DeprecationWarning",
        "Warning",
        "NotImplemented",
        "complex",
        "bytearray",
        "memoryview",
        "delattr",
        "hex",
        "oct",
        "bin",
        "ascii",
        "compile",
    ]
)
# What a notebook shows or a tool defines without any import.
_AMBIENT = frozenset({"display", "get_ipython"})
_VARYING = (int, float, str, tuple, Data, Frequencies)
# Fragments of code, in texts above all, leave out these imports; no one means anything else.
_USUAL = {"keras": "keras", "tf": "tensorflow", "np": "numpy", "pd": "pandas"}


def look_up(run: Interpreter, name: str, node: cst.CSTNode) -> Value:
    """The value of a name where it is used."""
    scope = run.scope.find(name)
    if scope is not None:
        value = scope.names[name]
        # Nothing says when a function that is not called here would run; its own names it binds
        # itself, in the order of its statements.
        own = scope.function is not None and scope.function is run.frame.function
        varies = name in scope.rebound and isinstance(value, _VARYING)
        if varies and not own and not run.frame.called:
            return Unknown(f"`{name}` has several values in this file", run.site(node))
        if isinstance(value, (Callback, Optimizer, Tensor, list)):
            run.record.read[id(value)] += 1
        return value
    if name in _BUILTINS or name in _AMBIENT:
        return Ref(f"builtins.{name}", name)
    if name == "__name__":
        return "__main__" if run.scope.module.names.get("__main__", True) else name
    if name == "__file__":
        return "script.py"
    if name in _USUAL:
        return Ref(_USUAL[name], _USUAL[name])
    if run.star_gap:
        return Unknown(f"`{name}` may come from {run.star_gap}", run.site(node))
    return Undefined(f"`{name}` is not defined in this file", run.site(node))


def reference(path: str) -> Ref:
    """A name of a library by the path that the script spells."""
    return Ref(canonical(path), path)
