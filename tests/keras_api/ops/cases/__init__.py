"""Random calls of functions on tensors: a strategy a function."""

import pkgutil
from importlib import import_module
from typing import Any

from hypothesis.strategies import SearchStrategy


def every() -> dict[str, SearchStrategy[Any]]:
    """The strategies of all libraries together, by the name of the function."""
    found: dict[str, SearchStrategy[Any]] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        cases = getattr(import_module(info.name), "CASES", {})
        assert not found.keys() & cases.keys()
        found |= cases
    return found
