import pytest

from tests.rules.output.programs import BINARY, INT, ONE_HOT, advice, findings, program

SCCE = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
BCE = "keras.losses.BinaryCrossentropy(from_logits=True)"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dense(10)", SCCE, INT), id="scores"),
        pytest.param(
            program("layers.Dense(10, activation='softmax')", SCCE.replace("True", "flag()"), INT),
            id="an argument that is not known",
        ),
        pytest.param(
            program("layers.Dense(10), layers.Lambda(lambda t: tf.nn.softmax(t))", SCCE, INT),
            id="a function that is not looked into",
        ),
        pytest.param(
            program("layers.Dense(10)", SCCE, INT,
                    after="shown = keras.Sequential([model, layers.Softmax()])"),
            id="a softmax for use, in another model",
        ),
    ],
)  # fmt: skip
def test_one_activation(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels"),
    [
        pytest.param('layers.Dense(10, activation="softmax")', SCCE, INT, id="softmax"),
        pytest.param("layers.Dense(10), layers.Softmax()", SCCE, INT, id="a layer of its own"),
        pytest.param('layers.Dense(1, activation="sigmoid")', BCE, BINARY, id="sigmoid"),
        pytest.param(
            'layers.Dense(10, activation="sigmoid")',
            "tf.keras.losses.CategoricalCrossentropy(True)",
            ONE_HOT,
            id="softmax of a sigmoid",
        ),
    ],
)
def test_two_activations(last: str, loss: str, labels: str) -> None:
    assert findings(program(last, loss, labels)) == ["KC111 warning"]


def test_the_scores_are_advised_where_the_activation_is_the_wrong_one() -> None:
    code = program('layers.Dense(10, activation="sigmoid")', SCCE, INT)
    assert advice(code) == ["write `Dense(10)` without an activation"]


@pytest.mark.parametrize(("backend", "level"), [("jax", "error"), ("tensorflow", "warning")])
def test_it_is_an_error_where_the_script_chooses_a_backend_that_does_not_notice(
    backend: str, level: str
) -> None:
    chosen = f"import os\n\nos.environ['KERAS_BACKEND'] = '{backend}'\n"
    code = chosen + program('layers.Dense(10, activation="softmax")', SCCE, INT)
    assert findings(code) == [f"KC111 {level}"]


@pytest.mark.parametrize(
    ("comment", "level"),
    [
        ("# Wrong: the softmax is applied twice.", "info"),
        ("# Probabilities, and a loss that takes them for raw scores.", "info"),
        ("# Ten classes.", "warning"),
    ],
)
def test_a_lesson_that_says_so_gets_a_note(comment: str, level: str) -> None:
    code = program('layers.Dense(10, activation="softmax")', SCCE, INT)
    assert findings(code.replace("model.compile(", f"{comment}\nmodel.compile(")) == [
        f"KC111 {level}"
    ]
