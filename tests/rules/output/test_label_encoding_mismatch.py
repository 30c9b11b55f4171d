import pytest

from tests.rules.found import levels
from tests.rules.output.programs import (
    BINARY,
    INT,
    MULTI_HOT,
    NOT_KNOWN,
    ONE_HOT,
    ONE_HOT_2,
    advice,
    findings,
    program,
)

SOFTMAX = 'layers.Dense(10, activation="softmax")'
CCE, SCCE, BCE = (
    '"categorical_crossentropy"',
    '"sparse_categorical_crossentropy"',
    '"binary_crossentropy"',
)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(SOFTMAX, CCE, ONE_HOT), id="rows for the loss of rows"),
        pytest.param(program(SOFTMAX, SCCE, INT), id="integers for the loss of integers"),
        pytest.param(program(SOFTMAX, CCE, NOT_KNOWN), id="labels that are not known"),
        pytest.param(program(SOFTMAX, '"crossentropy"', INT), id="the loss that looks at shapes"),
        pytest.param(program(SOFTMAX, "my_loss", INT), id="a loss from elsewhere"),
        pytest.param(
            program(SOFTMAX, CCE, f"{INT}\ny = encode(y)"), id="an encoding from elsewhere"
        ),
        pytest.param(
            program(SOFTMAX, CCE, f"{INT}\nif y.ndim == 1:\n    y = keras.utils.to_categorical(y)"),
            id="an encoding in a branch that is taken",
        ),
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', BCE, BINARY), id="one number, one unit"
        ),
    ],
)
def test_labels_that_fit(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected", "words"),
    [
        pytest.param(
            SOFTMAX, CCE, INT, "KC107 error",
            'write `loss="sparse_categorical_crossentropy"`, or make rows with '
            "`to_categorical(y, 10)`",
            id="integers",
        ),
        pytest.param(
            SOFTMAX, CCE, "y = LabelEncoder().fit_transform(names)", "KC107 error",
            'write `loss="sparse_categorical_crossentropy"`, or make rows with '
            "`to_categorical(y, 10)`",
            id="encoded names, as many as there are units",
        ),
        pytest.param(
            "layers.Dense(10)", "keras.losses.CategoricalCrossentropy(from_logits=True)", INT,
            "KC107 error",
            "write `loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)`, or make "
            "rows with `to_categorical(y, 10)`",
            id="integers for logits",
        ),
        pytest.param(
            SOFTMAX, SCCE, ONE_HOT, "KC107 error",
            'write `loss="categorical_crossentropy"`, or leave out the encoding',
            id="rows",
        ),
        pytest.param(
            "layers.Dense(4)", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            MULTI_HOT, "KC107 error",
            'write `Dense(4, activation="sigmoid")` with `loss="binary_crossentropy"`',
            id="rows of several labels",
        ),
        pytest.param(
            'layers.Dense(1, activation="sigmoid")', BCE, ONE_HOT_2, "KC107 error",
            "leave out the one-hot encoding, so that the labels are 0 and 1",
            id="two columns for one unit",
        ),
        pytest.param(
            'layers.Dense(2, activation="softmax")', BCE, BINARY, "KC107 error",
            'write `loss="sparse_categorical_crossentropy"`',
            id="one number for two softmax units",
        ),
        pytest.param(
            'layers.Dense(10, activation="sigmoid")', BCE, INT, "KC107 error",
            'write `Dense(10, activation="softmax")` with `loss="sparse_categorical_crossentropy"`',
            id="class numbers for sigmoids",
        ),
        pytest.param(
            SOFTMAX, SCCE, "y = np.array(['cat', 'dog', 'cat'])", "KC107 error",
            "number the classes first: `y = LabelEncoder().fit_transform(y)`", id="names of classes",
        ),
    ],
)  # fmt: skip
def test_labels_that_do_not_fit(
    last: str, loss: str, labels: str, expected: str, words: str
) -> None:
    code = program(last, loss, labels)
    assert findings(code) == [expected]
    assert advice(code) == [words]


FOLDERS = (
    "d = keras.utils.image_dataset_from_directory('train', image_size=(32, 32){})\n"
    "n = len(d.class_names)\n"
    "m = keras.Sequential([layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(n, 'softmax')])\n"
    "m.compile('adam', loss='{}')\nm.fit(d)"
)


@pytest.mark.parametrize(
    ("mode", "loss", "found_levels"),
    [
        ("", "categorical_crossentropy", ["error high"]),
        ("", "sparse_categorical_crossentropy", []),
        (", label_mode='categorical'", "categorical_crossentropy", []),
        (", label_mode=mode", "categorical_crossentropy", []),
    ],
)
def test_the_number_of_classes_need_not_be_known(
    mode: str, loss: str, found_levels: list[str]
) -> None:
    assert levels("KC107", FOLDERS.format(mode, loss)) == found_levels


@pytest.mark.parametrize(
    ("loss", "training", "validation", "found_levels"),
    [
        ("categorical_crossentropy", "rows(y)", "y_val", ["error high"]),
        ("sparse_categorical_crossentropy", "y", "rows(y_val)", ["error high"]),
        ("categorical_crossentropy", "rows(y)", "rows(y_val)", []),
        ("sparse_categorical_crossentropy", "y", "y_val", []),
        ("categorical_crossentropy", "rows(y)", "np.load('y.npy')", []),
        # Where both are wrong, the labels of the training are the finding.
        ("categorical_crossentropy", "y", "y_val", ["error high"]),
    ],
)
def test_labels_of_the_validation(
    loss: str, training: str, validation: str, found_levels: list[str]
) -> None:
    code = (
        "(x, y), (x_val, y_val) = keras.datasets.mnist.load_data()\nrows = keras.utils.to_categorical\n"
        "m = keras.Sequential([layers.Flatten(), layers.Rescaling(1 / 255), layers.Dense(10, 'softmax')])\n"
        f"m.compile('adam', loss='{loss}')\n"
        f"m.fit(x, {training}, validation_data=(x_val, {validation}))"
    )
    assert levels("KC107", code) == found_levels


def test_one_hot_columns_of_any_number_do_not_go_with_one_unit() -> None:
    code = (
        "import pandas as pd\nt = pd.read_csv('t.csv')\ny = pd.get_dummies(t['kind'])\n"
        "m = keras.Sequential([layers.Dense(8, 'relu'), layers.Dense(1, 'sigmoid')])\n"
        "m.compile('adam', loss='binary_crossentropy')\nm.fit(t[['a', 'b']], {})"
    )
    assert levels("KC107", code.format("y")) == ["error high"]
    assert levels("KC107", code.format("y['good']")) == []
    assert levels("KC107", code.format("y.iloc[:, 1]")) == []
    assert levels("KC107", code.format("y.values[:, 0]")) == []
    drop = code.replace("['kind'])", "['kind'], drop_first=True)")
    assert levels("KC107", drop.format("y")) == []
