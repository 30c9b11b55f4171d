"""What a dict gives for a key that is not known."""

import pytest

from kerascheck.values import Data, Unknown
from tests.facts.trace_of import value_of

ROWS = "rows = {'a': np.array([0, 0, 1]), 'b': np.array([0, 1, 0])}\n"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("{'a': np.array([0, 0, 1]), 'b': np.array([0, 1, 0])}", "key()"),
        ("{'a': [0, 0, 1], 'b': [1, 0, 0]}", "key()"),
        ("{'a': [0, 0, 1], 'b': [1, 0, 0]}", "np.random.choice(['a', 'b'], 9)[3]"),
    ],
)
def test_one_of_several_rows_of_one_shape(table: str, key: str) -> None:
    row = value_of(f"{table}[{key}]")
    assert isinstance(row, Data)
    assert row.shape == (3,)
    assert (row.low, row.high) == (0, 1)


@pytest.mark.parametrize(
    "table",
    [
        "{'a': [64, 128], 'b': [32, 64]}",
        "{'a': np.zeros(3), 'b': np.zeros(4)}",
        "{'a': np.zeros(3), 'b': 3}",
        "{'a': np.zeros(3), 'b': make()}",
        "{'a': 3, 'b': 4}",
        "{}",
    ],
)
def test_values_that_have_no_shape_in_common(table: str) -> None:
    value = value_of(f"{table}[key()]")
    assert isinstance(value, Unknown)


def test_rows_that_are_looked_up_make_an_array() -> None:
    labels = value_of("np.array([rows[name] for name in names()])", ROWS)
    assert isinstance(labels, Data)
    assert isinstance(labels.shape, tuple)
    assert labels.shape[1:] == (3,)
