"""Cells of a notebook that are no Python: what is still followed of them, and what is not."""

import json

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from kerascheck.sources import Block, Source
from kerascheck.sources.parse import SyntaxProblem, parse
from kerascheck.sources.unread import stand_in


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        pytest.param("x /= 255\nprint x.shape", "x /= 255\npass         ", id="print"),
        pytest.param("if a:\n  print x", "if a:\n  pass   ", id="print in a block"),
        pytest.param("x =\nf(y)\nz = # ?", "x = unread()\nf(y)\nz = unread() # ?", id="gaps"),
        pytest.param("x = f( ## 3)\ny = # 'a'", "x = f(    3)\ny =   'a'", id="in comments"),
        pytest.param("x =\ny = 1 2", "x = y = unread(x, y)\n", id="a gap and a mistake"),
        pytest.param("x = 1 2", "x = unread(x)", id="a name"),
        pytest.param("x[0], y = f(z=3) 2\n", "x = y = unread(x, y)\n", id="an element"),
        pytest.param("(a, b), c -= 2 2", "a = b = c = unread(a, b, c)", id="a tuple"),
        pytest.param("m.add(d) 2\nk.eval(m)", "m = unread(m, k)\n", id="a method"),
        pytest.param("fit(x=3, y=4) 2", None, id="only arguments"),
        pytest.param("a == b 2", None, id="a comparison"),
        pytest.param("import a.b as c\ndef f(:", "a = c = f = unread(a, c, f)\n", id="imports"),
    ],
)
def test_what_stands_in_for_a_cell(text: str, instead: str | None) -> None:
    source = Source("x.ipynb", "notebook", (Block("first = 1"), Block(text)))
    problem = parse(source, 1)
    assert isinstance(problem, SyntaxProblem)
    found = stand_in(source, 1, problem)
    assert (found and found[1]) == instead


CELLS = [
    "import keras\n(x, y), _ = keras.datasets.mnist.load_data()",
    (
        "model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(),"
        " keras.layers.Dense(10)])\n"
        "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
        "model.compile('adam', loss)"
    ),
    "model.fit(x, y, epochs=5)",
]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("print x.shape", ["KC301"]),
        ("x = x / 255\nprint x.shape", []),
        ("x = x / 255\nprint(x.shape", []),
        ("model.add(scale) 2", []),
    ],
)
def test_what_such_a_cell_changes_is_not_taken_as_it_was(cell: str, expected: list[str]) -> None:
    cells = [{"cell_type": "code", "source": text} for text in (*CELLS[:2], cell, CELLS[2])]
    data = json.dumps({"cells": cells, "nbformat": 4}).encode()
    rules = [rule for rule in registry.load() if rule.code in ("KC301", "KC901")]
    findings = check("train.ipynb", data, rules, Settings()).findings
    assert [finding.code for finding in findings if finding.code != "KC901"] == expected
    assert [finding.at.block for finding in findings if finding.code == "KC901"] == [2]
