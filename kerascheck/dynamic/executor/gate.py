"""Through here go the calls of a script that runs in `executor`.

It runs under the user's interpreter. A function of a library that is given a stand-in gives one
back and is not called. A layer that is given one gets a number in its place, and is marked if its
shape depends on it. Arguments of Keras 1 and 2 get the names that they have now.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import functools
import inspect
import os
import sys
import time
import types

from .standins import NUMBER

_SHAPELESS = frozenset({"activation", "recurrent_activation", "name", "dtype", "rate", "weights"})
"""Arguments that change neither shapes nor numbers of parameters."""
_SHAPELESS_ENDS = ("_initializer", "_regularizer", "_constraint", "dropout", "trainable", "seed")
_REAL = frozenset(
    {isinstance, issubclass, hasattr, getattr, setattr, type, id, callable, repr, iter, next, vars}
)
"""Functions that take stand-ins as they are."""
_SILENT = (print, type(sys.stdout).write)
_CONTAINERS = (list, dict, set, tuple)
_DROPPED = frozenset(
    [
        "input_length",
        "implementation",
        "consume_less",
        "mode",
        "renorm",
        "fused",
        "virtual_batch_size",
        "time_major",
        "dim_ordering",
    ]
)
_SHAPES = frozenset({"shape", "input_shape", "batch_shape", "target_shape", "dims"})
_VALUES = {"th": "channels_first", "tf": "channels_last"}
_NAMES = {"normal": "random_normal", "uniform": "random_uniform", "zero": "zeros", "one": "ones"}


class Gate:
    """Calls functions for the script; `hooks` knows Keras and what is going on."""

    def __init__(self, hooks):
        self.hooks = hooks

    def call(self, function, /, *args, **kwargs):
        """Call a function for the script."""
        held = None
        if args or kwargs:
            held = self.hooks.first((args, kwargs), depth=4)
        if isinstance(function, self.hooks.standin):
            return self.hooks.standin(function._why)
        kind = self.layer_class(function)
        if kind is not None:
            args, kwargs, reason = self.arguments(function, kind, args, kwargs)
            return self.marked(reason, function, args, kwargs)
        if is_in(function, (input,)):
            return self.hooks.standin("what is typed in")
        if function is time.sleep:
            return None
        if function is open and held is None:
            return open(*self.beside(args), **kwargs)
        if held is None:
            return function(*args, **kwargs)
        return self.given(function, held, args, kwargs)

    def beside(self, args):
        """The arguments of `open`: a file that is not in the working folder may be beside the script."""
        if args and isinstance(args[0], (str, os.PathLike)) and not os.path.exists(args[0]):
            for folder in self.hooks.folders:
                path = os.path.join(folder, args[0])
                if os.path.isfile(path):
                    return (path, *args[1:])
        return args

    def layer_class(self, function):
        """The class of Keras's layers that a call makes, or begins to make; None if of none."""
        if isinstance(function, type):
            return function if self.is_keras(function, self.hooks.keras.layers.Layer) else None
        if isinstance(function, types.FunctionType) and function is self.hooks.keras.Input:
            return function
        if self.is_application(function):
            return function
        owner = getattr(function, "__self__", None)
        if getattr(function, "__name__", "") == "__init__" and owner is not None:
            wanted = getattr(function, "__qualname__", "").rpartition(".")[0]
            for base in type(owner).__mro__:
                if base.__name__ == wanted and self.is_keras(base, self.hooks.keras.layers.Layer):
                    return base
        return None

    def is_application(self, function):
        """Whether a function makes one of the networks of Keras."""
        module = getattr(function, "__module__", "") or ""
        return (
            isinstance(function, types.FunctionType)
            and module.startswith("keras.src.applications.")
            and "weights" in self.parameters(function)
        )

    def is_keras(self, kind, base):
        return issubclass(kind, base) and kind.__module__.partition(".")[0] == "keras"

    def given(self, function, held, args, kwargs):
        """A call that is given something unknown."""
        if is_in(function, _SILENT):
            return None
        owner = getattr(function, "__self__", None)
        name = getattr(function, "__name__", "")
        if isinstance(owner, self.hooks.keras.Model):
            return self.of_model(owner, name, function, args, kwargs)
        if isinstance(function, self.hooks.keras.layers.Layer):
            return self.hooks.standin(held._why)
        if is_in(function, _REAL) or isinstance(owner, _CONTAINERS):
            return function(*args, **kwargs)
        if isinstance(function, type) and issubclass(function, (dict, list, BaseException)):
            return function(*args, **kwargs)
        if self.is_own(function):
            return function(*args, **kwargs)
        name = name or type(function).__name__
        if name == "pad_sequences":
            return self.padded(args, kwargs, held)
        return self.hooks.standin(held._why)

    def padded(self, args, kwargs, held):
        """Texts cut to one length are of that length."""
        length = kwargs.get("maxlen", args[1] if len(args) > 1 else None)
        rows = getattr(held, "_shape", None)
        if isinstance(length, int) and rows and rows[0] is not None:
            import numpy

            return numpy.zeros((rows[0], length), "int32")
        shape = (None, length) if isinstance(length, int) else None
        return self.hooks.standin(held._why, shape)

    def of_model(self, model, name, function, args, kwargs):
        """A method of a model that is given something unknown."""
        if name == "add":
            self.hooks.mark(
                model, f"a layer is added that is {args[0]._why}" if args else "a layer"
            )
            return None
        if name in self.hooks.intercepted:
            return function(*args, **kwargs)
        if self.is_own(function):
            return function(*args, **kwargs)
        return self.hooks.standin("what a model gives")

    def is_own(self, function):
        """Whether a function or class is the script's, which knows what it is given."""
        while isinstance(function, functools.partial):
            function = function.func
        code = getattr(getattr(function, "__func__", function), "__code__", None)
        if code is not None:
            return self.hooks.own(code.co_filename)
        if isinstance(function, type):
            return getattr(sys.modules.get(function.__module__), "__kerascheck_own__", False)
        code = getattr(getattr(type(function), "__call__", None), "__code__", None)  # noqa: B004
        return code is not None and self.hooks.own(code.co_filename)

    def marked(self, reason, function, args, kwargs):
        """Call what makes a layer; if something is made up, all that is made meanwhile is marked."""
        if args is None:
            return self.hooks.standin(reason)
        if not reason or self.hooks.ledger is None or not self.hooks.ledger.stack:
            return function(*args, **kwargs)
        entry = self.hooks.ledger.stack[-1]
        before = entry.reason
        entry.reason = before or reason
        try:
            return function(*args, **kwargs)
        finally:
            entry.reason = before

    def arguments(self, function, kind, args, kwargs):
        """The arguments of a layer: with new names, and numbers for what is unknown.

        Returns a reason, too, if shapes depend on what is unknown; no arguments at all if nothing
        can be made of them.
        """
        args, kwargs = self.translated(kind, args, kwargs)
        if self.is_application(kind):
            kwargs = {**dict(zip(self.parameters(kind), args, strict=False)), **kwargs}
            # Nothing is downloaded; the shapes are those of the weights that are.
            args, kwargs = (), {**kwargs, "weights": None}
        held = self.hooks.first((args, kwargs), depth=4)
        if held is None:
            return args, kwargs, ""
        if isinstance(kind, type) and issubclass(kind, self.hooks.keras.Model):
            return self.of_models(kind, args, kwargs, held)
        names = self.parameters(kind)
        reason = ""
        fixed = []
        for at, value in enumerate(args):
            name = names[at] if at < len(names) else ""
            value, why = self.replaced(name, value)
            fixed.append(value)
            reason = reason or why
        named = {}
        for name, value in kwargs.items():
            now, why = self.replaced(name, value)
            reason = reason or why
            if now is not None or value is None:
                named[name] = now
        if any(isinstance(value, self.hooks.standin) for value in (*fixed, *named.values())):
            return None, None, held._why
        return tuple(fixed), named, reason

    def of_models(self, kind, args, kwargs, held):
        """The arguments of a model some of whose layers or tensors are unknown."""
        if (
            issubclass(kind, self.hooks.keras.Sequential)
            and args
            and type(args[0]) in (list, tuple)
        ):
            known = [item for item in args[0] if self.hooks.first(item) is None]
            why = f"a layer in it is {held._why}"
            return (
                (known, *args[1:]),
                {k: v for k, v in kwargs.items() if self.hooks.first(v) is None},
                why,
            )
        return None, None, held._why

    def parameters(self, kind):
        """The names of the parameters of a constructor."""
        try:
            target = kind.__init__ if isinstance(kind, type) else kind
            names = list(inspect.signature(target).parameters)
        except (TypeError, ValueError):
            return []
        return names[1:] if isinstance(kind, type) else names

    def replaced(self, name, value):
        """What stands for an argument that is unknown, and why shapes depend on it."""
        held = self.hooks.first(value)
        if held is None:
            return value, ""
        if name in _SHAPELESS or name.endswith(_SHAPELESS_ENDS):
            return (0.5 if name == "rate" else None), ""
        why = f"`{name}` is {held._why}" if name else held._why
        if isinstance(value, self.hooks.standin):
            if name in _SHAPES:
                # Without a number of axes there is no layer; without the shape of its input there is.
                made = [n or NUMBER for n in held._shape or ()]
                return tuple(made) or (None if name == "input_shape" else value), why
            return NUMBER, why
        if type(value) in (list, tuple):
            inner = [NUMBER if isinstance(i, self.hooks.standin) else i for i in value]
            return type(value)(inner), why
        return None, why

    def translated(self, kind, args, kwargs):
        """Arguments of Keras 1 and 2 under the names of Keras 3."""
        name = "InputLayer" if kind is self.hooks.keras.Input else kind.__name__
        known = self.parameters(kind)
        table = self.hooks.renames.get(name, {})
        made = {}
        for old, value in kwargs.items():
            new = old
            if old in table and old not in known and table[old] in known:
                new = table[old]
                value = _VALUES.get(value, value) if isinstance(value, str) else value
                if new.endswith("_initializer") and isinstance(value, str):
                    value = _NAMES.get(value, value)
                self.spelled(f"{name}({old}=)", new)
            elif old in _DROPPED and old not in known:
                self.spelled(f"{name}({old}=)", "")
                continue
            elif old == "batch_input_shape" and old not in known and isinstance(value, tuple):
                new, value = "input_shape", value[1:]
                self.spelled(f"{name}({old}=)", new)
            made[new] = value
        rank = {"Conv1D": 1, "Conv2D": 2, "Conv3D": 3}.get(name)
        whole = all(isinstance(item, int) for item in args) and len(args) == (rank or 0) + 1
        if rank and rank > 1 and whole and "kernel_size" not in made:
            args = (args[0], tuple(args[1:]))
            self.spelled(f"{name}(filters, rows, columns)", "kernel_size")
        if name == "Model" and not args:
            made = {{"input": "inputs", "output": "outputs"}.get(k, k): v for k, v in made.items()}
        return args, made

    def spelled(self, old, new):
        """Note an old spelling that was translated."""
        if len(self.hooks.spellings) < 50 and (old, new) not in self.hooks.spellings:
            self.hooks.spellings.append((old, new))


def is_in(value, group):
    """Whether a value is one of a group, by identity: it may not be hashable."""
    return any(value is item for item in group)
