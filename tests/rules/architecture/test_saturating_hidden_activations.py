from textwrap import indent

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels, lines

CODE = "KC403"
COMPILE = "model.compile('adam', 'mse')\nmodel.fit(x, y)\n"


def stack(*parts: str, end: str = COMPILE) -> str:
    rows = "\n".join(f"    layers.{part}," for part in parts)
    return f"model = keras.Sequential([\n    keras.Input((9,)),\n{rows}\n])\n{end}"


SIGMOID, TANH, LAST = "Dense(8, 'sigmoid')", "Dense(8, 'tanh')", "Dense(1, 'sigmoid')"
TWO = stack(SIGMOID, SIGMOID, "Dense(1)").replace("adam", "sgd")
THREE = stack(SIGMOID, SIGMOID, SIGMOID, "Dense(1)")
SQUEEZE = """\
i = keras.Input((8, 8, 4))
w = layers.Dense(4, 'sigmoid')(layers.Dense(2, 'relu')(layers.GlobalAveragePooling2D()(i)))
x = layers.Multiply()([i, w])
v = layers.Dense(4, 'sigmoid')(layers.Dense(2, 'relu')(layers.GlobalAveragePooling2D()(x)))
x = layers.Multiply()([x, v])
model = keras.Model(i, layers.Dense(1)(layers.Flatten()(x)))
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack("Dense(8, 'relu')", "Dense(8, 'relu')", LAST), id="the output only"),
        pytest.param(stack(TANH, TANH, "Dense(1)"), id="two of tanh"),
        pytest.param(stack("Dense(8, activation=act)", "Dense(1)"), id="not known"),
        pytest.param(SQUEEZE + COMPILE, id="squeeze and excitation"),
        pytest.param(
            stack("Embedding(9, 8)", "LSTM(8, activation='sigmoid')", LAST), id="a recurrent layer"
        ),
        pytest.param(
            "x = np.zeros((99, 9))\n"
            + stack(SIGMOID, SIGMOID, "Dense(9)").replace("(x, y)", "(x, x)"),
            id="an autoencoder",
        ),
        pytest.param(TWO.replace("model", "pinn"), id="a solution of an equation"),
        pytest.param("import gymnasium\n" + TWO, id="reinforcement learning"),
        pytest.param(
            "base = keras.applications.ResNet50(weights='imagenet')\n"
            "x = layers.Dense(64, 'relu')(base.output)\n"
            "model = keras.Model(base.input, layers.Dense(5, 'softmax')(x))\n" + COMPILE,
            id="the output layer of a pretrained network, told by `fine-tuning-setup`",
        ),
        pytest.param(
            stack("Dense(8, 'relu')", "Dense(9, 'softmax')", end="")
            + "model.load_weights('old.h5')\nmodel.layers.pop()\n"
            "model.add(layers.Dense(3, 'softmax'))\n" + COMPILE,
            id="an output layer that Keras 1 took away",
        ),
        pytest.param(
            "def build():\n    m = keras.Sequential([keras.Input((9,)), layers.Dense(9, 'softmax')])\n"
            "    m.layers.pop()\n    m.add(layers.Dense(3, 'softmax'))\n"
            "    m.compile('sgd', 'categorical_crossentropy')\n    return m\n"
            "for train, test in folds():\n    build().fit(x[train], y[train])\n",
            id="one that is taken away in each turn",
        ),
        pytest.param(
            "for act in ['sigmoid', 'tanh', 'relu']:\n    model = keras.Sequential([keras.Input((9,)),"
            " layers.Dense(8, act), layers.Dense(8, act), layers.Dense(1)])\n"
            "    model.compile('adam', 'mse')\n    model.fit(x, y)\n",
            id="several activations in turn",
        ),
        pytest.param(stack(SIGMOID, SIGMOID, LAST, end=""), id="not trained"),
        pytest.param(
            "i = keras.Input((5, 8))\nscores = layers.Dense(8, 'softmax')(i)\n"
            "x = layers.Dot(1)([scores, i])\nmodel = keras.Model(i, layers.Dense(1)(x))\n"
            + COMPILE,
            id="attention by hand",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (TWO, "warning medium"),
        (THREE, "warning medium"),
        (stack("Dense(8)", "Activation('sigmoid')", "Dense(8, 'hard_sigmoid')", LAST)
         .replace("adam", "sgd"), "warning medium"),
        (stack("Dense(8, 'softmax')", "Dense(1)"), "warning medium"),
        (stack(SIGMOID, "Dense(1)"), "info low"),
        (stack(TANH, TANH, TANH, "Dense(1)"), "info low"),
    ],
)  # fmt: skip
def test_gradients_that_vanish(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]


def test_it_is_found_at_the_first_of_them_and_all_are_fixed() -> None:
    assert lines(CODE, TWO) == [3]
    (finding,) = found(CODE, TWO)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["'relu'", "'relu'"]


def test_layers_side_by_side_do_not_add_up() -> None:
    code = (
        "i, j = keras.Input((4,)), keras.Input((4,))\n"
        "a = layers.Dense(1)(layers.Dense(8, 'sigmoid')(i))\n"
        "b = layers.Dense(1)({})\n"
        "m = keras.Model([i, j], [a, b])\nm.compile('adam', 'mse')\n"
    )
    assert levels(CODE, code.format("layers.Dense(8, 'sigmoid')(j)")) == ["info low"]
    deep = "layers.Dense(8, 'sigmoid')(layers.Dense(8, 'sigmoid')(j))"
    assert levels(CODE, code.format(deep)) == ["warning medium"]


@pytest.mark.parametrize("text", ["bad on purpose", "to see gradients vanish", "units saturate"])
def test_what_a_text_shows_is_a_note(text: str) -> None:
    code = "m = keras.Sequential([keras.Input((4,)), layers.Dense(8, 'sigmoid'), "
    code += "layers.Dense(8, 'sigmoid'), layers.Dense(1)])\nm.compile('sgd', 'mse')\n"
    assert levels(CODE, code) == ["warning medium"]
    assert levels(CODE, f"# {text}\n{code}") == ["info low"]


def test_activations_that_functions_compare_on_the_same_samples_are_a_note() -> None:
    other = stack("Dense(8, 'relu')", "Dense(8, 'relu')", "Dense(1)")
    bodies = [indent(part, "    ") for part in (TWO, other)]
    first, second = (f"def train{n}(x, y):\n{body}" for n, body in enumerate(bodies))
    load = "x, y, z = np.load('x.npy'), np.load('y.npy'), np.load('z.npy')\n"
    code = f"{first}{second}{load}train0(x, y)\ntrain1(x, y)\n"
    assert levels(CODE, code) == ["info medium"]
    assert levels(CODE, code.replace("relu", "sigmoid").replace("adam", "sgd")) == [
        "warning medium",
        "warning medium",
    ]
    assert levels(CODE, code.replace("\ntrain1(x", "\ntrain1(z")) == ["warning medium"]
    assert levels(CODE, f"{load}{TWO}{other}") == ["warning medium"]


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        ("SGD(1)", "info medium"),
        ("SGD(learning_rate=0.5)", "info medium"),
        ("SGD(0.1)", "warning medium"),
        ("SGD(1, momentum=0.9)", "warning medium"),
        ("Adadelta(1.0)", "warning medium"),
    ],
)
def test_a_large_rate_of_sgd_is_set_for_sigmoids(optimizer: str, level: str) -> None:
    code = TWO.replace("'sgd'", f"keras.optimizers.{optimizer}")
    assert levels(CODE, code) == [level]


def test_a_script_that_speaks_of_vanishing_gradients_gets_a_note() -> None:
    far = "z = 1\n" * 9
    assert levels(CODE, f"{TWO}{far}# Here the gradients vanish.\n{far}") == ["info medium"]
    assert levels(CODE, f"{TWO}{far}# A high saturation.\n{far}") == ["warning medium"]


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [("adam", "info medium"), ("rmsprop", "info medium"), ("sgd", "warning medium")],
)
def test_two_sigmoids_cost_little_where_the_steps_adapt(optimizer: str, level: str) -> None:
    assert levels(CODE, TWO.replace("sgd", optimizer)) == [level]


def test_what_is_normalized_does_not_saturate() -> None:
    normed = ["Dense(8)", "BatchNormalization()", "Activation('sigmoid')"] * 3
    behind = ["Dense(8, 'sigmoid')", "BatchNormalization()"] * 3
    for parts in (normed, behind):
        assert levels(CODE, stack(*parts, "Dense(1)")) == ["info medium"]
    for bare, level in ((1, "info medium"), (2, "warning medium")):
        code = stack(*normed[3:], *[SIGMOID] * bare, "Dense(1)").replace("adam", "sgd")
        assert levels(CODE, code) == [level]


@pytest.mark.parametrize(
    ("pool", "level"),
    [("AveragePooling1D()", "info medium"), ("MaxPooling1D()", "warning medium")],
)
def test_averages_of_the_maps_of_sigmoids_as_in_the_first_networks(pool: str, level: str) -> None:
    parts = [
        "Conv1D(6, 7, activation='sigmoid')",
        pool,
        "Conv1D(12, 7, activation='sigmoid')",
        pool,
    ]
    code = stack(*parts, "Flatten()", "Dense(1)").replace("(9,)", "(200, 1)")
    assert levels(CODE, code.replace("adam", "sgd")) == [level]


@pytest.mark.parametrize(
    "text",
    [
        "hp.Choice('activation', ['relu', 'tanh', 'sigmoid'])",
        "grid = {'activation': ['relu', 'sigmoid']}",
        "layers.Dense(8, activation=layer['activation'])",
        "for name in ['relu', 'sigmoid']: show(name)",
    ],
)
def test_a_script_that_tries_activations_has_chosen_them(text: str) -> None:
    assert levels(CODE, f"{THREE}{text}\n") == ["info medium"]


@pytest.mark.parametrize(
    "text", ["layers.Dense(8, activation=chosen)", "layers.Dense(8, activation='tanh')"]
)
def test_another_activation_elsewhere_is_no_trial(text: str) -> None:
    assert levels(CODE, f"{THREE}{text}\n") == ["warning medium"]


def test_the_name_of_a_class_or_of_a_script_says_what_is_shown() -> None:
    code = """\
class {}(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(120, activation="sigmoid")
        self.b = layers.Dense(84, activation="sigmoid")
        self.c = layers.Dense(10, activation="softmax")
    def call(self, x):
        return self.c(self.b(self.a(x)))
model = {}()
model.compile("sgd", "sparse_categorical_crossentropy")
model.fit(np.load("x.npy"), np.load("y.npy"))
"""
    assert levels(CODE, code.format("Net", "Net")) == ["warning medium"]
    assert levels(CODE, code.format("LeNet5", "LeNet5")) == []
    rules = [rule for rule in registry.load() if rule.code == CODE]
    for name, level in (("digits.py", "warning"), ("digits_underfit.py", "info")):
        findings = check(name, f"{HEAD}{TWO}".encode(), rules, Settings()).findings
        assert [finding.severity.label for finding in findings] == [level]


@pytest.mark.parametrize(
    ("made", "level"),
    [("np.linspace(0, 6, 999)", "info medium"), ("np.load('x.npy')", "warning medium")],
)
def test_two_sigmoids_learn_a_curve_over_an_axis(made: str, level: str) -> None:
    code = f"x = {made}.reshape(-1, 1)\ny = np.sin(x)\n{TWO.replace('(9,)', '(1,)')}"
    assert levels(CODE, code) == [level]


@pytest.mark.parametrize(
    ("scale", "first", "raw"),
    [
        ("", "", True),
        ("x = x / 255\n", "", False),
        ("", "layers.Rescaling(1 / 255), ", False),
        ("", "layers.BatchNormalization(), ", False),
    ],
)
def test_pixels_are_to_be_scaled_before_relu(scale: str, first: str, raw: bool) -> None:
    code = (
        f"(x, y), _ = keras.datasets.mnist.load_data()\n{scale}model = keras.Sequential([\n"
        f"    keras.Input((28, 28)), {first}layers.Flatten(), layers.{SIGMOID}, layers.{SIGMOID},\n"
        "    layers.Dense(10, 'softmax'),\n])\n"
        "model.compile('sgd', 'sparse_categorical_crossentropy')\nmodel.fit(x, y)\n"
    )
    (finding,) = found(CODE, code)
    assert ("divide the inputs by 255" in finding.help) is raw
    assert (finding.fix is None) is raw
