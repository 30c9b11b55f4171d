"""Which formula computes what a function gives, and how its arguments are bound.

A `Row` is a formula, the parameters that the functions have, in order, and the names of the
functions. A parameter is written as the formula calls it, then `=` and the other names that it
has: `x=input,tensor`. Parameters that the formula does not have are bound and ignored; `*` takes
all that is left of the positional arguments.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kerascheck.keras_api.ops.operands import Formula, Row
from kerascheck.values import Specs, UndeterminedError


def output(path: str, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Specs:
    """As `kerascheck.keras_api.ops.output`."""
    found = find(path, name)
    if found is None:
        known = path or name
        what = f"`{known}`" if known else "this call"
        raise UndeterminedError(f"the shape that {what} gives is not known")
    formula, parameters = found
    positional, named = bound(parameters, args, kwargs, path or name)
    code: Any = formula.__code__
    wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return formula(*positional, **{key: named[key] for key in named if key in wanted})


def find(path: str, name: str) -> tuple[Formula, str] | None:
    """The formula and the parameters of a function by path, or of an operator by name."""
    if not path:
        return _operators().get(name)
    if path.startswith("tensorflow."):
        return _tensorflow(path.removeprefix("tensorflow."))
    module, _, last = path.removeprefix("keras.").rpartition(".")
    if module.startswith("applications."):
        return _applications().get(f"{module.removeprefix('applications.')}.{last}")
    if module in {"backend", "losses", "metrics"}:
        return _backend().get(last if module == "backend" else f"losses.{last}")
    module = module.removeprefix("ops").removeprefix("activations").lstrip(".")
    return _keras().get(f"{module}.{last}" if module else last)


def _tensorflow(name: str) -> tuple[Formula, str] | None:
    rows = _tensorflow_rows()
    module, _, last = name.rpartition(".")
    if name in rows:
        return rows[name]
    return rows.get(last) if module in {"math", "linalg", "nn", "dtypes", "random"} else None


@cache
def _tensorflow_rows() -> Mapping[str, tuple[Formula, str]]:
    from kerascheck.keras_api.ops.tensorflow_functions import ROWS

    return _index(ROWS)


@cache
def _backend() -> Mapping[str, tuple[Formula, str]]:
    from kerascheck.keras_api.ops.backend_functions import ROWS

    return _index(ROWS)


@cache
def _keras() -> Mapping[str, tuple[Formula, str]]:
    from kerascheck.keras_api.ops.keras_functions import ROWS

    return _index(ROWS)


@cache
def _applications() -> Mapping[str, tuple[Formula, str]]:
    from kerascheck.keras_api.ops.application_functions import ROWS

    return _index(ROWS)


@cache
def _operators() -> Mapping[str, tuple[Formula, str]]:
    from kerascheck.keras_api.ops.operators import ROWS

    return _index(ROWS)


def _index(rows: Iterable[Row]) -> dict[str, tuple[Formula, str]]:
    return {
        name: (formula, parameters) for formula, parameters, names in rows for name in names.split()
    }


def bound(
    parameters: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], what: str
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments by the formula's parameters; those for `*` apart."""
    order: list[str] = []
    spelled: dict[str, str] = {}
    rest: tuple[Any, ...] = ()
    for word in parameters.split():
        own, _, others = word.partition("=")
        if own == "*":
            lead = len(order)
            args, rest = args[:lead], args[lead:]
            continue
        order.append(own)
        spelled.update(dict.fromkeys((own, *others.split(",")), own))
    if len(args) > len(order):
        raise UndeterminedError(f"`{what}` with {len(args)} arguments is not followed")
    named = dict(zip(order, args, strict=False))
    if rest:
        return (*named.values(), *rest), _named(spelled, kwargs, what)
    return (), {**named, **_named(spelled, kwargs, what)}


def _named(spelled: Mapping[str, str], kwargs: Mapping[str, Any], what: str) -> dict[str, Any]:
    found = {}
    for key, value in kwargs.items():
        if key in spelled:
            found[spelled[key]] = value
        elif key not in _ALWAYS:
            raise UndeterminedError(f"`{what}` with `{key}` is not followed")
    return found


_ALWAYS = frozenset({"name", "seed"})
