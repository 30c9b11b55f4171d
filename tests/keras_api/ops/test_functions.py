"""Functions on tensors without Keras: known results, what is not known, how arguments are bound."""

import subprocess
import sys
from typing import Any

import pytest

from kerascheck.keras_api import ops
from kerascheck.keras_api.ops import (
    application_functions,
    backend_functions,
    keras_functions,
    operators,
    tensorflow_functions,
)
from kerascheck.values import BuildError, Spec, UndeterminedError, Unknown

TABLES = (
    application_functions,
    keras_functions,
    backend_functions,
    tensorflow_functions,
    operators,
)
IMAGES = Spec((None, 28, 28, 3))
STEPS = Spec((None, 10, 8))


def give(name: str, *args: Any, **kwargs: Any) -> Any:
    path, operator = (name, "") if "." in name else ("", name)
    return ops.output(path, operator, args, kwargs)


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "shape"),
    [
        ("keras.ops.mean", (STEPS, 1), {}, (None, 8)),
        ("tensorflow.reduce_mean", (STEPS, 1, True), {}, (None, 1, 8)),
        ("tensorflow.math.reduce_sum", (STEPS,), {"axis": [1, 2]}, (None,)),
        ("tensorflow.reduce_max", (STEPS,), {"reduction_indices": 1, "keep_dims": True}, (None, 1, 8)),
        ("keras.backend.mean", (STEPS, 1), {}, (None, 8)),
        ("keras.ops.concatenate", ([STEPS, STEPS],), {"axis": -1}, (None, 10, 16)),
        ("tensorflow.concat", ([STEPS, STEPS], 1), {}, (None, 20, 8)),
        ("keras.backend.concatenate", ([STEPS, STEPS],), {}, (None, 10, 16)),
        ("tensorflow.expand_dims", (STEPS, -1), {}, (None, 10, 8, 1)),
        ("keras.backend.expand_dims", (STEPS,), {}, (None, 10, 8, 1)),
        ("tensorflow.transpose", (STEPS, [0, 2, 1]), {}, (None, 8, 10)),
        ("keras.backend.permute_dimensions", (STEPS, (0, 2, 1)), {}, (None, 8, 10)),
        ("keras.ops.einsum", ("bij,bkj->bik", STEPS, STEPS), {}, (None, 10, 10)),
        ("tensorflow.matmul", (STEPS, STEPS), {"transpose_b": True}, (None, 10, 10)),
        ("keras.backend.batch_dot", (STEPS, STEPS), {"axes": (2, 2)}, (None, 10, 10)),
        ("tensorflow.image.resize", (IMAGES, (64, 32)), {}, (None, 64, 32, 3)),
        ("tensorflow.nn.space_to_depth", (IMAGES, 2), {}, (None, 14, 14, 12)),
        ("keras.ops.image.resize", (IMAGES, (64, 32)), {}, (None, 64, 32, 3)),
        ("tensorflow.nn.softmax", (STEPS,), {"axis": -1}, (None, 10, 8)),
        ("keras.activations.relu", (STEPS,), {}, (None, 10, 8)),
        ("keras.losses.mean_squared_error", (STEPS, STEPS), {}, (None, 10)),
        ("keras.backend.random_normal", (), {"shape": (Spec((), "int32"), 2)}, (None, 2)),
        ("tensorflow.random.normal", ((4, 2),), {}, (4, 2)),
        ("add", (STEPS, 1.5), {}, (None, 10, 8)),
        ("add", (STEPS, [1.0] * 8), {}, (None, 10, 8)),
        ("matmul", (STEPS, Spec((8, 3))), {}, (None, 10, 3)),
        ("getitem", (STEPS, (slice(None), -1)), {}, (None, 8)),
        ("getitem", (STEPS, (..., slice(None, 4))), {}, (None, 10, 4)),
        ("getitem", (STEPS, (slice(None), None)), {}, (None, 1, 10, 8)),
        ("getitem", (STEPS, (slice(None), slice(0, Unknown("n")))), {}, "(None, ?, 8)"),
    ],
)  # fmt: skip
def test_a_function_gives_a_known_shape(name: str, args: Any, kwargs: Any, shape: Any) -> None:
    result = give(name, *args, **kwargs)
    assert (str(result) if isinstance(shape, str) else result.shape) == shape


@pytest.mark.parametrize(
    ("name", "args", "dtype"),
    [
        ("add", (Spec((2,), "int32"), 1.5), "float32"),
        ("add", (Spec((2,), "float16"), 1.5), "float16"),
        ("divide", (Spec((2,), "int32"), 2), "float32"),
        ("less", (STEPS, 0.5), "bool"),
        ("keras.ops.argmax", (STEPS, -1), "int32"),
        ("tensorflow.argmax", (STEPS, -1), "int64"),
        ("keras.ops.cast", (STEPS, "int32"), "int32"),
        ("tensorflow.image.resize", (Spec((None, 8, 8, 3), "uint8"), (4, 4)), "float32"),
    ],
)
def test_a_function_gives_a_known_dtype(name: str, args: Any, dtype: str) -> None:
    assert give(name, *args).dtype == dtype


def test_an_open_dimension_of_tf_shape_is_a_scalar_that_reshape_leaves_open() -> None:
    batch, steps, features = give("tensorflow.shape", STEPS)
    assert (batch, steps, features) == (Spec((), "int32"), 10, 8)
    assert give("tensorflow.reshape", STEPS, (batch, -1, 4)).shape == (None, None, 4)
    assert give("keras.ops.reshape", Spec((3, 8)), (-1, 4)).shape == (6, 4)


def test_shapes_that_are_joined_stay_numbers() -> None:
    batch = Spec((), "int32")
    assert give("tensorflow.concat", [(batch, 10), [4]], 0) == (batch, 10, 4)
    assert give("tensorflow.stack", [batch, 1]) == (batch, 1)


def test_functions_that_give_several_tensors_give_a_list_or_a_tuple() -> None:
    parts = give("tensorflow.split", STEPS, 2, axis=-1)
    assert [part.shape for part in parts] == [(None, 10, 4)] * 2
    parts = give("tensorflow.split", STEPS, [3, -1], -1)
    assert [part.shape for part in parts] == [(None, 10, 3), (None, 10, 5)]
    parts = give("keras.ops.split", STEPS, [3, 5], axis=1)
    assert [part.shape for part in parts] == [(None, 3, 8), (None, 2, 8), (None, 5, 8)]
    mean, variance = give("tensorflow.nn.moments", STEPS, [0, 1])
    assert mean.shape == variance.shape == (8,)


@pytest.mark.parametrize(
    ("name", "args", "kind"),
    [
        ("add", (STEPS, Spec((None, 10, 7))), "merge"),
        ("matmul", (STEPS, Spec((7, 3))), "merge"),
        ("getitem", (STEPS, (slice(None), 10)), "dimension"),
        ("getitem", (STEPS, (0, 0, 0, 0)), "rank"),
        ("keras.ops.concatenate", ([STEPS, Spec((None, 9, 8))],), "merge"),
        ("tensorflow.reshape", (Spec((2, 3)), (4, 4)), "reshape"),
        ("keras.ops.reshape", (Spec((2, 3)), (-1, 4)), "reshape"),
        ("keras.ops.mean", (STEPS, 3), "rank"),
        ("keras.ops.einsum", ("ij,jk", STEPS), "inputs"),
        ("tensorflow.split", (STEPS, 3, 1), "dimension"),
        ("keras.ops.squeeze", (STEPS, 1), "reshape"),
        ("keras.ops.image.resize", (Spec((None, 8)), (4, 4)), "rank"),
    ],
)
def test_what_keras_refuses_is_an_error_of_its_kind(name: str, args: Any, kind: str) -> None:
    with pytest.raises(BuildError) as caught:
        give(name, *args)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("tensorflow.some_new_function", (STEPS,), {}),
        ("numpy.mean", (STEPS,), {}),
        ("", (STEPS,), {}),
        ("add", (STEPS, Unknown("read from a file")), {}),
        ("keras.ops.mean", (STEPS, Unknown("an argument")), {}),
        ("keras.ops.mean", (STEPS,), {"new_option": 1}),
        ("keras.ops.mean", (Spec(Unknown("of a layer")), 1), {}),
    ],
)
def test_what_is_not_known_is_undetermined_and_no_error(name: str, args: Any, kwargs: Any) -> None:
    with pytest.raises(UndeterminedError):
        give(name, *args, **kwargs)


def test_the_reason_names_a_function_that_is_not_known() -> None:
    with pytest.raises(UndeterminedError, match=r"tensorflow\.some_new_function"):
        give("tensorflow.some_new_function", STEPS)


def test_an_unknown_dimension_passes_through() -> None:
    wide = Spec((None, Unknown("read from a file"), 8))
    assert str(give("keras.ops.sum", wide, axis=2)) == "(None, ?)"
    assert str(give("keras.ops.reshape", wide, (-1, 4))) == "(?, 4)"
    assert str(give("add", wide, STEPS)) == "(None, 10, 8)"


@pytest.mark.parametrize("table", TABLES)
def test_every_row_binds_what_its_formula_needs(table: Any) -> None:
    seen: list[str] = []
    for formula, parameters, names in table.ROWS:
        own = [word.partition("=")[0] for word in parameters.split()]
        code = formula.__code__
        needed = code.co_varnames[: code.co_argcount - len(formula.__defaults__ or ())]
        assert "*" in own or not set(needed) - set(own), (formula, parameters)
        seen += names.split()
    assert len(seen) == len(set(seen))


def test_the_families_are_imported_with_the_first_call_only() -> None:

    code = (
        "import sys, kerascheck.keras_api.graph\n"
        "assert 'kerascheck.keras_api.ops.table' not in sys.modules\n"
        "assert 'kerascheck.keras_api.ops.reshaping' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("module", "given", "dtype"),
    [
        ("vgg16", "uint8", "uint8"),
        ("resnet50", "float32", "float32"),
        ("mobilenet_v2", "uint8", "float32"),
        ("densenet", "float16", "float16"),
        ("efficientnet", "uint8", "uint8"),
    ],
)
def test_preprocess_input_keeps_the_shape(module: str, given: str, dtype: str) -> None:
    path = f"keras.applications.{module}.preprocess_input"
    assert give(path, Spec((None, 96, 96, 3), given)) == Spec((None, 96, 96, 3), dtype)


def test_preprocess_input_of_gray_images_is_not_known() -> None:
    with pytest.raises(UndeterminedError):
        give("keras.applications.vgg16.preprocess_input", Spec((None, 96, 96, 1)))
