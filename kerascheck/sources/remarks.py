"""What people write around a place of the code: comments, docstrings, the text of a notebook."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from kerascheck.sources.comments import comments

LONGEST = 4000
"""So many characters of one text are kept."""
_MARKUP = re.compile(r"[*`]+|^[ \t]*#+", re.MULTILINE)
_SPACE = re.compile(r"\s+")
_Scope: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a notebook or Markdown file that belongs to a block of code in it.

    `intro` is the first text of the file, `before` the nearest one above the block, `after` the
    one that follows it directly. A script has none.
    """

    intro: str = ""
    before: str = ""
    after: str = ""


class Remarks:
    """What is written beside the code of one block; read when first asked for."""

    def __init__(self, text: str, prose: Prose | None = None) -> None:
        self.prose = prose or Prose()
        self._text = text
        self._told: dict[tuple[int, int], str] = {}

    def around(self, line: int, end_line: int) -> str:
        """What is said around some lines, as one line of text for each remark; of no text, nothing.

        These are the comments on the lines of the statement and those next above it, the comments
        and the docstring at the head of the block, the docstrings of the functions and classes
        around it with the comments above these, strings that stand as text before and behind it,
        and the `prose`. The marks of comments and of emphasis are left out, and spaces and line
        breaks are one space, so that a pattern need not care for them.
        """
        place = line, end_line
        if place not in self._told:
            found = dict.fromkeys(map(plain, self._around(*place)))
            self._told[place] = "\n".join(filter(None, found))
        return self._told[place]

    def title(self) -> str:
        """The first text of the file: of a notebook, or the comments and docstring at its head."""
        return plain(self.prose.intro) or self._head

    def _around(self, line: int, end_line: int) -> Iterator[str]:
        if not self._text:
            return  # The lines are those of another file, which this one imports.
        yield from (self.prose.intro, self._head, self.prose.before, self.prose.after)
        starts = [line]
        if self._tree is not None:
            line, end_line = _statement(self._tree, line, end_line)
            yield from _texts(self._tree, line)
            starts = [line]
            for node in _scopes(self._tree, line):
                yield ast.get_docstring(node, clean=False) or ""
                starts.append(min([node.lineno, *(part.lineno for part in node.decorator_list)]))
        yield self._joined(range(line, end_line + 1))
        for start in starts:
            yield self._joined(_above(self._lines, self._alone, start))

    def _joined(self, lines: range) -> str:
        return " ".join(plain(self._notes[line]) for line in lines if line in self._notes)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @cached_property
    def _tree(self) -> ast.Module | None:
        try:
            return ast.parse(self._text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def _notes(self) -> dict[int, str]:
        """The comments by line."""
        return {comment.line: comment.text for comment in comments(self._text)}

    @cached_property
    def _alone(self) -> set[int]:
        """The lines that are comments alone."""
        return {line for line in self._notes if self._lines[line - 1].lstrip().startswith("#")}

    @cached_property
    def _head(self) -> str:
        """The comments before the first code, and the docstring."""
        notes, first = [], ""
        for line in self._lines:
            if line.strip() and not line.startswith("#"):
                first = line
                break
            notes.append(plain(line))
        if first.lstrip("rRuU").startswith(("'", '"')) and self._tree is not None:
            notes.append(plain(ast.get_docstring(self._tree, clean=False) or ""))
        return " ".join(filter(None, notes))


def plain(text: str) -> str:
    """The words alone: no marks of comments and emphasis, one space between words."""
    return _SPACE.sub(" ", _MARKUP.sub("", text)).strip()


def _above(lines: Sequence[str], alone: set[int], start: int) -> range:
    """The nearest comments above a line, with the code in between if it is of one paragraph."""
    top = start - 1
    while top >= 1 and lines[top - 1].strip() and top not in alone:
        top -= 1
    if top == start - 1:
        while top >= 1 and not lines[top - 1].strip():
            top -= 1
    while top >= 1 and top in alone:
        top -= 1
    return range(top + 1, start)


def _statement(tree: ast.Module, line: int, end_line: int) -> tuple[int, int]:
    """The lines of the innermost statement around some lines."""
    body: Sequence[ast.stmt] = tree.body
    while True:
        inside = next((n for n in body if n.lineno <= line <= (n.end_lineno or n.lineno)), None)
        if inside is None:
            return line, end_line
        body = list(_inner(inside))
        if not body:
            return inside.lineno, max(inside.end_lineno or end_line, end_line)


def _inner(node: ast.stmt) -> Iterator[ast.stmt]:
    """The statements in a statement."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.stmt):
            yield part
        elif isinstance(part, (ast.ExceptHandler, ast.match_case)):
            yield from part.body


def _scopes(tree: ast.Module, line: int) -> Iterator[_Scope]:
    """The functions and classes that a line stands in."""
    body: Sequence[ast.stmt] = tree.body
    while body:
        inside = next((n for n in body if n.lineno <= line <= (n.end_lineno or n.lineno)), None)
        if isinstance(inside, _Scope):
            yield inside
        body = list(_inner(inside)) if inside is not None else []


def _texts(tree: ast.Module, line: int) -> Iterator[str]:
    """The nearest string that stands alone above a line, and one right behind its statement."""
    before = ""
    for node in tree.body[bool(ast.get_docstring(tree)) :]:
        text = node.value if isinstance(node, ast.Expr) else None
        said = text.value if isinstance(text, ast.Constant) else None
        if node.lineno > line:
            yield said if isinstance(said, str) else ""
            break
        if isinstance(said, str):
            before = said
    yield before
