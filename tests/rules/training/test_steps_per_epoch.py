import pytest

from tests.rules.training.programs import TRAINED, found, levels

RULE = "KC216"
FIT = "model.fit(batches(), epochs=3, steps_per_epoch={})\n"


@pytest.mark.parametrize("steps", ["1000 / 8", "1000 / 7", "len(list(range(90))) / 9", "12.5"])
def test_a_number_of_steps_that_is_a_float(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == ["error high"]


@pytest.mark.parametrize(
    "steps", ["n() / 8", "len(x) / 8", "rows / batch", "np.ceil(n() / 8)", "np.floor(1000 / 8)"]
)
def test_a_quotient_is_a_float_whatever_is_divided(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == ["error high"]


def test_the_steps_of_the_validation_count_as_well() -> None:
    code = "model.fit(x, y, validation_data=batches(), validation_steps=100 / 8)\n"
    assert levels(TRAINED + code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "steps",
    [
        "1000 // 8",
        "100",
        "None",
        "steps()",
        "int(1000 / 8)",
        "round(125.0)",
        "int(len(x) / 8)",
        "int(np.ceil(n() / 8))",
        "math.ceil(n() / 8)",
        "n() // 8",
        "x[0] / 8",
        "folder() / 'x'",
    ],
)
def test_a_number_of_steps_that_is_whole_or_not_known(steps: str) -> None:
    assert levels(TRAINED + FIT.format(steps), RULE) == []


def test_a_fit_of_its_own_may_round() -> None:
    code = (
        "class Own(keras.Model):\n    def fit(self, x, epochs, steps_per_epoch):\n        pass\n"
        "model = Own()\nmodel.compile('adam', loss='mse')\n"
    )
    assert levels(code + FIT.format("2.5"), RULE) == []


BATCHES = """
class Batches(keras.utils.PyDataset):
    def __init__(self, x):
        super().__init__()
        self.x = x

    def __len__(self):
        return {}

    def __getitem__(self, i):
        return self.x[i * 8 : i * 8 + 8], self.x[i * 8 : i * 8 + 8]
"""


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("len(self.x) / 8", ["error high"]),
        ("np.ceil(len(self.x) / 8)", ["error high"]),
        ("math.ceil(len(self.x) / 8)", []),
        ("int(np.ceil(len(self.x) / 8))", []),
        ("len(self.x) // 8", []),
        ("self.steps()", []),
        ("len(self.x)", []),
    ],
)
@pytest.mark.parametrize(
    "fit",
    [
        "model.fit(Batches(load()))",
        "model.fit(Batches(np.load('x.npy')))",
        "model.fit(x, y, validation_data=Batches(load()))",
    ],
)
def test_the_length_of_a_dataset_of_ones_own(length: str, expected: list[str], fit: str) -> None:
    code = f"import math\n{TRAINED}{BATCHES.format(length)}{fit}\n"
    assert levels(code, RULE) == expected


DATASET = "import tensorflow as tf\nds = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"
FOREVER = (
    "def batches():\n    while True:\n        for i in range(9):\n            yield x[i], y[i]\n\n"
)
ONCE = "def batches():\n    for i in range(9):\n        yield x[i : i + 8], y[i : i + 8]\n\n"


@pytest.mark.parametrize(
    "code",
    [
        DATASET + "model.fit(ds.repeat(), epochs=3)\n",
        DATASET + "ds = ds.repeat(-1).shuffle(9).prefetch(1)\nmodel.fit(ds)\n",
        DATASET + "ds = ds.repeat().map(lambda a, b: (a, b))\nmodel.fit(ds)\n",
        DATASET + "model.fit(ds, validation_data=ds.repeat())\n",
        DATASET + "model.evaluate(ds.repeat())\n",
        DATASET + "both = tf.data.Dataset.zip((ds.repeat(), ds.repeat()))\nmodel.predict(both)\n",
        FOREVER + "model.fit(batches(), epochs=3)\n",
        FOREVER + "model.fit(x, y, validation_data=batches())\n",
    ],
)
def test_data_without_an_end(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["error high"]
    assert "for ever" in found(TRAINED + code, RULE)[0].message


def test_a_generator_that_the_first_epoch_uses_up() -> None:
    code = TRAINED + ONCE + "model.fit(batches(), epochs=3)\n"
    assert levels(code, RULE) == ["error high"]
    assert "the first of the 3 epochs uses it up" in found(code, RULE)[0].message


LOOPS = {
    "a break": "while True:\n        if done():\n            break\n        yield x, y\n",
    "a return": "while True:\n        if done():\n            return\n        yield x, y\n",
    "an exception": "while True:\n        yield x, next_or_stop()\n        raise StopIteration\n",
    "a condition": "while more():\n        yield x, y\n",
    "a loop over what is not known": "for a, b in source():\n        yield a, b\n",
    "another generator": "yield from source()\n",
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_generator_whose_end_is_not_known(name: str) -> None:
    code = f"def batches():\n    {LOOPS[name]}\nmodel.fit(batches(), epochs=3)\n"
    assert levels(TRAINED + code, RULE) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(DATASET + "model.fit(ds.repeat(), steps_per_epoch=9)\n", id="counted"),
        pytest.param(DATASET + "model.fit(ds.repeat(), steps_per_epoch=n())\n", id="not known"),
        pytest.param(DATASET + "model.fit(ds.repeat(), **settings())\n", id="unpacked"),
        pytest.param(DATASET + "model.fit(ds.repeat(3), epochs=3)\n", id="three times"),
        pytest.param(DATASET + "model.fit(ds.repeat(epochs()))\n", id="as often as is asked"),
        pytest.param(DATASET + "model.fit(ds.repeat().take(90))\n", id="cut off"),
        pytest.param(DATASET + "model.evaluate(ds.repeat(), steps=9)\n", id="counted steps"),
        pytest.param(
            DATASET + "model.fit(ds, validation_data=ds.repeat(), validation_steps=3)\n",
            id="a validation that is counted",
        ),
        pytest.param(
            DATASET + "class Stop(keras.callbacks.Callback):\n"
            "    def on_train_batch_end(self, batch, logs=None):\n"
            "        self.model.stop_training = batch > 90\n\n"
            "model.fit(ds.repeat(), callbacks=[Stop()])\n",
            id="a callback of the script",
        ),
        pytest.param(ONCE + "model.fit(batches())\n", id="one epoch"),
        pytest.param(ONCE + "for _ in range(3):\n    model.fit(batches())\n", id="made anew"),
        pytest.param(
            FOREVER + "model.fit(batches(), epochs=3, steps_per_epoch=9)\n",
            id="a counted generator",
        ),
        pytest.param(
            "def batches():\n    while True:\n        for i in range(9):\n            if i > 3:\n"
            "                break\n            yield x, y\n\n"
            "model.fit(batches(), steps_per_epoch=3, epochs=9)\n",
            id="a break of an inner loop",
        ),
        pytest.param(
            "class Net(keras.Model):\n    def fit(self, data):\n        return next(data)\n\n"
            + FOREVER
            + "Net().fit(batches())\n",
            id="a fit of the script",
        ),
    ],
)
def test_data_that_end_or_are_counted(code: str) -> None:
    assert levels(TRAINED + code, RULE) == []


YIELDS = """\
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
def ever():
    while True:
        yield np.zeros((8, 3)), np.zeros(8)
def once(n):
    for _ in range(n):
        yield np.zeros((8, 3)), np.zeros(8)
files = ImageDataGenerator()
"""
KINDS = "(tf.float32, tf.float32)"


@pytest.mark.parametrize(
    "source", ["ever", "lambda: ever()", "lambda: files.flow_from_directory('d')"]
)
def test_a_dataset_of_a_generator_without_an_end(source: str) -> None:
    code = f"{TRAINED}{YIELDS}d = tf.data.Dataset.from_generator({source}, {KINDS})\n"
    (finding,) = found(code + "model.fit(d.prefetch(1), epochs=3)\n", RULE)
    assert finding.message == (
        "the generator goes on for ever, and without `steps_per_epoch` the first epoch never ends."
    )
    assert levels(code + "model.fit(d, epochs=3, steps_per_epoch=9)\n", RULE) == []
    assert levels(code + "model.fit(d.take(9), epochs=3)\n", RULE) == []


@pytest.mark.parametrize(
    "source", [f"once, {KINDS}, args=[5]", f"make(), {KINDS}", f"lambda: make(), {KINDS}"]
)
def test_a_dataset_of_a_generator_with_an_end_or_not_known(source: str) -> None:
    code = f"{TRAINED}{YIELDS}d = tf.data.Dataset.from_generator({source})\n"
    assert levels(code + "model.fit(d, epochs=3)\n", RULE) == []
