"""How deeply code is nested: LibCST's parser overflows the stack, and kills the process, on code
that nests further than people write.

Measured on a stack of 2 MiB, it dies of some 80 nested statements, 200 brackets, 800 links of a
chain of calls, 1,600 operands; the limits stay well below.
"""

import ast
import re
from collections.abc import Iterator, Sequence

from kerascheck.sources.comments import end_of_string

STATEMENTS = 40
BRACKETS = 100
EXPRESSIONS = 300
STRINGS = 800
"""The most string literals side by side, which LibCST reads as a chain."""
LOGICAL_LINE = 1500
"""The most characters of a line (with its continuation) of code that `ast` cannot read."""

_SPECIAL = re.compile(r"#[^\n]*|'''|\"\"\"|['\"\n()\[\]{}]|\\\n")
_BETWEEN = re.compile(r"(?:\s|\\\n|#[^\n]*\n)*[a-zA-Z]{0,2}")


def deepest_line(text: str, tree: ast.Module | None) -> int | None:
    """The line, from 1, where code nests too deeply to be parsed, or None if it does not.

    Without the tree (`ast` could not read the text) long logical lines count as too deep.
    """
    found = _scan(text, longest=None if tree else LOGICAL_LINE)
    if found is not None:
        return text.count("\n", 0, found) + 1
    return _of_statements(tree) if tree else None


def _scan(text: str, longest: int | None) -> int | None:
    """The position of too many open brackets, or of too many strings in a row."""
    depth = run = position = start = ended = 0
    while found := _SPECIAL.search(text, position):
        token = found.group()
        position = found.end()
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        elif token[0] in "'\"":
            between = _BETWEEN.match(text, ended, found.start())
            run = run + 1 if between and between.end() == found.start() else 1
            position = ended = end_of_string(text, position, token)
        elif token == "\n" and depth <= 0:
            depth, start = 0, position
        if depth > BRACKETS or run > STRINGS or (longest and position - start > longest):
            return found.start()
    return len(text) if longest and len(text) - start > longest else None


def _of_statements(tree: ast.Module) -> int | None:
    pending: list[tuple[Sequence[ast.AST], int, int]] = [(tree.body, 1, 0)]
    while pending:
        nodes, level, branches = pending.pop()
        for node in nodes:
            if level > STATEMENTS or branches > EXPRESSIONS or _is_deep(node):
                return getattr(node, "lineno", 1)
            for inner, chained in _bodies(node):
                pending.append((inner, level + (not chained), branches + 1 if chained else 0))
    return None


def _bodies(node: ast.AST) -> Iterator[tuple[Sequence[ast.AST], bool]]:
    """The lists of statements inside a statement, and whether one is an `elif`."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner:
            # `else:` with an `if` alone looks like `elif` in the tree, except for its column.
            chained = (
                name == "orelse"
                and isinstance(node, ast.If)
                and isinstance(inner[0], ast.If)
                and inner[0].col_offset == node.col_offset
            )
            # Handlers and cases stand on the level of their statement.
            yield inner, chained or name in ("handlers", "cases")


def _is_deep(statement: ast.AST) -> bool:
    """Whether the expressions right in a statement are too deep; short ones cannot be."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        names = [alias.name for alias in statement.names]
        names.append(getattr(statement, "module", None) or "")
        return any(name.count(".") > EXPRESSIONS for name in names)
    line = getattr(statement, "lineno", 0)
    # Decorators stand before the line that counts as the first one.
    decorated = getattr(statement, "decorator_list", ())
    if line == getattr(statement, "end_lineno", -1) and not decorated:
        length = getattr(statement, "end_col_offset", 0) - getattr(statement, "col_offset", 0)
        if length <= EXPRESSIONS:
            return False
    pending = [(child, 1) for child in _expressions(statement)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, ast.BoolOp):
            depth += len(node.values)
        else:
            depth += len(getattr(node, "generators", ())) + 1
        if depth > EXPRESSIONS:
            return True
        pending.extend((child, depth) for child in ast.iter_child_nodes(node))
    return False


def _expressions(statement: ast.AST) -> Iterator[ast.AST]:
    """What stands right in a statement, the statements inside it left out."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield child
