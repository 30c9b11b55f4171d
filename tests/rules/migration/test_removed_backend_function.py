import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC712"
HEAD = "import keras\nfrom keras import backend as K\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("K.mean(x, axis=-1)", "keras.ops.mean(x, axis=-1)"),
        ("K.sqrt(K.sum(K.square(x)))", "keras.ops.sqrt(keras.ops.sum(keras.ops.square(x)))"),
        ("K.argmax(x)", "keras.ops.argmax(x, axis=-1)"),
        ("K.argmax(x, axis=1)", "keras.ops.argmax(x, axis=1)"),
        ("K.concatenate([x, y])", "keras.ops.concatenate([x, y], axis=-1)"),
        ("K.expand_dims(x, 1)", "keras.ops.expand_dims(x, 1)"),
        ("K.gather(x, y)", "keras.ops.take(x, y, axis=0)"),
        ("K.clip(x, min_value=0, max_value=1)", "keras.ops.clip(x, x_min=0, x_max=1)"),
        ("K.in_top_k(p, t, 3)", "keras.ops.in_top_k(t, p, 3)"),
        ("K.permute_dimensions(x, (0, 2, 1))", "keras.ops.transpose(x, (0, 2, 1))"),
        ("K.relu(x)", "keras.ops.relu(x)"),
        ("K.get_value(x)", "keras.ops.convert_to_numpy(x)"),
        ("K.set_value(v, 0.1)", "v.assign(0.1)"),
        ("K.set_image_dim_ordering('th')", "K.set_image_data_format('channels_first')"),
        ("list(map(K.abs, xs))", "list(map(keras.ops.abs, xs))"),
        ("K.sum(K.cast(K.equal(x, y), 'float32')) / K.epsilon()", "keras.ops.sum(keras.ops.cast(keras.ops.equal(x, y), 'float32')) / K.epsilon()"),
    ],
)  # fmt: skip
def test_functions_of_the_backend_become_operations(code: str, expected: str) -> None:
    assert set(levels(HEAD + code, RULE)) == {"error high"}
    assert fixed(f"{HEAD}{code}\n", RULE) == f"{HEAD}{expected}\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from keras.backend import mean, square\n", "from keras.ops import mean, square\n"),
        ("from keras.backend import mean, epsilon\n", "from keras.backend import epsilon\nfrom keras.ops import mean\n"),
        ("from keras.backend import mean, square, epsilon\n", "from keras.backend import epsilon\nfrom keras.ops import mean\nfrom keras.ops import square\n"),
        ("import tensorflow as tf\nimport keras.backend as K\ntf.shape(K.sum(x))\n", "import tensorflow as tf\nimport keras.backend as K\ntf.shape(tf.keras.ops.sum(x))\n"),
        ("import keras.backend as K\nK.sum(x)\n", "import keras.backend as K\nimport keras\nkeras.ops.sum(x)\n"),
    ],
)  # fmt: skip
def test_imports_that_are_needed(code: str, expected: str) -> None:
    assert sorted(fixed(code, RULE).splitlines()) == sorted(expected.splitlines())


@pytest.mark.parametrize(
    "code",
    [
        "K.relu(x, alpha=0.1)",
        "K.function([a], [b])",
        "K.learning_phase()",
        "K.l2_normalize(x)",
        "f(K.argmax)",
        "K.batch_dot(a, b)",
        "K.set_value(*pair)",
    ],
)
def test_no_fix_where_there_is_no_equal(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert finding.fix is None
    assert finding.help


def test_what_may_differ_is_not_safe() -> None:
    for code in ("K.sqrt(x)", "K.random_normal((2, 3))", "K.variable(3)"):
        assert fixed(f"{HEAD}{code}\n", RULE) == f"{HEAD}{code}\n"
        assert fixed(f"{HEAD}{code}\n", RULE, unsafe=True) != f"{HEAD}{code}\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import tensorflow.keras.backend as K\nK.mean(x)", id="tf.keras keeps it"),
        pytest.param(HEAD + "K.epsilon()\nK.floatx()\nK.clear_session()", id="what is left"),
        pytest.param("import keras\nimport kornia as K\nK.mean(x)", id="another K"),
        pytest.param("import keras, tf_keras.backend as K\nK.mean(x)", id="tf_keras"),
        pytest.param(HEAD + "keras.ops.mean(x)", id="the new one"),
        pytest.param(HEAD + "K.get_session()", id="sessions are another rule"),
        pytest.param(HEAD + "try:\n    K.sum(x)\nexcept AttributeError:\n    pass", id="prepared"),
    ],
)
def test_other_names_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


def test_what_tf_keras_lost_as_well() -> None:
    code = "from tensorflow.keras import backend as K\nK.function([a], [b])\n"
    assert levels(code, RULE) == ["error high"]
