"""`np.matrix`, which has two axes whatever is done to it."""

from typing import Any

import pytest

from kerascheck.values import Data, Unknown

START = "m = np.matrix(np.zeros((90, 38)))\n"


def rank(script: Any, expression: str, start: str = START) -> int | None:
    made = script(start + expression)
    assert isinstance(made, Data)
    return made.rank


@pytest.mark.parametrize(
    "expression",
    ["m", "m + 1", "m[:5]", "m.T", "m.astype('float32')", "np.array(m)", "m.reshape(38, 90)",
     "np.mat(m)", "m.squeeze()", "np.asmatrix(m)"],
)  # fmt: skip
def test_two_axes(script: Any, expression: str) -> None:
    assert rank(script, expression) == 2


@pytest.mark.parametrize(
    "expression",
    ["m.reshape((90, 1, 38, 1))", "np.reshape(m, (90, 38, 1))", "m[:, 0]", "m[0]", "m.flatten()",
     "np.expand_dims(m, -1)", "m.mean(axis=1)", "np.argmax(m, axis=1)", "m * np.zeros((38, 2))",
     "np.matrix(np.zeros(5))"],
)  # fmt: skip
def test_axes_that_an_array_would_have(script: Any, expression: str) -> None:
    assert rank(script, expression) is None


@pytest.mark.parametrize(
    ("expression", "axes"),
    [
        ("np.array(m).reshape((90, 1, 38, 1))", 4),
        ("np.asarray(m)[:, 0]", 1),
        ("np.zeros((90, 38)).reshape((90, 1, 38, 1))", 4),
    ],
)
def test_a_copy_as_an_array(script: Any, expression: str, axes: int) -> None:
    assert rank(script, expression) == axes


def test_what_a_sparse_table_becomes(script: Any) -> None:
    start = "x = np.zeros((90, 38))\n"
    assert isinstance(script(start + "x.todense().reshape((90, 38, 1))").shape, Unknown)
    assert script(start + "x.toarray().reshape((90, 38, 1))").shape == (90, 38, 1)
    assert script(start + "x.todense().getA().reshape((90, 38, 1))").shape == (90, 38, 1)
