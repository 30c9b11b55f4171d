"""Programs that no one should write, and shapes that are none: a finding or nothing, never more."""

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import explain

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"


def codes(program: str) -> list[str]:
    """The rules that find something; the models are described, too."""
    settings = Settings(min_confidence="low")
    rules = registry.select(registry.load(), settings)
    result = explain("train.py", (HEAD + program).encode(), rules, settings)
    assert not result.failed
    return sorted(finding.code for finding in result.findings)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param("l = layers.Dense(3)\nl(l)\n", [], id="a layer called on itself"),
        pytest.param(
            "m = keras.Sequential([layers.Dense(3)])\nm.add(m)\n", [], id="a model added to itself"
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,))])\nm.add(m)\nm.add(layers.Dense(2))\n"
            "m.compile('adam', 'mse')\n",
            [],
            id="a model with an input added to itself",
        ),
        pytest.param(
            "w = layers.TimeDistributed(layers.Dense(2))\nw.layer = w\n"
            "m = keras.Sequential([keras.Input((3, 4)), w])\nw.trainable = False\n",
            [],
            id="a wrapper around itself",
        ),
        pytest.param(
            "x = keras.Input((3,))\nfor _ in range(3):\n    x = layers.Add()([x, x])\n"
            "m = keras.Model(x, x)\n",
            [],
            id="a model from a tensor to itself",
        ),
        pytest.param(
            "class Loop(layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
            "        self.inner = self\n    def call(self, x):\n        return self.inner(x)\n"
            "m = keras.Sequential([keras.Input((3,)), Loop()])\n",
            [],
            id="a layer whose code calls itself",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((10**12,)), layers.Dense(10**12)])\n",
            ["KC553"],
            id="a trillion units",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((10**40, 3)), layers.Flatten(), layers.Dense(2)])\n",
            ["KC553"],
            id="more than any memory",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((2.5,)), layers.Dense(2)])\n",
            ["KC502"],
            id="half a dimension",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input('28'), layers.Dense(2)])\n", ["KC502"], id="a text"
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((None,)), layers.Dense(2)])\n",
            ["KC505"],
            id="an open last axis",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((4,), batch_size=None), layers.Dense(2)])\n",
            [],
            id="an open batch",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((n, 4)), layers.Flatten(), layers.Dense(k)])\n",
            [],
            id="names that nothing binds",
        ),
        pytest.param("m = keras.Model([], [])\n", [], id="a model of nothing"),
        pytest.param(
            "i = keras.Input((4,))\nm = keras.Model(i, None)\nm.summary()\n",
            [],
            id="a model without outputs",
        ),
        pytest.param(
            "i = keras.Input((4,))\nj = keras.Input((4,))\nm = keras.Model(i, layers.Dense(2)(j))\n",
            [],
            id="an output that does not come from the input",
        ),
        pytest.param(
            "m = keras.Sequential()\nm.pop()\nm.add(layers.Dense(2))\nm.build('x')\n",
            [],
            id="built with a text",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((4, 4)), layers.Reshape((-1, -1))])\n",
            ["KC507"],
            id="two open sides",
        ),
    ],
)
def test_strange_shapes_end_no_run(program: str, expected: list[str]) -> None:
    assert codes(program) == expected
