import json

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import HEAD, found, levels


def chain(*parts: str) -> str:
    return f"m = keras.Sequential([{', '.join(parts)}])\n"


LSTM, OUT = "layers.LSTM(8)", "layers.Dense(1)"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(chain("keras.Input((20, 4))", LSTM), id="steps and features"),
        pytest.param(
            chain("keras.Input((20, 4))", "layers.LSTM(8, return_sequences=True)", LSTM),
            id="all the steps passed on",
        ),
        pytest.param(
            chain("keras.Input((20,))", "layers.Lambda(lambda x: grow(x))", LSTM),
            id="a function that is not known",
        ),
        pytest.param(
            chain("keras.Input((20,))", "mine.Grow()", LSTM), id="a layer that is not known"
        ),
        pytest.param(chain("keras.Input(shape=shape())", LSTM), id="a shape that is not known"),
        pytest.param(
            chain("keras.Input((20, 4))", "layers.LSTM(8, **settings())", LSTM), id="unpacked"
        ),
        pytest.param(
            "with self.assertRaises(ValueError):\n    layers.LSTM(8)(keras.Input((3,)))",
            id="a test of the error",
        ),
        pytest.param(chain(LSTM, "layers.Dense(2)"), id="no input at all"),
    ],
)
def test_ranks_that_fit_or_are_not_known(code: str) -> None:
    assert levels("KC505", code) == []


def test_the_finding_has_the_values_and_the_words_of_keras() -> None:
    code = "x = layers.Conv2D(32, 3)(keras.Input((28, 28, 1)))\nx = layers.LSTM(64)(x)\n"
    (finding,) = found("KC505", code)
    assert finding.message == (
        "`LSTM` needs a 3-D input (batch, time, features), but gets 4-D (None, 26, 26, 32)."
    )
    assert [label.text for label in finding.labels] == ["gives (None, 26, 26, 32)"]
    assert finding.keras == "expected ndim=3, found ndim=4"
    assert finding.severity.label == "error"


def test_a_stack_of_recurrent_layers_is_told_to_pass_on_the_steps() -> None:
    (finding,) = found("KC505", chain("keras.Input((20, 4))", "layers.GRU(8)", LSTM))
    assert finding.help == "pass `return_sequences=True` to the `GRU` before it"
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == [", return_sequences=True"]


def test_a_layer_is_told_of_once_and_what_follows_it_not() -> None:
    code = "lstm = layers.LSTM(8)\nx = keras.Input((3,))\na, b = lstm(x), lstm(x)\n"
    assert levels("KC505", code + "layers.Conv2D(8, 3)(a)") == ["error high"]


def test_a_shape_that_data_have_is_less_sure() -> None:
    code = chain("layers.Conv2D(8, 3)", "layers.Flatten()", "layers.Dense(2)")
    code += "m.compile('adam', 'mse')\nm.fit(np.zeros((100, 28, 28)), np.zeros((100, 2)))\n"
    (finding,) = found("KC505", code)
    assert finding.severity.label == "warning"
    assert [label.text for label in finding.labels] == [
        "the model gets the shape of its input here"
    ]


def test_a_shape_that_the_model_is_built_for_is_sure() -> None:
    assert levels("KC505", chain(LSTM) + "m.build((None, 3))") == ["error high"]


def test_a_dimension_that_a_layer_needs() -> None:
    (finding,) = found("KC505", "layers.Dense(3)(keras.Input((4, None)))")
    assert finding.severity.label == "error"
    assert "None" in finding.message


REUSED = """\
i = keras.Input((20,))
h = layers.Dense(8, activation="relu")(i)
last = layers.Dense(20)
model = keras.Model(i, last(h))
"""


def test_a_layer_that_was_built_for_another_number_of_features() -> None:
    (finding,) = found("KC505", REUSED + "decoder = model.layers[-1](keras.Input((5,)))\n")
    assert "has weights for 8 features, by its first call, but gets 5" in finding.message
    assert levels("KC505", REUSED + "again = last(keras.Input((8,)))\n") == []
    assert levels("KC505", REUSED + "again = last(keras.Input((n(),)))\n") == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(chain("layers.Embedding(100, 8)", LSTM, LSTM), id="recurrent"),
        pytest.param(chain("layers.Conv2D(8, 3)", "layers.Conv1D(8, 3)"), id="convolutions"),
        pytest.param(chain("layers.Flatten()", "layers.MaxPooling2D()"), id="a pooling"),
    ],
)
def test_layers_that_fit_no_input_together(code: str) -> None:
    assert levels("KC505", code) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            chain("layers.Embedding(100, 8)", "layers.LSTM(8, return_sequences=True)", LSTM),
            id="all the steps passed on",
        ),
        pytest.param(chain("layers.Dense(8)", LSTM), id="a layer for any rank"),
        pytest.param(chain("layers.LSTM(8, stateful=True)", OUT), id="a batch of any size"),
        pytest.param(chain("layers.Conv2D(8, 3)", "mine()", LSTM), id="a layer between"),
        pytest.param(
            chain("layers.LSTM(8, return_sequences=last)", LSTM), id="steps that may be passed on"
        ),
    ],
)
def test_layers_that_may_fit_an_input_that_is_not_known(code: str) -> None:
    assert levels("KC505", code) == []


SMALL = """
made = keras.Input({size})
small = keras.Model(made, layers.Conv2D(4, 3)(made))
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SMALL.format(size="(16, 16, 3)"), id="a functional model"),
        pytest.param(
            "small = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(4, 3)])\n",
            id="a sequential model",
        ),
        pytest.param(
            "small = keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3))\n",
            id="a network of others",
        ),
    ],
)
def test_a_model_takes_the_size_that_it_was_made_for(code: str) -> None:
    (finding,) = found("KC505", f"{code}small(keras.Input((32, 32, 3)))\n")
    assert "is called with (None, 32, 32, 3)" in finding.message
    assert finding.keras.endswith("found shape=(None, 32, 32, 3)")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            SMALL.format(size="(16, 16, 3)") + "small(keras.Input((16, 16, 3)))\n", id="its size"
        ),
        pytest.param(
            SMALL.format(size="(None, None, 3)") + "small(keras.Input((32, 32, 3)))\n",
            id="a model for every size",
        ),
        pytest.param(
            SMALL.format(size="(16, 16, 3)") + "small(keras.Input((None, None, 3)))\n",
            id="an input of every size",
        ),
        pytest.param(
            SMALL.format(size="(16, 16, 3), batch_size=8")
            + "small(keras.Input((16, 16, 3), batch_size=4))\n",
            id="another batch",
        ),
        pytest.param(
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n"
            + SMALL.format(size="(16, 16, 3)")
            + "small(keras.Input((32, 32, 3)))\n",
            id="Keras 2 only warns",
        ),
        pytest.param(
            "import numpy as np\n"
            "small = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(4, 3)])\n"
            "small(np.zeros((2, 32, 32, 3)))\n",
            id="data for a sequential model",
        ),
        pytest.param(
            "small = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(4, 3)])\n"
            "small(keras.random.normal((2, 32, 32, 3)))\n",
            id="data that are drawn for it",
        ),
        pytest.param(
            "a, b = keras.Input((4,), name='a'), keras.Input((5,), name='b')\n"
            "two = keras.Model([a, b], layers.Concatenate()([a, b]))\n"
            "two({'b': keras.Input((5,)), 'a': keras.Input((4,))})\n",
            id="inputs by name",
        ),
    ],
)
def test_sizes_that_a_model_takes(code: str) -> None:
    assert levels("KC505", code) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("branch = layers.Conv2D(8, 1)(x)\n", [], id="a sketch of a block"),
        pytest.param(
            "x = layers.Conv2D(8, 1)(x)\nm = keras.Model(i, x)\n", ["error"], id="a model of it"
        ),
    ],
)
def test_a_tensor_of_a_model_of_other_cells(cell: str, expected: list[str]) -> None:
    first = HEAD + "i = keras.Input((9,))\nx = layers.Dense(8)(i)\n"
    first += "model = keras.Model(i, layers.Dense(1)(x))\n"
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": i, "outputs": (), "source": text}
        for i, text in enumerate((first, cell))
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    rules = [rule for rule in registry.load() if rule.code == "KC505"]
    result = check("lesson.ipynb", json.dumps(notebook).encode(), rules, Settings())
    assert [finding.severity.label for finding in result.findings] == expected


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("layers.Flatten()", "pool in place of `Flatten`"),
        ("layers.Conv1D(4, 3), layers.Reshape((-1, 2, 2)), layers.Permute((2, 3, 1))", "a number"),
    ],
)
def test_a_size_that_is_open_has_a_way_out(layer: str, words: str) -> None:
    (finding,) = found("KC505", chain("keras.Input((None, 8))", layer, OUT))
    assert words in finding.help
