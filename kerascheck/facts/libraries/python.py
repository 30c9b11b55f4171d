"""What modules of Python's standard library give: counters, mathematics, random numbers, paths."""

import math
from collections.abc import Callable
from typing import Any

from kerascheck.facts.call import Call, Handler, Instance, Ref
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.amounts import Amount
from kerascheck.facts.libraries.blocks import shuffle_in_place
from kerascheck.facts.libraries.literals import array
from kerascheck.values import Data, Ending, Frequencies, Position, Unknown, Value, ending

ARGUMENTS = "argparse.ArgumentParser"
"""The kind of a command line parser; nothing of what it parses is known."""

_ITEMS = 20_000


def _counter(call: Call) -> Value:
    """`Counter(y)`: how often each class occurs."""
    given = call.get("iterable", 0)
    if isinstance(given, Data):
        return frequencies.counts(given, "Counter", call.site, mapped=True)
    if isinstance(given, (list, tuple)):
        return _of_list(given, call)
    return given if isinstance(given, Unknown) else call.unknown("counts of a value not known")


def _of_list(given: list[Value] | tuple[Value, ...], call: Call) -> Value:
    if any(isinstance(item, (Unknown, list, dict, Data)) for item in given):
        return call.unknown("counts of a list that is not wholly known")
    return frequencies.counts(array(given, call.site), "Counter", call.site, mapped=True)


def _mapping(call: Call) -> Value:
    """`OrderedDict` and `defaultdict` are dicts as far as this goes."""
    given = [arg for arg in call.args if isinstance(arg, (dict, list))]
    table: dict[Value, Value] = {}
    if given and isinstance(given[0], dict):
        table.update(given[0])
    elif given and isinstance(given[0], list):
        for pair in given[0]:
            if not (isinstance(pair, (list, tuple)) and len(pair) == 2):
                return call.unknown("a dict of pairs that are not known")
            try:
                table[pair[0]] = pair[1]
            except TypeError:
                return call.unknown("a dict whose keys are not known")
    table.update(call.kwargs)
    return table


def _pure(function: Callable[..., Any], name: str) -> Handler:
    """A function of numbers or text, computed if all of them are known."""

    def handler(call: Call) -> Value:
        first = call.args[0] if call.args else None
        if isinstance(first, Frequencies):
            return frequencies.scaled(first, name, call.site)
        for value in call.args:
            if isinstance(value, Unknown):
                return _of_unknown(value, name)
        if call.kwargs or not all(isinstance(v, (int, float, str)) for v in call.args):
            return call.unknown(f"`{call.name}` of values that are not known")
        try:
            return function(*call.args)
        except (ArithmeticError, TypeError, ValueError):
            return call.unknown(f"`{call.name}` of values that do not fit")

    return handler


def _of_unknown(value: Unknown, name: str) -> Unknown:
    if isinstance(value, Amount) and name in ("sqrt", "exp", "ceil"):
        # `ceil` of a quotient is a whole number.
        return Amount(value.why, value.site)
    return Unknown(value.why, value.site)


def _fsum(call: Call) -> Value:
    values = call.args[0] if call.args else None
    if isinstance(values, (list, tuple)) and all(isinstance(v, (int, float)) for v in values):
        return math.fsum(v for v in values if isinstance(v, (int, float)))
    if isinstance(values, Frequencies) and not values.mapped:
        return frequencies.aggregate(values, "sum", call.site)
    return call.unknown("a sum that is not known")


def _random(call: Call) -> Value:
    return call.unknown("a random number")


def _whole(call: Call) -> Value:
    return Position("a random number", call.site)


def _sample(call: Call) -> Value:
    """`random.sample`: a list of so many items that are not known."""
    count = call.get("k", 1)
    pool = call.get("population", 0)
    if isinstance(count, int) and 0 <= count <= _ITEMS and not isinstance(pool, Data):
        return [Unknown("a random item", call.site) for _ in range(count)]
    if isinstance(pool, Data):
        from kerascheck.facts.libraries.labels import subset

        return pool.but(shape=Unknown("a random sample"), **subset(pool, call.site.node))
    return call.unknown("a random sample")


def _product(call: Call) -> Value:
    from itertools import product

    repeat = call.get("repeat", None, 1)
    if not isinstance(repeat, int) or not all(
        isinstance(a, (list, tuple, range)) for a in call.args
    ):
        return call.unknown("combinations of values that are not known")
    columns = [list(a) for a in call.args if isinstance(a, (list, tuple, range))]
    if math.prod(len(column) for column in columns) ** max(repeat, 0) > _ITEMS:
        return call.unknown("more combinations than are followed")
    return list(product(*columns, repeat=repeat))


def _chain(call: Call) -> Value:
    given = call.args
    if call.name.endswith("from_iterable"):
        given = list(given[0]) if given and isinstance(given[0], (list, tuple)) else [None]
    if not all(isinstance(arg, (list, tuple, range)) for arg in given):
        return call.unknown("a chain of values that are not known")
    items = [item for arg in given if isinstance(arg, (list, tuple, range)) for item in arg]
    return items if len(items) <= _ITEMS else call.unknown("a longer chain than is followed")


def _reduce(call: Call) -> Value:
    """`reduce`: the function is called item after item."""
    items = call.get("iterable", 1)
    if not isinstance(items, (list, tuple)) or not items or len(items) > 1_000:
        return call.unknown("a reduction of values that are not known")
    result = call.get("initial", 2, items[0])
    rest = items if "initial" in call.kwargs or len(call.args) > 2 else items[1:]
    for item in rest:
        result = call.run.call(call.get("function", 0), [result, item], {}, call.site)
    return result


def _join(call: Call) -> Value:
    if call.args and all(isinstance(part, str) for part in call.args):
        import posixpath

        return posixpath.join(*[part for part in call.args if isinstance(part, str)])
    if call.complete and len(call.args) > 1 and isinstance(call.args[-1], (str, Ending)):
        return ending(*call.args[:-1], "/", call.args[-1], site=call.site)
    return call.unknown("a path that is not known")


def _path_part(name: str) -> Handler:
    def handler(call: Call) -> Value:
        import posixpath

        given = call.args[0] if call.args else None
        if isinstance(given, str):
            result: Value = getattr(posixpath, name)(given)
            return result
        return call.unknown("a path that is not known")

    return handler


def _file_system(call: Call) -> Value:
    return call.unknown("what is on the disk")


def _environment(call: Call) -> Value:
    return call.unknown("an environment variable")


def _clock(call: Call) -> Value:
    return call.unknown("the time")


def _nothing(call: Call) -> Value:
    return None


def _parser(call: Call) -> Value:
    return Instance(ARGUMENTS, call.site)


def _group(call: Call) -> Value:
    return call.receiver if isinstance(call.receiver, Instance) else Instance(ARGUMENTS, call.site)


def _parsed(call: Call) -> Value:
    return Unknown("command-line argument", call.site)


def _parsed_known(call: Call) -> Value:
    return (Unknown("command-line argument", call.site), Unknown("other arguments", call.site))


def _itemgetter(call: Call) -> Value:
    return call.unknown("a function that picks an item")


def _copied(call: Call) -> Value:
    """A copy of a list or dict; arrays never change in place here, so they are their copies."""
    value = call.args[0] if call.args else None
    if isinstance(value, (list, dict, set)):
        return value.copy()
    if isinstance(value, (Instance, Ref)) or value is None:
        return call.unknown("a copy of an object")
    return value


def _factorial(value: int) -> int:
    if not 0 <= value <= 170:
        raise ValueError(value)
    return math.factorial(value)


def _pow(base: float, exponent: float) -> float:
    if abs(exponent) > 256:
        raise OverflowError(exponent)
    return math.pow(base, exponent)


_MATH: dict[str, Callable[..., Any]] = {
    **{
        name: getattr(math, name)
        for name in [
            "ceil",
            "floor",
            "sqrt",
            "exp",
            "log",
            "log2",
            "log10",
            "log1p",
            "trunc",
            "fabs",
            "sin",
            "cos",
            "tan",
            "tanh",
            "gcd",
            "hypot",
            "isnan",
            "isinf",
            "radians",
            "degrees",
            "atan2",
        ]
    },
    "pow": _pow,
    "factorial": _factorial,
}
_DRAWS = "random uniform gauss choice choices normalvariate betavariate"
_DISK = "listdir walk scandir getcwd stat glob iglob exists isfile isdir getsize abspath"
FUNCTIONS: dict[str, Handler] = {
    "collections.Counter": _counter,
    "collections.OrderedDict": _mapping,
    "collections.defaultdict": lambda call: call.unknown("a dict with values made on demand"),
    **{f"math.{name}": _pure(function, name) for name, function in _MATH.items()},
    "math.fsum": _fsum,
    **{f"random.{name}": _random for name in _DRAWS.split()},
    **{f"random.{name}": _whole for name in ("randint", "randrange")},
    "random.sample": _sample,
    "random.shuffle": shuffle_in_place,
    "itertools.product": _product,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain,
    "functools.reduce": _reduce,
    "os.path.join": _join,
    **{f"os.path.{name}": _path_part(name) for name in ("basename", "dirname", "splitext")},
    **{f"os.path.{name}": _file_system for name in _DISK.split()},
    **{f"os.{name}": _file_system for name in _DISK.split()},
    **{f"glob.{name}": _file_system for name in ("glob", "iglob")},
    **{f"os.{name}": _nothing for name in ("makedirs", "mkdir", "remove", "chdir")},
    "os.getenv": _environment,
    "os.environ.get": _environment,
    **{f"time.{name}": _clock for name in ("time", "perf_counter", "strftime")},
    "time.sleep": _nothing,
    "argparse.ArgumentParser": _parser,
    "operator.itemgetter": _itemgetter,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "warnings.warn": _nothing,
}
METHODS: dict[str, Handler] = {
    f"{ARGUMENTS}.parse_args": _parsed,
    f"{ARGUMENTS}.parse_known_args": _parsed_known,
    f"{ARGUMENTS}.add_argument": _nothing,
    f"{ARGUMENTS}.set_defaults": _nothing,
    f"{ARGUMENTS}.add_argument_group": _group,
    f"{ARGUMENTS}.add_mutually_exclusive_group": _group,
    f"{ARGUMENTS}.add_subparsers": _group,
    f"{ARGUMENTS}.add_parser": _group,
}
