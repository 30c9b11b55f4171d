import pytest

from tests.rules.found import HEAD, found, levels
from tests.rules.output.programs import (
    BINARY,
    INT,
    NOT_KNOWN,
    NUMBERS,
    ONE_HOT,
    advice,
    findings,
    program,
)

CCE, SCCE, BCE = (
    '"categorical_crossentropy"',
    '"sparse_categorical_crossentropy"',
    '"binary_crossentropy"',
)


def softmax(n: object) -> str:
    return f'layers.Dense({n}, activation="softmax")'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(softmax(10), SCCE, INT), id="a unit for each class"),
        pytest.param(program(softmax(9), SCCE, NOT_KNOWN), id="labels that are not known"),
        pytest.param(program(softmax("count()"), SCCE, INT), id="units that are not known"),
        pytest.param(
            program(softmax("n + 1"), SCCE, f"{INT}\nn = 10"), id="one class kept free on purpose"
        ),
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', BCE, BINARY),
            id="one unit for two classes",
        ),
        pytest.param(program(softmax(2), SCCE, BINARY), id="two units for two classes"),
        pytest.param(
            program(
                'layers.Dense(1, activation="sigmoid")',
                BCE,
                f"{BINARY}\ny = keras.utils.to_categorical(y, 2).argmax(axis=1)",
            ),
            id="one unit for two columns that were made one again",
        ),
        pytest.param(program("layers.Dense(3)", '"mse"', NUMBERS), id="a regression"),
        pytest.param(
            program(
                'layers.Dense(100, activation="softmax"), layers.Reshape((10, 10))', CCE, ONE_HOT
            ),
            id="units that are rearranged afterwards",
        ),
        pytest.param(program(softmax(9), "my_loss", INT), id="a loss from elsewhere"),
    ],
)
def test_the_units_may_be_right(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected", "words"),
    [
        pytest.param(
            softmax(9), SCCE, INT, "KC108 error", 'write `Dense(10, activation="softmax")`',
            id="a class too few",
        ),
        pytest.param(
            "layers.Dense(9)", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)", INT,
            "KC108 error", "write `Dense(10)`", id="a logit too few",
        ),
        pytest.param(
            softmax(12), SCCE, INT, "KC108 info", 'write `Dense(10, activation="softmax")`',
            id="two units too many",
        ),
        pytest.param(
            softmax(12), CCE, ONE_HOT, "KC108 error", 'write `Dense(10, activation="softmax")`',
            id="more units than columns",
        ),
        pytest.param(
            'layers.Dense(3, activation="sigmoid")', BCE,
            "from sklearn.datasets import make_multilabel_classification\n"
            "_, y = make_multilabel_classification(n_classes=4)", "KC108 error",
            'write `Dense(4, activation="sigmoid")`', id="fewer sigmoids than labels",
        ),
        pytest.param(
            'layers.Dense(1, activation="sigmoid")', BCE, INT, "KC108 error",
            'write `Dense(10, activation="softmax")` with `loss="sparse_categorical_crossentropy"`',
            id="one sigmoid for ten classes",
        ),
        pytest.param(
            'layers.Dense(1, activation="sigmoid")', BCE, ONE_HOT, "KC108 error",
            'write `Dense(10, activation="softmax")` with `loss="categorical_crossentropy"`',
            id="one sigmoid for ten columns",
        ),
        pytest.param(
            'layers.Dense(2, activation="sigmoid")', BCE, BINARY, "KC108 error",
            'write `Dense(1, activation="sigmoid")`', id="two sigmoids for 0 and 1",
        ),
        pytest.param(
            "layers.Dense(1)", "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            BINARY, "KC108 error",
            'write `Dense(1, activation="sigmoid")` with `loss="binary_crossentropy"`, or '
            '`Dense(2, activation="softmax")`',
            id="one logit for two classes",
        ),
    ],
)  # fmt: skip
def test_units_that_do_not_fit(
    last: str, loss: str, labels: str, expected: str, words: str
) -> None:
    code = program(last, loss, labels)
    assert findings(code) == [expected]
    assert advice(code) == [words]


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected"),
    [
        pytest.param(
            'layers.Dense(1, activation="sigmoid")', SCCE, INT, ["KC103 error"],
            id="a sigmoid under a categorical loss",
        ),
        pytest.param(softmax(1), SCCE, INT, ["KC110 error"], id="a softmax of one unit"),
        pytest.param(softmax(9), CCE, INT, ["KC107 error"], id="labels that do not fit the loss"),
    ],
)  # fmt: skip
def test_another_rule_says_it_better(
    last: str, loss: str, labels: str, expected: list[str]
) -> None:
    assert findings(program(last, loss, labels)) == expected


def test_two_linear_units_for_one_column_are_two_mistakes() -> None:
    code = program("layers.Dense(2)", '"mse"', BINARY)
    assert findings(code) == ["KC108 error", "KC101 error"]


def test_a_function_that_nothing_calls_may_mean_either_value_of_a_global() -> None:
    code = f"""
{INT}
rows = keras.utils.to_categorical(y, 10)
n = 12
def train():
    model = keras.Sequential([keras.Input((20,)), layers.Dense(n, activation="softmax")])
    model.compile("adam", "categorical_crossentropy")
    model.fit(x, rows, validation_split=0.1)
"""
    assert findings(code) == ["KC108 error"]
    assert findings(f"{code}n = 10\n") == []


def test_amounts_are_no_classes() -> None:
    """There are fewer labels than the largest of them, which would be the number of classes."""
    code = program("layers.Dense(1)", BCE, "y = np.arange(100, 1100, 5)")
    assert findings(code) == ["KC112 error"]


@pytest.mark.parametrize(
    "keep",
    [
        "(y == 0) | (y == 1)",
        "y < 2",
        "np.isin(y, [0, 1])",
        "np.logical_or(y == 0, y == 1)",
        "np.where((y == 0) | (y == 1))[0]",
    ],
)
def test_classes_that_are_selected_by_their_number(keep: str) -> None:
    """Two of the ten classes of MNIST are left."""
    labels = f"{INT}\ny = y[{keep}]"
    one = 'layers.Dense(1, activation="sigmoid")'
    assert findings(program(one, BCE, INT)) != []
    assert findings(program(one, BCE, labels)) == []


def test_sigmoids_for_another_number_of_columns() -> None:
    code = program('layers.Dense(16, activation="sigmoid")', CCE, ONE_HOT)
    assert "KC108 error" in findings(code)
    right = program('layers.Dense(10, activation="sigmoid")', CCE, ONE_HOT)
    assert "KC108 error" not in findings(right)


@pytest.mark.parametrize("count", ["9", "num_classes=9"])
def test_rows_that_are_too_short_for_the_labels(count: str) -> None:
    rows = f"{INT}\ny = keras.utils.to_categorical(y, {count})"
    assert findings(program(softmax(9), CCE, rows)) == ["KC108 error"]
    assert advice(program(softmax(9), CCE, rows)) == [
        "write `10`, and end the model with as many units"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f"{INT}\ny = keras.utils.to_categorical(y, 10)", id="as many"),
        pytest.param(f"{INT}\ny = keras.utils.to_categorical(y, n())", id="not known"),
        pytest.param(f"{INT}\ny = keras.utils.to_categorical(y % 5, 10)", id="fewer classes"),
        pytest.param(f"{NOT_KNOWN}\ny = keras.utils.to_categorical(y, 10)", id="labels not known"),
    ],
)
def test_rows_that_are_long_enough_or_of_labels_that_are_not_known(rows: str) -> None:
    assert findings(program(softmax(10), CCE, rows)) == []


SORTED = """
from sklearn.datasets import load_iris
x, y = load_iris(return_X_y=True)
y = keras.utils.to_categorical(y{})
m = keras.Sequential([keras.Input((4,)), layers.Dense(2, activation="softmax")])
m.compile("adam", "categorical_crossentropy")
m.fit(x{}, y)
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("", ["error high"], id="all rows"),
        pytest.param("[10:140]", ["error high"], id="rows of each class"),
        pytest.param("[:100]", [], id="the rows of two classes"),
        pytest.param("[:count]", [], id="a place that is not known"),
    ],
)
def test_rows_of_labels_that_come_class_by_class(rows: str, expected: list[str]) -> None:
    assert levels("KC108", SORTED.format(rows, rows)) == expected


@pytest.mark.parametrize(("sizes", "expected"), [("20, 3", []), ("20", ["error high"])])
def test_the_sizes_of_a_layer_of_the_first_keras(sizes: str, expected: list[str]) -> None:
    code = f"""
x, y = np.load("x.npy"), keras.utils.to_categorical(np.random.randint(0, 3, 900), 3)
m = keras.Sequential([keras.Input((4,)), layers.Dense({sizes}), layers.Activation("softmax")])
m.compile("adam", "categorical_crossentropy")
m.fit(x, y)
"""
    assert levels("KC108", code) == expected


def test_the_targets_of_a_discriminator_are_what_is_wrong() -> None:
    code = (
        "(x, y), _ = keras.datasets.mnist.load_data()\n"
        "discriminator = keras.Sequential([keras.Input((28, 28)), layers.Flatten(),\n"
        "    layers.Dense(1, 'sigmoid')])\n"
        "discriminator.compile('adam', 'binary_crossentropy')\n"
        "generator = keras.Sequential([keras.Input((100,)), layers.Dense(784),\n"
        "    layers.Reshape((28, 28))])\n"
        "gan = keras.Sequential([generator, discriminator])\n"
        "gan.compile('adam', 'binary_crossentropy')\n"
        "discriminator.fit(x, y)\n"
    )
    (finding,) = found("KC108", code)
    assert "true samples from generated ones" in finding.message
    assert finding.at.line == HEAD.count("\n") + 9
    assert "np.ones" in finding.help
