"""Methods of Python's own strings, lists, dicts and sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kerascheck.facts.appending import order, others_of
from kerascheck.facts.libraries.appended import shuffle_items
from kerascheck.facts.unpacking import items_of
from kerascheck.values import Awaited, More, Site, Unknown, Value, ending, open_ended

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter

_STRING_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "format",
        "index",
        "isalpha",
        "isdigit",
        "islower",
        "isnumeric",
        "isupper",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
        "zfill",
    ]
)
_MAX_TEXT = 10_000
_LOOKS_INSIDE = re.compile(r"\{[^{}]*[\[.:]")
"""A field of a format that asks for a part of a value, or for a way to write it."""


def call_method(
    run: Interpreter,
    receiver: Value,
    name: str,
    args: Sequence[Value],
    kwargs: dict[str, Value],
    site: Site,
) -> Value:
    """The result of a method of a str, list, tuple, dict, set or number."""
    if isinstance(receiver, str):
        return _of_string(receiver, name, args, kwargs, site)
    if isinstance(receiver, list):
        return _of_list(run, receiver, name, args, site)
    if isinstance(receiver, dict):
        return _of_dict(receiver, name, args, kwargs, site)
    if isinstance(receiver, (set, frozenset)):
        return _of_set(run, receiver, name, args, site)
    if isinstance(receiver, tuple) and name == "as_list":
        return list(receiver)  # the shape of a tensor in TensorFlow
    if isinstance(receiver, tuple) and name in {"index", "count"} and args:
        try:
            return getattr(receiver, name)(args[0])
        except ValueError:
            return Unknown("an item that the tuple does not have", site)
    return Unknown(f"`.{name}()` of a value that is not followed", site)


def _of_string(
    text: str, name: str, args: Sequence[Value], kwargs: dict[str, Value], site: Site
) -> Value:
    if name not in _STRING_METHODS or len(text) > _MAX_TEXT:
        return Unknown(f"`.{name}()` of a text", site)
    for value in (*args, *kwargs.values()):
        if not _plain(value):
            if name == "format":
                return _filled(text, args, kwargs, site)
            return value if isinstance(value, Unknown) else Unknown("a text not known", site)
    if name == "format" and _LOOKS_INSIDE.search(text):
        return _filled(text, args, kwargs, site)
    try:
        return getattr(text, name)(*args, **kwargs)
    except (TypeError, ValueError, LookupError):
        return Unknown(f"`.{name}()` of a text", site)


def _filled(text: str, args: Sequence[Value], kwargs: dict[str, Value], site: Site) -> Value:
    """A text with fields that are not filled in here: all that is known is its end."""
    begin, brace, end = text.rpartition("}")
    given = [*args, *kwargs.values()]
    if not any(isinstance(value, Unknown) for value in given):
        given.append(Unknown("a formatted text", site))
    return ending(f"{begin}{brace}", *given, end, site=site)


def _plain(value: Value) -> bool:
    if isinstance(value, (list, tuple)):
        return len(value) < _MAX_TEXT and all(isinstance(item, str) for item in value)
    return value is None or (isinstance(value, (str, int, float, bool)) and value != 1 << 63)


def _of_list(
    run: Interpreter, items: list[Value], name: str, args: Sequence[Value], site: Site
) -> Value:
    if name in ("append", "extend") and items and isinstance(items[0], Awaited):
        del items[0]  # It is filled before anything else is asked of it.
    if name == "append" and args:
        if len(items) < run.limits.items:
            items.append(args[0])
        if run.partial_loops:
            why, others = "more items that a loop appends", others_of(run, site)
            items.append(More(why, site, order(run, site), others))
        return None
    if name == "extend" and args:
        added = items_of(run, args[0])
        items.extend(added if added is not None else [More("items not known", site)])
        if run.partial_loops:
            shuffle_items(items)
        return None
    if name == "insert" and len(args) == 2 and isinstance(args[0], int):
        items.insert(args[0], args[1])
        shuffle_items(items)
        return None
    if name in ("sort", "reverse"):
        shuffle_items(items)
    if name == "pop" and open_ended(items):
        return Unknown("an item of a list that is not wholly known", site)
    # The list of the layers of a model tells the model what is taken out of it.
    if name in ("pop", "remove") and run.partial_loops and items and type(items) is list:
        items[:] = [More("items are taken out in a loop", site)]
        return Unknown("an item that a loop takes out", site) if name == "pop" else None
    return _list_query(items, name, args, site)


def _list_query(items: list[Value], name: str, args: Sequence[Value], site: Site) -> Value:
    simple: dict[str, Callable[..., Any]] = {
        "pop": items.pop,
        "reverse": items.reverse,
        "clear": items.clear,
        "copy": items.copy,
        "index": items.index,
        "count": items.count,
        "remove": items.remove,
    }
    method = simple.get(name)
    if method is not None and not any(isinstance(arg, Unknown) for arg in args):
        try:
            return method(*args)
        except (TypeError, ValueError, IndexError):
            return Unknown(f"`.{name}()` of a list", site)
    if name == "sort":
        if all(isinstance(item, (int, float)) for item in items) or all(
            isinstance(item, str) for item in items
        ):
            items.sort()
        return None
    return Unknown(f"`.{name}()` of a list", site)


def _of_dict(
    table: dict[Value, Value],
    name: str,
    args: Sequence[Value],
    kwargs: dict[str, Value],
    site: Site,
) -> Value:
    if name == "items":
        return list(table.items())
    if name == "keys":
        return list(table)
    if name == "values":
        return list(table.values())
    if name == "copy":
        return dict(table)
    if name == "update":
        for source in (*args, kwargs):
            if not isinstance(source, dict):
                overwrite(table, site)
                continue
            table.update(source)
        return None
    return _dict_lookup(table, name, args, site)


def overwrite(table: dict[Value, Value], site: Site) -> None:
    """What a table that is not known does to another one: each of its values may be replaced."""
    for key in table:
        table[key] = Unknown("it may be replaced by a table that is not known", site)
    table[Unknown("a key that is not known")] = Unknown("not known", site)


def _dict_lookup(table: dict[Value, Value], name: str, args: Sequence[Value], site: Site) -> Value:
    if name in {"get", "pop", "setdefault"} and args:
        default = args[1] if len(args) > 1 else None
        unsure = any(isinstance(key, Unknown) for key in table) or isinstance(args[0], Unknown)
        try:
            if args[0] in table:
                return table.pop(args[0]) if name == "pop" else table[args[0]]
            if unsure:
                return Unknown("a key that the dict may have", site)
            if name == "setdefault":
                table[args[0]] = default
        except TypeError:
            return Unknown("a key that is not known", site)
        return default
    return Unknown(f"`.{name}()` of a dict", site)


def _of_set(
    run: Interpreter,
    items: set[Value] | frozenset[Value],
    name: str,
    args: Sequence[Value],
    site: Site,
) -> Value:
    if name == "add" and args and isinstance(items, set):
        try:
            items.add(args[0])
        except TypeError:
            return Unknown("an item that cannot be hashed", site)
        return None
    others = [items_of(run, arg) for arg in args]
    if name in {"union", "intersection", "difference"} and None not in others:
        try:
            return getattr(items, name)(*others)
        except TypeError:
            return Unknown(f"`.{name}()` of a set", site)
    return Unknown(f"`.{name}()` of a set", site)
