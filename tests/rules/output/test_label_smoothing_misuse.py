import pytest

from tests.rules.found import levels, lines

RULE = "KC120"


def program(loss: str) -> str:
    return (
        "model = keras.Sequential([keras.Input((9,)), layers.Dense(3, 'softmax')])\n"
        f"model.compile('adam', loss={loss})\n"
        "model.fit(np.load('x.npy'), np.load('y.npy'))\n"
    )


@pytest.mark.parametrize(
    ("loss", "level"),
    [
        ("keras.losses.SparseCategoricalCrossentropy(label_smoothing=0.1)", "error high"),
        ("keras.losses.CategoricalCrossentropy(label_smoothing=1.0)", "error high"),
        ("keras.losses.CategoricalCrossentropy(label_smoothing=10)", "error high"),
        ("keras.losses.BinaryCrossentropy(label_smoothing=-0.1)", "error high"),
        ("keras.losses.BinaryCrossentropy(False, 0.5)", "warning medium"),
    ],
)
def test_smoothing_that_leaves_no_label(loss: str, level: str) -> None:
    assert levels(RULE, program(loss)) == [level]
    assert lines(RULE, program(loss)) == [2]


@pytest.mark.parametrize(
    "loss",
    [
        "keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
        "keras.losses.CategoricalCrossentropy(label_smoothing=0)",
        "keras.losses.CategoricalCrossentropy(label_smoothing=smoothing())",
        "keras.losses.BinaryCrossentropy(**options())",
        "SmoothLoss(label_smoothing=2)",
        "'categorical_crossentropy'",
    ],
)
def test_smoothing_that_is_small_or_not_known(loss: str) -> None:
    assert levels(RULE, program(loss)) == []
