"""Arrays that a loop puts more and more onto."""

import pytest

from kerascheck.values import Data
from tests.facts.trace_of import facts


def sizes(code: str) -> list[int | None]:
    """The known sizes of `x` after a script, and None for the others."""
    [fit] = facts(f"{code}\nkeras.Sequential([layers.Dense(1)]).fit(x)\n").fits
    assert isinstance(fit.x, Data)
    assert isinstance(fit.x.shape, tuple)
    return [size if isinstance(size, int) else None for size in fit.x.shape]


START = "x = np.zeros((1, 28))\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for f in files:\n    x = np.vstack([x, np.zeros((10, 28))])", [None, 28]),
        ("for i in range(100):\n    x = np.concatenate([x, np.zeros((10, 28))])", [None, 28]),
        ("for i in range(100):\n    x = np.hstack([x, np.zeros((1, 3))])", [1, None]),
        ("while more():\n    x = np.vstack([x, np.zeros((10, 28))])", [None, 28]),
        ("for i in range(3):\n    x = np.vstack([x, np.zeros((10, 28))])", [31, 28]),
        ("for f in files:\n    x = x + 1", [1, 28]),
        ("for f in files:\n    x[0] = 1", [1, 28]),
    ],
)
def test_sizes_after_a_loop(code: str, expected: list[int | None]) -> None:
    assert sizes(START + code) == expected


def test_the_first_part_is_the_start() -> None:
    body = "    part = np.zeros((10, 28))\n    x = part if x is None else np.vstack([x, part])"
    assert sizes("x = None\nfor f in files:\n" + body) == [None, None]
    assert sizes("x = None\nfor f in files:\n    x = np.zeros((10, 28))") == [10, 28]


MEMORY = """
class Memory:
    def __init__(self):
        self.rows = np.zeros((1, 28))
    def add(self, row):
        self.rows = np.vstack([self.rows, row])
memory = Memory()
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for f in files:\n    memory.add(np.zeros((10, 28)))", [None, 28]),
        ("memory.add(np.zeros((10, 28)))", [11, 28]),
        ("for f in files:\n    memory.rows = memory.rows + 1", [1, 28]),
        ("for f in files:\n    memory.rows = np.zeros((5, 28))", [5, 28]),
    ],
)
def test_an_attribute_that_a_function_puts_rows_onto(code: str, expected: list[int | None]) -> None:
    assert sizes(f"{MEMORY}{code}\nx = memory.rows") == expected
