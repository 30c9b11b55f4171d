"""The documentation of rules: the contract of the docstring, and how it is printed."""

import json

import pytest

from kerascheck import docs, registry
from kerascheck.docs import Example
from kerascheck.rule import Rule

TEXT = """\
The loss is wrong. More about it,
in Keras 3.15 too.

Another paragraph.

Why it hurts:

It does.

What Keras says:

Nothing.

Bad:

```python
x = 1  # finding
Good:
```

Good:

```python
x = 2
```

Bad:

```ipython
%time x  # finding
y
z  # finding
```

Good:

```ipython
x
```

When to ignore:

Never.

References:

- a page
"""


def test_a_docstring_in_parts() -> None:
    doc = docs.parse(TEXT)
    assert doc.mistake == "The loss is wrong."
    assert doc.more == "More about it,\nin Keras 3.15 too.\n\nAnother paragraph."
    assert doc.section("Why it hurts") == "It does."
    assert doc.examples == [
        Example("Bad", "x = 1  # finding\nGood:\n"),
        Example("Good", "x = 2\n"),
        Example("Bad", "%time x  # finding\ny\nz  # finding\n", "ipython"),
        Example("Good", "x\n", "ipython"),
    ]
    assert [example.lines for example in doc.examples] == [[1], [], [1, 3], []]
    assert docs.faults(doc) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("wrong. More about it,\nin Keras 3.15 too.", "wrong", "the first sentence does not end"),
        ("Why it hurts:\n", "", "`Why it hurts:` is missing"),
        ("References:\n\n- a page\n", "", "`References:` is missing"),
        ("- a page", "", "`References:` is empty"),
        ("Why it hurts:", "References:", "not in the order"),
        ("x = 1  # finding", "x = 1", "a Bad program has 0 lines"),
        ("x = 2", "x = 2  # finding", "a Good program has 1 lines"),
        ("```python\nx = 2\n```", "x = 2", "`Good:` has no program"),
    ],
)
def test_faults(old: str, new: str, fault: str) -> None:
    assert old in TEXT
    assert any(fault in found for found in docs.faults(docs.parse(TEXT.replace(old, new))))


@pytest.mark.parametrize("rule", registry.load(), ids=lambda rule: rule.name)
def test_every_rule_keeps_the_contract(rule: Rule) -> None:
    assert docs.faults(docs.parse(rule.doc)) == []


def test_the_page_of_a_rule_as_text() -> None:
    rule = registry.find(registry.load(), "syntax-error")
    assert rule is not None
    assert (
        docs.text(rule)
        == """\
syntax-error (KC901)
error (high confidence), warning (medium confidence), info (low confidence)

What it checks
  The file, or one cell of a notebook, is not valid Python.

  A warning where it may be valid, but is nested too deeply for kerascheck to read it, and a note
  where a comment such as `# YOUR CODE HERE` stands for a part that is still to be written.

  Nothing in it can be checked. In a notebook the other cells are still checked, with the names
  that they bind themselves.

Why it hurts
  Python refuses the file before its first line runs. In a notebook only the cell fails, and the
  cells after it go on with whatever an earlier run has left in memory.

What Keras says
  Nothing: Keras is not reached. Python raises a `SyntaxError`.

Bad
    import keras

    model = keras.Sequential()
    model.add(keras.layers.Dense(12, activation= , input_dim=8))  # finding

Good
    import keras

    model = keras.Sequential()
    model.add(keras.Input((8,)))
    model.add(keras.layers.Dense(12, activation="relu"))

When to ignore
  For a template that is filled in later: leave the file out with `exclude`. Gaps that show as such
  are only noted: a comment in the place of code, `??`, several names without a value (`images =`).

References
  - https://docs.python.org/3/tutorial/errors.html#syntax-errors
"""
    )


def test_the_page_of_a_rule_as_markdown_and_json() -> None:
    rule = registry.find(registry.load(), "syntax-error")
    assert rule is not None
    page = docs.markdown(rule, level=2)
    assert page.startswith(
        "## syntax-error (KC901)\n\nerror (high confidence), warning (medium confidence), "
        "info (low confidence)\n\nThe file, or"
    )
    assert "\n\n### Bad\n\n```python\nimport keras\n" in page
    data = docs.as_json(rule)
    assert json.loads(json.dumps(data)) == data
    assert data["severity"] == {"high": "error", "medium": "warning", "low": "info"}
    assert [example["kind"] for example in data["examples"]] == ["bad", "good"]
    assert data["what_keras_says"].startswith("Nothing")
