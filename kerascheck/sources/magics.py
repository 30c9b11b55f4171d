"""IPython's own syntax in the text of a cell, replaced by Python that takes the same place."""

import re
from dataclasses import dataclass

from kerascheck.sources.comments import end_of_string

_BARE = (
    r"[ \t]*(?P<bare>cat|cd|conda|cp|head|ls|mamba|mkdir|mv|pip3?|rm|tail)[ \t]+"
    r"(?!(?:and|for|if|in|is|not|or)\b)[\w./~$'\"]"
)
"""Commands that IPython runs without a mark; as Python two words in a row make no sense."""
_SUSPECT = re.compile(rf"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]|^{_BARE}", re.MULTILINE)
_COMMAND_NAME = re.compile(_BARE)
_MAGIC = re.compile(r"[ \t]*(?P<sign>[%!?])")
_ASSIGNED = re.compile(
    r"[ \t]*[A-Za-z_](?:[\w., \t*]|\[[\w'\"-]*\])*=[ \t]*(?P<sign>[%!])(?=[ \t]*[\w./~$({\"'%!])"
)
_HELP = re.compile(
    r"[ \t]*(?P<name>%{0,2}[A-Za-z_*][\w.*]*)(?:\[[^\]\n]*\])*(?:\(\))?\?{1,2}[ \t]*;?[ \t]*$",
    re.MULTILINE,
)
_TIMED = re.compile(
    r"[ \t]*(?P<magic>%time[ \t]+)"
    r"(?![-%!?#]|(?:async|class|def|for|if|match|try|while|with)\b)(?=\S)"
)
_CELL = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*%%(?P<name>\w[\w.]*)[^\n]*")
_SPECIAL = re.compile(r"#[^\n]*|'''|\"\"\"|['\"\n()\[\]{}]|\\\n")
_COMMAND = re.compile(r"(?:[^\n]*\\\n)*[^\n]*")
_WHAT = {"%": "magic", "!": "shell", "?": "help"}

PYTHON_CELLS = re.compile(
    "autoreload|capture|debug|filprofile|heat|ipytest|lprun|matplotlib|measure_time|memit|mprun"
    "|notify|opts|output|prun|px|pyinstrument|scalene|snakeviz|time|timeit|timer|tracemalloc|wandb"
)
"""Cell magics whose body is Python that runs in the notebook; the body of others is left out."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was left out: its first and last line from 1, its text, and `Skipped.what`."""

    line: int
    end_line: int
    text: str
    what: str


def replace_magics(text: str, *, cells: bool = True) -> tuple[str, list[Dropped]]:
    """Replace what only IPython understands; the Python text, and what was left out of it.

    Lines become `pass`, assigned commands a call of `get_ipython`, `%time x = f()` keeps its
    statement. With `cells`, a cell that starts with `%%bash` or the like becomes blank.
    """
    if not _SUSPECT.search(text):
        return text, []
    work = _Replacing(text)
    if cells:
        work.cell_magics()
    while work.position < len(text):
        work.logical_line()
    return "".join(work.parts), work.dropped


class _Replacing:
    """One pass over a text: what is before `position` has been copied to `parts` or replaced."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.parts: list[str] = []
        self.dropped: list[Dropped] = []
        self._counted = 0
        self._line = 1

    def cell_magics(self) -> None:
        """Replace the cell magics at the start, and the body of those that are no Python."""
        while found := _CELL.match(self.text, self.position):
            start = found.start("name") - 2
            shown = self.text[start : found.end()]
            line = self._line_at(start)
            if not PYTHON_CELLS.fullmatch(found["name"]):
                breaks = self.text.count("\n", self.position)
                self._note(line, line + self.text.count("\n", start), shown, "cell")
                self.parts.append("\n" * breaks)
                self.position = len(self.text)
            else:
                self._note(line, line, shown, "magic")
                before = self.text[self.position : start]
                # A comment of the same length, which stands alone on its line.
                self.parts += [before, "#".ljust(len(shown))]
                self.position = found.end()

    def logical_line(self) -> None:
        """Copy one logical line, or what replaces it."""
        text, position = self.text, self.position
        timed = _TIMED.match(text, position)
        if timed:
            start, end = timed.span("magic")
            # `pass; ` is as long as `%time `, so that the statement keeps its columns.
            self.parts += [text[position:start], "pass;".ljust(end - start)]
            self.position = position = end
        else:
            found = _MAGIC.match(text, position) or _ASSIGNED.match(text, position)
            if found:
                return self._drop(found.start("sign"), _WHAT[found["sign"]])
            bare = _COMMAND_NAME.match(text, position)
            if bare:
                return self._drop(bare.start("bare"), "shell")
            helped = _HELP.match(text, position)
            if helped:
                return self._drop(helped.start("name"), "help")
        end = _end_of_statement(text, position)
        self.parts.append(text[position:end])
        self.position = end
        return None

    def _drop(self, start: int, what: str) -> None:
        """Replace a command from `start` to the end of its line."""
        command = _COMMAND.match(self.text, start)
        end = command.end() if command else len(self.text)
        before = self.text[self.position : start]
        first, *rest = self.text[start:end].split("\n")
        assigned = before.rstrip().endswith("=")
        self.parts += [before, "get_ipython()" if assigned else _statement(len(first))]
        self.parts.append("\n" * len(rest))
        line = self._line_at(start)
        self._note(line, line + len(rest), self.text[self.position : end], what)
        self.position = end
        if end < len(self.text):
            self.parts.append("\n")
            self.position += 1

    def _note(self, line: int, end_line: int, text: str, what: str) -> None:
        self.dropped.append(Dropped(line, end_line, text.strip(), what))

    def _line_at(self, position: int) -> int:
        self._line += self.text.count("\n", self._counted, position)
        self._counted = position
        return self._line


def _statement(length: int) -> str:
    """A statement without effect that takes so many characters."""
    short = {1: "0", 2: "0", 3: "..."}.get(length, "pass")
    return short.ljust(length)


def _end_of_statement(text: str, position: int) -> int:
    """The position after the logical line that starts at `position`."""
    depth = 0
    while found := _SPECIAL.search(text, position):
        token = found.group()
        position = found.end()
        if token in ("'", '"', "'''", '"""'):
            position = end_of_string(text, position, token)
        elif token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(depth - 1, 0)
        elif token == "\n" and not depth:
            return position
    return len(text)
