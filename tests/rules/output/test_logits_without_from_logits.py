import pytest

from tests.rules.found import levels
from tests.rules.output.programs import BINARY, INT, NOT_KNOWN, ONE_HOT, advice, findings, program

SCCE = '"sparse_categorical_crossentropy"'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program("layers.Dense(10)",
                    "keras.losses.SparseCategoricalCrossentropy(from_logits=True)", INT),
            id="the loss is told",
        ),
        pytest.param(program("layers.Dense(10), layers.Softmax()", SCCE, INT), id="a softmax after"),
        pytest.param(
            program("layers.Dense(10), layers.Lambda(lambda t: tf.nn.softmax(t))", SCCE, INT),
            id="a function that may be the softmax",
        ),
        pytest.param(
            program("layers.Dense(10, **options())", SCCE, INT), id="arguments that are not known"
        ),
        pytest.param(
            program("layers.Dense(10, activation=choose())", SCCE, INT),
            id="an activation that is not known",
        ),
        pytest.param(
            "scores = layers.Dense(10)(keras.Input((20,)))\n"
            "inputs = keras.Input((20,))\n"
            "model = keras.Model(inputs, tf.nn.softmax(layers.Dense(10)(inputs)))\n"
            f"{INT}\nmodel.compile('adam', {SCCE})\nmodel.fit(x, y)\n",
            id="a softmax that is no layer",
        ),
        pytest.param(program("layers.Dense(1)", '"hinge"', BINARY), id="a loss for scores"),
        pytest.param(
            program("keras.applications.ResNet50(weights=None, classes=10)", SCCE, INT),
            id="a network with its own head",
        ),
        pytest.param(
            "features = keras.Sequential([keras.Input((20,)), layers.Dense(8)])\n"
            "features.compile('sgd', 'categorical_crossentropy')\nfound = features.predict(x)\n",
            id="a network compiled only to predict",
        ),
    ],
)  # fmt: skip
def test_probabilities_or_a_loss_that_is_told(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected"),
    [
        pytest.param("layers.Dense(10)", SCCE, INT, ["KC112 error"], id="a string"),
        pytest.param(
            "layers.Dense(10, activation='linear')", "keras.losses.categorical_crossentropy",
            ONE_HOT, ["KC112 error"], id="a function, and `linear` written down",
        ),
        pytest.param(
            "layers.Dense(1, activation=None)", "tf.keras.losses.BinaryFocalCrossentropy()",
            BINARY, ["KC112 error"], id="a focal loss",
        ),
        pytest.param(
            "layers.Dense(10)", '"categorical_crossentropy"', NOT_KNOWN, ["KC112 error"],
            id="whatever the labels are",
        ),
        pytest.param(
            "layers.Dense(10)", '"categorical_crossentropy"', INT, ["KC107 error", "KC112 error"],
            id="together with labels that do not fit",
        ),
        pytest.param(
            "layers.Dense(1)", SCCE, INT, ["KC108 error"], id="too few units say it better"
        ),
    ],
)  # fmt: skip
def test_scores_taken_for_probabilities(
    last: str, loss: str, labels: str, expected: list[str]
) -> None:
    assert findings(program(last, loss, labels)) == expected


def test_one_unit_under_a_categorical_loss_is_to_be_a_sigmoid() -> None:
    code = program("layers.Dense(1)", '"categorical_crossentropy"', NOT_KNOWN)
    assert advice(code) == [
        'write `Dense(1, activation="sigmoid")` with `loss="binary_crossentropy"`'
    ]


LOOP = """
import tensorflow as tf
model = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(10{last})])
loss_fn = keras.losses.SparseCategoricalCrossentropy({given})

@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        scores = model(x, training=True)
        loss = loss_fn(y, {scores})
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.weights))

for x, y in {data}:
    step(x, y)
"""


@pytest.mark.parametrize(
    ("last", "given", "scores", "expected"),
    [
        ("", "", "scores", ["error high"]),
        ("", "from_logits=False", "y_pred=scores", ["error high"]),
        ("", "from_logits=True", "scores", []),
        ("", "from_logits=logits()", "scores", []),
        (", activation='softmax'", "", "scores", []),
        ("", "", "tf.nn.softmax(scores)", []),
        ("", "", "layers.Softmax()(scores)", []),
        ("", "", "prepare(scores)", []),
    ],
)
@pytest.mark.parametrize("data", ["load()", "tf.data.Dataset.from_tensor_slices((a, b)).batch(8)"])
def test_a_step_of_training_of_ones_own(
    last: str, given: str, scores: str, expected: list[str], data: str
) -> None:
    code = LOOP.format(last=last, given=given, scores=scores, data=data)
    assert levels("KC112", "a, b = np.zeros((9, 4)), np.zeros(9)\n" + code) == expected


def test_a_model_that_is_compiled_to_show_how() -> None:
    model = "model = keras.Sequential([keras.Input((20,)), layers.Dense(2)])\n"
    compiled = f'{model}model.compile("adam", "binary_crossentropy")\n'
    assert levels("KC112", compiled) == ["error high"]
    assert levels("KC112", f'{compiled}model.save("model.keras")') == ["info high"]
    assert levels("KC112", f'{compiled}model.save("model.keras")\nmodel.fit(x, y)') == [
        "error high"
    ]


def test_a_loss_in_a_unit_test_need_not_fit() -> None:
    model = "model = keras.Sequential([keras.Input((20,)), layers.Dense(2)])\n"
    code = f'{model}model.compile("adam", "binary_crossentropy")\nmodel.fit(x, y)\n'
    assert levels("KC112", f"import pytest\n{code}") == []


def test_feature_maps_are_no_scores_of_classes() -> None:
    last = "layers.Reshape((32, 1)), layers.Conv1D(4, 3), layers.Flatten()"
    code = program(last, '"sparse_categorical_crossentropy"', NOT_KNOWN)
    assert advice(code) == [
        'end with a layer for the classes: `Dense(classes, activation="softmax")`'
    ]
