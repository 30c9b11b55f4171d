"""`mermaid` and `dot`: the graph of the layers, in valid syntax whatever the names."""

import re
import shutil
import subprocess

import pytest

from kerascheck.explain import dot, mermaid
from tests.explain.programs import explained

RESIDUAL = """
a = keras.Input((8,))
m = keras.Model(a, layers.Dense(8)(a) + a)
"""
STRANGE = r"""
a = keras.Input((8,), name='say "x" \\ <b>|`#;{}[]()\n"]--> end')
m = keras.Model(a, layers.Dense(8)(a))
"""
EMPTY = """
def later(stack):
    net = keras.Sequential(stack)
    net.compile("adam", "mse")
"""
_STRING = r'"(?:[^"\\]|\\.)*"'
_NODE = rf"m\d+n\d+ \[label={_STRING}(?:, shape=ellipse)?\];"
_DOT_LINE = re.compile(
    rf"digraph kerascheck \{{|node \[shape=box, fontname=sans\];|subgraph cluster_\d+ \{{|"
    rf"label={_STRING};|{_NODE}|m\d+n\d+ -> m\d+n\d+;|\}}"
)
_MERMAID_LINE = re.compile(
    r'flowchart TD|subgraph m\d+\["[^"]*"\]|m\d+n\d+(\["[^"]*"\]|\(\["[^"]*"\]\))|'
    r"m\d+n\d+ --> m\d+n\d+|end"
)


def test_mermaid_has_layers_operations_and_arrows() -> None:
    assert mermaid.render([explained(RESIDUAL)]).splitlines() == [
        "flowchart TD",
        '  subgraph m0["m Functional train.py:6"]',
        '    m0n0["Input<br/>(None, 8)"]',
        '    m0n1["Dense 8<br/>(None, 8)"]',
        '    m0n2(["add<br/>(None, 8)"])',
        "    m0n0 --> m0n1",
        "    m0n1 --> m0n2",
        "    m0n0 --> m0n2",
        "  end",
    ]


def test_dot_has_layers_operations_and_arrows() -> None:
    assert dot.render([explained(RESIDUAL)]).splitlines() == [
        "digraph kerascheck {",
        "  node [shape=box, fontname=sans];",
        "  subgraph cluster_0 {",
        '    label="m Functional train.py:6";',
        '    m0n0 [label="Input\\n(None, 8)"];',
        '    m0n1 [label="Dense 8\\n(None, 8)"];',
        '    m0n2 [label="add\\n(None, 8)", shape=ellipse];',
        "    m0n0 -> m0n1;",
        "    m0n1 -> m0n2;",
        "    m0n0 -> m0n2;",
        "  }",
        "}",
    ]


def test_a_sequential_model_is_a_chain() -> None:
    text = dot.render([explained("m = keras.Sequential([layers.Dense(1), layers.Dense(2)])")])
    assert "m0n0 -> m0n1;" in text


@pytest.mark.parametrize("code", [RESIDUAL, STRANGE, EMPTY])
def test_every_line_is_valid(code: str) -> None:
    found = [explained(code)]
    for line in dot.render(found).splitlines():
        assert _DOT_LINE.fullmatch(line.strip()), line
    for line in mermaid.render(found).splitlines():
        assert _MERMAID_LINE.fullmatch(line.strip()), line


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("code", [RESIDUAL, STRANGE, EMPTY])
def test_graphviz_reads_it(code: str) -> None:
    text = dot.render([explained(code), explained(RESIDUAL)])
    done = subprocess.run(
        ["dot", "-Tplain"], input=text, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.startswith("graph ")


def test_there_is_no_graph_without_a_model() -> None:
    assert dot.render([explained("x = 1")]) == mermaid.render([explained("x = 1")]) == ""
