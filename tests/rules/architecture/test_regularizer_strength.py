import pytest

from tests.rules.found import levels, lines

CODE = "KC419"


def layer(penalty: str, kind: str = "kernel_regularizer") -> str:
    return f"layers.Dense(\n    8,\n    {kind}={penalty},\n)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(layer("keras.regularizers.L2(0.01)"), id="a usual strength"),
        pytest.param(layer("keras.regularizers.L2()"), id="the default"),
        pytest.param(layer("'l2'"), id="a string"),
        pytest.param(layer("keras.regularizers.L2(strength)"), id="not known"),
        pytest.param(layer("keras.regularizers.L2(0.0)"), id="switched off"),
        pytest.param(layer("keras.regularizers.L1L2(**options)"), id="unpacked arguments"),
        pytest.param(layer("keras.regularizers.OrthogonalRegularizer(1.0)"), id="another one"),
        pytest.param(
            "for s in (0.001, 0.1, 10.0):\n    layers.Dense(8, kernel_regularizer="
            "keras.regularizers.L2(s))\n",
            id="strengths that are compared",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (layer("keras.regularizers.l2(5)"), "warning high"),
        (layer("keras.regularizers.L1L2(l1=0.5, l2=0.01)"), "warning high"),
        (layer("keras.regularizers.L1L2()"), "warning high"),
        (layer("keras.regularizers.l1_l2()", "activity_regularizer"), "warning high"),
        (layer("keras.regularizers.L2(1e-9)"), "info low"),
    ],
)
def test_penalties_that_are_too_strong_or_nothing(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]
    assert lines(CODE, code) == [3]


def test_a_penalty_that_several_layers_share_is_told_of_once() -> None:
    code = "p = keras.regularizers.L2(3.0)\n" + layer("p") * 2
    assert lines(CODE, code) == [1]


def test_a_model_of_one_layer_may_have_large_inputs() -> None:
    strong = "layers.Dense(10, kernel_regularizer=keras.regularizers.L2(2500.0))"
    one = f"keras.Sequential([keras.Input((3072,)), {strong}, layers.Activation('softmax')])\n"
    two = one.replace("layers.Activation", "layers.Dense(10), layers.Activation")
    assert levels(CODE, one) == ["info low"]
    assert levels(CODE, two) == ["warning high"]
