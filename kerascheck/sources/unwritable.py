"""Why a file cannot be changed."""


class UnwritableError(Exception):
    """The edits cannot be written without changing something else; the text says why."""
