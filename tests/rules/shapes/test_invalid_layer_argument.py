import pytest

from tests.rules.found import found, levels, lines

M = "m = keras.Sequential([keras.Input((3,)), layers.Dense(1)])\n"
OWN = """
class Net(keras.Model):
    def compile(self, optimizer, critic_loss):
        super().compile(optimizer)
        self.critic_loss = critic_loss

    def call(self, x):
        return x

m = Net()
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("layers.Dense(8, activation='relu', name='a')", id="right"),
        pytest.param("layers.Dense(units())", id="not known"),
        pytest.param("layers.Dense(8, **settings())", id="unpacked"),
        pytest.param("layers.Dense(output_dim=8, init='uniform')", id="Keras 1"),
        pytest.param("layers.Embedding(8, 4, input_length=5, weights=[w])", id="Keras 2"),
        pytest.param("layers.BatchNormalization(fused=True)", id="gone with Keras 2"),
        pytest.param("from mine import Dense\nDense(8, gate=True)", id="a layer from elsewhere"),
        pytest.param(
            "class Gate(layers.Layer):\n    def __init__(self, gate, **kwargs):\n"
            "        super().__init__(**kwargs)\n\nGate(gate=3, name='a')",
            id="a layer of the script",
        ),
        pytest.param("layers.Dropout(50)", id="a rate, which has a rule of its own"),
        pytest.param(M + "m.compile('adam', 'mse', metrics=['mae'])", id="a list of metrics"),
        pytest.param(M + "m.compile('adam', 'mse', target_tensors=t)", id="compile of Keras 2"),
        pytest.param(OWN + "m.compile('adam', critic_loss='mse')", id="a compile of the script"),
        pytest.param(M + "m.fit(x, y, nb_epoch=3, workers=2)", id="fit of older versions"),
        pytest.param(
            "from sklearn.svm import SVC\nSVC().fit(x, y, weights=3)", id="fit of another library"
        ),
        pytest.param(
            "with pytest.raises(TypeError):\n    layers.Dense(8, unit=3)", id="a test of the error"
        ),
    ],
)
def test_arguments_that_are_fine_or_of_another_matter(code: str) -> None:
    assert levels("KC507", code) == []


@pytest.mark.parametrize(
    ("code", "message", "help"),
    [
        (
            "layers.Dense(8, activations='relu')",
            "`Dense` has no argument `activations`.",
            "write `activation`",
        ),
        ("layers.Dense(8, Units=8)", "`Dense` has no argument `Units`.", "write `units`"),
        (
            "layers.Attention(causal=True)",
            "`Attention` has no argument `causal`.",
            "give it where the layer is called: `layer([query, value], use_causal_mask=True)`",
        ),
        ("layers.Dense(8, foo=8)", "`Dense` has no argument `foo`.", "drop `foo`"),
        ("layers.LSTM(ouput_dim=8)", "`LSTM` has no argument `ouput_dim`.", "write `units`"),
        ("layers.Dropout(rat=0.5)", "`Dropout` has no argument `rat`.", "write `rate`"),
        (
            M + "m.compile('adam', los='mse')",
            "`compile` has no argument `los`.",
            "write `loss`",
        ),
        (
            M + "m.compile('adam', 'mse', class_weight={0: 1.0, 1: 2.0})",
            "`compile` has no argument `class_weight`.",
            "give it to `fit`",
        ),
        (M + "m.fit(x, y, epoch=3)", "`fit` has no argument `epoch`.", "write `epochs`"),
        (
            M + "m.compile('adam', 'mse', metrics='mae')",
            "`metrics='mae'` is one metric, but `compile` takes a list of them.",
            "write `metrics=['mae']`",
        ),
        (
            "layers.Dense(8, units=8)",
            "`Dense` is given `units` twice, by position and by keyword.",
            "drop one of the two values of `units`",
        ),
    ],
)
def test_arguments_that_keras_does_not_take(code: str, message: str, help: str) -> None:
    (finding,) = found("KC507", code)
    assert (finding.message, finding.help) == (message, help)
    assert finding.severity.label == "error"


@pytest.mark.parametrize(
    ("value", "help"),
    [
        ("10.0", "write `10`"),
        ("64 / 2", "write `32`, or divide with `//`"),
        ("'10'", "write the number, `10`"),
        ("-3", ""),
    ],
)
def test_values_that_a_layer_refuses(value: str, help: str) -> None:
    (finding,) = found("KC507", f"layers.Dense({value})")
    assert finding.message.startswith("`units=")
    assert " of `Dense` must be " in finding.message
    assert finding.help == help


def test_each_wrong_argument_is_told() -> None:
    assert levels("KC507", "layers.Dense(0, activations='relu')") == ["error high"] * 2


def test_a_layer_of_a_function_that_is_called_twice_is_told_once() -> None:
    code = "def block(x):\n    return layers.Dense(8, unit=3)(x)\n\n"
    assert levels("KC507", code + "block(block(keras.Input((3,))))") == ["error high"]


def test_the_fix_makes_a_list_of_one_metric() -> None:
    (finding,) = found("KC507", M + 'm.compile("adam", "mse", metrics="mae")')
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ['["mae"]']


def test_a_number_that_is_out_of_range_is_not_told_to_be_whole() -> None:
    (finding,) = found("KC507", "layers.GaussianNoise(15.0)\n")
    assert "from 0 to 1" in finding.message
    assert finding.help == ""


def test_a_maximum_over_texts_that_are_not_known_is_not_zero() -> None:
    code = (
        "def longest(texts):\n    most = 0\n    for text in texts:\n        n = len(text.split())\n"
        "        if n > most:\n            most = n\n    return most\n"
        "read = []\nfor line in open('t'):\n    read.append(line)\n"
        "layers.Embedding(10, longest(read))\n"
    )
    assert levels("KC507", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("keras.optimizers.SGD(lr=0.1, decay=1e-6)", id="SGD of Keras 2"),
        pytest.param("keras.optimizers.Adam(**settings())", id="unpacked"),
        pytest.param("keras.callbacks.ModelCheckpoint('a.keras', period=5)", id="Keras 2"),
        pytest.param(
            "keras.callbacks.LambdaCallback(on_batch_end=f)", id="LambdaCallback keeps all"
        ),
        pytest.param("keras.callbacks.ReduceLROnPlateau(epsilon=1e-4)", id="an old name"),
        pytest.param(
            "keras.losses.SparseCategoricalCrossentropy(label_smoothing=0.1)",
            id="a rule of its own",
        ),
        pytest.param("keras.utils.to_categorical(y, nb_classes=3)", id="Keras 1"),
        pytest.param(M + "m.save('dir', save_format='tf')", id="a format of Keras 2"),
        pytest.param(M + "m.predict(x, workers=2)", id="workers of Keras 2"),
        pytest.param(
            "class Stop(keras.callbacks.EarlyStopping):\n    def __init__(self, name, **kwargs):\n"
            "        super().__init__(**kwargs)\n\nStop(name='a', patience=3)",
            id="a callback of the script",
        ),
        pytest.param(
            "class Net(keras.Model):\n    def predict(self, x, temperature):\n        return x\n\n"
            "Net().predict(x, temperature=2)",
            id="a method of the script",
        ),
        pytest.param(
            "try:\n    keras.optimizers.Adam(0.1, bias_correction=True)\nexcept TypeError:\n    pass",
            id="an attempt",
        ),
        pytest.param(
            "import tensorflow as tf\ntf.keras.optimizers.legacy.Adam(0.1, foo=1)", id="legacy"
        ),
    ],
)
def test_other_calls_that_are_fine_or_of_another_matter(code: str) -> None:
    assert levels("KC507", code) == []


@pytest.mark.parametrize(
    ("code", "message", "help"),
    [
        (
            "keras.optimizers.Adam(learningrate=0.1)",
            "`Adam` has no argument `learningrate`.",
            "write `learning_rate`",
        ),
        (
            "keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9, stair=True)",
            "`ExponentialDecay` has no argument `stair`.",
            "write `staircase`",
        ),
        (
            "keras.callbacks.EarlyStopping(monitored='val_loss')",
            "`EarlyStopping` has no argument `monitored`.",
            "write `monitor`",
        ),
        (
            "keras.losses.BinaryCrossentropy(from_logit=True)",
            "`BinaryCrossentropy` has no argument `from_logit`.",
            "write `from_logits`",
        ),
        (
            "keras.metrics.Precision(threshold=0.4)",
            "`Precision` has no argument `threshold`.",
            "write `thresholds`",
        ),
        (
            "keras.metrics.MeanIoU()",
            "`MeanIoU` is made without `num_classes`, which it needs.",
            "pass `num_classes`",
        ),
        (
            "keras.utils.image_dataset_from_directory('d', batch=8)",
            "`image_dataset_from_directory` has no argument `batch`.",
            "drop `batch`",
        ),
        (
            M + "m.predict(x, batchsize=8)",
            "`predict` has no argument `batchsize`.",
            "write `batch_size`",
        ),
        (
            M + "m.evaluate(x, y, verbosity=0)",
            "`evaluate` has no argument `verbosity`.",
            "write `verbose`",
        ),
        (
            "keras.optimizers.SGD(0.1, learning_rate=0.2)",
            "`SGD` is given `learning_rate` twice, by position and by keyword.",
            "drop one of the two values of `learning_rate`",
        ),
    ],
)
def test_an_argument_that_something_of_the_training_does_not_have(
    code: str, message: str, help: str
) -> None:
    (finding,) = found("KC507", code)
    assert (finding.message, finding.help) == (message, help)
    assert levels("KC507", code) == ["error high"]


def test_a_callback_that_takes_any_name_and_ignores_it() -> None:
    (finding,) = found("KC507", "keras.callbacks.ReduceLROnPlateau(patiense=3)")
    assert finding.message == (
        "`ReduceLROnPlateau` has no argument `patiense`, and does nothing with it."
    )
    assert levels("KC507", "keras.callbacks.ReduceLROnPlateau(patiense=3)") == ["warning medium"]


@pytest.mark.parametrize(
    "layer",
    [
        "layers.Conv2D(8, 3, activation='Relu')",
        "layers.Conv1DTranspose(8, 3, activation='Relu')",
        "layers.SeparableConv2D(8, 3, activation='Relu')",
        "layers.DepthwiseConv2D(3, activation='Relu')",
        "layers.ConvLSTM2D(8, 3, recurrent_activation='Relu')",
        "layers.LSTM(8, activation='Relu')",
        "layers.GRU(8, recurrent_activation='Relu')",
        "layers.SimpleRNN(8, activation='Relu')",
        "layers.LSTMCell(8, activation='Relu')",
    ],
)
def test_an_activation_that_keras_does_not_have(layer: str) -> None:
    (finding,) = found("KC507", layer)
    assert "='Relu'` of" in finding.message
    assert finding.help == "write `'relu'`"


@pytest.mark.parametrize(
    "layer",
    [
        "layers.Conv2D(8, 3, activation=keras.activations.gelu)",
        "layers.LSTM(8, activation=None, recurrent_activation='hard_sigmoid')",
        "layers.GRU(8, recurrent_activation=gate())",
        "layers.Conv2D(8, 3, activation=layers.LeakyReLU(0.2))",
    ],
)
def test_activations_that_keras_has_or_that_are_not_known(layer: str) -> None:
    assert levels("KC507", layer) == []


@pytest.mark.parametrize(
    ("table", "expected"), [("(50, 8)", []), ("(60, 8)", ["error high"]), ("load()", [])]
)
def test_a_table_of_words_has_the_shape_of_the_embedding(table: str, expected: list[str]) -> None:
    code = f"table = np.zeros({table})\ne = layers.Embedding(50, 8, weights=[table])\n"
    assert levels("KC507", code) == expected


S = "m = keras.Sequential()\n"
ENDS = "i = keras.Input((3,))\no = layers.Dense(1)(i)\n"


@pytest.mark.parametrize(
    ("code", "message", "help"),
    [
        (
            S + "m.add(layers.Dense(1), acticvation='relu')",
            "`add` has no argument `acticvation`.",
            "write `activation` inside of the parentheses of the layer",
        ),
        (S + "m.add(layers.Dense(1), foo=1)", "`add` has no argument `foo`.", "drop `foo`"),
        (
            S + "m.add(layers.Dense(1), layers.Dropout(0.2))",
            "`add` takes one layer: this one does not become part of the model.",
            "add it by a call of its own",
        ),
        (
            S + "m.add([layers.Dense(1), layers.Dense(1)])",
            "`add` takes one layer, but it is given a list.",
            "add the layers one by one",
        ),
        (
            S + "m.add('relu')",
            "`add` takes one layer, but it is given a text.",
            "add a layer such as `keras.layers.Activation(…)`",
        ),
        (
            S + "m.add(layers.Flatten)",
            "the model `m` is given the class `Flatten` where it needs a layer.",
            "write `Flatten()`, with the arguments that it takes",
        ),
        (
            "keras.Sequential(keras.Input((3,)), layers.Dense(1))",
            "`Sequential` takes a list of layers, but it is given a layer.",
            "write `[keras.Input((3,)), …]`",
        ),
        (
            ENDS + "keras.Model(i, o, 'net')",
            "`Model` takes nothing but `inputs` and `outputs` by position.",
            "give the rest by keyword: write `name='net'`",
        ),
    ],
)
def test_what_add_and_models_do_not_take(code: str, message: str, help: str) -> None:
    (finding,) = found("KC507", code)
    assert (finding.message, finding.help) == (message, help)
    assert finding.severity.label == "error"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(S + "m.add(layers.Dense(1), rebuild=False)", id="`rebuild` of `add`"),
        pytest.param(S + "m.add(layers.Dense(1), *rest)", id="unpacked"),
        pytest.param(S + "m.add(make())", id="not known"),
        pytest.param(S + "m.add(\n    # Your code here.\n)", id="a blank"),
        pytest.param("keras.Sequential((layers.Dense(1), layers.Dense(1)))", id="a tuple"),
        pytest.param("keras.Sequential([layers.Dense(1)], name='net')", id="a name"),
        pytest.param(ENDS + "keras.Model(i, o, name='net')", id="a name of a `Model`"),
        pytest.param(
            "import tf_keras\n"
            "i = tf_keras.Input((3,))\ntf_keras.Model(i, tf_keras.layers.Dense(1)(i), 'net')",
            id="Keras 2",
        ),
        pytest.param(
            "class Net(keras.Sequential):\n    def add(self, layer, gate):\n"
            "        super().add(layer)\n\nn = Net()\nn.add(layers.Dense(1), gate=2)",
            id="an `add` of the script",
        ),
    ],
)
def test_calls_of_add_and_of_models_that_are_fine(code: str) -> None:
    assert levels("KC507", code) == []


def test_a_method_is_called_and_not_made_without_an_argument() -> None:
    (finding,) = found("KC507", M + "m.predict(verbose=0)")
    assert finding.message == "`predict` is called without `x`, which it needs."


def test_methods_of_a_network_of_keras_applications() -> None:
    code = "m = keras.applications.MobileNetV2()\nm.compile('adam', 'mse')\nm.fit(x, y, {}=3)\n"
    (finding,) = found("KC507", code.format("epoch"))
    assert finding.help == "write `epochs`"
    assert levels("KC507", code.format("epochs")) == []


def sliced(function: str, loop: str = "for i in range(3)") -> str:
    return f"""\
inputs = keras.Input((3,))
parts = []
{loop}:
    parts.append(layers.Lambda({function})(inputs))
model = keras.Model(inputs, layers.Concatenate()(parts))
"""


@pytest.mark.parametrize(
    ("function", "loop"),
    [
        ("lambda x: x[:, i : i + 1]", "for i in range(3)"),
        ("lambda x: x * scale", "for name, scale in zip('abc', rates())"),
        ("lambda x, k=1: x * k + i", "for i in range(3)"),
        ("lambda x: x * part[0] / len(part)", "for part in parts()"),
    ],
)
def test_a_function_that_reads_the_variable_of_its_loop(function: str, loop: str) -> None:
    (finding,) = found("KC507", sliced(function, loop))
    assert "has its last value when the model runs" in finding.message
    assert lines("KC507", sliced(function, loop)) == [4]


def made_if(condition: str, otherwise: str = "") -> str:
    """A program whose loop makes a layer where a condition holds, or where it does not."""
    made = "part = layers.Lambda(lambda x: x[:, i : i + 1])(inputs)"
    first, second = ("pass", made) if otherwise else (made, "pass")
    return f"""\
inputs = keras.Input((3,))
part = None
for i in range(3):
    if {condition}:
        {first}
    else:
        {second}
    part = layers.Dense(1)(part)
model = keras.Model(inputs, part)
"""


@pytest.mark.parametrize("condition", ["i == 0", "0 == i", "not i", "i < 1", "part is None"])
def test_a_layer_that_one_turn_makes(condition: str) -> None:
    assert found("KC507", made_if(condition)) == []


@pytest.mark.parametrize("condition", ["i > 0", "i != 0", "i", "i >= 1", "part is not None"])
def test_a_layer_that_one_turn_makes_where_the_condition_does_not_hold(condition: str) -> None:
    assert found("KC507", made_if(condition, "else")) == []


def test_a_layer_that_one_turn_makes_in_an_expression() -> None:
    made = "layers.Lambda(lambda x: x[:, i : i + 1])(inputs) if i == 0 else part"
    code = f"inputs = keras.Input((3,))\npart = None\nfor i in range(3):\n    part = {made}\n"
    assert found("KC507", code) == []


LAMBDA = "    part = layers.Lambda(lambda x: x[:, i : i + 1])(inputs)\n"


@pytest.mark.parametrize(
    "loop",
    [
        pytest.param("for i in range(1):\n" + LAMBDA, id="a range"),
        pytest.param("n = 1\nfor i in range(n):\n" + LAMBDA, id="a number with a name"),
        pytest.param("for i in [2]:\n" + LAMBDA, id="a list"),
        pytest.param("for i in places():\n" + LAMBDA + "    break\n", id="left at its end"),
        pytest.param(
            "for i in range(3):\n    if i > 0:\n        continue\n" + LAMBDA, id="a guard"
        ),
    ],
)
def test_a_loop_that_makes_one_layer(loop: str) -> None:
    assert found("KC507", "inputs = keras.Input((3,))\n" + loop) == []


@pytest.mark.parametrize(
    "loop",
    [
        pytest.param("for i in range(2):\n" + LAMBDA, id="a range"),
        pytest.param("for i in range(n()):\n" + LAMBDA, id="a number that is not known"),
        pytest.param(
            "for i in range(3):\n    if i == 0:\n        continue\n" + LAMBDA, id="a guard"
        ),
    ],
)
def test_a_loop_that_makes_several_layers(loop: str) -> None:
    assert len(found("KC507", "inputs = keras.Input((3,))\n" + loop)) == 1


@pytest.mark.parametrize("condition", ["i > 0", "i < 2", "wide", "i >= 0"])
def test_a_layer_that_several_turns_make(condition: str) -> None:
    assert len(found("KC507", made_if(condition))) == 1


@pytest.mark.parametrize(
    ("function", "loop"),
    [
        ("lambda x, i=i: x[:, i : i + 1]", "for i in range(3)"),
        ("lambda x: x * 2", "for i in range(3)"),
        ("lambda x: keras.ops.sum(x, i=1)", "for i in range(3)"),
        ("lambda x: x.i", "for i in range(3)"),
        ("make(i)", "for i in range(3)"),
        ("lambda x: x / len(part)", "for part in parts()"),
    ],
)
def test_functions_that_keep_what_they_are_made_with(function: str, loop: str) -> None:
    made = "def make(i):\n    return lambda x: x[:, i : i + 1]\n"
    late = [f for f in found("KC507", made + sliced(function, loop)) if "last value" in f.message]
    assert late == []


SENTINEL = """
import os
if os.path.exists("names.txt"):
    n = len(open("names.txt").readlines())
else:
    n = {}
layers.{}
"""


@pytest.mark.parametrize("blank", ["None", "-1"])
def test_a_mark_for_what_is_missing_is_no_mistake_in_its_branch(blank: str) -> None:
    assert levels("KC507", SENTINEL.format(blank, "Dense(n)")) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SENTINEL.format("'ten'", "Dense(n)"), id="another value in a branch"),
        pytest.param("n = None\nlayers.Dense(n)", id="in no branch"),
    ],
)
def test_other_wrong_values_are_told(code: str) -> None:
    assert levels("KC507", code) == ["error high"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("# TODO: embed the words\nlayers.Embedding()\n", []),
        ("# Embed the words\nlayers.Embedding()\n", ["error high"]),
        ("# TODO: embed the words\nlayers.Embedding(5)\n", ["error high"]),
    ],
)
def test_an_exercise_leaves_arguments_to_its_reader(code: str, expected: list[str]) -> None:
    assert levels("KC507", code) == expected
