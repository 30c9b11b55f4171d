"""Lists of which it is not known how often their items are repeated."""

import pytest

from kerascheck.values import Data, Encoding, More, Unknown
from tests.facts.trace_of import value_of

HEAD = "import numpy as np\nn, m = count(), count()\n"


@pytest.mark.parametrize(
    ("code", "low", "high", "encoding"),
    [
        pytest.param("[0] * n + [1] * m", 0, 1, Encoding.BINARY, id="two classes"),
        pytest.param("n * [0] + m * [1] + n * [2]", 0, 2, Encoding.INT, id="three classes"),
        pytest.param("[0] * 12500 + [1] * 12500", 0, 1, Encoding.BINARY, id="known counts"),
    ],
)
def test_labels_of_one_class_after_the_other(
    code: str, low: float, high: float, encoding: Encoding
) -> None:
    labels = value_of("y", HEAD + f"y = np.array({code})\n")
    assert isinstance(labels, Data)
    assert isinstance(labels.shape, tuple)
    assert len(labels.shape) == 1
    assert (labels.low, labels.high, labels.encoding) == (low, high, encoding)
    assert labels.dtype == "int64"


def test_how_long_it_is_is_not_known() -> None:
    assert isinstance(value_of("k", HEAD + "k = len([0] * n)\n"), Unknown)
    assert value_of("k", HEAD + "k = len([0] * 25_000)\n") == 25_000


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("y[0] = 5", id="the first item is replaced"),
        pytest.param("y[which()] = 5", id="an item is replaced"),
        pytest.param("y = [0, 1, other()] * n", id="an item is not known"),
    ],
)
def test_items_that_may_be_others_have_no_bounds(change: str) -> None:
    labels = value_of("y", HEAD + f"y = [0] * n\n{change}\ny = np.array(y)\n")
    assert isinstance(labels, Data)
    assert (labels.low, labels.high) == (None, None)
    assert isinstance(labels.encoding, Unknown)


def test_a_replaced_item_leaves_the_length_open() -> None:
    code = HEAD + "y = [0] * n\ny[which()] = 5\nk = len(y)\n"
    assert isinstance(value_of("k", code), Unknown)


@pytest.mark.parametrize(
    ("part", "known"),
    [
        pytest.param("y[:1]", 1, id="what is there for sure"),
        pytest.param("y[:]", None, id="a copy"),
        pytest.param("y[5:]", None, id="from a later item on"),
        pytest.param("y[-3:]", None, id="the last ones"),
        pytest.param("y[:100]", None, id="at most so many"),
        pytest.param("y[::2]", None, id="every other one"),
    ],
)
def test_a_part_of_it_is_as_long_as_is_known(part: str, known: int | None) -> None:
    taken = value_of("p", HEAD + f"y = [0] * n\np = {part}\n")
    assert isinstance(taken, list)
    assert any(isinstance(item, More) for item in taken) is (known is None)
    assert known is None or len(taken) == known


@pytest.mark.parametrize("code", ["np.zeros([3] * n)", "np.ones([28, 28] * n)"])
def test_no_shape_has_such_a_list_of_sizes(code: str) -> None:
    made = value_of("a", HEAD + f"a = {code}\n")
    assert isinstance(made, Data)
    assert isinstance(made.shape, Unknown)


def test_lists_of_other_things_are_not_followed() -> None:
    assert isinstance(value_of("a", HEAD + "a = ['mse'] * n\n"), Unknown)
