import pytest

from tests.rules.found import found, levels, lines

RULE = "KC316"
HEAD = """\
import tensorflow as tf
x, y = np.load("x.npy"), np.load("y.npy")
ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)
m = keras.Sequential([layers.Dense(1)])
m.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("m.fit(x, y, batch_size=8, shuffle=True, sample_weight=y)", id="arrays"),
        pytest.param("m.fit(ds, epochs=2, class_weight={0: 1.0, 1: 2.0})", id="a dataset"),
        pytest.param("m.fit(ds, shuffle=False)", id="what silences a warning"),
        pytest.param("m.fit(load(), y, batch_size=8)", id="not known"),
        pytest.param("m.fit(ds, labels() if unpaired() else None)", id="perhaps None"),
        pytest.param("m.fit(ds, None)\nm.evaluate(ds)", id="None"),
        pytest.param("m.evaluate(x, y)", id="arrays to measure"),
    ],
)
def test_arguments_that_have_their_use(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param("m.fit(ds, y)", "error high", id="y"),
        pytest.param("m.fit(ds, sample_weight=y)", "error high", id="sample_weight"),
        pytest.param("m.evaluate(ds, y)", "error high", id="evaluate"),
        pytest.param(
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\n"
            "m.fit(G().flow(x, y), y)",
            "error high",
            id="an iterator",
        ),
        pytest.param("m.fit(ds, batch_size=8)", "info low", id="batch_size"),
        pytest.param("m.fit(ds, shuffle=True)", "info low", id="shuffle"),
    ],
)
def test_arguments_beside_a_dataset(code: str, level: str) -> None:
    assert levels(RULE, HEAD + code) == [level]


def test_the_argument_is_the_place() -> None:
    (finding,) = found(RULE, HEAD + "m.fit(\n    ds,\n    y,\n)")
    assert lines(RULE, HEAD + "m.fit(\n    ds,\n    y,\n)") == [8]
    assert "(x, y)" in finding.help
