from typing import Any

import pytest

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.layers import (
    AdditiveAttention,
    Attention,
    GroupQueryAttention,
    MultiHeadAttention,
)
from kerascheck.values import Spec, UndeterminedError, Unknown
from tests.facts.trace_of import facts
from tests.keras_api.layers.oracle import SITE, T, case, ours
from tests.keras_api.layers.refusal import refused

QUERY, VALUE = T((None, 5, 16)), T((None, 9, 12))
X = Spec((None, 5, 16))


@pytest.mark.parametrize(
    ("config", "count", "last"),
    [
        ({}, 16 * 6 + 6 + 2 * (12 * 6 + 6) + 6 * 16 + 16, 16),
        ({"use_bias": False}, 16 * 6 + 2 * 12 * 6 + 6 * 16, 16),
        ({"value_dim": 5}, 16 * 6 + 6 + 12 * 6 + 6 + 12 * 10 + 10 + 10 * 16 + 16, 16),
        ({"output_shape": 7}, 16 * 6 + 6 + 2 * (12 * 6 + 6) + 6 * 7 + 7, 7),
        ({"use_gate": True}, 2 * (16 * 6 + 6) + 2 * (12 * 6 + 6) + 6 * 16 + 16, 16),
    ],
)
def test_cross_attention_projects_query_and_value(
    config: dict[str, Any], count: int, last: int
) -> None:
    config = {"num_heads": 2, "key_dim": 3, **config}
    outcome = ours(case("MultiHeadAttention", config, QUERY, VALUE))
    assert (outcome.shapes, outcome.trainable) == (((None, 5, last),), count)


def test_scores_come_second_where_they_are_asked_for() -> None:
    config = {"num_heads": 2, "key_dim": 3}
    outcome = ours(case("MultiHeadAttention", config, QUERY, QUERY, return_attention_scores=True))
    assert outcome.shapes == ((None, 5, 16), (None, 2, 5, 5))


def test_unknown_heads_give_a_shape_but_no_count() -> None:
    layer = MultiHeadAttention(Unknown("a setting"), 3, site=SITE)
    layer.check()
    assert graph.call(layer, (X, X), {}).dims == (None, 5, 16)
    count = tables.total(tables.weights(layer, (X, X), {}))
    assert isinstance(count, Unknown)
    assert count.why == "a setting"


def test_self_attention_needs_its_input_twice() -> None:
    error = refused(MultiHeadAttention(2, 3, site=SITE), X)
    assert error.kind == "inputs"
    assert "(x, x)" in error.help


def test_values_and_keys_have_one_length() -> None:
    layer = MultiHeadAttention(2, 3, site=SITE)
    assert refused(layer, X, X, Spec((None, 6, 16))).kind == "merge"


@pytest.mark.parametrize(
    ("config", "argument"),
    [
        ({"num_heads": 0}, "num_heads"),
        ({"key_dim": 2.0}, "key_dim"),
        ({"value_dim": -1}, "value_dim"),
        ({"attention_axes": "1"}, "attention_axes"),
        ({"sliding_window": 0}, "sliding_window"),
        ({"flash_attention": True, "dropout": 0.1}, "dropout"),
    ],
)
def test_multi_head_attention_refuses_arguments(config: dict[str, Any], argument: str) -> None:
    error = refused(MultiHeadAttention(**{"num_heads": 2, "key_dim": 3, **config}, site=SITE))
    assert (error.kind, error.argument) == ("argument", argument)


def test_an_attention_axis_must_be_there() -> None:
    assert refused(MultiHeadAttention(2, 3, attention_axes=9, site=SITE), X, X).kind == "rank"


def test_groups_share_keys_and_values() -> None:
    config = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
    outcome = ours(case("GroupQueryAttention", config, QUERY, T((None, 9, 16))))
    assert outcome.shapes == ((None, 5, 16),)
    assert outcome.trainable == (16 * 12 + 12) + 2 * (16 * 6 + 6) + (12 * 16 + 16)


def test_query_heads_are_a_multiple_of_those_of_the_keys() -> None:
    error = refused(GroupQueryAttention(3, 4, 3, site=SITE))
    assert (error.kind, error.argument) == ("argument", "num_query_heads")


def test_query_and_value_of_groups_have_one_width() -> None:
    assert refused(GroupQueryAttention(3, 4, 2, site=SITE), X, Spec((None, 9, 12))).kind == "merge"


@pytest.mark.parametrize(
    ("layer", "config", "count"),
    [
        ("Attention", {}, 0),
        ("Attention", {"use_scale": True}, 1),
        ("Attention", {"use_scale": True, "score_mode": "concat"}, 2),
        ("AdditiveAttention", {}, 16),
        ("AdditiveAttention", {"use_scale": False}, 0),
    ],
)
def test_attention_is_as_wide_as_its_values(layer: str, config: dict[str, Any], count: int) -> None:
    outcome = ours(case(layer, config, [QUERY, VALUE], return_attention_scores=True))
    assert outcome.shapes == ((None, 5, 12), (None, 5, 9))
    assert outcome.trainable == count


@pytest.mark.parametrize("args", [(X,), (X, X), ((X, X),), ([X],), ([X] * 4,)])
def test_attention_takes_a_list_of_two_or_three(args: Any) -> None:
    for layer in (Attention(site=SITE), AdditiveAttention(site=SITE)):
        error = refused(layer, *args)
        assert error.kind == "inputs"
        assert f"`{layer.kind}()([query, value])`" in error.help


def test_unknown_inputs_are_not_refused() -> None:
    for layer in (Attention(site=SITE), AdditiveAttention(site=SITE)):
        for given in (Unknown("from elsewhere"), [X, Unknown("from elsewhere")]):
            with pytest.raises(UndeterminedError, match="from elsewhere"):
                graph.call(layer, (given,), {})
    with pytest.raises(UndeterminedError, match="from elsewhere"):
        graph.call(MultiHeadAttention(2, 3, site=SITE), (X, Unknown("from elsewhere")), {})


def test_a_transformer_block_has_the_parameters_that_keras_counts() -> None:
    found = facts(
        """
        x = keras.Input((None, 16))
        y, scores = layers.MultiHeadAttention(2, 8)(x, x, return_attention_scores=True)
        z = layers.LayerNormalization()(x + y)
        m = keras.Model(x, [layers.Dense(4)(z), scores])
        """
    )
    assert not found.faults
    rows = {row.part.kind: row for row in tables.table(found.models[0])}
    assert rows["MultiHeadAttention"].count == 4 * (16 * 16 + 16)
    assert rows["Dense"].count == 68
    scores = found.models[0].outputs[1]
    assert not isinstance(scores, Unknown)
    assert scores.spec.dims == (None, 2, None, None)
