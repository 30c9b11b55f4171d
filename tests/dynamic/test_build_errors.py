"""What Keras refuses: the line of the layer, and words that say more than Keras's own."""

from dataclasses import replace

import pytest

from kerascheck.config import Settings
from kerascheck.dynamic.merge import merged
from kerascheck.dynamic.runner import Worker
from kerascheck.finding import Finding, Severity
from kerascheck.pipeline import check
from tests.dynamic.conftest import HEAD, RULES, built, found, line

pytestmark = pytest.mark.keras

CASES = {
    # The twelve of the study.
    "too much pooling": """m = keras.Sequential()
m.add(layers.Input((28, 28, 1)))
m.add(layers.Conv2D(32, 5))
m.add(layers.MaxPooling2D(4))
m.add(layers.Conv2D(64, 5))
m.add(layers.MaxPooling2D(4))  #
m.add(layers.Conv2D(64, 3))
""",
    "a Sequential that is built later": """m = keras.Sequential([
    layers.Conv2D(32, 5),
    layers.MaxPooling2D(4),
    layers.LSTM(8),  #
    layers.Dense(10),
])
m.build((None, 28, 28, 1))
""",
    "no axis of channels": """m = keras.Sequential()
m.add(layers.Conv2D(32, 3, input_shape=(28, 28)))  #
""",
    "LSTM after LSTM": """m = keras.Sequential([
    layers.Input((20, 8)),
    layers.LSTM(64),
    layers.LSTM(32),  #
])
""",
    "Concatenate": """i = layers.Input((32, 32, 3))
a = layers.Conv2D(8, 3)(i)
b = layers.Conv2D(8, 3, padding='same')(i)
c = layers.Concatenate()([a, b])  #
""",
    "a residual": """i = layers.Input((32, 32, 3))
x = layers.Conv2D(8, 3, padding='same')(i)
y = layers.Conv2D(16, 3, padding='same')(x)
z = layers.add([x, y])  #
""",
    "Reshape": """m = keras.Sequential([layers.Input((100,)),
  layers.Dense(7*7*128),
  layers.Reshape((8, 8, 128))])  #
""",
    "Flatten of a variable length": """m = keras.Sequential()
m.add(layers.Input((None, 64)))
m.add(layers.Flatten())
m.add(layers.Dense(10))  #
""",
    "a function in a loop": """def block(x, f):
    x = layers.Conv2D(f, 3)(x)  #
    return layers.MaxPooling2D(2)(x)
i = x = layers.Input((16, 16, 3))
for f in (8, 16, 32, 64):
    x = block(x, f)
""",
    "a layer for two sizes": """d = layers.Dense(4)
a = d(layers.Input((10,)))
b = d(layers.Input((12,)))  #
""",
    "groups": """m = keras.Sequential([layers.Input((8, 8, 6)),
    layers.Conv2D(8, 3, groups=4)])  #
""",
    "a sum": """i = layers.Input((10,))
z = layers.Dense(4)(i) + layers.Dense(5)(i)  #
""",
    # And more.
    "GRU on pixels": """m = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.GRU(8),  #
])
""",
    "Conv1D on a vector": """m = keras.Sequential([
    layers.Input((20,)),
    layers.Conv1D(8, 3),  #
])
""",
    "Conv3D on images": """m = keras.Sequential([
    layers.Input((20, 20, 3)),
    layers.Conv3D(8, 3),  #
])
""",
    "a kernel that is too large": """m = keras.Sequential([
    layers.Input((4, 4, 3)),
    layers.Conv2D(8, 7),  #
])
""",
    "pooling of one step": """m = keras.Sequential([
    layers.Input((5, 3)),
    layers.MaxPooling1D(8),  #
])
""",
    "global pooling of a vector": """m = keras.Sequential([
    layers.Input((5,)),
    layers.GlobalAveragePooling1D(),  #
])
""",
    "Multiply": """a, b = layers.Input((4,)), layers.Input((5,))
m = keras.Model([a, b], layers.Multiply()([a, b]))  #
""",
    "Dot": """a, b = layers.Input((4,)), layers.Input((5,))
m = keras.Model([a, b], layers.Dot(axes=1)([a, b]))  #
""",
    "an axis that is not there": """a, b = layers.Input((4,)), layers.Input((4,))
m = keras.Model([a, b], layers.Concatenate(axis=3)([a, b]))  #
""",
    "Permute": """m = keras.Sequential([
    layers.Input((4, 5)),
    layers.Permute((1, 2, 3)),  #
])
""",
    "RepeatVector of a sequence": """m = keras.Sequential([
    layers.Input((4, 5)),
    layers.RepeatVector(3),  #
])
""",
    "TimeDistributed of a vector": """m = keras.Sequential([
    layers.Input((4,)),
    layers.TimeDistributed(layers.Dense(3)),  #
])
""",
    "Cropping": """m = keras.Sequential([
    layers.Input((4, 4, 1)),
    layers.Cropping2D(3),  #
])
""",
    "UpSampling of a vector": """m = keras.Sequential([
    layers.Input((4,)),
    layers.UpSampling2D(2),  #
])
""",
    "ZeroPadding of a sequence": """m = keras.Sequential([
    layers.Input((4, 4)),
    layers.ZeroPadding2D(2),  #
])
""",
    "units of zero": """m = keras.Sequential([
    layers.Input((4,)),
    layers.Dense(0),  #
])
""",
    "padding that does not exist": """m = keras.Sequential([
    layers.Input((8, 8, 1)),
    layers.Conv2D(4, 3, padding="full"),  #
])
""",
    "a rate above one": """m = keras.Sequential([
    layers.Input((8,)),
    layers.Dropout(1.5),  #
])
""",
    "a nested model for another size": """inner = keras.Sequential([
    layers.Input((8,)),
    layers.Dense(4),
])
x = layers.Input((9,))
m = keras.Model(x, inner(x))  #
""",
    "a product of matrices": """a, b = layers.Input((4, 5)), layers.Input((4, 5))
m = keras.Model([a, b], keras.ops.matmul(a, b))  #
""",
    "an axis that the input does not have": """m = keras.Sequential([
    layers.Input((8,)),
    layers.BatchNormalization(axis=5),  #
])
""",
    "SeparableConv2D on a sequence": """m = keras.Sequential([
    layers.Input((8, 3)),
    layers.SeparableConv2D(4, 3),  #
])
""",
    "Conv2DTranspose on a vector": """m = keras.Sequential([
    layers.Input((100,)),
    layers.Dense(49),
    layers.Conv2DTranspose(8, 3),  #
])
""",
    "ConvLSTM2D on images": """m = keras.Sequential([
    layers.Input((8, 8, 3)),
    layers.ConvLSTM2D(4, 3),  #
])
""",
    "a layer for two images": """c = layers.Conv2D(4, 3)
a, b = layers.Input((8, 8, 3)), layers.Input((8, 8, 1))
x = c(a)
y = c(b)  #
m = keras.Model([a, b], layers.add([x, y]))
""",
    "inside a layer of the script": """class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = layers.Conv2D(4, 3)
    def call(self, x):
        return self.inner(x)  #
x = layers.Input((9, 9))
m = keras.Model(x, Block()(x))
""",
}


SINCE = {"too much pooling": (3, 15), "pooling of one step": (3, 15), "units of zero": (3, 13)}
"""The first version of Keras that refuses there. Those before it do so later, or not at all."""


def marked(code: str) -> int:
    """The line that is marked with an empty comment."""
    return next(n for n, text in enumerate(code.splitlines(), 1) if text.endswith("#"))


@pytest.mark.parametrize("name", CASES)
def test_one_finding_at_the_right_line_in_better_words(name: str, meta: Worker) -> None:
    code = CASES[name]
    errors = [f for f in found(meta, code) if f.severity is Severity.ERROR]
    assert [line(error.at.line) for error in errors] in ([marked(code)], [marked(code)] * 2)
    first = errors[0]
    assert "Exception encountered" not in first.message
    assert "Received:" not in first.message
    # Its name for the layer, its dump of tensors: what Keras says is not what we say.
    assert first.message.rstrip(".") not in first.keras


@pytest.mark.parametrize("name", CASES)
def test_keras_itself_refuses_at_that_line(name: str, meta: Worker) -> None:
    """Without what the formulas know: the line is that of the step at which Keras raised."""
    code = CASES[name]
    refusals = [item.refusal for item in built(meta, code) if item.refusal is not None]
    lines = [line(refusal.site.at.line) for refusal in refusals]
    version = tuple(int(part) for part in meta.device.keras.split(".")[:2])
    if version < SINCE.get(name, (3, 0)):
        assert all(number > marked(code) for number in lines)
        return
    assert lines[0] == marked(code)
    assert refusals[0].problem or refusals[0].part is None or refusals[0].sentence


def test_what_an_older_keras_refuses_later_is_told_once(meta: Worker) -> None:
    code = CASES["too much pooling"]
    (item,) = built(meta, code)
    assert item.model is not None
    assert item.refusal is not None
    *_, pool, conv = item.model.layers
    layers = (*item.layers[:4], replace(item.layers[0], part=pool))
    later = replace(item.refusal, part=conv, site=conv.site)
    older = replace(item, layers=layers, refusal=later)
    static = check("train.py", (HEAD + code).encode(), RULES, Settings()).findings
    (error,) = [finding for finding in static if finding.severity is Severity.ERROR]
    assert line(error.at.line) == marked(code)
    new = Finding(conv.site.at, "It is too small.", code="KC551", severity=Severity.ERROR)
    assert merged(static, [new], [older]) == list(static)
    # A layer before which nothing is wrong is told of.
    assert new in merged(static, [new], [replace(older, layers=item.layers[:2])])


def test_the_words_of_keras_stand_below_the_static_finding(meta: Worker) -> None:
    (error,) = found(meta, CASES["LSTM after LSTM"])
    assert error.code != "KC551"
    assert error.keras.startswith("ValueError: Input 0 ")
    assert "expected ndim=3, found ndim=2" in error.keras


def test_what_only_keras_knows_is_found(cpu: Worker) -> None:
    code = (
        "m = keras.Sequential([keras.Input((8,)), layers.Dense(4, bias_initializer='orthogonal')])"
    )
    (error,) = found(cpu, code)
    assert (error.code, error.at.line) == ("KC551", HEAD.count("\n") + 1)
    assert "ValueError" in error.keras
