import pytest

from tests.facts.trace_of import facts


@pytest.mark.parametrize(
    ("code", "dropped"),
    [
        ("layers.Dense(9)(x)", ["Dense"]),
        ("y = layers.Dense(9)(x)", ["Dense"]),
        ("x = layers.ReLU()(i)\nx = layers.Dense(5)(i)", ["Dense", "ReLU"]),
        ("y = layers.Dense(9)(x)\nx = layers.Dense(5)(y)", []),
        ("y = layers.Dense(9)(x)\nprint(y.shape)", []),
        ("layer = layers.Dense(9)\nlayer(x)\nx = layer(x)", []),
        ("class Mine(layers.Layer):\n    def call(self, x):\n        return x\nMine()(x)", []),
        ("all = []\nall.append(layers.Dense(9)(x))", []),
        ("s, h, c = layers.LSTM(4, return_state=True)(layers.Reshape((2, 2))(i))", []),
        ("if flag:\n    y = layers.Dense(9)(x)\nelse:\n    y = x\n    x = layers.Dense(2)(y)", []),
        ("import other\nother.use(layers.Dense(9)(x))", []),
    ],
)
def test_layers_whose_result_nothing_uses(code: str, dropped: list[str]) -> None:
    before = "i = keras.Input((4,))\nx = layers.Dense(4)(i)\n"
    after = "\nm = keras.Model(i, layers.Dense(1)(x))\n"
    known = facts(before + code + after)
    assert [tensor.layer.kind for tensor in known.dropped] == dropped


def test_without_a_model_nothing_is_dropped() -> None:
    assert facts("i = keras.Input((4,))\nlayers.Dense(4)(i)\n").dropped == ()
