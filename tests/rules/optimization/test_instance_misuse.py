import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC613"
FIT = "model.fit(x, y, epochs=5)\n"
OTHER = (
    "other = keras.Sequential([keras.Input((9,)), layers.Dense(4, 'relu'), layers.Dense(1)])\n"
    "other.compile(opt, 'mse')\n"
)
SHARED = "opt = keras.optimizers.Adam()\n" + compiled("opt", FIT + OTHER)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(compiled("'adam'"), id="a string"),
        pytest.param(compiled("keras.optimizers.Adam()"), id="an object"),
        pytest.param(compiled("make"), id="a name that is not known"),
        pytest.param(SHARED, id="a second model that is not trained"),
        pytest.param(
            "opt = keras.optimizers.Adam()\n" + compiled("opt", f"{FIT}model.compile(opt)\n{FIT}"),
            id="the same model again",
        ),
        pytest.param(
            "opt = keras.optimizers.Adam()\n"
            + compiled("opt", FIT)
            + "part = keras.Sequential(model.layers[:1] + [layers.Dense(3)])\n"
            "part.compile(opt, 'mse')\npart.fit(x, y)\n",
            id="a model that shares layers",
        ),
        pytest.param(
            compiled("'adam'", "model.fit(x, y, callbacks=[keras.callbacks.TerminateOnNaN()])\n"),
            id="an object of a callback",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


FACTORY = """\
def build(opt):
    model = keras.Sequential([keras.Input((9,)), layers.Dense(1)])
    model.compile(opt, 'mse')
    return model
"""
ONE = FACTORY + "opt = keras.optimizers.Adam()\n"
EACH = "for fold in range(3):\n    model = build({})\n    model.fit(x, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(ONE + EACH.format("opt"), id="in a loop"),
        pytest.param(
            ONE + "a = build(opt)\na.fit(x, y)\nb = build(opt)\nb.fit(x, y)\n", id="by two calls"
        ),
        pytest.param(
            FACTORY.replace("(opt):", "(opt=keras.optimizers.Adam()):") + EACH.format(""),
            id="a default argument",
        ),
    ],
)
def test_one_optimizer_for_the_models_of_one_function(code: str) -> None:
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [3]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(FACTORY + EACH.format("keras.optimizers.Adam()"), id="one for each"),
        pytest.param(FACTORY + EACH.format("'adam'"), id="a string"),
        pytest.param(
            ONE.replace(".Adam", ".legacy.Adam") + EACH.format("opt"), id="an optimizer of Keras 2"
        ),
        pytest.param(ONE + "a = build(opt)\na.fit(x, y)\na.fit(x, y)\n", id="one model"),
        pytest.param(ONE + "a = build(opt)\nb = build(opt)\nb.fit(x, y)\n", id="one is trained"),
    ],
)
def test_models_of_one_function_with_an_optimizer_each(code: str) -> None:
    assert levels(CODE, code) == []


def test_a_class_of_an_optimizer_gets_brackets() -> None:
    (finding,) = found(CODE, compiled("keras.optimizers.Adam"))
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "keras.optimizers.Adam()"


def test_a_class_of_a_callback() -> None:
    code = compiled("'adam'", "model.fit(x, y, callbacks=[keras.callbacks.TerminateOnNaN])\n")
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [6]


def test_one_optimizer_for_two_models_that_are_trained() -> None:
    code = SHARED + "other.fit(x, y)\n"
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [9]


@pytest.mark.parametrize("callbacks", ["['early_stopping']", "'early_stopping'"])
def test_a_name_of_a_callback(callbacks: str) -> None:
    code = compiled("'adam'", f"model.fit(x, y, callbacks={callbacks})")
    assert levels(CODE, code) == ["error high"]
    assert "`early_stopping` is a text" in found(CODE, code)[0].message


@pytest.mark.parametrize("callbacks", ["[names()]", "[]", "None", "[keras.callbacks.History()]"])
def test_callbacks_that_are_objects_or_not_known(callbacks: str) -> None:
    assert levels(CODE, compiled("'adam'", f"model.fit(x, y, callbacks={callbacks})")) == []


@pytest.mark.parametrize(
    ("before", "given", "count"),
    [
        ("opt = keras.optimizers.SGD(learning_rate=0.001)\n", "'sgd'", 1),
        ("opt = keras.optimizers.SGD(learning_rate=0.001)\n", "opt", 0),
        ("opt = keras.optimizers.SGD(learning_rate=0.001)\n", "'adam'", 0),
        ("opt = keras.optimizers.SGD()\n", "'sgd'", 0),
        ("opt = keras.optimizers.SGD(learning_rate=0.01, name='opt')\n", "'sgd'", 0),
        ("opt = keras.optimizers.SGD(learning_rate=0.001)\nprint(opt)\n", "'sgd'", 0),
        ("opts = [keras.optimizers.SGD(learning_rate=0.001)]\n", "'sgd'", 0),
    ],
)
def test_an_optimizer_that_is_made_while_its_name_is_given(
    before: str, given: str, count: int
) -> None:
    code = before + compiled(given, FIT)
    assert levels(CODE, code) == ["warning medium"] * count
    if count:
        (finding,) = found(CODE, code)
        assert "made with `learning_rate=0.001` is never used" in finding.message
        assert lines(CODE, code) == [6]


def test_an_optimizer_that_is_made_behind_is_for_something_else() -> None:
    code = compiled("'sgd'", "opt = keras.optimizers.SGD(learning_rate=0.001)\n")
    assert levels(CODE, code) == ["info low"]


@pytest.mark.parametrize("sign", ["y = model.predict_classes(x)\n", "config = tf.ConfigProto()\n"])
def test_optimizers_of_an_old_keras_serve_any_number_of_models(sign: str) -> None:
    code = SHARED + "other.fit(x, y)\n"
    assert levels(CODE, code) == ["error high"]
    assert levels(CODE, code + sign) == []
