"""Random calls of the attention layers."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.oracle import Case, T, case

DIM = st.sampled_from([1, 2, 3, 4, 5, 5, None])
RATE: Any = st.sampled_from([0.0] * 9 + [0.5, 0.5, 1, None, "0.1"])
FLAG = st.booleans()


@st.composite
def query_value_key(draw: st.DrawFn, ranks: SearchStrategy[int]) -> list[T]:
    """Tensors that mostly fit: the value and the key have the same length."""
    rank = draw(ranks)
    width = draw(st.sampled_from([3, 4, 4, 4, 6, 6, 6, 8, 8, None]))
    middle = [draw(DIM) for _ in range(rank - 2)]
    batch = draw(st.sampled_from([None, None, None, 2]))
    found: list[T] = []
    for _ in range(draw(st.sampled_from([2, 2, 2, 2, 3, 3, 3, 1]))):
        mine = list(middle)
        last = width if draw(st.integers(0, 6)) else draw(st.sampled_from([2, 5]))
        if mine and draw(st.integers(0, 3)) == 0 and draw(FLAG):
            mine[-1] = draw(DIM)
        if mine and len(found) == 1 and draw(FLAG):
            # Values may be of another length than the query, but not than their keys.
            middle = mine = [draw(DIM) for _ in mine]
        found.append(T((batch, *mine, last)))
    return found


RANKS = st.sampled_from([3, 3, 3, 3, 2, 4, 5])


@st.composite
def scored(draw: st.DrawFn, layer: str) -> Case:
    config: dict[str, Any] = {"use_scale": draw(FLAG), "dropout": draw(RATE)}
    if layer == "Attention":
        config["score_mode"] = draw(st.sampled_from(["dot", "dot", "concat", "sum"]))
    given: Any = draw(query_value_key(RANKS))
    kwargs: dict[str, Any] = {}
    if draw(FLAG):
        kwargs["return_attention_scores"] = draw(FLAG)
    if draw(st.integers(0, 5)) == 0:
        kwargs["use_causal_mask"] = True
    if draw(st.integers(0, 7)) == 0:
        return case(layer, config, *given, **kwargs)
    return case(layer, config, tuple(given) if draw(st.integers(0, 9)) == 0 else given, **kwargs)


def _call(draw: st.DrawFn, layer: str, config: dict[str, Any], given: list[T]) -> Case:
    kwargs: dict[str, Any] = {"return_attention_scores": True} if draw(FLAG) else {}
    if draw(st.integers(0, 5)) == 0:
        kwargs["use_causal_mask"] = True
    if draw(st.integers(0, 14)) == 0:
        return case(layer, config, given, **kwargs)
    if len(given) == 3 and draw(FLAG):
        kwargs["key"] = given.pop()
    if len(given) == 2 and draw(FLAG):
        kwargs["value"] = given.pop()
    return case(layer, config, *given, **kwargs)


ODD: dict[str, list[Any]] = {
    "num_heads": [0, -1, 2.0, "2"],
    "key_dim": [0, -1, 2.0, "2"],
    "value_dim": [0, -1, 2.0, "2"],
    "head_dim": [0, -1, 2.0, "2"],
    "num_query_heads": [0, 3, -2],
    "num_key_value_heads": [0, 4],
    "dropout": [None, "0.1"],
    "output_shape": [0, (), -1, [None]],
    "attention_axes": [9, -9, "1", (1, 9), [1.0]],
    "sliding_window": [0, -1, 1.5],
    "flash_attention": [True],
}
"""Values that Keras refuses, or takes in a way of its own."""


def with_one_odd(draw: st.DrawFn, config: dict[str, Any]) -> dict[str, Any]:
    """The arguments, at times with one odd value among them."""
    odd = draw(st.sampled_from([*[None] * 10, *sorted(config.keys() & ODD.keys())]))
    return config if odd is None else {**config, odd: draw(st.sampled_from(ODD[odd]))}


@st.composite
def multi_head(draw: st.DrawFn) -> Case:
    config = {
        "num_heads": draw(st.integers(1, 4)),
        "key_dim": draw(st.integers(1, 4)),
        "value_dim": draw(st.one_of(st.none(), st.integers(1, 4))),
        "dropout": draw(st.sampled_from([0.0, 0.0, 0.5])),
        "use_bias": draw(FLAG),
        "use_gate": draw(FLAG),
        "output_shape": draw(st.sampled_from([None, None, 5, (2, 3), [4]])),
        "attention_axes": draw(st.sampled_from([None, None, None, 1, -1, (1,), [2], (1, 2), -2])),
        "sliding_window": draw(st.sampled_from([None, None, 2])),
        "flash_attention": draw(st.sampled_from([None, False])),
    }
    given = draw(query_value_key(RANKS))
    return _call(draw, "MultiHeadAttention", with_one_odd(draw, config), given)


@st.composite
def grouped(draw: st.DrawFn) -> Case:
    few = draw(st.integers(1, 3))
    config = {
        "head_dim": draw(st.integers(1, 4)),
        "num_query_heads": few * draw(st.integers(1, 3)),
        "num_key_value_heads": few,
        "dropout": draw(st.sampled_from([0.0, 0.0, 0.5])),
        "use_bias": draw(FLAG),
        "use_gate": draw(FLAG),
        "sliding_window": draw(st.sampled_from([None, None, 2])),
        "flash_attention": draw(st.sampled_from([None, False])),
    }
    given = draw(query_value_key(st.just(3)))
    return _call(draw, "GroupQueryAttention", with_one_odd(draw, config), given)


CASES: dict[str, Any] = {
    "Attention": scored("Attention"),
    "AdditiveAttention": scored("AdditiveAttention"),
    "MultiHeadAttention": multi_head(),
    "GroupQueryAttention": grouped(),
}
