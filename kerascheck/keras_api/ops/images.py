"""Functions on images: `keras.ops.image`, `tf.image`, and those of signals."""

from kerascheck.keras_api import convolution as windows
from kerascheck.keras_api.dims import is_int, lift, product, settled
from kerascheck.keras_api.ops.operands import extent, extents, on_dims, strong, whole
from kerascheck.values import BuildError, Dim, Shape, Spec, Unknown, Value
from kerascheck.values.shapes import shape_text


def _image(x: Value, *ranks: int) -> Spec:
    spec = strong(x)
    if spec.rank not in (ranks or (3, 4)):
        wanted = " or ".join(f"{rank}-D" for rank in ranks or (3, 4))
        problem = f"needs {wanted} images, but gets {shape_text(spec.dims)}"
        raise BuildError("rank", problem, keras="expected rank 3 (single image) or rank 4 (batch")
    return spec


def _sides(spec: Spec, data_format: Value) -> tuple[int, int]:
    first = windows.channels_first(data_format)
    return (spec.rank - 2, spec.rank - 1) if first else (spec.rank - 3, spec.rank - 2)


def _channels(spec: Spec, data_format: Value) -> int:
    return spec.rank - (3 if windows.channels_first(data_format) else 1)


def _sized(spec: Spec, axes: tuple[int, int], high: Dim, wide: Dim) -> Spec:
    shape = on_dims(spec.dims, lambda _: high, axes[0])
    return Spec(on_dims(shape, lambda _: wide, axes[1]), spec.dtype)


def kept(x: Value) -> Spec:
    """A change of colours or places that keeps the size."""
    return _image(x)


def any_rank(x: Value) -> Spec:
    """The functions of `tf.image` that adjust colours."""
    return strong(x)


def resize(x: Value, size: Value, data_format: Value = None) -> Spec:
    """`keras.ops.image.resize`: height and width."""
    spec = _image(x)
    sides = extents(size)
    return _sized(spec, _sides(spec, data_format), sides[0], sides[-1])


def tf_resize(
    x: Value, size: Value, method: Value = "bilinear", preserve_aspect_ratio: Value = False
) -> Spec:
    """`tf.image.resize`: floats, but for the nearest pixels."""
    spec = _image(x)
    sides: Shape = (None, None) if settled(preserve_aspect_ratio) else extents(size)
    if len(sides) != 2:
        raise BuildError(
            "argument",
            f"needs a size of 2 numbers, but gets {len(sides)}",
            argument="size",
            keras="'size' must be a 1-D Tensor of 2 elements",
        )
    resized = _sized(spec, _sides(spec, None), *sides)
    return resized if _nearest(method) else Spec(resized.shape, "float32")


def _nearest(method: Value) -> bool:
    name = getattr(method, "path", method)
    return isinstance(name, str) and name.lower().endswith(("nearest", "nearest_neighbor"))


def resize_to(x: Value, height: Value, width: Value) -> Spec:
    """`tf.image.resize_with_crop_or_pad` and its like."""
    spec = _image(x)
    return _sized(spec, _sides(spec, None), extent(height), extent(width))


def resize_with_pad(x: Value, height: Value, width: Value) -> Spec:
    """`tf.image.resize_with_pad`: floats."""
    return Spec(resize_to(x, height, width).shape, "float32")


def to_box(x: Value, height: Value, width: Value, top: Value, left: Value) -> Spec:
    """`tf.image.crop_to_bounding_box` and `pad_to_bounding_box`."""
    return resize_to(x, height, width)


def central_crop(x: Value, fraction: Value) -> Spec:
    """`tf.image.central_crop`: what is cut off is the same on both sides."""
    spec = _image(x)
    share = settled(fraction)

    def cut(size: int) -> int:
        return size - 2 * int((size - size * share) / 2)

    high, wide = (lift(cut, spec.dims[i]) for i in _sides(spec, None))
    return _sized(spec, _sides(spec, None), high, wide)


def random_crop(x: Value, size: Value) -> Spec:
    """`tf.image.random_crop`: a shape for all axes."""
    return Spec(extents(size), strong(x).dtype)


def to_gray(x: Value, data_format: Value = None) -> Spec:
    """`rgb_to_grayscale` of Keras: one channel."""
    spec = _image(x)
    at = _channels(spec, data_format)
    if isinstance(spec.dims[at], int) and spec.dims[at] not in (1, 3):
        raise _colours(spec)
    return Spec(on_dims(spec.dims, lambda _: 1, at), spec.dtype)


def tf_to_gray(x: Value) -> Spec:
    """`tf.image.rgb_to_grayscale`."""
    spec = strong(x)
    if isinstance(spec.dims[-1], int) and spec.dims[-1] != 3:
        raise _colours(spec)
    return Spec((*spec.dims[:-1], 1), spec.dtype)


def to_colours(x: Value) -> Spec:
    """`tf.image.grayscale_to_rgb`: three channels of one."""
    spec = strong(x)
    if isinstance(spec.dims[-1], int) and spec.dims[-1] != 1:
        raise _colours(spec)
    return Spec((*spec.dims[:-1], 3), spec.dtype)


def colours(x: Value, data_format: Value = None) -> Spec:
    """`rgb_to_hsv` and back: three channels stay three."""
    spec = _image(x)
    channels = spec.dims[_channels(spec, data_format)]
    if isinstance(channels, int) and channels != 3:
        raise _colours(spec)
    return spec


def _colours(spec: Spec) -> BuildError:
    problem = f"gets images {shape_text(spec.dims)} with another number of channels"
    return BuildError("dimension", problem, keras="Invalid channel size")


def patches(
    x: Value,
    size: Value,
    strides: Value = None,
    dilation_rate: Value = 1,
    padding: Value = "valid",
    data_format: Value = None,
) -> Spec:
    """`keras.ops.image.extract_patches`: the pixels of a patch as channels."""
    spec = _image(x)
    side = windows.sizes(size, 2, "size")
    pace = side if strides is None else windows.sizes(strides, 2, "strides")
    first = windows.channels_first(data_format)
    single = spec.rank == 3
    between, channels = windows.split((1, *spec.dims) if single else spec.dims, first)
    if channels is None:
        raise BuildError("dimension", "needs a known number of channels", keras="NoneType")
    rate = windows.sizes(dilation_rate, 2, "dilation_rate")
    result = windows.slide(between, side, pace, rate, str(settled(padding)).lower(), "size")
    shape = windows.joined(spec.dims[0], result, product((*side, channels)), first)
    return Spec(shape[1:] if single else shape, spec.dtype)


def tf_patches(x: Value, sizes: Value, strides: Value, rates: Value, padding: Value) -> Spec:
    """`tf.image.extract_patches`, whose sizes have a 1 for batch and channels."""
    side, pace, rate = (settled(value)[1:3] for value in (sizes, strides, rates))
    return patches(_image(x, 4), side, pace, rate, padding)


def pad_images(
    x: Value,
    top: Value = None,
    left: Value = None,
    bottom: Value = None,
    right: Value = None,
    height: Value = None,
    width: Value = None,
    data_format: Value = None,
) -> Spec:
    """`keras.ops.image.pad_images`: amounts, or a size."""
    spec = _image(x)
    axes = _sides(spec, data_format)
    wanted = ((top, bottom, height), (left, right, width))
    high, wide = (_grown(spec.dims[i], *side, sign=1) for i, side in zip(axes, wanted, strict=True))
    return _sized(spec, axes, high, wide)


def crop_images(
    x: Value,
    top: Value = None,
    left: Value = None,
    bottom: Value = None,
    right: Value = None,
    height: Value = None,
    width: Value = None,
    data_format: Value = None,
) -> Spec:
    """`keras.ops.image.crop_images`: amounts, or a size."""
    spec = _image(x)
    axes = _sides(spec, data_format)
    wanted = ((top, bottom, height), (left, right, width))
    high, wide = (
        _grown(spec.dims[i], *side, sign=-1) for i, side in zip(axes, wanted, strict=True)
    )
    return _sized(spec, axes, high, wide)


def _grown(size: Dim, before: Value, after: Value, target: Value, *, sign: int) -> Dim:
    given = [value for value in (before, after, target) if value is not None]
    if len(given) != 2:
        raise BuildError(
            "argument",
            "needs two of the amounts before and after, and the size",
            keras="Must specify exactly two of",
        )
    if target is None and size is None and sign < 0:
        raise BuildError("dimension", "crops an axis whose size is open", keras="Received None")
    grown = lift(lambda n, a, b: n + sign * (a + b), size, extent(before), extent(after))
    result = grown if target is None else extent(target)
    if target is not None and is_int(size) and not isinstance(target, Unknown):
        known = extent(before if before is not None else after)
        left = lift(lambda t, n, k: sign * (t - n) - k, result, size, known)
        if isinstance(left, int) and left < 0:
            raise BuildError("size", f"cannot make {result} of {size}", keras="must be >= 0")
    if isinstance(result, int) and result < 0:
        raise BuildError("size", f"would leave {result}", keras="must be >= 0")
    return result


def boxes(x: Value, boxes: Value, box_indices: Value, crop_size: Value) -> Spec:
    """`tf.image.crop_and_resize`: a piece a box."""
    spec, size = _image(x, 4), extents(crop_size)
    return Spec((strong(boxes).dims[0], *size, spec.dims[-1]), "float32")


def scaled(x: Value, height_factor: Value, width_factor: Value, data_format: Value = None) -> Spec:
    """`K.resize_images`: height and width by factors."""
    spec = _image(x, 4)
    axes = _sides(spec, data_format)
    factors = (whole(height_factor), whole(width_factor))
    if None in (spec.dims[axes[0]], spec.dims[axes[1]]):
        return _sized(spec, axes, None, None)
    high, wide = (
        lift(lambda n, f=factor: n * f, spec.dims[i])
        for i, factor in zip(axes, factors, strict=True)
    )
    return _sized(spec, axes, high, wide)


def compared(x: Value, y: Value) -> Spec:
    """`tf.image.ssim` and `psnr`: a number an image."""
    spec = strong(x)
    return Spec(spec.dims[:-3], "float32")


def summed(x: Value) -> Spec:
    """`tf.image.total_variation`: a number an image."""
    spec = _image(x)
    return Spec(spec.dims[:-3], spec.dtype)


def edges(x: Value) -> Spec:
    """`sobel_edges`: two numbers a pixel."""
    spec = _image(x, 4)
    return Spec((*spec.dims, 2), spec.dtype)


def gradients(x: Value) -> tuple[Spec, Spec]:
    """`tf.image.image_gradients`."""
    spec = _image(x, 4)
    return spec, spec
