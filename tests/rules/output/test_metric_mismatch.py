import pytest

from tests.rules.found import found, levels

RULE = "KC115"
NUMBERS = '"sparse_categorical_crossentropy"'
ROWS = '"categorical_crossentropy"'
TWO = '"binary_crossentropy"'
LOGITS = "keras.losses.BinaryCrossentropy(from_logits=True)"
SOFTMAX, SIGMOID, LINEAR = "10, 'softmax'", "1, 'sigmoid'", "1"


def program(last: str, loss: str, metric: str, labels: str = 'np.load("y.npy")') -> str:
    return (
        f'x, y = np.load("x.npy"), {labels}\n'
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense(8), layers.Dense({last})])\n"
        f'model.compile("adam", loss={loss}, metrics=[{metric}])\n'
        "model.fit(x, y, epochs=3, validation_split=0.1)\n"
    )


@pytest.mark.parametrize(
    ("last", "loss", "metric", "level", "better"),
    [
        (SOFTMAX, NUMBERS, '"categorical_accuracy"', "error high", "sparse_categorical_accuracy"),
        (SOFTMAX, NUMBERS, "keras.metrics.Precision()", "error high", "to_categorical"),
        (SOFTMAX, NUMBERS, "keras.metrics.AUC()", "error high", "to_categorical"),
        (SOFTMAX, NUMBERS, "'binary_accuracy'", "error high", "sparse_categorical_accuracy"),
        (SOFTMAX, NUMBERS, "keras.metrics.MeanIoU(10)", "error high", "sparse_y_pred=False"),
        (SOFTMAX, ROWS, '"sparse_categorical_accuracy"', "error high", '"categorical_accuracy"'),
        (SOFTMAX, ROWS, "keras.metrics.Accuracy()", "error high", '"accuracy"'),
        (SOFTMAX, ROWS, '"binary_accuracy"', "warning medium", '"categorical_accuracy"'),
        (SOFTMAX, ROWS, "keras.metrics.MeanIoU(10)", "error high", "OneHotMeanIoU"),
        (SIGMOID, TWO, '"categorical_accuracy"', "error high", '"binary_accuracy"'),
        (SIGMOID, TWO, "keras.metrics.Accuracy()", "error high", "BinaryAccuracy"),
        (SIGMOID, TWO, "keras.metrics.MeanIoU(2)", "error high", "BinaryIoU"),
        (LINEAR, LOGITS, '"accuracy"', "warning medium", "threshold=0.0"),
        (LINEAR, LOGITS, "keras.metrics.Recall()", "warning medium", "thresholds=0"),
        (LINEAR, LOGITS, "keras.metrics.AUC()", "warning medium", "from_logits=True"),
    ],
)
def test_a_metric_that_reads_something_else(
    last: str, loss: str, metric: str, level: str, better: str
) -> None:
    code = program(last, loss, metric)
    assert levels(RULE, code) == [level]
    assert better in found(RULE, code)[0].help


@pytest.mark.parametrize(
    ("metric", "better"),
    [
        ('"acc"', '`keras.metrics.BinaryAccuracy(threshold=0.0, name="acc")`'),
        ("keras.metrics.BinaryAccuracy()", "`keras.metrics.BinaryAccuracy(threshold=0.0)`"),
        (
            "tf.keras.metrics.BinaryAccuracy()",
            "`tf.keras.metrics.BinaryAccuracy(threshold=0.0)`",
        ),
    ],
)
def test_a_metric_of_logits_keeps_its_name(metric: str, better: str) -> None:
    (finding,) = found(RULE, "import tensorflow as tf\n" + program(LINEAR, LOGITS, metric))
    assert better in finding.help


def test_the_string_is_replaced() -> None:
    (finding,) = found(RULE, program(SOFTMAX, NUMBERS, '"categorical_accuracy", "mse"'))
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ['"sparse_categorical_accuracy"']


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(SOFTMAX, NUMBERS, '"accuracy"'), id="the string that looks at shapes"),
        pytest.param(program(SOFTMAX, NUMBERS, '"sparse_categorical_accuracy"'), id="numbers"),
        pytest.param(program(SOFTMAX, ROWS, '"categorical_accuracy", "AUC"'), id="rows"),
        pytest.param(program(SOFTMAX, ROWS, "keras.metrics.Precision()"), id="rows and precision"),
        pytest.param(program(SIGMOID, TWO, '"accuracy", "AUC", "Precision"'), id="one sigmoid"),
        pytest.param(
            program(LINEAR, LOGITS, "keras.metrics.BinaryAccuracy(threshold=0.0)"), id="cut at 0"
        ),
        pytest.param(
            program(LINEAR, LOGITS, "keras.metrics.AUC(from_logits=True)"), id="an AUC of logits"
        ),
        pytest.param(
            program(LINEAR, LOGITS, "keras.metrics.Precision(thresholds=cut())"), id="cut unknown"
        ),
        pytest.param(program("4, 'sigmoid'", TWO, '"binary_accuracy"'), id="several labels"),
        pytest.param(
            program(SOFTMAX, NUMBERS, "keras.metrics.MeanIoU(10, sparse_y_pred=False)"),
            id="an overlap of probabilities",
        ),
        pytest.param(program(SOFTMAX, NUMBERS, "categorical_accuracy_of(3)"), id="your own"),
        pytest.param(
            program(
                SOFTMAX, NUMBERS, '"categorical_accuracy"', "keras.utils.to_categorical([1, 9])"
            ),
            id="the loss is what is wrong",
        ),
    ],
)
def test_metrics_that_fit_the_loss(code: str) -> None:
    assert levels(RULE, code) == []


FOLDERS = """\
data = keras.utils.image_dataset_from_directory("train")
model = keras.Sequential([keras.Input((256, 256, 3)), layers.Flatten(), layers.Dense(1)])
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(data)
"""


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ((), ["warning medium"]),
        (("cats", "dogs", "cat"), ["warning medium"]),
        (("cats", "dogs", "raccoons"), []),
        (("cats.zip", "dogs", "raccoons"), ["warning medium"]),
    ],
)
def test_three_folders_are_three_classes(names: tuple[str, ...], found: list[str]) -> None:
    paths = "".join(f"print('train/{name}')\n" for name in names)
    assert levels(RULE, paths + FOLDERS) == found


def test_the_help_says_that_a_threshold_is_for_two_classes() -> None:
    (finding,) = found(RULE, FOLDERS)
    assert "threshold=0.0" in finding.help
    assert "for two classes" in finding.help


def test_a_compile_that_is_only_shown_is_a_note() -> None:
    shown = program(LINEAR, LOGITS, '"accuracy"').replace("model.fit(x, y", "other.fit(x, y")
    other = "other = keras.Sequential([keras.Input((9,)), layers.Dense(1)])\n"
    assert levels(RULE, f"{other}other.compile('adam', 'mse')\n{shown}") == ["info medium"]
