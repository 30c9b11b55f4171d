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


FLIPS = """\
def flip(x, y):
    if tf.random.uniform(()) > 0.5:
        x = tf.image.flip_left_right(x)
    return x, y
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("ds.map(flip).cache().shuffle(100).batch(8)", ["warning high"]),
        ("ds.cache().map(flip).shuffle(100).batch(8)", []),
        ("ds.map(flip).cache().map(flip).shuffle(100).batch(8)", []),
    ],
)
def test_a_function_that_flips_by_a_number_it_draws(steps: str, expected: list[str]) -> None:
    assert levels(RULE, FLIPS + fit(steps)) == expected


@pytest.mark.parametrize("step", ["map(hue)", "shuffle(100)", "repeat()", "batch(8)"])
def test_a_step_that_nothing_keeps(step: str) -> None:
    code = HEAD + f"ds = ds.batch(4).unbatch()\nds.{step}\nm.fit(ds.batch(8), epochs=9)\n"
    (finding,) = found(RULE, code)
    name = step.partition("(")[0]
    assert finding.message.startswith(f"`{name}` gives a new dataset, and nothing keeps it")
    assert finding.help == f"write `ds = ds.{name}(…)`"
    assert lines(RULE, code) == [9]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("ds = ds.map(hue)", id="kept"),
        pytest.param("print(ds.map(hue))", id="looked at"),
        pytest.param("read('other').map(hue)", id="of data that are not trained on"),
        pytest.param("x.map(hue)", id="no dataset"),
        pytest.param("for a, b in ds.map(hue): print(a)", id="run through"),
    ],
)
def test_steps_that_are_kept_or_not_meant_for_the_training(line: str) -> None:
    assert levels(RULE, f"{HEAD}{line}\nm.fit(ds.shuffle(9).batch(8), epochs=9)\n") == []


@pytest.mark.parametrize(
    ("steps", "held", "words"),
    [
        ("", ".batch(8)", "no batches"),
        (".cache()", ".batch(8)", "no batches"),
        (".batch(8)", ".batch(8)", None),
        (".apply(prepare)", ".batch(8)", None),
    ],
)
def test_validation_data_without_batches(steps: str, held: str, words: str | None) -> None:
    code = f"{HEAD}m.fit(ds.shuffle(100){held}, epochs=9, validation_data=ds{steps})\n"
    assert [words in finding.message for finding in found(RULE, code) if words] == (
        [True] if words else []
    )
    assert levels(RULE, code) == (["warning high"] if words else [])


@pytest.mark.parametrize(
    ("labels", "steps", "count"),
    [
        ("keras.utils.to_categorical(y, 10)", ".shuffle(100).repeat()", 1),
        ("keras.utils.to_categorical(y, 10)", ".shuffle(100).batch(8)", 0),
        ("np.zeros((100, 10))", ".shuffle(100)", 0),
    ],
)
def test_one_hot_labels_without_batches(labels: str, steps: str, count: int) -> None:
    code = fit(f"tf.data.Dataset.from_tensor_slices((x, {labels})){steps}")
    assert levels(RULE, code) == ["warning high"] * count
