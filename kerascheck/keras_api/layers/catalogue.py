"""The layers by name: classes, other names of theirs, functions, what Keras 3 removed."""

from collections.abc import Mapping
from types import MappingProxyType

from kerascheck.keras_api.layers import (
    activations,
    attention,
    conv_lstm,
    convolutional,
    core,
    foreign,
    image_augmentation,
    image_geometry,
    image_preprocessing,
    locally_connected,
    lookups,
    merging,
    normalization,
    pooling,
    preprocessing,
    regularization,
    removed,
    reshaping,
    rnn,
    rnn_cells,
    sound,
    transposed,
)
from kerascheck.keras_api.layers.attention import GroupQueryAttention
from kerascheck.keras_api.layers.convolutional import (
    Conv1D,
    Conv2D,
    Conv3D,
    SeparableConv1D,
    SeparableConv2D,
)
from kerascheck.keras_api.layers.merging import (
    Add,
    Average,
    Concatenate,
    Dot,
    Maximum,
    Merging,
    Minimum,
    Multiply,
    Subtract,
)
from kerascheck.keras_api.layers.normalization import BatchNormalization
from kerascheck.keras_api.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from kerascheck.keras_api.layers.removed import AtrousConvolution1D, AtrousConvolution2D
from kerascheck.keras_api.layers.transposed import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
)
from kerascheck.keras_api.words import words
from kerascheck.values import Layer

_MODULES = (
    activations,
    attention,
    conv_lstm,
    convolutional,
    core,
    foreign,
    image_augmentation,
    image_geometry,
    image_preprocessing,
    locally_connected,
    lookups,
    merging,
    normalization,
    pooling,
    preprocessing,
    regularization,
    removed,
    reshaping,
    rnn,
    rnn_cells,
    sound,
    transposed,
)
_BASES = words(
    "Conv ConvTranspose DepthwiseConv SeparableConv Pooling MaxPooling AveragePooling "
    "GlobalPooling AdaptivePooling Merging ConvLSTM LocallyConnected Margins CuDNN"
)
"""Classes of ours that gather fields, but that Keras does not have."""

ALIASES: Mapping[str, type[Layer]] = MappingProxyType(
    {
        "AtrousConv1D": AtrousConvolution1D,
        "AtrousConv2D": AtrousConvolution2D,
        "AvgPool1D": AveragePooling1D,
        "AvgPool2D": AveragePooling2D,
        "AvgPool3D": AveragePooling3D,
        "BatchNormalizationV1": BatchNormalization,
        "BatchNormalizationV2": BatchNormalization,
        "Convolution1D": Conv1D,
        "Convolution1DTranspose": Conv1DTranspose,
        "Convolution2D": Conv2D,
        "Convolution2DTranspose": Conv2DTranspose,
        "Convolution3D": Conv3D,
        "Convolution3DTranspose": Conv3DTranspose,
        "Deconv2D": Conv2DTranspose,
        "Deconv3D": Conv3DTranspose,
        "Deconvolution2D": Conv2DTranspose,
        "Deconvolution3D": Conv3DTranspose,
        "GlobalAvgPool1D": GlobalAveragePooling1D,
        "GlobalAvgPool2D": GlobalAveragePooling2D,
        "GlobalAvgPool3D": GlobalAveragePooling3D,
        "GlobalMaxPool1D": GlobalMaxPooling1D,
        "GlobalMaxPool2D": GlobalMaxPooling2D,
        "GlobalMaxPool3D": GlobalMaxPooling3D,
        "GroupedQueryAttention": GroupQueryAttention,
        "MaxPool1D": MaxPooling1D,
        "MaxPool2D": MaxPooling2D,
        "MaxPool3D": MaxPooling3D,
        "SeparableConvolution1D": SeparableConv1D,
        "SeparableConvolution2D": SeparableConv2D,
        "SyncBatchNormalization": BatchNormalization,
    }
)
"""Other names of the same classes, such as `MaxPool2D` for `MaxPooling2D`."""

LAYERS: Mapping[str, type[Layer]] = MappingProxyType(
    {
        name: cls
        for module in _MODULES
        for name, cls in vars(module).items()
        if isinstance(cls, type)
        and issubclass(cls, Layer)
        and cls.__module__ == module.__name__
        and name not in _BASES
    }
    | dict(ALIASES)
)
"""Every class of `keras.layers` by each of its names."""

FUNCTIONS: Mapping[str, type[Merging]] = MappingProxyType(
    {
        "add": Add,
        "subtract": Subtract,
        "multiply": Multiply,
        "average": Average,
        "maximum": Maximum,
        "minimum": Minimum,
        "concatenate": Concatenate,
        "dot": Dot,
    }
)
"""The lower-case functions that take the tensors first, and the layers they make."""

MERGE_MODES: Mapping[str, type[Merging]] = MappingProxyType(
    {
        "sum": Add,
        "mul": Multiply,
        "concat": Concatenate,
        "ave": Average,
        "max": Maximum,
        "dot": Dot,
        "cos": Dot,
    }
)
"""The modes of `Merge` and `merge` in Keras 1."""

REMOVED = frozenset(
    name
    for name, cls in LAYERS.items()
    if cls.__module__.endswith((".removed", ".locally_connected"))
) | frozenset(
    {
        "Deconvolution2D",
        "Deconv2D",
        "Deconvolution3D",
        "Deconv3D",
        "BatchNormalizationV1",
        "BatchNormalizationV2",
        "SyncBatchNormalization",
    }
)
"""Names under `keras.layers` that Keras 3 does not have."""
