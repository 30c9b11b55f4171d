import pytest

from tests.rules.training.programs import COMPILE, TRAINED, found, levels

RULE = "KC212"
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
