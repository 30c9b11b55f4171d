"""What people write around a place of the code."""

import json

import pytest

from kerascheck.sources import read_source
from kerascheck.sources.remarks import Remarks

SCRIPT = '''\
# A file about rates.
"""Compares two rates."""

import keras


# Made by hand.
@cached
def build(rate):
    """A model with
    a rate."""
    unrelated = 1  # of the line above

    # The rate is *too*
    # high here.
    model = keras.Sequential()
    model.compile(  # with momentum
        rate,  # far too large
    )
    # The end of it.
    return model


"""Text in between."""
model = build(1.0)
"""Text behind."""

# Above an empty line.

model.save("a.keras")
'''
HEAD = "A file about rates. Compares two rates."


@pytest.mark.parametrize("lines", [(17, 19), (18, 18)])
def test_comments_and_docstrings_around_a_statement_are_told(lines: tuple[int, int]) -> None:
    """The place may be one argument; the comments of all of its statement count."""
    assert set(Remarks(SCRIPT).around(*lines).split("\n")) == {
        HEAD,
        "A model with a rate.",
        "with momentum far too large",
        "The rate is too high here.",
        "Made by hand.",
        "Text in between.",
    }


def test_strings_that_stand_as_text_are_told_of_what_is_beside_them() -> None:
    told = Remarks(SCRIPT)
    assert set(told.around(25, 25).split("\n")) == {HEAD, "Text in between.", "Text behind."}
    after = told.around(30, 30).split("\n")
    assert set(after) == {HEAD, "Text behind.", "Above an empty line."}


def test_the_title_is_the_head_of_a_script() -> None:
    assert Remarks(SCRIPT).title() == HEAD
    assert Remarks("import keras\n# No title.\n").title() == ""


def test_code_that_is_no_python_has_its_comments() -> None:
    assert Remarks("# One\nx = = 1  # two\n").around(2, 2) == "One\ntwo"


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Rates\n", "of **two** kinds"]},
        {"cell_type": "code", "source": ["import keras"]},
        {"cell_type": "markdown", "source": ["## A rate that is\n", "`too` high"]},
        {"cell_type": "markdown", "source": ["Look:"]},
        {"cell_type": "code", "source": ["a = 1"]},
        {"cell_type": "code", "source": ["b = 2  # on purpose"]},
        {"cell_type": "markdown", "source": ["It was."]},
    ]
}


def test_cells_of_text_belong_to_the_code_beside_them() -> None:
    source = read_source("a.ipynb", json.dumps(NOTEBOOK).encode())
    first, second, third = (Remarks(block.text, block.prose) for block in source.blocks)
    title = "Rates of two kinds"
    assert first.title() == title
    assert first.around(1, 1).split("\n") == [title, "A rate that is too high Look:"]
    assert second.around(1, 1).split("\n") == [title, "A rate that is too high Look:"]
    assert third.around(1, 1).split("\n") == [
        title, "A rate that is too high Look:", "It was.", "on purpose",
    ]  # fmt: skip


def test_text_between_fences_belongs_to_both() -> None:
    text = "# Title\n\n```python\na = 1\n```\n\nToo high:\n\n```python\nb = 2\n```\n\nEnd\n"
    source = read_source("a.md", text.encode())
    first, second = (Remarks(block.text, block.prose) for block in source.blocks)
    assert first.around(1, 1).split("\n") == ["Title", "Too high:"]
    assert second.around(1, 1).split("\n") == ["Title", "Too high:", "End"]


def test_nothing_is_said_around_lines_of_another_file() -> None:
    assert Remarks("").around(20, 21) == ""
