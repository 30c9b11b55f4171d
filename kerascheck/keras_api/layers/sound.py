"""Spectrograms of sound."""

import math
from collections.abc import Iterator
from typing import Any

from kerascheck.keras_api.arguments import (
    at_least,
    between,
    channels_first,
    choice,
    data_format,
    number,
)
from kerascheck.keras_api.dims import given, is_int, lift, need_rank, product, settled, wrong
from kerascheck.values import (
    Bool,
    BuildError,
    Dim,
    Float,
    Int,
    Layer,
    Spec,
    Str,
    Value,
    Weight,
)


class MelSpectrogram(Layer):
    """Mel spectrogram of sound: `(…, time)` becomes `(…, mel bins, frames)`."""

    fft_length: Int = 2048
    sequence_stride: Int = 512
    sequence_length: Value = None
    window: Str = "hann"
    sampling_rate: Int = 16000
    num_mel_bins: Int = 128
    min_freq: Float = 20.0
    max_freq: Value = None
    power_to_db: Bool = True
    top_db: Float = 80.0
    mag_exp: Float = 2.0
    min_power: Float = 1e-10
    ref_power: Float = 1.0

    def check(self) -> None:
        length: Any = self.sequence_length
        size = self.fft_length
        if isinstance(length, int) and isinstance(size, int) and 0 != length > size:
            raise wrong("fft_length", size, f"is less than `sequence_length={length}`")

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = need_rank(inputs, least=1)
        time = dims[0] if len(dims) == 1 else dims[1]
        frames = lift(self._frames, time, self.sequence_stride)
        bins: Dim = self.num_mel_bins
        shape = (bins, frames) if len(dims) == 1 else (dims[0], bins, frames)
        return Spec(shape, self.compute_dtype)

    def _frames(self, time: int, stride: int) -> int:
        if not is_int(stride) or stride < 1:
            raise wrong("sequence_stride", stride, "must be a positive integer")
        return (time + stride + 1) // stride


class STFTSpectrogram(Layer):
    """Spectrogram of sound by short-time Fourier transforms, made with two fixed kernels."""

    mode: Str = "log"
    frame_length: Int = 256
    frame_step: Value = None
    fft_length: Value = None
    window: Str = "hann"
    periodic: Bool = False
    scaling: Str = "density"
    padding: Str = "valid"
    expand_dims: Bool = False
    data_format: Str | None = None

    def check(self) -> None:
        modes = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
        choice(self.mode, "mode", modes)
        choice(self.scaling, "scaling", ("density", "spectrum", None))
        choice(self.padding, "padding", ("valid", "same"))
        data_format(self.data_format)
        length: Any = self.frame_length
        if number(length, "frame_length") and not (is_int(length) and length > 0):
            raise wrong("frame_length", length, "must be a positive integer")
        step: Any = self.frame_step
        if step is not None and isinstance(length, int):
            between(step, "frame_step", 1, length)
        size: Any = self.fft_length
        if size is not None and number(size, "fft_length"):
            if not is_int(size):
                raise wrong("fft_length", size, "must be an integer")
            if isinstance(length, int):
                at_least(size, "fft_length", length)

    def output(self, inputs: Any, **call: Any) -> Spec:
        dims = need_rank(inputs, 3, help="give it (batch, time, channels)")
        first = channels_first(self.data_format)
        time, channels = (dims[2], dims[1]) if first else (dims[1], dims[2])
        channels = given(channels, "the number of channels of its input")
        each = lift(lambda bins: bins * 2 if self.mode == "stft" else bins, self._bins)
        frames = self._frames(time)
        if self.expand_dims:
            shape = (channels, frames, each) if first else (frames, each, channels)
            return Spec((dims[0], *shape), self.compute_dtype)
        every = product((each, channels))
        flat = (every, frames) if first else (frames, every)
        return Spec((dims[0], *flat), self.compute_dtype)

    def build(self, inputs: Any, **call: Any) -> Iterator[Weight]:
        need_rank(inputs, 3)
        bins = given(self._bins, "the number of frequencies")
        mode = settled(self.mode)
        for name, other in (("real_kernel", "imag"), ("imag_kernel", "real")):
            if mode != other:
                yield Weight(name, (self.frame_length, 1, bins))

    @property
    def _bins(self) -> Dim:
        """The number of frequencies of a frame."""
        if self.fft_length is not None:
            size: Any = self.fft_length
            return lift(lambda n: n // 2 + 1, size)
        return lift(lambda n: 2 ** math.ceil(math.log2(n)) // 2 + 1, self.frame_length)

    def _frames(self, time: Dim) -> Dim:
        step: Any = self.frame_step
        if step is None:
            step = lift(lambda n: n // 2, self.frame_length)
        if is_int(step) and step == 0:
            raise wrong(
                "frame_length", 1, "leaves frames no step to move by", "give a `frame_step`"
            )
        padding = settled(self.padding)
        if padding == "same":
            return lift(lambda n, s: (n - 1) // s + 1, time, step)
        return lift(_fitting, time, self.frame_length, step)


def _fitting(time: int, length: int, step: int) -> int:
    """The number of frames that lie within the time."""
    count = (time - length) // step + 1
    if count <= 0:
        problem = f"needs at least {length} time steps (`frame_length`), but gets {time}"
        raise BuildError("size", problem, keras="Computed output size would be zero or negative")
    return count
