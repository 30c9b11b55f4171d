"""The shapes and weights that the trace finds: of models, of the script's own layers, over time."""

import pytest

from kerascheck.keras_api import tables
from kerascheck.values import Model, Spec
from tests.facts.trace_of import facts
from tests.rules.found import levels


def model(code: str) -> Model:
    """The last model of a program."""
    return facts(code).models[-1]


def shapes(code: str) -> list[str]:
    """The output shape of each layer of the last model."""
    return [str(row.output) for row in tables.table(model(code))]


def counts(code: str) -> tuple[object, object]:
    """The trainable and the other parameters of the last model."""
    totals = tables.totals(tables.table(model(code)))
    return totals.trainable, totals.frozen


def test_shapes_flow_through_a_sequential() -> None:
    code = """
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
    """
    assert shapes(code) == ["(None, 28, 28)", "(None, 784)", "(None, 10)"]
    assert counts(code) == (7850, 0)


def test_the_first_layer_may_bring_the_input_shape() -> None:
    for argument in ("input_shape=(5,)", "input_dim=5", "batch_input_shape=(None, 5)"):
        assert counts(f"m = keras.Sequential([layers.Dense(3, {argument})])") == (18, 0)


def test_a_model_without_input_shape_is_built_by_fit() -> None:
    code = """
    m = keras.Sequential([layers.Dense(3)])
    m.compile("adam", "mse")
    m.fit(np.zeros((100, 5)), np.zeros((100, 3)))
    """
    assert counts(code) == (18, 0)


def test_without_any_input_shape_nothing_is_known() -> None:
    code = "m = keras.Sequential([layers.Dense(3)])"
    row = tables.table(model(code))[0]
    assert row.unknown is not None
    assert row.unknown.why == "the model has no input shape"


def test_a_size_that_numpy_makes_of_an_unknown_number_is_unknown() -> None:
    code = """
    n = wanted()
    x = keras.Input((n, n, 3))
    frames = layers.Reshape((1, np.int32(n / 2), np.int32(n / 2), 12))(x)
    m = keras.Model(x, layers.ConvLSTM2D(4, 3)(frames))
    """
    assert shapes(code)[1] == "(None, 1, ?, ?, 12)"
    assert levels("KC505", code.replace("\n    ", "\n")) == []


def test_a_dimension_that_is_not_known_keeps_its_reason() -> None:
    code = """
    import sys
    n = int(sys.argv[1])
    m = keras.Sequential([keras.Input((4,)), layers.Dense(n), layers.Dense(2)])
    """
    assert shapes(code) == ["(None, 4)", "(None, ?)", "(None, 2)"]
    row = tables.table(model(code))[1]
    assert row.unknown is not None


def test_a_nested_model_is_built_by_its_call() -> None:
    code = """
    inner = keras.Sequential([layers.Dense(3), layers.Dense(4)])
    i = keras.Input((9,))
    outer = keras.Model(i, layers.Dense(2)(inner(i)))
    """
    assert counts(code) == (9 * 3 + 3 + 3 * 4 + 4 + 4 * 2 + 2, 0)


def test_a_shared_layer_counts_once() -> None:
    code = """
    shared = layers.Dense(4)
    a, b = keras.Input((4,)), keras.Input((4,))
    m = keras.Model([a, b], [shared(a), shared(shared(b))])
    """
    assert counts(code) == (20, 0)


def test_a_shared_layer_in_two_nested_models_counts_once() -> None:
    code = """
    shared = layers.Dense(4)
    first = keras.Sequential([keras.Input((4,)), shared])
    second = keras.Sequential([keras.Input((4,)), shared])
    i = keras.Input((4,))
    m = keras.Model(i, second(first(i)))
    """
    assert counts(code) == (20, 0)


def test_a_functional_model_is_called_with_other_shapes() -> None:
    code = """
    i = keras.Input((None, 3))
    inner = keras.Model(i, layers.Dense(5)(i))
    j = keras.Input((7, 3))
    m = keras.Model(j, layers.Flatten()(inner(j)))
    """
    assert shapes(code)[1:] == ["(None, 7, 5)", "(None, 35)"]


def test_a_layer_class_of_the_script_is_followed() -> None:
    code = """
    class Block(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)
            self.flat = layers.Flatten()
        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1], 7), trainable=False)
        def call(self, x, training=False):
            return self.dense(self.flat(x))
    i = keras.Input((4, 4))
    m = keras.Model(i, Block(5)(i))
    """
    assert shapes(code)[1] == "(None, 5)"
    assert counts(code) == (16 * 5 + 5, 28)


def test_a_lambda_is_followed() -> None:
    code = """
    i = keras.Input((4, 4))
    m = keras.Model(i, layers.Lambda(lambda x: layers.Flatten()(x))(i))
    """
    assert shapes(code)[1] == "(None, 16)"


def test_a_subclassed_model_is_followed_again_once_its_input_is_known() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = layers.Dense(4)
            self.out = layers.Dense(7)
        def call(self, x):
            return self.out(self.hidden(x))
    net = Net()
    net.build((None, 12))
    """
    assert counts(code) == (12 * 4 + 4 + 4 * 7 + 7, 0)


def test_what_is_frozen_does_not_train() -> None:
    start = """
    m = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
    """
    assert counts(start + "m.layers[0].trainable = False\n") == (8, 15)
    assert counts(start + "m.trainable = False\n") == (0, 23)
    assert counts(start + "for layer in m.layers[:-1]:\n        layer.trainable = False\n") == (
        8,
        15,
    )
    assert counts("m = keras.Sequential([layers.Dense(3, trainable=False, input_dim=2)])") == (0, 9)


def test_a_compiled_model_keeps_what_was_frozen_when_it_was_compiled() -> None:
    code = """
    m = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    m.trainable = False
    m.compile("adam", "mse")
    m.trainable = True
    """
    compiled = facts(code).compiles[0].model
    totals = tables.totals(tables.table(compiled))
    assert (totals.trainable, totals.frozen) == (0, 15)
    assert counts(code) == (15, 0)


def test_settings_of_the_script_hold_for_its_layers() -> None:
    code = """
    keras.config.set_image_data_format("channels_first")
    keras.mixed_precision.set_global_policy("mixed_float16")
    m = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Flatten()])
    """
    rows = tables.table(model(code))
    assert [row.output.dtype for row in rows[1:]] == ["float16", "float16"]
    assert tables.totals(rows).bytes == 15 * 4
    assert getattr(rows[2].part, "data_format", None) == "channels_first"


def test_what_keras_refuses_is_found_where_it_happens() -> None:
    code = """
    i = keras.Input((4,))
    x = layers.Dense(3)(i)
    bad = layers.Dense(0)
    m = keras.Sequential([keras.Input((784)), layers.Dense(2)])
    """
    assert [fault.kind for fault in facts(code).faults] == ["argument", "input-shape"]


def test_a_thousand_layers_are_no_trouble() -> None:
    code = """
    x = i = keras.Input((4,))
    for _ in range(1000):
        x = layers.Dense(4)(x)
    m = keras.Model(i, x)
    """
    assert counts(code) == (20_000, 0)


def test_layers_stand_in_the_order_of_keras() -> None:
    code = """
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    short = layers.Dense(3, name="short")(b)
    long = layers.Dense(3, name="l2")(layers.Dense(3, name="l1")(a))
    m = keras.Model([a, b], layers.Add(name="sum")([long, short]))
    """
    names = [getattr(part, "extra", {}).get("name") for part in model(code).layers]
    # As `[layer.name for layer in m.layers]` gives it with Keras 3.15.
    assert names == ["a", "l1", "b", "l2", "short", "sum"]


def test_a_model_may_begin_at_the_output_of_a_layer() -> None:
    code = """
    i = keras.Input((4,))
    code = layers.Dense(2)(i)
    decoder = keras.Model(code, layers.Dense(4)(code))
    """
    assert [part.kind for part in model(code).layers] == ["InputLayer", "Dense"]
    assert counts(code) == (12, 0)


def test_a_tensor_is_written_in_one_line_however_large_its_graph() -> None:
    code = """
    x = i = keras.Input((4,))
    for _ in range(200):
        x = layers.Add()([x, x])
    m = keras.Model(i, x)
    """
    assert repr(model(code).outputs[0]) == "Tensor(Add: (None, 4))"


def test_an_argument_that_is_a_tensor_is_no_finding() -> None:
    assert facts("i = keras.Input((4,))\nlayers.Conv2D(i, 3)\n").faults == ()


@pytest.mark.parametrize(
    ("shape", "expected"),
    [("it[0][0].shape[1:]", (None, 64, 48, 3)), ("next(it)[0].shape[1:]", (None, 64, 48, 3))],
)
def test_an_item_of_an_iterator_is_a_batch(shape: str, expected: tuple[object, ...]) -> None:
    code = f"""
gen = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
it = gen.flow_from_directory("images", target_size=(64, 48), class_mode="binary")
m = keras.Sequential([keras.Input({shape}), layers.Flatten()])
"""
    [model] = facts(code).models
    assert isinstance(model.entry, Spec)
    assert model.entry.shape == expected


def test_a_dense_layer_over_time_reads_steps_of_its_input_dim() -> None:
    code = "m = keras.Sequential([layers.TimeDistributedDense(3, input_dim=5), layers.LSTM(2)])"
    assert shapes(code) == ["(None, None, 3)", "(None, 2)"]
