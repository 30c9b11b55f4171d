"""Edits of calls and imports for the fixes of rules: exact to the character, nothing beside it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kerascheck.finding import Edit, Span
from kerascheck.values import Argument, Called, Import, Site, Written


def before(at: Span) -> Span:
    """The place in front of a range."""
    return replace(at, end_line=at.line, end_column=at.column)


def behind(at: Span) -> Span:
    """The place behind a range."""
    return replace(at, line=at.end_line, column=at.end_column)


def between(first: Span, second: Span) -> Span:
    """What stands between two ranges."""
    return Span(
        first.path, first.block, first.end_line, first.end_column, second.line, second.column
    )


def through(first: Span, last: Span) -> Span:
    """From the start of one range to the end of another."""
    return replace(first, end_line=last.end_line, end_column=last.end_column)


def rename(argument: Argument, name: str) -> Edit:
    """Give an argument by another keyword; one that is given by position gets it."""
    if argument.keyword is None:
        return Edit(before(argument.site.at), f"{name}=")
    return Edit(argument.keyword.at, name)


def drop(call: Called, arguments: Sequence[Argument]) -> tuple[Edit, ...]:
    """Leave arguments out, with the commas that they bring."""
    written = call.arguments
    doomed = [any(arg is other for other in arguments) for arg in written]
    edits = []
    start = 0
    while start < len(written):
        end = start
        while end < len(written) and doomed[end]:
            end += 1
        if end > start:
            edits.append(Edit(_range(call, start, end), ""))
        start = end + 1
    return tuple(edits)


def _range(call: Called, start: int, end: int) -> Span:
    """The text of the arguments from `start` to before `end`, with the commas around it."""
    written = call.arguments
    first, last = written[start].site.at, written[end - 1].site.at
    if end < len(written):
        return _to(first, written[end].site.at)
    if start > 0:
        return _to(behind(written[start - 1].site.at), behind(last))
    return _to(first, _closing(call))


def _to(start: Span, end: Span) -> Span:
    """From the start of one range to the start of another."""
    return replace(start, end_line=end.line, end_column=end.column)


def _closing(call: Called) -> Span:
    """The place in front of the closing parenthesis of a call."""
    at = behind(call.site.at)
    return replace(at, column=at.column - 1, end_column=at.end_column - 1)


def append(call: Called, text: str) -> Edit:
    """Add an argument at the end of a call, in front of a trailing comma."""
    if not call.arguments:
        return Edit(_closing(call), text)
    return Edit(behind(call.arguments[-1].site.at), f", {text}")


def clauses(written: Written, one: Import) -> list[Import]:
    """All clauses of the import that a clause belongs to, in their order."""
    found = {
        id(other.site.node): other
        for other in written.imports
        if other.statement.node is one.statement.node
    }
    return list(found.values())


def drop_clause(written: Written, one: Import) -> Edit | None:
    """Leave one of several clauses of an import out; None if it is the only one."""
    every = clauses(written, one)
    if len(every) < 2:
        return None
    at = next(i for i, other in enumerate(every) if other.site.node is one.site.node)
    if at + 1 < len(every):
        return Edit(_to(every[at].target.at, every[at + 1].target.at), "")
    return Edit(_to(behind(every[at - 1].site.at), behind(one.site.at)), "")


def statement(module: str, name: str, bound: str) -> str:
    """An import of a name from a module."""
    return f"from {module} import {name}" + (f" as {bound}" if bound != name else "")


def spelled(written: Written, path: str) -> tuple[str, tuple[str, ...]]:
    """How the script writes a name of Keras by its own imports, and the imports that it needs."""
    best: tuple[int, str] | None = None
    for one in written.imports:
        for root, alias in _roots(one):
            if path == root or path.startswith(f"{root}."):
                text = alias + path[len(root) :]
                if (best is None or len(root) > best[0]) and not written.guarded(one.site):
                    best = len(root), text
    if best is not None:
        return best[1], ()
    return path, (f"import {path.partition('.')[0]}",)


def _roots(one: Import) -> Iterable[tuple[str, str]]:
    """The paths that an import gives a name to; those of `tf.keras` are those of Keras, too."""
    path = one.path
    if one.name == "*" or one.path.endswith(".*"):
        return
    if one.module is None and not one.renamed:
        path = path.partition(".")[0]
    yield path, one.name
    if path.startswith("tensorflow.keras"):
        yield path[len("tensorflow.") :], one.name
    if path == "tensorflow":
        yield "keras", f"{one.name}.keras"


def bound_import(written: Written, name: str) -> Import | None:
    """The last import that binds a name."""
    return next((one for one in reversed(written.imports) if one.name == name), None)


def rename_uses(written: Written, one: Import, new: str) -> tuple[Edit, ...] | None:
    """Write a new name wherever the script uses an imported one; None if that is not sure."""
    uses = written.mentions(one.name)
    others = written.mentions(new)
    if uses is None or others is None:
        return None
    if others and not any(
        other.name == new and other.path.rpartition(".")[2] == new for other in written.imports
    ):
        return None
    return tuple(Edit(use.name.at, new) for use in uses)


_WORD = re.compile(r"[A-Za-z_]\w*")


def first_word(text: str) -> str:
    """The name that a chain of attributes begins with."""
    found = _WORD.match(text)
    return found[0] if found else ""


def numpy(written: Written) -> tuple[str, tuple[str, ...]]:
    """How the script calls NumPy, and the import that it needs for that."""
    for one in written.imports:
        if one.path == "numpy" and one.module is None and not written.guarded(one.site):
            return one.name, ()
    return "np", ("import numpy as np",)


def elements(site: Site) -> list[Site]:
    """The places of the elements of a list or tuple that is written out; empty of anything else."""
    parts = getattr(site.node, "elements", ())
    return [Site(site.locator, site.statement, part.value) for part in parts]


def alone(call: Called) -> bool:
    """Whether a call is a statement on lines of its own."""
    statement = call.site.statement
    if not hasattr(statement, "leading_lines"):
        return False
    return Site(call.site.locator, statement, statement).at == call.site.at


def insert_before(call: Called, text: str) -> Edit:
    """Put a statement before a call that is one, on a line of its own where that can be."""
    at = before(call.site.at)
    return Edit(at, f"{text}\n{' ' * at.column}" if alone(call) else f"{text}; ")


def keras_input(written: Written, package: str) -> tuple[str, tuple[str, ...]]:
    """How the script writes `keras.Input`, and the import that it needs for that."""
    for path in ("keras.Input", "keras.layers.Input"):
        name, imports = spelled(written, path)
        if not imports:
            return name, ()
    if written.mentions("Input") == ():
        return "Input", (f"from {package} import Input",)
    return spelled(written, "keras.Input")
