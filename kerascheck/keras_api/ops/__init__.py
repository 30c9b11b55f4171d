"""The functions on tensors of `keras.ops`, `keras.backend` and TensorFlow: shapes in, shapes out.

Each family of functions is a module with a formula a function; a table a library says which names
stand for which formula, and in what order the arguments come. They are imported when the first
call is met.
"""

from collections.abc import Mapping
from typing import Any

from kerascheck.keras_api.words import words
from kerascheck.values import Specs, UndeterminedError

LIBRARIES = ("keras.", "tensorflow.")
_MODULES = ("keras.ops.", "keras.backend.", "keras.random.", "tensorflow.", "keras.Variable")
_FROM_NUMBERS = words(
    "arange cast constant convert_to_tensor empty exp expand_dims eye fill full identity linspace "
    "log log2 multiply normal ones pow power range random_normal random_uniform reshape rsqrt "
    "sqrt square stack truncated_normal uniform variable zeros Variable"
)


def output(path: str, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Specs:
    """What a function gives; `args` and `kwargs` are its arguments with a `Spec` a tensor.

    `path` is canonical (`keras.ops.concatenate`, `tensorflow.split`), empty for operators, of
    which `name` says which (`add`, `getitem`). Beside specs the result may have numbers, as the
    shape of a tensor has. Raises `BuildError` where Keras or TensorFlow raises,
    `UndeterminedError` where the result is not known.
    """
    if path and not path.startswith(LIBRARIES):
        raise UndeterminedError(f"the shape that `{path}` gives is not known")
    from kerascheck.keras_api.ops import table

    return table.output(path, name, args, kwargs)


def makes_tensor(path: str) -> bool:
    """Whether a function gives a tensor for numbers alone, as `tf.zeros((2, 3))` does."""
    return path.startswith(_MODULES) and path.rpartition(".")[2] in _FROM_NUMBERS
