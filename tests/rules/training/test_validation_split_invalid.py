import pytest

from tests.rules.training.programs import COMPILE, TRAINED, found, levels

RULE = "KC212"
READER = "keras.utils.image_dataset_from_directory"
TRAIN = f"a = {READER}('d', validation_split=0.2, subset='training', seed=1)\n"
HELD = f"b = {READER}('d', validation_split=0.2, subset='validation', seed=1)\n"
DATASET = "ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n"


@pytest.mark.parametrize(
    ("code", "level", "words"),
    [
        ("model.fit(x, y, validation_split=20)", "error high", "not one sample is left"),
        ("model.fit(x, y, validation_split=1.0)", "error high", "all samples would be held out"),
        ("model.fit(x, y, validation_split=-0.2)", "error high", "no sample is held out"),
        (DATASET + "model.fit(ds, validation_split=0.2)", "error high", "splits arrays only"),
        (
            "model.fit(x, y, validation_split=0.2, validation_data=(x[:9], y[:9]))",
            "warning medium",
            "is ignored",
        ),
    ],
)
def test_a_split_that_holds_out_nothing(code: str, level: str, words: str) -> None:
    assert levels(TRAINED + code, RULE) == [level]
    assert words in found(TRAINED + code, RULE)[0].message


def test_a_percentage_is_written_as_a_share() -> None:
    (finding,) = found(TRAINED + "model.fit(x, y, validation_split=20)", RULE)
    assert finding.help == "write `validation_split=0.2`"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED + "model.fit(x, y, validation_split=0.2)", id="a share"),
        pytest.param(TRAINED + "model.fit(x, y, validation_split=0)", id="none"),
        pytest.param(TRAINED + "model.fit(x, y, validation_split=share())", id="not known"),
        pytest.param(
            TRAINED + "model.fit(x, y, validation_split=0.2, validation_data=None)", id="no data"
        ),
        pytest.param(
            TRAINED + "model.fit(x, y, validation_split=0.2, validation_data=given())",
            id="data that may be None",
        ),
        pytest.param(TRAINED + "model.fit(load(), validation_split=0.2)", id="data not known"),
        pytest.param(
            "from keras.src.legacy.preprocessing.image import ImageDataGenerator\n"
            "flow = ImageDataGenerator(validation_split=0.2)\n" + TRAINED
            + "model.fit(flow.flow(x, y, subset='training'), epochs=2)",
            id="the split of a generator of images",
        ),
        pytest.param(
            "from sklearn.svm import SVC\nmodel = SVC()\nmodel.fit(x, y, validation_split=2)",
            id="no model of Keras",
        ),
        pytest.param(
            "class Mine(keras.Model):\n"
            "    def fit(self, x, y, validation_split=0):\n        pass\n"
            "model = Mine()\n" + COMPILE + "model.fit(x, y, validation_split=10)",
            id="a fit of its own",
        ),
    ],
)  # fmt: skip
def test_splits_that_are_right_or_not_known(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("code", "words", "keras"),
    [
        (f"{READER}('d', validation_split=0.2)", "which part to read", "and inversely"),
        (f"{READER}('d', validation_split=0.2, seed=3)", "which part to read", "and inversely"),
        (f"{READER}('d', subset='training', seed=3)", "needs the share", "and inversely"),
        (
            f"{READER}('d', validation_split=0.2, subset='both')",
            "has no `seed`",
            "you must provide a `seed`",
        ),
        (
            (
                "keras.utils.text_dataset_from_directory('d', 'inferred', 'int', None, 32, None, True, "
                "None, 0.2, 'training')"
            ),
            "has no `seed`",
            "you must provide a `seed`",
        ),
        (
            (
                "keras.utils.audio_dataset_from_directory('d', validation_split=20, subset='both', "
                "seed=1)"
            ),
            "no share between 0 and 1",
            "between 0 and 1, received: 20",
        ),
        (
            (
                "kw = dict(validation_split=0.2)\n"
                f"for part in ('training', 'validation'):\n    {READER}('d', subset=part, **kw)"
            ),
            "has no `seed`",
            "you must provide a `seed`",
        ),
    ],
)
def test_a_reader_of_a_folder_that_keras_refuses(code: str, words: str, keras: str) -> None:
    (finding,) = found(code, RULE)
    assert levels(code, RULE) == ["error high"]
    assert words in finding.message
    assert finding.keras is not None
    assert keras in finding.keras


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("validation_split=0.2, subset='validation', seed=2", "`seed=1` and `seed=2`"),
        (
            "validation_split=0.2, subset='validation', seed=1, shuffle=False",
            "`shuffle=True` and `shuffle=False`",
        ),
        (
            "validation_split=0.4, subset='validation', seed=1",
            "`validation_split=0.2` and `validation_split=0.4`",
        ),
    ],
)
def test_parts_of_a_folder_that_overlap(held: str, words: str) -> None:
    code = TRAIN + f"b = {READER}('d', {held})"
    (finding,) = found(code, RULE)
    assert levels(code, RULE) == ["error high"]
    assert words in finding.message
    assert finding.at.line == 9
    assert [label.at.line for label in finding.labels] == [8]


def test_parts_of_an_unknown_folder_of_one_name() -> None:
    code = (TRAIN + HELD.replace("seed=1", "seed=2")).replace("'d'", "where")
    assert levels("where = load()\n" + code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAIN + HELD, id="one seed"),
        pytest.param(TRAIN + HELD.replace("0.2", "1 - 0.8"), id="rounding"),
        pytest.param(TRAIN + HELD.replace("0.2", "0.1"), id="files that are in neither"),
        pytest.param((TRAIN + HELD).replace("seed=1", "shuffle=False"), id="not mixed"),
        pytest.param(TRAIN + HELD.replace("'d'", "'e'").replace("=1", "=2"), id="other folder"),
        pytest.param(TRAIN + HELD + (TRAIN + HELD).replace("seed=1", "seed=2"), id="two splits"),
        pytest.param(TRAIN + HELD.replace("seed=1", "seed=draw()"), id="seed not known"),
        pytest.param(TRAIN + HELD.replace("seed=1", "**given()"), id="unpacked"),
        pytest.param(
            (TRAIN + HELD.replace("=1", "=2")).replace("'d'", "load()"), id="folders not known"
        ),
        pytest.param(f"{READER}('d', validation_split=0)", id="no split"),
        pytest.param(f"{READER}('d', seed=1)", id="whole folder"),
        pytest.param(f"{READER}('d', validation_split=share(), seed=1)", id="split not known"),
        pytest.param(
            f"{READER}('d', validation_split=0.2, subset=part(), seed=1)", id="subset not known"
        ),
        pytest.param(
            "def read(split=0.2, subset=None):\n"
            f"    return {READER}('d', validation_split=split, subset=subset, seed=1)\n",
            id="defaults of a function",
        ),
        pytest.param(
            "def read(split=0.2, subset=None):\n"
            f"    return {READER}('d', validation_split=split, subset=subset, seed=1)\n"
            "a, b = read(subset='training'), read(subset='validation')\n",
            id="a function for both",
        ),
    ],
)
def test_readers_of_folders_that_are_right_or_not_known(code: str) -> None:
    assert levels(code, RULE) == []
