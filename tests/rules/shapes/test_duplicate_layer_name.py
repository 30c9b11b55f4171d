import pytest

from tests.rules.found import levels, lines

INPUT = "i = keras.Input((4,))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "keras.Sequential([layers.Dense(3, name='a'), layers.Dense(3, name='b')])", id="two"
        ),
        pytest.param("keras.Sequential([layers.Dense(3), layers.Dense(3)])", id="no names"),
        pytest.param(
            INPUT + "d = layers.Dense(4, name='a')\nm = keras.Model(i, d(d(i)))",
            id="one layer twice",
        ),
        pytest.param(
            "for n in range(3):\n    keras.Sequential([layers.Dense(3, name='a')])", id="two models"
        ),
        pytest.param(
            "m = keras.Sequential()\nfor n in range(3):\n"
            "    m.add(layers.Dense(3, name=f'dense_{n}'))",
            id="numbered",
        ),
        pytest.param(
            "m = keras.Sequential()\nfor n in range(3):\n    m.add(layers.Dense(3, name=names[n]))",
            id="names that are not known",
        ),
        pytest.param(
            "a = layers.Dense(3, name='a')\nb = layers.Dense(3, name='a')\nb._name = 'b'\n"
            "keras.Sequential([a, b])",
            id="renamed",
        ),
        pytest.param(
            "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
            "        self.a = layers.Dense(3, name='a')\n"
            "        self.b = layers.Dense(3, name='a')\n"
            "    def call(self, x):\n        return self.b(self.a(x))\nNet()",
            id="a model class",
        ),
        pytest.param(
            "class Block(layers.Layer):\n    pass\n\nkeras.Sequential([Block(), Block()])",
            id="two of one class of the script",
        ),
        pytest.param(
            INPUT + "a = layers.Dense(4, name='a')(i)\nm = keras.Model(i, a)\n"
            "n = keras.Model(i, layers.Dense(4, name='a')(i))",
            id="one input of two models",
        ),
    ],
)
def test_names_that_are_distinct(code: str) -> None:
    assert levels("KC512", code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (
            "m = keras.Sequential()\n" + 2 * "m.add(layers.Dense(3, name='a'))\n",
            3,
        ),
        (
            INPUT + "x = layers.Dense(3, name='a')(i)\nx = layers.Dense(3, name='a')(x)\n"
            "m = keras.Model(i, x)",
            3,
        ),
        ("i = keras.Input((4,), name='a')\nm = keras.Model(i, layers.Dense(3, name='a')(i))", 2),
        (
            INPUT + "s = keras.Sequential([layers.Dense(3)], name='a')\n"
            "m = keras.Model(i, s(layers.Dense(3, name='a')(i)))",
            2,
        ),
        ("layers.Dense(3, name='block/dense')", 1),
        ("i = keras.Input((4,), name='in/put')", 1),
    ],
)
def test_names_that_keras_refuses(code: str, line: int) -> None:
    assert lines("KC512", code) == [line]
    assert levels("KC512", code) == ["error high"]


def test_a_function_that_names_its_layers_can_be_called_once_a_model() -> None:
    block = "def block(x):\n    return layers.Dense(3, name='a')(x)\n\n" + INPUT
    assert levels("KC512", block + "m = keras.Model(i, block(i))") == []
    assert levels("KC512", block + "m = keras.Model(i, block(block(i)))") == ["error high"]


@pytest.mark.parametrize(
    ("call", "level"),
    [
        pytest.param("# x = head(x)\n", "info medium", id="a comment calls it"),
        pytest.param("x = head(keras.Input((4,)))\n", "error high", id="it is called"),
        pytest.param("", "error high", id="nothing in this file calls it"),
    ],
)
def test_a_slash_in_a_function_that_is_not_called_any_more_is_a_note(call: str, level: str) -> None:
    code = "def head(x):\n    return layers.Dense(3, name='a/b')(x)\n" + call
    assert levels("KC512", code) == [level]
