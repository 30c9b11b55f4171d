"""Random calls of dropout, noise and penalties."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.calls import (
    ANY,
    DIMS,
    DTYPES,
    FORMAT,
    MANY,
    PAIR,
    POLICY,
    configs,
    layer,
    mostly,
)
from tests.keras_api.layers.cases.shapes import tensors

RATE = mostly(
    st.sampled_from([0, 0.0, 0.2, 0.5, 1, 1.0, True]),
    st.sampled_from([-0.1, 1.5, 20, "0.5", None]),
)
NOISE = mostly(
    st.sampled_from([None, (None, 1, None), [2, 1], (), (True, 2)]),
    st.sampled_from([(0,), (-1, 2), (1.5,), "ab", 3, ("a",)]),
)
PENALTY = mostly(
    st.sampled_from([0, 0.01, 1, None, True]),
    st.sampled_from([-0.5, "l1", float("inf"), float("nan")]),
)


def _of_rank(rank: int) -> SearchStrategy[Any]:
    return mostly(tensors(rank, DIMS, DTYPES), st.one_of(ANY, PAIR))


CASES: dict[str, Any] = {
    "ActivityRegularization": layer(
        "ActivityRegularization", configs({"l1": PENALTY, "l2": PENALTY, "dtype": POLICY}), MANY
    ),
    "Dropout": layer(
        "Dropout", configs({"noise_shape": NOISE, "dtype": POLICY}, {"rate": RATE}), MANY
    ),
    "AlphaDropout": layer(
        "AlphaDropout", configs({"noise_shape": NOISE, "dtype": POLICY}, {"rate": RATE}), MANY
    ),
    "GaussianDropout": layer("GaussianDropout", configs({"dtype": POLICY}, {"rate": RATE}), MANY),
    "GaussianNoise": layer("GaussianNoise", configs({"dtype": POLICY}, {"stddev": RATE}), MANY),
    "SpatialDropout1D": layer(
        "SpatialDropout1D", configs({"dtype": POLICY}, {"rate": RATE}), _of_rank(3)
    ),
    "SpatialDropout2D": layer(
        "SpatialDropout2D",
        configs({"data_format": FORMAT, "dtype": POLICY}, {"rate": RATE}),
        _of_rank(4),
    ),
    "SpatialDropout3D": layer(
        "SpatialDropout3D",
        configs({"data_format": FORMAT, "dtype": POLICY}, {"rate": RATE}),
        _of_rank(5),
    ),
}
