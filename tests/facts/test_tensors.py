"""Tensors in a script: operators, slices, shapes, functions, and code that uses them."""

import pytest

from kerascheck.keras_api import tables
from kerascheck.values import Facts, Unknown
from tests.facts.trace_of import facts
from tests.rules.found import levels

HEAD = "import tensorflow as tf\nfrom keras import ops\nimport keras.backend as K\n"


def trace(code: str) -> Facts:
    return facts(HEAD + code)


def shape_of(expression: str, before: str = "") -> object:
    """The shape of a tensor that is made of `x`, `(None, 10, 8)`, and `y`, `(None, 10, 1)`."""
    found = trace(
        "x = keras.Input((10, 8))\ny = keras.Input((10, 1))\n"
        f"{before}\nm = keras.Model([x, y], {expression})\n"
    )
    output = found.models[-1].outputs[0]
    return output if isinstance(output, Unknown) else output.spec.shape


@pytest.mark.parametrize(
    ("expression", "shape"),
    [
        ("x + y", (None, 10, 8)),
        ("2.0 * x - 1", (None, 10, 8)),
        ("-x", (None, 10, 8)),
        ("abs(x - y)", (None, 10, 8)),
        ("layers.Dense(np.shape(x)[-1] * 2)(x)", (None, 10, 16)),
        ("x > 0.5", (None, 10, 8)),
        ("x @ tf.transpose(x, [0, 2, 1])", (None, 10, 10)),
        ("x[:, -1]", (None, 8)),
        ("x[:, -1, :]", (None, 8)),
        ("x[:, 2:5]", (None, 3, 8)),
        ("x[..., ::2]", (None, 10, 4)),
        ("x[:, tf.newaxis]", (None, 1, 10, 8)),
        ("x[:, :tf.shape(y)[1]]", (None, 10, 8)),
        ("tf.reduce_mean(x, axis=1, keepdims=True)", (None, 1, 8)),
        ("K.sum(x, axis=-1)", (None, 10)),
        ("ops.concatenate([x, y], axis=-1)", (None, 10, 9)),
        ("tf.reshape(x, (tf.shape(x)[0], -1, 4))", (None, None, 4)),
        ("tf.reshape(x, (-1, x.shape[1] * x.shape[2]))", (None, 80)),
        ("ops.reshape(x, (ops.shape(x)[0], 40, 2))", (None, 40, 2)),
        ("x + tf.zeros((tf.shape(x)[0] // 1, 10, 8))", (None, 10, 8)),
        ("x / tf.math.sqrt(tf.cast(tf.shape(x)[-1], tf.float32))", (None, 10, 8)),
        ("x + ops.arange(ops.shape(x)[2], dtype='float32')", (None, 10, 8)),
        ("tf.tile(y, [1, 1, tf.shape(x)[2]])", (None, 10, 8)),
        ("tf.split(x, 4, axis=-1)[1]", (None, 10, 2)),
        ("tf.matmul(x, tf.Variable(tf.random.normal((8, 3))))", (None, 10, 3)),
        ("tf.concat([tf.cast(x > 0, tf.float32), y], -1)", (None, 10, 9)),
    ],
)
def test_the_shape_of_an_expression_of_tensors(expression: str, shape: object) -> None:
    assert shape_of(expression) == shape


@pytest.mark.parametrize(
    "expression",
    [
        "x.shape[1]",
        "int(x.shape[1])",
        "x.get_shape()[1]",
        "x.get_shape().as_list()[1]",
        "x.shape.as_list()[1]",
        "x.shape[1].value",
        "x.shape[-2:][0]",
        "K.int_shape(x)[1]",
        "tf.shape(x)[1]",
        "ops.shape(x)[1]",
        "x.shape.rank + 7",
        "x.shape.ndims + 7",
        "x.ndim + 7",
        "len(x.shape) + 7",
        "K.ndim(x) + 7",
    ],
)
def test_the_ways_to_ask_a_tensor_for_its_shape(expression: str) -> None:
    assert shape_of(f"layers.Dense({expression})(y)") == (None, 10, 10)


def test_a_shape_is_unpacked_into_its_dimensions() -> None:
    before = "_, steps, features = x.shape\nb, s, f = tf.shape(x)"
    assert shape_of("layers.Dense(steps * features)(y)", before) == (None, 10, 80)
    assert shape_of("tf.reshape(x, (b, s * f))", before) == (None, 80)


def test_the_shapes_of_layers_and_models_are_known() -> None:
    model = trace(
        "s = keras.Sequential([keras.Input((5,)), layers.Dense(7)])\n"
        "n = s.output_shape[1] + s.output.shape[1] + s.layers[-1].output_shape[-1]\n"
        "n = n + s.input_shape[1] + s.layers[-1].input_shape[1]\n"
        "m = keras.Model(s.input, layers.Dense(n)(s.output))\n"
    ).models[-1]
    assert model.outputs[0].spec.shape == (None, 31)  # type: ignore[union-attr]


def test_a_lambda_computes_with_functions_on_tensors() -> None:
    model = trace(
        "i = keras.Input((10, 8))\n"
        "x = layers.Lambda(lambda t: K.mean(t, axis=1))(i)\n"
        "m = keras.Model(i, layers.Dense(3)(x))\n"
    ).models[-1]
    assert tables.totals(tables.table(model)).all == 27


SAMPLING = """
class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_var = inputs
        batch, dim = tf.shape(mean)[0], tf.shape(mean)[1]
        epsilon = K.random_normal(shape=(batch, dim))
        return mean + tf.exp(0.5 * log_var) * epsilon
i = keras.Input((6,))
z = Sampling()([layers.Dense(2)(i), layers.Dense(2)(i)])
m = keras.Model(i, layers.Dense(6)(z))
"""
POSITIONS = """
class Embed(layers.Layer):
    def __init__(self):
        super().__init__()
        self.tokens = layers.Embedding(100, 8)
        self.places = layers.Embedding(20, 8)
    def call(self, x):
        places = tf.range(start=0, limit=tf.shape(x)[-1], delta=1)
        return self.tokens(x) + self.places(places)
i = keras.Input((20,))
m = keras.Model(i, layers.Dense(2)(Embed()(i)))
"""


@pytest.mark.parametrize(
    ("code", "shape", "count"),
    [(SAMPLING, (None, 6), 28 + 18), (POSITIONS, (None, 20, 2), 800 + 160 + 18)],
    ids=["a sampling layer", "embedded positions"],
)
def test_layers_of_the_script_that_compute_with_shapes(
    code: str, shape: object, count: int
) -> None:
    found = trace(code)
    assert found.faults == ()
    assert found.models[-1].outputs[0].spec.shape == shape  # type: ignore[union-attr]
    assert tables.totals(tables.table(found.models[-1])).all == count


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("x + keras.Input((10, 7))", "merge"),
        ("tf.concat([x, keras.Input((9, 8))], axis=-1)", "merge"),
        ("x[:, 12]", "dimension"),
        ("x[0, 0, 0, 0]", "rank"),
        ("tf.matmul(x, x)", "merge"),
    ],
)
def test_what_cannot_be_computed_is_a_fault(expression: str, kind: str) -> None:
    found = trace(f"x = keras.Input((10, 8))\nz = {expression}\n")
    assert [fault.kind for fault in found.faults] == [kind]


def test_a_function_that_is_not_known_leaves_a_reason_and_no_fault() -> None:
    found = trace("x = keras.Input((10, 8))\nm = keras.Model(x, tf.unheard_of(x) + 1)\n")
    assert found.faults == ()
    shape = found.models[-1].outputs[0].spec.shape  # type: ignore[union-attr]
    assert isinstance(shape, Unknown)
    assert "tensorflow.unheard_of" in shape.why


def test_rows_of_a_tensor_are_unpacked() -> None:
    before = "first, second = tf.transpose(layers.Dense(2)(x), [2, 0, 1])"
    assert shape_of("second", before) == (None, 10)


def test_padding_by_a_tensor_leaves_sizes_that_are_not_known() -> None:
    """A tensor of constants, as here, gives sizes that Keras knows."""
    found = shape_of("tf.pad(x, tf.constant([[0, 0], [1, 1], [0, 0]]))")
    assert isinstance(found, tuple)
    assert len(found) == 3
    assert all(isinstance(dim, Unknown) for dim in found)


def test_a_number_from_a_function_that_is_not_known_is_no_open_dimension() -> None:
    found = shape_of("ops.reshape(x, (-1, ops.backend.shape(x)[2]))")
    assert isinstance(found, tuple)
    assert isinstance(found[1], Unknown)


@pytest.mark.parametrize("axes", ["len(x.shape)", "x.ndim"])
def test_how_many_axes_there_are_is_known_without_their_sizes(axes: str) -> None:
    code = f"""\
def network(inputs, stem):
    x = layers.Flatten()(layers.Dense(3)(stem(inputs)))
    return layers.GlobalAveragePooling2D()(x) if {axes} == 4 else x
"""
    assert levels("KC505", code) == []


@pytest.mark.parametrize(
    ("method", "expected"),
    [("compute_output_shape", []), ("another", ["error high"])],
)
def test_a_layer_that_tells_its_shape_itself(method: str, expected: list[str]) -> None:
    code = f"""\
from keras import ops
class Sum(layers.Layer):
    def {method}(self, shape):
        return (None, 8)
    def call(self, x):
        return ops.reshape(x, ops.shape(x + 0)[:2])
x = keras.Input((None,))
layers.Dense(3)(Sum()(x))
"""
    assert levels("KC505", code) == expected


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [("@tf.custom_gradient", []), ("@ops.custom_gradient", []), ("", ["error high"])],
)
def test_a_gradient_is_no_second_output(decorator: str, expected: list[str]) -> None:
    code = f"""
{decorator}
def reverse(x, rate):
    y = tf.identity(x)
    def gradient(dy):
        return -dy * rate, None
    return y, gradient
class Reverse(layers.Layer):
    def call(self, x):
        return reverse(x, 0.5)
x = keras.Input((8, 8, 3))
m = keras.Model(x, layers.Conv2D(4, 3)(Reverse()(x)))
"""
    assert levels("KC509", HEAD + code) == expected
    if decorator:
        assert repr(trace(code).models[0].outputs[0]) == "Tensor(Conv2D: (None, 6, 6, 4))"
