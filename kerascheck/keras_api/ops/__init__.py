"""The functions on tensors of `keras.ops`, `keras.backend` and TensorFlow: shapes in, shapes out."""

from collections.abc import Mapping
from typing import Any

from kerascheck.values import Specs, UndeterminedError


def output(path: str, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Specs:
    """What a function gives; `args` and `kwargs` are its arguments with a `Spec` a tensor.

    `path` is canonical (`keras.ops.concatenate`, `tensorflow.split`), empty for operators, of
    which `name` says which (`add`, `getitem`). Raises `BuildError` where Keras or TensorFlow
    raises, `UndeterminedError` where the result is not known.
    """
    raise UndeterminedError(f"the shape that `{path or name}` gives is not known")
