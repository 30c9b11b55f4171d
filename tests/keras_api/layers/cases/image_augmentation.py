"""Random calls of the augmentations of images."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.calls import (
    FORMAT,
    IMAGES,
    PAIR,
    POLICY,
    configs,
    layer,
    mostly,
)
from tests.keras_api.layers.cases.image_preprocessing import SIZES
from tests.keras_api.layers.cases.shapes import tensors
from tests.keras_api.layers.oracle import Case

LABELLED = st.fixed_dictionaries({"images": tensors(4), "labels": tensors(1, dtype="int32")})
GIVEN = mostly(IMAGES, st.one_of(LABELLED, PAIR))
"""Images alone, or with their labels in a dict."""
ODD = st.sampled_from(
    [-1, -0.5, -2, 1.5, 9, None, "0.2", (0.2,), [0.5, 1.5], (-0.5, 0.5), (2, 3), [-3, -2], (), True]
)
FACTOR = mostly(st.sampled_from([0, 0.1, 0.5, 1, 1.0, (0.1, 0.3), [0.0, 1.0]]), ODD)
BITS = mostly(st.sampled_from([1, 4, 8, (2, 6)]), ODD)
RANGE = mostly(
    st.sampled_from([(0, 255), [0, 1], (0.0, 1.0)]), st.sampled_from([255, None, (0,), (0, 1, 2)])
)
BLEND = mostly(st.sampled_from(["nearest", "bilinear"]), st.sampled_from(["bicubic", None, 3]))
FILL = mostly(
    st.sampled_from(["reflect", "wrap", "constant", "nearest"]),
    st.sampled_from(["mirror", "edge", None]),
)
KERNEL = mostly(st.sampled_from([3, 5, (3, 5)]), st.sampled_from([2, (3, 4), (3,), "3", None]))
UNIT = mostly(st.sampled_from([0, 0.5, 1.0]), st.sampled_from([-0.1, 1.5, None, "1"]))


def image_layer(
    name: str,
    optional: dict[str, SearchStrategy[Any]],
    required: dict[str, SearchStrategy[Any]] | None = None,
    x: SearchStrategy[Any] = GIVEN,
) -> SearchStrategy[Case]:
    """Calls of an augmentation; every one takes a `data_format` and a dtype."""
    free = {**optional, "data_format": FORMAT, "dtype": POLICY}
    return layer(name, configs(free, required), x)


CASES: dict[str, Any] = {
    "AugMix": image_layer(
        "AugMix",
        {
            "factor": FACTOR,
            "value_range": RANGE,
            "interpolation": BLEND,
            "all_ops": st.booleans(),
        },
    ),
    "AutoContrast": image_layer("AutoContrast", {"value_range": RANGE}),
    "ContrastLimitedAdaptiveHistogramEqualization": image_layer(
        "ContrastLimitedAdaptiveHistogramEqualization", {"clip_limit": st.just(2.0)}
    ),
    "CutMix": image_layer("CutMix", {"factor": FACTOR}),
    "Equalization": image_layer("Equalization", {"value_range": RANGE, "bins": st.just(64)}),
    "MixUp": image_layer("MixUp", {"alpha": UNIT}),
    "RandAugment": image_layer(
        "RandAugment", {"factor": FACTOR, "value_range": RANGE, "interpolation": BLEND}
    ),
    "RandomBrightness": image_layer("RandomBrightness", {"value_range": RANGE}, {"factor": FACTOR}),
    "RandomColorDegeneration": image_layer(
        "RandomColorDegeneration",
        {"value_range": RANGE},
        {"factor": FACTOR},
        mostly(
            tensors(st.sampled_from([3, 4]), st.sampled_from([3, 3, 3, 1])), st.one_of(IMAGES, PAIR)
        ),
    ),
    "RandomColorJitter": image_layer(
        "RandomColorJitter",
        {
            "value_range": RANGE,
            "brightness_factor": FACTOR,
            "contrast_factor": FACTOR,
            "saturation_factor": FACTOR,
            "hue_factor": FACTOR,
        },
    ),
    "RandomContrast": image_layer("RandomContrast", {"value_range": RANGE}, {"factor": FACTOR}),
    "RandomCrop": image_layer("RandomCrop", {}, SIZES, IMAGES),
    "RandomElasticTransform": image_layer(
        "RandomElasticTransform",
        {"factor": FACTOR, "scale": FACTOR, "interpolation": BLEND, "fill_mode": FILL},
    ),
    "RandomErasing": image_layer("RandomErasing", {"factor": FACTOR, "scale": FACTOR}),
    "RandomFlip": image_layer("RandomFlip", {"mode": st.sampled_from(["horizontal", "nothing"])}),
    "RandomGaussianBlur": image_layer(
        "RandomGaussianBlur", {"factor": FACTOR, "kernel_size": KERNEL, "sigma": FACTOR}
    ),
    "RandomGrayscale": image_layer("RandomGrayscale", {"factor": UNIT}, None, mostly(IMAGES, PAIR)),
    "RandomHue": image_layer("RandomHue", {"value_range": RANGE}, {"factor": FACTOR}),
    "RandomInvert": image_layer("RandomInvert", {"factor": FACTOR}),
    "RandomPerspective": image_layer(
        "RandomPerspective", {"factor": FACTOR, "scale": UNIT, "interpolation": BLEND}
    ),
    "RandomPosterization": image_layer(
        "RandomPosterization", {"value_range": RANGE}, {"factor": BITS}
    ),
    "RandomRotation": image_layer(
        "RandomRotation", {"fill_mode": FILL, "interpolation": BLEND}, {"factor": FACTOR}
    ),
    "RandomSaturation": image_layer("RandomSaturation", {"value_range": RANGE}, {"factor": FACTOR}),
    "RandomSharpness": image_layer("RandomSharpness", {"value_range": RANGE}, {"factor": FACTOR}),
    "RandomShear": image_layer(
        "RandomShear",
        {"x_factor": FACTOR, "y_factor": FACTOR, "fill_mode": FILL, "interpolation": BLEND},
    ),
    "RandomTranslation": image_layer(
        "RandomTranslation",
        {"fill_mode": FILL, "interpolation": BLEND},
        {"height_factor": FACTOR, "width_factor": FACTOR},
    ),
    "RandomZoom": image_layer(
        "RandomZoom",
        {"width_factor": FACTOR, "fill_mode": FILL, "interpolation": BLEND},
        {"height_factor": FACTOR},
    ),
    "Solarization": image_layer(
        "Solarization",
        {"addition_factor": FACTOR, "threshold_factor": FACTOR, "value_range": RANGE},
    ),
}
