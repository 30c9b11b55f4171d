"""Random changes of images in training."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class AugMix(Layer):
    """Mixes chains of augmentations."""

    value_range: Value = (0, 255)
    num_chains: Int = 3
    chain_depth: Int = 3
    factor: Value = 0.3
    alpha: Float = 1.0
    all_ops: Bool = True
    interpolation: Str = "bilinear"
    seed: Value = None
    data_format: Str | None = None


class AutoContrast(Layer):
    """Stretches the contrast."""

    value_range: Value = (0, 255)


class ContrastLimitedAdaptiveHistogramEqualization(Layer):
    """Equalizes histograms of tiles."""

    value_range: Value = (0, 255)
    clip_limit: Float = 4.0
    tile_grid_size: Value = (8, 8)
    data_format: Str | None = None


class CutMix(Layer):
    """Pastes a box of another image, and mixes the labels."""

    factor: Value = 1.0
    seed: Value = None
    data_format: Str | None = None


class Equalization(Layer):
    """Equalizes the histogram."""

    value_range: Value = (0, 255)
    bins: Int = 256
    data_format: Str | None = None


class MixUp(Layer):
    """Blends two images and their labels."""

    alpha: Float = 0.2
    data_format: Str | None = None
    seed: Value = None


class RandAugment(Layer):
    """A few random augmentations."""

    value_range: Value = (0, 255)
    num_ops: Int = 2
    factor: Value = 0.5
    interpolation: Str = "bilinear"
    seed: Value = None
    data_format: Str | None = None


class RandomBrightness(Layer):
    """Random brightness."""

    factor: Value
    value_range: Value = (0, 255)
    seed: Value = None


class RandomColorDegeneration(Layer):
    """Random loss of colour."""

    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomColorJitter(Layer):
    """Random brightness, contrast, saturation and hue."""

    value_range: Value = (0, 255)
    brightness_factor: Value = None
    contrast_factor: Value = None
    saturation_factor: Value = None
    hue_factor: Value = None
    seed: Value = None
    data_format: Str | None = None


class RandomContrast(Layer):
    """Random contrast."""

    factor: Value
    value_range: Value = (0, 255)
    seed: Value = None


class RandomCrop(Layer):
    """Cuts out a random part of a given size."""

    height: Int
    width: Int
    seed: Value = None
    data_format: Str | None = None


class RandomElasticTransform(Layer):
    """Random elastic distortion."""

    factor: Value = 1.0
    scale: Value = 1.0
    interpolation: Str = "bilinear"
    fill_mode: Str = "reflect"
    fill_value: Float = 0.0
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomErasing(Layer):
    """Erases random boxes."""

    factor: Value = 1.0
    scale: Value = (0.02, 0.33)
    fill_value: Value = None
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomFlip(Layer):
    """Random mirroring."""

    mode: Str = "horizontal_and_vertical"
    seed: Value = None
    data_format: Str | None = None


class RandomGaussianBlur(Layer):
    """Random blur."""

    factor: Value = 1.0
    kernel_size: Value = 3
    sigma: Float = 1.0
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomGrayscale(Layer):
    """Makes random images grey."""

    factor: Value = 0.5
    data_format: Str | None = None
    seed: Value = None


class RandomHue(Layer):
    """Random hue."""

    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomInvert(Layer):
    """Inverts random images."""

    factor: Value = 1.0
    value_range: Value = (0, 255)
    seed: Value = None
    data_format: Str | None = None


class RandomPerspective(Layer):
    """Random perspective."""

    factor: Value = 1.0
    scale: Value = 1.0
    interpolation: Str = "bilinear"
    fill_value: Float = 0.0
    seed: Value = None
    data_format: Str | None = None


class RandomPosterization(Layer):
    """Random reduction of bits."""

    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomRotation(Layer):
    """Random rotation; `factor` is in turns."""

    factor: Value
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None


class RandomSaturation(Layer):
    """Random saturation."""

    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomSharpness(Layer):
    """Random sharpness."""

    factor: Value
    value_range: Value = (0, 255)
    data_format: Str | None = None
    seed: Value = None


class RandomShear(Layer):
    """Random shear."""

    x_factor: Float = 0.0
    y_factor: Float = 0.0
    interpolation: Str = "bilinear"
    fill_mode: Str = "reflect"
    fill_value: Float = 0.0
    data_format: Str | None = None
    seed: Value = None


class RandomTranslation(Layer):
    """Random shift."""

    height_factor: Value
    width_factor: Value
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None


class RandomZoom(Layer):
    """Random zoom."""

    height_factor: Value
    width_factor: Value = None
    fill_mode: Str = "reflect"
    interpolation: Str = "bilinear"
    seed: Value = None
    fill_value: Float = 0.0
    data_format: Str | None = None


class Solarization(Layer):
    """Inverts bright pixels."""

    addition_factor: Float = 0.0
    threshold_factor: Float = 0.0
    value_range: Value = (0, 255)
    seed: Value = None
