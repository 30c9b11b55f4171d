"""Keras without a backend: variables with a shape and without storage."""

# Keras is not there when types are checked, so that all that it makes is `Any`.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.metadata
import importlib.util
import os
import sys
import types
from collections.abc import Callable
from typing import Any

META_TESTED = ((3, 5), (3, 16))
"""The versions of Keras whose insides `meta` is known to fit: from, and before."""


class UntestedError(Exception):
    """A version of Keras that cannot be used without a backend."""


class Absent(types.ModuleType):
    """Stands for a package that Keras's numpy backend imports and for shapes does not need."""

    def __getattr__(self, name: str) -> types.ModuleType:
        if name.startswith("__"):
            raise AttributeError(name)
        path = f"{self.__name__}.{name}"
        if path not in sys.modules:
            sys.modules[path] = Absent(path)
        return sys.modules[path]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if args and callable(args[0]) and not isinstance(args[0], Absent):
            return args[0]
        raise NotImplementedError("there is no backend to compute with")

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (object,)

    def __or__(self, other: Any) -> Any:
        return self


class AbsentFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an `Absent` for JAX, which takes long to import, and for SciPy if it is missing."""

    def __init__(self) -> None:
        self.roots = {"jax"}
        if importlib.util.find_spec("scipy") is None:
            self.roots.add("scipy")

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in self.roots:
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        module = sys.modules.get(spec.name) or Absent(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: Any) -> None:
        pass


def meta() -> Any:
    """Import Keras as a device that has shapes only, and test it."""
    os.environ["KERAS_BACKEND"] = "numpy"
    sys.meta_path.insert(0, AbsentFinder())
    # Some versions cannot even be imported so; then it is their number that says why.
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        fits(importlib.metadata.version("keras"))
    import keras
    import numpy

    fits(keras.__version__)
    from keras.src import backend, tree
    from keras.src.backend.common import KerasVariable
    from keras.src.backend.common.keras_tensor import KerasTensor
    from keras.src.backend.common.stateless_scope import StatelessScope
    from keras.src.backend.common.symbolic_scope import SymbolicScope

    def empty(variable: Any, initializer: Any) -> None:
        kind = "float32" if variable._dtype.startswith(("bfloat", "float8")) else variable._dtype
        variable._value = numpy.broadcast_to(numpy.zeros((), kind), variable._shape)

    def filled(value: Any, extent: int) -> Any:
        if not isinstance(value, KerasTensor):
            return value
        shape = tuple(extent if size is None else size for size in value.shape)
        return KerasTensor(shape, dtype=value.dtype)

    def symbolic(value: Any) -> Any:
        if isinstance(value, (numpy.ndarray, numpy.generic, KerasVariable)):
            return KerasTensor(tuple(value.shape), dtype=backend.standardize_dtype(value.dtype))
        return value

    def either(one: Any, other: Any) -> Any:
        if not isinstance(one, KerasTensor):
            return one
        shape = tuple(a if a == b else None for a, b in zip(one.shape, other.shape, strict=False))
        return KerasTensor(shape, dtype=one.dtype)

    def compute_output_spec(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        found = []
        is_open = any(
            None in item.shape
            for item in tree.flatten((args, kwargs))
            if isinstance(item, KerasTensor)
        )
        for extent in (83, 89) if is_open else (83,):
            a, k = tree.map_structure(lambda value, e=extent: filled(value, e), (args, kwargs))
            with StatelessScope(), SymbolicScope():
                found.append(tree.map_structure(symbolic, function(*a, **k)))
        return tree.map_structure(either, found[0], found[-1])

    KerasVariable._initialize_with_initializer = empty
    backend.compute_output_spec = compute_output_spec
    self_test(keras)
    return keras


def fits(version: str) -> None:
    """Raise `UntestedError` unless it is a version of Keras that `meta` is known to fit."""
    numbers = tuple(int(part) for part in version.split(".")[:2])
    if META_TESTED[0][0] <= numbers[0] and not META_TESTED[0] <= numbers < META_TESTED[1]:
        first, last = META_TESTED[0], (META_TESTED[1][0], META_TESTED[1][1] - 1)
        raise UntestedError(
            f"Keras {version} can be used with a backend only; without one, Keras "
            f"{first[0]}.{first[1]} to {last[0]}.{last[1]} are tested"
        )


def self_test(keras: Any) -> None:
    """Raise `ImportError` unless a small model has the shapes and sizes that it must have."""
    entry = keras.Input((None, 7))
    inner = keras.layers.Dense(3)(entry)
    mean = keras.ops.mean(keras.layers.LSTM(5, return_sequences=True)(inner) + 1.0, axis=1)
    model = keras.Model(entry, keras.layers.Dense(2)(mean))
    found = (model.count_params(), tuple(model.output_shape))
    if found != (7 * 3 + 3 + 4 * 5 * (3 + 5 + 1) + 5 * 2 + 2, (None, 2)):
        raise ImportError(f"Keras {keras.__version__} fails the self-test: {found}")
