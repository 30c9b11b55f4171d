import pytest

from tests.rules.found import found, levels, lines

CODE = "KC412"


def program(
    base: str = "include_top=False, pooling='avg'",
    freeze: str = "base.trainable = False\n",
    optimizer: str = "'adam'",
    more: str = "",
) -> str:
    return (
        f"base = keras.applications.MobileNetV2((96, 96, 3), {base})\n{freeze}"
        "model = keras.Sequential([base, layers.Dense(5, 'softmax')])\n"
        f"model.compile({optimizer}, 'categorical_crossentropy')\n{more}model.fit(x, y)\n"
    )


FLAT = """\
base = keras.applications.VGG16(input_shape=(64, 64, 3))
x = layers.Dense(5, 'softmax')(base.{}.output)
model = keras.Model(base.input, x)
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(), id="features of a frozen network"),
        pytest.param(
            program("include_top=False, pooling='avg', weights=None", freeze=""), id="from scratch"
        ),
        pytest.param(
            program("include_top=False, pooling='avg', weights=w"), id="weights not known"
        ),
        pytest.param(
            program(
                "include_top=False, pooling='avg', weights=None",
                more="model.load_weights('w.weights.h5')\n",
            ),
            id="weights from a file",
        ),
        pytest.param(program(freeze="", optimizer="keras.optimizers.Adam(1e-5)"), id="short steps"),
        pytest.param(program(freeze="", optimizer="keras.optimizers.Adam(r)"), id="rate not known"),
        pytest.param(
            program(freeze="for layer in base.layers[:-9]:\n    layer.trainable = False\n"),
            id="frozen in part",
        ),
        pytest.param(program(freeze="", optimizer="'sgd'"), id="plain descent"),
        pytest.param(
            program() + "base.trainable = True\nmodel.fit(x, y)\n",
            id="thawed without a new compile, told elsewhere",
        ),
        pytest.param(FLAT.format("get_layer('fc2')"), id="features of an inner layer"),
        pytest.param(
            program(freeze="").replace("fit(x, y)", "fit(x, y, callbacks=[WarmUp()])"),
            id="a callback of the script",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_frozen_random_weights() -> None:
    code = program("include_top=False, pooling='avg', weights=None")
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [1]


def test_long_steps_for_pretrained_weights() -> None:
    code = program(freeze="", optimizer="keras.optimizers.Adam(0.01)")
    assert levels(CODE, code) == ["warning medium"]
    assert lines(CODE, code) == [3]


def test_the_default_of_adam_is_long_for_networks_without_normalized_batches() -> None:
    assert levels(CODE, program(freeze="")) == ["info low"]
    assert levels(CODE, program(freeze="").replace("MobileNetV2", "VGG16")) == ["warning medium"]


def test_an_output_layer_behind_another() -> None:
    assert levels(CODE, program("weights='imagenet'")) == ["warning medium"]
    assert lines(CODE, program("weights='imagenet'")) == [3]


def test_an_output_layer_behind_another_in_one_graph() -> None:
    code = FLAT.format("layers[-1]").replace("input_shape=(64, 64, 3)", "")
    assert levels(CODE, code) == ["warning medium"]
    assert lines(CODE, code) == [2]


STAGES = """\
base = keras.applications.{network}(include_top=False, pooling="avg", input_shape=(96, 96, 3))
base.trainable = False
i = keras.Input((96, 96, 3))
model = keras.Model(i, layers.Dense(5, activation="softmax")(base(i{training})))
model.compile("adam", "categorical_crossentropy")
model.fit(x, y)
base.trainable = {thawed}
model.compile(keras.optimizers.Adam({rate}), "categorical_crossentropy")
model.fit(x, y)
"""


def stages(
    rate: str,
    training: str = ", training=False",
    network: str = "MobileNetV2",
    thawed: str = "True",
) -> str:
    return STAGES.format(rate=rate, training=training, network=network, thawed=thawed)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(stages("5e-4"), 8, id="long steps for fine-tuning"),
        pytest.param(stages("1e-5", ""), 4, id="new means of a normalization"),
        pytest.param(stages("1e-5", ", training=True"), 4, id="new means by request"),
    ],
)
def test_notes_on_a_network_that_is_thawed(code: str, line: int) -> None:
    assert levels(CODE, code) == ["info low"]
    assert lines(CODE, code) == [line]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stages("1e-5"), id="as the guide does it"),
        pytest.param(stages("1e-5", "", "VGG16"), id="a network that does not normalize"),
        pytest.param(stages("1e-5", ", training=flag"), id="not known"),
        pytest.param(stages("rate"), id="a rate that is not known"),
        pytest.param(stages("5e-4", "", thawed="False"), id="frozen all the time"),
    ],
)
def test_a_network_that_is_thawed_with_care(code: str) -> None:
    assert levels(CODE, code) == []


FROZEN = "b = keras.applications.VGG16(include_top=False)\n"


@pytest.mark.parametrize(
    "code",
    [
        "b.trainble = False\n",
        "b.Trainable = False\n",
        "for layer in b.layers[:-4]:\n    layer.trainabel = False\n",
        "d = layers.Dense(3)\nd.trianable = False\n",
    ],
)
def test_trainable_that_is_spelt_wrongly(code: str) -> None:
    (finding,) = found("KC412", FROZEN + code)
    assert "is no attribute of Keras: it changes nothing of what is trained." in finding.message
    assert finding.help == "write `trainable`"
    assert finding.severity.label == "warning"
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["trainable"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("b.trainable = False\n", id="right"),
        pytest.param("b.is_trainable = False\n", id="a name of its own"),
        pytest.param("b.trainables = [1]\n", id="a list of its own"),
        pytest.param("b.trained = True\n", id="another word"),
        pytest.param("b.trainble = False\nprint(b.trainble)\n", id="read again"),
        pytest.param(
            "class Block(layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
            "        self.trainble = False\n\nBlock()\n",
            id="of a class of the script",
        ),
        pytest.param("make().trainble = False\n", id="of what is not known"),
    ],
)
def test_attributes_that_are_no_misspelt_trainable(code: str) -> None:
    assert levels("KC412", FROZEN + code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(freeze="base.trainable = True\n"), id="asked for"),
        pytest.param(program(freeze="# base.trainable = False\n"), id="tried"),
        pytest.param(
            program(freeze="").replace(
                "fit(x, y)", "fit(x, y, callbacks=[keras.callbacks.ReduceLROnPlateau()])"
            ),
            id="steps that get shorter",
        ),
    ],
)
def test_long_steps_on_purpose_get_a_note(code: str) -> None:
    assert levels(CODE, code.replace("MobileNetV2", "VGG16")) == ["info low"]


@pytest.mark.parametrize(
    ("network", "rate", "level"),
    [
        ("VGG16", 0.01, "warning medium"),
        ("VGG16", 0.002, "info low"),
        ("MobileNetV2", 0.01, "info low"),
    ],
)
def test_steps_that_no_weights_outlive_even_if_all_are_meant_to_be_trained(
    network: str, rate: float, level: str
) -> None:
    optimizer = f"keras.optimizers.Adam({rate})"
    code = program(freeze="# base.trainable = False\n", optimizer=optimizer)
    assert levels(CODE, code.replace("MobileNetV2", network)) == [level]
