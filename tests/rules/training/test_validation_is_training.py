import pytest

from tests.rules.training.programs import TRAINED, found, levels

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
        pytest.param(
            "x, y = x[200:400], y[200:400]\nmodel.fit(x, y, epochs=500, validation_data=(x, y))",
            id="a slice to learn by heart",
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


FOLDER = (
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "g = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)\n"
)
FRAME = "import pandas as pd\nall = pd.read_csv('a.csv')\n"
FITTED = "model.fit(a.drop(columns='y'), a['y'], validation_data=(b.drop(columns='y'), b['y']))\n"


@pytest.mark.parametrize(
    "code",
    [
        "model.fit(x, y, validation_data=(x[50:], y[50:]))",
        "x_val, y_val = x[:9], y[:9]\nmodel.fit(x, y, validation_data=(x_val, y_val))",
        "model.fit(x[:500], y[:500], validation_data=(x[400:], y[400:]))",
        "model.fit(x[100:900], y[100:900], validation_data=(x[:200], y[:200]))",
        SPLIT + "x_train, x_val, y_train, y_val = train_test_split(x, y)\n"
        "model.fit(x, y, validation_data=(x_val, y_val))",
        DATASET + "model.fit(ds.batch(8), validation_data=ds.take(9).batch(8))",
        FRAME + "a, b = all, all.sample(frac=0.2)\n" + FITTED,
    ],
)
def test_validation_on_a_part_of_the_training_data(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["error high"]
    assert "is trained on as well" in found(TRAINED + code, RULE)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "model.fit(x[:500], y[:500], validation_data=(x[500:], y[500:]))",
            id="beside each other",
        ),
        pytest.param(
            "model.fit(x[:-99], y[:-99], validation_data=(x[-99:], y[-99:]))", id="from the end"
        ),
        pytest.param(
            "n = rows()\nmodel.fit(x[:n], y[:n], validation_data=(x[n:], y[n:]))", id="not known"
        ),
        pytest.param(
            "model.fit(x[::2], y[::2], validation_data=(x[1::2], y[1::2]))", id="every other row"
        ),
        pytest.param(
            "x, y = list(x), list(y)\nx_val, y_val = x[:9], y[:9]\ndel x[:9]\ndel y[:9]\n"
            "model.fit(np.array(x), np.array(y), validation_data=(np.array(x_val), np.array(y_val)))",
            id="deleted",
        ),
        pytest.param(
            "i = np.random.choice(1000, 100)\nx_val, y_val = x[i], y[i]\n"
            "x, y = np.delete(x, i, axis=0), np.delete(y, i, axis=0)\n"
            "model.fit(x, y, validation_data=(x_val, y_val))",
            id="taken out",
        ),
        pytest.param(
            FRAME + "b = all.sample(frac=0.2)\na = all.drop(b.index)\n" + FITTED, id="dropped"
        ),
        pytest.param(
            FRAME + "a = all\nb = a.sample(frac=0.2)\na.drop(b.index, inplace=True)\n" + FITTED,
            id="dropped in place",
        ),
        pytest.param(
            FRAME + "b = all[all['z'] > 2000]\nall = all[all['z'] <= 2000]\na = all\n" + FITTED,
            id="by a column",
        ),
        pytest.param(
            DATASET + "val = ds.take(9)\nds = ds.skip(9)\nmodel.fit(ds, validation_data=val)",
            id="a dataset that goes on behind",
        ),
        pytest.param(
            "x, y = np.zeros((100, 20)), np.zeros(100)\n"
            "model.fit(x, y, epochs=500, validation_data=(x[:9], y[:9]))",
            id="few samples to learn by heart",
        ),
        pytest.param(
            FOLDER + "val = g.flow_from_directory('d', subset='validation')\n"
            "model.fit(g.flow_from_directory('d'), validation_data=val)",
            id="parts of a folder, of which another rule speaks",
        ),
    ],
)
def test_validation_on_what_is_left_out(code: str) -> None:
    assert levels(TRAINED + code, RULE) == []


@pytest.mark.parametrize(("rows", "expected"), [("read(b)", []), ("x[:999]", ["error high"])])
def test_what_the_mean_of_the_training_part_is_taken_from(rows: str, expected: list[str]) -> None:
    code = f"""
(x, y), _ = keras.datasets.cifar10.load_data()
mean = np.mean(x, axis=0)
x = x - mean
val_x, val_y = {rows}, read(c)
val_x -= mean
model = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(10)])
model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, validation_data=(val_x, val_y))
"""
    assert levels(code, RULE) == expected


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("flow.filenames = names", []),
        ("flow.directory = names[0]", []),
        ("flow.__dict__['filenames'] = names", []),
        ("flow.seed = names", ["error high"]),
    ],
)
def test_an_iterator_that_is_given_other_files(attribute: str, expected: list[str]) -> None:
    code = f"""
gen = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
def read(names):
    flow = gen.flow_from_directory("images", target_size=(32, 32), class_mode="binary")
    {attribute}
    return flow
model = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(1, "sigmoid")])
model.compile("sgd", "binary_crossentropy")
model.fit(read(some), validation_data=read(others))
"""
    assert levels(code, RULE) == expected


def test_few_labels_are_to_be_learnt_by_heart() -> None:
    code = "y = np.array([0, 1] * {})\n" + TRAINED + "model.fit(x, y, validation_data=(x, y))\n"
    assert levels(code.format(10), RULE) == []
    assert levels(code.format(1000), RULE) == ["error high"]


def test_a_unit_test_needs_any_data_to_validate_on() -> None:
    code = f"{TRAINED}model.fit(x, y, epochs=2, validation_data=(x, y))\n"
    assert levels(code, RULE) == ["error high"]
    assert levels(f"import pytest\n{code}", RULE) == []


WINDOWS = """
    ds = ds.window(61, shift=1, drop_remainder=True)
    ds = ds.flat_map(lambda w: w.batch(61))
"""


@pytest.mark.parametrize(
    ("first", "steps", "expected"),
    [
        pytest.param(940, WINDOWS, [], id="context"),
        pytest.param(500, WINDOWS, ["error high"], id="half"),
        pytest.param(940, "", ["error high"], id="no windows"),
    ],
)
def test_the_steps_before_the_first_target_of_the_validation(
    first: int, steps: str, expected: list[str]
) -> None:
    code = f"""
series = np.load("series.npy")
def windows(part):
    ds = tf.data.Dataset.from_tensor_slices(part)
{steps}
    ds = ds.map(lambda w: (w[:-1], w[-1]))
    return ds.batch(32)
model.fit(windows(series[:1000]), epochs=9, validation_data=windows(series[{first}:]))
"""
    assert levels(TRAINED + code, RULE) == expected


def test_what_was_checked_before_plays_no_part() -> None:
    code = "model.fit(x[:{}], y[:{}], validation_data=(x[400:], y[400:]))"
    for rows in (600, 700, 600, 800):
        assert levels(TRAINED + code.format(rows, rows), RULE) == ["error high"]


STREAM = DATASET + "flow = ImageDataGenerator(rotation_range=9).flow(x, y)\n"
IMPORTS = "from keras.preprocessing.image import ImageDataGenerator\n"


@pytest.mark.parametrize(
    "code",
    [
        "model.fit(ds.shuffle(99).batch(8), epochs=5, validation_data=(x, y))",
        "model.fit(x, y, epochs=5, validation_data=ds.batch(8))",
        "model.fit(ds.batch(8), epochs=5, validation_data=(x[:900], y[:900]))",
        "model.fit(x, y, epochs=5, validation_data=ds.take(900).batch(8))",
        "model.fit(flow, epochs=5, validation_data=(x, y))",
        "model.fit(ds.batch(8), epochs=5, validation_data=flow)",
    ],
)
def test_arrays_beside_a_dataset_of_them(code: str) -> None:
    assert levels(TRAINED + IMPORTS + STREAM + code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.fit(ds.batch(8), validation_data=(v, w))", id="other arrays"),
        pytest.param("model.fit(ds.skip(9).batch(8), validation_data=(x, y))", id="a part of it"),
        pytest.param(
            "model.fit(ds.filter(f).batch(8), validation_data=(x, y))", id="rows that are not known"
        ),
        pytest.param(
            "model.fit(x[9:], y[9:], validation_data=ds.take(9).batch(8))", id="the rows before"
        ),
        pytest.param("model.fit(ds.batch(8), validation_data=load())", id="not known"),
        pytest.param("model.fit(ds.batch(8), validation_data=(x, w))", id="other labels"),
        pytest.param(
            "g = ImageDataGenerator(validation_split=0.2)\n"
            "model.fit(g.flow(x, y, subset='training'), validation_data=(x, y))",
            id="a subset",
        ),
        pytest.param("s = x[:99], y[:99]\n"
            "few = tf.data.Dataset.from_tensor_slices(s)\n"
            "model.fit(few.batch(8), validation_data=s)", id="to be learnt by heart"),
    ],
)  # fmt: skip
def test_arrays_and_datasets_of_other_rows(code: str) -> None:
    head = "v, w = np.load('v.npy'), np.load('w.npy')\n"
    assert levels(TRAINED + IMPORTS + STREAM + head + code, RULE) == []


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("x_val = x\n# x_val = x[:90]\n", "info"),
        ("#x_val = x[:90]\nx_val = x\n", "info"),
        ("x_val = x\n# the same for now\n", "error"),
        ("# x_val = x[:90]\ny_val = y\nx_val = x\n", "error"),
        ("x_val = x\n# if x_val == y:\n", "error"),
    ],
)
def test_a_split_that_is_switched_off(lines: str, level: str) -> None:
    code = f"{TRAINED}{lines}model.fit(x, y, epochs=5, validation_data=(x_val, y))"
    (finding,) = found(code, RULE)
    assert finding.severity.label == level
    assert ("Another `x_val` is commented out." in finding.message) is (level == "info")
