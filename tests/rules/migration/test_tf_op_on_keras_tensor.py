import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC718"
HEAD = """\
import keras
import tensorflow as tf
a = keras.Input((4, 4))
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("b = tf.nn.relu(a)\n", "b = keras.ops.relu(a)\n"),
        ("b = tf.concat([a, a], axis=-1)\n", "b = keras.ops.concatenate([a, a], axis=-1)\n"),
        ("b = tf.reduce_mean(keras.layers.Dense(3)(a), 1)\n", "b = keras.ops.mean(keras.layers.Dense(3)(a), 1)\n"),
        ("b = tf.transpose(a, perm=[0, 2, 1])\n", "b = keras.ops.transpose(a, axes=[0, 2, 1])\n"),
        ("b = tf.square(a + 1)\n", "b = keras.ops.square(a + 1)\n"),
    ],
)  # fmt: skip
def test_functions_on_symbolic_tensors(code: str, expected: str) -> None:
    assert levels(HEAD + code, RULE) == ["error high"]
    assert fixed(HEAD + code, RULE) == HEAD + expected


def test_only_tf_is_imported() -> None:
    code = "import tensorflow as tf\na = tf.keras.Input((4,))\nb = tf.nn.relu(a)\n"
    assert "b = tf.keras.ops.relu(a)" in fixed(code, RULE)


@pytest.mark.parametrize("code", ["tf.image.resize(a, (2, 2))", "tf.reduce_sum(a, name='s')"])
def test_no_fix_for_other_arguments(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("b = keras.layers.Lambda(lambda t: tf.nn.relu(t))(a)", id="a Lambda"),
        pytest.param(
            "class Own(keras.layers.Layer):\n    def call(self, x):\n        return tf.nn.relu(x)\n"
            "b = Own()(a)",
            id="the call of a layer",
        ),
        pytest.param("b = keras.ops.relu(a) + 1", id="operations of Keras"),
        pytest.param("b = tf.nn.relu(tf.constant([1.0]))", id="a tensor of TensorFlow"),
        pytest.param("b = tf.keras.activations.relu(a)", id="a function of Keras"),
        pytest.param(
            "def loss(y_true, y_pred):\n    return tf.reduce_mean(y_true - y_pred)", id="a loss"
        ),
        pytest.param(
            "class Net(keras.Model):\n    def call(self, x):\n        return tf.nn.relu(x)\nNet()(a)",
            id="the call of a model",
        ),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(HEAD + code, RULE) == []
