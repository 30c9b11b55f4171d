import pytest

from tests.rules.found import found, levels, lines

RULE = "KC311"
HEAD = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from sklearn.metrics import classification_report, confusion_matrix
g = ImageDataGenerator(rescale=1 / 255)
m = keras.Sequential([layers.Flatten(), layers.Dense(5, activation="softmax")])
m.compile("adam", loss="categorical_crossentropy")
"""
SCORE = "p = m.predict(d)\nprint(confusion_matrix(d.classes, np.argmax(p, axis=1)))\n"


def read(arguments: str, then: str, mode: str = "") -> str:
    return f"{HEAD}d = g.flow_from_directory('d'{mode}{arguments})\n{then}"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(read("", "m.fit(d)\n"), id="the default in training"),
        pytest.param(read(", shuffle=False", SCORE), id="in file order to predict"),
        pytest.param(read(", shuffle=keep()", SCORE), id="not known"),
        pytest.param(read(", **options", SCORE), id="unpacked options"),
        pytest.param(read("", "m.evaluate(d)\n"), id="evaluated alone"),
        pytest.param(
            read(", shuffle=False", "m.fit(d)\n", mode=", class_mode=None"), id="no labels"
        ),
        pytest.param(
            read(", shuffle=False", "m.fit(d)\n", mode=", class_mode='input'"),
            id="images as targets",
        ),
        pytest.param(
            HEAD + "d = keras.utils.image_dataset_from_directory('d', shuffle=False)\n"
            "m.fit(d.unbatch().shuffle(1000).batch(32))\n",
            id="shuffled later",
        ),
        pytest.param(
            HEAD + "d = g.flow_from_directory('d')\ne = g.flow_from_directory('e', shuffle=False)\n"
            "m.predict(d)\np = m.predict(e)\nconfusion_matrix(e.classes, p.argmax(1))\n",
            id="other images",
        ),
    ],
)
def test_orders_that_are_right_or_not_known(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(read("", SCORE), 7, id="a confusion matrix"),
        pytest.param(
            read("", "p = m.predict(d)\nclassification_report(d.labels, p.argmax(1))\n"), 7,
            id="a report",
        ),
        pytest.param(
            read("", "p = m.predict(d).argmax(1)\nprint(np.mean(d.classes == p))\n"), 7,
            id="a comparison",
        ),
        pytest.param(read(", shuffle=False", "m.fit(d, epochs=9)\n"), 7, id="training in order"),
        pytest.param(
            HEAD + "d = keras.utils.image_dataset_from_directory('d', label_mode='categorical', "
            "shuffle=False)\nm.fit(d)\n",
            7,
            id="a dataset in order",
        ),
    ],
)  # fmt: skip
def test_orders_that_are_wrong(code: str, line: int) -> None:
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [line]


def test_several_scores_of_one_prediction_are_one_finding() -> None:
    (finding,) = found(RULE, read("", SCORE + "classification_report(d.classes, p.argmax(1))\n"))
    assert [label.text for label in finding.labels] == [
        "shuffles, which is its default",
        "compared here",
    ]


def test_a_reader_that_is_told_to_shuffle() -> None:
    (finding,) = found(RULE, read(", shuffle=True", SCORE))
    assert [label.text for label in finding.labels] == ["shuffles", "compared here"]


def test_the_predictions_of_old_code_are_looked_at_too() -> None:
    score = SCORE.replace("predict(d)", "predict_generator(d, 20)")
    assert levels(RULE, read(", shuffle = True", score)) == ["warning high"]


FEATURES = """\
base = keras.applications.VGG16(include_top=False, input_shape=(256, 256, 3))
f = base.predict(d)
m.fit(f, keras.utils.to_categorical(d.classes), epochs=9)
"""


def test_features_in_a_new_order_with_labels_in_the_order_of_the_files() -> None:
    (finding,) = found(RULE, read("", FEATURES, mode=", class_mode=None"))
    assert finding.message == (
        "the features of a reader that shuffles are trained on with labels in the order of the "
        "files: most images get the class of another one."
    )
    assert lines(RULE, read("", FEATURES)) == [8]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(read(", shuffle=False", FEATURES), id="in the order of the files"),
        pytest.param(read(", shuffle=mixed()", FEATURES), id="not known"),
        pytest.param(
            read("", "e = g.flow_from_directory('d', shuffle=False)\nm.predict(d)\n")
            + FEATURES.replace("predict(d)", "predict(e)"),
            id="two readers of one folder",
        ),
        pytest.param(read("", FEATURES.replace("d.classes", "labels()")), id="other labels"),
    ],
)
def test_features_that_may_belong_to_their_labels(code: str) -> None:
    assert levels(RULE, code) == []


FLOW = """\
(x, y), (a, b) = keras.datasets.cifar10.load_data()
m.fit(g.flow(x, y), epochs=9)
"""
MEAN = "print(np.mean(np.argmax(p, axis=1) == b.ravel()))\n"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("g.flow(a, batch_size=8)", ["warning high"]),
        ("g.flow(a, b, shuffle=True)", ["warning high"]),
        ("g.flow(a, batch_size=8, shuffle=False)", []),
        ("g.flow(a, None, 8, False)", []),
        ("g.flow(a, **options)", []),
        ("a", []),
    ],
)
def test_predictions_of_a_flow_over_an_array(call: str, expected: list[str]) -> None:
    assert levels(RULE, f"{HEAD}{FLOW}p = m.predict({call})\n{MEAN}") == expected


def test_the_same_images_in_their_own_order_as_well() -> None:
    code = f"{HEAD}{FLOW}q = m.predict(g.flow(a))\np = m.predict(a)\n{MEAN}"
    assert levels(RULE, code) == []
