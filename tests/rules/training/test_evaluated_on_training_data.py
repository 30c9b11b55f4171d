import pytest

from tests.rules.training.programs import TRAINED, found, levels

RULE = "KC206"
FIT = "model.fit(x, y, epochs=20)\n"
SCORE = "from sklearn.metrics import accuracy_score\naccuracy_score(y, model.predict(x) > 0.5)\n"


def test_samples_that_are_called_those_of_a_test_are_trained_on_with_a_purpose() -> None:
    probe = (FIT + "model.evaluate(x, y)\n").replace("x, y", "x_test, y_test")
    assert levels(f"x_test, y_test = x, y\n{TRAINED}{probe}", RULE) == ["info high"]


@pytest.mark.parametrize("code", [FIT + "model.evaluate(x, y)\n", FIT + SCORE])
def test_a_score_on_what_was_learned(code: str) -> None:
    assert levels(TRAINED + code, RULE) == ["warning high"]
    # The training itself is not told of a second time.
    assert levels(TRAINED + code, "KC201") == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(FIT, id="nothing is measured"),
        pytest.param(
            "a, b = np.load('a.npy'), np.load('b.npy')\n"
            "model.fit(x, y, epochs=20, validation_data=(a, b))\nmodel.evaluate(x, y)\n",
            id="validated on others, too",
        ),
        pytest.param(
            "a, b = np.load('a.npy'), np.load('b.npy')\n" + FIT
            + "model.evaluate(x, y)\nmodel.evaluate(a, b)\n",
            id="measured on others, too",
        ),
        pytest.param(
            FIT + "model.evaluate(x, y)\nmodel.predict(np.load('new.npy'))\n", id="used on others"
        ),
        pytest.param(FIT + "model.evaluate(x, y)\nreport(model)\n", id="handed on"),
        pytest.param(
            "x, y = np.zeros((16, 20)), np.zeros(16)\n" + FIT + "model.evaluate(x, y)\n",
            id="a few samples to learn by heart",
        ),
        pytest.param(
            "x, y = x[:100], y[:100]\n" + FIT + "model.evaluate(x, y)\n", id="a slice to learn by heart"
        ),
        pytest.param(
            "import pandas as pd\ntable = pd.DataFrame([i / 90 for i in range(90)])\n"
            "table = pd.concat([table.shift(1), table], axis=1)\ntable.dropna(inplace=True)\n"
            "x, y = table.values[:, :1], table.values[:, 1]\n" + FIT + "model.evaluate(x, y)\n",
            id="a toy table without its first row",
        ),
        pytest.param(
            "from sklearn.model_selection import train_test_split\n"
            "x, x_test, y, y_test = train_test_split(x, y)\n" + FIT
            + "model.evaluate(x_test, y_test)\n",
            id="a part that was held out",
        ),
        pytest.param(
            "a, b = np.load('a.npy'), np.load('b.npy')\n" + FIT
            + "model.evaluate(x, y)\nmodel.save('m.keras')\n"
            "model = keras.models.load_model('m.keras')\nmodel.evaluate(a, b)\n",
            id="measured on others once it is read again",
        ),
        pytest.param(
            "x = np.random.rand(5000, 20)\ny = x.sum(axis=1)\n" + FIT + "model.evaluate(x, y)\n",
            id="random numbers",
        ),
        pytest.param(
            "model = keras.Sequential([keras.Input((20,)), layers.Dense(1)])\n"
            "model.compile('sgd', 'mse')\n" + FIT + "model.evaluate(x, y)\n",
            id="one unit",
        ),
        pytest.param("import gymnasium\n" + FIT + "model.evaluate(x, y)\n", id="an agent"),
    ],
)  # fmt: skip
def test_scores_that_are_of_other_samples_or_not_alone(code: str) -> None:
    assert levels(TRAINED + code, RULE) == []


SCORED = "model.evaluate(x, y)\n"
SPLIT = FIT.replace(")", ", validation_split=0.25)")
NEW = "a, b = np.load('a.npy'), np.load('b.npy')\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (SPLIT + SCORED, ["info high"]),
        (SPLIT + SCORE, ["info high"]),
        (SPLIT + SPLIT + SCORED, []),
        (NEW + SPLIT + SCORED + "model.evaluate(a, b)\n", []),
        (NEW + SPLIT.replace(")", ", validation_data=(a, b))") + SCORED, []),
        (SPLIT + "print('Train accuracy:', model.evaluate(x, y)[1])\n", []),
        (SPLIT.replace("0.25", "share()") + SCORED, []),
    ],
)
def test_a_score_on_all_of_which_some_were_held_out(code: str, expected: list[str]) -> None:
    assert levels(TRAINED + code, RULE) == expected
    for finding in found(TRAINED + code, RULE):
        assert "75% of them are those that the model was trained on" in finding.message


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (FIT.replace("20", "3") + SCORED, "warning high"),
        (FIT.replace("20", "2") + SCORED, "info high"),
        ("# No validation set here, to keep it short.\n" + FIT + SCORED, "info high"),
        (FIT + "# Overfitting is not the matter.\n" + SCORED, "warning high"),
        (FIT + "# The model is likely overfit.\n" + SCORED, "info high"),
        (FIT + "print('Training accuracy:', model.evaluate(x, y)[1])\n", "info high"),
        (FIT + "print('Accuracy:', model.evaluate(x, y)[1])\n", "warning high"),
        (
            FIT + SCORED + "model.save('m.keras')\n"
            "model = keras.models.load_model('m.keras')\n" + SCORED,
            "info high",
        ),
    ],
)  # fmt: skip
def test_a_score_that_is_not_meant_to_tell_how_good_the_model_is(code: str, level: str) -> None:
    assert levels(TRAINED + code, RULE) == [level]


@pytest.mark.parametrize(("units", "level"), [(3, []), (30, ["warning high"])])
def test_a_model_with_few_weights_knows_nothing_by_heart(units: int, level: list[str]) -> None:
    data = "from sklearn.datasets import make_circles\nx, y = make_circles(1000)\n"
    model = f"model = keras.Sequential([layers.Dense({units}, 'relu'), layers.Dense(1)])\n"
    code = data + model + "model.compile('sgd', 'mse')\n" + FIT + SCORED
    assert levels(code, RULE) == level


def test_the_labels_tell_how_few_samples_there_are() -> None:
    code = "x, y = make(), np.array([0] * {0} + [1] * {0})\n" + TRAINED + FIT + SCORED
    code = code.replace("make()", "keras.utils.pad_sequences(np.load('a.npy'), 20)")
    assert levels(code.replace("{0}", "5"), RULE) == []
    assert levels(code.replace("{0}", "500"), RULE) == ["warning high"]


@pytest.mark.parametrize(("units", "expected"), [(5, []), (50, ["warning high"])])
def test_a_tiny_model_knows_nothing_by_heart_however_many_samples_there_are(
    units: int, expected: list[str]
) -> None:
    code = (
        f"model = keras.Sequential([keras.Input((20,)), layers.Dense({units}), layers.Dense(1)])\n"
    )
    code += "model.compile('adam', 'mse')\n" + FIT + "model.evaluate(x, y)\n"
    assert levels(TRAINED + code, RULE) == expected


SEVERAL = """\
a, b, c = np.load("a.npy"), np.load("b.npy"), np.load("c.npy")
i, j = keras.Input((9,)), keras.Input((9,))
h = keras.layers.Dense(99, activation="relu")(keras.layers.concatenate([i, j]))
model = keras.Model([i, j], keras.layers.Dense(1, activation="sigmoid")(h))
model.compile("adam", loss="binary_crossentropy")
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("model.fit([a, b], y, epochs=20)\nmodel.evaluate([a, b], y)", ["warning high"], id="same"),
        pytest.param("model.fit([a, b], y, epochs=20)\nmodel.evaluate([a, c], y)", [], id="one other"),
        pytest.param("model.fit([a, b], y, epochs=20)\nmodel.predict([c, c])\n"
            "model.evaluate([a, b], y)", [], id="used on others"),
        pytest.param("model.fit([a, b], y, epochs=20, validation_data=([c, c], z))\n"
            "model.evaluate([a, b], y)", [], id="validated"),
        pytest.param("a, b, y = a[:99], b[:99], y[:99]\n"
            "model.fit([a, b], y, epochs=20)\nmodel.evaluate([a, b], y)", [], id="few"),
    ],
)  # fmt: skip
def test_a_model_with_several_inputs(code: str, expected: list[str]) -> None:
    assert levels(SEVERAL + code + "\n", RULE) == expected


@pytest.mark.parametrize(("rows", "expected"), [("256", []), ("257", ["warning high"])])
@pytest.mark.parametrize(
    "fewer", ["dropna()", "drop_duplicates()", "query('a > 0')", "drop([0, 3])"]
)
def test_rows_that_are_left_are_no_more_than_there_were(
    rows: str, fewer: str, expected: list[str]
) -> None:
    code = f"""\
import pandas as pd
table = pd.DataFrame(np.arange({rows} * 3).reshape({rows}, 3), columns=["a", "b", "y"])
table = table.{fewer}
x, y = table[["a", "b"]], table["y"]
"""
    code += f"{TRAINED}{FIT}model.evaluate(x, y)\n"
    assert levels(code, RULE) == expected
