import re
from dataclasses import dataclass
from typing import cast

import pytest

from kerascheck.finding import Span
from kerascheck.rule import (
    ON_PURPOSE,
    Data,
    Facts,
    Site,
    Unknown,
    Written,
    replace_quoted,
    same_rows,
    told,
)

HERE = Span("train.py", 0, 1, 0, 1, 1)


@dataclass(frozen=True)
class Text:
    """Stands in for the place of an argument that is written as `text`."""

    text: str
    at: Span = HERE


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ('"accuracy"', '"mae"'),
        ("['accuracy', f(1)]", "['mae', f(1)]"),
        ('["my_accuracy", "accuracy"]', '["my_accuracy", "mae"]'),
    ],
)
def test_a_string_in_an_argument_is_replaced_and_its_quotes_stay(text: str, changed: str) -> None:
    fix = replace_quoted(cast(Site, Text(text)), "accuracy", "mae")
    assert fix is not None
    assert [edit.text for edit in fix.edits] == [changed]


@pytest.mark.parametrize("text", ["names", '["loss"]', '["accuracy", "accuracy"]', ""])
def test_nothing_is_replaced_unless_the_string_is_there_once(text: str) -> None:
    assert replace_quoted(cast(Site, Text(text)), "accuracy", "mae") is None


def test_samples_are_the_same_after_a_step_and_those_not_known_are_nothing() -> None:
    data = Data()
    assert same_rows(data, data.but(name="y"))
    assert not same_rows(data, Data())
    unknown = Unknown("not followed")
    assert not same_rows(unknown, unknown)
    assert not same_rows(None, None)
    of_unknown = Data(rows=unknown)
    assert not same_rows(of_unknown, of_unknown)


def test_what_a_text_says_is_looked_for_at_each_place() -> None:
    said = {"model": "The rate is too high.", "loss": "Made on purpose."}
    written = Written(around=lambda place: said[place.text])
    model, loss = (cast(Site, Text(name)) for name in said)
    facts = Facts(written=written)
    assert told(facts, ON_PURPOSE, model, loss)
    assert told(facts, re.compile("too high"), model, None)
    assert not told(facts, ON_PURPOSE, model, None)
