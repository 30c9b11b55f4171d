"""The models of `keras.applications`: their parameters, inputs and outputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kerascheck.keras_api.words import words
from kerascheck.values import Int, Shape, Str, Unknown, Value

_USUAL: Mapping[str, Value] = {
    "include_top": True,
    "weights": "imagenet",
    "input_tensor": None,
    "input_shape": None,
    "pooling": None,
    "classes": 1000,
    "classifier_activation": "softmax",
}
_MOBILE: Mapping[str, Value] = {
    "include_top": True,
    "weights": "imagenet",
    "input_tensor": None,
    "pooling": None,
    "classes": 1000,
    "classifier_activation": "softmax",
}
_MOBILE_V3: Mapping[str, Value] = {
    "input_shape": None,
    "alpha": 1.0,
    "minimalistic": False,
    "include_top": True,
    "weights": "imagenet",
    "input_tensor": None,
    "classes": 1000,
    "pooling": None,
    "dropout_rate": 0.2,
    "classifier_activation": "softmax",
    "include_preprocessing": True,
}
_CONVNEXT: Mapping[str, Value] = {
    "include_top": True,
    "include_preprocessing": True,
    **{name: value for name, value in _USUAL.items() if name != "include_top"},
}

_PARAMETERS: Mapping[str, Mapping[str, Value]] = {
    "mobilenet": {
        "input_shape": None,
        "alpha": 1.0,
        "depth_multiplier": 1,
        "dropout": 0.001,
        **_MOBILE,
    },
    "mobilenet_v2": {"input_shape": None, "alpha": 1.0, **_MOBILE},
    "mobilenet_v3": _MOBILE_V3,
    "nasnet": {"input_shape": None, **_MOBILE},
    "efficientnet_v2": {**_USUAL, "include_preprocessing": True},
    "convnext": _CONVNEXT,
}
"""Parameters in positional order, by module, where they are not the usual ones."""


@dataclass(frozen=True, slots=True)
class Application:
    """A constructor of `keras.applications`.

    `module` is where its `preprocess_input` lives. `channels` are those of the last feature map
    with `alpha=1`, `size` the default side of the input, `smallest` the least side without the
    top. `scaling` says what the model wants: `caffe`, `tf` or `torch` if `preprocess_input`
    does it, `built in` if the model does.
    """

    name: str
    module: str
    channels: int
    size: int
    scaling: str
    smallest: int = 32

    @property
    def parameters(self) -> Mapping[str, Value]:
        """Parameters in positional order with their defaults, without `name`."""
        return _PARAMETERS.get(self.module, _USUAL)


def _read(text: str) -> dict[str, Application]:
    """One line a model: name, module, channels, default side, scaling, smallest side."""
    found = {}
    for line in text.strip().splitlines():
        name, module, channels, size, scaling, smallest = line.split()
        found[name] = Application(
            name, module, int(channels), int(size), scaling.replace("-", " "), int(smallest)
        )
    return found


APPLICATIONS: Mapping[str, Application] = MappingProxyType(
    _read(
        """
        VGG16 vgg16 512 224 caffe 32
        VGG19 vgg19 512 224 caffe 32
        ResNet50 resnet 2048 224 caffe 32
        ResNet101 resnet 2048 224 caffe 32
        ResNet152 resnet 2048 224 caffe 32
        ResNet50V2 resnet_v2 2048 224 tf 32
        ResNet101V2 resnet_v2 2048 224 tf 32
        ResNet152V2 resnet_v2 2048 224 tf 32
        InceptionV3 inception_v3 2048 299 tf 75
        InceptionResNetV2 inception_resnet_v2 1536 299 tf 75
        Xception xception 2048 299 tf 71
        MobileNet mobilenet 1024 224 tf 32
        MobileNetV2 mobilenet_v2 1280 224 tf 32
        MobileNetV3Small mobilenet_v3 576 224 built-in 32
        MobileNetV3Large mobilenet_v3 960 224 built-in 32
        DenseNet121 densenet 1024 224 torch 32
        DenseNet169 densenet 1664 224 torch 32
        DenseNet201 densenet 1920 224 torch 32
        NASNetMobile nasnet 1056 224 tf 32
        NASNetLarge nasnet 4032 331 tf 32
        EfficientNetB0 efficientnet 1280 224 built-in 32
        EfficientNetB1 efficientnet 1280 240 built-in 32
        EfficientNetB2 efficientnet 1408 260 built-in 32
        EfficientNetB3 efficientnet 1536 300 built-in 32
        EfficientNetB4 efficientnet 1792 380 built-in 32
        EfficientNetB5 efficientnet 2048 456 built-in 32
        EfficientNetB6 efficientnet 2304 528 built-in 32
        EfficientNetB7 efficientnet 2560 600 built-in 32
        EfficientNetV2B0 efficientnet_v2 1280 224 built-in 32
        EfficientNetV2B1 efficientnet_v2 1280 240 built-in 32
        EfficientNetV2B2 efficientnet_v2 1408 260 built-in 32
        EfficientNetV2B3 efficientnet_v2 1536 300 built-in 32
        EfficientNetV2S efficientnet_v2 1280 384 built-in 32
        EfficientNetV2M efficientnet_v2 1280 480 built-in 32
        EfficientNetV2L efficientnet_v2 1280 480 built-in 32
        ConvNeXtTiny convnext 768 224 built-in 32
        ConvNeXtSmall convnext 768 224 built-in 32
        ConvNeXtBase convnext 1024 224 built-in 32
        ConvNeXtLarge convnext 1536 224 built-in 32
        ConvNeXtXLarge convnext 2048 224 built-in 32
        """
    )
)
"""The constructors of Keras 3 by name."""

REMOVED = words(
    "RegNetX002 RegNetX004 RegNetX006 RegNetX008 RegNetX016 RegNetX032 RegNetX040 RegNetX064 "
    "RegNetX080 RegNetX120 RegNetX160 RegNetX320 RegNetY002 RegNetY004 RegNetY006 RegNetY008 "
    "RegNetY016 RegNetY032 RegNetY040 RegNetY064 RegNetY080 RegNetY120 RegNetY160 RegNetY320 "
    "ResNetRS50 ResNetRS101 ResNetRS152 ResNetRS200 ResNetRS270 ResNetRS350 ResNetRS420"
)
"""Constructors of Keras 2 that Keras 3 dropped."""

_SCALED_BY_ALPHA = frozenset({"mobilenet", "mobilenet_v2", "mobilenet_v3"})


def channels(application: Application, config: Mapping[str, Value]) -> Int:
    """The channels of the last feature map; unknown for a width multiplier other than 1."""
    alpha = config.get("alpha", 1.0)
    if application.module in _SCALED_BY_ALPHA and alpha != 1:
        return Unknown(f"the width of {application.name} depends on `alpha`")
    return application.channels


def output_shape(application: Application, config: Mapping[str, Value]) -> Shape | Unknown:
    """The shape of the output, batch axis first, from arguments with the defaults filled in.

    With the top it is a row of `classes`; without it a feature map whose sides are left open, or
    a vector if `pooling` is `avg` or `max`. Unknown if an argument that decides it is unknown.
    """
    top, pooling = config.get("include_top", True), config.get("pooling")
    if isinstance(top, Unknown):
        return top
    if top:
        classes = config.get("classes", 1000)
        if isinstance(classes, int | Unknown):
            return (None, classes)
        return Unknown("`classes` is no number")
    width = channels(application, config)
    if isinstance(pooling, Unknown):
        return pooling
    return (None, width) if pooling in ("avg", "max") else (None, None, None, width)


def output_activation(config: Mapping[str, Value]) -> Str:
    """The activation of the output: `classifier_activation` with the top, else not known."""
    top = config.get("include_top", True)
    if isinstance(top, Unknown):
        return top
    if not top:
        return Unknown("a feature extractor has no classifier")
    given = config.get("classifier_activation", "softmax")
    if given is None:
        return "linear"
    return given if isinstance(given, str | Unknown) else Unknown("an activation function")
