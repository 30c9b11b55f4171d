import pytest

from tests.rules.found import levels
from tests.rules.output.programs import (
    BINARY,
    INT,
    MULTI_HOT,
    NOT_KNOWN,
    ONE_HOT,
    ONE_HOT_2,
    advice,
    findings,
    program,
)

ONE = 'layers.Dense(1, activation="sigmoid")'
TEN = 'layers.Dense(10, activation="sigmoid")'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(ONE, '"binary_crossentropy"', BINARY), id="a binary loss"),
        pytest.param(program(TEN, "my_loss", ONE_HOT), id="a loss from elsewhere"),
        pytest.param(
            "class Own(keras.Model):\n"
            "    def __init__(self):\n"
            "        super().__init__()\n"
            "        self.last = layers.Dense(10, activation='sigmoid')\n"
            "    def call(self, inputs):\n"
            "        return self.last(inputs)\n"
            "    def train_step(self, data):\n"
            "        return {}\n"
            f"{ONE_HOT}\nmodel = Own()\n"
            "model.compile('adam', 'categorical_crossentropy')\nmodel.fit(x, y)\n",
            id="a model that trains itself",
        ),
        pytest.param(
            program(TEN, '"categorical_crossentropy"', MULTI_HOT).replace(
                "model.fit", "model.compile('adam', my_loss)\nmodel.fit"
            ),
            id="a compile that another one replaces",
        ),
    ],
)
def test_a_sigmoid_may_be_right(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("last", "loss", "labels", "expected", "words"),
    [
        pytest.param(
            ONE, '"categorical_crossentropy"', NOT_KNOWN, "KC103 error",
            'write `loss="binary_crossentropy"`', id="one unit",
        ),
        pytest.param(
            ONE, '"sparse_categorical_crossentropy"', BINARY, "KC103 error",
            'write `loss="binary_crossentropy"`', id="one unit and 0 or 1",
        ),
        pytest.param(
            ONE, '"sparse_categorical_crossentropy"', INT, "KC103 error",
            'write `Dense(10, activation="softmax")`', id="one unit and ten classes",
        ),
        pytest.param(
            ONE, '"categorical_crossentropy"', ONE_HOT_2, "KC103 error",
            'write `Dense(2, activation="softmax")`, a unit for each column of the labels',
            id="one unit and two columns",
        ),
        pytest.param(
            TEN, '"categorical_crossentropy"', ONE_HOT, "KC103 error",
            'write `Dense(10, activation="softmax")`', id="one-hot labels",
        ),
        pytest.param(
            TEN, '"categorical_crossentropy"', INT, "KC103 error",
            'write `Dense(10, activation="softmax")` with `loss="sparse_categorical_crossentropy"`',
            id="integer labels, which the loss cannot take either",
        ),
        pytest.param(
            TEN, "keras.losses.CategoricalFocalCrossentropy()", ONE_HOT, "KC103 error",
            'write `Dense(10, activation="softmax")`', id="a focal loss",
        ),
        pytest.param(
            'layers.Dense(4, activation="sigmoid")', '"categorical_crossentropy"', MULTI_HOT,
            "KC103 error", 'write `loss="binary_crossentropy"`, for samples with several labels',
            id="several labels a sample",
        ),
        pytest.param(
            TEN, '"categorical_crossentropy"', NOT_KNOWN, "KC103 warning",
            'write `Dense(10, activation="softmax")` if a sample has one class, or '
            '`loss="binary_crossentropy"` if it may have several',
            id="labels that are not known",
        ),
        pytest.param(
            'layers.Dense(n_classes(), activation="sigmoid")', '"categorical_crossentropy"',
            NOT_KNOWN, "KC103 warning",
            'write `Dense(…, activation="softmax")` if a sample has one class, or '
            '`loss="binary_crossentropy"` if it may have several',
            id="units that are not known",
        ),
    ],
)  # fmt: skip
def test_a_categorical_loss_of_sigmoids(
    last: str, loss: str, labels: str, expected: str, words: str
) -> None:
    code = program(last, loss, labels)
    assert findings(code) == [expected]
    assert advice(code) == [words]


def test_the_advice_for_integers_of_a_number_of_classes_that_is_not_known() -> None:
    labels = (
        "images = keras.utils.image_dataset_from_directory('p', label_mode='int')\n"
        "for x, y in images:\n    break\n"
    )
    code = program(
        'layers.Dense(1, activation="sigmoid")', '"sparse_categorical_crossentropy"', labels
    )
    (words,) = advice(code)
    assert words.startswith('write `loss="binary_crossentropy"` if there are two classes, else')


def test_a_model_that_is_compiled_to_show_how() -> None:
    model = "model = keras.Sequential([keras.Input((20,)), layers.Dense(1, 'sigmoid')])\n"
    compiled = f'{model}model.compile("adam", "categorical_crossentropy")\n'
    assert levels("KC103", compiled) == ["error high"]
    assert levels("KC103", f'{compiled}model.save("model.keras")') == ["info high"]


def autoencoder(loss: str) -> str:
    """A model with ten sigmoids that gives back its inputs."""
    return (
        "x = np.load('x.npy')\n"
        "model = keras.Sequential([keras.Input((10,)), layers.Dense(4), layers.Dense(10, 'sigmoid')])\n"
        f"model.compile('adam', {loss})\nmodel.fit(x, x)\n"
    )


def test_an_autoencoder_may_learn_from_it() -> None:
    assert levels("KC103", autoencoder("'categorical_crossentropy'")) == ["info medium"]


def test_one_of_several_losses_that_are_tried() -> None:
    code = (
        "def train(loss):\n"
        "    model = keras.Sequential([keras.Input((10,)), layers.Dense(10, 'sigmoid')])\n"
        "    model.compile('adam', loss)\n"
        "    model.fit(np.load('x.npy'), np.load('y.npy'))\n"
        "for loss in ['categorical_crossentropy', {}]:\n    train(loss)\n"
    )
    assert levels("KC103", code.format("'mse'")) == ["info medium"]
    assert set(levels("KC103", code.format("'categorical_crossentropy'"))) == {"warning medium"}
