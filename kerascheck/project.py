"""A file under check with the local modules that it imports."""

import os
from collections.abc import Iterator, Sequence

from kerascheck.directives import claimed_parameters
from kerascheck.facts.trace import Code
from kerascheck.finding import Span
from kerascheck.sources import Source, read_source
from kerascheck.sources.parse import Parsed, parse
from kerascheck.sources.prose import said
from kerascheck.sources.unread import stand_in
from kerascheck.values import Claim, Problem

_ROOT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_ANCESTORS = 4
"""How many folders above the file a module is looked for, at most."""


class Project:
    """The blocks of one file, parsed, and what could not be read of it.

    `sources` has every source that findings may point into, by the path that is displayed.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        self._modules: dict[str, Sequence[Code] | None] = {}
        source = read_source(path, data)
        self.blocks = self._parse(source, report=True)

    def claims(self) -> Iterator[Claim]:
        """What the comments and docstrings of the file state about its models."""
        for index, block in enumerate(self.sources[self.path].blocks):
            for comment in block.comments:
                number = claimed_parameters(comment.text)
                if number is not None:
                    end = comment.column + len(comment.text)
                    at = Span(self.path, index, comment.line, comment.column, comment.line, end)
                    yield Claim("params", number, at)
            for told in said(block.text):
                at = Span(self.path, index, told.line, told.column, told.line, told.end_column)
                yield Claim("prose", told.number, at, told.which)

    def find(self, name: str, level: int) -> Sequence[Code] | None:
        """The code of a local module by its dotted name and the number of leading dots."""
        folder = os.path.dirname(self.path)
        for _ in range(max(level - 1, 0)):
            folder = os.path.join(folder, os.pardir)
        folders = [folder] if level else self._folders(folder)
        parts = name.split(".") if name else []
        for base in folders:
            stem = os.path.join(base, *parts)
            for path in (f"{stem}.py", os.path.join(stem, "__init__.py")):
                if parts and os.path.isfile(path) and not self._same(path):
                    return self._module(os.path.normpath(path))
        return None

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which its own modules are looked for."""
        return tuple(self._folders(os.path.dirname(self.path)))

    def _same(self, path: str) -> bool:
        return os.path.abspath(path) == os.path.abspath(self.path)

    def _folders(self, folder: str) -> list[str]:
        """The folder of the file, and those above it up to the root of the project."""
        folders = [folder]
        for _ in range(_ANCESTORS):
            if any(os.path.exists(os.path.join(folders[-1], mark)) for mark in _ROOT_MARKS):
                break
            folders.append(os.path.join(folders[-1], os.pardir))
        else:
            # Without a mark of a project's root, only what lies beside the file is its own.
            return [folder]
        return folders

    def _module(self, path: str) -> Sequence[Code] | None:
        if path not in self._modules:
            self._modules[path] = self._read(path)
        return self._modules[path]

    def _read(self, path: str) -> Sequence[Code] | None:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        return self._parse(read_source(path, data), report=False)

    def _parse(self, source: Source, *, report: bool) -> list[Code]:
        self.sources[source.path] = source
        blocks = []
        for index in range(len(source.blocks)):
            parsed = parse(source, index)
            if isinstance(parsed, Parsed):
                text = source.blocks[index].text
                blocks.append(Code(parsed.module, parsed.locator, text))
                continue
            if report:
                fence = "this fence" if source.kind == "markdown" else ""
                subject = source.blocks[index].label or fence
                self.problems.append(Problem("syntax-error", parsed.span, parsed.message, subject))
            if source.kind == "notebook":
                instead = stand_in(source, index, parsed)
                if instead is not None:
                    read, text = instead
                    blocks.append(Code(read.module, read.locator, text))
        if report:
            self._note(source)
        return blocks

    def _note(self, source: Source) -> None:
        for problem in source.problems:
            self.problems.append(Problem("syntax-error", problem.span, problem.message))
        for skipped in source.skipped:
            self.problems.append(Problem("cell-skipped", skipped.span, skipped.text))
