"""Random calls of the core layers."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.shapes import OPEN, tensors
from tests.keras_api.layers.oracle import case

UNITS = st.one_of(st.integers(1, 6), st.sampled_from([0, -1, 2.0, "3"]))

CASES: dict[str, Any] = {
    "Dense": st.builds(
        lambda units, bias, x: case("Dense", {"units": units, "use_bias": bias}, x),
        UNITS,
        st.booleans(),
        tensors(st.integers(1, 4), OPEN),
    ),
}
