import pytest

from tests.rules.output.programs import BINARY, INT, NOT_KNOWN, advice, findings, program

ONE = 'layers.Dense(1, activation="softmax")'
BCE = '"binary_crossentropy"'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program('layers.Dense(1, activation="sigmoid")', BCE, BINARY), id="a sigmoid"),
        pytest.param(
            program('layers.Dense(count(), activation="softmax")', "my_loss()", NOT_KNOWN),
            id="units that are not known",
        ),
        pytest.param(
            "steps = keras.Input((30, 8))\n"
            "scores = layers.Dense(1)(steps)\n"
            "weights = layers.Softmax(axis=1)(scores)\n"
            "model = keras.Model(steps, layers.Dot(axes=1)([weights, steps]))\n",
            id="attention along the time axis",
        ),
        pytest.param(
            "steps = keras.Input((30, 8))\n"
            "scores = layers.Flatten()(layers.Dense(1)(steps))\n"
            "model = keras.Model(steps, layers.Activation('softmax')(scores))\n",
            id="one score a step, made into a row",
        ),
        pytest.param(
            "images = keras.Input((3, 32, 32))\n"
            "layer = layers.Conv2D(1, 1, activation='softmax', data_format='channels_first')\n"
            "model = keras.Model(images, layer(images))\n",
            id="channels that come first",
        ),
    ],
)
def test_a_softmax_of_several_numbers(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(ONE, BCE, BINARY), id="as the output"),
        pytest.param(program(ONE, '"mse"', BINARY), id="under a squared error"),
        pytest.param(
            program("layers.Dense(1), layers.Activation('softmax')", BCE, BINARY),
            id="as a layer of its own",
        ),
        pytest.param(program("layers.Dense(1), layers.Softmax()", BCE, BINARY), id="as `Softmax`"),
        pytest.param(
            "steps = keras.Input((30, 8))\n"
            "weights = layers.Dense(1, activation='softmax')(steps)\n"
            "model = keras.Model(steps, layers.Dot(axes=1)([weights, steps]))\n",
            id="as attention that does nothing",
        ),
        pytest.param(
            "steps = keras.Input((30, 8))\n"
            "weights = layers.Activation('softmax')(layers.Dense(1)(steps))\n"
            "model = keras.Model(steps, layers.Dot(axes=1)([weights, steps]))\n",
            id="as attention in two layers",
        ),
        pytest.param(
            "images = keras.Input((32, 32, 3))\n"
            "model = keras.Model(images, layers.Conv2D(1, 1, activation='softmax')(images))\n",
            id="as a convolution",
        ),
    ],
)
def test_a_softmax_of_one_number(code: str) -> None:
    assert findings(code) == ["KC110 error"]


@pytest.mark.parametrize(
    ("loss", "labels", "words"),
    [
        pytest.param(BCE, BINARY, 'write `Dense(1, activation="sigmoid")`', id="two classes"),
        pytest.param(
            '"categorical_crossentropy"', NOT_KNOWN,
            'write `Dense(1, activation="sigmoid")` with `loss="binary_crossentropy"`',
            id="a categorical loss",
        ),
        pytest.param(
            BCE, INT,
            'write `Dense(10, activation="softmax")` with `loss="sparse_categorical_crossentropy"`',
            id="ten classes",
        ),
    ],
)  # fmt: skip
def test_the_advice_fits_the_labels(loss: str, labels: str, words: str) -> None:
    assert advice(program(ONE, loss, labels)) == [words]


OPERATION = """\
i = keras.Input((30, 8))
model = keras.Model(i, keras.ops.softmax(layers.Dense({})(i){}))
"""


def test_a_softmax_as_an_operation() -> None:
    assert findings(OPERATION.format(1, "")) == ["KC110 error"]


@pytest.mark.parametrize(
    "code", [OPERATION.format(1, ", axis=1"), OPERATION.format(3, ""), OPERATION.format("n()", "")]
)
def test_an_operation_along_another_axis_or_of_several_units(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("then", "expected"),
    [("print(m.layers[0].output)", []), ("m.fit(load(), load())", ["KC110 error"])],
)
def test_activations_that_are_tried_in_turn(then: str, expected: list[str]) -> None:
    code = (
        "def build(kind='linear'):\n    m = keras.Sequential([keras.Input((1,))])\n"
        "    m.add(layers.Dense(1, activation=kind))\n    m.add(layers.Dense(1))\n"
        "    m.compile('sgd', 'mse')\n    return m\n"
        f"for kind in ['softmax', 'relu']:\n    m = build(kind)\n    {then}\n"
    )
    assert findings(code) == expected
