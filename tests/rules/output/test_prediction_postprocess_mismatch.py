import pytest

from tests.rules.found import found, levels, lines

RULE = "KC117"
LOGITS = "keras.losses.BinaryCrossentropy(from_logits=True)"


def program(last: str, loss: str, after: str) -> str:
    return (
        'x, y = np.load("x.npy"), np.load("y.npy")\n'
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense({last})])\n"
        f"model.compile('adam', loss={loss})\n"
        "model.fit(x, y, epochs=3, validation_split=0.1)\n"
        f"{after}\n"
    )


@pytest.mark.parametrize(
    "after",
    ["np.argmax(model.predict(x), axis=1)", "np.argmax(model.predict(x), -1)"],
)
def test_the_largest_of_one(after: str) -> None:
    code = program("1, 'sigmoid'", "'binary_crossentropy'", after)
    assert levels(RULE, code) == ["error high"]
    assert lines(RULE, code) == [5]


def test_logits_that_are_cut_like_probabilities() -> None:
    code = program("1", LOGITS, "classes = model.predict(x) > 0.5")
    assert levels(RULE, code) == ["error high"]
    assert "0.62" in found(RULE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program("3, 'softmax'", "'categorical_crossentropy'",
                    "np.argmax(model.predict(x), axis=1)"),
            id="several outputs",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "np.argmax(model.predict(x), axis=0)"),
            id="the sample with the largest output",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "np.argmax(model.predict(x))"),
            id="the sample with the largest output, of a flat array",
        ),
        pytest.param(
            program("1, 'sigmoid'", "'binary_crossentropy'", "model.predict(x) > 0.5"),
            id="probabilities that are cut",
        ),
        pytest.param(program("1", LOGITS, "model.predict(x) > 0"), id="logits that are cut at 0"),
        pytest.param(
            program("1", LOGITS, "import tensorflow as tf\ntf.sigmoid(model.predict(x)) > 0.5"),
            id="a sigmoid before",
        ),
        pytest.param(
            program("1", LOGITS, "keras.ops.sigmoid(model.predict(x)) > 0.5"), id="Keras's sigmoid"
        ),
        pytest.param(
            program("1", LOGITS, "p = 1 / (1 + np.exp(-model.predict(x)))\nc = p > 0.5"),
            id="a sigmoid by hand",
        ),
        pytest.param(
            program("width()", "'mse'", "np.argmax(model.predict(x), axis=1)"), id="width not known"
        ),
        pytest.param(
            "import gymnasium\n"
            + program("1, 'sigmoid'", "'mse'", "np.argmax(model.predict(x), axis=1)"),
            id="reinforcement learning",
        ),
    ],
)  # fmt: skip
def test_predictions_that_are_read_as_they_are(code: str) -> None:
    assert levels(RULE, code) == []
