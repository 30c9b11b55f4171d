"""Random calls of cells: one step with an input and states."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.oracle import Case, Made, T, case

STATES = {"SimpleRNNCell": 1, "LSTMCell": 2, "GRUCell": 1}
UNITS: Any = st.one_of(*[st.integers(1, 5)] * 6, st.sampled_from([0, -1, 2.0, "3"]))
SOUND = st.integers(1, 5)


@st.composite
def cells(draw: st.DrawFn, layer: str, units: Any = UNITS) -> Made:
    config = {"units": draw(units), "use_bias": draw(st.booleans())}
    if layer == "GRUCell":
        config["reset_after"] = draw(st.booleans())
    if draw(st.integers(0, 5)) == 0:
        config["dropout"] = draw(st.sampled_from([0.5, 1]))
    if draw(st.integers(0, 7)) == 0:
        config["trainable"] = False
    return Made(layer, config)


def any_cell(units: Any = UNITS) -> Any:
    """A cell of any kind."""
    return st.sampled_from(sorted(STATES)).flatmap(lambda layer: cells(layer, units))


def states_of(cell: Made, batch: int | None, one: bool = False) -> Any:
    """States that fit a cell, in a list."""
    units: Any = cell.config["units"]
    size = units if isinstance(units, int) and units > 0 else 3
    state = T((batch, size))
    return state if one else [state] * STATES[cell.layer]


@st.composite
def one_step(draw: st.DrawFn, layer: str) -> Case:
    cell = draw(cells(layer))
    batch = draw(st.sampled_from([None, None, 2]))
    features = draw(st.sampled_from([1, 2, 3, 4, 5, None]))
    one = STATES[layer] == 1 and draw(st.booleans())
    return Case(cell, (T((batch, features)), states_of(cell, batch, one)))


@st.composite
def stacked(draw: st.DrawFn) -> Case:
    stack = draw(st.lists(any_cell(SOUND), min_size=1, max_size=3))
    batch = draw(st.sampled_from([None, None, 2]))
    states = [states_of(cell, batch, STATES[cell.layer] == 1) for cell in stack]
    features = draw(st.sampled_from([1, 2, 3, 4, 5, None]))
    return case("StackedRNNCells", {"cells": stack}, T((batch, features)), states)


CASES: dict[str, Any] = {layer: one_step(layer) for layer in STATES} | {
    "StackedRNNCells": stacked()
}
