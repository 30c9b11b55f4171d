"""How many items loops add to a list of which not every turn is followed."""

import pytest

from kerascheck.values import Data, Unknown
from tests.facts.trace_of import value_of

WINDOWS = """
import numpy as np
series = np.arange(101)
data = []
for i in range({}):
    {}
    {}
"""
TURNS = "len(series) - 5"
APPEND = "data.append(series[i : i + 5])"


def windows(turns: str = TURNS, first: str = "pass", second: str = APPEND) -> str:
    return WINDOWS.format(turns, first, second)


def test_each_turn_adds_one() -> None:
    before = windows()
    assert value_of("len(data)", before) == 96
    array = value_of("np.array(data)", before)
    assert isinstance(array, Data)
    assert array.shape == (96, 5)
    assert value_of("np.array(data).shape[0] - int(len(data) * 0.9)", before) == 10


def test_two_loops_add_to_one_list() -> None:
    before = windows() + "for i in range(50):\n    data.append(series[:5])\n"
    assert value_of("len(data)", before) == 146


def test_a_function_fills_a_list_of_its_own() -> None:
    before = (
        "import numpy as np\n"
        "def cut(rows, size):\n"
        "    found = []\n"
        "    for i in range(len(rows) - size + 1):\n"
        "        part = rows[i : i + size]\n"
        "        found.append(part)\n"
        "    return np.array(found)\n"
    )
    array = value_of("cut(np.arange(100), 6)", before)
    assert isinstance(array, Data)
    assert array.shape == (95, 6)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(windows("count()"), id="turns that are not known"),
        pytest.param(windows(second=f"if f(i): {APPEND}"), id="under a condition"),
        pytest.param(windows("500", "if f(i): break"), id="a way out"),
        pytest.param(windows("500", "if f(i): continue"), id="turns that are left out"),
        pytest.param(windows(first="data.extend(f(i))"), id="more is added"),
        pytest.param(windows(first="take(data)"), id="a function may take some"),
        pytest.param(windows(first=APPEND), id="two calls"),
        pytest.param(windows() + "data.extend(f())\n", id="more is added afterwards"),
        pytest.param(windows() + "data = data[f():]\n", id="a part"),
        pytest.param(windows(second=f"for j in f(i): {APPEND}"), id="a loop in the loop"),
        pytest.param(
            "data = []\nfor k in f():\n    for i in range(90):\n        data.append([k, i])\n",
            id="a loop around the loop",
        ),
        pytest.param(
            "data = []\ndef add(i):\n    data.append(i)\nfor i in range(90):\n    add(f(i))\n",
            id="a function that may be called elsewhere",
        ),
    ],
)
def test_a_number_that_is_not_known(before: str) -> None:
    assert isinstance(value_of("len(data)", before), Unknown)


def test_the_items_are_not_known_where_their_number_is() -> None:
    before = "import numpy as np\ndata = []\nfor i in range(90):\n    data.append([i % 3, 1])\n"
    assert value_of("len(data)", before) == 90
    array = value_of("np.array(data)", before)
    assert isinstance(array, Data)
    assert array.written is None
