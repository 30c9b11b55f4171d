import pytest

from tests.facts.trace_of import facts
from tests.rules.found import found, levels
from tests.rules.output.programs import (
    BINARY,
    INT,
    MULTI_HOT,
    NOT_KNOWN,
    NUMBERS,
    ONE_HOT,
    ONE_HOT_2,
    advice,
    findings,
    program,
)

SOFTMAX = 'layers.Dense(10, activation="softmax")'


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dense(1)", '"mse"', NUMBERS), id="a price is predicted"),
        pytest.param(program("layers.Dense(2)", '"mse"', NOT_KNOWN), id="two unknown numbers"),
        pytest.param(
            program("layers.Dense(1)", '"mse"', NOT_KNOWN)
            + "p = model.predict(x)\nhits = 0\nfor i in range(len(p)):\n"
            "    if p[i] > 0 and y[i] > 0:\n        hits += 1\n"
            "    elif p[i] < 0 and y[i] < 0:\n        hits += 1\n",
            id="the sign of a change",
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', NOT_KNOWN), id="softmax alone may be a policy or a mixture"
        ),
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', '"mse"', NOT_KNOWN),
            id="a number between 0 and 1",
        ),
        pytest.param(
            program("layers.Dense(1)", '"mse"', "from sklearn.datasets import load_iris\n"
                    "_, y = load_iris(return_X_y=True)"),
            id="classes in an order, one unit",
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', f"{ONE_HOT}\ny = 0.9 * y + 0.01"), id="smoothed labels"
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', ONE_HOT, metrics='["mae"]'), id="only distances are measured"
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', "import gym\nenv = gym.make('CartPole-v0')\n" + ONE_HOT
                    + "\nenv.step(1)"),
            id="reinforcement learning",
        ),
        pytest.param(program(SOFTMAX, "my_loss", ONE_HOT), id="a loss from elsewhere"),
        pytest.param(
            program("layers.Dense(10), layers.Lambda(scale)", '"mse"', ONE_HOT),
            id="an output that is not understood",
        ),
        pytest.param(
            program('layers.Dense(784, activation="sigmoid")', '"mse"', "y = x"),
            id="an autoencoder",
        ),
    ],
)  # fmt: skip
def test_a_squared_error_may_be_right(code: str) -> None:
    assert findings(code) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            program(SOFTMAX, '"mse"', INT),
            ["KC101 error"],
            id="integers, compared with each output",
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', ONE_HOT), ["KC101 warning"], id="the Brier score of a softmax"
        ),
        pytest.param(
            program('layers.Dense(10, activation="sigmoid")', '"mae"', ONE_HOT),
            ["KC101 error"],
            id="sigmoids for exclusive classes",
        ),
        pytest.param(
            program("layers.Dense(10)", "keras.losses.Huber()", ONE_HOT),
            ["KC101 error"],
            id="as many linear units as classes",
        ),
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', '"mse"', BINARY),
            ["KC101 warning"],
            id="the Brier score of a sigmoid",
        ),
        pytest.param(
            program("layers.Dense(1)", '"mse"', BINARY), ["KC101 warning"], id="least squares"
        ),
        pytest.param(
            program('layers.Dense(4, activation="sigmoid")', '"mse"', MULTI_HOT),
            ["KC101 warning"],
            id="several labels a sample",
        ),
        pytest.param(
            program(SOFTMAX, '"mse"', NOT_KNOWN, after="p = np.argmax(model.predict(x), axis=-1)"),
            ["KC101 warning"],
            id="only the predictions show classes",
        ),
        pytest.param(
            program('layers.Dense(1, activation="softmax")', '"mse"', BINARY),
            ["KC110 error"],
            id="one softmax unit is the worse mistake",
        ),
        pytest.param(
            program('layers.Dense(4, activation="softmax")', '"mse"', MULTI_HOT),
            ["KC102 error"],
            id="softmax for several labels is the worse mistake",
        ),
    ],
)
def test_classes_under_a_squared_error(code: str, expected: list[str]) -> None:
    assert findings(code) == expected


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(
            program("layers.Dense(2)", '"mse"', BINARY),
            'write `loss="sparse_categorical_crossentropy"` and end with '
            '`Dense(2, activation="softmax")`',
            id="two linear units",
        ),
        pytest.param(
            program("layers.Dense(2)", '"mse"', ONE_HOT_2),
            'write `loss="categorical_crossentropy"` and end with `Dense(2, activation="softmax")`',
            id="two columns",
        ),
        pytest.param(
            "from sklearn.preprocessing import LabelEncoder\n"
            + program("layers.Dense(1)", '"mse"', "y = LabelEncoder().fit_transform(words)\n"),
            'write `loss="sparse_categorical_crossentropy"` and end with '
            '`Dense(…, activation="softmax")`',
            id="a number of classes that is not known",
        ),
        pytest.param(
            program('layers.Dense(1, activation="sigmoid")', '"mse"', BINARY),
            'write `loss="binary_crossentropy"`',
            id="a sigmoid",
        ),
    ],
)
def test_the_advice_fits_the_labels(code: str, words: str) -> None:
    assert words in advice(code)


AMOUNTS = "p = model.predict(x)\nprint(np.sum(p * (p > 0.5), axis=0))\n"
BETWEEN = "p = model.predict(x)\nprint((p > 0.5).sum())\n"
CLOSE = "p = model.predict(x)\nprint(p[0] < 0.01, p[1] > 0.95)\n"
XOR = "y = np.array([0, 1, 1, 0])"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            program("layers.Dense(5)", '"mse"', NOT_KNOWN) + AMOUNTS + AMOUNTS, [],
            id="small amounts of several are left out",
        ),
        pytest.param(
            program("layers.Dense(1)", '"mse"', NOT_KNOWN) + BETWEEN + BETWEEN, ["KC101 warning"],
            id="two classes",
        ),
        pytest.param(
            program("layers.Dense(1)", '"mse"', XOR) + CLOSE, [],
            id="how close the predictions come",
        ),
    ],
)  # fmt: skip
def test_a_threshold_on_predictions_tells_classes_where_both_are_likely(
    code: str, expected: list[str]
) -> None:
    assert [line for line in findings(code) if "KC101" in line] == expected


GATE = "y = np.array([[0], [1], [1], [0]])"
ROWS = "y = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])"


@pytest.mark.parametrize(
    "code",
    [
        program('layers.Dense(1, activation="sigmoid")', '"mae"', GATE),
        program('layers.Dense(2, activation="softmax")', '"mean_absolute_error"', ROWS),
        program("layers.Dense(2)", '"mae"', ROWS),
    ],
)
def test_an_absolute_error_of_labels_that_are_written_as_0_and_1(code: str) -> None:
    assert levels("KC101", code) == ["warning medium"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("layers.Dense(1)", '"mse"', GATE), id="a squared error"),
        pytest.param(
            program("layers.Dense(1)", '"mae"', GATE, metrics='["mse"]'), id="distances alone"
        ),
        pytest.param(
            program("layers.Dense(1)", '"mae"', "y = np.array([[0.2], [1.0]])"), id="amounts"
        ),
        pytest.param(program("layers.Dense(3)", '"mae"', ROWS), id="another number of units"),
    ],
)
def test_an_absolute_error_that_may_be_right(code: str) -> None:
    assert levels("KC101", code) == []


def test_a_step_that_makes_no_classes_is_not_shown() -> None:
    code = (
        "from sklearn.preprocessing import MinMaxScaler\n"
        "t = MinMaxScaler().fit_transform(np.load('t.npy'))\nd = np.zeros((900, 5))\n"
        "for i in range(900):\n    d[i, :4] = t[i]\n    d[i, 4] = failed(i)\n"
        "m = keras.Sequential([layers.Dense(9, 'relu'), layers.Dense(1)])\n"
        "m.compile('adam', 'mse', metrics=['accuracy'])\nm.fit(d[:, :4], d[:, 4], epochs=9)\n"
        "p = m.predict(d[:, :4])\nfor i in range(9):\n"
        "    r = 0.0 if p[i] < 0.5 else 1.0\n    if r == d[i, 4]:\n        print(i)\n"
    )
    (finding,) = found("KC101", code)
    assert [label.text for label in finding.labels] != []
    assert all("MinMaxScaler" not in label.text for label in finding.labels)


@pytest.mark.parametrize(
    ("cut", "expected"),
    [("m.predict(x) > 0.5", 1), ("np.sqrt((m.predict(x) - y) ** 2) > 0.5", 0)],
)
def test_how_far_predictions_are_off_is_no_class(cut: str, expected: int) -> None:
    code = "x, y = np.load('x.npy'), np.load('y.npy')\n"
    code += "m = keras.Sequential([keras.Input((8,)), layers.Dense(2)])\nm.compile('adam', 'mse')\n"
    code += f"m.fit(x, y)\nhits = {cut}\n"
    [training] = facts(code).trainings
    assert len([clue for clue in training.clues if clue.source == "predictions"]) == expected


@pytest.mark.parametrize(
    ("layers", "optimizer", "expected"),
    [
        ('layers.Dense(10, activation="sigmoid")', '"sgd"', ["info low"]),
        ('layers.Flatten(), layers.Dense(10, activation="sigmoid")', '"sgd"', ["info low"]),
        ('layers.Dense(10, activation="sigmoid")', '"adam"', ["error high"]),
        ('layers.Dense(8, "relu"), layers.Dense(10, "sigmoid")', '"sgd"', ["error high"]),
        (f'layers.Dense(8, "sigmoid"), {SOFTMAX}', '"sgd"', ["info low"]),
        (f'layers.Dense(8, "sigmoid"), {SOFTMAX}', '"adam"', ["warning medium"]),
        (
            'layers.Conv1D(8, 1, activation="relu"), layers.Dense(10, "sigmoid")',
            '"sgd"',
            ["error high"],
        ),
        (SOFTMAX, '"sgd"', ["info low"]),
        (SOFTMAX, '"adam"', ["warning medium"]),
        (f'layers.Dense(8, "relu"), {SOFTMAX}', '"sgd"', ["warning medium"]),
    ],
)
def test_the_first_network_of_a_lesson_is_noted(
    layers: str, optimizer: str, expected: list[str]
) -> None:
    code = program(layers, '"mse"', ONE_HOT).replace('compile("adam"', f"compile({optimizer}")
    code = code.replace('layers.Dense(32, activation="relu"), ', "")
    assert levels("KC101", code) == expected


ONLY_RUN = (
    "model = keras.Sequential([keras.Input((20,)), layers.Dense(10, activation='softmax')])\n"
    "model.load_weights('best.weights.h5')\n"
    "model.compile('adam', 'mse')\n"
    "from sklearn.metrics import accuracy_score\n"
    "print(accuracy_score(np.load('y.npy'), model.predict(x).argmax(axis=1)))\n"
)


def test_a_model_that_is_only_put_to_work_gets_a_note() -> None:
    assert levels("KC101", f"x = np.load('x.npy')\n{ONLY_RUN}") == ["info medium"]
    trained = f"x = np.load('x.npy')\n{ONLY_RUN}model.fit(x, keras.utils.to_categorical([0, 9]))\n"
    assert levels("KC101", trained)[0].startswith("warning")


def test_one_sigmoid_unit_needs_no_softmax() -> None:
    labels = "y = LabelEncoder().fit_transform(np.load('names.npy', allow_pickle=True))"
    code = program("layers.Dense(1, activation='sigmoid')", '"mse"', labels)
    assert advice(code) == ['write `loss="binary_crossentropy"`']
