"""Scripts: one block, which holds the file as it is."""

import re

from kerascheck.finding import Span
from kerascheck.sources.decode import decode_python, newlines
from kerascheck.sources.source import Block, Skipped, Source

_MAGIC_LINE = re.compile(r"^[ \t]*[%!]", re.MULTILINE)


def read_script(path: str, data: bytes) -> Source:
    """A script as one block; raises `UnreadableError`.

    Some notebooks were saved as scripts with their magics in them: where the text is no Python
    and such lines stand in it, they are replaced as in a notebook.
    """
    text = newlines(decode_python(data))
    if not _MAGIC_LINE.search(text) or _parses(text):
        return Source(path, "script", (Block(text),))
    from kerascheck.sources.magics import replace_magics

    replaced, dropped = replace_magics(text, cells=False)
    if replaced == text:
        return Source(path, "script", (Block(text),))
    skipped = tuple(
        Skipped(Span(path, 0, item.line, 0, item.end_line, 0), item.text, item.what)
        for item in dropped
    )
    return Source(
        path, "script", (Block(replaced, written=tuple(text.split("\n"))),), skipped=skipped
    )


def _parses(text: str) -> bool:
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
