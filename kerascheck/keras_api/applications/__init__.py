"""The models of `keras.applications`: their parameters, inputs and outputs.

The graphs are in the other modules, which are imported only when a script makes such a model.
"""

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
    with `alpha=1`, `size` the default side of the input, `smallest` the least side. `scaling` says what the model wants: `caffe`, `tf` or `torch` if `preprocess_input`
    does it, `built in` if the model does. `title` is the name that Keras gives the model, empty
    where it has the arguments in it.
    """

    name: str
    module: str
    channels: int
    size: int
    scaling: str
    smallest: int = 32
    title: str = ""

    @property
    def parameters(self) -> Mapping[str, Value]:
        """Parameters in positional order with their defaults, without `name`."""
        return _PARAMETERS.get(self.module, _USUAL)


def _read(text: str) -> dict[str, Application]:
    """One line a model: name, module, channels, default side, scaling, smallest side, title."""
    found = {}
    for line in text.strip().splitlines():
        name, module, channels, size, scaling, smallest, title = line.split()
        title, scaling = title if title != "-" else "", scaling.replace("-", " ")
        numbers = int(channels), int(size), int(smallest)
        found[name] = Application(name, module, numbers[0], numbers[1], scaling, numbers[2], title)
    return found


APPLICATIONS: Mapping[str, Application] = MappingProxyType(
    _read(
        """
        VGG16 vgg16 512 224 caffe 32 vgg16
        VGG19 vgg19 512 224 caffe 32 vgg19
        ResNet50 resnet 2048 224 caffe 32 resnet50
        ResNet101 resnet 2048 224 caffe 32 resnet101
        ResNet152 resnet 2048 224 caffe 32 resnet152
        ResNet50V2 resnet_v2 2048 224 tf 32 resnet50v2
        ResNet101V2 resnet_v2 2048 224 tf 32 resnet101v2
        ResNet152V2 resnet_v2 2048 224 tf 32 resnet152v2
        InceptionV3 inception_v3 2048 299 tf 75 inception_v3
        InceptionResNetV2 inception_resnet_v2 1536 299 tf 75 inception_resnet_v2
        Xception xception 2048 299 tf 71 xception
        MobileNet mobilenet 1024 224 tf 32 -
        MobileNetV2 mobilenet_v2 1280 224 tf 32 -
        MobileNetV3Small mobilenet_v3 576 224 built-in 32 MobileNetV3Small
        MobileNetV3Large mobilenet_v3 960 224 built-in 32 MobileNetV3Large
        DenseNet121 densenet 1024 224 torch 32 densenet121
        DenseNet169 densenet 1664 224 torch 32 densenet169
        DenseNet201 densenet 1920 224 torch 32 densenet201
        NASNetMobile nasnet 1056 224 tf 32 nasnet_mobile
        NASNetLarge nasnet 4032 331 tf 32 nasnet_large
        EfficientNetB0 efficientnet 1280 224 built-in 32 efficientnetb0
        EfficientNetB1 efficientnet 1280 240 built-in 32 efficientnetb1
        EfficientNetB2 efficientnet 1408 260 built-in 32 efficientnetb2
        EfficientNetB3 efficientnet 1536 300 built-in 32 efficientnetb3
        EfficientNetB4 efficientnet 1792 380 built-in 32 efficientnetb4
        EfficientNetB5 efficientnet 2048 456 built-in 32 efficientnetb5
        EfficientNetB6 efficientnet 2304 528 built-in 32 efficientnetb6
        EfficientNetB7 efficientnet 2560 600 built-in 32 efficientnetb7
        EfficientNetV2B0 efficientnet_v2 1280 224 built-in 32 efficientnetv2-b0
        EfficientNetV2B1 efficientnet_v2 1280 240 built-in 32 efficientnetv2-b1
        EfficientNetV2B2 efficientnet_v2 1408 260 built-in 32 efficientnetv2-b2
        EfficientNetV2B3 efficientnet_v2 1536 300 built-in 32 efficientnetv2-b3
        EfficientNetV2S efficientnet_v2 1280 384 built-in 32 efficientnetv2-s
        EfficientNetV2M efficientnet_v2 1280 480 built-in 32 efficientnetv2-m
        EfficientNetV2L efficientnet_v2 1280 480 built-in 32 efficientnetv2-l
        ConvNeXtTiny convnext 768 224 built-in 32 convnext_tiny
        ConvNeXtSmall convnext 768 224 built-in 32 convnext_small
        ConvNeXtBase convnext 1024 224 built-in 32 convnext_base
        ConvNeXtLarge convnext 1536 224 built-in 32 convnext_large
        ConvNeXtXLarge convnext 2048 224 built-in 32 convnext_xlarge
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
