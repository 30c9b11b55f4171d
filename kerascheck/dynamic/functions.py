"""The functions on tensors of Keras 1 and 2 and of TensorFlow, as functions of `keras.ops`.

A rule is the name in `keras.ops` and the parameters of our own formula for the function, in the
order in which the function of `keras.ops` takes them; a default after `=` stands for an argument
that is not given.
"""

from collections.abc import Mapping
from typing import Any

from kerascheck.dynamic.worker.allowed import ALLOWED
from kerascheck.keras_api.ops import table
from kerascheck.keras_api.words import words
from kerascheck.values import UndeterminedError, Value

_REDUCED = "x axis keepdims"
_RULES: Mapping[str, str] = {
    **{
        f"reduce_{name}": f"{name} {_REDUCED}"
        for name in ("sum", "mean", "max", "min", "prod", "std", "any", "all", "logsumexp")
    },
    **{
        name: f"{name} {_REDUCED}"
        for name in ("sum", "mean", "max", "min", "prod", "std", "var", "any", "all", "logsumexp")
    },
    "reduce_variance": f"var {_REDUCED}",
    "add": "add x y",
    "subtract": "subtract x y",
    "sub": "subtract x y",
    "multiply": "multiply x y",
    "mul": "multiply x y",
    "divide": "divide x y",
    "truediv": "divide x y",
    "div": "divide x y",
    "floordiv": "floor_divide x y",
    "mod": "mod x y",
    "maximum": "maximum x y",
    "minimum": "minimum x y",
    "pow": "power x y",
    "equal": "equal x y",
    "not_equal": "not_equal x y",
    "less": "less x y",
    "less_equal": "less_equal x y",
    "greater": "greater x y",
    "greater_equal": "greater_equal x y",
    "logical_and": "logical_and x y",
    "logical_or": "logical_or x y",
    "concat": "concatenate xs axis",
    "concatenate": "concatenate xs axis=-1",
    "stack": "stack xs axis=0",
    "unstack": "unstack x num axis=0",
    "reshape": "reshape x shape",
    "expand_dims": "expand_dims x axis=-1",
    "squeeze": "squeeze x axis",
    "transpose": "transpose x axes",
    "permute_dimensions": "transpose x axes",
    "tile": "tile x repeats",
    "repeat": "repeat x repeats axis",
    "repeat_elements": "repeat x repeats axis",
    "broadcast_to": "broadcast_to x shape",
    "roll": "roll x shift axis",
    "reverse": "flip x axis",
    "flatten": "ravel x",
    "matmul": "matmul x y",
    "dot": "matmul x y",
    "tensordot": "tensordot x y axes",
    "cast": "cast x dtype",
    "softmax": "softmax x axis=-1",
    "log_softmax": "log_softmax x axis=-1",
    "l2_normalize": "normalize x axis",
    "one_hot": "one_hot x num_classes axis=-1",
    "gather": "take x indices axis=0",
    "embedding_lookup": "take x ids axis=0",
    "where": "where condition x y",
    "switch": "where condition x y",
    "clip_by_value": "clip x low high",
    "clip": "clip x low high",
    "zeros": "zeros shape dtype",
    "ones": "ones shape dtype",
    "zeros_like": "zeros_like x dtype",
    "ones_like": "ones_like x dtype",
    "fill": "full shape value",
    "eye": "eye rows columns",
    "range": "arange start stop step dtype",
    "arange": "arange start stop step dtype",
    "constant": "convert_to_tensor value dtype",
    "convert_to_tensor": "convert_to_tensor value dtype",
    "argmax": "argmax x axis=0",
    "argmin": "argmin x axis=0",
    "cumsum": "cumsum x axis=0",
    "top_k": "top_k x k",
    "pad": "pad x paddings",
    "bias_add": "add x bias",
    "shape": "shape x",
    "dropout": "copy x",
    **{
        name: f"random.{op} shape {rest}"
        for op, rest in (
            ("normal", "mean stddev"),
            ("truncated_normal", "mean stddev"),
            ("uniform", "minval maxval"),
        )
        for name in (op, f"random_{op}")
    },
    "space_to_depth": "space_to_depth x block_size",
    "depth_to_space": "depth_to_space x block_size",
    "resize": "image.resize x size",
}
_UNARY = words(
    "abs exp expm1 log log1p sqrt rsqrt square sin cos tan sinh cosh tanh arcsin arccos arctan erf "
    "floor ceil round sign sigmoid softplus softsign relu relu6 elu selu gelu silu swish leaky_relu "
    "negative reciprocal identity stop_gradient log_sigmoid hard_sigmoid logical_not"
)
_SPELLED = {"neg": "negative", "asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_IGNORED = frozenset(
    {"message", "dtype", "sorted", "seed", "name", "method", "antialias", "rate", "level"}
)
_LAST_AXIS = frozenset({"argmax", "argmin"})


def translated(
    path: str, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]
) -> tuple[str, list[Value], dict[str, Value]]:
    """The function of Keras 3 that does what a call does, with its arguments.

    Raises `UndeterminedError` for a function that has no counterpart.
    """
    if not path:
        return ("getitem" if name == "getitem" else f"keras.ops.{name}"), list(args), dict(kwargs)
    last = path.rpartition(".")[2]
    if path == "keras.random.dropout":
        return "keras.ops.copy", list(args[:1]), {}
    if path.startswith(("keras.ops.", "keras.activations.", "keras.random.")):
        module = "random" if path.startswith("keras.random.") else "ops"
        module = "ops.image" if path.startswith("keras.ops.image.") else module
        if f"keras.{module}.{last}" not in ALLOWED and path in ALLOWED:
            module = "activations"
        kept = {key: value for key, value in kwargs.items() if key not in ("seed", "name")}
        return f"keras.{module}.{last}", list(args), kept
    last = _SPELLED.get(last, last)
    found = table.find(path, name)
    rule = _RULES.get(last) or (f"{last} x" if last in _UNARY else "")
    if found is None or not rule or (last == "resize" and ".image." not in path):
        raise UndeterminedError(f"`{path}` has no counterpart in `keras.ops` that is known")
    positional, named = table.bound(found[1], args, kwargs, path)
    if positional:
        raise UndeterminedError(f"`{path}` with these arguments has no known counterpart")
    op, *parameters = rule.split()
    module = "" if op.startswith("random.") else "ops."
    return f"keras.{module}{op}", *_arranged(path, last, parameters, dict(named))


def _arranged(
    path: str, last: str, parameters: list[str], named: dict[str, Value]
) -> tuple[list[Value], dict[str, Value]]:
    """The arguments in the order of `keras.ops`, up to the last that is given."""
    given: list[Value] = []
    for parameter in parameters:
        own, _, default = parameter.partition("=")
        standard: Any = int(default) if default else None
        if last in _LAST_AXIS and path.startswith("keras.backend."):
            standard = -1
        given.append(named.pop(own, standard))
    surplus = [key for key, value in named.items() if value not in (None, False)]
    if any(key not in _IGNORED for key in surplus):
        raise UndeterminedError(f"`{path}` with `{surplus[0]}` has no known counterpart")
    while given and given[-1] is None:
        given.pop()
    return given, {}
