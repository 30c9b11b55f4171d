"""Random calls of the convolutional LSTMs."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.convolutional import (
    DTYPES,
    FORMATS,
    POLICIES,
    options,
    per_axis,
    rarely,
)
from tests.keras_api.layers.cases.shapes import tensors
from tests.keras_api.layers.oracle import Case, T, case

PADDINGS = st.sampled_from(["valid", "same"] * 8 + ["Same", "causal", None, [1]])
FILTERS = rarely(st.integers(1, 4), st.sampled_from([0, -1, 2.0, "3", None, True]))


def frames(n: int) -> SearchStrategy[T]:
    """Sequences of what has `n` axes and channels."""
    ranks = st.sampled_from([n + 3] * 12 + [n + 2, n + 4, 2])
    return tensors(ranks, st.one_of(*[st.integers(1, 8)] * 12, st.none(), st.just(0)), DTYPES)


def layers(kind: str, n: int) -> SearchStrategy[Case]:
    """Calls with and without an initial state."""
    config = options(
        filters=FILTERS,
        kernel_size=per_axis(n, 3),
        strides=rarely(st.none(), per_axis(n, 2, 0)),
        dilation_rate=rarely(st.none(), per_axis(n, 2)),
        padding=PADDINGS,
        data_format=FORMATS,
        use_bias=st.booleans(),
        unit_forget_bias=st.booleans(),
        return_sequences=st.booleans(),
        return_state=st.booleans(),
        stateful=st.sampled_from([False] * 7 + [True]),
        dtype=POLICIES,
    )
    state: SearchStrategy[dict[str, Any]] = st.sampled_from([{}] * 3 + [{"initial_state": None}])
    return st.builds(lambda c, x, call: case(kind, c, x, **call), config, frames(n), state)


CASES: dict[str, SearchStrategy[Case]] = {
    f"ConvLSTM{n}D": layers(f"ConvLSTM{n}D", n) for n in (1, 2, 3)
}
