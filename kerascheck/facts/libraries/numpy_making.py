"""Functions of NumPy that make arrays: constants, random numbers, files, ranges."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.amounts import Amount, is_number
from kerascheck.facts.libraries.blocks import shuffle_in_place
from kerascheck.facts.libraries.bounds import highest, lowest
from kerascheck.facts.libraries.labels import plain
from kerascheck.facts.libraries.literals import LIMIT, Identity, array
from kerascheck.facts.libraries.pictures import pixels
from kerascheck.facts.libraries.samples import Samples
from kerascheck.facts.libraries.shapes import dimensions
from kerascheck.facts.libraries.transforms import dtype_name
from kerascheck.values import (
    EMPTY,
    Data,
    Encoding,
    Frequencies,
    Kind,
    Position,
    Shape,
    Step,
    Taken,
    Unknown,
    Value,
)

GENERATOR = "numpy.random.Generator"
"""The kind of what `default_rng` and `RandomState` return."""


def make_array(call: Call) -> Value:
    """`array`, `asarray`, `constant`, `convert_to_tensor`: the values of a list, or the data."""
    made = _array_of(call)
    least = call.kwargs.get("ndmin")
    if least is None or not isinstance(made, Data) or made.rank is None:
        return made
    if not isinstance(least, int) or isinstance(made.shape, Unknown):
        return made.but(shape=Unknown("number of axes not known", call.site))
    new = least - len(made.shape)
    return made if new <= 0 else made.but(shape=(*[1] * new, *made.shape))


def _matrix(call: Call) -> Value:
    """`matrix`: two axes, whatever is done to it."""
    made = make_array(call)
    if not isinstance(made, Data):
        return made
    shape = made.shape if made.rank == 2 else Unknown("the axes of a matrix", call.site)
    return made.but(shape=shape, matrix=True)


def _array_of(call: Call) -> Value:
    value = call.get("object", 0, call.get("a", None, call.get("value", None)))
    kind = dtype_name(call.get("dtype", 1))
    value = pixels(value) or value
    if isinstance(value, Frequencies):
        return value
    if isinstance(value, Data):
        changed: dict[str, Any] = {} if kind is None else {"dtype": kind}
        if value.kind is not Kind.ARRAY:
            changed["kind"] = Kind.ARRAY
        if value.matrix and not call.name.endswith("asanyarray"):
            changed["matrix"] = False
        if _of_cells(value):
            changed["shape"] = Unknown("an array of what stands in a column", call.site)
        return value.but(**changed) if changed else value
    if isinstance(value, (list, tuple, range, int, float)):
        frequencies = isinstance(value, list) and any(isinstance(v, Frequencies) for v in value)
        if frequencies:
            return call.unknown("an array of class counts")
        dtype: dict[str, Any] = {} if kind is None else {"dtype": kind}
        made = array(value, call.site, **dtype)
        if isinstance(value, list) and _hollow(made) and not _in_place(call):
            made = made.but(shape=Unknown(EMPTY, call.site))
        sources = tuple(dict.fromkeys(_sources(value)))
        return made.but(parents=sources, **_made_alike(call, value)) if sources else made
    if isinstance(value, Unknown):
        return Data(rows=value, shape=Unknown(value.why, value.site))
    return Data(shape=Unknown("array of values that are not known", call.site))


def _hollow(made: Data) -> bool:
    return isinstance(made.shape, tuple) and 0 in made.shape


def _in_place(call: Call) -> bool:
    """Whether the list is written out as the argument, so that nothing else can fill it."""
    return call.place("object", 0).text[:1] in ("[", "(")


def _of_cells(value: Data) -> bool:
    """Whether it is a list of a column's cells, each of which may be an array of its own."""
    return value.kind is Kind.LIST and value.rank == 1 and value.dtype is None and not value.clues


def make_constant(call: Call) -> Value:
    """`tf.constant(value, dtype, shape)`, which fills a shape with the value where one is given."""
    made = make_array(call)
    shape = call.get("shape", 2)
    if shape is None or not isinstance(made, Data):
        return made
    return made.but(shape=dimensions(shape))


def _made_alike(call: Call, value: Value) -> dict[str, Any]:
    """The steps and the range of the items of a list of data, where they share them.

    A scaler that each turn of a loop fits to its own item has learnt nothing of the others.
    """
    given = [item for item in value if isinstance(item, Data)] if isinstance(value, list) else []
    # Each turn of a loop makes steps of its own, at the same places.
    made = [[(step.text, step.site.node) for step in item.steps] for item in given[:_SOURCES]]
    if not made or any(steps != made[0] for steps in made):
        return {}
    return {
        "steps": tuple(_apart(step, call.run.loops) for step in given[0].steps),
        "low": lowest([item.low for item in given]),
        "high": highest([item.high for item in given]),
    }


def _apart(step: Step, loops: int) -> Step:
    """The step of an item, without what it has learnt from if that is a part of the item's turn."""
    own = step.seen is not None and isinstance(step.seen.rows, Taken) and step.loops > loops
    return replace(step, seen=None, refit=False) if own else step


def _sources(value: Value) -> Iterator[object]:
    """The samples that the items of a list come from, such as the windows of a series."""
    if isinstance(value, (list, tuple)):
        for item in value[:_SOURCES]:
            yield from _sources(item)
    elif isinstance(value, Data):
        yield value.rows
        yield from value.parents


_SOURCES = 64
"""Items of a list that are looked at for where they come from."""


def _filled(low: float | None, high: float | None) -> Handler:
    def handler(call: Call) -> Value:
        shape = dimensions(call.get("shape", 0))
        value = call.get("fill_value", 1) if call.name.endswith("full") else None
        bounds = (low, high)
        if is_number(value):
            bounds = (_bound(value), _bound(value))
        return _fresh(call, shape, low=bounds[0], high=bounds[1])

    return handler


def _fresh(call: Call, shape: Shape | Unknown, **fields: Any) -> Data:
    name = call.name.rpartition(".")[2]
    why = Unknown(f"values that `{name}` makes", call.site)
    dtype = dtype_name(call.get("dtype", None))
    return plain(
        Kind.ARRAY, call.site, name, **{"shape": shape, "encoding": why, "dtype": dtype, **fields}
    )


def _like(low: float | None, high: float | None) -> Handler:
    def handler(call: Call) -> Value:
        first = call.get("a", 0)
        if isinstance(first, Data):
            return _fresh(call, first.shape, low=low, high=high)
        return _fresh(call, Unknown("shape not known", call.site), low=low, high=high)

    return handler


def _random(
    low: float | None,
    high: float | None,
    *,
    spread: bool = False,
    place: int = 0,
    name: str = "size",
) -> Handler:
    """Random floats; `spread` if the dimensions are separate arguments, as `rand` has them."""

    def handler(call: Call) -> Value:
        if spread:
            shape = dimensions(tuple(call.args))
        else:
            given = call.get(name, place, call.get("shape", None))
            if given is None:
                return call.unknown("a random number")
            shape = dimensions(given)
        return _fresh(call, shape, low=low, high=high, encoding=Encoding.FLOAT, dtype="float64")

    return handler


def _multivariate(call: Call) -> Value:
    """Points with as many coordinates as the mean has."""
    mean, size = call.get("mean", 0), call.get("size", 2)
    width: Any = Unknown("the length of a mean", call.site)
    if isinstance(mean, (list, tuple)):
        width = len(mean)
    elif isinstance(mean, Data) and isinstance(mean.shape, tuple) and len(mean.shape) == 1:
        width = mean.shape[0]
    shape = () if size is None else dimensions(size)
    if isinstance(shape, tuple):
        shape = (*shape, width)
    return _fresh(call, shape, encoding=Encoding.FLOAT, dtype="float64")


def _bound(value: Value) -> float | None:
    return float(value) if isinstance(value, (int, float)) and is_number(value) else None


def _uniform(call: Call) -> Value:
    given = call.get("size", 2, call.get("shape", None))
    if given is None:
        return call.unknown("a random number")
    low, high = call.get("low", 0, 0.0), call.get("high", 1, 1.0)
    known = {
        "low": _bound(low),
        "high": _bound(high),
    }
    return _fresh(call, dimensions(given), encoding=Encoding.FLOAT, dtype="float64", **known)


_MANY = (Data, list, tuple)


def _integers(call: Call) -> Value:
    """`randint` and `integers`: whole numbers below a bound, as labels of as many classes."""
    low, high = call.get("low", 0), call.get("high", 1)
    size = call.get("size", 2)
    if high is None:
        low, high = 0, low
    if size is None:
        numbers = call.complete and not isinstance(low, _MANY) and not isinstance(high, _MANY)
        return (Position if numbers else Unknown)("a random number", call.site)
    shape = dimensions(size)
    if not (isinstance(low, int) and isinstance(high, int) and high > low):
        n: Any = high if low == 0 and isinstance(high, Unknown) else Unknown("random integers")
        one = isinstance(shape, tuple) and (len(shape) == 1 or shape[-1] == 1)
        known = {"encoding": Encoding.INT, "classes": n} if one else {}
        return _fresh(call, shape, dtype="int64", **known)
    bounds: dict[str, Any] = {"low": float(low), "high": float(high - 1), "dtype": "int64"}
    if isinstance(shape, tuple) and (len(shape) == 1 or (len(shape) == 2 and shape[-1] == 1)):
        two = (low, high) == (0, 2)
        bounds |= {"encoding": Encoding.BINARY if two else Encoding.INT, "classes": high}
    elif isinstance(shape, tuple) and len(shape) == 2 and (low, high) == (0, 2):
        bounds |= {"encoding": Encoding.MULTI_HOT, "classes": shape[-1]}
    return _fresh(call, shape, **bounds)


def _choice(call: Call) -> Value:
    pool, size = call.get("a", 0), call.get("size", 1)
    if size is None:
        one = call.complete and isinstance(pool, (int, Amount))
        return (Position if one else Unknown)("a random choice", call.site)
    shape = dimensions(size)
    items = range(pool) if isinstance(pool, int) and 0 < pool <= LIMIT else pool
    if isinstance(items, (list, tuple, range)) and items:
        of = array(items, call.site)
        same: dict[str, Any] = {
            "low": of.low,
            "high": of.high,
            "dtype": of.dtype,
            "classes": of.classes,
        }
        if isinstance(shape, tuple) and len(shape) == 1:
            same["encoding"] = of.encoding
        return _fresh(call, shape, **same)
    return _fresh(call, shape)


def _permutation(call: Call) -> Value:
    given = call.get("x", 0)
    if isinstance(given, Data):
        from kerascheck.facts.libraries.labels import subset

        return given.step("permutation", call.site, **subset(given, ("permuted", call.site.node)))
    shape = dimensions(given)
    if isinstance(given, (list, tuple, range)):
        shape = (len(given),)
    return _fresh(call, shape, dtype="int64")


def _arange(call: Call) -> Value:
    bounds = call.args[:3]
    if bounds and all(isinstance(b, int) for b in bounds) and not call.kwargs.keys() - {"dtype"}:
        try:
            numbers = range(*[b for b in bounds if isinstance(b, int)])
        except ValueError:
            return call.unknown("a range with step 0")
        if len(numbers) <= LIMIT:
            return array(numbers, call.site) if numbers else _fresh(call, (0,))
        ends = (float(min(numbers)), float(max(numbers)))
        return _fresh(call, (len(numbers),), low=ends[0], high=ends[1], even=True)
    return _steps(call) or _fresh(call, (Unknown("length of a range", call.site),))


def _steps(call: Call) -> Value:
    """`arange` of known numbers that are not all integers; None if they are not known."""
    bounds = [b for b in call.args[:3] if isinstance(b, (int, float))]
    if not bounds or len(bounds) < len(call.args[:3]) or call.kwargs.keys() - {"dtype"}:
        return None
    start, stop = (0.0, bounds[0]) if len(bounds) == 1 else bounds[:2]
    step = bounds[2] if len(bounds) == 3 else 1
    steps = (stop - start) / step if step else 0.0
    if not math.isfinite(steps) or steps <= 0:
        return None
    # So many does NumPy make, whatever the rounding of the last one.
    count = math.ceil(steps)
    ends = (float(start), float(start + (count - 1) * step))
    return _fresh(call, (count,), low=min(ends), high=max(ends), even=True)


def _linspace(call: Call) -> Value:
    count = call.get("num", 2, 50)
    start, stop = call.get("start", 0), call.get("stop", 1)
    known: dict[str, Any] = {}
    if is_number(start) and is_number(stop):
        assert isinstance(start, (int, float))
        assert isinstance(stop, (int, float))
        known = {"low": float(min(start, stop)), "high": float(max(start, stop))}
    known["even"] = call.name.endswith("linspace")
    if isinstance(start, _MANY) or isinstance(stop, _MANY):
        # Between two arrays each step is an array.
        lost = Unknown("shape of steps between arrays", call.site)
        return _fresh(call, lost, encoding=Encoding.FLOAT, dtype="float64")
    return _fresh(call, dimensions(count), encoding=Encoding.FLOAT, dtype="float64", **known)


def _identity(call: Call) -> Value:
    n = call.get("N", 0, call.get("n", None, call.get("num_rows", None)))
    given = call.get("M", 1)
    wide = n if given is None else given
    if isinstance(n, Data):
        return call.unknown("an identity matrix of a size that is not known")
    size = n if isinstance(n, (int, Unknown)) else Unknown("size of an identity matrix", call.site)
    columns: Any = wide if isinstance(wide, (int, Unknown)) else size
    made = _fresh(
        call, (size, columns), classes=columns, low=0.0, high=1.0, encoding=Encoding.ONE_HOT
    )
    return Identity(**vars(made))


def _read(call: Call) -> Value:
    """A file that is read twice gives the same rows twice."""
    path = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
    name = call.name.rpartition(".")[2]
    why = Unknown("values of a file", call.site)
    rows = Samples(path) if isinstance(path, str) else object()
    return plain(
        Kind.ARRAY,
        call.site,
        name,
        shape=Unknown("shape of a file", call.site),
        encoding=why,
        classes=why,
        rows=rows,
    )


def _generator(call: Call) -> Value:
    return Instance(GENERATOR, call.site)


def _nothing(call: Call) -> Value:
    return None


_DRAWS: dict[str, Handler] = {
    "random": _random(0.0, 1.0),
    "random_sample": _random(0.0, 1.0),
    "rand": _random(0.0, 1.0, spread=True),
    "randn": _random(None, None, spread=True),
    "standard_normal": _random(None, None),
    "normal": _random(None, None, place=2),
    "truncated_normal": _random(None, None),
    "multivariate_normal": _multivariate,
    "exponential": _random(0.0, None, place=1),
    "binomial": _random(0.0, None, place=2),
    "poisson": _random(0.0, None, place=1),
    "beta": _random(0.0, 1.0, place=2),
    "uniform": _uniform,
    "randint": _integers,
    "random_integers": _integers,
    "integers": _integers,
    "choice": _choice,
    "permutation": _permutation,
    "shuffle": shuffle_in_place,
    "seed": _nothing,
}
FUNCTIONS: dict[str, Handler] = {
    **{
        f"numpy.{name}": make_array
        for name in (
            "array",
            "asarray",
            "asanyarray",
            "copy",
            "ascontiguousarray",
            "float32",
            "float64",
            "int32",
            "int64",
            "uint8",
        )
    },
    **{f"numpy.{name}": _matrix for name in ("matrix", "asmatrix", "mat")},
    "numpy.zeros": _filled(0.0, 0.0),
    "numpy.ones": _filled(1.0, 1.0),
    "numpy.empty": _filled(None, None),
    "numpy.full": _filled(None, None),
    "numpy.zeros_like": _like(0.0, 0.0),
    "numpy.ones_like": _like(1.0, 1.0),
    "numpy.empty_like": _like(None, None),
    "numpy.full_like": _like(None, None),
    "numpy.arange": _arange,
    "numpy.linspace": _linspace,
    "numpy.eye": _identity,
    "numpy.identity": _identity,
    **{f"numpy.{name}": _read for name in ("load", "loadtxt", "genfromtxt", "fromfile", "memmap")},
    "scipy.io.loadmat": lambda call: call.unknown("the contents of a file"),
    "numpy.random.default_rng": _generator,
    "numpy.random.RandomState": _generator,
    **{f"numpy.random.{name}": handler for name, handler in _DRAWS.items()},
}
METHODS: dict[str, Handler] = {f"{GENERATOR}.{name}": make for name, make in _DRAWS.items()}
