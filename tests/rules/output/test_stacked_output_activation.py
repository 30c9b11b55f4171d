import pytest

from tests.rules.found import levels, lines

RULE = "KC119"


def program(*last: str) -> str:
    parts = "".join(f"model.add({layer})\n" for layer in last)
    return (
        "model = keras.Sequential([keras.Input((9,))])\n" + parts
        + "model.compile('adam', loss='categorical_crossentropy')\n"
        "model.fit(np.load('x.npy'), np.load('y.npy'))\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "level"),
    [
        (("layers.Dense(3, 'softmax')", "layers.Activation('softmax')"), "error high"),
        (("layers.Dense(3, 'softmax')", "layers.Softmax()"), "error high"),
        (("layers.Dense(3, 'sigmoid')", "layers.Softmax()"), "error high"),
        (("layers.Dense(1, 'sigmoid')", "layers.Activation('sigmoid')"), "error high"),
        (("layers.Dense(3, 'softmax')", "layers.ReLU()"), "warning medium"),
    ],
)
def test_an_activation_of_an_activation(last: tuple[str, ...], level: str) -> None:
    assert levels(RULE, program(*last)) == [level]
    assert lines(RULE, program(*last)) == [3]


def test_two_layers_that_are_activations() -> None:
    last = "layers.Dense(3)", "layers.Softmax()", "layers.Activation('softmax')"
    assert lines(RULE, program(*last)) == [4]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(("layers.Dense(3)", "layers.Activation('softmax')"), id="one"),
        pytest.param(("layers.Dense(3, 'relu')", "layers.Softmax()"), id="a softmax of a relu"),
        pytest.param(("layers.Dense(3, 'tanh')", "layers.Activation('softmax')"), id="a tanh"),
        pytest.param(
            ("layers.Dense(3, 'softmax')", "layers.Activation('linear')"), id="a linear one"
        ),
        pytest.param(("layers.Dense(3, 'softmax')", "layers.Activation(pick())"), id="not known"),
        pytest.param(
            ("layers.Dense(9, 'softmax')", "layers.Reshape((3, 3))", "layers.Softmax()"),
            id="over another axis",
        ),
        pytest.param(("layers.Dense(3, 'softmax')", "layers.Dense(3, 'softmax')"), id="two layers"),
    ],
)
def test_one_activation_at_the_end(last: tuple[str, ...]) -> None:
    assert levels(RULE, program(*last)) == []
