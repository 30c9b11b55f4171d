import pytest

from tests.rules.found import found, levels, lines

RULE = "KC315"
HEAD = """\
import tensorflow as tf
x, y = np.zeros((100, 8, 8, 3)), np.zeros(100)
ds = tf.data.Dataset.from_tensor_slices((x, y))
read = keras.utils.image_dataset_from_directory
hue = lambda x, y: (tf.image.random_hue(x, 0.1), y)
m = keras.Sequential([layers.Flatten(), layers.Dense(1)])
m.compile("adam", "mse")
"""


def fit(data: str, epochs: int = 9) -> str:
    return f"{HEAD}m.fit({data}, epochs={epochs})\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(fit("ds.cache().shuffle(100).map(hue).batch(8).prefetch(2)"), id="in order"),
        pytest.param(fit("ds.shuffle(100).cache().shuffle(100).batch(8)"), id="shuffled again"),
        pytest.param(fit("ds.shuffle(100).cache().batch(8)", 1), id="one epoch"),
        pytest.param(fit("read('d')"), id="a reader"),
        pytest.param(fit("read('d', batch_size=None).batch(8)"), id="a reader without batches"),
        pytest.param(fit("read('d').unbatch().shuffle(100).batch(8)"), id="batches made anew"),
        pytest.param(fit("ds.shuffle(100).batch(8).shuffle(9)"), id="shuffled before as well"),
        pytest.param(fit("ds.apply(prepare)"), id="an unknown function"),
        pytest.param(fit("tf.data.Dataset.from_generator(batches)"), id="a generator"),
        pytest.param(
            fit("tf.data.Dataset.from_tensor_slices((x[None], y[None]))"), id="one large batch"
        ),
        pytest.param(fit("ds.map(scale).cache().shuffle(100).batch(8)"), id="a map before cache"),
        pytest.param(
            fit("ds.batch(9).map(lambda x, y: (x[:-1], x[1:])).batch(4)"),
            id="pieces of a sequence, which are the samples",
        ),
    ],
)
def test_pipelines_in_a_good_order(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "level", "words"),
    [
        pytest.param(
            fit("ds.shuffle(100).cache().batch(8)"), "warning high", "keeps the order", id="cached"
        ),
        pytest.param(
            fit("ds.map(hue).cache().shuffle(100).batch(8)"), "warning high", "random changes",
            id="cached augmentation",
        ),
        pytest.param(fit("read('d').batch(8)"), "warning high", "of batches", id="batch twice"),
        pytest.param(fit("ds.shuffle(100)"), "warning high", "no batches", id="no batch"),
        pytest.param(fit("ds.shuffle(1).batch(8)"), "warning high", "buffer of 1", id="no buffer"),
        pytest.param(
            fit("ds.batch(8).shuffle(100)"), "info low", "whole batches", id="shuffled batches"
        ),
    ],
)  # fmt: skip
def test_pipelines_that_undo_what_they_do(code: str, level: str, words: str) -> None:
    assert levels(RULE, code) == [level]
    assert words in found(RULE, code)[0].message
    assert lines(RULE, code) == [8]


@pytest.mark.parametrize(
    ("source", "steps", "expected"),
    [
        ("x, y = load_iris(return_X_y=True)", ".batch(8)", 1),
        ("x, y = load_iris(return_X_y=True)", ".batch(8).take(9)", 1),
        ("x, y = load_iris(return_X_y=True)", ".skip(30).map(scale).batch(8).prefetch(2)", 1),
        ("x, y = load_iris(return_X_y=True)", ".shuffle(150).batch(8)", 0),
        ("x, y = load_iris(return_X_y=True)", ".shuffle(150).skip(30).batch(8)", 0),
        ("x, y = load_iris(return_X_y=True)", ".apply(prepare).batch(8)", 0),
        ("x, y = sklearn.utils.shuffle(*load_iris(return_X_y=True))", ".batch(8)", 0),
        ("x, _, y, _ = train_test_split(*load_iris(return_X_y=True))", ".batch(8)", 0),
        ("(x, y), _ = keras.datasets.mnist.load_data()", ".batch(8)", 0),
        ("x, y = np.load('x.npy'), np.load('y.npy')", ".batch(8)", 0),
    ],
)
def test_samples_that_come_class_by_class(source: str, steps: str, expected: int) -> None:
    code = f"""import sklearn, sklearn.utils
import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
scale = lambda x, y: (x / 10, y)
{source}
m = keras.Sequential([layers.Flatten(), layers.Dense(3, activation="softmax")])
m.compile("adam", "sparse_categorical_crossentropy")
m.fit(tf.data.Dataset.from_tensor_slices((x, y)){steps}, epochs=9)
"""
    findings = found(RULE, code)
    assert [finding.severity.label for finding in findings] == ["warning"] * expected
    for finding in findings:
        assert finding.message.startswith("the samples come class by class")
        split = "take" in steps or "skip" in steps
        assert split == finding.help.startswith("mix the arrays once")
