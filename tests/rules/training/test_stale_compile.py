import pytest

from tests.rules.training.programs import COMPILE, MODEL, TRAINED, found, levels

RULE = "KC213"
FIT = "model.fit(x, y, epochs=5, validation_split=0.1)\n"
TRANSFER = """\
base = keras.applications.VGG16(include_top=False, pooling="avg")
base.trainable = False
model = keras.Sequential([keras.Input((32, 32, 3)), base, layers.Dense(1, "sigmoid")])
"""
LOADED = "model = keras.models.load_model('m.keras', compile=False)\n"
NETWORK = "model = keras.applications.VGG16(weights=None, classes=4)\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (MODEL + FIT, "never compiled"),
        (MODEL + "print(model.to_json(), model.get_config())\n" + FIT, "never compiled"),
        (MODEL + "model.train_on_batch(x, y)", "never compiled"),
        (MODEL + FIT + COMPILE, "before it is compiled"),
        (MODEL + "model.compile('adam', metrics=['accuracy'])\n" + FIT, "given no loss"),
        (TRANSFER + COMPILE + FIT + "base.trainable = True\n" + FIT, "still do not change"),
        (
            (TRANSFER + COMPILE + FIT + "base.trainable = True\n" + FIT).replace(
                "model.fit(x, y, epochs=5, validation_split=0.1)", "model.fit_generator(g, 9)"
            ),
            "still do not change",
        ),
        (
            TRAINED + FIT + "model.layers[0].trainable = False\n" + FIT,
            "are still trained",
        ),
        (MODEL + "model.evaluate(x, y)", "is measured, but never compiled"),
        (NETWORK + FIT, "never compiled"),
        (LOADED + FIT, "never compiled"),
        (LOADED + "model.evaluate(x, y)", "is measured, but never compiled"),
        (LOADED + FIT + COMPILE, "before it is compiled"),
        (NETWORK + "model.evaluate(x, y)", "is measured, but never compiled"),
        (NETWORK + FIT + COMPILE, "before it is compiled"),
        (MODEL + "model = keras.models.clone_model(model)\n" + FIT, "never compiled"),
        (NETWORK + "model = keras.models.clone_model(model)\n" + FIT, "never compiled"),
        (TRAINED + FIT + "model.add(layers.Dense(1))\n" + FIT, "`Dense` has been added"),
    ],
)
def test_a_training_without_the_compile_that_it_needs(code: str, words: str) -> None:
    assert levels(code, RULE) == ["error high"]
    assert words in found(code, RULE)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED + FIT + FIT, id="trained on"),
        pytest.param(TRANSFER + COMPILE + FIT + "base.trainable = True\n" + COMPILE + FIT,
                     id="compiled again"),
        pytest.param(TRANSFER.replace("False\nm", "True\nm") + COMPILE + "base.trainable = False\n"
                     + FIT, id="frozen before the first training, which Keras 3 heeds"),
        pytest.param(MODEL + "prepare(model)\n" + FIT, id="compiled by a function not followed"),
        pytest.param(MODEL + "model.complile('adam', 'mse')\n" + FIT + COMPILE,
                     id="a name of `compile` that is misspelt"),
        pytest.param(MODEL + "model.compile_from_config(config)\n" + FIT,
                     id="compiled by a method that is not followed"),
        pytest.param(NETWORK + COMPILE + FIT, id="a network of Keras that is compiled"),
        pytest.param(LOADED + COMPILE + FIT, id="compiled after it is loaded"),
        pytest.param(LOADED + "prepare(model)\n" + FIT, id="loaded, and compiled elsewhere"),
        pytest.param(LOADED.replace("False", "how") + FIT, id="loaded in a way not known"),
        pytest.param(LOADED + "model.predict(x)\n", id="loaded to predict"),
        pytest.param(NETWORK + "prepare(model)\n" + FIT, id="a network compiled elsewhere"),
        pytest.param(NETWORK + "model.predict(x)\n", id="a network that only predicts"),
        pytest.param(
            TRAINED + "model = keras.models.clone_model(model)\n" + FIT,
            id="a copy is compiled as what it is a copy of",
        ),
        pytest.param(
            TRAINED + FIT + "model = keras.models.clone_model(model)\n"
            "model.layers[0].trainable = False\n" + FIT,
            id="a copy that is frozen before its first training",
        ),
        pytest.param("def train(model):\n    model.fit(x, y)\n", id="a model of the caller"),
        pytest.param(
            "def get():\n    global model\n    if model is None:\n"
            + "        model = keras.Sequential([keras.Input((20,)), layers.Dense(1)])\n"
            + "    model.fit(x, y)\n    model.compile('adam', 'mse')\n    return model\n",
            id="in a function, which may be called again",
        ),
        pytest.param(
            MODEL + "for n in range(9):\n    if n:\n        model.fit(x, y)\n"
            + "    model.compile('adam', loss='mse')\n",
            id="in a later turn of a loop",
        ),
        pytest.param("model = keras.models.load_model('m.keras')\n" + FIT, id="a loaded model"),
        pytest.param(
            "class Trainer:\n    def build(self):\n        self.model = keras.Sequential("
            "[keras.Input((20,)), layers.Dense(1)])\n"
            "    def train(self):\n        self.model.fit(x, y)\n"
            "    def compile(self):\n        self.model.compile('adam', loss='mse')\n",
            id="methods that nothing calls in an order",
        ),
        pytest.param(MODEL.replace("Dense(8)", "Dense(8, kernel_regularizer='l2')")
                     + "model.compile('adam')\n" + FIT, id="a penalty is the loss"),
        pytest.param(MODEL + "model.compile('adam', **options())\n" + FIT, id="options unpacked"),
        pytest.param(
            "class Own(layers.Layer):\n    def call(self, x):\n        self.add_loss(1.0)\n"
            "        return x\n"
            "model = keras.Sequential([keras.Input((20,)), Own(), layers.Dense(1)])\n"
            "model.compile('adam')\n" + FIT,
            id="a layer that adds the loss",
        ),
        pytest.param(
            MODEL + "model.summary()\nmodel.add_loss(lambda: 1.0)\nmodel.compile('adam')\n" + FIT,
            id="a loss that is added to the model",
        ),
        pytest.param(
            "class Own(keras.Model):\n    def train_step(self, data):\n        return {}\n"
            "i = keras.Input((20,))\nmodel = Own(i, layers.Dense(1)(i))\nmodel.compile('adam')\n"
            + FIT,
            id="a step of training of its own",
        ),
        pytest.param("from sklearn.svm import SVC\nSVC().fit(x, y)", id="scikit-learn"),
        pytest.param(
            MODEL + "def train(m):\n    if not getattr(m, 'optimizer', None):\n"
            "        m.compile('adam', loss='mse')\n    m.fit(x, y)\ntrain(model)\n",
            id="compiled where it has no optimizer",
        ),
        pytest.param(
            MODEL + "if not hasattr(model, 'optimizer') or model.optimizer is None:\n    "
            + COMPILE + FIT,
            id="compiled where it lacks the attribute",
        ),
        pytest.param(
            MODEL + "if fast():\n    " + COMPILE + "else:\n    "
            + COMPILE.replace("adam", "sgd") + FIT,
            id="compiled on both sides",
        ),
    ],
)  # fmt: skip
def test_trainings_that_are_compiled_or_not_known(code: str) -> None:
    assert levels(code, RULE) == []


CLASS = (
    "class Runner:\n    def __init__(self):\n        self.model = keras.Sequential("
    "[keras.Input((20,)), layers.Dense(1)])\n"
    "    def prepare(self):\n        self.model.compile('adam', loss='mse')\n"
    "    def test(self):\n        return self.model.evaluate(x, y)\n"
)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAINED + "model.evaluate(x, y)\n", id="compiled and measured"),
        pytest.param(
            "model = keras.models.load_model('m.keras')\nmodel.evaluate(x, y)\n", id="loaded"
        ),
        pytest.param("def test(model):\n    return model.evaluate(x, y)\n", id="of the caller"),
        pytest.param(MODEL + "prepare(model)\nmodel.evaluate(x, y)\n", id="compiled elsewhere"),
        pytest.param(CLASS, id="methods that nothing calls"),
        pytest.param(MODEL + "model.predict(x)\n", id="a prediction needs no loss"),
        pytest.param(
            TRAINED + FIT + "model.add(layers.Dense(1))\n" + COMPILE + FIT, id="compiled again"
        ),
        pytest.param(
            TRAINED + "model.add(layers.Dense(1))\n" + FIT, id="added before the training"
        ),
        pytest.param(
            TRAINED + FIT + "more = keras.Sequential([model, layers.Dense(1)])\n"
            "more.compile('adam', 'mse')\nmore.fit(x, y)\n",
            id="a model around it",
        ),
    ],
)
def test_measured_or_made_longer_with_the_compile_that_it_needs(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("name", "level"), [("model_nocompiled", "info high"), ("model_compiled", "error high")]
)
def test_a_model_whose_name_says_that_it_is_not_compiled(name: str, level: str) -> None:
    code = LOADED.replace("model =", f"{name} =") + f"{name}.evaluate(x, y)\n"
    assert levels(code, RULE) == [level]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("\n    # YOUR CODE HERE\n", []),
        ("\n    # the usual way\n", ["error high"]),
        ("'adam')  # YOUR CODE HERE\nprint(", ["error high"]),
    ],
)
def test_an_exercise_leaves_the_loss_to_its_reader(inside: str, expected: list[str]) -> None:
    assert levels(f"{MODEL}model.compile({inside})\n{FIT}", RULE) == expected
