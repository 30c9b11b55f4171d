import pytest

from tests.rules.found import levels, lines

CODE = "KC415"


def stack(*parts: str) -> str:
    rows = "\n".join(f"    layers.{part}," for part in parts)
    return f"model = keras.Sequential([\n    keras.Input((9,)),\n{rows}\n])\n"


MASK = "Embedding(99, 8, mask_zero=True)"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack("Embedding(99, 8)", "Flatten()"), id="no mask"),
        pytest.param(stack("Embedding(99, 8, mask_zero=m)", "Flatten()"), id="not known"),
        pytest.param(stack(MASK, "LSTM(8)", "Flatten()"), id="used by a recurrent layer"),
        pytest.param(
            stack(MASK, "LSTM(8, return_sequences=True)", "GlobalMaxPooling1D()"),
            id="used, and then lost",
        ),
        pytest.param(stack(MASK, "GlobalAveragePooling1D()", "Dense(1)"), id="averaged"),
        pytest.param(stack(MASK, "Lambda(f)", "Flatten()"), id="a function"),
        pytest.param(
            "i = keras.Input((9,))\n"
            "e = layers.Embedding(99, 8, mask_zero=True)(i)\n"
            "model = keras.Model(i, [layers.LSTM(8)(e), layers.Flatten()(e)])\n",
            id="a branch that uses it",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize("loser", ["Flatten()", "Conv1D(8, 3)", "AveragePooling1D()"])
def test_a_mask_is_thrown_away(loser: str) -> None:
    code = stack(MASK, "Dropout(0.5)", loser, "Dense(1)")
    assert levels(CODE, code) == ["warning high"]
    assert lines(CODE, code) == [5]


@pytest.mark.parametrize("between", [(), ("Conv1D(8, 3)",), ("Conv1D(8, 3)", "MaxPooling1D()")])
def test_the_largest_of_all_steps_is_seldom_padding(between: tuple[str, ...]) -> None:
    assert levels(CODE, stack(MASK, *between, "GlobalMaxPooling1D()", "Dense(1)")) == [
        "info medium"
    ]
    code = stack(MASK, "Flatten()", "Reshape((9, 8))", "GlobalMaxPooling1D()", "Dense(1)")
    assert levels(CODE, code) == ["warning high"]


def test_masking_of_numbers_is_thrown_away() -> None:
    code = stack("Masking()", "Flatten()").replace("(9,)", "(9, 4)")
    padded = "x = keras.utils.pad_sequences(x)\nmodel.fit(x, y)\n"
    assert levels(CODE, code + padded) == ["warning high"]
    assert levels(CODE, code + "x = np.zeros((n, 9, 4))\n") == ["warning high"]
    assert levels(CODE, f"# Sequences come padded.\n{code}") == ["warning high"]


def test_masking_where_nothing_is_padded_is_a_note() -> None:
    code = stack("Masking()", "Conv1D(8, 3, padding='same')").replace("(9,)", "(9, 4)")
    assert levels(CODE, code) == ["info medium"]
    assert levels(CODE, stack(MASK, "Flatten()")) == ["warning high"]
