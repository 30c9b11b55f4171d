"""Lists that are filled in a roundabout way: neither their length nor their items are known."""

import pytest

from kerascheck.values import Data, Unknown
from tests.facts.trace_of import value_of
from tests.rules.found import levels


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "d = {c: ([], []) for c in ['a', 'b']}\nd[name()][0].append(read())\nv, _ = d['a']",
            id="in a dict of tuples",
        ),
        pytest.param(
            "d = {'a': []}\nd.get(name()).append(read())\nv = d['a']", id="asked of a dict"
        ),
        pytest.param("d = [[], []]\nd[number()].extend(read())\nv = d[1]", id="in a list"),
        pytest.param(
            "class P:\n    def __init__(self):\n        self.rows = {'a': []}\n"
            "p = P()\np.rows[name()].append(read())\nv = p.rows['a']",
            id="in an attribute",
        ),
        pytest.param("v = []\nfrom tools import fill\nfill(v)", id="handed to a function"),
        pytest.param("v = []\nreader().read_into(v)", id="handed to a method"),
    ],
)
def test_a_list_that_something_unknown_may_fill_has_no_known_length(code: str) -> None:
    length = value_of("len(v)", code)
    assert isinstance(length, Unknown)
    made = value_of("np.array(v)", code)
    assert isinstance(made, Data)
    assert isinstance(made.shape, Unknown)


@pytest.mark.parametrize(
    ("code", "length"),
    [
        pytest.param(
            "d = {'a': [], 'b': [3]}\nd['a'].append(read())\nv = d['b']", 1, id="another key"
        ),
        pytest.param("d = [[], [3]]\nd[0].append(name()[0])\nv = d[1]", 1, id="another place"),
        pytest.param("v = [3]\nother()[0].append(4)", 1, id="another list"),
    ],
)
def test_other_lists_stay_as_they_are(code: str, length: int) -> None:
    assert value_of("len(v)", code) == length


@pytest.mark.parametrize("made", ["np.array(p.rows)", "np.asarray(p.rows)"])
def test_an_array_of_a_list_that_nothing_is_seen_to_fill_may_have_any_shape(made: str) -> None:
    program = f"""
        class Pipeline:
            def __init__(self):
                self.rows = []
        p = Pipeline()
        if found(p):
            p.rows.append(read())
        v = {made}
    """
    match value_of("v", program):
        case Data(shape=shape):
            assert isinstance(shape, Unknown)
        case other:
            pytest.fail(f"no array: {other}")


def test_an_array_of_a_list_that_is_written_out_is_empty() -> None:
    match value_of("np.array([])"):
        case Data(shape=shape):
            assert shape == (0,)
        case other:
            pytest.fail(f"no array: {other}")


TABLE = "import pandas as pd\nt = pd.read_csv('t.csv', names=['a', 'b', 'c', 'd'])\n"


def test_an_item_that_is_taken_out_of_a_list_of_rows_is_one_row() -> None:
    match value_of("[r, x]", TABLE + "x = t.values.tolist()\nr = x.pop()\n"):
        case [Data(shape=(width,)), Data(shape=(_, left))]:
            assert width == left == 4
        case other:
            pytest.fail(f"no row and no rows: {other}")


def test_a_place_says_which_row_is_taken_out() -> None:
    match value_of("x.pop(0)", TABLE + "x = t.values.tolist()\n"):
        case Data(shape=shape):
            assert shape == (4,)
        case other:
            pytest.fail(f"no row: {other}")


@pytest.mark.parametrize("code", ["v.pop()", "v.remove(3)"])
def test_what_a_loop_of_unknown_length_takes_out_leaves_an_unknown_rest(code: str) -> None:
    length = value_of("len(v)", f"v = [3, 4, 5]\nfor _ in read():\n    {code}\n")
    assert isinstance(length, Unknown)


PROGRAM = """
x = []
y = []
rows = np.load("rows.npy").reshape(-1, 8).tolist()
for n in range(len(rows)):
    x.append(rows.pop())
model = keras.Sequential([keras.Input(({},)), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.array(x), np.load("y.npy"))
"""


@pytest.mark.parametrize(
    ("width", "found"),
    [pytest.param(8, [], id="fits"), pytest.param(9, ["error high"], id="does not fit")],
)
def test_rows_moved_from_one_list_to_another_keep_their_width(width: int, found: list[str]) -> None:
    assert levels("KC508", PROGRAM.format(width)) == found
