from typing import Any

import pytest

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.layers import (
    GRU,
    LSTM,
    RNN,
    Bidirectional,
    Dense,
    SimpleRNN,
    TimeDistributed,
)
from kerascheck.values import BuildError, Layer, Spec, Tensor, UndeterminedError, Unknown
from tests.facts.trace_of import facts
from tests.keras_api.layers.oracle import SITE, Made, T, case, ours
from tests.keras_api.layers.refusal import refused

WEEK = T((None, 5, 7))
OPEN = T((None, None, 7))


def parameters(layer: Layer, *args: Any) -> Any:
    return tables.total(tables.weights(layer, args, {}))


@pytest.mark.parametrize(
    ("layer", "config", "count"),
    [
        ("GRU", {}, 270),
        ("GRU", {"reset_after": False}, 252),
        ("GRU", {"use_bias": False}, 234),
        ("SimpleRNN", {}, 84),
        ("LSTM", {}, 336),
        ("LSTM", {"use_bias": False}, 312),
    ],
)
def test_a_recurrent_layer_has_kernels_for_its_gates(
    layer: str, config: dict[str, Any], count: int
) -> None:
    outcome = ours(case(layer, {"units": 6, **config}, WEEK))
    assert (outcome.shapes, outcome.trainable) == (((None, 6),), count)


def test_bidirectional_has_the_weights_of_two_layers() -> None:
    outcome = ours(case("Bidirectional", {"layer": Made("LSTM", {"units": 6})}, WEEK))
    assert (outcome.shapes, outcome.trainable) == (((None, 12),), 672)


def test_the_layer_that_is_wrapped_is_not_one_of_the_two() -> None:
    inner = LSTM(6, site=SITE)
    both = Bidirectional(inner, site=SITE)
    args = (Spec((None, 5, 7)),)
    owned = [*tables.weights(inner, args, {}), *tables.weights(both, args, {})]
    assert tables.total(owned) == 3 * 336


def test_the_text_generator_has_over_a_million_parameters() -> None:
    found = facts(
        "m = keras.Sequential([keras.Input((2, 50)), layers.LSTM(512, return_sequences=True), "
        "layers.Dense(50)])"
    )
    assert tables.totals(tables.table(found.models[0])).all == 1_178_674


@pytest.mark.parametrize("layer", ["SimpleRNN", "GRU", "LSTM"])
def test_an_open_time_axis_stays_open(layer: str) -> None:
    outcome = ours(case(layer, {"units": 6, "return_sequences": True}, OPEN))
    assert outcome.shapes == ((None, None, 6),)


def test_unknown_units_stay_unknown_and_keep_their_reason() -> None:
    units = Unknown("read from a file")
    layer = LSTM(units, return_sequences=True, return_state=True, site=SITE)
    layer.check()
    made, *states = graph.call(layer, (Spec((None, 5, 7)),), {})
    assert made.dims[:2] == (None, 5)
    assert all(spec.dims[-1] is units for spec in (made, *states))
    count = parameters(layer, Spec((None, 5, 7)))
    assert isinstance(count, Unknown)
    assert count.why == "read from a file"


def test_unknown_return_sequences_make_the_rank_unknown() -> None:
    layer = LSTM(6, return_sequences=Unknown("an argument"), site=SITE)
    with pytest.raises(UndeterminedError, match="an argument"):
        graph.call(layer, (Spec((None, 5, 7)),), {})
    assert parameters(layer, Spec((None, 5, 7))) == 336


def test_an_unknown_input_is_not_refused() -> None:
    with pytest.raises(UndeterminedError, match="from elsewhere"):
        graph.call(LSTM(6, site=SITE), (Unknown("from elsewhere"),), {})


@pytest.mark.parametrize(
    ("shape", "help"),
    [
        ((None, 7), "`return_sequences=True`"),
        ((None, 7), "`Reshape((7, 1))`"),
        ((None, 26, 26, 32), "`Reshape((26, 832))`"),
        ((None, 26, 26, 32), "TimeDistributed"),
        ((None, 9, 26, 26, 32), "TimeDistributed"),
    ],
)
def test_another_rank_is_refused_with_a_way_out(shape: tuple[int | None, ...], help: str) -> None:
    error = refused(GRU(6, site=SITE), Spec(shape))
    assert error.kind == "rank"
    assert f"gets {len(shape)}-D" in error.problem
    assert help in error.help


def test_states_in_the_list_of_inputs_belong_into_initial_state() -> None:
    state = Spec((None, 6))
    error = refused(LSTM(6, site=SITE), [Spec((None, 5, 7)), state, state])
    assert error.kind == "inputs"
    assert "initial_state=[h, c]" in error.help


@pytest.mark.parametrize("units", [0, -3, 2.5, "6"])
def test_units_must_be_a_positive_integer(units: Any) -> None:
    error = refused(SimpleRNN(units, site=SITE))
    assert (error.kind, error.argument) == ("argument", "units")


def test_a_stateful_layer_needs_the_batch_size() -> None:
    assert refused(LSTM(6, stateful=True, site=SITE), Spec((None, 5, 7))).kind == "dimension"
    assert graph.call(LSTM(6, stateful=True, site=SITE), (Spec((2, 5, 7)),), {}).dims == (2, 6)


def test_states_come_as_keras_returns_them() -> None:
    made = graph.call(LSTM(6, return_state=True, site=SITE), (Spec((None, 5, 7)),), {})
    assert isinstance(made, tuple)
    assert [spec.dims for spec in made] == [(None, 6)] * 3


def test_a_stack_of_cells_returns_a_list_for_each_cell_with_several_states() -> None:
    cells = [Made("LSTMCell", {"units": 3}), Made("GRUCell", {"units": 4})]
    outcome = ours(case("RNN", {"cell": cells, "return_state": True}, WEEK))
    assert outcome.shapes == ((None, 4), (None, 3), (None, 3), (None, 4))
    assert outcome.trainable == 132 + 108


def test_a_layer_is_no_cell() -> None:
    error = refused(RNN(LSTM(6, site=SITE), site=SITE))
    assert "`LSTMCell(…)`" in error.help


def test_a_cell_of_the_script_is_not_guessed() -> None:
    layer = RNN(Unknown("a cell of the script"), site=SITE)
    with pytest.raises(UndeterminedError, match="a cell of the script"):
        graph.call(layer, (Spec((None, 5, 7)),), {})


@pytest.mark.parametrize(
    ("mode", "shapes"),
    [
        ("concat", [(None, 12)]),
        ("sum", [(None, 6)]),
        ("ave", [(None, 6)]),
        ("mul", [(None, 6)]),
        (None, [(None, 6), (None, 6)]),
    ],
)
def test_bidirectional_merges_as_it_is_told(mode: str | None, shapes: list[Any]) -> None:
    config = {"layer": Made("GRU", {"units": 6, "return_state": True}), "merge_mode": mode}
    assert list(ours(case("Bidirectional", config, WEEK)).shapes) == [*shapes, *[(None, 6)] * 2]


@pytest.mark.parametrize(
    ("config", "argument"),
    [
        ({"layer": Dense(3, site=SITE)}, "layer"),
        ({"layer": None}, "layer"),
        ({"layer": Tensor(Dense(3, site=SITE), (), SITE)}, "layer"),
        ({"layer": LSTM(3, site=SITE), "merge_mode": "max"}, "merge_mode"),
        ({"layer": LSTM(3, go_backwards=True, site=SITE)}, "layer"),
        ({"layer": LSTM(3, site=SITE), "backward_layer": LSTM(3, site=SITE)}, "layer"),
        ({"layer": LSTM(3, site=SITE), "backward_layer": Dense(3, site=SITE)}, "backward_layer"),
    ],
)
def test_bidirectional_refuses_what_cannot_run_both_ways(
    config: dict[str, Any], argument: str
) -> None:
    error = refused(Bidirectional(site=SITE, **config))
    assert (error.kind, error.argument) == ("argument", argument)


def test_time_distributed_puts_the_time_axis_back() -> None:
    config = {"layer": Made("LSTM", {"units": 6})}
    outcome = ours(case("TimeDistributed", config, T((None, None, 5, 7))))
    assert (outcome.shapes, outcome.trainable) == (((None, None, 6),), 336)


def test_time_distributed_needs_a_time_axis_and_a_layer() -> None:
    inner = Dense(3, site=SITE)
    assert refused(TimeDistributed(inner, site=SITE), Spec((None, 7))).kind == "rank"
    tensor = Tensor(inner, (), SITE)
    assert "TimeDistributed(layer)(x)" in refused(TimeDistributed(tensor, site=SITE)).help


def test_a_frozen_layer_is_frozen_in_its_wrapper() -> None:
    inner = {"units": 3, "trainable": False}
    for wrapper in ("TimeDistributed", "Bidirectional"):
        layer = "Dense" if wrapper == "TimeDistributed" else "LSTM"
        outcome = ours(case(wrapper, {"layer": Made(layer, inner)}, WEEK))
        assert outcome.trainable == 0
        assert outcome.frozen > 0


def test_a_model_at_each_step_counts_its_own_frozen_layers() -> None:
    found = facts(
        """
        inner = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(4)])
        inner.layers[1].trainable = False
        x = keras.Input((5, 8, 8, 1))
        y = layers.Dense(2)(layers.LSTM(3)(layers.TimeDistributed(inner)(x)))
        m = keras.Model(x, y)
        """
    )
    rows = tables.table(found.models[-1])
    assert [str(row.output) for row in rows] == [
        "(None, 5, 8, 8, 1)", "(None, 5, 4)", "(None, 3)", "(None, 2)"
    ]  # fmt: skip
    counts = tables.totals(rows)
    assert (counts.frozen, counts.trainable) == (260, 96 + 8)


def test_the_states_of_an_encoder_reach_the_decoder() -> None:
    found = facts(
        """
        x = keras.Input((None, 7))
        out, h, c = layers.LSTM(4, return_state=True)(x)
        y = keras.Input((None, 9))
        seq, _, _ = layers.LSTM(4, return_sequences=True, return_state=True)(
            y, initial_state=[h, c])
        m = keras.Model([x, y], layers.Dense(9)(seq))
        """
    )
    model = found.models[0]
    assert not found.faults
    assert not model.gaps
    assert tables.totals(tables.table(model)).all == 192 + 224 + 45
    assert isinstance(model.outputs[0], Tensor)
    assert model.outputs[0].spec.dims == (None, None, 9)


def test_what_keras_refuses_has_no_weights() -> None:
    for layer in (LSTM(6, site=SITE), Bidirectional(GRU(6, site=SITE), site=SITE)):
        with pytest.raises(BuildError, match="3-D"):
            parameters(layer, Spec((None, 7)))


def test_a_stateful_model_that_is_built_by_fit_gets_batches_of_a_size() -> None:
    fit = """
        m.compile("sgd", "mse")
        m.fit(np.zeros((8, 5, 3)), np.zeros((8, 1)), batch_size=2)
        """
    built = "m = keras.Sequential([layers.LSTM(4, stateful=True), layers.Dense(1)])"
    assert not facts(f"{built}{fit}".replace("\n        ", "\n")).faults
    open_batch = built.replace("[", "[keras.Input((5, 3)), ")
    assert [fault.kind for fault in facts(open_batch).faults] == ["dimension"]
