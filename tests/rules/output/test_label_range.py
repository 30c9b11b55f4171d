import pytest

from tests.rules.found import levels

RULE = "KC122"
BINARY, SPARSE = "'binary_crossentropy'", "'sparse_categorical_crossentropy'"


def program(labels: str, loss: str, last: str = "1, 'sigmoid'") -> str:
    return (
        f"x, t = np.load('x.npy'), np.load('t.npy')\ny = {labels}\n"
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense({last})])\n"
        f"model.compile('adam', loss={loss})\nmodel.fit(x, y, validation_split=0.1)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        program("np.where(t > 0, 1, -1)", BINARY),
        program("np.array([-1, 1, 1, -1, 1])", BINARY),
        program("np.array([-1, 0, 1, 1])", SPARSE, "3, 'softmax'"),
    ],
)
def test_negative_labels(code: str) -> None:
    assert levels(RULE, code) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        program("np.where(t > 0, 1, 0)", BINARY),
        program("np.where(t > 0, 1, -1)", "'hinge'", "1, 'tanh'"),
        program("np.where(t > 0, 1, -1)", "'mse'", "1"),
        program("(np.where(t > 0, 1, -1) + 1) // 2", BINARY),
        program("t", BINARY),
        program("keras.utils.img_to_array(keras.utils.load_img('m.png')) - 1", SPARSE, "3"),
        program(
            "np.array([-1, 0, 1, 1])",
            "keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
            "3, 'softmax'",
        ),
    ],
)
def test_labels_from_0_or_for_another_loss(code: str) -> None:
    assert levels(RULE, code) == []
