"""Random calls of the poolings: over windows, global and adaptive."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.convolutional import (
    FORMATS,
    POLICIES,
    images,
    options,
    per_axis,
    rarely,
)
from tests.keras_api.layers.oracle import Case, T, case

PADDINGS = st.sampled_from(["valid", "same"] * 6 + ["SAME", "causal", "full", None])


def called(kind: str, n: int, config: SearchStrategy[dict[str, Any]]) -> SearchStrategy[Case]:
    """Calls with one input, rarely with two in a list."""
    pair = st.builds(lambda x: [x, T((None, 4, 4))], images(n))
    return st.builds(lambda config, x: case(kind, config, x), config, rarely(images(n), pair))


def over_windows(kind: str, n: int) -> SearchStrategy[Case]:
    """Calls of a pooling with a window."""
    config = options(
        pool_size=per_axis(n, 4),
        strides=st.one_of(st.none(), per_axis(n, 3, 0)),
        padding=PADDINGS,
        data_format=FORMATS,
        dtype=POLICIES,
    )
    return called(kind, n, config)


def over_all(kind: str, n: int) -> SearchStrategy[Case]:
    """Calls of a global pooling."""
    config = options(keepdims=st.booleans(), data_format=FORMATS, dtype=POLICIES)
    return called(kind, n, config)


def adaptive(kind: str, n: int) -> SearchStrategy[Case]:
    """Calls of an adaptive pooling."""
    sizes = st.one_of(per_axis(n, 5, 0), st.tuples(*[st.sampled_from([None, 2])] * n))
    config = options(output_size=sizes, data_format=FORMATS, dtype=POLICIES)
    return called(kind, n, config)


CASES: dict[str, SearchStrategy[Case]] = {
    f"{prefix}{which}Pooling{n}D": make(f"{prefix}{which}Pooling{n}D", n)
    for prefix, make in (("", over_windows), ("Global", over_all), ("Adaptive", adaptive))
    for which in ("Max", "Average")
    for n in (1, 2, 3)
}
