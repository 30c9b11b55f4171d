import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC708"
HEAD = "import keras\nimport tensorflow as tf\n"


@pytest.mark.parametrize(
    "code",
    [
        "tf.Session()",
        "c = tf.ConfigProto()",
        "tf.placeholder(tf.float32)",
        "tf.reset_default_graph()",
        "tf.logging.set_verbosity(tf.ERROR)",
        "tf.contrib.layers.l2_regularizer(0.1)",
        "tf.app.flags.DEFINE_string('a', 'b', 'c')",
        "from keras.backend.tensorflow_backend import set_session",
        "from keras import backend as K\nK.get_session()",
        "tf.keras.backend.set_session(s)",
    ],
)
def test_names_of_tensorflow_1(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert finding.severity.label == "error"
    assert finding.fix is None
    assert finding.help


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("tf.set_random_seed(1)\n", "tf.random.set_seed(1)\n"),
        ("tf.log(x)\n", "tf.math.log(x)\n"),
        ("tf.random_normal((2, 3))\n", "tf.random.normal((2, 3))\n"),
    ],
)
def test_functions_with_another_name(code: str, expected: str) -> None:
    assert fixed(HEAD + code, RULE) == HEAD + expected


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "import tensorflow.compat.v1 as tf\nimport keras\ntf.Session()\n", id="compat"
        ),
        pytest.param(HEAD + "tf.compat.v1.Session(config=tf.compat.v1.ConfigProto())\n", id="v1"),
        pytest.param(HEAD + "tf.math.log(x)\ntf.random.set_seed(1)\n", id="the new names"),
        pytest.param("import keras\nimport requests\nrequests.Session()\n", id="another Session"),
        pytest.param(
            HEAD + "try:\n    tf.set_random_seed(1)\nexcept AttributeError:\n"
            "    tf.random.set_seed(1)\n",
            id="prepared",
        ),
        pytest.param(HEAD + "import logging\nlogging.info('x')\n", id="another logging"),
    ],
)
def test_other_names_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []
