"""A layer in a few words."""

import pytest

from tests.explain.programs import explained, row, summary, texts


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ("layers.Dense(10)", "Dense 10"),
        ("layers.Dense(units=10, activation='relu')", "Dense 10, relu"),
        ("layers.Dense(10, activation='linear')", "Dense 10"),
        ("layers.Dense(10, keras.activations.tanh)", "Dense 10, tanh"),
        ("layers.Dense(10, use_bias=False, name='top')", "Dense 10, no bias"),
        ("layers.Dense(10, kernel_initializer='zeros')", "Dense 10"),
        ("layers.Dropout(0.8)", "Dropout 0.8"),
        ("layers.Flatten()", "Flatten"),
        ("layers.Activation('relu')", "Activation relu"),
        ("layers.Conv1D(4, 2)", "Conv1D 4, kernel 2"),
        ("layers.Conv2D(32, 3, activation='relu')", "Conv2D 32, 3*3, relu"),
        ("layers.Conv2D(32, [3, 1], 2, 'same')", "Conv2D 32, 3*1, stride 2*2, same"),
        ("layers.Conv2D(32, 3, strides=(1, 1))", "Conv2D 32, 3*3"),
        ("layers.Conv2D(32, 3, dilation_rate=2)", "Conv2D 32, 3*3, dilation_rate=2*2"),
        ("layers.MaxPooling2D()", "MaxPooling2D 2*2"),
        ("layers.AveragePooling2D(3, 1)", "AveragePooling2D 3*3, stride 1*1"),
        ("layers.LSTM(64)", "LSTM 64"),
        ("layers.LSTM(64, return_sequences=True)", "LSTM 64, return_sequences"),
        ("layers.Embedding(1000, 16)", "Embedding 1000, 16"),
        ("layers.Reshape((2, 4))", "Reshape (2, 4)"),
        ("layers.Reshape((8,))", "Reshape (8,)"),
        ("layers.Dot(axes=1)", "Dot axes=1"),
        ("layers.TimeDistributed(layers.Dense(10))", "TimeDistributed(Dense 10)"),
        (
            "layers.Bidirectional(layers.LSTM(6, return_sequences=True))",
            "Bidirectional(LSTM 6, return_sequences)",
        ),
        ("layers.Dense(open('n'))", "Dense ?"),
        ("layers.Conv2D(8, open('n'))", "Conv2D 8, ?"),
    ],
)  # fmt: skip
def test_a_layer_is_told_by_what_was_written(layer: str, said: str) -> None:
    assert row(layer).text == said.replace("*", "\N{MULTIPLICATION SIGN}")


def test_a_layer_of_the_script_has_its_class() -> None:
    code = """
    class Gate(layers.Layer):
        def call(self, x):
            return x
    m = keras.Sequential([keras.Input((8,)), Gate()])
    """
    assert texts(code) == ["Input", "Gate"]


def test_inputs_have_their_names() -> None:
    code = """
    a = keras.Input((8,), name="left")
    m = keras.Model(a, layers.Dense(1)(a))
    """
    assert texts(code) == ["Input left", "Dense 1"]


def test_a_model_inside_of_another_has_its_name_and_kind() -> None:
    code = """
    tail = keras.Sequential([layers.Dense(3)])
    m = keras.Sequential([keras.Input((8,)), tail])
    """
    (model,) = [model for model in explained(code).models if model.name == "m"]
    assert [found.text for found in model.rows] == ["Input", "tail (Sequential)"]


def test_a_subclass_is_told_by_its_class() -> None:
    code = """
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.top = layers.Dense(1)
        def call(self, x):
            return self.top(x)
    net = Net()
    net.build((None, 8))
    """
    model = summary(code)
    assert (model.name, model.kind) == ("net", "Net (subclass)")
    assert [found.parameters for found in model.rows] == [0, 9]
