"""The table: its columns, marks, figures, and text of every width."""

import re

from kerascheck.explain import table
from kerascheck.report.style import encodable
from tests.explain.programs import explained

ONE_UNIT = """
model = keras.Sequential([
    keras.Input((20,)),
    layers.Dense(128, "relu"),
    layers.Dense(1, activation="softmax"),
])
model.compile("adam", "binary_crossentropy")
"""


def shown(code: str, **options: int | bool) -> str:
    return table.render([explained(code)], **options)  # type: ignore[arg-type]


def test_a_model_has_a_header_a_table_and_what_is_under_it() -> None:
    text = shown(ONE_UNIT)
    assert text.splitlines()[:8] == [
        "model `model`   Sequential   train.py:5   compiled :10",
        "",
        " line  layer             output shape  params  notes",
        "    6  Input             (None, 20)         0",
        "    7  Dense 128, relu   (None, 128)    2,688",
        "    8  Dense 1, softmax  (None, 1)        129  ✖ KC110 always 1.0",
        "",
        " 2,817 parameters (11.00 KB in float32), 95.4 % of them in Dense 128, relu (line 7)",
    ]
    assert re.search(r"^ loss       binary_crossentropy \(from_logits=False\)", text, re.MULTILINE)
    assert re.search(r"^ optimizer  Adam\(learning_rate=0.001\)$", text, re.MULTILINE)


def test_symbols_survive_without_unicode() -> None:
    text = encodable(shown(ONE_UNIT), "ascii")
    assert "x KC110 always 1.0" in text
    assert text.isascii()
    assert "?" not in text


def test_colours_change_nothing_else() -> None:
    colored = shown(ONE_UNIT, color=True)
    assert "\x1b[1;31m✖\x1b[0m" in colored
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == shown(ONE_UNIT)


def test_memory_is_told_for_a_batch() -> None:
    line = "11.00 KB of parameters, 1.01 KB of layer outputs for a batch of 2"
    assert f" {line}\n" in shown(ONE_UNIT, batch=2)
    assert "batch" not in shown(ONE_UNIT)


def test_what_is_not_known_of_the_memory_is_named() -> None:
    text = shown("m = keras.Sequential([keras.Input((8,)), layers.Dense(4), odd()])", batch=2)
    assert "at least 32 B of layer outputs for a batch of 2; not known of ?" in text


def test_a_reason_is_told_once() -> None:
    text = shown("m = keras.Sequential([layers.Dense(4), layers.Dense(5), layers.Dense(6)])")
    (first, *rest) = [line for line in text.splitlines() if " Dense " in line]
    assert first.endswith("  ? the model has no input shape")
    assert [line.split()[-1] for line in rest] == ["?", "?"]


def test_numbers_are_never_cut() -> None:
    name = "a" * 300
    text = shown(f"{name} = keras.Sequential([keras.Input((10**9,)), layers.Dense(10**9)])")
    assert "1,000,000,001,000,000,000" in text
    assert f"model `{name}`" in text


def test_columns_hold_with_wide_characters() -> None:
    text = shown("""
    a = keras.Input((8,), name="入力")
    m = keras.Model(a, layers.Dense(1)(a))
    """)
    first, second = [line for line in text.splitlines() if "(None, " in line]
    assert first.index("(None") == second.index("(None") - 2
    assert "Input 入力  (None, 8)" in first


def test_frozen_layers_are_marked_and_counted() -> None:
    text = shown("""
    m = keras.Sequential([keras.Input((8,)), layers.Dense(4), layers.Dense(1)])
    m.layers[0].trainable = False
    """)
    assert re.search(r"Dense 4 .* 36  frozen$", text, re.MULTILINE)
    assert " 5 trainable, 36 not\n" in text
    assert "frozen" not in shown(ONE_UNIT)
    assert "trainable" not in shown(ONE_UNIT)


def test_several_models_are_summed_up() -> None:
    text = shown("""
    a = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
    b = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    """)
    assert text.endswith("\n\n2 models, 4 layers, 45 parameters\n")
    more = "a = keras.Sequential([keras.Input((8,)), layers.Dense(4)])\n"
    more += "b = keras.Sequential([layers.Dense(1)])\n"
    assert shown(more).endswith("3 layers, at least 36 parameters; 1 not fully known\n")


def test_a_thousand_layers_have_a_thousand_rows() -> None:
    text = shown("""
    x = inputs = keras.Input((8,))
    for _ in range(1000):
        x = layers.Dense(8)(x)
    m = keras.Model(inputs, x)
    """)
    assert text.count(" Dense 8 ") == 1000
    assert "72,000 parameters" in text


def test_names_cannot_command_the_terminal() -> None:
    text = shown("""
    a = keras.Input((8,), name="\\x1b[31mred\\nline")
    m = keras.Model(a, layers.Dense(1)(a))
    """)
    assert "\x1b" not in text
    assert "[31mred line" in text


def test_what_was_not_understood_is_told() -> None:
    text = shown("net = load()\nnet.compile(optimizer='adam', loss='mse')\n")
    assert text.startswith("not understood: `net` train.py:4 \N{EN DASH} ")


def test_findings_without_a_model_are_told() -> None:
    text = shown("net = load()\nx = 1  # kerascheck: ignore[KC110]\n")
    assert "train.py:5  ! KC905" in text


def test_nothing_is_printed_of_a_file_without_models() -> None:
    assert shown("x = 1") == ""
