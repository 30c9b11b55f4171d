"""`markdown`: sections with tables that hold whatever the names."""

import re

from kerascheck.explain import markdown
from tests.explain.programs import explained

PLAIN = """
m = keras.Sequential([keras.Input((8,)), layers.Dense(4, "relu"), layers.Dense(1, activation="softmax")])
m.compile("adam", "binary_crossentropy")
"""


def test_a_model_is_a_section_with_a_table() -> None:
    lines = markdown.render([explained(PLAIN)], batch=1).splitlines()
    assert lines[:9] == [
        "## `m` Sequential",
        "",
        "`train.py:5`, compiled at `train.py:6`",
        "",
        "| line | layer | output shape | params | notes |",
        "|---:|---|---|---:|---|",
        "| 5 | Input | `(None, 8)` | 0 | |",
        "| 5 | Dense 4, relu | `(None, 4)` | 36 | |",
        "| 5 | Dense 1, softmax | `(None, 1)` | 5 | ✖ KC110 always 1.0 |",
    ]
    assert "- 164 B of parameters, 20 B of layer outputs for a batch of 1" in lines
    assert any(line.startswith("- loss: binary\\_crossentropy") for line in lines)


def test_cells_are_not_broken_by_names() -> None:
    code = """
    a = keras.Input((8,), name="left | right\\n`<b>`*")
    m = keras.Model(a, layers.Dense(1)(a))
    """
    rows = [line for line in markdown.render([explained(code)]).splitlines() if line[:1] == "|"]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [6, 6, 6, 6]
    assert "Input left \\| right \\`\\<b\\>\\`\\*" in rows[2]


def test_several_models_are_summed_up_and_none_is_nothing() -> None:
    code = "a = keras.Sequential([keras.Input((8,)), layers.Dense(4)])\n"
    text = markdown.render([explained(code + code.replace("a =", "b ="))])
    assert text.endswith("\n\n2 models, 4 layers, 72 parameters.\n")
    assert markdown.render([explained("x = 1")]) == ""
