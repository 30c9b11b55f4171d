import pytest

from tests.rules.training.programs import TRAINED, levels

RULE = "KC211"
DATASET = "ds = tf.data.Dataset.from_tensor_slices((x, y))\n"
SPLIT = "from sklearn.model_selection import train_test_split\n"


@pytest.mark.parametrize(
    "code",
    [
        "model.fit(x, y, epochs=5, validation_data=(x, y))",
        "model.fit(x / 255, y, epochs=5, validation_data=(x / 255, y))",
        "x, y = load()\nmodel.fit(x, y, epochs=5, validation_data=[x, y])",
        DATASET + "model.fit(ds.batch(8), epochs=5, validation_data=ds.batch(8))",
        "batches = make_batches()\nmodel.fit(batches, epochs=5, validation_data=batches)",
        ("def train(model, x, y):\n    model = keras.Sequential([layers.Dense(1)])\n"
        "    model.compile('adam', loss='mse')\n"
        "    model.fit(x, y, epochs=5, validation_data=(x, y))"),
    ],
)  # fmt: skip
def test_validation_on_the_training_data(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.fit(x[9:], y[9:], validation_data=(x[:9], y[:9]))", id="slices"),
        pytest.param(
            SPLIT + "x, x_val, y, y_val = train_test_split(x, y)\n"
            "model.fit(x, y, validation_data=(x_val, y_val))",
            id="a split",
        ),
        pytest.param(
            "train, val = ids()\nmodel.fit(x[train], y[train], validation_data=(x[val], y[val]))",
            id="rows that are not known",
        ),
        pytest.param(
            "x, y, x_val, y_val = load()\nmodel.fit(x, y, validation_data=(x_val, y_val))",
            id="parts of one unknown",
        ),
        pytest.param(
            DATASET + "model.fit(ds.skip(9).batch(8), validation_data=ds.take(9).batch(8))",
            id="parts of a dataset",
        ),
        pytest.param(
            "x, y = np.zeros((16, 20)), np.zeros(16)\n"
            "model.fit(x, y, epochs=500, validation_data=(x, y))",
            id="a few samples to learn by heart",
        ),
        pytest.param("model.fit(x, y, validation_split=0.2)", id="a share"),
        pytest.param(
            "windows = keras.utils.timeseries_dataset_from_array\n"
            "n = len(x) // 2\n"
            "train = windows(x, y, sequence_length=9, end_index=n)\n"
            "model.fit(train, validation_data=windows(x, y, sequence_length=9, start_index=n))",
            id="parts of a series",
        ),
        pytest.param(
            "x_test = np.load('t.npy')\nmodel.fit(x, x, validation_data=(x_test, x_test))",
            id="an autoencoder with other samples",
        ),
        pytest.param(
            "flow = keras.utils.image_dataset_from_directory\n"
            "train = flow('d', validation_split=0.2, subset='training', seed=1)\n"
            "val = flow('d', validation_split=0.2, subset='validation', seed=1)\n"
            "model.fit(train, validation_data=val)",
            id="subsets of a folder",
        ),
        pytest.param(
            "mask = rng() < 0.8\nmodel.fit(x[mask], y[mask], validation_data=(x[~mask], y[~mask]))",
            id="a mask and what it leaves",
        ),
        pytest.param(
            "mask = np.random.rand(100) < 0.8\n"
            "model.fit(x[mask], y[mask], validation_data=(x[~mask], y[~mask]))",
            id="a mask of numbers and what it leaves",
        ),
    ],
)
def test_other_validation_data(code: str) -> None:
    assert levels(TRAINED + code, RULE) == []
