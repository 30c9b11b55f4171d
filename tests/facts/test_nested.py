"""Models in models: what the inner ones are built for, and which layers a subclass has."""

from kerascheck.keras_api import tables
from kerascheck.values import Model, Unknown
from tests.facts.trace_of import facts, world


def totals(model: Model) -> object:
    """All parameters of a model."""
    return tables.totals(tables.table(model)).all


def test_models_in_a_sequential_are_built_with_it() -> None:
    code = """
    class Block(keras.Model):
        def __init__(self):
            super().__init__()
            self.body = keras.Sequential([layers.Dense(3)])

        def call(self, x):
            return self.body(x)

    whole = keras.Sequential()
    whole.add(Block())
    whole.build((None, 5))
    """
    models = {model.name: model for model in facts(code).models}
    assert [totals(models[name]) for name in ("whole", "self.body")] == [18, 18]
    assert [totals(model) for model in models.values()] == [18, 18, 18]


def test_a_subclass_in_a_sequential_brings_no_input_shape_of_its_own() -> None:
    code = """
    class Block(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(3)

        def call(self, x):
            return self.dense(x)

    whole = keras.Sequential([Block()])
    """
    assert [model.entry for model in facts(code).models if model.name == "whole"] == [None]


SUBCLASS = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = {"first": [layers.Dense(4)]}
        self.out = layers.Dense(2)
        self.rebuilt = layers.Dense(3)

    def build(self, shape):
        self.scale = layers.Dense(shape[-1])

    def call(self, x):
        hidden = self.hidden["first"][0](x)
        self.add_loss(keras.ops.mean(self.rebuilt(hidden) - x))
        hidden = layers.Dropout(0.5)(hidden)
        return self.out(layers.concatenate([self.scale(x), hidden]))

net = Net()
net(keras.Input((3,)))
"""


def test_a_subclass_has_the_layers_it_holds_and_not_those_that_its_call_makes() -> None:
    found = facts(SUBCLASS).models[-1]
    rows = {row.part.kind + str(row.output): row.count for row in tables.table(found)}
    rows.pop("InputLayer(None, 3)")
    assert rows == {"Dense(None, 4)": 16, "Dense(None, 3)": 15, "Dense(None, 2)": 16}
    assert totals(found) == 16 + 15 + 12 + 16


def test_what_a_subclass_calls_and_does_not_hold_is_not_part_of_it() -> None:
    code = "outside = keras.Sequential([layers.Dense(3)])" + SUBCLASS.replace(
        "self.out(", "self.out(keras.ops.sum(outside(x)) + "
    )
    models = facts(code).models
    assert [totals(model) for model in models if model.name in ("outside", "net")] == [12, 59]


def test_a_layer_that_is_held_and_never_called_is_not_known() -> None:
    code = SUBCLASS.replace("self.add_loss(keras.ops.mean(self.rebuilt(hidden) - x))", "pass")
    table = tables.table(facts(code).models[-1])
    assert [row.unknown is None for row in table] == [True] * 4 + [False]


def test_a_layer_of_the_script_is_built_for_the_first_shape_that_is_known() -> None:
    code = """
    class Own(layers.Layer):
        def __init__(self):
            super().__init__()
            self.gain = self.add_weight(shape=())

        def build(self, shape):
            self.kernel = self.add_weight(shape=(shape[-1], 5))

        def call(self, x):
            return x @ self.kernel * self.gain

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.own = Own()

        def call(self, x):
            return self.own(x)

    net = Net()
    net.build((None, 3))
    """
    assert totals(facts(code).models[-1]) == 16


def test_nothing_flows_past_layers_that_are_not_known() -> None:
    code = """
    import somewhere
    model = keras.Sequential(somewhere.layers)
    model.add(layers.Dense(1))
    model.fit(np.zeros((5, 3)), np.zeros((5, 1)))
    """
    rows = tables.table(facts(code).models[-1])
    assert [row.unknown is None for row in rows] == [False, False]


def test_a_model_is_built_for_the_batches_that_a_loop_counts() -> None:
    code = """
    import tensorflow as tf
    data = tf.data.Dataset.from_tensor_slices((np.zeros((9, 5)), np.zeros(9))).batch(3)
    model = keras.Sequential([layers.Dense(2)])
    for step, (x, y) in enumerate(data, 1):
        model(x)
    """
    assert totals(facts(code).models[-1]) == 12


def test_a_layer_whose_attribute_is_given_another_stays_part_of_a_model() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = layers.Dense(4)
            self.head = layers.Dense(2)

        def call(self, x):
            return self.head(x)

    net = Net()
    net(keras.Input((3,)))
    """
    rows = tables.table(facts(code).models[-1])
    assert [str(row.count) for row in rows] == ["0", "8", "?"]


OUTER = """
base = keras.applications.VGG16(include_top=False)
base.trainable = False
inputs = keras.Input((64, 64, 3))
outputs = layers.Dense(2)(layers.GlobalAveragePooling2D()(base(inputs, training=False)))
outer = keras.Model(inputs, outputs)
"""


def test_a_network_inside_of_a_model_can_be_thawed_by_way_of_it() -> None:
    for way in ("outer.layers[1]", 'outer.get_layer("vgg16")', "outer.get_layer(index=1)"):
        code = f"inner = {way}\ninner.trainable = True\n"
        code += "for layer in inner.layers[:-3]:\n    layer.trainable = False\n"
        models = [model for model in facts(OUTER + code).models if model.kind == "Functional"]
        sums = tables.totals(tables.table(models[-1]))
        assert (sums.trainable, sums.frozen) == (4719616 + 1026, 14714688 - 4719616), way


BASE = """
base = keras.applications.VGG16(include_top=False)
base.trainable = True
unfrozen = False
for layer in base.layers:
    CONDITION
        unfrozen = True
    layer.trainable = unfrozen
"""


def test_layers_are_frozen_by_name() -> None:
    for condition in ('if layer.name == "block5_conv1":', 'if layer.name in ["block5_conv1"]:'):
        table = tables.totals(tables.table(facts(BASE.replace("CONDITION", condition)).models[-1]))
        assert (table.trainable, table.frozen) == (7079424, 7635264)


def test_a_name_that_keras_makes_may_be_any_of_that_class() -> None:
    code = """
    layer = layers.Dense(3)
    model = keras.Sequential([keras.Input((1,)), layers.Dense(7 if CONDITION else 1)])
    """
    for condition, open_ones in {
        'layer.name != "conv2d"': 0,
        '"dense_a" != layer.name': 0,
        'layer.name not in ["dense_a", "conv2d_3"]': 0,
        'layer.name == "dense"': 1,
        'layer.name in ("dense_a", "dense_7")': 1,
    }.items():
        found = world(code.replace("CONDITION", condition))
        assert len(found.decisions) == open_ones, condition
        if not open_ones:
            assert totals(found.facts.models[-1]) == 14


def test_a_model_may_make_weights_of_its_own() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.shift = self.add_weight(shape=(), trainable=False)
            self.out = layers.Dense(2)

        def build(self, shape):
            self.kernel = self.add_weight(name="kernel", shape=(shape[-1], 4))

        def call(self, x):
            return self.out(keras.ops.matmul(x, self.kernel) + self.shift)

    net = Net()
    net(keras.Input((3,)))
    """
    sums = tables.totals(tables.table(facts(code).models[-1]))
    assert (sums.trainable, sums.frozen) == (12 + 10, 1)


DERIVED = """
class Own(layers.Conv2D):
    BODY

model = keras.Sequential([keras.Input((8, 8, 1)), Own(3, 3, padding="same")])
"""


def test_a_class_that_derives_from_another_layer_has_its_weights() -> None:
    for body, expected in {
        "pass": ("(None, 8, 8, 3)", 30),
        "def call(self, x):\n        return super().call(2 * x)": ("(None, 8, 8, 3)", 30),
        "def call(self, x):\n        return keras.ops.relu(x)": ("(None, 8, 8, 1)", 30),
        "def __init__(self, a, b, padding):\n        super().__init__(2 * a, b, padding=padding)": (
            "(None, 8, 8, 6)",
            60,
        ),
        "def build(self, shape):\n        self.own = self.add_weight(shape=(7,))\n"
        "        super().build(shape)": ("(None, 8, 8, 3)", 37),
        "def build(self, shape):\n        self.own = self.add_weight(shape=(7,))\n"
        "    def call(self, x):\n        return x": ("(None, 8, 8, 1)", 7),
    }.items():
        row = tables.table(facts(DERIVED.replace("BODY", body)).models[-1])[-1]
        assert (str(row.output), row.count) == expected, body


def test_a_class_whose_base_is_made_of_unknown_arguments_has_no_known_weights() -> None:
    body = "def __init__(self, *args, padding):\n        super().__init__(**unknown)"
    row = tables.table(facts(DERIVED.replace("BODY", body)).models[-1])[-1]
    assert isinstance(row.count, Unknown)
