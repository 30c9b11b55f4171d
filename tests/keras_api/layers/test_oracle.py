"""Every layer against Keras itself, over random calls; skipped where Keras is not installed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kerascheck.keras_api.layers import ALIASES, LAYERS, REMOVED
from tests.keras_api.layers import cases, graphs, oracle

CASES = cases.every()
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]
UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("layer", sorted(CASES))
def test_a_layer_gives_what_keras_gives(layer: str) -> None:
    _compare(layer, 20)


@pytest.mark.slow
@pytest.mark.parametrize("layer", sorted(CASES))
def test_a_layer_gives_what_keras_gives_in_many_cases(layer: str) -> None:
    _compare(layer, 200)


def _compare(layer: str, examples: int) -> None:
    pytest.importorskip("keras", minversion="3.0")

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=UNHURRIED)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        tried = data.draw(CASES[layer])
        mine, theirs = oracle.ours(tried), oracle.keras(tried)
        assert mine == theirs, f"{tried}\nours: {mine} {mine.error}\nKeras: {theirs} {theirs.error}"

    agree()


def test_a_graph_has_the_layers_of_keras_in_its_order() -> None:
    _compare_graphs(30)


@pytest.mark.slow
def test_many_graphs_have_the_layers_of_keras_in_its_order() -> None:
    _compare_graphs(400)


def _compare_graphs(examples: int) -> None:
    pytest.importorskip("keras", minversion="3.0")

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=UNHURRIED)
    @given(graphs.GRAPHS)
    def agree(tried: graphs.Graph) -> None:
        assert graphs.ours(tried) == graphs.keras(tried)

    agree()


def test_every_layer_of_keras_is_tried() -> None:
    names = LAYERS.keys() - ALIASES.keys() - REMOVED
    assert names - CASES.keys() - WITHOUT_A_CASE.keys() == set()
    assert WITHOUT_A_CASE.keys() <= names - CASES.keys()


WITHOUT_A_CASE: dict[str, str] = {
    "FlaxLayer": "needs Flax, and a module of it",
    "JaxLayer": "its function is JAX code, whose shapes only JAX knows",
    "TFSMLayer": "needs a SavedModel on disk",
    "TorchModuleWrapper": "needs PyTorch, and a module of it",
    "Wrapper": "has no call of its own, so Keras cannot call it either",
}
"""Layers that cannot be tried alone, with the reason."""
