"""Where an import can be added, so that it is there before the code that needs it."""

import ast
import warnings

from kerascheck.finding import Edit, Span
from kerascheck.sources.source import Block, Source


def add_import(source: Source, statement: str, before: Span) -> Edit | None:
    """The edit that adds an import which runs before `before`; none if it is there already.

    It goes behind the last import of the first block that has one, else in front of the first
    statement, but behind a docstring.
    """
    wanted = ast.dump(ast.parse(statement).body[0])
    places = []
    for index, block in enumerate(source.blocks[: before.block + 1]):
        limit = before.line if index == before.block else None
        statements = _statements(block, limit)
        if any(wanted == ast.dump(each) for each in statements):
            return None
        imports = [at for at, each in enumerate(statements) if _is_import(each)]
        if imports:
            places.append(_behind(source, index, statements, imports[-1], statement))
    if places:
        return places[0]
    block = source.blocks[before.block]
    return _in_front(source, before.block, _statements(block, None), statement)


def _statements(block: Block, before: int | None) -> list[ast.stmt]:
    """The statements of a block that begin before a line; those of a broken block are none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(block.text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [each for each in body if before is None or each.lineno < before]


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _behind(source: Source, block: int, statements: list[ast.stmt], at: int, text: str) -> Edit:
    """An edit at the end of the line of a statement, and of others on the same line."""
    end = statements[at].end_lineno or statements[at].lineno
    for other in statements[at + 1 :]:
        if other.lineno <= end:
            end = other.end_lineno or other.lineno
    column = len(source.blocks[block].text.split("\n")[end - 1])
    return Edit(Span(source.path, block, end, column, end, column), f"\n{text}")


def _in_front(source: Source, block: int, statements: list[ast.stmt], text: str) -> Edit:
    first = statements[0] if statements else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return _behind(source, block, statements, 0, text)
    decorators = [each.lineno for each in getattr(first, "decorator_list", ())]
    line = min([*decorators, first.lineno]) if first else 1
    return Edit(Span(source.path, block, line, 0, line, 0), f"{text}\n")
