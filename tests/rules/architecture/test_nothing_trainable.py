import pytest

from tests.rules.found import found, levels

RULE = "KC421"
START = (
    "x, y = np.load('x.npy'), np.load('y.npy')\n"
    "base = keras.Sequential([keras.Input((8,)), layers.Dense(8, activation='relu')])\n"
    "m = keras.Sequential([keras.Input((8,)), base, layers.Dense(1)])\n"
)
TRAIN = "m.compile('adam', 'mse')\nm.fit(x, y)\n"


@pytest.mark.parametrize(
    "freeze",
    [
        "m.trainable = False\n",
        "for layer in m.layers:\n    layer.trainable = False\n",
        "base.trainable = False\nm.layers[-1].trainable = False\n",
    ],
)
def test_a_model_without_a_trainable_weight(freeze: str) -> None:
    assert levels(RULE, START + freeze + TRAIN) == ["error high"]


def test_a_subclass_that_trains_as_keras_does() -> None:
    code = (
        "class M(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.d = layers.Dense(1)\n    def call(self, x):\n        return self.d(x)\n"
        "m = M()\nm(keras.Input((8,)))\nm.trainable = False\nm.compile('adam', 'mse')\nm.fit(np.zeros((9, 8)), np.zeros(9))"
    )
    assert levels(RULE, code) == ["error high"]
    assert levels(RULE, code.replace("m.trainable = False\n", "")) == []


def test_it_points_at_the_training_and_shows_the_model() -> None:
    (finding,) = found(RULE, f"{START}m.trainable = False\n{TRAIN}")
    assert finding.message == "all the weights of `m` are frozen, so `fit` changes nothing."
    assert [label.text for label in finding.labels] == ["`trainable` is `False` for all of it"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAIN, id="nothing is frozen"),
        pytest.param(f"base.trainable = False\n{TRAIN}", id="the head is trained"),
        pytest.param(
            f"for layer in m.layers[:-1]:\n    layer.trainable = False\n{TRAIN}", id="all but one"
        ),
        pytest.param(f"m.trainable = False\nm.trainable = True\n{TRAIN}", id="unfrozen again"),
        pytest.param(
            "m.trainable = False\nm.compile('adam', 'mse')\nm.trainable = True\nm.fit(x, y)",
            id="unfrozen before the first fit",
        ),
        pytest.param("m.trainable = False\nm.compile('adam', 'mse')\nm.predict(x)", id="predicts"),
        pytest.param(f"m.trainable = flag()\n{TRAIN}", id="not known"),
        pytest.param(
            f"m = keras.Sequential([layers.Normalization()])\n{TRAIN}", id="nothing to be trained"
        ),
        pytest.param(
            "class M(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.d = layers.Dense(1)\n    def call(self, x):\n        return self.d(x)\n"
            "    def train_step(self, data):\n        return {}\n"
            f"m = M()\nm(keras.Input((8,)))\nm.trainable = False\n{TRAIN}",
            id="a training step of its own",
        ),
        pytest.param(
            f"m = keras.Sequential([load(), layers.Dense(1)])\nm.trainable = False\n{TRAIN}",
            id="a part that is not known",
        ),
    ],
)
def test_what_may_be_trained(code: str) -> None:
    assert levels(RULE, START + code) == []


def test_a_few_samples_that_show_what_freezing_does() -> None:
    shown = START.replace("np.load('x.npy'), np.load('y.npy')", "np.ones(({n}, 8)), np.ones({n})")
    assert levels(RULE, shown.format(n=4) + "m.trainable = False\n" + TRAIN) == []
    assert levels(RULE, shown.format(n=40) + "m.trainable = False\n" + TRAIN) == ["error high"]
