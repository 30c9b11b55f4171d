from typing import Any

import pytest

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.layers import Add, Concatenate, Dot, Subtract
from kerascheck.values import Spec, UndeterminedError, Unknown
from tests.facts.trace_of import facts
from tests.keras_api.layers.oracle import SITE
from tests.keras_api.layers.refusal import refused

SOME = Unknown("the length of the data")


def shape(layer: Any, *shapes: Any) -> Any:
    return graph.call(layer, ([Spec(shape) for shape in shapes],), {}).dims


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ((None, 4), (None, 4), (None, 4)),
        ((None, 8, 8, 3), (None, 1, 1, 3), (None, 8, 8, 3)),
        ((None, 8, 3), (None, 3), (None, 8, 3)),
        ((None, None, 3), (None, 5, 3), (None, None, 3)),
        ((2, 4), (None, 4), (2, 4)),
        ((None, SOME, 3), (None, 5, 3), (None, 5, 3)),
        ((None, SOME, 3), (None, 1, 3), (None, SOME, 3)),
        ((None, SOME, 3), (None, None, 3), (None, None, 3)),
    ],
)
def test_elementwise_layers_stretch_axes_of_one(first: Any, second: Any, result: Any) -> None:
    assert shape(Add(site=SITE), first, second) == result
    assert shape(Add(site=SITE), second, first) == result


def test_shapes_that_do_not_fit_are_both_named() -> None:
    error = refused(Add(site=SITE), [Spec((None, 8, 8, 64)), Spec((None, 8, 8, 32))])
    assert error.kind == "merge"
    for text in ("(None, 8, 8, 64)", "(None, 8, 8, 32)", "64", "32"):
        assert text in error.problem


def test_batches_of_different_size_do_not_fit() -> None:
    assert refused(Add(site=SITE), [Spec((2, 4)), Spec((3, 4))]).kind == "merge"


@pytest.mark.parametrize(
    "args",
    [
        (Spec((None, 4)),),
        (Spec((None, 4)), Spec((None, 4))),
        ({"a": Spec((None, 4)), "b": Spec((None, 4))},),
        ([],),
    ],
)
def test_tensors_must_come_in_one_list(args: Any) -> None:
    assert refused(Add(site=SITE), *args).kind == "inputs"
    assert refused(Concatenate(site=SITE), *args).kind == "inputs"


@pytest.mark.parametrize("count", [1, 3])
def test_subtract_and_dot_take_two(count: int) -> None:
    inputs = [Spec((None, 4))] * count
    assert refused(Subtract(site=SITE), inputs).kind == "inputs"
    assert refused(Dot(1, site=SITE), inputs).kind == "inputs"


@pytest.mark.parametrize(
    ("axis", "shapes", "result"),
    [
        (-1, [(None, 4), (None, 5), (None, 6)], (None, 15)),
        (1, [(None, 4, 3), (None, None, 3)], (None, None, 3)),
        (-1, [(None, None, 3), (None, 5, 3)], (None, None, 6)),
        (-1, [(None, SOME, 3), (None, 5, 3)], (None, 5, 6)),
        (0, [(2, 3), (4, 3)], (6, 3)),
    ],
)
def test_concatenate_adds_up_one_axis(axis: int, shapes: Any, result: Any) -> None:
    assert shape(Concatenate(axis, site=SITE), *shapes) == result


def test_an_unknown_length_makes_the_sum_unknown() -> None:
    result = shape(Concatenate(1, site=SITE), (None, SOME, 3), (None, 5, 3))
    assert isinstance(result[1], Unknown)
    assert (result[1].why, result[2]) == (SOME.why, 3)


def test_concatenate_names_the_axis_and_the_shapes_that_differ() -> None:
    inputs = [Spec((None, 27, 27, 8)), Spec((None, 28, 27, 8))]
    error = refused(Concatenate(3, site=SITE), inputs)
    assert error.kind == "merge"
    for text in ("axis 3", "axis 1", "(None, 27, 27, 8)", "(None, 28, 27, 8)"):
        assert text in error.problem
    assert "axis=1" in error.help


def test_concatenate_needs_inputs_of_one_rank_that_have_the_axis() -> None:
    assert refused(Concatenate(site=SITE), [Spec((None, 4)), Spec((None, 4, 4))]).kind == "merge"
    assert refused(Concatenate(2, site=SITE), [Spec((None, 4))] * 2).kind == "rank"


@pytest.mark.parametrize(
    ("axes", "first", "second", "result"),
    [
        (1, (None, 4), (None, 4), (None, 1)),
        (2, (None, 5, 4), (None, 6, 4), (None, 5, 6)),
        ((2, 1), (None, 5, 4), (None, 4, 6), (None, 5, 6)),
        (-1, (None, 5, 4), (None, 4), (None, 5)),
        ([1, 1], (None, None, 4), (None, None, 6), (None, 4, 6)),
        (2, (None, 5, SOME), (None, 6, 4), (None, 5, 6)),
    ],
)
def test_dot_takes_one_axis_of_each(axes: Any, first: Any, second: Any, result: Any) -> None:
    assert shape(Dot(axes, site=SITE), first, second) == result


def test_dot_needs_axes_of_one_length() -> None:
    error = refused(Dot(1, site=SITE), [Spec((None, 5, 4)), Spec((None, 6, 4))])
    assert error.kind == "merge"
    assert "5 and 6" in error.problem
    assert refused(Dot(3, site=SITE), [Spec((None, 4))] * 2).kind == "rank"


@pytest.mark.parametrize("axes", ["1", None, (1,), (1, 2, 3), (1, 2.5)])
def test_dot_wants_a_number_or_two(axes: Any) -> None:
    error = refused(Dot(axes, site=SITE))
    assert (error.kind, error.argument) == ("argument", "axes")


@pytest.mark.parametrize(
    "inputs",
    [Unknown("a list"), [Spec((None, 4)), Unknown("a list")], [Spec(Unknown("a list"))] * 2],
)
def test_unknown_inputs_are_not_refused(inputs: Any) -> None:
    for layer in (Add(site=SITE), Concatenate(site=SITE), Dot(1, site=SITE)):
        with pytest.raises(UndeterminedError, match="a list"):
            graph.call(layer, (inputs,), {})


def test_a_model_with_merges_has_the_parameters_that_keras_counts() -> None:
    found = facts(
        """
        a = keras.Input((8,))
        b = keras.Input((4,))
        x = layers.add([layers.Dense(6)(a), layers.Dense(6)(b)])
        y = layers.Concatenate()([x, a])
        m = keras.Model([a, b], layers.Dense(1)(layers.multiply([y, y])))
        """
    )
    assert not found.faults
    assert tables.totals(tables.table(found.models[0])).all == 54 + 30 + 15
