"""Random calls of the layers for sizes and boxes of images."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.calls import (
    DIMS,
    FORMAT,
    IMAGES,
    MANY,
    PAIR,
    POLICY,
    configs,
    layer,
    mostly,
)
from tests.keras_api.layers.cases.shapes import tensors

EXTENT = mostly(st.integers(0, 9), st.sampled_from([None, -1, 2.0, "3", True]))
SIZES = {"height": EXTENT, "width": EXTENT}
BOXES = st.fixed_dictionaries(
    {"boxes": tensors(3, DIMS), "labels": tensors(2, DIMS)},
    optional={"extra": mostly(tensors(1), tensors(2))},
)
LABELLED = st.fixed_dictionaries(
    {"images": tensors(4)},
    optional={
        "bounding_boxes": mostly(
            st.fixed_dictionaries({"boxes": tensors(3, DIMS), "labels": tensors(2, DIMS)}), BOXES
        ),
        "labels": tensors(1, dtype="int32"),
    },
)

CASES: dict[str, Any] = {
    "CenterCrop": layer(
        "CenterCrop", configs({"data_format": FORMAT, "dtype": POLICY}, SIZES), mostly(IMAGES, PAIR)
    ),
    "Resizing": layer(
        "Resizing",
        configs(
            {
                "data_format": FORMAT,
                "crop_to_aspect_ratio": st.booleans(),
                "interpolation": st.sampled_from(["bilinear", "nearest", "bicubic"]),
                "dtype": POLICY,
            },
            SIZES,
        ),
        IMAGES,
    ),
    "MaxNumBoundingBoxes": layer(
        "MaxNumBoundingBoxes",
        configs(
            {"fill_value": mostly(st.just(-1), st.sampled_from(["a", None]))},
            {
                "max_number": mostly(
                    st.integers(0, 9), st.sampled_from(["3", 3.7, None, "a", -1, [3]])
                )
            },
        ),
        st.one_of(LABELLED, MANY),
    ),
}
