import pytest

from kerascheck.keras_api.layers import Dense
from kerascheck.values import Model, Unknown
from tests.facts.trace_of import facts


def kinds(model: Model) -> list[str]:
    return [part.kind for part in model.layers]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "m = keras.Sequential([layers.Dense(4), layers.ReLU(), layers.Dense(1)])", id="a list"
        ),
        pytest.param(
            "m = keras.Sequential()\nfor part in (layers.Dense(4), layers.ReLU()):\n"
            "    m.add(part)\nm.add(layers.Dense(1))",
            id="added in a loop",
        ),
        pytest.param(
            "parts = [layers.Dense(4)]\nparts += [layers.ReLU()]\nparts.append(layers.Dense(1))\n"
            "m = keras.Sequential(parts)",
            id="a list built up",
        ),
        pytest.param(
            "m = keras.Sequential([*[layers.Dense(4)], layers.ReLU(), layers.Dense(1)])",
            id="an unpacked list",
        ),
        pytest.param(
            "m = keras.Sequential([layers.Dense(4), layers.ReLU(), layers.Dense(1), "
            "layers.Dense(9)])\nm.pop()",
            id="the last one popped",
        ),
        pytest.param(
            "def block(n):\n    return [layers.Dense(n), layers.ReLU()]\n"
            "m = keras.Sequential(block(4) + [layers.Dense(1)])",
            id="a helper that gives layers",
        ),
        pytest.param(
            "class Net:\n    def __init__(self):\n        self.m = keras.Sequential()\n"
            "        self.build()\n    def build(self):\n        self.m.add(layers.Dense(4))\n"
            "        self.m.add(layers.ReLU())\n        self.m.add(layers.Dense(1))\nNet()",
            id="an attribute filled by a method",
        ),
        pytest.param(
            "from tensorflow.keras.models import Sequential as S\n"
            "import tensorflow.keras.layers as L\n"
            "m = S([L.Dense(4), L.ReLU(), L.Dense(1)])",
            id="other spellings of the names",
        ),
        pytest.param(
            "from keras.models import *\nfrom keras.layers import *\n"
            "m = Sequential()\nm.add(Dense(4))\nm.add(ReLU())\nm.add(Dense(1))",
            id="star imports",
        ),
        pytest.param(
            "D = layers.Dense\nm = keras.Sequential([D(4), layers.ReLU(), D(1)])",
            id="a class bound to a name",
        ),
    ],
)
def test_layers_of_a_sequential_model_in_order(code: str) -> None:
    model = facts(code).models[0]
    assert kinds(model) == ["Dense", "ReLU", "Dense"]
    assert model.complete


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "i = keras.Input((8,))\nx = layers.Dense(4)(i)\nm = keras.Model(i, layers.Dense(1)(x))",
            id="positional",
        ),
        pytest.param(
            "i = keras.Input((8,))\nx = i\nx = layers.Dense(4)(x)\nx = layers.Dense(1)(x)\n"
            "m = keras.Model(inputs=[i], outputs=[x])",
            id="one name rebound, lists",
        ),
        pytest.param(
            "i = keras.layers.Input(shape=(8,))\n"
            "m = keras.models.Model(input=i, output=layers.Dense(1)(layers.Dense(4)(i)))",
            id="the argument names of Keras 1",
        ),
        pytest.param(
            "def head(x, n=1):\n    return layers.Dense(n)(x)\n"
            "i = keras.Input((8,))\nm = keras.Model(i, head(layers.Dense(4)(i)))",
            id="a helper on tensors",
        ),
    ],
)
def test_functional_models_have_the_layers_of_their_graph(code: str) -> None:
    model = facts(code).models[-1]
    assert kinds(model) == ["InputLayer", "Dense", "Dense"]
    assert model.complete


def test_a_shared_layer_is_in_the_model_once() -> None:
    code = """
    a, b = keras.Input((4,)), keras.Input((4,))
    shared = layers.Dense(3)
    m = keras.Model([a, b], layers.concatenate([shared(a), shared(b)]))
    """
    assert kinds(facts(code).models[0]) == ["InputLayer", "InputLayer", "Dense", "Concatenate"]


def test_a_subclassed_model_is_followed_through_its_call() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self, n):
            super().__init__()
            self.hidden = layers.Dense(4)
            self.out = layers.Dense(n)
        def call(self, x):
            return self.out(self.hidden(x))
    net = Net(7)
    net.compile("adam", "mse")
    """
    training = facts(code).trainings[0]
    assert training.output.units == 7


def test_layers_added_in_a_loop_of_unknown_length_leave_a_gap() -> None:
    code = """
    m = keras.Sequential()
    for n in open("sizes"):
        m.add(layers.Dense(n))
    m.add(layers.Dense(3, activation="softmax"))
    m.compile("adam", "mse")
    """
    seen = facts(code)
    assert not seen.models[0].complete
    assert seen.trainings[0].output.units == 3


@pytest.mark.parametrize(
    ("last", "activation", "units"),
    [
        pytest.param("layers.Dense(3, activation='softmax')", "softmax", 3, id="an argument"),
        pytest.param("layers.Dense(3, 'sigmoid')", "sigmoid", 3, id="by position"),
        pytest.param("layers.Dense(3), layers.Activation('tanh')", "tanh", 3, id="a layer"),
        pytest.param("layers.Dense(3), layers.Softmax()", "softmax", 3, id="a softmax layer"),
        pytest.param(
            "layers.Dense(3, activation=keras.activations.relu)", "relu", 3, id="a function"
        ),
        pytest.param("layers.Dense(3)", "linear", 3, id="none"),
        pytest.param(
            "layers.Dense(3, activation='softmax'), layers.Reshape((3,))",
            "softmax",
            3,
            id="a change of shape after it",
        ),
        pytest.param(
            "layers.TimeDistributed(layers.Dense(5, activation='softmax'))",
            "softmax",
            5,
            id="a wrapper",
        ),
        pytest.param(
            "keras.Sequential([layers.Dense(2, activation='sigmoid')])",
            "sigmoid",
            2,
            id="a nested model",
        ),
        pytest.param("layers.Conv2D(4, 1, activation='softmax')", "softmax", 4, id="filters"),
    ],
)
def test_the_output_is_found_behind_what_follows_it(last: str, activation: str, units: int) -> None:
    code = f"m = keras.Sequential([layers.Dense(8), {last}])\nm.compile('adam', 'mse')"
    output = facts(code).trainings[0].output
    assert (output.activation, output.units) == (activation, units)


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("layers.Dense(3), layers.Lambda(lambda x: x)", id="a lambda layer"),
        pytest.param("layers.Dense(3, **options)", id="unpacked arguments"),
        pytest.param("make_head()", id="a function that is not known"),
        pytest.param("layers.LSTM(3)", id="a recurrent layer"),
    ],
)
def test_an_activation_that_cannot_be_seen_is_unknown(last: str) -> None:
    code = f"m = keras.Sequential([layers.Dense(8), {last}])\nm.compile('adam', 'mse')"
    for training in facts(code).trainings:
        assert isinstance(training.output.activation, Unknown)


def test_a_pretrained_network_has_the_output_its_arguments_say() -> None:
    code = """
    m = keras.applications.ResNet50(weights=None, classes=7)
    m.compile("adam", "mse")
    base = keras.applications.VGG16(include_top=False)
    x = layers.Dense(3, activation="softmax")(layers.Flatten()(base.output))
    n = keras.Model(base.input, x)
    n.compile("adam", "mse")
    """
    first, second = facts(code).trainings
    assert (first.output.units, first.output.activation) == (7, "softmax")
    assert (second.output.units, second.output.activation) == (3, "softmax")


def test_a_loaded_model_is_not_understood_and_says_why() -> None:
    model = facts("m = keras.models.load_model('m.keras')").models[0]
    assert not model.complete
    assert "loaded" in model.gaps[0].why


STEP = """
class Robust(keras.Model):
    def train_step(self, data):
        return {}
i = keras.Input((8,))
net = Robust(i, layers.Dense(3, activation="softmax")(layers.Dense(4)(i)))
"""


def test_a_subclass_without_an_init_of_its_own_takes_the_graph_it_is_given() -> None:
    (model,) = facts(STEP).models
    assert kinds(model) == ["InputLayer", "Dense", "Dense"]
    assert model.complete


def test_a_class_whose_methods_nothing_calls_is_no_second_model() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self, n):
            super().__init__()
            self.out = layers.Dense(n)
        def call(self, x):
            return self.out(x)
        def train_step(self, data):
            return {}
    net = Net(3)
    """
    assert len(facts(code).models) == 1


def test_a_class_that_nothing_makes_is_a_model_still() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self, n):
            super().__init__()
            self.out = layers.Dense(n)
        def call(self, x):
            return self.out(x)
    """
    assert len(facts(code).models) == 1


INPUTS = "a, b = keras.Input((2,)), keras.Input((3,))\n"
PAIR = INPUTS + "m = keras.Model({'a': a, 'b': b}, [layers.Dense(4)(a), layers.Dense(5)(b)])\n"


def test_the_input_and_output_of_a_model_keep_their_structure() -> None:
    found = facts(PAIR + "n = keras.Model(m.input, m(m.input))\nk = keras.Model(m.input, m.output)")
    for model in found.models[1:]:
        assert isinstance(model.takes, dict)
        assert [
            tensor.spec.shape for tensor in model.outputs if not isinstance(tensor, Unknown)
        ] == [
            (None, 4),
            (None, 5),
        ]
    assert not found.faults


def test_an_input_that_is_not_known_is_not_left_out() -> None:
    found = facts(
        INPUTS
        + "from other import encoder\nm = keras.Model([a, b], layers.Concatenate()([a, b]))\n"
        "n = keras.Model(a, m([a, encoder(a)]))\n"
    )
    assert not found.faults


STEPS = """\
import tensorflow as tf
class Siamese(keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net
    def call(self, inputs):
        return self.net(inputs)
    {step}
net = keras.Model([keras.Input((4,)), keras.Input((4,))], layers.Dense(2)(keras.Input((4,))))
x = np.zeros((10, 4))
m = Siamese(net)
m.compile("adam", "mse")
m.fit(tf.data.Dataset.from_tensor_slices((x, x, x)).batch(2))
"""


def test_what_fit_is_given_goes_to_the_step_of_the_model() -> None:
    step = "def train_step(self, data):\n        return {}"
    assert not facts(STEPS.replace("{step}", step)).faults
    assert facts(STEPS.replace("{step}", "pass")).faults


def test_a_model_is_measured_on_what_its_dataset_gives() -> None:
    found = facts(
        "import tensorflow as tf\nd = tf.data.Dataset.from_tensor_slices((np.zeros((9, 6, 5)), "
        "np.zeros((9, 1)))).batch(3)\nm = keras.Sequential([layers.Conv1D(4, 3)])\n"
        "m.compile('adam', 'mse')\nm.evaluate(d)\nm.predict(d)\n"
    )
    assert found.models[0].entry is not None
    assert not found.faults


def test_methods_that_nothing_calls_do_not_extend_one_model_in_turn() -> None:
    code = """
    class Net:
        def __init__(self):
            self.model = keras.Sequential([keras.Input((8, 3))])

        def small(self, x, y):
            self.model.add(layers.LSTM(4))
            self.model.add(layers.Dense(1))
            self.model.compile("adam", "mse")
            self.model.fit(x, y)

        def large(self, x, y):
            self.model.add(layers.LSTM(64))
            self.model.add(layers.Dense(1))
            self.model.compile("adam", "mse")
            self.model.fit(x, y)
    """
    found = facts(code)
    assert not found.faults
    assert [gap.why for gap in found.models[0].gaps] == [
        "`Net.small` adds layers, too, and nothing here calls either"
    ]
    assert [len(fit.model.gaps) for fit in found.fits if isinstance(fit.model, Model)] == [0, 1]


@pytest.mark.parametrize(
    ("joined", "known"),
    [
        pytest.param("p = dict(D)\np.update(read())", False, id="updated"),
        pytest.param("p = dict(D, **read())", False, id="made"),
        pytest.param("p = dict(D, **read())\np['units'] = 3", True, id="set afterwards"),
        pytest.param("p = dict(D)\np.update(rate=2)", True, id="updated by another key"),
    ],
)
def test_a_table_that_is_not_known_may_replace_values(joined: str, known: bool) -> None:
    code = (
        f"D = dict(units=3)\n{joined}\nlayers.Dense(p['units'])\nlayers.Dense(p.get('units', 3))\n"
    )
    units = [layer.units for layer in facts(code).layers if isinstance(layer, Dense)]
    assert [unit == 3 for unit in units] == [known, known]


@pytest.mark.parametrize(
    ("call", "activation"),
    [
        ("m.add(layers.Dense(1), activation='sigmoid')", "sigmoid"),
        ("m.add(layers.Dense(1, 'relu'))", "relu"),
        ("m.add(layers.Dense(1, activation='relu'), activation='sigmoid')", "relu"),
        ("m.add(layer=layers.Dense(1))", None),
    ],
)
def test_an_argument_that_slipped_out_of_the_parentheses(call: str, activation: str | None) -> None:
    [dense] = facts(f"m = keras.Sequential()\n{call}\n").layers
    assert isinstance(dense, Dense)
    assert dense.activation == activation
