"""Random calls of activations as layers."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.calls import MANY, POLICY, configs, layer, mostly
from tests.keras_api.layers.cases.shapes import tensors

NAMES = ["relu", "softmax", "swish", "hard_silu", "linear", "RELU", "leakyrelu", "prelu", 3, None]
SLOPE = mostly(st.sampled_from([0, 0.0, 0.3, 1, 2.5]), st.sampled_from([-0.1, -1, None, "0.1"]))
AXES = mostly(
    st.one_of(st.integers(1, 2), st.lists(st.integers(1, 3), max_size=3)),
    st.one_of(st.integers(-2, 4), st.sampled_from([(1, 2), (0,), (-1,), "a", 1.0])),
)

CASES: dict[str, Any] = {
    "Activation": layer(
        "Activation", configs({"dtype": POLICY}, {"activation": st.sampled_from(NAMES)}), MANY
    ),
    "ELU": layer("ELU", configs({"alpha": SLOPE, "dtype": POLICY}), MANY),
    "LeakyReLU": layer(
        "LeakyReLU", configs({"negative_slope": SLOPE, "alpha": SLOPE, "dtype": POLICY}), MANY
    ),
    "PReLU": layer(
        "PReLU",
        configs({"shared_axes": AXES, "dtype": POLICY, "trainable": st.booleans()}),
        tensors(st.integers(0, 4), mostly(st.integers(0, 7), st.none())),
    ),
    "ReLU": layer(
        "ReLU",
        configs({"max_value": SLOPE, "negative_slope": SLOPE, "threshold": SLOPE, "dtype": POLICY}),
        MANY,
    ),
    "Softmax": layer(
        "Softmax", configs({"axis": st.sampled_from([-1, 1, 9, (1, 2)]), "dtype": POLICY}), MANY
    ),
}
