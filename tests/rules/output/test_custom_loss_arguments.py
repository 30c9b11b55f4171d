import pytest

from tests.rules.found import levels, lines

RULE = "KC121"
NUMPY = "np.mean(np.square(y_true - y_pred))"
HARD = "keras.ops.mean(keras.ops.square(keras.ops.round(y_pred) - y_true))"


def program(body: str, use: str = "loss=mine", parameters: str = "y_true, y_pred") -> str:
    return (
        "import tensorflow as tf\nfrom keras import backend as K\n"
        "x, y = np.load('x.npy'), np.load('y.npy')\n"
        f"def mine({parameters}):\n    return {body}\n"
        "model = keras.Sequential([keras.Input((9,)), layers.Dense(1, 'sigmoid')])\n"
        f"model.compile('adam', {use})\nmodel.fit(x, y, validation_split=0.1)\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(HARD, id="rounded"),
        pytest.param("K.mean(K.sign(y_pred) * y_true)", id="sign"),
        pytest.param("tf.reduce_mean(tf.cast(tf.argmax(y_pred, -1), tf.float32))", id="argmax"),
        pytest.param("1 - K.mean(K.cast(K.equal(y_true, y_pred), 'float32'))", id="equal"),
        pytest.param("1 - K.sum(y_true * K.cast(y_pred > 0.5, 'float32'))", id="a threshold"),
        pytest.param("tf.reduce_mean(tf.cast(y_pred, tf.int32))", id="integers"),
        pytest.param("tf.reduce_mean(tf.where(y_pred > 0.5, 1.0, 0.0) - y_true)", id="where"),
        pytest.param("1 - keras.metrics.binary_accuracy(y_true, y_pred)", id="a metric"),
        pytest.param("K.mean(tf.stop_gradient(y_pred) - y_true)", id="stopped"),
    ],
)
def test_a_loss_without_gradient(body: str) -> None:
    assert levels(RULE, program(body)) == ["error high"]
    assert lines(RULE, program(body)) == [5]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("K.mean(y_true)"), id="of the labels alone"),
        pytest.param(program("0.0"), id="a number"),
        pytest.param(program(HARD, "loss=lambda t, p: K.mean(K.round(p))"), id="a lambda"),
        pytest.param(
            "def make(gamma):\n    def inner(y_true, y_pred):\n"
            "        return keras.ops.mean(gamma * keras.ops.floor(y_pred))\n    return inner\n"
            + program("0.0", "loss=make(2)"),
            id="made by a function",
        ),
        pytest.param(
            "class Mine(keras.losses.Loss):\n    def call(self, y_true, y_pred):\n"
            "        return keras.ops.mean(keras.ops.round(y_pred) - y_true)\n"
            + program("0.0", "loss=Mine()"),
            id="a class",
        ),
    ],
)
def test_losses_in_all_forms(code: str) -> None:
    assert levels(RULE, code) == ["error high"]


@pytest.mark.parametrize(
    ("body", "use"),
    [
        (NUMPY, "loss=mine"),
        (NUMPY, "loss='mse', metrics=['mae', mine]"),
        ("K.mean(y_pred) * np.log(y_true)", "loss=mine"),
        ("np.sum([K.mean(y_pred), K.mean(y_true)])", "loss=mine"),
    ],
)
def test_numpy_on_symbolic_tensors(body: str, use: str) -> None:
    assert levels(RULE, program(body, use)) == ["error high"]


SWAPPED = "y_pred, y_true"


@pytest.mark.parametrize(
    ("body", "parameters", "expected"),
    [
        ("keras.losses.binary_crossentropy(y_true, y_pred) + 1", SWAPPED, ["error high"]),
        ("K.mean(K.binary_crossentropy(y_pred, y_true))", "y_true, y_pred", ["warning medium"]),
        ("-K.mean(y_true * K.log(y_pred))", SWAPPED, ["warning medium"]),
        ("K.mean(K.abs((y_true - y_pred) / y_true))", SWAPPED, ["warning medium"]),
        ("imported(y_true, y_pred)", SWAPPED, ["info low"]),
        # The formula does not mind.
        ("K.mean(K.square(y_true - y_pred))", SWAPPED, []),
        ("K.mean((y_true - y_pred) ** 2)", SWAPPED, []),
        ("K.mean((y_true - y_pred) * (y_true - y_pred))", SWAPPED, []),
        ("1 - 2 * K.sum(y_true * y_pred) / (K.sum(y_true) + K.sum(y_pred))", SWAPPED, []),
        ("1 + keras.losses.mean_absolute_error(y_true, y_pred)", SWAPPED, []),
        # Two mistakes that make up for each other.
        ("-K.mean(y_pred * K.log(y_true))", SWAPPED, []),
        ("1 + keras.losses.binary_crossentropy(y_pred, y_true)", SWAPPED, []),
    ],
)
def test_the_order_of_labels_and_predictions(
    body: str, parameters: str, expected: list[str]
) -> None:
    assert levels(RULE, program(body, parameters=parameters)) == expected


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(HARD, "loss='mse', metrics=[mine]"), id="a metric may round"),
        pytest.param(
            program("K.mean(y_true * y_pred + tf.stop_gradient(K.round(y_pred) - y_pred))"),
            id="straight through",
        ),
        pytest.param(
            program("K.mean(tf.where(y_true > 0, y_pred, K.square(y_pred)))"), id="selected values"
        ),
        pytest.param(program("K.mean(y_pred)", parameters="_, y_pred"), id="labels are no use"),
        pytest.param(
            program("K.mean(y_pred) * np.prod(K.int_shape(y_pred)[1:]) * np.log(2.0)"),
            id="NumPy aside",
        ),
        pytest.param(
            program(NUMPY, "loss='mse', metrics=[mine], run_eagerly=True"), id="run eagerly"
        ),
        pytest.param(
            program("layers.Lambda(lambda t: K.square(t - y_pred))(y_true)"),
            id="what the function of a layer reads besides its inputs",
        ),
        pytest.param(
            program("layers.Lambda(lambda t: made.log_prob(t))(y_true)").replace(
                "    return", "    made = distribution(y_pred)\n    return"
            ),
            id="an object made of the predictions, which the function of a layer reads",
        ),
        pytest.param(
            program("tf.map_fn(lambda t: K.square(t - y_pred), y_true)"),
            id="what a function that is mapped reads",
        ),
        pytest.param(
            program("difference(y_true)").replace(
                "    return", "    difference = lambda t: K.square(t - y_pred)\n    return"
            ),
            id="what a function of the loss reads",
        ),
        pytest.param("import os\nos.environ['KERAS_BACKEND'] = 'jax'\n" + program(NUMPY), id="JAX"),
        pytest.param(
            program("tf.numpy_function(np.mean, [y_true - y_pred], tf.float32)"), id="wrapped"
        ),
        pytest.param(
            program(
                "K.mean(K.categorical_crossentropy(y_true, y_pred)) "
                "+ K.mean(K.categorical_crossentropy(y_pred, y_true))"
            ),
            id="symmetric cross-entropy",
        ),
        pytest.param(
            "@tf.custom_gradient\ndef hard(x):\n    return keras.ops.round(x), lambda dy: dy\n"
            + program("K.mean(keras.ops.round(y_pred))"),
            id="a gradient of its own",
        ),
        pytest.param(
            "i = keras.Input((9,))\nmodel = keras.Model(i, [layers.Dense(1)(i), "
            "layers.Dense(1)(i)])\nmodel.compile('adam', loss=['mse', lambda t, p: 0.0])\n",
            id="a placeholder for one output",
        ),
        pytest.param(
            "from keras import backend as K\ni = keras.Input((9,))\n"
            "model = keras.Model(i, [layers.Dense(1)(i), layers.Dense(1)(i)])\n"
            "model.compile('adam', loss=['mse', lambda t, p: K.zeros_like(p)])\n",
            id="a placeholder of the shape of the output",
        ),
        pytest.param(
            program("K.mean(tf.cond(K.sum(y_true) > 0, lambda: y_pred, lambda: -y_pred))"),
            id="functions that are called elsewhere",
        ),
        pytest.param(
            program("K.round(y_pred) if hard else y_pred", parameters="y_true, y_pred, hard=no"),
            id="a branch",
        ),
    ],
)
def test_what_is_right(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("use", "expected"),
    [("model.predict(x)", []), ("model.fit(x, y)\nmodel.predict(x)", ["error high"])],
)
def test_zeros_as_the_loss_of_a_model_that_only_predicts(use: str, expected: list[str]) -> None:
    code = (
        "from keras import backend as K\nx, y = np.load('x.npy'), np.load('y.npy')\n"
        "model = keras.Sequential([keras.Input((9,)), layers.Dense(1)])\n"
        f"model.compile('adam', loss=lambda t, p: K.zeros((1,)))\n{use}\n"
    )
    assert levels(RULE, code) == expected


def test_a_loss_that_trains_other_tensors_than_the_predictions() -> None:
    code = (
        "from keras import backend as K\n"
        "i = keras.Input((9,))\nhidden = layers.Dense(4)(i)\n"
        "model = keras.Model(i, layers.Dense(1)(hidden))\n"
        "model.compile('adam', loss=lambda t, p: K.sum(hidden) + K.sum(K.round(p)))\n"
    )
    assert levels(RULE, code) == []


def test_a_small_number_of_keras_hides_nothing() -> None:
    body = "1 - 2 * K.sum(y_true * K.round(y_pred)) / (K.sum(y_true) + K.epsilon())"
    assert levels(RULE, program(body)) == ["error high"]
