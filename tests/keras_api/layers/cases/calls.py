"""Strategies for calls: optional arguments, and layers that take one tensor or many."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.keras_api.layers.cases.shapes import OPEN, tensors
from tests.keras_api.layers.oracle import Case, case

CASES: dict[str, Any] = {}
DIMS = st.one_of(OPEN, st.just(0))
DTYPES = st.sampled_from(["float32", "float16", "float64", "int32", "uint8"])
POLICY = st.sampled_from(
    [None, None, "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"]
)
ANY = tensors(st.integers(0, 5), DIMS, DTYPES)
IMAGES = tensors(st.sampled_from([2, 3, 4, 4, 4, 5]), DIMS, DTYPES)
PAIR = st.lists(tensors(2), min_size=2, max_size=2)
"""Two tensors in a list, where most layers take one."""
MANY = st.one_of(ANY, ANY, PAIR, st.fixed_dictionaries({"a": tensors(2), "b": tensors(3)}))
"""For layers that take tensors in any structure."""


def mostly(usual: SearchStrategy[Any], odd: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Values that Keras takes, and now and then one that it may refuse."""
    return st.sampled_from([usual] * 6 + [odd]).flatmap(lambda chosen: chosen)


def configs(
    optional: Mapping[str, SearchStrategy[Any]],
    required: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[dict[str, Any]]:
    """Arguments of a layer, of which the optional ones may be left out."""
    return st.fixed_dictionaries(dict(required or {}), optional=dict(optional))


FORMAT = mostly(
    st.sampled_from([None, "channels_last", "channels_first"]),
    st.sampled_from(["Channels_First", "first", 3]),
)


def layer(
    name: str, config: SearchStrategy[dict[str, Any]], x: SearchStrategy[Any] = ANY
) -> SearchStrategy[Case]:
    """Calls of a layer with one argument."""
    return st.builds(lambda config, x: case(name, config, x), config, x)
