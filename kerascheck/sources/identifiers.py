"""The words of a text that may be names of Python."""

import re

_WORD = re.compile(r"[^\W\d]\w*")


def identifiers(text: str) -> list[str]:
    """All words that may be names, keywords among them, in their order and as often as they stand."""
    return _WORD.findall(text)
