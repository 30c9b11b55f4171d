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
