import pytest

from tests.rules.found import found
from tests.rules.output.programs import BINARY, NOT_KNOWN, NUMBERS, ONE_HOT, findings, program


def dense(n: int, activation: str) -> str:
    return f"layers.Dense({n}, activation={activation!r})"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(dense(1, "relu"), '"mse"', NUMBERS), id="a positive number"),
        pytest.param(program(dense(1, "tanh"), '"hinge"', NOT_KNOWN), id="tanh under a hinge"),
        pytest.param(program(dense(1, "softplus"), '"poisson"', NOT_KNOWN), id="positive counts"),
        pytest.param(
            program(dense(10, "exponential"), '"categorical_crossentropy"', ONE_HOT),
            id="positive numbers that the loss divides by their sum",
        ),
        pytest.param(program(dense(3, "relu"), "my_loss", NOT_KNOWN), id="a loss from elsewhere"),
        pytest.param(
            program("layers.Dense(10, activation=choose())", '"categorical_crossentropy"', ONE_HOT),
            id="an activation that is not known",
        ),
        pytest.param(
            program("layers.Dense(10), layers.ReLU(), layers.Softmax()",
                    '"categorical_crossentropy"', ONE_HOT),
            id="a softmax after a rectifier",
        ),
        pytest.param(
            "features = keras.Sequential([keras.Input((20,)), layers.Dense(8, activation='relu')])\n"
            "features.compile('sgd', 'categorical_crossentropy')\nfound = features.predict(x)\n",
            id="a network cut off, compiled only to predict",
        ),
    ],
)  # fmt: skip
def test_values_that_the_loss_can_use(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected"),
    [
        pytest.param(
            dense(10, "relu"), '"categorical_crossentropy"', ONE_HOT, ["KC113 error"],
            id="relu for classes",
        ),
        pytest.param(
            dense(1, "tanh"), '"binary_crossentropy"', BINARY, ["KC113 error"],
            id="tanh for yes or no",
        ),
        pytest.param(
            "layers.Dense(10), layers.LeakyReLU()", '"sparse_categorical_crossentropy"',
            NOT_KNOWN, ["KC113 error"], id="a rectifier of its own",
        ),
        pytest.param(
            dense(1, "exponential"), '"binary_crossentropy"', BINARY, ["KC113 error"],
            id="numbers above 1",
        ),
        pytest.param(
            dense(4, "sigmoid"), '"kl_divergence"', NOT_KNOWN, ["KC113 warning"],
            id="no distribution",
        ),
        pytest.param(
            dense(1, "tanh"), '"poisson"', NOT_KNOWN, ["KC113 warning"], id="negative counts"
        ),
        pytest.param(
            "layers.Dense(1)", '"poisson"', NOT_KNOWN, ["KC113 warning"], id="counts of any sign"
        ),
        pytest.param(
            dense(1, "sigmoid"), '"hinge"', BINARY, ["KC113 info"], id="half of the hinge"
        ),
        pytest.param(
            dense(10, "relu"), "keras.losses.CategoricalCrossentropy(from_logits=True)", ONE_HOT,
            ["KC113 info"], id="half of the logits",
        ),
    ],
)  # fmt: skip
def test_values_that_the_loss_cannot_use(
    last: str, loss: str, labels: str, expected: list[str]
) -> None:
    assert findings(program(last, loss, labels)) == expected


GENERATOR = """\
def generator():
    m = keras.Sequential([keras.Input((100,)), layers.Dense({units}), {last}])
    m.compile(loss="binary_crossentropy", optimizer="adam")
    {train}
    return m
"""
PICTURES = "layers.Reshape((8, 8, 3)), layers.Activation('tanh')"


@pytest.mark.parametrize(
    ("units", "last", "train", "expected"),
    [
        pytest.param(192, PICTURES, "pass", 0, id="pictures, trained through another model"),
        pytest.param(192, PICTURES, "m.fit(x, y)", 1, id="pictures, trained as they are"),
        pytest.param(1, "layers.Activation('tanh')", "pass", 1, id="one number"),
    ],
)
def test_a_generator_that_is_not_trained_here(
    units: int, last: str, train: str, expected: int
) -> None:
    code = GENERATOR.format(units=units, last=last, train=train)
    assert len(found("KC113", code)) == expected


def test_what_a_relu_does_to_a_binary_loss() -> None:
    code = """\
x, y = np.zeros((32, 4)), np.zeros((32, 1))
m = keras.Sequential([keras.Input((4,)), layers.Dense(1, 'relu')])
m.compile('adam', 'binary_crossentropy')
m.fit(x, y)
"""
    (finding,) = found("KC113", code)
    assert "an output of 0 gets no gradient" in finding.message


@pytest.mark.parametrize(
    ("activation", "loss", "text"),
    [
        ("relu", "categorical_crossentropy", "a 0 for all gives NaN"),
        ("tanh", "categorical_crossentropy", "divided by their sum"),
        (
            "relu",
            "sparse_categorical_crossentropy",
            "values above 1 are cut off, and an output of 0",
        ),
        ("softplus", "sparse_categorical_crossentropy", "values above 1 are cut off."),
        ("tanh", "sparse_categorical_crossentropy", "values below 0 and above 1 are cut off"),
        ("relu", "kl_divergence", "values above 1 are cut off, and an output of 0"),
    ],
)
def test_what_becomes_of_the_values(activation: str, loss: str, text: str) -> None:
    """As `keras.losses.get(loss)` and its gradient were tried on such outputs."""
    code = f"""\
x, y = np.load("x.npy"), np.load("y.npy")
m = keras.Sequential([keras.Input((4,)), layers.Dense(3, {activation!r})])
m.compile('adam', {loss!r})
m.fit(x, y)
"""
    (finding,) = found("KC113", code)
    assert text in finding.message
    assert ("cut off" in finding.message) == (loss != "categorical_crossentropy")


MEASURED = """\
x, y = np.load("x.npy"), np.load("y.npy")
m = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="relu")])
m.compile("adam", "binary_crossentropy", metrics={})
m.fit(x, y)
"""


@pytest.mark.parametrize(
    ("metrics", "text", "fixed"),
    [
        pytest.param('["mae"]', 'write `loss="mse"` if the targets are amounts', False, id="mae"),
        pytest.param('["accuracy"]', 'write `Dense(1, activation="sigmoid")`', True, id="hits"),
        pytest.param(
            '["mae", "accuracy"]', 'write `Dense(1, activation="sigmoid")`', True, id="both"
        ),
        pytest.param("[]", 'write `Dense(1, activation="sigmoid")`', True, id="none"),
    ],
)
def test_metrics_of_amounts_speak_for_another_loss(metrics: str, text: str, fixed: bool) -> None:
    (finding,) = found("KC113", MEASURED.format(metrics))
    assert finding.help.startswith(text)
    assert (finding.fix is not None) is fixed


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param("np.random.randint(2, size=(1000, 1))", "info", id="nothing to learn"),
        pytest.param("x[:, :1] > 0.5", "error", id="of the inputs"),
        pytest.param("np.load('y.npy')", "error", id="labels"),
    ],
)
def test_random_numbers_for_random_targets_are_noted(labels: str, expected: str) -> None:
    code = f"""
x = np.random.random((1000, 784))
y = {labels}
m = keras.Sequential([keras.Input((784,)), layers.Dense(1, activation="relu")])
m.compile("rmsprop", "binary_crossentropy")
m.fit(x, y)
"""
    (finding,) = found("KC113", code)
    assert finding.severity.label == expected
