"""Strategies for what all families need: dimensions, shapes, tensors."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.oracle import T

SIZE = st.integers(1, 9)
OPEN = st.one_of(SIZE, st.none())
"""A dimension, sometimes one that Keras leaves open."""
CASES: dict[str, Any] = {}


def tensors(
    rank: int | SearchStrategy[int],
    dims: SearchStrategy[int | None] = SIZE,
    dtype: str | SearchStrategy[str] = "float32",
) -> SearchStrategy[T]:
    """Tensors of a rank, the batch axis included, which is mostly open."""
    ranks = st.just(rank) if isinstance(rank, int) else rank
    dtypes = st.just(dtype) if isinstance(dtype, str) else dtype
    batch = st.sampled_from([None, None, None, 2])
    shapes = ranks.flatmap(lambda n: st.tuples(batch, *[dims] * (n - 1)) if n else st.just(()))
    return st.builds(T, shapes, dtypes)
