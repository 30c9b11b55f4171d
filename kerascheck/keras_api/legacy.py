"""What Keras 0.x to 2 called differently: argument names and the values that changed with them.

The source is Keras 2's own conversion of Keras 1 calls, `keras/legacy/interfaces.py`.
"""

from collections.abc import Mapping, Sequence

from kerascheck.values import Unknown, Value

_KERNEL = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
_DENSE = _KERNEL | {"output_dim": "units"}
_FORMAT = {"dim_ordering": "data_format"}
_CONV = (
    _KERNEL
    | _FORMAT
    | {
        "nb_filter": "filters",
        "border_mode": "padding",
        "subsample": "strides",
        "atrous_rate": "dilation_rate",
    }
)
_CONV1D = _CONV | {"filter_length": "kernel_size", "subsample_length": "strides"}
_RNN = _DENSE | {
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "U_regularizer": "recurrent_regularizer",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
    "forget_bias_init": "unit_forget_bias",
}
_POOL = _FORMAT | {"border_mode": "padding"}
_POOL1D = _POOL | {"pool_length": "pool_size", "stride": "strides"}
_RATE = _FORMAT | {"p": "rate"}

ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "Dense": _DENSE,
    "TimeDistributedDense": _DENSE,
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "InputLayer": {
        "input_shape": "shape",
        "batch_input_shape": "batch_shape",
        "input_dtype": "dtype",
        "tensor": "input_tensor",
    },
    "Dropout": _RATE,
    "SpatialDropout1D": _RATE,
    "SpatialDropout2D": _RATE,
    "SpatialDropout3D": _RATE,
    "GaussianDropout": _RATE,
    "AlphaDropout": _RATE,
    "GaussianNoise": {"sigma": "stddev"},
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU", "CuDNNLSTM", "CuDNNGRU"), _RNN),
    **dict.fromkeys(("SimpleRNNCell", "LSTMCell", "GRUCell"), _RNN),
    **dict.fromkeys(("Conv1D", "AtrousConvolution1D", "LocallyConnected1D"), _CONV1D),
    **dict.fromkeys(("Conv1DTranspose", "SeparableConv1D"), _CONV1D),
    **dict.fromkeys(("Conv2D", "AtrousConvolution2D", "LocallyConnected2D", "Conv3D"), _CONV),
    **dict.fromkeys(("Conv2DTranspose", "Conv3DTranspose"), _CONV),
    "SeparableConv2D": _CONV
    | {
        "depthwise_init": "depthwise_initializer",
        "pointwise_init": "pointwise_initializer",
        "init": "depthwise_initializer",
    },
    "DepthwiseConv2D": _FORMAT | {"border_mode": "padding", "subsample": "strides"},
    "ConvLSTM2D": _RNN | _CONV,
    **dict.fromkeys(("MaxPooling1D", "AveragePooling1D"), _POOL1D),
    **dict.fromkeys(("MaxPooling2D", "AveragePooling2D"), _POOL),
    **dict.fromkeys(("MaxPooling3D", "AveragePooling3D"), _POOL),
    **dict.fromkeys(("GlobalMaxPooling2D", "GlobalAveragePooling2D"), _FORMAT),
    **dict.fromkeys(("GlobalMaxPooling3D", "GlobalAveragePooling3D"), _FORMAT),
    **dict.fromkeys(("UpSampling2D", "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D"), _FORMAT),
    **dict.fromkeys(("Cropping2D", "Cropping3D"), _FORMAT),
    "UpSampling1D": {"length": "size"},
    "BatchNormalization": {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
    "PReLU": {"init": "alpha_initializer"},
    "LeakyReLU": {"alpha": "negative_slope"},
    "CategoryEncoding": {"max_tokens": "num_tokens"},
    "Discretization": {"bins": "bin_boundaries"},
    "IntegerLookup": {"max_values": "max_tokens"},
    "ReduceLROnPlateau": {"epsilon": "min_delta"},
    "LambdaCallback": {
        "on_batch_begin": "on_train_batch_begin",
        "on_batch_end": "on_train_batch_end",
    },
}
"""Old argument name to new, by the class of Keras 3 (or the last that had the class)."""

KERAS_1 = frozenset(_CONV1D) | frozenset(_RNN) | frozenset(_POOL1D) | {"nb_row", "nb_col"}
"""Argument names of layers that only Keras 1 has."""

OLD = frozenset(name for table in ARGUMENTS.values() for name in table) | frozenset(
    {"batch_input_shape", "batch_shape", "batch_size", "input_length", "input_dtype", "weights"}
    | {"dynamic", "implementation", "sparse", "ragged", "time_major", "type_spec", "stateful"}
    | {"robust_masking", "softmax_robust_masking", "renorm", "renorm_clipping", "renorm_momentum"}
    | {"fused", "virtual_batch_size", "adjustment", "mode", "nb_row", "nb_col", "kernel_dim1"}
    | {"kernel_dim2", "kernel_dim3", "output_shape", "arguments", "concat_axis", "dot_axes"}
    | {"return_runtime", "experimental_autocast", "experimental_run_tf_function"}
)
"""Argument names that some layer of Keras 0.x to 2 had and that of Keras 3 may not have."""

METHODS: Mapping[str, str] = {
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
    "nb_worker": "workers",
    "max_q_size": "max_queue_size",
    "pickle_safe": "use_multiprocessing",
    "show_accuracy": "metrics",
}
"""Old argument name to new, for `fit` and its relatives."""

MODEL: Mapping[str, str] = {"input": "inputs", "output": "outputs"}
"""Old argument name to new, for `Model`."""

_VALUES: Mapping[str, Mapping[Value, Value]] = {
    "dim_ordering": {"th": "channels_first", "tf": "channels_last", "default": None},
    "consume_less": {"cpu": 0, "mem": 1, "gpu": 2},
    "forget_bias_init": {"one": True, "zero": False},
}

_KERNEL_NAMES = {
    2: ("nb_row", "nb_col"),
    3: ("kernel_dim1", "kernel_dim2", "kernel_dim3"),
}
_SPATIAL = {
    "Conv2D": 2,
    "AtrousConvolution2D": 2,
    "SeparableConv2D": 2,
    "Conv2DTranspose": 2,
    "LocallyConnected2D": 2,
    "ConvLSTM2D": 2,
    "Conv3D": 3,
    "Conv3DTranspose": 3,
}
_SPELLINGS = frozenset(
    {
        "Convolution2D",
        "AtrousConvolution2D",
        "SeparableConvolution2D",
        "Deconvolution2D",
        "Deconv2D",
        "Convolution3D",
        "Deconvolution3D",
        "LocallyConnected2D",
    }
)
"""Class names by which a call with one number a kernel side is one of Keras 1."""
_STATED = frozenset({"Deconvolution2D", "Deconvolution3D"})
"""Those of them whose fourth argument is the shape of the result, which Keras 1 takes on trust."""
_STATES = "`output_shape` states the size of the result"
_BOTH = frozenset({"Conv2D", "SeparableConv2D", "ConvLSTM2D", "Conv3D"})
"""Class names of Keras 1 that are still those of Keras 3."""
_MODERN = frozenset(
    {"padding", "strides", "data_format", "dilation_rate", "use_bias", "kernel_initializer"}
    | {"kernel_regularizer", "bias_initializer", "bias_regularizer", "kernel_constraint"}
)
"""Arguments that a call of Keras 1 cannot have."""


def translate(
    kind: str,
    args: Sequence[Value],
    kwargs: Mapping[str, Value],
    spelled: str = "",
    *,
    aged: bool = False,
) -> tuple[list[Value], dict[str, Value], dict[str, str]]:
    """A call of the class `kind` with the argument names of Keras 3, and new names to old.

    `spelled` is the class name in the script: `Convolution2D(32, 3, 3)` is a call of Keras 1 with
    a kernel of 3 by 3, but `Conv2D(32, 3, 3)` has strides of 3, unless other arguments show that
    it is older, or `aged` that the script around it is. Where the two readings meet in one call,
    the strides are unknown.
    """
    table = ARGUMENTS.get(kind, {})
    old = [name for name in kwargs if name in table and table[name] not in kwargs]
    renamed = {table[name]: name for name in old}
    translated: dict[str, Value] = {}
    for name, value in kwargs.items():
        if name in old:
            translated[table[name]] = _converted(name, value)
        else:
            translated[name] = value
    positional = list(args)
    rank = _SPATIAL.get(kind)
    if rank:
        _kernel_by_name(rank, translated, renamed)
        telling = spelled in _SPELLINGS or (old and not spelled.startswith("LocallyConnected"))
        square = len(set(map(repr, args[1 : rank + 1]))) == 1
        if telling or (aged and square and spelled in _BOTH):
            positional = _kernel_by_position(rank, positional, translated, renamed, spelled)
        if spelled in _STATED and "output_shape" in translated:
            translated.setdefault("output_padding", Unknown(_STATES))
    return positional, translated, renamed


def _converted(name: str, value: Value) -> Value:
    table = _VALUES.get(name)
    if table is None or isinstance(value, Unknown):
        return value
    if isinstance(value, str) and value in table:
        return table[value]
    return Unknown(f"`{name}={value!r}` has no meaning that is known")


def _kernel_by_name(rank: int, kwargs: dict[str, Value], renamed: dict[str, str]) -> None:
    names = _KERNEL_NAMES[rank]
    if all(name in kwargs for name in names):
        kwargs["kernel_size"] = tuple(kwargs.pop(name) for name in names)
        renamed["kernel_size"] = names[0]


def _kernel_by_position(
    rank: int,
    args: list[Value],
    kwargs: dict[str, Value],
    renamed: dict[str, str],
    spelled: str,
) -> list[Value]:
    sides = args[1 : rank + 1]
    known = all(type(side) is int or isinstance(side, Unknown) for side in sides)
    if len(sides) < rank or not known or "kernel_size" in kwargs:
        return args
    if _MODERN & (kwargs.keys() - renamed.keys()):
        # Keras 1 and 2 are mixed: which one reads the numbers cannot be told from the call.
        why = "the third number is a kernel side in Keras 1 and the strides in later versions"
        kernel: Value = tuple(sides) if len(set(sides)) == 1 else Unknown(why)
        kwargs.setdefault("strides", Unknown(why))
    else:
        kernel = tuple(sides)
    renamed.setdefault("kernel_size", _KERNEL_NAMES[rank][0])
    rest = args[rank + 1 :]
    if spelled in _STATED and rest:
        kwargs.setdefault("output_padding", Unknown(_STATES))
        rest = rest[1:]
    for name, value in zip(("kernel_initializer", "activation"), rest, strict=False):
        kwargs.setdefault(name, value)
    return [args[0], kernel]
