"""Functions on tensors against Keras and TensorFlow, over random calls."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.keras_api.ops import cases, oracle

CASES: dict[str, Any] = cases.every()
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]
UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_function_gives_what_the_library_gives(name: str) -> None:
    _compare(name, 15)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
def test_a_function_gives_what_the_library_gives_in_many_cases(name: str) -> None:
    _compare(name, 150)


def _compare(name: str, examples: int) -> None:
    pytest.importorskip("keras", minversion="3.0")

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=UNHURRIED)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        tried = data.draw(CASES[name])
        mine, theirs = oracle.ours(tried), oracle.real(tried)
        assert mine == theirs, f"{tried}\nours: {mine}\nthe library: {theirs}"

    agree()
