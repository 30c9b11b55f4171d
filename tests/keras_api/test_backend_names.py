"""The functions in the place of those of the backend, by their results."""

import os
from typing import Any

import pytest

from kerascheck.keras_api.backend_names import INSTEAD, Instead

pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("equal", "greater", "greater_equal", "less", "less_equal"), ("x", "y")),
    **dict.fromkeys(("maximum", "minimum", "not_equal"), ("x", "y")),
    "all": ("b",),
    "any": ("b",),
    "arange": (1, 5),
    "binary_crossentropy": ("b", "p"),
    "cast": ("x", "int32"),
    "categorical_crossentropy": ("p", "p"),
    "clip": ("x", 0.3, 0.6),
    "concatenate": (["x", "y"],),
    "dot": ("x", "z"),
    "eye": (3,),
    "gather": ("x", [0, 1]),
    "in_top_k": ("p", [0, 1, 2], 1),
    "one_hot": ([0, 1], 3),
    "permute_dimensions": ("x", (1, 0)),
    "pow": ("x", 2.0),
    "repeat_elements": ("x", 2, 1),
    "reshape": ("x", (4, 3)),
    "reverse": ("x", 0),
    "round": ("x",),
    "sparse_categorical_crossentropy": ([0, 1, 2], "p"),
    "squeeze": ("one", 1),
    "stack": (["x", "y"],),
    "tile": ("x", (2, 1)),
    "ones": ((2, 3),),
    "zeros": ((2, 3),),
}
NOT_COMPARED = {"logsumexp", "identity", "constant", "variable", "switch", "stop_gradient"} | {
    name for name in INSTEAD if name.startswith(("random", "truncated"))
}


@pytest.fixture(scope="module")
def keras() -> Any:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    module = pytest.importorskip("keras")
    if module.backend.backend() != "tensorflow":
        pytest.skip("the old backend is that of TensorFlow")
    return module


def value(word: Any) -> Any:
    import numpy as np

    numbers = np.random.default_rng(0)
    table = {
        "x": numbers.uniform(0.1, 1, (3, 4)).astype("float32"),
        "y": numbers.uniform(0.1, 1, (3, 4)).astype("float32"),
        "z": numbers.uniform(0.1, 1, (4, 2)).astype("float32"),
        "one": numbers.uniform(0.1, 1, (3, 1, 4)).astype("float32"),
        "b": np.array([[1.0, 0.0, 1.0]] * 3, "float32"),
        "p": np.array([[0.6, 0.3, 0.1]] * 3, "float32"),
    }
    if isinstance(word, list) and word and isinstance(word[0], str):
        return [value(part) for part in word]
    return table.get(word, word) if isinstance(word, str) else word


@pytest.mark.parametrize(
    ("name", "instead"),
    [(name, INSTEAD[name]) for name in sorted(INSTEAD) if name not in NOT_COMPARED],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_the_new_function_gives_what_the_old_one_gave(
    keras: Any, name: str, instead: Instead
) -> None:
    import numpy as np
    import tensorflow as tf

    old = getattr(tf.keras.backend, name)
    new = keras
    for part in instead.path.split("."):
        new = getattr(new, part)
    arguments = [value(word) for word in ARGUMENTS.get(name, ("x",))]
    tensors = [_tensor(tf, argument) for argument in arguments]
    known = {}
    if instead.axis is not None and len(arguments) <= instead.axis[1]:
        known = {instead.axis[0]: int(instead.axis[2])}
    expected = old(*tensors)
    given = [*tensors[1::-1], *tensors[2:]] if instead.swapped else tensors
    result = new(*given, **known)
    assert np.allclose(np.array(expected), keras.ops.convert_to_numpy(result), atol=1e-6)


def _tensor(tf: Any, argument: Any) -> Any:
    import numpy as np

    if isinstance(argument, np.ndarray):
        return tf.constant(argument)
    if isinstance(argument, list):
        return [_tensor(tf, part) for part in argument]
    return argument
