"""What takes the place of the functions of `keras.backend` that Keras 3 does not have.

Each pair was compared by its results; see `tests/keras_api/test_backend_names.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kerascheck.keras_api.words import words


@dataclass(frozen=True)
class Instead:
    """A function of Keras 3 in the place of one of the backend.

    `path` is below `keras`. `axis` is the argument that has to be written out, with the position
    that it has and the default that the old function had. `renamed` are keywords with other names
    and `most` is how many arguments the two functions have in common. `swapped`: the first two
    arguments change places. `safe` is false where results may differ.
    """

    path: str
    axis: tuple[str, int, str] | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    most: int = 9
    swapped: bool = False
    safe: bool = True


_SAME = words(
    "abs all any cast cos dot equal exp greater greater_equal less less_equal log max maximum mean "
    "min minimum not_equal ones_like prod reshape round sigmoid sign sin softmax softplus "
    "softsign square squeeze stack std stop_gradient sum tanh tile var zeros_like shape ndim "
    "logsumexp elu arange"
)

_OTHER: Mapping[str, Instead] = {
    "argmax": Instead("ops.argmax", axis=("axis", 1, "-1")),
    "argmin": Instead("ops.argmin", axis=("axis", 1, "-1")),
    "binary_crossentropy": Instead("ops.binary_crossentropy", most=3),
    "categorical_crossentropy": Instead("ops.categorical_crossentropy", most=3),
    "sparse_categorical_crossentropy": Instead("ops.sparse_categorical_crossentropy", most=3),
    "clip": Instead("ops.clip", renamed={"min_value": "x_min", "max_value": "x_max"}),
    "concatenate": Instead("ops.concatenate", axis=("axis", 1, "-1"), renamed={"tensors": "xs"}),
    "cumsum": Instead("ops.cumsum", axis=("axis", 1, "0")),
    "cumprod": Instead("ops.cumprod", axis=("axis", 1, "0")),
    "expand_dims": Instead("ops.expand_dims", axis=("axis", 1, "-1")),
    "eye": Instead("ops.eye", most=1),
    "flatten": Instead("ops.ravel"),
    "gather": Instead("ops.take", axis=("axis", 2, "0")),
    "get_value": Instead("ops.convert_to_numpy"),
    "eval": Instead("ops.convert_to_numpy"),
    "in_top_k": Instead("ops.in_top_k", swapped=True),
    "one_hot": Instead("ops.one_hot", renamed={"indices": "x"}),
    "permute_dimensions": Instead("ops.transpose", renamed={"pattern": "axes"}),
    "pow": Instead("ops.power", renamed={"x": "x1", "a": "x2"}),
    "relu": Instead("ops.relu", most=1),
    "repeat_elements": Instead("ops.repeat", renamed={"rep": "repeats"}),
    "reverse": Instead("ops.flip", renamed={"axes": "axis"}),
    "sqrt": Instead("ops.sqrt"),
    "transpose": Instead("ops.transpose"),
    "identity": Instead("ops.identity", safe=False, most=0),
    "constant": Instead("ops.convert_to_tensor", safe=False, most=2),
    "variable": Instead("Variable", safe=False, most=1),
    "zeros": Instead("ops.zeros", safe=False, most=2),
    "ones": Instead("ops.ones", safe=False, most=2),
    "random_normal": Instead("random.normal", safe=False, most=3),
    "random_uniform": Instead("random.uniform", safe=False, most=3),
    "truncated_normal": Instead("random.truncated_normal", safe=False, most=3),
    "switch": Instead("ops.where", safe=False, most=3),
}

INSTEAD: Mapping[str, Instead] = MappingProxyType(
    {name: Instead(f"ops.{name}") for name in _SAME} | dict(_OTHER)
)
"""The function of Keras 3, by the name of the one of the backend."""

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "batch_dot": "use `keras.layers.Dot`, or `keras.ops.einsum`",
        "batch_flatten": "use `keras.layers.Flatten`, or `keras.ops.reshape(x, (x.shape[0], -1))`",
        "bias_add": "add the bias with `+`",
        "conv1d": "use `keras.ops.conv`",
        "conv2d": "use `keras.ops.conv`",
        "conv2d_transpose": "use `keras.ops.conv_transpose`",
        "conv3d": "use `keras.ops.conv`",
        "count_params": "use `math.prod(x.shape)`",
        "ctc_batch_cost": "use `keras.losses.CTC`, or `keras.ops.ctc_loss`",
        "ctc_decode": "use `keras.ops.ctc_decode`",
        "depthwise_conv2d": "use `keras.ops.depthwise_conv`",
        "dropout": "use `keras.random.dropout`",
        "dtype": "use `keras.backend.standardize_dtype(x.dtype)`",
        "foldl": "use `keras.ops.scan`",
        "foldr": "use `keras.ops.scan`",
        "function": "build a `keras.Model` from the inputs to the outputs",
        "gradients": "use `tf.GradientTape`",
        "hard_sigmoid": "use `keras.ops.hard_sigmoid`, whose formula is another one since Keras 3",
        "image_dim_ordering": "use `keras.backend.image_data_format()`",
        "in_test_phase": "use the argument `training` of `call`",
        "in_train_phase": "use the argument `training` of `call`",
        "int_shape": "use `x.shape`",
        "l2_normalize": "use `keras.ops.normalize(x, axis=…)`",
        "learning_phase": "use the argument `training` of `call`",
        "map_fn": "use `keras.ops.map`",
        "moving_average_update": "call `assign` of the variable",
        "placeholder": "use `keras.Input`",
        "pool2d": "use `keras.ops.max_pool` or `keras.ops.average_pool`",
        "print_tensor": "use `print`, or `tf.print`",
        "repeat": "use `keras.layers.RepeatVector`",
        "resize_images": "use `keras.ops.image.resize`",
        "rnn": "use `keras.layers.RNN`, or `keras.ops.scan`",
        "set_learning_phase": "pass `training` when the model is called",
        "set_value": "call `assign` of the variable",
        "spatial_2d_padding": "use `keras.ops.pad`",
        "temporal_padding": "use `keras.ops.pad`",
        "update": "call `assign` of the variable",
        "update_add": "call `assign_add` of the variable",
        "update_sub": "call `assign_sub` of the variable",
    }
)
"""What to do instead of functions that no one function takes the place of."""

SESSION = words("get_session set_session manual_variable_initialization learning_phase_scope")
"""Functions of the backend that belong to the sessions of TensorFlow 1."""
