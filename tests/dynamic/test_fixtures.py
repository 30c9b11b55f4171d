"""Models whose shapes and numbers of parameters are known, built on each backend."""

import importlib.util
import sys
import time

import pytest

from kerascheck.dynamic.runner import Options, Worker
from tests.dynamic.conftest import built

pytestmark = pytest.mark.keras

CONVS = (
    "layers.Conv2D(8, (5, 5), padding='same'), layers.MaxPooling2D(2), "
    "layers.Conv2D(16, 3, padding='same'), layers.MaxPooling2D(2), "
    "layers.Conv2D(32, 3, padding='same'), layers.MaxPooling2D(2)"
)
DIGITS = "keras.Input((64, 64, 1)), {convs}, {flat}layers.Dense(128), layers.Dense(10)"
LABELS = (
    "keras.Input((200, 200, 3)), layers.Conv2D(16, 10), {norm}layers.MaxPooling2D(5), "
    "layers.Conv2D(32, 5), {norm}layers.MaxPooling2D(2), layers.Conv2D(64, 5), {norm}"
    "layers.MaxPooling2D(2), layers.Conv2D(128, 3), {norm}layers.MaxPooling2D(2), {flat}"
    "layers.Dense(512), layers.Dense(128), layers.Dense(16)"
)
FLAT, NORM = "layers.Flatten(), ", "layers.BatchNormalization(), "


def dense(entry: int, *units: int) -> str:
    return ", ".join([f"keras.Input(({entry},))", *(f"layers.Dense({n})" for n in units)])


MODELS = {
    "digits with Flatten": (DIGITS.format(convs=CONVS, flat=FLAT), (None, 10), 269_578, 269_578),
    "digits": (DIGITS.format(convs=CONVS, flat=""), (None, 8, 8, 10), 11_530, 11_530),
    "labels": (LABELS.format(norm="", flat=""), (None, 2, 2, 16), 276_544, 276_544),
    "labels with Flatten": (LABELS.format(norm="", flat=FLAT), (None, 16), 473_152, 473_152),
    "labels with norms": (LABELS.format(norm=NORM, flat=FLAT), (None, 16), 474_112, 473_632),
    "a sequence": (
        "keras.Input((2, 50)), layers.LSTM(512, return_sequences=True), layers.Dense(50)",
        (None, 2, 50), 1_178_674, 1_178_674,
    ),
    "14-64-64-2": (dense(14, 64, 64, 2), (None, 2), 5_250, 5_250),
    "19-50-1": (dense(19, 50, 1), (None, 1), 1_051, 1_051),
    "784-128-64-10": (dense(784, 128, 64, 10), (None, 10), 109_386, 109_386),
    "784-10": (dense(784, 10), (None, 10), 7_850, 7_850),
    "64-12-8-1": (dense(64, 12, 8, 1), (None, 1), 893, 893),
    "64-12-8-4-1": (dense(64, 12, 8, 4, 1), (None, 1), 925, 925),
    "64-30-20-12-12-12-8-4-1": (
        dense(64, 30, 20, 12, 12, 12, 8, 4, 1), (None, 1), 3_279, 3_279,
    ),
    "64-300-200-80-4-1": (dense(64, 300, 200, 80, 4, 1), (None, 1), 96_109, 96_109),
    "64-12-8-10": (dense(64, 12, 8, 10), (None, 10), 974, 974),
    "GRU": ("keras.Input((5, 7)), layers.GRU(6)", (None, 6), 270, 270),
    "GRU of Keras 1": ("keras.Input((5, 7)), layers.GRU(6, reset_after=False)", (None, 6), 252, 252),
    "SimpleRNN": ("keras.Input((5, 7)), layers.SimpleRNN(6)", (None, 6), 84, 84),
    "Bidirectional": (
        "keras.Input((5, 7)), layers.Bidirectional(layers.LSTM(6))", (None, 12), 672, 672,
    ),
    "SeparableConv2D": (
        "keras.Input((9, 9, 4)), layers.SeparableConv2D(8, 3, depth_multiplier=2)",
        (None, 7, 7, 8), 144, 144,
    ),
    "DepthwiseConv2D": (
        "keras.Input((9, 9, 4)), layers.DepthwiseConv2D(3, depth_multiplier=2)",
        (None, 7, 7, 8), 80, 80,
    ),
    "Conv2D in groups": (
        "keras.Input((9, 9, 4)), layers.Conv2D(8, 3, groups=2)", (None, 7, 7, 8), 152, 152,
    ),
    "Conv2DTranspose": (
        "keras.Input((7, 7, 2)), layers.Conv2DTranspose(3, 3, strides=2)", (None, 15, 15, 3), 57, 57,
    ),
}  # fmt: skip


def exact(worker: Worker, name: str) -> None:
    """The model is what it is known to be, by our formulas and by Keras."""
    code, shape, total, trainable = MODELS[name]
    (found,) = built(worker, f"model = keras.Sequential([{code}])")
    assert found.whole
    assert (found.total, found.trainable) == (total, trainable)
    assert [layer.differs for layer in found.layers if layer.differs] == []
    assert all(layer.agrees for layer in found.layers)
    outputs = found.layers[-1].outputs
    assert outputs is not None
    assert [spec.shape for spec in outputs] == [shape]


@pytest.mark.parametrize("name", MODELS)
def test_shapes_and_parameters_are_exact_without_a_backend(name: str, meta: Worker) -> None:
    exact(meta, name)


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
def test_shapes_and_parameters_are_exact_on_a_backend(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    monkeypatch.setenv("KERAS_BACKEND", backend)
    worker = Worker(Options(python=sys.executable, device="cpu", timeout=300))
    try:
        assert worker.device.backend == backend
        for name in MODELS:
            exact(worker, name)
    finally:
        worker.close()


def test_a_model_of_a_hundred_billion_parameters_takes_seconds(meta: Worker) -> None:
    start = time.monotonic()
    code = "keras.Input((1000,)), layers.Dense(200_000), layers.Dense(500_000), layers.Dense(10)"
    (found,) = built(meta, f"model = keras.Sequential([{code}])")
    assert found.total == 100_205_700_010
    assert found.whole
    assert time.monotonic() - start < 10


def test_a_model_that_does_not_fit_is_built_without_memory(cpu: Worker) -> None:
    code = "keras.Input((1000,)), layers.Dense(200_000), layers.Dense(500_000), layers.Dense(10)"
    large, small = built(
        cpu,
        f"large = keras.Sequential([{code}])\n"
        "small = keras.Sequential([keras.Input((8,)), layers.Dense(4)])",
    )
    assert (large.total, large.too_large) == (100_205_700_010, True)
    assert (small.total, small.too_large) == (36, False)


MODELS_OF_ALL_KINDS = """
class Scale(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
    def call(self, x):
        return self.dense(x * self.scale)
    def compute_output_shape(self, shape):
        return (*shape[:-1], 6)
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.last = layers.Dense(16), layers.Dense(3)
        self.norm = layers.BatchNormalization()
    def call(self, x, training=False):
        return self.last(self.norm(self.first(x), training=training))
entry = keras.Input((12, 8))
x = layers.Conv1D(16, 3)(entry)
y = layers.Conv1D(16, 3)(entry)
x = layers.Concatenate()([x, y]) + 1.0
x = layers.TimeDistributed(Scale(6))(x)
x = layers.MultiHeadAttention(2, 4)(x, x)
x, state_h, state_c = layers.LSTM(7, return_state=True)(x)
x = layers.Lambda(lambda t: keras.ops.square(t))(x)
functional = keras.Model(entry, [layers.Dense(2)(x), state_h])
net = Net()
net.compile("adam", "mse")
net.fit(np.zeros((50, 9)), np.zeros((50, 3)), validation_split=0.1)
base = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3))
base.trainable = False
transfer = keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(5)])
inner = keras.Sequential([layers.Dense(4), layers.Dense(4)])
shared = keras.Input((4,))
nested = keras.Model(shared, layers.add([inner(shared), inner(shared)]))
"""


def test_a_layer_without_the_method_that_a_wrapper_calls_is_refused(meta: Worker) -> None:
    code = MODELS_OF_ALL_KINDS.replace("compute_output_shape", "shape_of_the_output")
    refusal = next(item.refusal for item in built(meta, code) if item.refusal is not None)
    assert refusal.type == "NotImplementedError"
    assert "compute_output_shape" in refusal.sentence
    assert "layers.TimeDistributed(Scale(6))(x)" in refusal.site.text


def test_models_of_all_kinds_agree_with_our_formulas(meta: Worker) -> None:
    all_agree(meta)


def test_models_of_all_kinds_agree_with_our_formulas_on_a_backend(cpu: Worker) -> None:
    all_agree(cpu)


def all_agree(worker: Worker) -> None:
    found = built(worker, MODELS_OF_ALL_KINDS)
    told = {item.model.name: item for item in found if item.model is not None}
    assert set(told) == {"functional", "net", "transfer", "nested"}
    for item in told.values():
        assert item.gap is None
        assert item.refusal is None
        assert [layer.differs for layer in item.layers if layer.differs] == []
        assert all(layer.agrees for layer in item.layers if layer.count)
    assert told["net"].total == 9 * 16 + 16 + 64 + 16 * 3 + 3
    assert told["net"].trainable == 9 * 16 + 16 + 32 + 16 * 3 + 3
    assert told["transfer"].trainable == 1280 * 5 + 5
    assert told["nested"].total == 40


REAL_IDIOMS = {
    "layers of a network that the script calls itself": (
        """
        base = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3))
        features = keras.Model(base.inputs, base.get_layer("block4_pool").output)
        entry = keras.Input((4, 4, 512))
        x = entry
        for name in ("block5_conv1", "block5_conv2", "block5_pool"):
            x = base.get_layer(name)(x)
        model = keras.Model(entry, layers.Dense(3)(layers.Flatten()(x)))
        """,
        2 * (512 * 512 * 9 + 512) + 2 * 2 * 512 * 3 + 3,
        2 * (512 * 512 * 9 + 512) + 2 * 2 * 512 * 3 + 3,
    ),
    "a network that is frozen in part": (
        """
        base = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3))
        for layer in base.layers[:-2]:
            layer.trainable = False
        model = keras.Sequential([base, layers.Flatten(), layers.Dense(3)])
        """,
        14_714_688 + 2048 * 3 + 3,
        512 * 512 * 9 + 512 + 2048 * 3 + 3,
    ),
    "a discriminator that is frozen after it was compiled": (
        """
        model = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(1)])
        model.compile("adam", "binary_crossentropy")
        model.trainable = False
        noise = keras.Input((8,))
        combined = keras.Model(noise, model(noise))
        for _ in range(10):
            model.trainable = True
            model.train_on_batch(np.zeros((9, 8)), np.zeros((9, 1)))
            model.trainable = False
        """,
        41,
        41,
    ),
    "the outputs of all the layers": (
        """
        first = keras.Sequential([layers.Dense(4, input_shape=(8,)), layers.Dense(3)])
        model = keras.Model(first.input, [layer.output for layer in first.layers])
        """,
        8 * 4 + 4 + 4 * 3 + 3,
        8 * 4 + 4 + 4 * 3 + 3,
    ),
    "the size of the batch in a shape": (
        """
        import tensorflow as tf
        class Rows(layers.Layer):
            def call(self, x):
                batch = tf.shape(x)[0]
                return tf.reshape(x, (batch, -1, 4))
        entry = keras.Input((6, 2))
        model = keras.Model(entry, layers.Dense(5)(Rows()(entry)))
        """,
        25,
        25,
    ),
    "dropout of a function": (
        """
        class Noisy(layers.Layer):
            def call(self, x, training=None):
                return keras.random.dropout(x, 0.5, seed=1)
        model = keras.Sequential([keras.Input((6,)), Noisy(), layers.Dense(2)])
        """,
        14,
        14,
    ),
}


@pytest.mark.parametrize("name", REAL_IDIOMS)
def test_what_real_scripts_do_is_built(name: str, meta: Worker) -> None:
    code, total, trainable = REAL_IDIOMS[name]
    found = [item for item in built(meta, code) if item.model is not None]
    (model,) = [item for item in found if item.model is not None and item.model.name == "model"]
    assert (model.gap, model.refusal) == (None, None)
    assert (model.total, model.trainable) == (total, trainable)
    assert [layer.differs for layer in model.layers if layer.differs] == []


def test_what_an_adaptation_would_settle_is_no_mistake(meta: Worker) -> None:
    code = """
    entry = keras.Input((1,), dtype="float32")
    buckets = layers.Discretization(num_bins=4)
    x = layers.Flatten()(keras.Input((None, 3)))
    model = keras.Model(entry, layers.Dense(2)(buckets(entry)))
    """
    assert all(item.refusal is None for item in built(meta, code))


def test_layers_of_a_network_with_one_more_when_it_has_weights(meta: Worker) -> None:
    code = """
    base = keras.applications.EfficientNetB0(include_top=False, input_shape=(64, 64, 3))
    model = keras.Model(base.input, base.layers[-1].output)
    first = keras.Model(base.input, base.get_layer("block1a_dwconv").output)
    """
    found = {item.model.name: item for item in built(meta, code) if item.model is not None}
    assert found["model"].whole
    assert found["first"].whole
    outputs = [layer.outputs for layer in found["model"].layers if layer.outputs is not None]
    assert outputs == [] or outputs[-1][0].shape == (None, 2, 2, 1280)
    assert found["model"].total == 4_049_571
