"""From the bytes of a file to a `Source`."""

from kerascheck.sources.decode import UnreadableError, decode_utf8
from kerascheck.sources.script import read_script
from kerascheck.sources.source import Source

MAX_TEXT = 1_000_000
"""The most bytes of Python or Markdown that are read: ten times a very long file."""
MAX_NOTEBOOK = 100_000_000
"""The most bytes of a notebook that are read, outputs included."""
_KINDS = {
    ".ipynb": "notebook",
    ".markdown": "markdown",
    ".md": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
}


def kind_of(path: str) -> str:
    """`notebook`, `markdown` or `script` by the suffix of a path."""
    stem, dot, suffix = path.rpartition(".")
    return _KINDS.get(f".{suffix.lower()}", "script") if dot and stem else "script"


def read_source(
    path: str,
    data: bytes,
    *,
    kind: str | None = None,
    max_text: int = MAX_TEXT,
    max_notebook: int = MAX_NOTEBOOK,
) -> Source:
    """Read a file; never fails: what cannot be read becomes a problem of the source.

    `path` is the path to display, which also decides the kind unless `kind` does.
    """
    kind = kind or kind_of(path)
    try:
        _check_size(len(data), max_notebook if kind == "notebook" else max_text)
        if kind == "script":
            return read_script(path, data)
        text = decode_utf8(data)
        if kind == "markdown":
            from kerascheck.sources.markdown import read_markdown

            return read_markdown(path, text)
        from kerascheck.sources.notebook import read_notebook

        return read_notebook(path, text, max_text)
    except UnreadableError as error:
        return Source(path, kind, problems=(error.problem(path),))


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableError(f"the file has {size:,} bytes, more than {limit:,}; it was not read")
