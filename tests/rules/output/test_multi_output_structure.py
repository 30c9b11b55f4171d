import pytest

from tests.rules.found import found, levels

RULE = "KC118"
MODEL = """\
i = keras.Input((9,))
a = layers.Dense(1, name="a")(i)
b = layers.Dense(1, activation="sigmoid", name="b")(i)
model = keras.Model(i, [a, b])
"""
UNNAMED = MODEL.replace(', name="a"', "").replace(', name="b"', "")
FIT = "x, y, z = load()\nmodel.fit(x, [y, z])\n"
LOSSES = "loss=['mse', 'binary_crossentropy']"


def compiled(arguments: str, model: str = MODEL) -> str:
    return model + f"model.compile('adam', {arguments})\n" + FIT


@pytest.mark.parametrize(
    ("program", "level", "words"),
    [
        (compiled("loss={'a': 'mse', 'c': 'mse'}"), "error high", "has the key `c`"),
        (compiled("loss={'a': 'mse'}"), "error high", "says nothing of the output `b`"),
        (compiled("loss=['mse']"), "warning medium", "the last output is not trained"),
        (compiled("loss=['mse', 'mse', 'mse']"), "error high", "3 items"),
        (compiled(LOSSES + ", metrics=['accuracy']"), "error high", "wants the metrics of each"),
        (compiled(LOSSES + ", metrics=['mae']", UNNAMED), "error high", "wants the metrics of"),
        (compiled(LOSSES + ", metrics={'c': ['mae']}"), "error high", "has the key `c`"),
        (compiled(LOSSES + ", loss_weights=[1.0]"), "error high", "1 items"),
    ],
)
def test_losses_and_metrics_that_do_not_match_the_outputs(
    program: str, level: str, words: str
) -> None:
    assert levels(RULE, program) == [level]
    assert words in found(RULE, program)[0].message


@pytest.mark.parametrize(
    "program",
    [
        compiled(LOSSES + ", metrics=['mae', 'accuracy']"),
        compiled(LOSSES + ", metrics=[['mae'], ['accuracy', 'AUC']]"),
        compiled("loss={'a': 'mse', 'b': 'mse'}, metrics={'a': ['mae']}, loss_weights={'a': 2.0}"),
        compiled("loss='mse'"),
        compiled("loss={'x': 'mse', 'y': 'mse'}", UNNAMED),
        compiled("loss={f'{name}': 'mse' for name in names()}"),
        compiled("loss=losses_of(model)"),
        MODEL + "single = keras.Model(i, a)\nsingle.compile('adam', loss=['mse'], metrics=['mae'])\n"
        "single.fit(*load())\n",
        compiled("loss={'u': 'mse', 'v': 'mse'}", MODEL.replace("[a, b]", "{'u': a, 'v': b}")),
        "import gymnasium\nmodel = load()\nmodel.compile('adam', loss=['mse'])\nmodel.fit(x, y)\n",
    ],
)  # fmt: skip
def test_losses_and_metrics_that_match_or_are_not_known(program: str) -> None:
    assert levels(RULE, program) == []


OWN = """\
class Norm(layers.Layer):
    def call(self, x):
        return keras.ops.norm(x, axis=-1, keepdims=True)
i = keras.Input((9,))
model = keras.Model(i, [{first}(i), layers.Dense(1, name="b")(i)])
"""


@pytest.mark.parametrize(
    ("first", "keys", "expected"),
    [
        ("Norm(name='a')", "'a': 'mse', 'b': 'mse'", []),
        ("Norm(name='a')", "'norm': 'mse', 'b': 'mse'", ["error high"]),
        ("Norm()", "'norm': 'mse', 'b': 'mse'", []),
    ],
)
def test_an_output_is_called_as_its_layer_and_not_as_its_class(
    first: str, keys: str, expected: list[str]
) -> None:
    code = compiled("loss={" + keys + "}", OWN.replace("{first}", first))
    assert levels(RULE, code) == expected


def fitted(y: str, losses: str = LOSSES, model: str = MODEL) -> str:
    return f"{model}model.compile('adam', {losses})\nx, y, z = load()\nmodel.fit(x, {y})\n"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (fitted("{'a': y, 'c': z}"), "has `c`"),
        (fitted("{'a': y}"), "has no `b`"),
        (fitted("{'a': y, 'b': z, 'c': z}"), "has `c`"),
        (fitted("{'a': y, 'c': z}", "loss=['mse', None]"), "has `c`"),
        (fitted("dict(a=y, c=z)", "loss={'a': 'mse', 'b': 'mse'}"), "has `c`"),
    ],
)
def test_targets_by_other_names_than_those_of_the_outputs(program: str, words: str) -> None:
    assert levels(RULE, program) == ["error high"]
    assert words in found(RULE, program)[0].message


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(fitted("{'b': z, 'a': y}"), id="in another order"),
        pytest.param(fitted("{'a': y}", "loss=['mse', None]"), id="an output without a loss"),
        pytest.param(fitted("{'u': y, 'v': z}", model=UNNAMED), id="names that Keras makes"),
        pytest.param(fitted("{name(): y, 'b': z}"), id="a key that is not known"),
        pytest.param(
            fitted("{'u': y, 'v': z}", "loss='mse'", MODEL.replace("[a, b]", "{'u': a, 'v': b}")),
            id="outputs in a dict",
        ),
        pytest.param(
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + fitted("{'a': y, 'c': z}"),
            id="Keras 2",
        ),
    ],
)
def test_targets_by_the_names_of_the_outputs(program: str) -> None:
    assert levels(RULE, program) == []


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ("[y]", "`y` is a list of 1, but the model has 2 outputs"),
        ("[y, z, y]", "`y` is a list of 3, but the model has 2 outputs"),
        ("np.zeros((100, 2))", "`y` is one array, but the model has 2 outputs"),
    ],
)
def test_targets_for_another_number_of_outputs(targets: str, words: str) -> None:
    (finding,) = found(RULE, fitted(targets))
    assert words in finding.message
    assert levels(RULE, fitted(targets)) == ["error high"]


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(fitted("[y, z]"), id="one for each"),
        pytest.param(fitted("targets()"), id="not known"),
        pytest.param(fitted("[y]", "loss=['mse', None]"), id="an output without a loss"),
        pytest.param(
            "import tensorflow as tf\n"
            + fitted("None").replace("fit(x", "fit(tf.data.Dataset.range(3)"),
            id="a dataset",
        ),
    ],
)
def test_targets_for_each_output(program: str) -> None:
    assert levels(RULE, program) == []


@pytest.mark.parametrize(
    ("outputs", "expected"), [("[a, b]", ["error high"]), ("{'a': a, 'b': b}", [])]
)
def test_outputs_in_a_dict_need_no_loss_each(outputs: str, expected: list[str]) -> None:
    code = f"""\
x = keras.Input((3,))
a, b = layers.Dense(1, name="a")(x), layers.Dense(1, name="b")(x)
m = keras.Model(x, {outputs})
m.compile("sgd", loss={{"a": "mse"}})
m.fit(x_train, y_train)
"""
    assert levels("KC118", code) == expected


def test_any_number_of_outputs() -> None:
    code = """\
x = keras.Input((3,))
parts = []
for n in range(steps()):
    parts.append(layers.Dense(1)(x))
m = keras.Model(x, {outputs})
m.compile("sgd", loss="mse", metrics=["mae"])
m.fit(x_train, y_train)
"""
    assert levels("KC118", code.format(outputs="parts")) == []
    two = "[layers.Dense(1)(x), layers.Dense(1)(x)]"
    assert levels("KC118", code.format(outputs=two)) == ["error high"]


SINGLE = """\
x, y, z = np.load("x.npy"), np.load("y.npy"), np.load("z.npy")
i = keras.Input((32,))
m = keras.Model(i, layers.Dense(1)(i))
m.compile("adam", "mse")
"""


def test_several_targets_for_one_output() -> None:
    (finding,) = found(RULE, SINGLE + "m.fit(x, [y, z])")
    assert "`y` is a list of 2, but the model has one output: `fit` stops" in finding.message


@pytest.mark.parametrize("call", ["m.fit(x, [y])", "m.fit(x, [0.5, 1.5])", "m.fit(x, [y, a()])"])
def test_one_target_for_one_output(call: str) -> None:
    assert levels(RULE, SINGLE + call) == []


READ = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator
read = ImageDataGenerator().flow_from_directory("photos", target_size=(32, 32){mode})
i = keras.Input((32, 32, 3))
f = layers.Flatten()(i)
m = keras.Model(i, [layers.Dense(4, "softmax")(f), layers.Dense(4, "softmax")(f)])
m.compile("adam", "categorical_crossentropy")
m.fit(read)
"""


@pytest.mark.parametrize(("mode", "count"), [("", 1), (", class_mode=None", 0)])
def test_a_reader_has_one_target_for_each_image(mode: str, count: int) -> None:
    findings = found(RULE, READ.format(mode=mode))
    assert ["each batch has one array of targets" in f.message for f in findings] == [True] * count


@pytest.mark.parametrize("made", ["judge(i)", "layers.Lambda(lambda t: judge(t))(i)"])
def test_what_is_not_followed_may_give_several_outputs(made: str) -> None:
    code = SINGLE.replace("layers.Dense(1)(i)", made)
    assert levels(RULE, code + "m.fit(x, [y, z])") == []


@pytest.mark.parametrize(
    ("loops", "number"),
    [
        ("for i in range(35):\n    y.append(load(i))\ny.append(load(0))\n", None),
        ("for i in range(30):\n    y.append(load(i))\ny.append(load(0))\n", 31),
        ("for i in range(30):\n    y.append(load(i))\nfor i in rest():\n    y.append(i)\n", None),
    ],
)
def test_targets_that_loops_append_are_counted(loops: str, number: int | None) -> None:
    program = (
        "i = keras.Input((9,))\nheads = []\nfor n in range(36):\n"
        "    heads.append(layers.Dense(1)(i))\nmodel = keras.Model(i, heads)\n"
        f"model.compile('adam', 'mse')\ny = []\n{loops}model.fit(load(0), y)\n"
    )
    said = [finding.message for finding in found(RULE, program)]
    want = (
        f"`y` is a list of {number}, but the model has 36 outputs, each with a loss: `fit` stops."
    )
    assert said == ([] if number is None else [want])
