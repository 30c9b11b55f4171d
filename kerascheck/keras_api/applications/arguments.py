"""What the constructors of `keras.applications` accept, and the images they are built for.

The rules are those of `obtain_input_shape` and `validate_activation` in Keras's
`applications/imagenet_utils.py`, and of the constructors themselves.
"""

from collections.abc import Mapping
from typing import Any

from kerascheck.keras_api import activations
from kerascheck.keras_api.applications import Application
from kerascheck.keras_api.dims import is_int
from kerascheck.values import BuildError, Shape, Spec, Unknown, Value

Config = Mapping[str, Value]

_ALPHAS: Mapping[str, tuple[float, ...]] = {
    "mobilenet": (0.25, 0.5, 0.75, 1.0),
    "mobilenet_v2": (0.35, 0.5, 0.75, 1.0, 1.3, 1.4),
}
_SIDES: Mapping[str, tuple[int, ...]] = {
    "mobilenet": (128, 160, 192, 224),
    "mobilenet_v2": (96, 128, 160, 192, 224),
}
"""The widths and the sides of images that there are trained weights for."""
_CHANNELS_LAST = frozenset({"densenet", "nasnet", "convnext"})
_PATH = frozenset("./\\~")


def pretrained(config: Config) -> bool | Unknown:
    """Whether the weights are those of ImageNet."""
    weights = config["weights"]
    return weights if isinstance(weights, Unknown) else weights == "imagenet"


def check(application: Application, config: Config, name: Value, image_format: Value) -> None:
    """Raise `BuildError` for arguments that the constructor refuses, but for `input_shape`."""
    if application.module in _CHANNELS_LAST and image_format == "channels_first":
        keras = "does not support the `channels_first` image data format"
        raise BuildError("argument", "takes images with the channels last only", keras=keras)
    weights, top, classes = config["weights"], config["include_top"], config["classes"]
    if isinstance(weights, str) and weights != "imagenet" and not _PATH & set(weights):
        fix = "write `None`, without quotes" if weights.lower() == "none" else 'write "imagenet"'
        problem = f"`weights={weights!r}` is neither None nor 'imagenet' nor a file"
        keras = "The `weights` argument should be either `None` (random initialization), 'imagenet'"
        raise BuildError("argument", problem, help=fix, keras=keras, argument="weights")
    full = not isinstance(top, Unknown) and bool(top)
    if weights == "imagenet" and full and is_int(classes) and classes != 1000:
        raise BuildError(
            "argument",
            f"`classes={classes}` does not fit the weights of ImageNet, which has 1000 classes",
            help="use `include_top=False` and a layer of your own for the classes, or `weights=None`",
            keras="If using `weights='imagenet'` with `include_top=True`, `classes` should be 1000",
            argument="classes",
        )
    _check_trained(application, config)
    if application.module == "efficientnet_v2" and isinstance(name, str):
        _check_name(application, name)
    if full and weights is not None and not isinstance(weights, Unknown):
        _check_activation(config["classifier_activation"])


def _check_activation(given: Value) -> None:
    name = activations.activation(given)
    if isinstance(name, str) and name not in ("softmax", "linear"):
        problem = f"`classifier_activation={name!r}` does not fit pretrained weights"
        fix = "use `include_top=False` and an output layer of your own"
        keras = "Only `None` and `softmax` activations are allowed for `classifier_activation`"
        where = "classifier_activation"
        raise BuildError("argument", problem, help=fix, keras=keras, argument=where)


def _check_name(application: Application, name: str) -> None:
    if name != application.title:
        # Keras looks the blocks up by the name.
        problem = f"`name={name!r}` is not the name by which Keras finds the blocks"
        fix = f"leave `name` out: the model is called {application.title!r}"
        raise BuildError(
            "argument", problem, help=fix, keras=f"KeyError: {name!r}", argument="name"
        )


def _check_trained(application: Application, config: Config) -> None:
    """There are trained weights for some widths only."""
    if config["weights"] != "imagenet" or "alpha" not in config:
        return
    alpha, multiplier = config["alpha"], config.get("depth_multiplier", 1)
    if is_int(multiplier) and multiplier != 1:
        problem = f"has no trained weights for `depth_multiplier={multiplier}`"
        keras = "If imagenet weights are being loaded, depth multiplier must be 1"
        raise BuildError("argument", problem, keras=keras, argument="depth_multiplier")
    known = _ALPHAS.get(application.module)
    if known is None:
        plain = config["minimalistic"]
        if isinstance(plain, Unknown):
            return
        known = (1.0,) if plain else (0.75, 1.0)
    if not isinstance(alpha, Unknown) and alpha not in known:
        raise BuildError(
            "argument",
            f"has no trained weights for `alpha={alpha}`",
            help=f"take one of {', '.join(map(str, known))}, or `weights=None`",
            keras="If imagenet weights are being loaded, alpha can be one of",
            argument="alpha",
        )


def image(application: Application, config: Config, tensor: Spec | None) -> Shape:
    """Rows, columns and channels that the model is built for, if it gets no tensor.

    `tensor` is the spec of `input_tensor`. Raises `BuildError` for what Keras refuses.
    """
    given: Any = config["input_shape"]
    if not isinstance(given, (tuple, list, Unknown)) and given is not None:
        raise _no_triple(given)
    if tensor is not None and "alpha" in config and application.module != "mobilenet":
        given = _beside(given, tensor)
    if application.module == "mobilenet_v3":
        if given is None and tensor is not None and _is_image(tensor):
            given = (tensor.dims[2], tensor.dims[1], 3)
        return _any_size(application, given, config)
    trained, top = pretrained(config), config["include_top"]
    if application.module == "nasnet":
        given = _static(application, given, config)
    if isinstance(given, Unknown):
        return _unknown(application, given, trained, top)
    if trained is True and not isinstance(top, Unknown) and top:
        return _fixed(application, given)
    if given:
        _check_sides(application, tuple(given) if isinstance(given, list) else given, trained)
    if isinstance(top, Unknown):
        return tuple(given) if given else (top, top, 3)
    if not given:
        return (application.size, application.size, 3) if top else (None, None, 3)
    if top and None in given:
        raise BuildError(
            "argument",
            f"`input_shape={given}` leaves a side open, but the classifier needs it",
            help="write the sides, or `include_top=False`",
            keras="If `include_top` is True, you should specify a static `input_shape`",
            argument="input_shape",
        )
    return tuple(given)


def _unknown(
    application: Application, given: Unknown, trained: bool | Unknown, top: Value
) -> Shape:
    """What is known still of images whose shape is not: weights of ImageNet want 3 channels."""
    if isinstance(trained, Unknown) or not trained:
        return (given, given, given)
    if not isinstance(top, Unknown) and top and application.module not in _SIDES:
        return (application.size, application.size, 3)
    return (given, given, 3)


def _no_triple(given: Value) -> BuildError:
    problem = f"`input_shape={given!r}` is not a tuple of three integers"
    fix = "write (rows, columns, channels), without the batch size"
    keras = "`input_shape` must be a tuple of three integers"
    return BuildError("argument", problem, help=fix, keras=keras, argument="input_shape")


def _side(application: Application, given: Any) -> int:
    """The side of the images that weights with the classifier are for."""
    known = _SIDES.get(application.module, ())
    if given and len(given) > 1 and given[0] == given[1] and given[0] in known:
        return int(given[0])
    return application.size


def _fixed(application: Application, given: Any) -> Shape:
    """With trained weights and classifier there is one shape only."""
    side = _side(application, given)
    default = (side, side, 3)
    if given is None:
        return default
    same = isinstance(given, tuple) and len(given) == 3
    if not same or any(
        a != b and not isinstance(a, Unknown) for a, b in zip(given, default, strict=True)
    ):
        raise BuildError(
            "argument",
            f"`input_shape={given}` does not fit the classifier, which was trained on {default}",
            help=f"write `input_shape={default}`, or `include_top=False`",
            keras="When setting `include_top=True` and loading `imagenet` weights, "
            f"`input_shape` should be {default}",
            argument="input_shape",
        )
    return default


def _check_sides(application: Application, given: Any, trained: bool | Unknown) -> None:
    if len(given) != 3:
        raise _no_triple(given)
    if trained is True and given[2] != 3 and not isinstance(given[2], Unknown):
        raise BuildError(
            "argument",
            f"`input_shape={given}` has {given[2]} channels, but the weights of ImageNet take 3",
            help=f"the channels come last: write `{(*given[1:], given[0])}`"
            if given[0] == 3
            else "repeat the channel: `keras.ops.repeat(x, 3, axis=-1)`, or use `weights=None`",
            keras=f"The input must have 3 channels; Received `input_shape={given}`",
            argument="input_shape",
        )
    if any(isinstance(side, (int, float)) and side < application.smallest for side in given[:2]):
        raise _too_small(application, given)


def _too_small(application: Application, given: Any) -> BuildError:
    least = application.smallest
    return BuildError(
        "size",
        f"needs images of at least {least} x {least}, but gets `input_shape={given}`",
        help=f"enlarge them, as with `keras.layers.Resizing({least}, {least})` in front",
        keras=f"Input size must be at least {least}x{least}; Received: input_shape={given}",
        argument="input_shape",
    )


def weights_side(application: Application, given: Shape) -> int:
    """The side of the images that the trained weights of a MobileNet are for."""
    return _side(application, given)


def _static(application: Application, given: Any, config: Config) -> Any:
    """NASNet wants all sides for trained weights; the small one has a default without top."""
    if isinstance(given, tuple) and None in given and config["weights"] == "imagenet":
        raise BuildError(
            "argument",
            f"`input_shape={given}` leaves a side open, which NASNet does not allow with weights",
            keras="the input_shape argument must be static (no None entries)",
            argument="input_shape",
        )
    top = config["include_top"]
    if given is None and application.size == 224 and not isinstance(top, Unknown) and not top:
        return (224, 224, 3)
    return given


def _is_image(tensor: Spec) -> bool:
    return not isinstance(tensor.shape, Unknown) and tensor.rank == 4


def _beside(given: Any, tensor: Spec) -> Any:
    """MobileNet 2 and 3 compare `input_shape` with `input_tensor`, or take it from there."""
    if not _is_image(tensor) or isinstance(given, Unknown) or given is None:
        return given
    columns = tensor.dims[2]
    ours = given[1] if len(given) > 1 else None
    if columns != ours and not isinstance(columns, Unknown) and not isinstance(ours, Unknown):
        raise BuildError(
            "argument",
            f"`input_shape={given}` is not that of `input_tensor`, {tensor}",
            help="leave `input_shape` out",
            keras="input_tensor.shape[2] must equal input_shape[1]",
            argument="input_shape",
        )
    return given


def _any_size(application: Application, given: Any, config: Config) -> Shape:
    """MobileNetV3 has no classifier that is bound to a size, and no rule for channels."""
    if isinstance(given, Unknown):
        return (given, given, given)
    if given is None:
        return (None, None, 3)
    if len(given) < 2:
        raise _no_triple(given)
    sides = [side for side in given[:2] if isinstance(side, int)]
    # Keras looks at the sides only if both are there.
    if len(sides) == 2 and min(sides) < application.smallest and 0 not in sides:
        raise _too_small(application, given)
    return tuple(given)
