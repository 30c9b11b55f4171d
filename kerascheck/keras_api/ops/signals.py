"""Functions on signals: `tf.signal`, and those of `keras.ops` of that kind."""

from kerascheck.keras_api.dims import lift, settled
from kerascheck.keras_api.ops.operands import extent, extents, floated, strong, whole
from kerascheck.values import Dim, Spec, Value


def framed(x: Value, frame_length: Value, frame_step: Value, pad_end: Value = False) -> Spec:
    """`tf.signal.frame`: pieces of the last axis."""
    spec, length, step = strong(x), whole(frame_length), whole(frame_step)
    padded = bool(settled(pad_end))

    def count(size: int) -> int:
        return -(-size // step) if padded else max(0, 1 + (size - length) // step)

    return Spec((*spec.dims[:-1], lift(count, spec.dims[-1]), length), spec.dtype)


def stft(
    x: Value,
    frame_length: Value,
    frame_step: Value,
    fft_length: Value = None,
    pad_end: Value = False,
) -> Spec:
    """`tf.signal.stft`: the next power of 2 where no length is given."""
    length = whole(frame_length)
    points = 1 << (length - 1).bit_length() if fft_length is None else whole(fft_length)
    frames = framed(x, frame_length, frame_step, pad_end)
    return Spec((*frames.dims[:-1], points // 2 + 1), "complex64")


def rfft(x: Value, fft_length: Value = None) -> Spec:
    """`tf.signal.rfft`: half of the last axis and one."""
    spec = strong(x)
    size = spec.dims[-1] if fft_length is None else extents(fft_length)[-1]
    return Spec((*spec.dims[:-1], lift(lambda n: n // 2 + 1, size)), "complex64")


def irfft(x: Value, fft_length: Value = None) -> Spec:
    """`tf.signal.irfft`."""
    spec = strong(x)
    size: Dim = extents(fft_length)[-1] if fft_length is not None else None
    if fft_length is None:
        size = lift(lambda n: max(0, 2 * (n - 1)), spec.dims[-1])
    return Spec((*spec.dims[:-1], size), "float32")


def sequences(x: Value, sequence_length: Value, sequence_stride: Value) -> Spec:
    """`keras.ops.extract_sequences`."""
    spec, length, step = strong(x), whole(sequence_length), whole(sequence_stride)
    count = lift(lambda n: 1 + (n - length) // step, spec.dims[-1])
    return Spec((*spec.dims[:-1], count, length), spec.dtype)


def keras_rfft(x: Value, fft_length: Value = None) -> tuple[Spec, Spec]:
    """`keras.ops.rfft`: real and imaginary parts."""
    shape = rfft(x, fft_length).shape
    spec = Spec(shape, strong(x).dtype)
    return spec, spec


def keras_stft(
    x: Value,
    sequence_length: Value,
    sequence_stride: Value,
    fft_length: Value,
    center: Value = True,
) -> tuple[Spec, Spec]:
    """`keras.ops.stft`: real and imaginary parts."""
    spec, points, step = strong(x), whole(fft_length), whole(sequence_stride)
    more = (points // 2) * 2 if settled(center) else 0
    count = lift(lambda n: 1 + (n + more - points) // step, spec.dims[-1])
    part = Spec((*spec.dims[:-1], count, points // 2 + 1), spec.dtype)
    return part, part


def windowed(x: Value) -> Spec:
    """`tf.signal.hann_window` and its kind: a number of points."""
    return Spec((extent(x),), floated("float32"))


def transformed(x: Value) -> Spec:
    """`tf.signal.fft`: the same shape."""
    return strong(x)
