"""Values of the checked program as plain data, and as the text that stands in a table."""

from typing import Any

from kerascheck.explain.description import Array, Number, Plain, Unsure
from kerascheck.values import Layer, Loss, Mirror, Model, Site, Spec, Unknown, Value

LONGEST = 60
"""Source text that stands for a value which is no plain data is cut after so many characters."""


def number(value: Value) -> Number:
    """An integer, or the reason why it is not known."""
    if isinstance(value, int):
        return int(value)
    return Unsure(value.why if isinstance(value, Unknown) else "not a number that is known")


def word(value: Value) -> str | Unsure:
    """A text such as a dtype, or the reason why it is not known."""
    if isinstance(value, str):
        return value
    return Unsure(value.why if isinstance(value, Unknown) else "not a name that is known")


def truth(value: Value) -> bool | Unsure:
    """A truth value, or the reason why it is not known."""
    return Unsure(value.why) if isinstance(value, Unknown) else bool(value)


def array(spec: Spec) -> Array:
    """The shape and dtype of a tensor."""
    return Array(shape(spec.shape), word(spec.dtype))


def shape(value: Value) -> tuple[Number | None, ...] | Unsure:
    """A shape, or the reason why it is not known."""
    if isinstance(value, (tuple, list)):
        return tuple(None if dim is None else number(dim) for dim in value)
    return Unsure(value.why if isinstance(value, Unknown) else "its shape is not known")


def plain(value: Value, site: Site | None = None) -> Plain:
    """A value as plain data; objects by their name, else by the text at `site`."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Unknown(why=why):
            return Unsure(why)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
    named = name_of(value)
    if named:
        return named
    text = written(site)
    return text if text else Unsure("an object that is not followed")


def name_of(value: Value) -> str:
    """The name of a Keras object, or of a function or class of a library."""
    if isinstance(value, Loss):
        return type(value).canonical or str(value.__dict__.get("name", ""))
    if isinstance(value, (Layer, Model)):
        return value.kind
    if isinstance(value, Mirror):
        return type(value).__name__
    found: Any = getattr(value, "path", None) or getattr(value, "name", None)
    return found.rpartition(".")[2] if isinstance(found, str) else ""


def written(site: Site | None) -> str:
    """The source text of an argument in one line, cut if it is long."""
    text = " ".join(site.text.split()) if site is not None else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def text(value: Plain) -> str:
    """Plain data as it stands in a table: Python's spelling, `?` for what is not known."""
    match value:
        case Unsure():
            return "?"
        case list():
            return f"[{', '.join(map(text, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {text(item)}' for key, item in value.items())}}}"
        case float():
            return format(value, ".6g") if abs(value) < 1 else repr(value)
        case _:
            return str(value)
