"""Notebooks: the code cells, and the line of the file for each line of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from json import JSONDecodeError
from typing import Any

from kerascheck.finding import Span
from kerascheck.sources.decode import UnreadableError, excerpt, newlines
from kerascheck.sources.magics import replace_magics
from kerascheck.sources.notebook_json import Lines, read
from kerascheck.sources.remarks import LONGEST, Prose
from kerascheck.sources.source import FILE, Block, Problem, Skipped, Source

SKIP_TAG = "kerascheck-skip"
"""The cell tag that suppresses all findings of a cell."""


def read_notebook(path: str, text: str, max_text: int) -> Source:
    """The code cells of a notebook (format 3 or 4), each a block; raises `UnreadableError`.

    A cell that cannot be read is a problem, and so is more than `max_text` characters of code.
    """
    notebook = _load(text)
    found = language(notebook)
    if not _is_python(found):
        at = Span(path, FILE, 1, 0, 1, 0)
        note = f"the notebook is written in {found}"
        return Source(path, "notebook", skipped=(Skipped(at, note, "notebook"),))
    reading = _Cells(path)
    for number, cell in enumerate(cells(notebook), 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            reading.add(number, cell)
        elif isinstance(cell, dict) and isinstance(cell.get("source"), Lines):
            reading.tell(cell["source"].text[:LONGEST])
    if reading.size > max_text:
        raise UnreadableError(
            f"the cells hold {reading.size:,} characters of code, more than {max_text:,}"
        )
    return Source(
        path, "notebook", tuple(reading.blocks), tuple(reading.problems), tuple(reading.skipped)
    )


def language(notebook: Mapping[str, Any]) -> str:
    """The language of a notebook in lower case, as its kernel or its first code cell says."""
    metadata = _dict(notebook.get("metadata"))
    named = [
        _dict(metadata.get("kernelspec")).get("language"),
        _dict(metadata.get("language_info")).get("name"),
    ]
    for sheet in _list(notebook.get("worksheets")):
        named += [_dict(cell).get("language") for cell in _list(_dict(sheet).get("cells"))]
    return next((name.lower() for name in named if isinstance(name, str) and name), "python")


class _Cells:
    """The code cells read so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.skipped: list[Skipped] = []
        self.size = 0
        self.intro = self.before = ""
        self.fresh = False
        """Whether no code stands between the last text and what comes next."""

    def tell(self, text: str) -> None:
        """Read a cell of text: it belongs to the code before and behind it."""
        self.intro = self.intro or text
        if not self.fresh:
            self.before = ""
        self.before += f"{text}\n"
        self.fresh = True
        if self.blocks:
            last = self.blocks[-1]
            after = f"{last.prose.after}{text}\n"
            self.blocks[-1] = replace(last, prose=replace(last.prose, after=after))

    def add(self, number: int, cell: Mapping[str, Any]) -> None:
        """Read one code cell."""
        source = cell.get("input") if "source" not in cell else cell["source"]
        if not isinstance(source, Lines):
            line = cell.get("line", 1)
            at = Span(self.path, FILE, line, 0, line, 0)
            self.problems.append(Problem(f"cell {number} has no text in its source", at))
            return
        self.size += len(source.text)
        self.fresh = False
        metadata = _dict(cell.get("metadata"))
        other = _dict(metadata.get("vscode")).get("languageId")
        count = cell.get("execution_count", cell.get("prompt_number"))
        written = source.text
        text, margins = dedented(written)
        if isinstance(other, str) and not _is_python(other.lower()):
            self._skip(number, text, other)
            text = "\n" * text.count("\n")
        else:
            text = self._without_magics(text)
        self.blocks.append(
            Block(
                text,
                number,
                f"cell {number}",
                source.physical[0],
                _lines(written, margins) if margins or text != written else (),
                margins,
                tuple(source.physical),
                _strings(_dict(metadata.get("kerascheck")).get("ignore")),
                SKIP_TAG in _strings(metadata.get("tags")),
                cell["id"] if isinstance(cell.get("id"), str) else "",
                count if type(count) is int else None,
                Prose(self.intro, self.before),
            )
        )

    def _without_magics(self, text: str) -> str:
        replaced, dropped = replace_magics(text)
        block = len(self.blocks)
        for item in dropped:
            at = Span(self.path, block, item.line, 0, item.end_line, 0)
            self.skipped.append(Skipped(at, item.text, item.what))
        return replaced

    def _skip(self, number: int, text: str, other: str) -> None:
        at = Span(self.path, len(self.blocks), 1, 0, text.count("\n") + 1, 0)
        self.skipped.append(Skipped(at, f"cell {number} is written in {other}", "cell"))


def dedented(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without the indentation of its first code, which IPython takes off each line.

    Also how many characters each line lost; empty if none did.
    """
    lines = text.split("\n")
    first = next((line for line in lines if line.strip() and line[:2] != "%%"), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if not indent:
        return text, ()
    margins = tuple(len(indent) if line.startswith(indent) else 0 for line in lines)
    return "\n".join(line[margin:] for line, margin in zip(lines, margins, strict=True)), margins


def _load(text: str) -> Mapping[str, Any]:
    try:
        notebook = read(text)
    except JSONDecodeError as error:
        before = newlines(text[: error.pos])
        column = len(before) - before.rfind("\n") - 1
        rest = newlines(text[error.pos - column : error.pos + 200]).partition("\n")[0]
        line = before.count("\n") + 1
        message = f"the notebook is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise UnreadableError(message, line, column, excerpt(rest)) from None
    except RecursionError:
        raise UnreadableError("the notebook is nested too deeply") from None
    except ValueError:
        raise UnreadableError("the notebook holds a number that is too long") from None
    if not isinstance(notebook, dict):
        raise UnreadableError("the file is no notebook: a JSON object is expected")
    if not isinstance(notebook.get("cells", notebook.get("worksheets")), list):
        raise UnreadableError("the file is no notebook: it has no list of `cells`")
    return notebook


def cells(notebook: Mapping[str, Any]) -> Iterator[Any]:
    """All cells of a notebook in their order, those of the sheets of format 3 too."""
    if "cells" in notebook:
        yield from _list(notebook["cells"])
        return
    for sheet in _list(notebook.get("worksheets")):
        yield from _list(_dict(sheet).get("cells"))


def _lines(written: str, margins: tuple[int, ...]) -> tuple[str, ...]:
    lines = written.split("\n")
    if not margins:
        return tuple(lines)
    return tuple(line[margin:] for line, margin in zip(lines, margins, strict=True))


def _is_python(name: str) -> bool:
    return name.startswith(("python", "ipython", "xpython", "sage"))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(item for item in _list(value) if isinstance(item, str))
