"""Inputs: every shape that Keras refuses, and what the errors say."""

from typing import Any

import pytest

from kerascheck.keras_api import graph
from kerascheck.values import BuildError, Spec, Tensor, Unknown
from tests.keras_api.layers.calls import make, spec
from tests.keras_api.layers.oracle import SITE


def given(**arguments: Any) -> Spec:
    """What an input with these arguments is."""
    return graph.call(make("InputLayer", **arguments), (), {})  # type: ignore[no-any-return]


def refused(**arguments: Any) -> BuildError:
    """The error of an input with these arguments."""
    with pytest.raises(BuildError) as caught:
        given(**arguments)
    return caught.value


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"shape": (28, 28, 1)}, (None, 28, 28, 1)),
        ({"shape": [3]}, (None, 3)),
        ({"shape": ()}, (None,)),
        ({"shape": (None, 0)}, (None, None, 0)),
        ({"shape": (3,), "batch_size": 8}, (8, 3)),
        ({"batch_shape": (4, None)}, (4, None)),
        ({"extra": {"input_shape": (3,)}}, (None, 3)),
        ({"extra": {"batch_input_shape": (2, 3)}}, (2, 3)),
    ],
)
def test_the_batch_axis_comes_first(arguments: dict[str, Any], expected: Any) -> None:
    assert given(**arguments).shape == expected


@pytest.mark.parametrize(
    ("shape", "problem", "help"),
    [
        (784, "`shape=784` is not a tuple", "write `shape=(784,)`, with a comma"),
        (3.0, "`shape=3.0` is not a tuple", "write `shape=(3,)`"),
        ("28", "`shape='28'` is not a tuple", "write a tuple of integers"),
        (((28, 28),), "has (28, 28) in it", "take the outer brackets away: `shape=(28, 28)`"),
        ((14.0, 3), "has 14.0 in it", "write `14`, or divide with `//`"),
        ((-1, 3), "has a negative dimension", "write `None` for a dimension that stays open"),
        (("a",), "has 'a' in it", "write an integer, or `None`"),
    ],
)
def test_a_shape_must_be_a_tuple_of_dimensions(shape: object, problem: str, help: str) -> None:
    error = refused(shape=shape)
    assert (error.kind, error.argument) == ("input-shape", "shape")
    assert problem in error.problem
    assert help in error.help


def test_a_shape_is_said_once() -> None:
    error = refused(shape=(3,), batch_shape=(None, 3))
    assert (error.kind, error.problem) == ("input-shape", "gets both `shape` and `batch_shape`")
    assert refused(batch_size=2, batch_shape=(None, 3)).argument == "batch_size"


def test_a_shape_must_be_said() -> None:
    assert refused().keras == "You must pass a `shape` argument"


def test_a_batch_size_is_a_number_of_samples() -> None:
    assert refused(shape=(3,), batch_size=2.0).problem == "`batch_size=2.0` is no number of samples"


def test_sparse_and_ragged_exclude_each_other() -> None:
    assert refused(shape=(3,), sparse=True, ragged=True).argument == "ragged"


def test_a_dtype_must_be_one_of_keras() -> None:
    assert refused(shape=(3,), dtype="float").argument == "dtype"
    assert given(shape=(3,), dtype="int").dtype == "int64"
    assert isinstance(given(shape=(3,), dtype=object()).dtype, Unknown)


def test_a_tensor_may_become_an_input_if_nothing_else_is_said() -> None:
    tensor = Tensor(make("Identity"), (), SITE, spec=spec(None, 3, dtype="int32"))
    assert given(input_tensor=tensor) == Spec((None, 3), "int32")
    assert given(input_tensor=tensor, shape=(3,)).shape == (None, 3)
    error = refused(input_tensor=tensor, shape=(4,))
    assert "does not fit the tensor, which has shape (None, 3)" in error.problem
    assert refused(input_tensor=5).kind == "input-shape"


def test_what_is_unknown_in_a_shape_stays_unknown() -> None:
    unknown = Unknown("from a file")
    assert given(shape=unknown).shape is unknown
    assert given(shape=(28, unknown)).shape == (None, 28, unknown)
    assert given(shape=(3,), batch_size=unknown).shape == (unknown, 3)
