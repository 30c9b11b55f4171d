import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC715"
HEAD = """\
import keras
from keras import backend as K
model = keras.Sequential([keras.Input((3,)), keras.layers.LSTM(1), keras.layers.Dense(1)])
opt = keras.optimizers.Adam(0.1)
model.compile(opt, 'mse')
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print(model.layers[0].output_shape)\n", "print(model.layers[0].output.shape)\n"),
        ("for l in model.layers:\n    print(l.input_shape)\n", "for l in model.layers:\n    print(l.input.shape)\n"),
        ("print(opt.lr)\n", "print(opt.learning_rate)\n"),
        ("model.optimizer.lr = 0.2\n", "model.optimizer.learning_rate = 0.2\n"),
        ("model.optimizer.lr.assign(0.2)\n", "model.optimizer.learning_rate.assign(0.2)\n"),
    ],
)  # fmt: skip
def test_what_has_another_name(code: str, expected: str) -> None:
    assert levels(HEAD + code, RULE) == ["error high"]
    assert fixed(HEAD + code, RULE) == HEAD + expected


def test_the_learning_rate_is_set_by_assign() -> None:
    assert fixed(HEAD + "K.set_value(model.optimizer.lr, 0.2)\n") == (
        HEAD + "model.optimizer.learning_rate.assign(0.2)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        "model.reset_states()",
        "model.add_metric(x, name='m')",
        "model.to_yaml()",
        "model.layers[1].get_output_at(0)",
        "opt.get_gradients(loss, params)",
        "opt.minimize(loss)",
        "model.layers[0].updates",
    ],
)
def test_what_has_no_equal(code: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert finding.fix is None
    assert finding.help


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.output_shape\nmodel.input_shape", id="shapes of models"),
        pytest.param("model.layers[0].stateful", id="a recurrent layer"),
        pytest.param("opt.learning_rate", id="the new name"),
        pytest.param("args.lr\nargs.decay", id="other objects"),
        pytest.param(
            "class Net(keras.Model):\n    def reset_states(self): pass\nNet().reset_states()",
            id="a method of the script",
        ),
        pytest.param(
            "class Own(keras.layers.Layer):\n    def f(self):\n        return self.updates",
            id="a layer of the script",
        ),
        pytest.param("try:\n    opt.lr\nexcept AttributeError:\n    pass", id="prepared"),
    ],
)
def test_other_attributes_are_left_alone(code: str) -> None:
    assert levels(HEAD + code, RULE) == []


BASE = "base = keras.applications.VGG16(weights=None)\n"
OWN = "class Mine(keras.Model):\n    def __init__(self):\n        super().__init__()\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("model.layers.pop()\n", "call `pop` or `add` of the model itself"),
        ("model.layers.append(keras.layers.Dense(3))\n", "call `pop` or `add`"),
        ("for i in range(2):\n    model.layers.pop()\n", "call `pop` or `add`"),
        (f"{BASE}base.layers.pop()\n", "build a `keras.Model` that ends at"),
    ],
)  # fmt: skip
def test_the_list_of_layers_is_a_copy(code: str, words: str) -> None:
    (finding,) = found(HEAD + code, RULE)
    assert words in finding.help
    assert "leaves the model as it is" in finding.message


@pytest.mark.parametrize(
    "code",
    [
        "last = model.layers.pop()\n",
        "model.pop()\n",
        "parts = list(model.layers)\nparts.pop()\n",
        f"{OWN}        self.layers.pop()\nMine()\n",
        "other.layers.pop()\n",
    ],
)
def test_other_lists_are_changed_as_one_likes(code: str) -> None:
    assert levels(HEAD + code, RULE) == []


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("model.complile('adam', 'mse')", "compile"),
        ("model.fit_generater(x)", "fit_generator"),
        ("model.predcit(x)", "predict"),
        ("model.summery()", "summary"),
        ("model.Add(keras.layers.Dense(1))", "add"),
        ("model.load_weight('a.weights.h5')", "load_weights"),
        ("model.evalute(x, y)", "evaluate"),
    ],
)
def test_a_slip_in_the_name_of_a_method(slip: str, meant: str) -> None:
    (finding,) = found(HEAD + slip + "\n", RULE)
    assert finding.message == f"models have no `{slip[6:].partition('(')[0]}` in any Keras."
    assert finding.help == f"write `{meant}`"


def test_methods_of_the_first_keras_are_no_slips() -> None:
    assert found(HEAD + "model.get_output(train=False)\n", RULE) == []
    assert found(HEAD + "model.get_input_mask()\n", RULE) == []
    assert levels(HEAD + "model.get_otput_at(0)\n", RULE) == ["error high"]


def test_a_slip_is_one_whatever_keras_is_asked_for() -> None:
    code = "import tf_keras as keras\nm = keras.Sequential()\nm.summery()\n"
    assert levels(code, RULE) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.predict_classes(x)", id="an old method"),
        pytest.param("model.fit_generator(x)", id="a method of Keras 2"),
        pytest.param("model.loss(y, p)", id="an attribute that may be called"),
        pytest.param("model.zero_grad()", id="not near any method"),
        pytest.param("model.fits = print\nmodel.fits(1)", id="put there by the script"),
        pytest.param("setattr(model, n, print)\nmodel.fits(1)", id="put there by its name"),
        pytest.param("try:\n    model.fits(1)\nexcept AttributeError:\n    pass", id="expected"),
        pytest.param("load().fits(1)", id="no model that is known"),
        pytest.param(
            "class Net(keras.Model):\n    def predicts(self): pass\nNet().predicts()",
            id="a method of the class",
        ),
        pytest.param("keras.models.load_model('a.keras').predicts(x)", id="a class not known"),
    ],
)
def test_other_methods_are_left_alone(code: str) -> None:
    assert found(HEAD + code + "\n", RULE) == []
