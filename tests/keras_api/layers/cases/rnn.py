"""Random calls of recurrent layers and of the wrappers around layers."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.rnn_cells import SOUND, UNITS, any_cell
from tests.keras_api.layers.cases.shapes import OPEN, tensors
from tests.keras_api.layers.oracle import Case, Made, T, case

FLAG = st.booleans()
RARELY = st.sampled_from([False, False, False, False, True])
LAYERS = ["SimpleRNN", "LSTM", "GRU"]
SELDOM = st.sampled_from([False] * 9 + [True])
SEQUENCES = st.one_of(
    tensors(3),
    tensors(3),
    st.builds(lambda t: T((t.shape[0], None, t.shape[2])), tensors(3)),
    st.builds(lambda t: T((2, *t.shape[1:])), tensors(3)),
    tensors(3, dtype=st.sampled_from(["int32", "float16"])),
    st.one_of(tensors(3, OPEN), tensors(st.sampled_from([2, 4, 1]), OPEN)),
)
STEPS = SEQUENCES.filter(lambda t: len(t.shape) == 3)
"""For `RNN`, which makes a layer for any rank, and fails later, with data."""


@st.composite
def recurrent(draw: st.DrawFn, layer: str, units: Any = UNITS) -> Made:
    config: dict[str, Any] = {
        "units": draw(units),
        "use_bias": draw(FLAG),
        "return_sequences": draw(FLAG),
        "return_state": draw(RARELY),
        "go_backwards": draw(RARELY),
        "stateful": draw(SELDOM),
        "unroll": draw(RARELY),
    }
    if layer == "GRU":
        config["reset_after"] = draw(FLAG)
    return Made(layer, config | draw(extras()))


@st.composite
def extras(draw: st.DrawFn) -> dict[str, Any]:
    """Arguments that most calls do without."""
    config: dict[str, Any] = {}
    if draw(RARELY):
        config["dtype"] = draw(st.sampled_from(["float16", "float64"]))
    if draw(RARELY):
        config["trainable"] = False
    if draw(SELDOM):
        config["dropout"] = draw(st.sampled_from([0.5, 1, None, "0.1"]))
    return config


@st.composite
def run(draw: st.DrawFn, layer: str) -> Case:
    x = draw(SEQUENCES)
    if draw(st.integers(0, 9)) == 0:
        return Case(draw(recurrent(layer)), ([x, x],))
    if draw(st.integers(0, 3)) == 0:
        states = [T((None, 3))] * (2 if layer == "LSTM" else 1)
        return Case(draw(recurrent(layer)), (x,), {"initial_state": states})
    return Case(draw(recurrent(layer)), (x,))


@st.composite
def with_cell(draw: st.DrawFn) -> Case:
    flags = ("return_sequences", "return_state", "go_backwards", "stateful")
    config: dict[str, Any] = {flag: draw(RARELY) for flag in flags}
    stack = st.lists(any_cell(SOUND), min_size=1, max_size=3)
    config["cell"] = draw(
        st.one_of(
            any_cell(SOUND),
            stack,
            stack.map(lambda cells: Made("StackedRNNCells", {"cells": cells})),
            st.sampled_from([None, 3, "lstm", Made("Dense", {"units": 3})]),
        )
    )
    shapes = st.one_of(STEPS, tensors(4))
    return case("RNN", config, draw(shapes))


@st.composite
def both_ways(draw: st.DrawFn) -> Case:
    layer = draw(st.sampled_from(LAYERS))
    inner: Any = draw(recurrent(layer, SOUND))
    modes = ["concat", "concat", "sum", "mul", "ave", None, None, "max"]
    config: dict[str, Any] = {"merge_mode": draw(st.sampled_from(modes))}
    choice, shapes = draw(st.integers(0, 9)), SEQUENCES
    if choice == 0:
        inner = draw(st.sampled_from([Made("Dense", {"units": 3}), None, 4]))
    elif choice <= 3:
        config["backward_layer"] = draw(recurrent(layer, SOUND))
    elif choice <= 5:
        flipped = not inner.config["go_backwards"]
        config["backward_layer"] = Made(layer, {**inner.config, "go_backwards": flipped})
    elif choice == 6:
        cell = draw(any_cell(SOUND))
        inner = Made("RNN", {"cell": cell, "return_sequences": draw(FLAG)})
        shapes = STEPS
    if draw(RARELY):
        config["trainable"] = False
    if draw(RARELY):
        config["dtype"] = "float16"
    return case("Bidirectional", {"layer": inner, **config}, draw(shapes))


@st.composite
def each_step(draw: st.DrawFn) -> Case:
    inner, x = draw(
        st.one_of(
            st.tuples(
                st.builds(lambda n: Made("Dense", {"units": n}), SOUND),
                tensors(st.integers(2, 5), OPEN),
            ),
            st.tuples(st.just(Made("Flatten", {})), tensors(st.integers(2, 5))),
            st.tuples(recurrent("LSTM", SOUND).filter(_plain), tensors(4, OPEN)),
            st.tuples(recurrent("GRU", SOUND).filter(_plain), tensors(4)),
            st.tuples(st.sampled_from([None, 3, "Dense"]), tensors(3)),
        )
    )
    config: dict[str, Any] = {"layer": inner}
    if draw(RARELY):
        config["trainable"] = False
    return case("TimeDistributed", config, draw(st.sampled_from([x, x, x, x, [x], [x, x]])))


def _plain(made: Made) -> bool:
    return not made.config["return_state"]


CASES: dict[str, Any] = {
    **{layer: run(layer) for layer in LAYERS},
    "RNN": with_cell(),
    "Bidirectional": both_ways(),
    "TimeDistributed": each_step(),
}
