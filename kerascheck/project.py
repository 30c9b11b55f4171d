"""A file under check with the local modules that it imports."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from kerascheck.directives import claimed_parameters
from kerascheck.facts.trace import Code
from kerascheck.finding import Span
from kerascheck.sources import Source, read_source
from kerascheck.sources.exercises import unwritten
from kerascheck.sources.parse import Parsed, parse
from kerascheck.sources.prose import said
from kerascheck.sources.unread import filled_in, stand_in
from kerascheck.values import Claim, Problem

_ROOT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_NEIGHBOURS, _NEIGHBOUR_BYTES = 200, 16 << 20
"""No more files beside the script, and no more bytes of them, are searched for a text."""
_ANCESTORS = 4
"""How many folders above the file a module is looked for, at most."""


def _marked(folder: str) -> bool:
    """Whether it is the root of a project."""
    return any(os.path.exists(os.path.join(folder, mark)) for mark in _ROOT_MARKS)


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

    def find(self, name: str, level: int, importer: str) -> Sequence[Code] | None:
        """The code of a local module by its dotted name and the number of leading dots.

        `importer` is the path of the file that the import stands in, empty for the script. As in
        Python, dots count from there, and a name without them is looked for beside the script first.
        """
        if level:
            ups = [os.pardir] * (level - 1)
            folders = [os.path.join(os.path.dirname(importer or self.path), *ups)]
        else:
            folders = self._searched
        parts = name.split(".") if name else []
        for base in folders:
            stem = os.path.join(base, *parts)
            files = [f"{stem}.py"] if parts else []
            for path in (*files, os.path.join(stem, "__init__.py")):
                if os.path.isfile(path) and not self._same(path):
                    return self._module(os.path.normpath(path))
        return None

    @property
    def folders(self) -> tuple[str, ...]:
        """The folder of the file, and those above it that belong to the same project."""
        return tuple(self._folders(os.path.dirname(self.path)))

    @cached_property
    def _searched(self) -> list[str]:
        """The folders in which its own modules are looked for.

        Where nothing marks the root of a project it is the folder that the check runs in, as for
        `python -m` there.
        """
        folder = os.path.dirname(self.path)
        folders = self._folders(folder)
        script, here = os.path.abspath(folder), os.path.join(os.getcwd(), "")
        below = script.startswith(here) and script.count(os.sep) - here.count(os.sep) < _ANCESTORS
        if len(folders) == 1 and below and not _marked(folder):
            folders.append(here if os.path.isabs(folder) else os.curdir)
        return folders

    def beside(self, texts: Collection[str | re.Pattern[str]]) -> bool:
        """Whether one of the other scripts and notebooks of the folder has all of some texts in it.

        A pattern stands for any text that it finds. Of very many files, and of very large ones, not
        all are read.
        """
        wanted = [text.encode() for text in texts if isinstance(text, str)]
        patterns = [text for text in texts if not isinstance(text, str)]
        return any(
            all(text in data for text in wanted)
            and all(pattern.search(data.decode(errors="replace")) for pattern in patterns)
            for data in self._neighbours
        )

    @cached_property
    def _neighbours(self) -> list[bytes]:
        """The bytes of the other scripts and notebooks of the folder; read when first asked for."""
        found: list[bytes] = []
        left = _NEIGHBOUR_BYTES
        folder = os.path.dirname(self.path) or os.curdir
        try:
            names = sorted(name for name in os.listdir(folder) if name.endswith((".py", ".ipynb")))
            for name in names[:_NEIGHBOURS]:
                path = os.path.join(folder, name)
                if self._same(path) or not os.path.isfile(path) or os.path.getsize(path) > left:
                    continue
                with open(path, "rb") as file:
                    found.append(file.read(left))
                left -= len(found[-1])
        except OSError:
            return found  # What cannot be read says nothing.
        return found

    def _same(self, path: str) -> bool:
        return os.path.abspath(path) == os.path.abspath(self.path)

    def _folders(self, folder: str) -> list[str]:
        """The folder of the file, and those above it up to the root of the project."""
        folders = [folder]
        for _ in range(_ANCESTORS):
            if _marked(folders[-1]):
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
                block = source.blocks[index]
                code = Code(parsed.module, parsed.locator, block.text, source.path, block.prose)
                blocks.append(code)
                continue
            find = stand_in if source.kind == "notebook" else filled_in
            instead = find(source, index, parsed)
            if report:
                fence = "this fence" if source.kind == "markdown" else ""
                subject = source.blocks[index].label or fence
                at, detail = parsed.span, parsed.message
                gap = unwritten(source.blocks[index].text, at.line)
                if gap and source.kind == "script" and instead is None:
                    detail += "; nothing of it is checked till then"
                kind, legal = "syntax-error", parsed.legal
                self.problems.append(Problem(kind, at, detail, subject, gap, legal))
            if instead is not None:
                read, text = instead
                blocks.append(Code(read.module, read.locator, text, source.path))
        if report:
            self._note(source)
        return blocks

    def _note(self, source: Source) -> None:
        for problem in source.problems:
            self.problems.append(Problem("syntax-error", problem.span, problem.message))
        for skipped in source.skipped:
            self.problems.append(Problem("cell-skipped", skipped.span, skipped.text))
