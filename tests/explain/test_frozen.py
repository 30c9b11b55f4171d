"""Which parameters are trained: those that are at the last compile."""

import pytest

from tests.explain.programs import explained, summary

PLAIN = """
m = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(2)])
"""


def test_frozen_layers_are_those_of_the_last_compile() -> None:
    code = f"{PLAIN}m.layers[0].trainable = False\nm.compile('adam', 'mse')\nm.trainable = True\n"
    size = summary(code).size
    assert (size.trainable, size.non_trainable) == (10, 36)


def test_without_a_compile_the_state_is_that_of_the_end() -> None:
    size = summary(f"{PLAIN}m.layers[0].trainable = False\n").size
    assert (size.trainable, size.non_trainable) == (10, 36)


BASE = """
base = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(5)])
inputs = keras.Input((8,))
m = keras.Model(inputs, layers.Dense(1)(base(inputs)))
"""
NETWORK = """
base = keras.applications.VGG16(include_top=False, input_shape=(32, 32, 3))
base.trainable = False
inputs = keras.Input((32, 32, 3))
m = keras.Model(inputs, layers.Dense(1)(layers.Flatten()(base(inputs))))
"""


@pytest.mark.parametrize(
    ("code", "frozen"),
    [
        pytest.param(BASE, 0, id="nothing is frozen"),
        pytest.param(f"{BASE}base.trainable = False\nm.compile()\n", 61, id="frozen after a call"),
        pytest.param(
            f"{BASE}base.trainable = False\nm.compile()\nbase.trainable = True\n", 61,
            id="unfrozen after the compile",
        ),
        pytest.param(
            f"{BASE}m.compile()\nbase.trainable = False\n", 0, id="frozen after the compile"
        ),
        pytest.param(
            f"{BASE}base.layers[0].trainable = False\nm.compile()\n", 36, id="one layer of it"
        ),
        pytest.param(f"{NETWORK}m.compile()\n", 14_714_688, id="a network that is frozen"),
        pytest.param(
            f"{NETWORK}m.compile()\nbase.trainable = True\nm.compile()\n", 0,
            id="a network that is trained in the end",
        ),
        pytest.param(
            f"{NETWORK}base.trainable = True\nfor part in base.layers[:4]:\n"
            "    part.trainable = False\nm.compile()\n", 38_720,
            id="the first layers of a network",
        ),
    ],
)  # fmt: skip
def test_what_is_frozen_inside_is_settled_by_the_compile(code: str, frozen: int) -> None:
    (model,) = [model for model in explained(code).models if model.name == "m"]
    assert model.size.non_trainable == frozen
    (inner,) = [row for row in model.rows if row.parameters in (61, 14_714_688)]
    assert isinstance(inner.parameters, int)
    assert inner.trainable == inner.parameters - frozen
