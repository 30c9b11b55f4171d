import pytest

from tests.rules.found import found, levels, lines

RULE = "KC312"
HEAD = """\
import tensorflow as tf
ds = tf.data.Dataset.from_tensor_slices((np.load("x.npy"), np.load("y.npy")))
m = keras.Sequential([layers.Dense(2)])
m.compile("adam", loss="mse")
"""
FIT = "m.fit(train.batch(8), epochs=9, validation_data=valid.batch(8))\n"
SPLIT = "train, valid = ds.take(80), ds.skip(80)\n"
READ = "ds = keras.utils.image_dataset_from_directory('d'{})\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "ds = ds.shuffle(100, reshuffle_each_iteration=False)\n" + SPLIT + FIT, id="one order"
        ),
        pytest.param(SPLIT + "train = train.shuffle(80)\n" + FIT, id="split first"),
        pytest.param("ds = ds.shuffle(100).cache()\n" + SPLIT + FIT, id="cached"),
        pytest.param(
            "train, valid = ds.shuffle(9).take(80), ds.skip(80)\n" + FIT, id="one part shuffled"
        ),
        pytest.param("ds = ds.shuffle(100)\ntrain, valid = ds, ds.take(8)\n" + FIT, id="a sample"),
        pytest.param(READ.format(", shuffle=False") + SPLIT + FIT, id="a reader in file order"),
        pytest.param(
            "train, valid = keras.utils.split_dataset(ds.shuffle(100), left_size=0.8)\n" + FIT,
            id="split_dataset",
        ),
    ],
)
def test_splits_that_stay_the_same(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param("ds = ds.shuffle(100)\n" + SPLIT + FIT, "error high", 7, id="take and skip"),
        pytest.param(
            "ds = ds.shuffle(100, seed=1)\n" + SPLIT + FIT, "error high", 7, id="with a seed"
        ),
        pytest.param(
            "ds = ds.shuffle(100).map(lambda x, y: (x / 2, y))\n"
            "valid, train = ds.take(10), ds.skip(20)\n" + FIT,
            "error high",
            7,
            id="a step between",
        ),
        pytest.param(READ.format("") + SPLIT + FIT, "warning medium", 7, id="a reader"),
    ],
)
def test_splits_that_change_in_every_epoch(code: str, level: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == [level]
    assert lines(RULE, HEAD + code) == [line]


def test_the_fix_keeps_one_order() -> None:
    (finding,) = found(RULE, HEAD + "ds = ds.shuffle(100, seed=1)\n" + SPLIT + FIT)
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert edit.text == "ds.shuffle(100, seed=1, reshuffle_each_iteration=False)"
