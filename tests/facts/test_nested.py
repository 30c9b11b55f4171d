"""Models in models: what the inner ones are built for, and which layers a subclass has."""

from kerascheck.keras_api import graph
from kerascheck.values import Model
from tests.facts.trace_of import facts


def totals(model: Model) -> object:
    """All parameters of a model."""
    return graph.totals(graph.table(model)).all


def test_models_in_a_sequential_are_built_with_it() -> None:
    code = """
    class Block(keras.Model):
        def __init__(self):
            super().__init__()
            self.body = keras.Sequential([layers.Dense(3)])

        def call(self, x):
            return self.body(x)

    whole = keras.Sequential()
    whole.add(Block())
    whole.build((None, 5))
    """
    models = {model.name: model for model in facts(code).models}
    assert [totals(models[name]) for name in ("whole", "self.body")] == [18, 18]
    assert [totals(model) for model in models.values()] == [18, 18, 18]


def test_a_subclass_in_a_sequential_brings_no_input_shape_of_its_own() -> None:
    code = """
    class Block(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(3)

        def call(self, x):
            return self.dense(x)

    whole = keras.Sequential([Block()])
    """
    assert [model.entry for model in facts(code).models if model.name == "whole"] == [None]
