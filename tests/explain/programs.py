"""Small programs, and what `explain` says about them."""

from textwrap import dedent

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.explain.description import Explained, Row, Summary
from kerascheck.pipeline import explain

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"
LAST = 3
"""The last line of `HEAD`."""


def explained(code: str, path: str = "train.py", *, head: str = HEAD) -> Explained:
    """The description of a program that imports keras, layers and numpy."""
    settings = Settings()
    rules = registry.select(registry.load(), settings, path)
    found = explain(path, (head + dedent(code)).encode(), rules, settings).explained
    assert found is not None
    return found


def summary(code: str) -> Summary:
    """The only model of a program."""
    (model,) = explained(code).models
    return model


def rows(code: str) -> list[tuple[str, str, object]]:
    """Words, shape and parameters of the rows of the only model."""
    return [(row.text, row.shape, row.parameters) for row in summary(code).rows]


def row(layer: str, shape: str = "(8,)") -> Row:
    """The row of one layer behind an input."""
    return summary(f"m = keras.Sequential([keras.Input({shape}), {layer}])").rows[1]


def texts(code: str) -> list[str]:
    """The words of the rows of the only model."""
    return [found.text for found in summary(code).rows]
