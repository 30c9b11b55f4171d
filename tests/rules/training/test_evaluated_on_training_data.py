import pytest

from tests.rules.training.programs import TRAINED, levels

RULE = "KC206"
FIT = "model.fit(x, y, epochs=20)\n"
SCORE = "from sklearn.metrics import accuracy_score\naccuracy_score(y, model.predict(x) > 0.5)\n"


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
            "model.fit(x, y, epochs=20, validation_split=0.1)\nmodel.evaluate(x, y)\n",
            id="validated, too",
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
