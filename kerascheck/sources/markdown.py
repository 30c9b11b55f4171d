"""Markdown: the fences that hold Python, each a block."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.finding import Span
from kerascheck.sources.decode import newlines
from kerascheck.sources.magics import replace_magics
from kerascheck.sources.remarks import LONGEST, Prose
from kerascheck.sources.source import Block, Skipped, Source

_INFO = re.compile(
    r"\s*(?:\{code(?:-cell|-block)?\}\s*)?(?:\{[\s.]*)?(?P<name>[\w+-]*)", re.IGNORECASE
)
_PYTHON = frozenset({"py", "py3", "pycon", "pyodide", "python", "python-repl", "python3"})
_IPYTHON = frozenset({"ipython", "ipython3"})
# In HTML that Markdown leaves alone, an opening fence is none but the closing one is. Sites that
# wrap their output in divisions read the fences inside, so such lines are left out.
_DIVISION = re.compile(r"^[ \t]*</?div\b[^>\n]*>[ \t]*$", re.MULTILINE)
_PROMPT = re.compile(r"[ \t]*(?:>>>|\.\.\.)(?: |$)")


def read_markdown(path: str, text: str) -> Source:
    """The Python fences of a Markdown file.

    Only fences whose tag says Python count. Of an interactive session (`>>>`) the input is kept.
    """
    from markdown_it import MarkdownIt

    text = newlines(text)
    reader = MarkdownIt("commonmark")
    reader.core.ruler.enableOnly(["block"])
    file = text.split("\n")
    blocks: list[Block] = []
    skipped: list[Skipped] = []
    tokens = reader.parse(_DIVISION.sub("", text))
    fences = [token.map for token in tokens if token.type == "fence" and token.map is not None]
    order = {fence[0]: position for position, fence in enumerate(fences)}
    for token in tokens:
        name = _language(token.info)
        if token.type != "fence" or token.map is None or name not in _PYTHON | _IPYTHON:
            continue
        first = token.map[0] + 2
        lines = token.content.removesuffix("\n").split("\n")
        margins = list(_margins(lines, file[first - 1 :]))
        if _is_session(lines):
            lines, margins = _inputs(lines, margins)
        replaced, dropped = replace_magics("\n".join(lines))
        index = len(blocks)
        for item in dropped:
            at = Span(path, index, item.line, 0, item.end_line, 0)
            skipped.append(Skipped(at, item.text, item.what))
        written = () if replaced == "\n".join(lines) else (*lines, "")
        block = Block(f"{replaced}\n", index + 1, "", first, written, margins=tuple(margins))
        blocks.append(replace(block, prose=_prose(file, fences, order[token.map[0]])))
    return Source(path, "markdown", tuple(blocks), skipped=tuple(skipped))


def _prose(file: list[str], fences: list[list[int]], position: int) -> Prose:
    """The text of the file around one of its fences: up to those before and behind it."""
    start = fences[position - 1][1] if position else 0
    end = fences[position + 1][0] if position + 1 < len(fences) else len(file)
    first, last = fences[position][:2]
    parts = (file[: fences[0][0]], file[start:first], file[last:end])
    return Prose(*("\n".join(lines)[:LONGEST] for lines in parts))


def _language(info: str) -> str:
    found = _INFO.match(info)
    return found["name"].lower() if found else ""


def _margins(lines: list[str], file: list[str]) -> Iterator[int]:
    """How many characters stand before each line of a fence in the file."""
    for line, whole in zip(lines, file, strict=False):
        shown = line.lstrip(" \t")
        # Markdown may have turned a tab of the margin into spaces, so the code itself is sought.
        tail = len(whole) - len(shown) if whole.endswith(shown) else len(line)
        yield max(tail - (len(line) - len(shown)), 0)


def _is_session(lines: list[str]) -> bool:
    return next((line for line in lines if line.strip()), "").lstrip().startswith(">>> ")


def _inputs(lines: list[str], margins: list[int]) -> tuple[list[str], list[int]]:
    """The lines after a prompt, output blanked."""
    inputs = []
    moved = []
    for line, margin in zip(lines, margins, strict=False):
        prompt = _PROMPT.match(line)
        inputs.append(line[prompt.end() :] if prompt else "")
        moved.append(margin + (prompt.end() if prompt else 0))
    return inputs, moved
