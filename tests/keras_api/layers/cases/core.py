"""Random calls of the core layers."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.calls import ANY, DIMS, MANY, PAIR, POLICY, configs, layer, mostly
from tests.keras_api.layers.cases.shapes import SIZE, tensors
from tests.keras_api.layers.oracle import Case, Made, T, case

UNITS = mostly(st.integers(1, 6), st.sampled_from([0, -1, 2.0, "3", None, True]))
TABLE = mostly(st.integers(1, 6), st.sampled_from([0, -1, 2.0, "3", None, True]))
LORA = mostly(st.sampled_from([None, None, 0, 1, 2, 5]), st.sampled_from([-1, 2.0]))
ACTIVATION = mostly(
    st.sampled_from([None, "relu", "swish", "hard_silu"]), st.sampled_from(["RELU", "nothing", 3])
)
INDICES = tensors(st.integers(0, 4), DIMS, st.sampled_from(["int32", "uint8", "float32"]))

EQUATIONS = [
    "ab,bc->ac", "abc,cd->abd", "abc,bd->acd", "abc,cde->abde", "abc,cbd->ad", "...b,bc->...c",
    "...ab,bc->...ac", "ab...,bc->ac...", "abc...,cd->abd...", "ab,bc->ad", "ab,bd->abc", "ab->ac",
    "a...,bc->a...", "ab,b->a", "aab,bc->ac", "abc,c->abc", "ab,cd->abcd", "ab,ac->abc",
]  # fmt: skip

einsum = st.builds(
    lambda equation, shape, bias, lora, x: case(
        "EinsumDense",
        {"equation": equation, "output_shape": shape, "bias_axes": bias, "lora_rank": lora},
        x,
    ),
    st.sampled_from(EQUATIONS),
    st.one_of(
        st.integers(-1, 4),
        st.lists(st.sampled_from([None, 1, 2, 3, 3, 4]), max_size=3).map(tuple),
        st.sampled_from([(3, 2.0), [2, 3], "ab", (3, -1)]),
    ),
    st.sampled_from([None, None, None, "c", "d", "ac", "b", "", "z", "bc", "cd"]),
    LORA,
    tensors(st.integers(1, 4), st.sampled_from([2, 3, 3, None])),
)
FITTING: list[tuple[str, Any, str | None, tuple[int | None, ...]]] = [
    ("ab,bc->ac", 64, "c", (None, 32)),
    ("ab,bc->ac", (64,), None, (4, 32)),
    ("abc,cd->abd", (None, 64), "d", (None, 32, 128)),
    ("abc,cd->abd", (None, 64), "d", (None, None, 128)),
    ("abc,cde->abde", (None, 2, 8), "de", (None, 7, 3)),
    ("abde,dec->abc", (5, 9), None, (None, 5, 2, 8)),
    ("...x,xy->...y", 64, "y", (None, 32, 128)),
    ("...x,xy->...y", 64, None, (2, 3, 4, 5, 6)),
    ("...ab,bc->...ac", (3, 5), "ac", (None, 7, 3, 4)),
    ("ab...,bc->ac...", 5, "c", (None, 4, 3, 2)),
    ("abc,cd->abd", (6, 4), "bd", (None, 6, 3)),
    ("abc,bd->adc", (4, 3), None, (None, 6, 3)),
]
fitting = st.builds(
    lambda given, rest: case(
        "EinsumDense",
        {"equation": given[0], "output_shape": given[1], "bias_axes": given[2], **rest},
        T(given[3]),
    ),
    st.sampled_from(FITTING),
    configs(
        {
            "lora_rank": LORA,
            "activation": ACTIVATION,
            "dtype": POLICY,
            "trainable": st.booleans(),
            "kernel_constraint": mostly(st.none(), st.just("max_norm")),
        }
    ),
)


def _input(config: dict[str, Any]) -> Case:
    return Case(Made("InputLayer", config), ())


DIM = st.sampled_from([1, 3, 28, None, None, 0, -1, 2.0, "3", (3,), [3], True])
SHAPE = st.one_of(
    st.lists(st.sampled_from([1, 3, 28, None]), max_size=4).map(tuple),
    st.lists(DIM, max_size=3).map(tuple),
    st.lists(DIM, max_size=3),
    st.sampled_from([3, 3.0, "3", 0, -1, ((28, 28),), True]),
)
PLAIN_SHAPE = st.lists(st.sampled_from([1, 3, 28, None]), max_size=4)
INPUT = {
    "batch_size": st.sampled_from([2, 0, None]),
    "dtype": mostly(
        st.sampled_from([None, "int32", "int", "bool", "string"]),
        st.sampled_from(["float", "half", 3.0]),
    ),
    "sparse": mostly(st.just(False), st.booleans()),
    "ragged": mostly(st.just(False), st.booleans()),
}
inputs = st.one_of(
    configs(INPUT, {"shape": SHAPE}),
    configs(INPUT, {"shape": PLAIN_SHAPE.map(tuple)}),
    configs({"dtype": st.just("int32")}, {"batch_shape": SHAPE}),
    configs(
        {
            "shape": SHAPE,
            "batch_size": st.sampled_from([2, 0, -1, "2", 2.0, (2,)]),
            "batch_shape": SHAPE,
            "input_shape": SHAPE,
            "batch_input_shape": SHAPE,
        }
    ),
).map(_input)

reversible = st.builds(
    lambda config, x, reverse: case("ReversibleEmbedding", config, x, **reverse),
    configs(
        {"tie_weights": st.booleans(), "dtype": POLICY, "lora_rank": LORA},
        {"input_dim": TABLE, "output_dim": TABLE},
    ),
    INDICES,
    st.sampled_from([{}, {}, {"reverse": False}, {"reverse": True}]),
)


DENSE_INPUT = mostly(
    tensors(st.integers(2, 4), mostly(SIZE, DIMS), st.sampled_from(["float32", "int32"])),
    st.one_of(ANY, PAIR),
)
DENSE = {
    "use_bias": st.booleans(),
    "activation": ACTIVATION,
    "lora_rank": LORA,
    "dtype": POLICY,
    "trainable": st.booleans(),
    "activity_regularizer": st.just("l2"),
    "kernel_constraint": mostly(st.none(), st.just("max_norm")),
}
EMBEDDING = {
    "lora_rank": LORA,
    "dtype": POLICY,
    "mask_zero": st.booleans(),
    "trainable": st.booleans(),
    "input_length": st.just(7),
    "embeddings_constraint": mostly(st.none(), st.just("max_norm")),
}
LAMBDA_SHAPES: list[Any] = [
    (3,), [3], 3, (None, 3), ((3,), (4,)), [(3,), (4, 5)], {"a": (3,)}, (), "x", (3.0,),
]  # fmt: skip


def _first(x: Any) -> Any:
    return x[0] if isinstance(x, (list, tuple)) else x


CASES: dict[str, Any] = {
    "InputLayer": inputs,
    "Dense": layer("Dense", configs(DENSE, {"units": UNITS}), DENSE_INPUT),
    "EinsumDense": st.one_of(einsum, fitting),
    "Embedding": layer(
        "Embedding", configs(EMBEDDING, {"input_dim": TABLE, "output_dim": TABLE}), INDICES
    ),
    "ReversibleEmbedding": reversible,
    "Identity": layer("Identity", configs({"dtype": POLICY}), MANY),
    "Lambda": layer(
        "Lambda",
        configs(
            {"dtype": POLICY},
            {"function": st.just(_first), "output_shape": st.sampled_from(LAMBDA_SHAPES)},
        ),
        st.one_of(tensors(st.integers(1, 4), DIMS), PAIR),
    ),
    "Masking": layer("Masking", configs({"mask_value": st.just(-1.0), "dtype": POLICY})),
}
