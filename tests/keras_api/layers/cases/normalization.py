"""Random calls of normalization layers."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.calls import (
    ANY,
    DIMS,
    DTYPES,
    PAIR,
    POLICY,
    configs,
    layer,
    mostly,
)
from tests.keras_api.layers.cases.shapes import OPEN, SIZE, tensors
from tests.keras_api.layers.oracle import Case, Made

ONE = mostly(tensors(st.integers(1, 4), mostly(SIZE, DIMS), DTYPES), st.one_of(ANY, PAIR))
AXIS = mostly(st.sampled_from([-1, -1, 1, -2]), st.integers(-5, 5))
ONE_AXIS = mostly(AXIS, st.sampled_from([[1], (1, 2), None, True, "1"]))
AXES = mostly(
    st.one_of(AXIS, st.lists(st.integers(1, 3), min_size=1, max_size=2)),
    st.one_of(
        st.lists(st.integers(-3, 3), min_size=1, max_size=3).map(tuple),
        st.sampled_from([None, "a", 1.0, [1.0]]),
    ),
)
FLAGS = {"center": st.booleans(), "scale": st.booleans(), "trainable": st.booleans()}
GROUPS = mostly(st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from([0, -2, 32, 2.0, "2", None]))
CHANNELS = mostly(
    tensors(st.integers(2, 4), st.sampled_from([2, 4, 6, 8, 12])),
    tensors(st.integers(0, 4), st.sampled_from([1, 2, 3, 0, None])),
)
DENSE = st.builds(lambda units: Made("Dense", {"units": units}), st.integers(1, 4))
CONV = st.builds(
    lambda filters, size: Made("Conv2D", {"filters": filters, "kernel_size": size}),
    st.integers(1, 4),
    st.integers(1, 2),
)
OTHER = st.sampled_from(
    [
        Made("Embedding", {"input_dim": 5, "output_dim": 3}),
        Made("BatchNormalization"),
        Made("ReLU"),
        Made("Dense", {"units": 3, "trainable": False}),
        Made("SpectralNormalization", {"layer": Made("Dense", {"units": 2})}),
        3,
    ]
)


def _whole(axis: Any) -> bool:
    """Keras compares a fraction as an axis with the rank, and fails later, with data."""
    return bool(axis != [1.0])


def _has_weights_or_one_tensor(tried: Case) -> bool:
    """Keras makes a layer without weights for a list of tensors, and fails later, with data."""
    names = ("center", "scale", "rms_scaling")
    weights = any(tried.made.config.get(name, name != "rms_scaling") for name in names)
    return weights or not isinstance(tried.args[0], list)


CASES: dict[str, Any] = {
    "BatchNormalization": layer(
        "BatchNormalization",
        configs(
            {
                "axis": ONE_AXIS,
                "momentum": mostly(st.just(0.9), st.sampled_from([1, None, "0.9", [0.9]])),
                "renorm": st.booleans(),
                "dtype": POLICY,
                **FLAGS,
            }
        ),
        ONE,
    ),
    "GroupNormalization": layer(
        "GroupNormalization",
        configs({"axis": ONE_AXIS, "dtype": POLICY, **FLAGS}, {"groups": GROUPS}),
        mostly(CHANNELS, PAIR),
    ),
    "LayerNormalization": layer(
        "LayerNormalization",
        configs({"axis": AXES, "rms_scaling": st.booleans(), "dtype": POLICY, **FLAGS}),
        ONE,
    ).filter(_has_weights_or_one_tensor),
    "RMSNormalization": layer(
        "RMSNormalization",
        configs({"axis": AXES, "dtype": POLICY, "trainable": st.booleans()}),
        ONE,
    ),
    "SpectralNormalization": layer(
        "SpectralNormalization",
        configs(
            {
                "power_iterations": mostly(st.sampled_from([1, 3]), st.sampled_from([0, -1])),
                "trainable": st.booleans(),
            },
            {"layer": st.one_of(DENSE, CONV, OTHER)},
        ),
        tensors(st.sampled_from([2, 3, 4, 4]), mostly(SIZE, OPEN)),
    ),
    "UnitNormalization": layer(
        "UnitNormalization", configs({"axis": AXES.filter(_whole), "dtype": POLICY})
    ),
}
