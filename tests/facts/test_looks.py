"""What the script asks of models, before and after they know the shape of their input."""

import pytest

from tests.facts.trace_of import facts

PLAIN = "m = keras.Sequential([layers.Dense(3), layers.Dense(2)])\n"
CLASS = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(x)

m = Net()
"""


def looks(code: str) -> list[tuple[str, bool]]:
    """What is asked, and whether the model may have been built."""
    return [(look.what, look.built) for look in facts(code).looks]


@pytest.mark.parametrize("model", [PLAIN, CLASS], ids=["Sequential", "subclass"])
@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("m.summary()", "summary"),
        ("n = m.count_params()", "count_params"),
        ("w = m.get_weights()", "get_weights"),
        ("print(m.output_shape)", "output_shape"),
        ("keras.utils.plot_model(m, 'm.png')", "plot_model"),
    ],
)
def test_a_model_that_nothing_has_built(model: str, asked: str, what: str) -> None:
    assert looks(model + asked) == [(what, False)]
    assert looks(f"{model}m.compile('adam', 'mse')\n{asked}") == [(what, False)]


@pytest.mark.parametrize("model", [PLAIN, CLASS], ids=["Sequential", "subclass"])
@pytest.mark.parametrize(
    "before",
    [
        "m.build((None, 4))",
        "m.build(shape)",
        "m(keras.Input((4,)))",
        "batch = load()\nm(batch)",
        "m.fit(x, y)",
        "m.predict(x)",
        "m.evaluate(x, y)",
        "m.load_weights('m.h5')",
        "train(m)",
        "keras.Sequential([keras.Input((4,)), m])",
        "layers.TimeDistributed(m)",
    ],
)
def test_a_model_that_is_built_or_may_be(model: str, before: str) -> None:
    assert looks(f"{model}{before}\nm.summary()") == [("summary", True)]


@pytest.mark.parametrize(
    "model",
    [
        "keras.Sequential([keras.Input((4,)), layers.Dense(3)])",
        "keras.Sequential([layers.Dense(3, input_shape=shape)])",
        "keras.Sequential([layers.Dense(3, **settings())])",
        "keras.Sequential([base(), layers.Dense(3)])",
        "keras.Sequential()",
        "keras.models.load_model('m.keras')",
    ],
)
def test_a_model_that_may_bring_its_shape(model: str) -> None:
    assert looks(f"m = {model}\nm.summary()") == [("summary", True)]
