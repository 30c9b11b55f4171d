"""What the functions of NumPy do to data; those of JAX of the same names, and TensorFlow's."""

import math
from typing import Any

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import (
    arithmetic,
    frequencies,
    numpy_joining,
    numpy_labels,
    numpy_making,
)
from kerascheck.facts.libraries.arguments import Transform, as_function
from kerascheck.facts.libraries.frame_methods import truth
from kerascheck.facts.libraries.literals import as_data
from kerascheck.facts.libraries.numpy_axes import (
    cumulated,
    delete,
    differences,
    tile,
    two_axes,
)
from kerascheck.facts.libraries.numpy_making import make_array, make_constant
from kerascheck.facts.libraries.shapes import Sizes, size
from kerascheck.facts.libraries.transforms import TRANSFORMS, inverted, reordered, same_data
from kerascheck.values import Data, Frequencies, Kind, Quotient, Tensor, Unknown, Value


def _operator(op: str) -> Handler:
    def handler(call: Call) -> Value:
        left, right = call.get("x1", 0, call.get("x")), call.get("x2", 1, call.get("y"))
        sides = (left, right)
        if any(isinstance(s, (Data, Frequencies, list)) for s in sides):
            return arithmetic.binary(op, left, right, call.site, call.run)
        known = arithmetic.of_numbers(op, left, right)
        return (
            call.unknown(f"`{call.name}` of values that are not followed")
            if known is None
            else known
        )

    return handler


def _comparison(op: str) -> Handler:
    def handler(call: Call) -> Value:
        left, right = call.get("x1", 0, call.get("x")), call.get("x2", 1, call.get("y"))
        if isinstance(left, Data) or isinstance(right, Data):
            return arithmetic.compare(op, left, right, call.site, call.run)
        return call.unknown(f"`{call.name}` of values that are not followed")

    return handler


def _shape(call: Call) -> Value:
    from kerascheck.facts.libraries.attributes import attribute

    given = call.get("a", 0, call.get("input", None))
    if isinstance(given, Tensor) and call.name.startswith("numpy."):
        # NumPy takes the attribute of what has one, and so of tensors of Keras.
        shape = given.spec.shape
        return shape if isinstance(shape, Unknown) else Sizes(shape)
    data = as_data(given, call.site)
    return call.unknown("shape not known") if data is None else attribute(data, "shape", call.site)


def _ndim(call: Call) -> Value:
    data = as_data(call.get("a", 0), call.site)
    known = None if data is None else data.rank
    return call.unknown("number of axes not known") if known is None else known


def _size(call: Call) -> Value:
    data = as_data(call.get("a", 0), call.site)
    known = None if data is None else size(data.shape)
    return call.unknown("number of elements not known") if known is None else known


def _prod(call: Call) -> Value:
    """`prod` of a shape, which networks are sized by."""
    value = call.get("a", 0)
    if isinstance(value, (tuple, list)) and all(isinstance(item, int) for item in value):
        return math.prod(item for item in value if isinstance(item, int))
    if isinstance(value, Data):
        return frequencies.of_all(value, "prod", call.site)
    return value if isinstance(value, Unknown) else call.unknown("a product that is not known")


def _number(function: Any, transform: Handler | None) -> Handler:
    """A function that Python has for numbers too, such as `sqrt`."""

    def handler(call: Call) -> Value:
        value = call.args[0] if call.args else None
        if isinstance(value, (int, float)):
            try:
                return function(*[arg for arg in call.args if isinstance(arg, (int, float))])
            except (ArithmeticError, TypeError, ValueError):
                return call.unknown(f"`{call.name}` of a number that does not fit")
        if isinstance(value, Quotient) and function in (_floor, _ceil):
            return value
        return transform(call) if transform else call.unknown(f"`{call.name}` of a value")

    return handler


def _floor(value: float) -> float:
    """As NumPy does it: of a float it is a float."""
    return type(value)(math.floor(value))


def _ceil(value: float) -> float:
    return type(value)(math.ceil(value))


def _numbers(name: str) -> Handler:
    """An aggregation of a Python list of numbers, or of data."""
    on_data = as_function(TRANSFORMS[name], name)

    def handler(call: Call) -> Value:
        if call.args and isinstance(call.args[0], (int, float)):
            return call.args[0]
        return on_data(call)

    return handler


def _anonymous(call: Call) -> Value:
    parts = [part for part in (as_data(arg, call.site) for arg in call.args) if part is not None]
    if not parts:
        return call.unknown(f"`{call.name}` of values that are not known")
    base = parts[0]
    why = Unknown(f"values after `{call.name.rpartition('.')[2]}`", call.site)
    return base.step(
        call.name.rpartition(".")[2],
        call.site,
        kind=Kind.ARRAY,
        encoding=why,
        classes=why,
        shape=Unknown(why.why, call.site),
        low=None,
        high=None,
        clues=(),
    )


def _vectorize(call: Call) -> Value:
    return call.unknown("a function of each element")


_MATH = {
    "log": math.log,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "log2": math.log2,
    "log10": math.log10,
    "log1p": math.log1p,
    "abs": abs,
    "absolute": abs,
    "round": round,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "square": lambda v: v * v,
    "power": lambda a, b: arithmetic.power(a, b),
}
_SHAPED: dict[str, Handler] = {
    name: as_function(transform, name) for name, transform in TRANSFORMS.items()
}
_OTHER: dict[str, Transform] = {
    "around": TRANSFORMS["round"],
    "rint": TRANSFORMS["round"],
    "amax": TRANSFORMS["max"],
    "amin": TRANSFORMS["min"],
    "nan_to_num": same_data,
    "flip": reordered("flip"),
    "fliplr": same_data,
    "roll": reordered("roll"),
    "tile": tile,
    "delete": delete,
    "argsort": reordered("argsort"),
    "isin": truth,
    "in1d": truth,
    "isnan": truth,
    "atleast_2d": two_axes,
    "cumsum": cumulated,
    "cumprod": cumulated,
    "diff": differences,
}
BY_NAME: dict[str, Handler] = {
    **_SHAPED,
    **{name: as_function(transform, name) for name, transform in _OTHER.items()},
    **{name: _numbers(name) for name in ("sum", "max", "min", "mean", "std", "any", "all")},
    **{name: _number(function, _SHAPED.get(name)) for name, function in _MATH.items()},
    "floor": _number(_floor, _SHAPED["round"]),
    "ceil": _number(_ceil, _SHAPED["round"]),
    "prod": _prod,
    "concatenate": numpy_joining.concatenate(0),
    "append": numpy_joining.concatenate(0),
    "vstack": numpy_joining.concatenate(0),
    "row_stack": numpy_joining.concatenate(0),
    "hstack": numpy_joining.concatenate(1),
    "column_stack": numpy_joining.concatenate(1),
    "stack": numpy_joining.concatenate(0, new=True),
    "where": numpy_labels.where,
    "unique": numpy_labels.unique,
    "bincount": numpy_labels.bincount,
    "count_nonzero": numpy_labels.count_nonzero,
    "shape": _shape,
    "ndim": _ndim,
    "size": _size,
    "digitize": numpy_labels.digitize,
    "split": numpy_joining.split,
    "array_split": numpy_joining.split,
    "vectorize": _vectorize,
    **{
        name: _operator(op)
        for name, op in (
            ("add", "+"),
            ("subtract", "-"),
            ("multiply", "*"),
            ("divide", "/"),
            ("true_divide", "/"),
            ("floor_divide", "//"),
            ("mod", "%"),
            ("matmul", "@"),
            ("dot", "@"),
            ("logical_and", "&"),
            ("logical_or", "|"),
        )
    },
    **{
        name: _comparison(op)
        for name, op in (
            ("equal", "=="),
            ("not_equal", "!="),
            ("greater", ">"),
            ("greater_equal", ">="),
            ("less", "<"),
            ("less_equal", "<="),
        )
    },
    **dict.fromkeys(
        (
            "pad",
            "moveaxis",
            "swapaxes",
            "rot90",
            "interp",
            "outer",
            "einsum",
            "tensordot",
            "maximum",
            "minimum",
        ),
        _anonymous,
    ),
}
"""Functions by their bare name, which NumPy, JAX and `keras.ops` share."""

_TENSORFLOW: dict[str, str] = {
    "reshape": "reshape",
    "expand_dims": "expand_dims",
    "squeeze": "squeeze",
    "cast": "astype",
    "transpose": "transpose",
    "argmax": "argmax",
    "math.argmax": "argmax",
    "concat": "concatenate",
    "stack": "stack",
    "where": "where",
    "shape": "shape",
    "clip_by_value": "clip",
    "round": "round",
    "math.round": "round",
    "abs": "abs",
    "square": "square",
    "sqrt": "sqrt",
    "exp": "exp",
    "math.log": "log",
    "reduce_mean": "mean",
    "reduce_sum": "sum",
    "reduce_max": "max",
    "reduce_min": "min",
    "equal": "equal",
    "greater": "greater",
    "less": "less",
    "add": "add",
    "subtract": "subtract",
    "multiply": "multiply",
    "divide": "divide",
    "matmul": "matmul",
    "math.bincount": "bincount",
    "reverse": "flip",
}
FUNCTIONS: dict[str, Handler] = {
    **{f"numpy.{name}": handler for name, handler in BY_NAME.items()},
    **{
        name: as_function(inverted, "invert")
        for name in ("numpy.invert", "numpy.bitwise_not", "cv2.bitwise_not")
    },
    **{f"jax.numpy.{name}": handler for name, handler in BY_NAME.items()},
    **{f"tensorflow.{name}": BY_NAME[ours] for name, ours in _TENSORFLOW.items()},
    **{f"keras.backend.{name}": BY_NAME[name] for name in ("expand_dims", "squeeze", "argmax")},
    **{
        f"keras.ops.{name}": BY_NAME[name]
        for name in [
            "reshape",
            "expand_dims",
            "squeeze",
            "argmax",
            "concatenate",
            "stack",
            "where",
            "round",
            "clip",
        ]
    },
    "keras.ops.cast": BY_NAME["astype"],
    "keras.ops.convert_to_tensor": make_array,
    "keras.ops.convert_to_numpy": make_array,
    "jax.numpy.array": make_array,
    "jax.numpy.asarray": make_array,
    "tensorflow.constant": make_constant,
    "tensorflow.convert_to_tensor": make_array,
    "tensorflow.identity": make_array,
    **{
        f"tensorflow.{name}": numpy_making.FUNCTIONS[f"numpy.{name}"]
        for name in ("zeros", "ones", "zeros_like", "ones_like", "linspace", "eye")
    },
    "tensorflow.range": numpy_making.FUNCTIONS["numpy.arange"],
    "tensorflow.random.normal": numpy_making.FUNCTIONS["numpy.random.standard_normal"],
    "tensorflow.random.uniform": numpy_making.FUNCTIONS["numpy.random.random"],
    **{
        f"numpy.{name}": lambda call: None
        for name in ("set_printoptions", "save", "savez", "savetxt", "savez_compressed", "seterr")
    },
    **numpy_making.FUNCTIONS,
}
METHODS: dict[str, Handler] = dict(numpy_making.METHODS)
CONSTANTS: dict[str, Value] = {
    "numpy.newaxis": None,
    "numpy.pi": math.pi,
    "numpy.e": math.e,
    "numpy.inf": math.inf,
    "tensorflow.newaxis": None,
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
}
