"""Functions of the script that call themselves, which are followed for some calls only."""

import pytest

from kerascheck.values import Unknown
from tests.facts.trace_of import value_of

FILLING = """
def collect(found, level=0):
    {}
    if level < 5:
        collect(found, level + 1)
    return found
"""


@pytest.mark.parametrize(
    ("body", "made", "known"),
    [
        pytest.param("found.append(64)", "len(collect([]))", None, id="items are added"),
        pytest.param("found[0].append(64)", "len(collect([[]])[0])", None, id="to a list in it"),
        pytest.param("found.append(64)", "max(map(len, [collect([])]))", None, id="and mapped"),
        pytest.param("total = len(found)", "len(collect([1, 2]))", 2, id="it is only read"),
        pytest.param("found = [*found, 1]", "len(names)", 2, id="a list of its own"),
    ],
)
def test_what_is_added_by_calls_that_are_not_followed(
    body: str, made: str, known: int | None
) -> None:
    before = FILLING.format(body) + "names = [1, 2]\ncollect(names)\n"
    value = value_of(made, before)
    assert isinstance(value, Unknown) if known is None else value == known


def test_a_mapped_list_that_is_not_wholly_known_stays_so() -> None:
    before = "sizes = [4, 5]\nfor _ in rows():\n    sizes.append(6)\n"
    assert isinstance(value_of("len(list(map(abs, sizes)))", before), Unknown)
    assert value_of("list(map(abs, sizes))[0]", before) == 4
