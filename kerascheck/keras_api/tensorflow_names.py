"""The operations of Keras in the place of TensorFlow's functions, where the arguments are alike."""

from collections.abc import Mapping
from types import MappingProxyType

from kerascheck.keras_api.words import words

_SAME = words(
    "abs cast cos cumsum exp expand_dims maximum minimum ones_like pad reshape round sigmoid sign "
    "sin sqrt square squeeze stack tanh tile where zeros_like matmul argmax argmin"
)
_OTHER = {
    "concat": "concatenate",
    "reduce_mean": "mean",
    "reduce_sum": "sum",
    "reduce_max": "max",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_any": "any",
    "reduce_all": "all",
    "math.abs": "abs",
    "math.add": "add",
    "math.exp": "exp",
    "math.log": "log",
    "math.maximum": "maximum",
    "math.minimum": "minimum",
    "math.multiply": "multiply",
    "math.pow": "power",
    "math.reduce_max": "max",
    "math.reduce_mean": "mean",
    "math.reduce_sum": "sum",
    "math.sigmoid": "sigmoid",
    "math.sqrt": "sqrt",
    "math.square": "square",
    "math.subtract": "subtract",
    "math.tanh": "tanh",
    "multiply": "multiply",
    "add": "add",
    "subtract": "subtract",
    "nn.elu": "elu",
    "nn.relu": "relu",
    "nn.relu6": "relu6",
    "nn.selu": "selu",
    "nn.sigmoid": "sigmoid",
    "nn.softmax": "softmax",
    "nn.softplus": "softplus",
    "nn.tanh": "tanh",
    "pow": "power",
    "transpose": "transpose",
}

OPERATIONS: Mapping[str, str] = MappingProxyType(
    {name: name for name in _SAME - {"argmax", "argmin", "where", "pad"}} | _OTHER
)
"""Names of `keras.ops` by names of `tensorflow`; the first arguments mean the same."""
RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "perm": "axes",
        "axis": "axis",
        "keepdims": "keepdims",
        "dtype": "dtype",
        "shape": "newshape",
        "multiples": "repeats",
    }
)
"""The keywords that both have, by TensorFlow's names; calls with others are not the same."""
PLAIN = frozenset(
    {"is_tensor", "print", "identity_n", "debugging", "get_static_value", "convert_to_tensor_spec"}
)
"""Functions of TensorFlow that may be called with anything."""
