"""Which small edits explain another number of parameters."""

import pytest

from kerascheck.keras_api.edits import explaining
from kerascheck.values import Model
from tests.facts.trace_of import facts

PHOTOGRAPHS = """
m = keras.Sequential([keras.Input((200, 200, 3))])
for filters, size, pool in ((16, 10, 5), (32, 5, 2), (64, 5, 2), (128, 3, 2)):
    m.add(layers.Conv2D(filters, size, activation="relu"))
    m.add(layers.MaxPooling2D(pool))
m.add(layers.Dense(512)), m.add(layers.Dense(128)), m.add(layers.Dense(16))
"""
DENSE = "m = keras.Sequential([keras.Input((784,)), layers.Dense(128), layers.Dense(32)])\n"
NORMED = (
    "m = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), "
    "layers.BatchNormalization(), layers.Flatten(), layers.Dense(10)])\n"
)


def model_of(code: str) -> Model:
    (model,) = facts(code).models
    return model


@pytest.mark.parametrize(
    ("code", "number", "which", "kinds"),
    [
        (PHOTOGRAPHS, 473_152, "", ["flatten"]),
        (PHOTOGRAPHS, 473_632, "trainable", ["flatten", "norm"]),
        (PHOTOGRAPHS, 474_112, "total", ["flatten", "norm"]),
        (PHOTOGRAPHS, 276_304, "", ["bias"]),
        (NORMED, 80 + 26 * 26 * 8 * 10 + 10, "", ["no norm"]),
        (NORMED, 80 + 32 + 8 * 10 + 10, "", ["pooling"]),
    ],
)
def test_the_edits_that_give_a_number_are_found(
    code: str, number: int, which: str, kinds: list[str]
) -> None:
    assert [edit.kind for edit in explaining(model_of(code), number, which)] == kinds


def test_the_words_name_the_layers() -> None:
    words = [edit.words for edit in explaining(model_of(PHOTOGRAPHS), 473_632, "trainable")]
    assert words == [
        "`Flatten` before `Dense(512)`",
        "`BatchNormalization` after each `Conv2D`",
    ]


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        (DENSE, 785 * 128 + 129 * 64, "`units=64` in `Dense` instead of `32`"),
        (DENSE, 785 * 256 + 257 * 32, "`units=256` in `Dense` instead of `128`"),
        (
            NORMED,
            8 * 26 + 32 + 24 * 24 * 8 * 10 + 10,
            "`kernel_size=5` in `Conv2D` instead of `3`",
        ),
        (
            NORMED,
            80 + 32 + 28 * 28 * 8 * 10 + 10,
            "`padding='same'` in `Conv2D` instead of `'valid'`",
        ),
        (
            NORMED,
            80 + 32 + 13 * 13 * 8 * 10 + 10,
            "`strides=2` in `Conv2D` instead of `(1, 1)`",
        ),
    ],
)
def test_one_argument_of_one_layer_may_explain_it(code: str, number: int, words: str) -> None:
    (edit,) = explaining(model_of(code), number)
    assert edit.words == words


@pytest.mark.parametrize(
    ("code", "number"),
    [
        pytest.param(PHOTOGRAPHS, 276_545, id="nothing gives it"),
        pytest.param(DENSE, 785 * 127 + 128 * 32, id="a size that nobody writes"),
        pytest.param(
            "m = keras.Sequential([keras.Input((64,)), *[layers.Dense(64) for _ in range(3)]])",
            65 * 32 + 33 * 64 + 65 * 64,
            id="one of two layers",
        ),
        pytest.param(DENSE.replace("784", "int(n)"), 109_386, id="an input that is not known"),
        pytest.param(DENSE.replace("128", "n"), 109_386, id="a layer that is not known"),
        pytest.param(
            "e = keras.Input((9,))\nm = keras.Model(e, layers.Dense(3)(e))", 40, id="a graph"
        ),
    ],
)
def test_what_is_not_explained_by_one_kind_alone_is_left_open(code: str, number: int) -> None:
    assert explaining(model_of(code), number) == ()
