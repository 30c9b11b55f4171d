"""Random cuts, shifts and distortions of images in training."""

from typing import Any, ClassVar

from kerascheck.keras_api.arguments import (
    between,
    channels_first,
    pair,
    plain,
)
from kerascheck.keras_api.dims import need_rank, wrong
from kerascheck.keras_api.layers.augmenting import (
    FILLS,
    INTERPOLATIONS,
    Augmentation,
    Limits,
    Options,
)
from kerascheck.keras_api.layers.image_preprocessing import resized
from kerascheck.values import Float, Int, Spec, Str, Value


class CutMix(Augmentation):
    """Pastes a box of another image, and mixes the labels."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    factor: Value = 1.0
    seed: Value = None
    data_format: Str | None = None


class RandomCrop(Augmentation):
    """Cuts out a random part of a given size."""

    height: Int
    width: Int
    seed: Value = None
    data_format: Str | None = None

    def output(self, inputs: Any, **call: Any) -> Spec:
        behind = 2 if channels_first(self.data_format) else 3
        dims = need_rank(inputs, least=behind)
        at = len(dims) - behind
        return Spec(resized(dims, at, self.height, self.width), self.compute_dtype)


class RandomElasticTransform(Augmentation):
    """Random elastic distortion."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1), "scale": (0, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS, "fill_mode": (*FILLS, "mirror")}
    factor: Value = 1.0
    scale: Value = 1.0
    interpolation: Str = "bilinear"
    fill_mode: Str = "reflect"
    fill_value: Float = 0.0
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomErasing(Augmentation):
    """Erases random boxes."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1), "scale": (0, 1)}
    factor: Value = 1.0
    scale: Value = (0.02, 0.33)
    fill_value: Value = None
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomFlip(Augmentation):
    """Random mirroring."""

    mode: Str = "horizontal_and_vertical"
    seed: Value = None
    data_format: Str | None = None


class RandomPerspective(Augmentation):
    """Random perspective."""

    LOOSE: ClassVar[Limits] = {"factor": (0, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS}
    factor: Value = 1.0
    scale: Value = 1.0
    interpolation: Str = "bilinear"
    fill_value: Float = 0.0
    seed: Value = None
    data_format: Str | None = None

    def check(self) -> None:
        super().check()
        between(self.scale, "scale", 0, 1)


class RandomRotation(Augmentation):
    """Random rotation; `factor` is in turns."""

    LENIENT: ClassVar[bool] = True
    LOOSE: ClassVar[Limits] = {"factor": (-1, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS, "fill_mode": FILLS}
    factor: Value
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None


class RandomShear(Augmentation):
    """Random shear."""

    STRICT: ClassVar[Limits] = {"x_factor": (0, 1), "y_factor": (0, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS, "fill_mode": FILLS}
    x_factor: Float = 0.0
    y_factor: Float = 0.0
    interpolation: Str = "bilinear"
    fill_mode: Str = "reflect"
    fill_value: Float = 0.0
    data_format: Str | None = None
    seed: Value = None


class RandomTranslation(Augmentation):
    """Random shift."""

    STRICT: ClassVar[Limits] = {"height_factor": (-1, 1), "width_factor": (-1, 1)}
    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS, "fill_mode": FILLS}
    height_factor: Value
    width_factor: Value
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None


class RandomZoom(Augmentation):
    """Random zoom."""

    CHOICES: ClassVar[Options] = {"interpolation": INTERPOLATIONS, "fill_mode": FILLS}
    height_factor: Value
    width_factor: Value = None
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None

    def check(self) -> None:
        super().check()
        for name, factor in (
            ("height_factor", self.height_factor),
            ("width_factor", self.width_factor),
        ):
            if name == "width_factor" and factor is None:
                continue
            pair(factor, name, -1, 1)
            lowest: Any = factor if isinstance(factor, (list, tuple)) else (factor,)
            if plain(factor) and any(plain(item) and item == -1 for item in lowest):
                raise wrong(name, factor, "must be above -1")
