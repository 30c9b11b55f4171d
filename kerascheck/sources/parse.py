"""Blocks of Python text to LibCST trees."""

import ast
import re
import sys
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kerascheck.finding import Span
from kerascheck.sources.depth import deepest_line
from kerascheck.sources.readable import spaced, without_tabs
from kerascheck.sources.source import Source

if TYPE_CHECKING:
    import libcst as cst

    from kerascheck.values.site import Locator

_PYTHON_2 = (
    (r"^\s*print\s*[^\s(=.,:;\[)#+*/%-]", "print statement"),
    (r"^\s*exec\s+[^\s(=.]", "exec statement"),
    (r"^\s*except\s+[\w.]+\s*,\s*[a-z_]\w*\s*:", "`except Error, name`"),
    (r"^\s*raise\s+[\w.]+\s*,", "`raise Error, value`"),
    (r"<>", "operator `<>`"),
    (r"(?<![\w.)\]])0[0-7]+\b(?!\.)", "octal number without `0o`"),
    (r"\b[uU][rR]['\"]", "string with the prefix `ur`"),
)
_NEWER = (
    ((3, 11), r"^\s*except\s*\*"),
    ((3, 12), r"\b[rR]?[fF][rR]?['\"]"),
    ((3, 12), r"^\s*type\s+\w+\s*(?:\[.*\])?\s*="),
    ((3, 12), r"^\s*(?:async\s+def|def|class)\s+\w+\s*\["),
    ((3, 13), r"^\s*(?:async\s+def|def|class|type)\s+\w+\s*\[.*="),
    ((3, 14), r"^\s*except\b[^:]*,"),
)
"""Syntax that LibCST reads, and the Python that first did; older ones reject it in `ast`."""


@dataclass(frozen=True, eq=False)
class Parsed:
    """The tree of a block, and what says where its nodes stand."""

    module: "cst.Module"
    locator: "Locator"


@dataclass(frozen=True)
class SyntaxProblem:
    """Why a block is not read, and where.

    It is no Python, unless it is `legal`: then it may be, and the message says what "it is".
    """

    message: str
    span: Span
    legal: bool = False


def parse(source: Source, block: int) -> Parsed | SyntaxProblem:
    """Parse one block of a source, counted from 0; never fails on the text of it."""
    text = source.blocks[block].text
    trouble = _Trouble(source.path, block, text)
    tree = _abstract(text, trouble)
    if isinstance(tree, SyntaxProblem):
        line = trouble.lines[tree.span.line - 1]
        if _python_2(line) or not _may_be_newer(line):
            return tree
        if deepest_line(text, None) is not None:
            return tree
        module = _concrete(text, trouble)
        if isinstance(module, SyntaxProblem):
            return tree
        return _parsed(source.path, block, text, module, None)
    deep = deepest_line(text, tree)
    if deep is not None:
        return trouble.deep(deep)
    module = _concrete(text, trouble)
    if isinstance(module, SyntaxProblem):
        reason = f"not understood by its reader: {module.message}"
        module = _reread(text, tree, trouble) or replace(module, message=reason, legal=True)
    if isinstance(module, SyntaxProblem):
        return module
    return _parsed(source.path, block, text, module, tree)


def _parsed(
    path: str, block: int, text: str, module: "cst.Module", tree: ast.Module | None
) -> Parsed:
    from kerascheck.sources.positions import Positions

    return Parsed(module, Positions(path, block, text, module, tree))


class _Trouble:
    """Makes syntax problems of one block, with places that exist in its text."""

    def __init__(self, path: str, block: int, text: str) -> None:
        self.path, self.block, self.lines = path, block, text.split("\n")

    def at(
        self,
        message: str,
        line: int | None,
        column: int = 0,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> SyntaxProblem:
        line = min(max(line or 1, 1), len(self.lines))
        column = min(max(column, 0), len(self.lines[line - 1]))
        end_line = min(end_line or line, len(self.lines))
        limit = len(self.lines[end_line - 1])
        end_column = limit if end_column is None else min(end_column, limit)
        if (end_line, end_column) <= (line, column):
            end_line, end_column = line, column + 1
        span = Span(self.path, self.block, line, column, end_line, end_column)
        return SyntaxProblem(message, span)

    def deep(self, line: int) -> SyntaxProblem:
        return replace(self.at("nested too deeply to be followed", line), legal=True)


def _abstract(text: str, trouble: _Trouble) -> ast.Module | SyntaxProblem:
    """Python's own tree, for its speed and the quality of its messages."""
    null = text.find("\0")
    if null >= 0:
        line = text.count("\n", 0, null) + 1
        return trouble.at("a null character cannot stand in Python code", line)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        end = getattr(error, "end_offset", None)
        return trouble.at(
            _message(error, trouble.lines),
            error.lineno,
            (error.offset or 1) - 1,
            getattr(error, "end_lineno", None),
            end - 1 if end and end > 0 else None,
        )
    except (RecursionError, MemoryError):
        return trouble.deep(1)
    except ValueError as error:
        return trouble.at(str(error), 1)


def _message(error: SyntaxError, lines: list[str]) -> str:
    """What is wrong in words; that it is Python 2 if it looks like that."""
    number = error.lineno or 0
    name = _python_2(lines[number - 1]) if 0 < number <= len(lines) else ""
    return f"this is Python 2 ({name}); Keras needs Python 3" if name else str(error.msg)


def _python_2(line: str) -> str:
    """What makes a line that is wrong one of Python 2, in words; empty if nothing does."""
    return next((name for pattern, name in _PYTHON_2 if re.search(pattern, line)), "")


def _may_be_newer(line: str) -> bool:
    """Whether a line that is wrong for this Python may be right for a later one."""
    return any(
        sys.version_info < version and re.search(pattern, line) for version, pattern in _NEWER
    )


def _reread(text: str, tree: ast.Module, trouble: _Trouble) -> "cst.Module | None":
    """The tree of a text that Python takes and LibCST does not; None if nothing helps."""

    def read(text: str) -> "cst.Module | None":
        module = _concrete(text, trouble)
        return None if isinstance(module, SyntaxProblem) else module

    plain = without_tabs(text, tree) if "\t" in text else text
    return (read(plain) if plain != text else None) or spaced(plain, read)


def _concrete(text: str, trouble: _Trouble) -> "cst.Module | SyntaxProblem":
    import libcst as cst

    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return trouble.at(error.message, error.raw_line, error.raw_column)
    except Exception as error:  # noqa: BLE001 - LibCST also raises errors of its own making
        return trouble.at(f"LibCST cannot read this: {error}", 1)
    except BaseException as error:
        # A panic of the native parser is no `Exception`; an interrupt is none of ours.
        if type(error).__name__ != "PanicException":
            raise
        return trouble.at("LibCST cannot read this", 1)
