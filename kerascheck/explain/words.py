"""A layer in a few words: `Dense 10, softmax`, `LSTM 64, return_sequences`."""

from collections.abc import Iterator
from typing import Any

from kerascheck.explain.plain import name_of, plain, text, written
from kerascheck.values import (
    REQUIRED,
    CustomLayer,
    Layer,
    Model,
    Operation,
    Unknown,
    UnknownLayer,
    Value,
)

_LEADING = frozenset(
    {
        "activation",
        "factor",
        "filters",
        "function",
        "kernel_size",
        "n",
        "output_dim",
        "pool_size",
        "rate",
        "size",
        "target_shape",
        "units",
    }
)
"""Arguments that stand without their name."""
_LEFT_OUT = ("_initializer", "_regularizer", "_constraint", "_size_threshold")
_INNER = ("layer", "cell", "backward_layer")
_NAMES = {"InputLayer": "Input"}


def title(part: Layer | Model) -> str:
    """The class of a layer; the name and kind of a model."""
    if not isinstance(part, Model):
        return _NAMES.get(part.kind, part.kind)
    kind = kind_of(part)
    return f"{part.name} ({kind})" if part.name and part.kind != "application" else kind


def kind_of(model: Model) -> str:
    """What kind of model it is: `Sequential`, `Net (subclass)`, `VGG16`, `loaded`."""
    own = model.config.get("class")
    if isinstance(own, str) and own:
        return own if model.kind == "application" else f"{own} ({model.kind})"
    return model.kind


def words(part: Layer | Model) -> str:
    """A layer or model in a few words."""
    if isinstance(part, Model):
        return title(part)
    if isinstance(part, UnknownLayer):
        return "?"
    if part.kind == "InputLayer":
        name = part.extra.get("name")
        return f"{title(part)} {name}" if isinstance(name, str) else title(part)
    if isinstance(part, (CustomLayer, Operation)):
        return title(part)
    inside = [part.__dict__[name] for name in _INNER if part.__dict__.get(name) is not None]
    if inside and isinstance(inside[0], (Layer, Model)):
        return f"{title(part)}({words(inside[0])})"
    said = list(_arguments(part))
    return " ".join([title(part), ", ".join(said)]).rstrip()


def _arguments(layer: Layer) -> Iterator[str]:
    for name, default in type(layer).parameters().items():
        if name in {"extra", "partial", "body", "name", "dtype", "seed", "data_format"}:
            continue
        value = getattr(layer, name)
        if name.endswith(_LEFT_OUT) or (name not in _SHOWN and _same(value, default)):
            continue
        said = _argument(layer, name, value, required=default is REQUIRED)
        if said:
            yield said


_SHOWN = frozenset({"pool_size", "size"})
"""Arguments that are told although they have their default."""


def _same(value: Value, default: Any) -> bool:
    if isinstance(value, Unknown) or default is REQUIRED:
        return False
    if isinstance(default, tuple) and isinstance(value, int):
        value = (value,) * len(default)
    if isinstance(value, list):
        value = tuple(value)
    return type(value) is type(default) and bool(value == default)


def _argument(layer: Layer, name: str, value: Value, *, required: bool) -> str:
    if value is None or value == "linear":
        return ""
    if isinstance(value, bool):
        return name if value else f"no {name.removeprefix('use_')}"
    bare = name in _LEADING or (required and name != "axes")
    said = _extent(layer, value) if name in _SIZES else _value(layer, name, value)
    if name == "padding":
        return said if isinstance(value, str) else f"padding {said}"
    if name == "strides":
        return f"stride {said}"
    if name == "kernel_size" and said.isdigit():
        return f"kernel {said}"
    return said if bare else f"{name}={said}"


_SIZES = frozenset({"kernel_size", "pool_size", "strides", "size", "dilation_rate"})


def _extent(layer: Layer, value: Value) -> str:
    """A size along each axis, such as three by three."""
    axes = next((int(digit) for digit in "123" if f"{digit}D" in layer.kind), 1)
    if isinstance(value, int):
        value = (value,) * axes
    if not isinstance(value, (tuple, list)):
        return "?"
    return "\N{MULTIPLICATION SIGN}".join(text(plain(item)) for item in value)


def _value(layer: Layer, name: str, value: Value) -> str:
    if isinstance(value, (tuple, list)):
        inner = ", ".join(text(plain(item)) for item in value)
        return f"({inner})" if len(value) != 1 else f"({inner},)"
    if isinstance(value, (int, float, str, Unknown)):
        return text(plain(value))
    return name_of(value) or written(layer.args.get(name)) or "…"


def reasons(layer: Layer | Model) -> Iterator[str]:
    """What is not known of the arguments, and why: `units=cfg.width, read from a file`."""
    if isinstance(layer, UnknownLayer):
        yield layer.why
        return
    if isinstance(layer, Model):
        return
    for name in type(layer).positional():
        value = getattr(layer, name)
        if isinstance(value, Unknown) and not name.endswith(_LEFT_OUT):
            source = written(layer.args.get(name))
            yield f"{name}={source}, {value.why}" if source else f"{name}: {value.why}"
