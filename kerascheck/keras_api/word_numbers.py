"""Data that are the numbers of words, as a vocabulary counts them."""

import re

from kerascheck.values import Data, Step

_COUNTED = re.compile(
    r"Tokenizer\.texts_to_sequences$|keras\.datasets\.(?:imdb|reuters) word numbers$"
)
"""Steps that give the words of texts their numbers."""
_FILLED = "pad_sequences"
_KEPT = re.compile(
    r"pad_sequences$|train_test_split\b|\[|reshape\b|astype\b|array$|asarray$|expand_dims\b"
    r"|concatenate\b|shuffle\b|resize\b|to_numpy\b|values$"
)
"""Steps behind which the numbers are the same ones."""


def word_numbers(data: Data) -> Step | None:
    """The step that has numbered the words of texts, if these are what the padded data still are."""
    filled = False
    for step in reversed(data.steps):
        if _COUNTED.search(step.text):
            return step if filled else None
        filled |= step.text.startswith(_FILLED)
        if not _KEPT.match(step.text):
            return None
    return None
