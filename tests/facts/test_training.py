from textwrap import dedent

import pytest

from kerascheck.values import CustomLoss, Data, Encoding, Facts, Loss, Training, Unknown
from tests.facts.trace_of import facts, world

MODEL = """
m = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"),
                      layers.Dense(3, activation="softmax")])
"""


def trained(code: str) -> Facts:
    return facts(MODEL + dedent(code))


def only(code: str) -> Training:
    (training,) = trained(code).trainings
    return training


@pytest.mark.parametrize(
    ("argument", "canonical", "from_logits"),
    [
        ("'mse'", "mean_squared_error", None),
        ("'sparse_categorical_crossentropy'", "sparse_categorical_crossentropy", False),
        ("keras.losses.categorical_crossentropy", "categorical_crossentropy", False),
        ("keras.losses.CategoricalCrossentropy()", "categorical_crossentropy", False),
        (
            "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
            "sparse_categorical_crossentropy",
            True,
        ),
        (
            "lambda t, p: keras.losses.binary_crossentropy(t, p, from_logits=True)",
            "binary_crossentropy",
            True,
        ),
    ],
)
def test_losses_in_all_spellings(argument: str, canonical: str, from_logits: object) -> None:
    loss = only(f"m.compile('adam', loss={argument})").loss
    assert isinstance(loss, Loss)
    assert loss.canonical == canonical
    assert getattr(loss, "from_logits", None) is from_logits


def test_a_loss_of_the_script_is_custom() -> None:
    loss = only("def mine(t, p):\n    d = t - p\n    return d * d\nm.compile('adam', mine)").loss
    assert isinstance(loss, CustomLoss)
    assert loss.name == "mine"


def test_arguments_of_compile_by_position_and_from_a_known_dict() -> None:
    by_position = only("m.compile('sgd', 'mse', ['accuracy'])")
    unpacked = only("o = dict(optimizer='sgd', loss='mse', metrics=['acc'])\nm.compile(**o)")
    for training in (by_position, unpacked):
        assert isinstance(training.loss, Loss)
        assert training.loss.canonical == "mean_squared_error"
        assert [getattr(metric, "canonical", "") for metric in training.metrics] == ["accuracy"]


def test_arguments_from_an_unknown_dict_make_the_compile_partial() -> None:
    assert only("m.compile('sgd', **load())").compile.partial


def test_a_fit_belongs_to_the_compile_that_reaches_it() -> None:
    code = """
    m.compile("adam", "mse")
    m.fit(x, y)
    m.compile("adam", "mae")
    m.fit(x, y, epochs=3)
    """
    first, second = trained(code).trainings
    assert first.fit is not None
    assert second.fit is not None
    assert second.fit.config["epochs"] == 3


def test_a_compile_that_nothing_uses_is_superseded() -> None:
    seen = trained("m.compile('adam', 'mse')\nm.compile('adam', 'mae')\nm.fit(x, y)")
    assert [fact.superseded for fact in seen.compiles] == [True, False]


def test_labels_reach_the_fit_through_rebinding_and_splitting() -> None:
    code = """
    from sklearn.model_selection import train_test_split
    (x, y), _ = keras.datasets.mnist.load_data()
    y = keras.utils.to_categorical(y, 10)
    a, b, c, d = train_test_split(x, y)
    m.compile("adam", "mse")
    m.fit(a, c, validation_data=(b, d))
    """
    labels = only(code).labels
    assert isinstance(labels, Data)
    assert labels.encoding is Encoding.ONE_HOT
    assert labels.classes == 10


def test_labels_of_a_dataset_are_its_second_part() -> None:
    code = """
    import tensorflow as tf
    (x, y), _ = keras.datasets.cifar10.load_data()
    ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32)
    m.compile("adam", "mse")
    m.fit(ds)
    """
    labels = only(code).labels
    assert isinstance(labels, Data)
    assert labels.encoding is Encoding.INT


def test_labels_of_a_generator_are_what_it_yields() -> None:
    code = """
    (x, y), _ = keras.datasets.mnist.load_data()
    def batches():
        while True:
            for i in range(0, 60000, 32):
                yield x[i:i + 32], keras.utils.to_categorical(y[i:i + 32], 10)
    m.compile("adam", "mse")
    m.fit_generator(batches(), steps_per_epoch=10)
    """
    labels = only(code).labels
    assert isinstance(labels, Data)
    assert labels.encoding is Encoding.ONE_HOT


def test_each_output_has_its_own_loss_and_labels() -> None:
    code = """
    i = keras.Input((4,))
    a = layers.Dense(2, activation="softmax", name="a")(i)
    b = layers.Dense(1, name="b")(i)
    m = keras.Model(i, [a, b])
    m.compile("adam", loss={"a": "categorical_crossentropy", "b": "mse"})
    m.fit(x, [ya, yb])
    """
    first, second = facts(code).trainings
    assert isinstance(first.loss, Loss)
    assert isinstance(second.loss, Loss)
    assert first.loss.canonical == "categorical_crossentropy"
    assert second.loss.canonical == "mean_squared_error"


def test_a_target_that_is_the_input_makes_an_autoencoder() -> None:
    code = "(x, _), _ = keras.datasets.mnist.load_data()\nm.compile('adam', 'mse')\nm.fit(x, x)"
    assert only(code).task().kind == "autoencoder"


def test_the_loss_is_left_out_of_its_own_judgement() -> None:
    training = only("m.compile('adam', 'binary_crossentropy')")
    assert not any(clue.source == "loss" for clue in training.task(without=("loss",)).clues)


def test_a_method_call_on_something_unknown_is_noted_as_a_model() -> None:
    seen = world("from nowhere import build\nm = build()\nm.compile(optimizer='adam', loss='mse')")
    assert list(seen.unresolved) == ["m"]
    assert "nowhere" in seen.unresolved["m"].why


def test_functions_that_nothing_calls_are_followed_once() -> None:
    code = """
    def train(n):
        m = keras.Sequential([layers.Dense(n, activation="softmax")])
        m.compile("adam", "mse")
        m.fit(x, y)
    """
    training = facts(code).trainings[0]
    assert isinstance(training.output.units, Unknown)
    assert training.fit is not None
    assert not training.fit.called


def test_a_model_that_is_handed_on_may_be_measured_and_trained() -> None:
    seen = trained("from reports import report\nm.compile('adam', 'mse')\nreport(m, x)")
    assert [use.method for use in seen.uses] == ["passed"]
    assert not seen.compiles[0].superseded


def test_a_model_that_only_predicts_does_not_use_its_loss() -> None:
    seen = trained("m.compile('adam', 'mse')\nm.predict(x)")
    assert seen.compiles[0].superseded


@pytest.mark.parametrize(
    ("losses", "metrics", "expected"),
    [
        ("['mse', 'mae']", "[['acc'], ['auc']]", ["'mse'", "'mae'", "'acc'", "'auc'"]),
        (
            "{'b': 'mae', 'a': 'mse'}",
            "{'a': ['acc'], 'b': 'auc'}",
            ["'mse'", "'mae'", "'acc'", "'auc'"],
        ),
        (
            "['mse', *['mae']]",
            "[['acc']] + [['auc']]",
            ["['mse', *['mae']]"] * 2 + ["[['acc']] + [['auc']]"] * 2,
        ),
        ("'mse'", "['acc', 'auc']", ["'mse'", "'mse'", "'acc'", "'auc'"]),
    ],
)
def test_a_loss_and_a_metric_are_where_they_are_written(
    losses: str, metrics: str, expected: list[str]
) -> None:
    code = (
        "i = keras.Input((3,))\n"
        "m = keras.Model(i, [keras.layers.Dense(1, name='a')(i), keras.layers.Dense(1, name='b')(i)])\n"
        f"m.compile('adam', loss={losses}, metrics={metrics})\n"
    )
    (compiled,) = facts(code).compiles
    items = [*compiled.losses, *(metric for per in compiled.metrics for metric in per)]
    texts = [item.site.text for item in items if not isinstance(item, Unknown) and item]
    assert texts == expected


@pytest.mark.parametrize("given", ["{}", "[]", "()", "{'a': 'mse', 'b': 'mae'}", "['mse', 'mae']"])
def test_losses_that_do_not_fit_the_outputs_are_unknown(given: str) -> None:
    code = (
        "class M(keras.Model):\n    def call(self, x):\n        return x\n"
        f"m = M()\nm.compile('adam', loss={given}, metrics={given})\n"
    )
    (compiled,) = facts(code).compiles
    assert [isinstance(loss, Unknown) for loss in compiled.losses] == [True]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("3 * x + np.random.randn(60, 4)", "autoencoder"),
        ("3 * x[:, :1] ** 2 + np.random.randn(60, 1)", "regression"),
    ],
)
def test_a_function_of_the_input_with_one_value_rebuilds_nothing(target: str, kind: str) -> None:
    last = 4 if kind == "autoencoder" else 1
    code = f"""
    x = np.linspace(0, 1, 240).reshape(60, 4)
    n = keras.Sequential([keras.Input((4,)), layers.Dense({last})])
    n.compile("adam", "mse")
    n.fit(x, {target})
    """
    assert only(code).task().kind == kind


def test_labels_that_the_script_puts_in_the_place_of_the_folders() -> None:
    code = """
    from keras.preprocessing.image import ImageDataGenerator
    images = ImageDataGenerator().flow_from_directory("images", class_mode="sparse")
    {change}
    m = keras.Sequential([layers.Dense(1)])
    m.fit(images)
    """
    for change, known in (("pass", True), ("images.classes = ages", False)):
        (fit,) = facts(code.format(change=change)).fits
        assert isinstance(fit.data, Data)
        assert isinstance(fit.data.y, Data) is known


@pytest.mark.parametrize(
    ("after", "left"), [("m(x)", True), ("m.evaluate(x, y)", False), ("m.fit(x, y)", False)]
)
def test_a_compile_behind_all_training_has_a_loss_that_nothing_uses(after: str, left: bool) -> None:
    code = f"""
x, y = np.load("x.npy"), np.load("y.npy")
m = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
m.compile("sgd", "mse")
m.fit(x, y)
m.trainable = False
m.compile("sgd", "binary_crossentropy")
{after}
"""
    assert [fact.superseded for fact in facts(code).compiles] == [False, left]


def test_the_list_around_the_only_array_is_left_out() -> None:
    known = trained("""
        from keras.datasets import mnist
        (x, y), (x_test, y_test) = mnist.load_data()
        m.compile("adam", "sparse_categorical_crossentropy")
        m.fit([x], [y], validation_data=([x_test], [y_test]))
        m.evaluate([x_test], [y_test])
        m.fit([x, x], y)
    """)
    one, several = known.fits
    (measured,) = known.uses
    assert isinstance(one.x, Data)
    assert isinstance(one.y, Data)
    assert isinstance(measured.data, Data)
    assert isinstance(measured.labels, Data)
    assert isinstance(one.validation, tuple)
    assert [isinstance(part, Data) for part in one.validation] == [True, True]
    assert isinstance(several.x, list)
