"""Core layers: figures that are known, what is unknown, and what the errors say."""

from typing import Any

import pytest

from kerascheck.keras_api import graph, tables
from kerascheck.values import Data, Followed, Spec, UndeterminedError, Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec


def frozen(layer: Any, *inputs: int | None) -> int:
    """The number of parameters that are not trained."""
    owned = tables.weights(layer, (spec(*inputs),), {})
    return sum(weight.count for _, weight in owned if not weight.trainable)  # type: ignore[misc]


def test_a_dense_layer_has_a_kernel_and_a_bias() -> None:
    layer = make("Dense", units=10)
    assert shape(layer, None, 784) == (None, 10)
    assert count(layer, None, 784) == 7850
    assert count(make("Dense", units=10, use_bias=False), None, 784) == 7840


def test_a_dense_layer_works_on_the_last_axis() -> None:
    assert shape(make("Dense", units=10), None, 7, 32) == (None, 7, 10)
    assert count(make("Dense", units=10), None, 7, 32) == 330


def test_a_dense_layer_needs_its_last_dimension() -> None:
    error = refused("Dense", {"units": 3}, None, None)
    assert (error.kind, error.keras) == ("dimension", "The last dimension should be defined")


def test_units_that_are_not_known_leave_the_other_dimensions() -> None:
    layer = make("Dense", units=Unknown("from the command line"))
    given = shape(layer, None, 7, 32)
    assert given[:2] == (None, 7)
    assert isinstance(given[2], Unknown)
    assert isinstance(count(layer, None, 7, 32), Unknown)


@pytest.mark.parametrize("units", [0, -3, 2.0, "10", None])
def test_units_must_be_a_positive_integer(units: object) -> None:
    error = refused("Dense", {"units": units})
    assert (error.kind, error.argument) == ("argument", "units")


def test_an_activation_in_other_letters_is_named() -> None:
    error = refused("Dense", {"units": 3, "activation": "LeakyReLU"})
    assert error.argument == "activation"
    assert error.help == "write `'leaky_relu'`"
    assert "Could not interpret activation function identifier" in error.keras


def test_lora_freezes_the_kernel_and_trains_two_factors() -> None:
    layer = make("Dense", units=8, lora_rank=2)
    assert count(layer, None, 4) == 4 * 8 + 8 + 4 * 2 + 2 * 8
    assert frozen(layer, None, 4) == 32


def test_lora_does_not_go_with_a_constraint() -> None:
    error = refused("Dense", {"units": 8, "lora_rank": 2, "kernel_constraint": "max_norm"})
    assert error.argument == "kernel_constraint"


def test_the_policy_of_a_layer_is_the_dtype_of_what_it_gives() -> None:
    layer = make("Dense", units=8, extra={"dtype": "mixed_float16"})
    assert graph.call(layer, (spec(None, 4),), {}).dtype == "float16"
    sizes = [weight.bytes for _, weight in tables.weights(layer, (spec(None, 4),), {})]
    assert sizes == [4 * 8 * 4, 8 * 4]


def test_integers_become_floats_in_a_dense_layer() -> None:
    given = graph.call(make("Dense", units=8), (spec(None, 4, dtype="int32"),), {})
    assert given == Spec((None, 8), "float32")


def test_a_list_of_tensors_is_too_much_for_a_dense_layer() -> None:
    with pytest.raises(Exception, match="takes one tensor") as caught:
        graph.call(make("Dense", units=8), ([spec(None, 4), spec(None, 3)],), {})
    assert getattr(caught.value, "kind", "") == "inputs"


@pytest.mark.parametrize(
    ("equation", "output", "bias", "given", "expected", "parameters"),
    [
        ("ab,bc->ac", 64, "c", (None, 32), (None, 64), 32 * 64 + 64),
        ("abc,cde->abde", (None, 2, 8), "de", (None, 7, 3), (None, None, 2, 8), 64),
        ("...x,xy->...y", 64, None, (None, 5, 32), (None, 5, 64), 32 * 64),
        ("ab...,bc->ac...", 5, "c", (None, 4, 3, 2), (None, 5, 3, 2), 4 * 5 + 5),
    ],
)
def test_an_equation_says_the_shapes(
    equation: str, output: Any, bias: str | None, given: Any, expected: Any, parameters: int
) -> None:
    layer = make("EinsumDense", equation=equation, output_shape=output, bias_axes=bias)
    assert shape(layer, *given) == expected
    assert count(layer, *given) == parameters


def test_an_equation_that_does_not_fit_is_refused() -> None:
    axes = {"equation": "abc,cd->abd", "output_shape": (7, 4)}
    error = refused("EinsumDense", axes, None, 6, 3)
    assert error.kind == "dimension"
    assert "axis `b`, which is 6 in its input, but 7 in `output_shape`" in error.problem
    assert refused("EinsumDense", axes, None, 3).kind in {"rank", "dimension"}
    assert refused("EinsumDense", {"equation": "ab->ac", "output_shape": 3}).argument == "equation"


def test_an_unknown_equation_is_no_error() -> None:
    layer = make("EinsumDense", equation=Unknown("read from a file"), output_shape=3)
    with pytest.raises(UndeterminedError, match="read from a file"):
        shape(layer, None, 4)


def test_an_embedding_adds_an_axis() -> None:
    layer = make("Embedding", input_dim=1000, output_dim=64)
    assert shape(layer, None, 10) == (None, 10, 64)
    assert count(layer, None, 10) == 64000


def test_the_given_table_of_an_embedding_must_fit() -> None:
    table = Data(shape=(500, 64))
    error = refused("Embedding", {"input_dim": 1000, "output_dim": 64, "weights": [table]})
    assert error.problem == "needs `weights` of the shape (1000, 64), but gets (500, 64)"


def test_an_embedding_may_be_reversed() -> None:
    layer = make("ReversibleEmbedding", input_dim=50, output_dim=8, tie_weights=False)
    assert count(layer, None, 4) == 2 * 50 * 8
    assert graph.call(layer, (spec(None, 4, 8),), {"reverse": True}).shape == (None, 4, 50)


def test_identity_leaves_integers_and_structures() -> None:
    given = {"a": spec(None, 3, dtype="int32"), "b": spec(2)}
    assert graph.call(make("Identity"), (given,), {}) == given


def test_an_output_shape_of_a_lambda_is_believed() -> None:
    layer = make("Lambda", function=None, output_shape=(5, 6))
    assert shape(layer, None, 4) == (None, 5, 6)
    wrong = refused("Lambda", {"function": None, "output_shape": [5]}, None, 4)
    assert wrong.argument == "output_shape"


def test_a_lambda_is_followed_and_declares_its_own_dtype() -> None:
    def body(args: tuple[Any, ...], _: Any) -> Followed:
        return Followed(Spec((*args[0].dims, 2), "int32"))

    layer = make("Lambda", function=None, body=body)
    assert graph.call(layer, (spec(None, 4),), {}) == Spec((None, 4, 2), "float32")


def test_a_lambda_that_is_not_followed_says_so() -> None:
    with pytest.raises(UndeterminedError, match="is not followed"):
        shape(make("Lambda", function=None), None, 4)


def test_a_mask_needs_features() -> None:
    assert shape(make("Masking"), None, 5, 3) == (None, 5, 3)
    assert refused("Masking", {}).kind == "rank"


def test_weights_made_elsewhere_are_not_known() -> None:
    with pytest.raises(UndeterminedError, match="is not known"):
        count(make("JaxLayer", call_fn=None), None, 4)
    torch = make("TorchModuleWrapper", module=None, output_shape=(None, 9))
    assert shape(torch, None, 4) == (None, 9)
    with pytest.raises(UndeterminedError, match="outside of Keras"):
        count(torch, None, 4)
