"""Pieces of source as trees of the standard library, which is quicker to look through."""

import ast
import warnings


def parse(text: str) -> ast.Module | None:
    """The tree of a piece of code; None if the standard library cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
