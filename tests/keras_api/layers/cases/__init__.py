"""Random calls of every layer, valid and invalid: a strategy for each class of Keras.

Each module here has a dict `CASES` from the name of a class to a strategy of `Case`.
"""

import pkgutil
from importlib import import_module

from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.oracle import Case


def every() -> dict[str, SearchStrategy[Case]]:
    """The strategies of all families together."""
    found: dict[str, SearchStrategy[Case]] = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        cases: dict[str, SearchStrategy[Case]] = import_module(info.name).CASES
        assert not found.keys() & cases.keys()
        found |= cases
    return found
