"""Gaps of exercises: comments where code is still to be written."""

import json

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from kerascheck.sources.exercises import layer_wanted, unwritten
from tests.rules.found import levels


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("size = # YOUR CODE HERE\n", 1, id="a value"),
        pytest.param("fit(# YOUR CODE HERE)\nprint(1)", 1, id="arguments"),
        pytest.param("x = 1\ny = x + # TODO\n", 2, id="an operand"),
        pytest.param("def f(x):\n    # YOUR CODE HERE", 2, id="a body at the end"),
        pytest.param("def f(x):\n    # TODO: write it\n\n\n\nprint(1)", 6, id="a body"),
        pytest.param("x =\ny[0] =\nprint(1)", 1, id="two names without a value"),
        pytest.param("a = 1\nx =  # rows\nk.y =", 2, id="names without a value, with a comment"),
        pytest.param("f(# Pick a loss)\nprint(1)", 1, id="a comment for all arguments"),
        pytest.param("x = f(\n  # Your loss here.)\n\ny = [\n  1]\nz = 1 2", 6, id="far below it"),
        pytest.param("x = f(a=??)\n", 1, id="marks of a question"),
        pytest.param("x = <your value>\n", 1, id="a word in angles"),
        pytest.param("size = # Your size here, 100 or so\n", 1, id="a value of yours"),
        pytest.param("x = f( ## 'a')\ny = x[ # 3]", 1, id="values in comments"),
        pytest.param("x = f(a=## g(b=## 3))\ny = # 3", 1, id="a comment in a comment"),
        pytest.param("for x in y:  # each\n  # fill in\nz = 1", 3, id="a body of a loop"),
    ],
)
def test_code_that_is_still_to_be_written(text: str, line: int) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "gap", "exec")
    assert unwritten(text, line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("# YOUR CODE HERE\nprint 1\n", 2, id="written below the comment"),
        pytest.param("size = # half of it\n", 1, id="a comment of another kind"),
        pytest.param("a = # TODO\n\n\nb = 1 2\n", 4, id="a mistake elsewhere"),
        pytest.param("def f(x):\n    # TODO\n    return 1 2", 3, id="a mistake in a body"),
        pytest.param("x = (1 2)  # YOUR CODE HERE\n", 1, id="written before the comment"),
        pytest.param("x = f(a,  # b)\n", 1, id="the end of the arguments in a comment"),
        pytest.param("x = f(\n  # of it)\n\ny = [\n  1]\nz = 1 2", 6, id="far below a comment"),
        pytest.param("x = f('??' 1)\n", 1, id="a text with question marks"),
        pytest.param("x = (1 2)  # why??\n", 1, id="a comment with question marks"),
        pytest.param("x = a < your > 1 2\n", 1, id="a comparison"),
        pytest.param("x = f( # a\ny = g( # of it\n", 1, id="comments that give no value"),
        pytest.param("x =\nprint(1)\n", 1, id="one name without a value"),
        pytest.param("x = 1 2\ny =\nz =\n", 1, id="a mistake above names without a value"),
        pytest.param('say("your code here" 1)\n', 1, id="a text"),
    ],
)
def test_code_that_is_wrong_beside_such_a_comment(text: str, line: int) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "mistake", "exec")
    assert not unwritten(text, line)


@pytest.mark.parametrize(
    ("name", "text", "level"),
    [
        ("train.ipynb", "size = # YOUR CODE HERE\n", "info"),
        ("train.ipynb", "# YOUR CODE HERE\nsize = 1 2\n", "error"),
        ("train.py", "size = # YOUR CODE HERE\n", "info"),
        ("train.py", "size =\nshape =\n", "info"),
        ("train.py", "size =\n", "error"),
        ("train.py", "fit(# YOUR CODE HERE)\n", "info"),
        ("train.py", "size = 1 2  # YOUR CODE HERE\n", "error"),
    ],
)
def test_a_gap_is_noted(name: str, text: str, level: str) -> None:
    cells = [{"cell_type": "code", "source": source} for source in ("import keras", text)]
    data = json.dumps({"cells": cells, "nbformat": 4}) if name.endswith(".ipynb") else text
    rules = [rule for rule in registry.load() if rule.code == "KC901"]
    (finding,) = check(name, data.encode(), rules, Settings()).findings
    assert finding.severity.label == level


def test_of_a_script_with_a_gap_it_is_said_that_nothing_is_checked() -> None:
    rules = [rule for rule in registry.load() if rule.code == "KC901"]
    (finding,) = check("train.py", b"import keras\nfit(# TODO)\n", rules, Settings()).findings
    assert finding.message.endswith("; nothing of it is checked till then")
    (finding,) = check("train.py", b"import keras\nsize = # TODO\n", rules, Settings()).findings
    assert "nothing of it is checked" not in finding.message


@pytest.mark.parametrize(
    ("text", "end_line", "last_line", "wanted"),
    [
        ("m = S([\n  D(3),\n  # Add a layer here\n])", 2, 4, True),
        ("m = S([\n  D(3)\n  # half\n  # YOUR CODE HERE\n  ])", 2, 5, True),
        ("m.add(D(3))\n\n# TODO: the output layer\nm.compile()", 1, 1, True),
        ("m = S([\n  # Add a layer here\n  D(3),\n])", 3, 4, False),
        ("m = S([\n  D(3),\n])\n# TODO: compile the model\nm.compile()", 2, 3, False),
        ("m.add(D(3))\nm.compile()\n# TODO: a layer", 1, 1, False),
        (
            "m = S([\n  # YOUR CODE SHOULD START HERE\n  D(3)\n  # YOUR CODE SHOULD END HERE\n])",
            3,
            5,
            False,
        ),
        ("m.add(D(3))\n# your code ends here\n# the output\nm.compile()", 1, 1, False),
        ("m.add(D(3))  # TODO: another layer\nm.compile()", 1, 1, False),
    ],
)
def test_a_layer_that_is_still_to_be_added(
    text: str, end_line: int, last_line: int, wanted: bool
) -> None:
    assert layer_wanted(text, end_line, last_line) is wanted


MODEL = """\
(x, y), _ = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([
    layers.Flatten(),
    # Add a layer here
    layers.Dense(256, activation="relu"),
    {}
])
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(x / 255, y, epochs=5)
"""


@pytest.mark.parametrize(
    ("comment", "expected"), [("# Add a layer here", []), ("# The end", ["error high"])]
)
def test_nothing_is_said_about_the_output_of_an_unfinished_model(
    comment: str, expected: list[str]
) -> None:
    assert levels("KC113", MODEL.format(comment)) == expected
