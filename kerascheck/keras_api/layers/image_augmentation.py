"""Random changes of the colours of images in training, and blends of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kerascheck.keras_api.arguments import (
    between,
    channels_first,
    number,
    pair,
    plain,
    value_range,
)
from kerascheck.keras_api.dims import need_rank, one_tensor, wrong
from kerascheck.keras_api.layers.augmenting import (
    INTERPOLATIONS,
    Augmentation,
    Limits,
    Options,
)
from kerascheck.keras_api.layers.same_shape import same
from kerascheck.values import Bool, BuildError, Float, Int, Spec, Specs, Str, Value


class AugMix(Augmentation):
    """Mixes chains of augmentations."""

    STRICT: ClassVar[Limits] = {"factor": (0, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS}
    RANGED: ClassVar[bool] = True
    value_range: Value = (0, 255)
    num_chains: Int = 3
    chain_depth: Int = 3
    factor: Value = 0.3
    alpha: Float = 1.0
    all_ops: Bool = True
    interpolation: Str = "bilinear"
    seed: Value = None
    data_format: Str | None = None


class AutoContrast(Augmentation):
    """Stretches the contrast."""

    RANGED: ClassVar[bool] = True
    value_range: Value = (0, 255)


class ContrastLimitedAdaptiveHistogramEqualization(Augmentation):
    """Equalizes histograms of tiles."""

    value_range: Value = (0, 255)
    clip_limit: Float = 4.0
    tile_grid_size: Value = (8, 8)
    data_format: Str | None = None


class Equalization(Augmentation):
    """Equalizes the histogram."""

    RANGED: ClassVar[bool] = True
    value_range: Value = (0, 255)
    bins: Int = 256
    data_format: Str | None = None

    def output(self, inputs: Any, **call: Any) -> Specs:
        return same(inputs)


class MixUp(Augmentation):
    """Blends two images and their labels."""

    alpha: Float = 0.2
    data_format: Str | None = None
    seed: Value = None


class RandAugment(Augmentation):
    """A few random augmentations."""

    STRICT: ClassVar[Limits] = {"factor": (0, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS}
    RANGED: ClassVar[bool] = True
    value_range: Value = (0, 255)
    num_ops: Int = 2
    factor: Value = 0.5
    interpolation: Str = "bilinear"
    seed: Value = None
    data_format: Str | None = None


class RandomBrightness(Augmentation):
    """Random brightness."""

    LENIENT: ClassVar[bool] = True
    LOOSE: ClassVar[Limits] = {"factor": (-1, 1)}
    RANGED: ClassVar[bool] = True
    factor: Value
    value_range: Value = (0, 255)
    seed: Value = None


class RandomColorDegeneration(Augmentation):
    """Random loss of colour."""

    LOOSE: ClassVar[Limits] = {"factor": (-1, 1)}
    RANGED: ClassVar[bool] = True
    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = need_rank(inputs, 3, 4, help="give it one image, or a batch of images")
        channels = dims[-3 if channels_first(self.data_format) else -1]
        if isinstance(channels, int) and channels != 3:
            problem = f"needs images with 3 channels, but gets {channels}"
            raise BuildError("dimension", problem, keras="Input images must have 3 channels")
        return Spec(dims, self.compute_dtype)


class RandomColorJitter(Augmentation):
    """Random brightness, contrast, saturation and hue."""

    value_range: Value = (0, 255)
    brightness_factor: Value = None
    contrast_factor: Value = None
    saturation_factor: Value = None
    hue_factor: Value = None
    seed: Value = None
    data_format: Str | None = None

    def check(self) -> None:
        super().check()
        factors: Mapping[str, tuple[float, float]] = {
            "brightness_factor": (-1, 1),
            "contrast_factor": (0, 1),
            "saturation_factor": (-1, 1),
            "hue_factor": (0, 1),
        }
        for name, (low, high) in factors.items():
            factor = getattr(self, name)
            empty = name == "brightness_factor" and factor == ()
            if factor is not None and not empty:
                pair(factor, name, low, high, loose=True)
        for part in (self.brightness_factor, self.saturation_factor):
            if part is not None:
                value_range(self.value_range)


class RandomContrast(Augmentation):
    """Random contrast."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    factor: Value
    value_range: Value = (0, 255)
    seed: Value = None


class RandomGaussianBlur(Augmentation):
    """Random blur."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1), "sigma": (0, 1)}
    factor: Value = 1.0
    kernel_size: Value = 3
    sigma: Float = 1.0
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None

    def check(self) -> None:
        super().check()
        size = self.kernel_size
        if not plain(size):
            return
        sides: Any = size if isinstance(size, (list, tuple)) and len(size) == 2 else (size,)
        for side in sides:
            if number(side, "kernel_size") and side % 2 == 0:
                raise wrong("kernel_size", size, "must be odd")


class RandomGrayscale(Augmentation):
    """Makes random images grey."""

    factor: Value = 0.5
    data_format: Str | None = None
    seed: Value = None

    def check(self) -> None:
        super().check()
        between(self.factor, "factor", 0, 1)

    def output(self, inputs: Any, **call: Any) -> Spec:
        return one_tensor(inputs)


class RandomHue(Augmentation):
    """Random hue."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomInvert(Augmentation):
    """Inverts random images."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    factor: Value = 1.0
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomPosterization(Augmentation):
    """Random reduction of bits."""

    LOOSE: ClassVar[Limits] = {"factor": (1, 8)}
    RANGED: ClassVar[bool] = True
    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomSaturation(Augmentation):
    """Random saturation."""

    LOOSE: ClassVar[Limits] = {"factor": (-1, 1)}
    RANGED: ClassVar[bool] = True
    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomSharpness(Augmentation):
    """Random sharpness."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    RANGED: ClassVar[bool] = True
    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class Solarization(Augmentation):
    """Inverts bright pixels."""

    STRICT: ClassVar[Limits] = {"addition_factor": (0, 1), "threshold_factor": (0, 1)}
    RANGED: ClassVar[bool] = True
    addition_factor: Float = 0.0
    threshold_factor: Float = 0.0
    value_range: Value = (0, 255)
    seed: Value = None
