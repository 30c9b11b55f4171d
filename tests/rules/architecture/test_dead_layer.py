import pytest

from tests.rules.found import levels, lines

CODE = "KC417"


def program(code: str, last: str = "x") -> str:
    return (
        "i = keras.Input((4,))\nx = layers.Dense(8, 'relu')(i)\n"
        f"{code}\nmodel = keras.Model(i, layers.Dense(1)({last}))\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("x = layers.Dense(8, 'relu')(x)"), id="used by the next layer"),
        pytest.param(program("y = layers.Dense(8)(x)\nprint(y.shape)"), id="looked at"),
        pytest.param(program("part = layers.Dense(8)\ny = part(x)"), id="a layer with a name"),
        pytest.param(program("features.append(layers.Dense(8)(x))"), id="kept in a list"),
        pytest.param(
            program("y = layers.Dense(8)(x)\nother = keras.Model(i, y)"), id="another model"
        ),
        pytest.param(program("y = layers.Lambda(print)(x)"), id="a function"),
        pytest.param(
            program("x = layers.Dense(8)(x)\nif deep:\n    x = layers.Dense(8)(i)"), id="a branch"
        ),
        pytest.param(
            program("y = layers.Dense(8)(x)\nif deep:\n    x = layers.Dense(8)(y)"),
            id="used in a branch",
        ),
        pytest.param(
            "i = keras.Input((4,))\nx = y = layers.Dense(4, 'relu')(i)\nfor n in sizes:\n"
            "    if deep:\n        x = layers.Dense(4, 'relu')(y)\n"
            "    y = layers.Dense(4)(x)\nmodel = keras.Model(i, x)\n",
            id="used in the next turn of a loop",
        ),
        pytest.param("i = keras.Input((4,))\nlayers.Dense(8)(i)\n", id="no model"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    "code",
    [
        program("layers.Dropout(0.5)(x)"),
        program("y = layers.Dense(8)(x)"),
        program("y = layers.Dense(8)(x)\ny = layers.ReLU()(x)", "y"),
    ],
)
def test_what_leads_nowhere(code: str) -> None:
    assert levels(CODE, code) == ["warning medium"]
    assert lines(CODE, code) == [3]


NET = """\
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(8, 'relu')
        self.drop = layers.Dropout(0.5)
        self.last = layers.Dense(1)
    def call(self, x):
        {before}
        return self.last(self.hidden(x))
{made}
"""


def net(before: str = "pass", made: str = "net = Net()\nnet.compile('adam', 'mse')") -> str:
    return NET.format(before=before, made=made)


@pytest.mark.parametrize(
    "code",
    [net(), net().replace("keras.Model", "layers.Layer").replace("\nnet.compile", "\nprint")],
)
def test_a_layer_that_no_call_uses(code: str) -> None:
    assert levels(CODE, code) == ["warning medium"]
    assert lines(CODE, code) == [5]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(net("x = self.drop(x)"), id="used in call"),
        pytest.param(net(made="net = Net()\nprint(net.drop.rate)"), id="looked at elsewhere"),
        pytest.param(net("x = getattr(self, 'drop')(x)"), id="by its name as a text"),
        pytest.param(net("x = self.layers[1](x)"), id="in the list of layers"),
        pytest.param(net(made=""), id="a class for another file"),
        pytest.param(net().replace("keras.Model", "Base"), id="a base that is not known"),
        pytest.param(net().replace("self.drop =", "self.also = self.drop ="), id="under two names"),
        pytest.param(
            net("x = self.parts[0](x)").replace(
                "self.drop = layers.Dropout(0.5)", "self.parts = [layers.Dropout(0.5)]"
            ),
            id="in a list",
        ),
    ],
)
def test_layers_of_a_class_that_may_be_used(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("if deep:\n    print(1)\ny = layers.Dense(8)(x)", id="behind"),
        pytest.param("y = layers.Dense(8)(x)\nif deep:\n    print(1)", id="before"),
        pytest.param("y = layers.Dense(8)(x)\nif deep:\n    y = 1", id="set anew in a branch"),
        pytest.param("layers.Dense(8)(x)\nif deep:\n    y = 1", id="no name"),
    ],
)
def test_a_branch_that_has_nothing_to_do_with_it(code: str) -> None:
    assert levels(CODE, program(code)) == ["warning medium"]


def test_one_more_output_is_a_note() -> None:
    assert levels(CODE, program("side = layers.Dense(1)(x)")) == ["info low"]
    assert levels(CODE, program("side = layers.Dense(1, 'relu')(x)")) == ["warning medium"]
