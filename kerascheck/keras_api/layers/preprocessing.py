"""Preprocessing of numbers, categories, text and sound."""

from kerascheck.values import Bool, Float, Int, Layer, Str, Value


class CategoryEncoding(Layer):
    """One-hot, multi-hot or count rows from integers."""

    num_tokens: Int | None = None
    output_mode: Str = "multi_hot"
    sparse: Bool = False


class Discretization(Layer):
    """Integers from numbers, by bins."""

    bin_boundaries: Value = None
    num_bins: Int | None = None
    epsilon: Float = 0.01
    output_mode: Str = "int"
    sparse: Bool = False


class Hashing(Layer):
    """Integers from categories, by hashing."""

    num_bins: Int
    mask_value: Value = None
    salt: Value = None
    output_mode: Str = "int"
    sparse: Bool = False


class HashedCrossing(Layer):
    """Integers from combinations of categories, by hashing."""

    num_bins: Int
    output_mode: Str = "int"
    sparse: Bool = False


class IntegerLookup(Layer):
    """Indices from integers, by a vocabulary."""

    max_tokens: Int | None = None
    num_oov_indices: Int = 1
    mask_token: Value = None
    oov_token: Value = -1
    vocabulary: Value = None
    vocabulary_dtype: Str = "int64"
    idf_weights: Value = None
    invert: Bool = False
    output_mode: Str = "int"
    sparse: Bool = False
    pad_to_max_tokens: Bool = False
    oov_method: Str = "floormod"
    salt: Value = None


class StringLookup(Layer):
    """Indices from strings, by a vocabulary."""

    max_tokens: Int | None = None
    num_oov_indices: Int = 1
    mask_token: Value = None
    oov_token: Str = "[UNK]"
    vocabulary: Value = None
    idf_weights: Value = None
    invert: Bool = False
    output_mode: Str = "int"
    pad_to_max_tokens: Bool = False
    sparse: Bool = False
    encoding: Str = "utf-8"
    salt: Value = None


class TextVectorization(Layer):
    """Token indices from texts."""

    max_tokens: Int | None = None
    standardize: Str = "lower_and_strip_punctuation"
    split: Str = "whitespace"
    ngrams: Value = None
    output_mode: Str = "int"
    output_sequence_length: Value = None
    pad_to_max_tokens: Bool = False
    vocabulary: Value = None
    idf_weights: Value = None
    sparse: Bool = False
    ragged: Bool = False
    encoding: Str = "utf-8"


class Normalization(Layer):
    """Shifts and scales features by mean and variance that `adapt` finds."""

    axis: Value = -1
    mean: Value = None
    variance: Value = None
    invert: Bool = False


class Rescaling(Layer):
    """Multiplies by `scale` and adds `offset`."""

    scale: Value
    offset: Float = 0.0


class MelSpectrogram(Layer):
    """Mel spectrogram of sound."""

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


class STFTSpectrogram(Layer):
    """Spectrogram of sound by short-time Fourier transforms."""

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


class Pipeline(Layer):
    """Preprocessing layers, one after the other."""

    layers: Value
